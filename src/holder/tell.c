/* SPDX-License-Identifier: MIT */
/* Writes to the system's log.
 *
 * syslog(3) is not used because it waits when the log does not read, and libsystemd is not used
 * because it would have to be loaded. A line of the log is one datagram. */

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "store.h"
#include "tell.h"
#include "util.h"
#include "wait.h"

/* With more entries than this, the log has their number only: each line delays the first answer,
 * and this many take a millisecond or two. */
#define MANY 100

/* What somebody does again and again is told once in this time, in ms. */
#define QUIET 60000

/* The number of our network namespace, as "lsns --type net" shows it: the holders of all namespaces
 * write to one log. */
static unsigned long long network_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/net", &st) < 0 ? 0 : (unsigned long long)st.st_ino;
}

static void send_line(const char *line, size_t len)
{
	const struct sockaddr_un log = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
	IPH_AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	iph_ignore((int)sendto(fd, line, len, MSG_DONTWAIT | MSG_NOSIGNAL,
			       (const struct sockaddr *)&log, sizeof(log)));
}

__attribute__((format(printf, 2, 0))) static void send_text(int priority, const char *format,
							    va_list args)
{
	char line[400];
	int head = snprintf(line, sizeof(line),
			    "<%d>anycast-holder[%d]: net:[%llu]: ", LOG_DAEMON | priority,
			    (int)getpid(), network_namespace());
	int text = vsnprintf(line + head, sizeof(line) - (size_t)head, format, args);
	size_t len = (size_t)head + (text > 0 ? (size_t)text : 0);

	send_line(line, len < sizeof(line) ? len : sizeof(line) - 1);
}

void tell(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	send_text(LOG_INFO, format, args);
	va_end(args);
}

void tell_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	send_text(LOG_WARNING, format, args);
	va_end(args);
}

void tell_entry(uint32_t at, const char *what)
{
	struct iph_addr addr = store_addr(at);
	char text[INET6_ADDRSTRLEN];

	if (inet_ntop(AF_INET6, addr.bytes, text, sizeof(text)))
		tell("entry %s on interface %u %s", text, store_slot(at)->ifindex, what);
}

static void tell_each(enum slot_state state, uint32_t count, const char *what)
{
	uint32_t at;

	for (at = 0; count <= MANY && at < store_end(); at++)
		if (store_slot(at)->state == state)
			tell_entry(at, what);
}

void tell_not_restored(void)
{
	uint32_t count = 0;
	uint32_t at;

	for (at = 0; at < store_end(); at++)
		count += store_slot(at)->state == SLOT_REMOVING;
	if (count == 0)
		return;
	tell_warning("has dropped what was forgotten on interfaces that are gone or others now; "
		     "entries: %u",
		     count);
	tell_each(SLOT_REMOVING, count, "is dropped");
}

void tell_swept(uint32_t count)
{
	if (count > 0)
		tell("has swept service addresses that no entry has; addresses: %u", count);
}

/* Somebody may delete them as often as they are written. */
void tell_recorded(uint32_t count)
{
	static int64_t quiet_until;

	if (count == 0 || iph_now() < quiet_until)
		return;
	quiet_until = iph_now() + QUIET;
	tell_warning("has written records again that somebody had deleted; records: %u", count);
}

void tell_beginning(bool replaced)
{
	if (replaced) {
		tell("goes on as the program that is installed now");
		return;
	}
	tell("has begun");
	if (store_count() == 0)
		return;
	tell("has made again what was forgotten; entries: %u", store_count());
	tell_each(SLOT_LIVE, store_count(), "is there again");
}
