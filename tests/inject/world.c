/* SPDX-License-Identifier: MIT */
/* The world that is looked at: entries as /proc has them, and the processes of the holder. The
 * judge is the kernel, never the library itself. */

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <ifaddrs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "inject.h"

int eth0, eth1;

void die(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(1);
}

long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

MIB_ANYCASTIPADDRESS_ROW row_of(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};

	row.InterfaceIndex = (NET_IFINDEX)*entry->ifindex;
	if (strchr(entry->text, ':')) {
		row.Address.si_family = AF_INET6;
		inet_pton(AF_INET6, entry->text, &row.Address.Ipv6.sin6_addr);
	} else {
		row.Address.si_family = AF_INET;
		inet_pton(AF_INET, entry->text, &row.Address.Ipv4.sin_addr);
	}
	return row;
}

static void hex_of(const struct entry *entry, char *ret_hex)
{
	unsigned char bytes[16];
	int i;

	inet_pton(AF_INET6, entry->text, bytes);
	for (i = 0; i < 16; i++)
		sprintf(ret_hex + 2 * i, "%02x", bytes[i]);
}

#define RTF_ANYCAST 0x00100000u /* linux/ipv6_route.h */

static unsigned int state4(const struct entry *entry)
{
	struct ifaddrs *all, *at;
	struct in_addr addr;
	unsigned int state = 0;

	inet_pton(AF_INET, entry->text, &addr);
	if (getifaddrs(&all) < 0)
		die("getifaddrs");
	for (at = all; at; at = at->ifa_next)
		if (at->ifa_addr && at->ifa_addr->sa_family == AF_INET &&
		    ((struct sockaddr_in *)at->ifa_addr)->sin_addr.s_addr == addr.s_addr)
			state = IPV4;
	freeifaddrs(all);
	return state;
}

unsigned int state_of(const struct entry *entry)
{
	char hex[33], found[64], dev[32], line[512];
	unsigned int state = 0, index, metric, flags;
	FILE *file;

	if (!strchr(entry->text, ':'))
		return state4(entry);
	hex_of(entry, hex);
	file = fopen("/proc/self/net/anycast6", "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%u %*s %33s", &index, found) == 2 && strcmp(found, hex) == 0 &&
		    index == (unsigned int)*entry->ifindex)
			state |= MEMBER;
	if (file)
		fclose(file);
	file = fopen("/proc/self/net/if_inet6", "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%33s %x %*s %*s %*s %31s", found, &index, dev) == 3 &&
		    strcmp(found, hex) == 0 && index == 1)
			state |= SERVICE;
	if (file)
		fclose(file);
	file = fopen("/proc/self/net/ipv6_route", "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%33s %*s %*s %*s %*s %x %*s %*s %x %31s", found, &metric, &flags,
			   dev) != 4 ||
		    strcmp(found, hex) != 0)
			continue;
		if (flags & RTF_ANYCAST &&
		    strcmp(dev, entry->ifindex == &eth0 ? "eth0" : "eth1") == 0)
			state |= ROUTE;
		if (metric == 1024 && strcmp(dev, "lo") == 0)
			state |= STANDIN;
	}
	if (file)
		fclose(file);
	return state;
}

int count_addresses(void)
{
	FILE *file = fopen("/proc/self/net/if_inet6", "re");
	char line[512];
	int n = 0;

	while (file && fgets(line, sizeof(line), file))
		n++;
	if (file)
		fclose(file);
	return n;
}

/* The name and the state of a process; false when it has gone or is but a zombie. */
static bool alive(const char *pid, char *ret_name)
{
	char path[300], state = '?';
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	ok = fscanf(file, "%*d (%31[^)]) %c", ret_name, &state) == 2 && state != 'Z' &&
	     state != 'X';
	fclose(file);
	return ok;
}

/* Counts, and with a signal ends, processes; gives one of them. */
static int each_process(const char *wanted, int sig, pid_t *ret_pid)
{
	DIR *dir = opendir("/proc");
	struct dirent *at;
	char name[32];
	int n = 0;

	*ret_pid = 0;
	while (dir && (at = readdir(dir))) {
		if (at->d_name[0] < '0' || at->d_name[0] > '9' || !alive(at->d_name, name) ||
		    strncmp(name, wanted, strlen(wanted)) != 0)
			continue;
		n++;
		*ret_pid = atoi(at->d_name);
		if (sig)
			kill(*ret_pid, sig);
	}
	if (dir)
		closedir(dir);
	return n;
}

int each_holder(int sig)
{
	pid_t pid;

	return each_process("anycast-", sig, &pid);
}

/* The keeper is told from the holder by its name. */
pid_t find_process(const char *wanted)
{
	pid_t pid;

	each_process(wanted, 0, &pid);
	return pid;
}

void reap_all(void)
{
	while (waitpid(-1, NULL, __WALL | WNOHANG) > 0)
		;
}

void end_holders(int sig)
{
	long limit = now_ms() + 5000;

	while (each_holder(sig) > 0) {
		reap_all();
		pause_ms(1);
		if (now_ms() > limit)
			sig = SIGKILL; /* SIGTERM may not be enough for one whose start failed */
	}
	reap_all();
}

int count_members(void)
{
	FILE *file = fopen("/proc/self/net/anycast6", "re");
	char line[256];
	int n = 0;

	while (file && fgets(line, sizeof(line), file))
		n++;
	if (file)
		fclose(file);
	return n;
}

bool both_there(void)
{
	return find_process("anycast-holder") && find_process("anycast-keeper");
}

/* The second process has its name a little later than the first can do without it. */
bool await_both(void)
{
	long limit = now_ms() + HANG;

	while (!both_there() && now_ms() < limit)
		pause_ms(1);
	return both_there();
}

/* Returns when requests can come. */
void start_holder(void)
{
	const char *path = getenv("IPH_TEST_HOLDER");
	pid_t pid = fork();
	sigset_t none;
	int status;

	if (pid < 0)
		die("fork");
	if (pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execl(path, path, "--background", (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		die("no holder");
}
