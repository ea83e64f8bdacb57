/* SPDX-License-Identifier: MIT */
/* What callbacks have been told, as lines of text to be waited for. */

#include "notes.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "netns.h"

#define PATIENCE 30 /* seconds */
#define NAMES 32

struct notes {
	pthread_mutex_t lock;
	pthread_cond_t more;
	char *text;
	size_t length;
	unsigned int count;
	const char *names[NAMES];
};

static const char *const types[] = {"parameter", "add", "delete", "initial"};

struct notes *notes_new(void)
{
	struct notes *notes = calloc(1, sizeof(*notes));

	ck_assert_ptr_nonnull(notes);
	pthread_mutex_init(&notes->lock, NULL);
	pthread_cond_init(&notes->more, NULL);
	notes->text = calloc(1, 1);
	return notes;
}

void notes_name(struct notes *notes, NET_IFINDEX index, const char *name)
{
	ck_assert_uint_lt(index, NAMES);
	notes->names[index] = name;
}

static const char *name_of(const struct notes *notes, NET_IFINDEX index)
{
	return index < NAMES && notes->names[index] ? notes->names[index] : "?";
}

static void note(struct notes *notes, const char *line)
{
	size_t length = strlen(line);

	pthread_mutex_lock(&notes->lock);
	notes->text = realloc(notes->text, notes->length + length + 1);
	memcpy(notes->text + notes->length, line, length + 1);
	notes->length += length;
	notes->count++;
	pthread_cond_broadcast(&notes->more);
	pthread_mutex_unlock(&notes->lock);
}

static const char *text_of(const SOCKADDR_INET *addr, char *text)
{
	const void *bytes = addr->si_family == AF_INET ? (const void *)&addr->Ipv4.sin_addr
						       : (const void *)&addr->Ipv6.sin6_addr;

	return inet_ntop(addr->si_family, bytes, text, INET6_ADDRSTRLEN);
}

VOID WINAPI note_unicast(PVOID notes, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	char addr[INET6_ADDRSTRLEN];
	char line[128];

	snprintf(line, sizeof(line), row ? "address %s %s %s\n" : "address %s\n", types[type],
		 row ? text_of(&row->Address, addr) : "",
		 row ? name_of(notes, row->InterfaceIndex) : "");
	note(notes, line);
}

VOID WINAPI note_interface(PVOID notes, PMIB_IPINTERFACE_ROW row, MIB_NOTIFICATION_TYPE type)
{
	char line[128];

	snprintf(line, sizeof(line), row ? "interface %s %d %s\n" : "interface %s\n", types[type],
		 row && row->Family == AF_INET6 ? 6 : 4,
		 row ? name_of(notes, row->InterfaceIndex) : "");
	note(notes, line);
}

VOID WINAPI note_route(PVOID notes, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	char prefix[INET6_ADDRSTRLEN], hop[INET6_ADDRSTRLEN];
	char line[192];

	snprintf(line, sizeof(line), "route %s %s/%u %s %s\n", types[type],
		 text_of(&row->DestinationPrefix.Prefix, prefix),
		 row->DestinationPrefix.PrefixLength, text_of(&row->NextHop, hop),
		 name_of(notes, row->InterfaceIndex));
	note(notes, line);
}

VOID WINAPI note_anycast(PVOID notes, PMIB_ANYCASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	char addr[INET6_ADDRSTRLEN];
	char line[128];

	snprintf(line, sizeof(line), row ? "anycast %s %s %s\n" : "anycast %s\n", types[type],
		 row ? text_of(&row->Address, addr) : "",
		 row ? name_of(notes, row->InterfaceIndex) : "");
	note(notes, line);
}

static void await(struct notes *notes, const struct timespec *end, const char *what)
{
	int error = pthread_cond_timedwait(&notes->more, &notes->lock, end);

	ck_assert_msg(error != ETIMEDOUT, "no %s in:\n%s", what, notes->text);
}

static struct timespec soon(void)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += PATIENCE * slowness();
	return end;
}

void await_lines(struct notes *notes, unsigned int count)
{
	struct timespec end = soon();

	pthread_mutex_lock(&notes->lock);
	while (notes->count < count)
		await(notes, &end, "more");
	pthread_mutex_unlock(&notes->lock);
}

void await_line(struct notes *notes, const char *line)
{
	struct timespec end = soon();
	char whole[128];

	snprintf(whole, sizeof(whole), "%s\n", line);
	pthread_mutex_lock(&notes->lock);
	while (!strstr(notes->text, whole))
		await(notes, &end, line);
	pthread_mutex_unlock(&notes->lock);
}

/* Drops each line that is the same as the one before. */
static void drop_repeated(char *text)
{
	char *to = text;
	char *before = NULL;
	char *line = text;

	while (*line) {
		size_t length = strcspn(line, "\n") + 1;

		if (before && (size_t)(to - before) == length &&
		    strncmp(before, line, length) == 0) {
			line += length;
			continue;
		}
		memmove(to, line, length);
		before = to;
		to += length;
		line += length;
	}
	*to = '\0';
}

static void forget(struct notes *notes)
{
	notes->text[0] = '\0';
	notes->length = 0;
	notes->count = 0;
}

void assert_notes(struct notes *notes, const char *lines)
{
	struct timespec end = soon();
	char *text = NULL;

	pthread_mutex_lock(&notes->lock);
	for (;;) {
		free(text);
		text = strdup(notes->text);
		ck_assert_ptr_nonnull(text);
		drop_repeated(text);
		if (strcmp(text, lines) == 0 || strncmp(text, lines, strlen(text)) != 0)
			break;
		await(notes, &end, lines);
	}
	ck_assert_str_eq(text, lines);
	free(text);
	forget(notes);
	pthread_mutex_unlock(&notes->lock);
}

void forget_notes(struct notes *notes)
{
	pthread_mutex_lock(&notes->lock);
	forget(notes);
	pthread_mutex_unlock(&notes->lock);
}

unsigned int count_notes(struct notes *notes)
{
	unsigned int count;

	pthread_mutex_lock(&notes->lock);
	count = notes->count;
	pthread_mutex_unlock(&notes->lock);
	return count;
}

/* Without "." and "..". */
static int count_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = -2;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

struct resources resources(void)
{
	return (struct resources){.threads = count_in("/proc/self/task"),
				  .fds = count_in("/proc/self/fd")};
}

void await_resources(struct resources wanted)
{
	time_t end = time(NULL) + PATIENCE * slowness();
	struct resources now = resources();

	while (now.threads != wanted.threads || now.fds != wanted.fds) {
		ck_assert_msg(time(NULL) < end,
			      "%d threads instead of %d, %d descriptors instead of %d", now.threads,
			      wanted.threads, now.fds, wanted.fds);
		usleep(1000);
		now = resources();
	}
}
