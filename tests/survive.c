/* SPDX-License-Identifier: MIT */
/* What survive.sh sends against the anycast holder: kills, and callers that die. */

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* RTNLGRP_IPV6_ACADDR and its message, since Linux 6.16. */
#define GROUP_IPV6_ANYCAST (RTNLGRP_STATS + 3)
#define RTM_DELANYCAST_ 61
#define IFA_F_SIZE sizeof(struct { uint8_t a[4]; uint32_t index; })

#define RTF_ANYCAST_ 0x00100000u

#define UNTOUCHED 20
/* So many of them the peer talks to. To share their address with another interface is to touch
 * them: for a moment ping is answered from another address. */
#define HEARD 2
#define PATIENCE 20000 /* ms */
#define MAX_PAIR 16

struct shared {
	volatile int stop;
	volatile long pairs;
	volatile long looks;
	volatile long notices;
};

static struct shared *shared;

static _Noreturn void give_up(const char *what)
{
	printf("%s: %s\n", what, strerror(errno));
	fflush(stdout);
	_exit(1);
}

static MIB_ANYCASTIPADDRESS_ROW make_row(uint32_t ifindex, const char *text, unsigned int number)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};
	uint8_t *bytes = (uint8_t *)&row.Address.Ipv6.sin6_addr;

	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET6;
	if (inet_pton(AF_INET6, text, bytes) != 1)
		give_up(text);
	bytes[14] = (uint8_t)(number >> 8);
	bytes[15] = (uint8_t)number;
	return row;
}

static void to_hex(const void *addr, char *ret_text)
{
	int i;

	for (i = 0; i < 16; i++)
		sprintf(ret_text + 2 * i, "%02x", ((const uint8_t *)addr)[i]);
}

static uint32_t draw(uint32_t below)
{
	uint32_t n;

	if (getrandom(&n, sizeof(n), 0) != (ssize_t)sizeof(n))
		give_up("getrandom");
	return n % below;
}

/* The randomness of the moment is the point. */
static void pass_moment(uint32_t most_us)
{
	struct timespec moment = {.tv_nsec = 1000L * draw(most_us)};

	nanosleep(&moment, NULL);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static ssize_t read_whole(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return -1;
	while (len < size - 1 && (n = read(fd, buf + len, size - 1 - len)) > 0)
		len += (size_t)n;
	close(fd);
	buf[len] = '\0';
	return (ssize_t)len;
}

/* The living processes of the pair in this PID namespace. */
static bool is_of_pair(const char *pid)
{
	char path[300];
	char stat[512];
	char *end;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	if (read_whole(path, stat, sizeof(stat)) <= 0)
		return false;
	end = strrchr(stat, ')');
	return end && (strstr(stat, "(anycast-holder)") || strstr(stat, "(anycast-keeper)")) &&
	       end[2] != 'Z' && end[2] != 'X';
}

static int find_pair(pid_t *ret_pids)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	if (!dir)
		give_up("/proc");
	while ((entry = readdir(dir)))
		if (atoi(entry->d_name) > 0 && is_of_pair(entry->d_name) && count < MAX_PAIR)
			ret_pids[count++] = (pid_t)atoi(entry->d_name);
	closedir(dir);
	return count;
}

static bool await_pair(int wanted, pid_t *ret_pids)
{
	int64_t end = now_ms() + PATIENCE;
	int count;

	do
		count = find_pair(ret_pids);
	while (count != wanted && now_ms() < end);
	if (count != wanted)
		printf("%d processes instead of %d\n", count, wanted);
	return count == wanted;
}

static int open_pid(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd < 0)
		give_up("pidfd_open");
	return fd;
}

static void await_death(int pidfd)
{
	struct pollfd death = {.fd = pidfd, .events = POLLIN};

	if (poll(&death, 1, PATIENCE) != 1)
		give_up("a killed process does not die");
	close(pidfd);
}

static long checked(const char *what, DWORD code)
{
	if (code)
		printf("%s: code %u\n", what, (unsigned int)code);
	return code != 0;
}

/* Covered by a prefix, covered by none, link-local, and beside an untouched entry: each goes
 * another way through the holder. */
static int work(uint32_t ifindex, uint32_t other, int which)
{
	static const char *const forms[] = {"2001:db8::200:0", "2001:db8:9::200:0",
					    "fe80::200:0", "2001:db8::100:0"};
	MIB_ANYCASTIPADDRESS_ROW row;
	long bad = 0;
	unsigned int i;

	for (i = 0; !shared->stop && bad < 5; i++) {
		int form = which == 0 ? 0 : (int)(i % 4);

		row = make_row(form == 3 ? other : ifindex, forms[form],
			       form == 3 ? HEARD + i % (UNTOUCHED - HEARD)
					 : i % UNTOUCHED + 256u * (unsigned int)which);
		bad += checked("create", CreateAnycastIpAddressEntry(&row));
		bad += checked("delete", DeleteAnycastIpAddressEntry(&row));
		__atomic_add_fetch(&shared->pairs, 1, __ATOMIC_RELAXED);
	}
	return bad != 0;
}

static int open_notices(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	int group = GROUP_IPV6_ANYCAST;
	int room = 8 << 20;
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK};

	/* a socket without a port hears nothing (do_one_broadcast(), af_netlink.c) */
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		give_up("netlink");
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		printf("this kernel does not announce anycast addresses\n");
	return fd;
}

static bool is_untouched(const uint8_t *addr)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(1, "2001:db8::100:0", addr[15]);

	return memcmp(addr, &row.Address.Ipv6.sin6_addr, 16) == 0 && addr[15] < UNTOUCHED;
}

/* struct ifaddrmsg, then attributes; the address is the only one of 16 bytes. */
static long count_losses(char *buf, size_t len, uint32_t ifindex)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)buf;
	uint32_t index;
	long lost = 0;

	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		struct rtattr *attr = (struct rtattr *)((char *)NLMSG_DATA(nlh) + IFA_F_SIZE);
		size_t room = nlh->nlmsg_len - NLMSG_LENGTH(IFA_F_SIZE);

		shared->notices++;
		if (nlh->nlmsg_type != RTM_DELANYCAST_)
			continue;
		memcpy(&index, (char *)NLMSG_DATA(nlh) + 4, sizeof(index));
		for (; RTA_OK(attr, room); attr = RTA_NEXT(attr, room))
			if (index == ifindex && RTA_PAYLOAD(attr) == 16 &&
			    is_untouched(RTA_DATA(attr)))
				lost++;
	}
	return lost;
}

/* All of the list is less than a page, so the kernel writes it in one go. */
static long count_missing(uint32_t ifindex)
{
	static char list[65536];
	char wanted[64];
	char hex[33];
	long missing = 0;
	unsigned int i;

	if (read_whole("/proc/net/anycast6", list, sizeof(list)) < 0)
		give_up("/proc/net/anycast6");
	for (i = 0; i < UNTOUCHED; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::100:0", i);
		char *at = list;
		bool found = false;

		to_hex(&row.Address.Ipv6.sin6_addr, hex);
		snprintf(wanted, sizeof(wanted), "%u ", ifindex);
		while (!found && (at = strstr(at, hex))) {
			char *line = at;

			while (line > list && line[-1] != '\n')
				line--;
			found = (uint32_t)atoi(line) == ifindex;
			at++;
		}
		missing += !found;
	}
	return missing;
}

static int watch(uint32_t ifindex)
{
	static char buf[1 << 16];
	int fd = open_notices();
	long missing = 0;
	long deaf = 0;
	ssize_t n;

	while (!shared->stop) {
		missing += count_missing(ifindex);
		shared->looks++;
		while ((n = recv(fd, buf, sizeof(buf), 0)) > 0)
			missing += count_losses(buf, (size_t)n, ifindex);
		deaf += n < 0 && errno == ENOBUFS;
	}
	if (missing || deaf)
		printf("%ld times an untouched entry was missing, %ld notices lost\n", missing,
		       deaf);
	return missing != 0;
}

static pid_t start(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		give_up("fork");
	return pid;
}

static int finish(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status != 0;
}

static void kill_one(void)
{
	pid_t pair[MAX_PAIR];
	int fd;

	if (!await_pair(2, pair))
		_exit(1);
	fd = open_pid(pair[draw(2)]);
	if (draw(2))
		pass_moment(3000);
	(void)syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
	await_death(fd);
}

static int murder(uint32_t ifindex, uint32_t other, int kills)
{
	pid_t pair[MAX_PAIR];
	int64_t began;
	int bad = 0;
	pid_t children[3];
	pid_t killer;
	int i;

	for (i = 0; i < 2; i++)
		if ((children[i] = start()) == 0)
			exit(work(ifindex, other, i));
	if ((children[2] = start()) == 0)
		exit(watch(ifindex));
	began = now_ms();
	if ((killer = start()) == 0) {
		for (i = 0; i < kills; i++)
			kill_one();
		exit(!await_pair(2, pair));
	}
	bad += finish(killer);
	shared->stop = 1;
	for (i = 0; i < 3; i++)
		bad += finish(children[i]);
	printf("%d kills in %.1f s, %ld pairs of calls, %ld looks, %ld notices\n", kills,
	       (double)(now_ms() - began) / 1000, shared->pairs, shared->looks, shared->notices);
	return bad != 0;
}

static int change_untouched(uint32_t ifindex,
			    DWORD (*call)(const MIB_ANYCASTIPADDRESS_ROW *row))
{
	MIB_ANYCASTIPADDRESS_ROW row;
	long bad = 0;
	unsigned int i;

	for (i = 0; i < UNTOUCHED; i++) {
		row = make_row(ifindex, "2001:db8::100:0", i);
		bad += checked("untouched", call(&row));
	}
	return bad != 0;
}

/* At once: stopped, neither can do anything about the other's death. */
static int kill_both(void)
{
	pid_t pair[MAX_PAIR];
	int fds[2];
	int i;

	if (!await_pair(2, pair))
		return 1;
	for (i = 0; i < 2; i++)
		fds[i] = open_pid(pair[i]);
	for (i = 0; i < 2; i++)
		(void)syscall(SYS_pidfd_send_signal, fds[i], SIGSTOP, NULL, 0);
	for (i = 0; i < 2; i++)
		(void)syscall(SYS_pidfd_send_signal, fds[i], SIGKILL, NULL, 0);
	for (i = 0; i < 2; i++)
		await_death(fds[i]);
	return find_pair(pair) != 0;
}

/* SIGTERM to the process of that name; both must end. */
static int terminate(const char *name, int number)
{
	pid_t pair[MAX_PAIR];
	char path[64];
	char comm[64];
	int fds[2];
	int target = -1;
	int i;

	if (!await_pair(2, pair))
		return 1;
	for (i = 0; i < 2; i++) {
		fds[i] = open_pid(pair[i]);
		snprintf(path, sizeof(path), "/proc/%d/comm", pair[i]);
		if (read_whole(path, comm, sizeof(comm)) > 0 &&
		    strncmp(comm, name, strlen(name)) == 0)
			target = fds[i];
	}
	if (target < 0)
		return 1;
	(void)syscall(SYS_pidfd_send_signal, target, number, NULL, 0);
	for (i = 0; i < 2; i++)
		await_death(fds[i]);
	return find_pair(pair) != 0;
}

static void list_pair(void)
{
	pid_t pair[MAX_PAIR];
	int count = find_pair(pair);
	int i;

	for (i = 0; i < count; i++)
		printf("%d\n", pair[i]);
}

/* Callers that die. */

#define PLACES 8

static MIB_ANYCASTIPADDRESS_ROW place(uint32_t ifindex, uint32_t other, unsigned int number)
{
	static const char *const forms[] = {"2001:db8::300:0", "2001:db8:9::300:0",
					    "2001:db8::300:0", "fe80::300:0"};

	/* 0 and 2 are one address on two interfaces */
	return make_row(number % 4 == 2 ? other : ifindex, forms[number % 4], number / 4);
}

static bool listed(const char *path, const char *first, const char *second)
{
	static char list[65536];
	char *line;
	char *rest = list;

	if (read_whole(path, list, sizeof(list)) < 0)
		give_up(path);
	while ((line = strsep(&rest, "\n")))
		if (strstr(line, first) && strstr(line, second))
			return true;
	return false;
}

static bool has_membership(const char *hex, uint32_t ifindex)
{
	static char list[65536];
	char *line;
	char *rest = list;

	if (read_whole("/proc/net/anycast6", list, sizeof(list)) < 0)
		give_up("/proc/net/anycast6");
	while ((line = strsep(&rest, "\n")))
		if ((uint32_t)atoi(line) == ifindex && strstr(line, hex))
			return true;
	return false;
}

static bool has_anycast_route(const char *hex)
{
	static char list[1 << 18];
	char *line;
	char *rest = list;

	if (read_whole("/proc/net/ipv6_route", list, sizeof(list)) < 0)
		give_up("/proc/net/ipv6_route");
	while ((line = strsep(&rest, "\n"))) {
		unsigned int flags;

		if (strncmp(line, hex, 32) == 0 &&
		    sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %*s %x", &flags) == 1 &&
		    flags & RTF_ANYCAST_)
			return true;
	}
	return false;
}

/* 1: whole, 0: nothing, -1: something else */
static int wholeness(uint32_t ifindex, uint32_t other, unsigned int number)
{
	MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, number);
	bool link_local = number % 4 == 3;
	bool member;
	bool beside;
	bool service;
	bool route;
	char hex[33];

	to_hex(&row.Address.Ipv6.sin6_addr, hex);
	member = has_membership(hex, row.InterfaceIndex);
	beside = has_membership(hex, row.InterfaceIndex == other ? ifindex : other);
	service = listed("/proc/net/if_inet6", hex, " lo");
	route = has_anycast_route(hex);
	if (link_local ? !service && route == member : service == (member || beside) && !route)
		return member;
	printf("%s on %u: membership %d, elsewhere %d, service address %d, anycast route %d\n", hex,
	       (unsigned int)row.InterfaceIndex, member, beside, service, route);
	return -1;
}

/* Requests are answered in turn: after this one those of the dead are done. */
static long settle(uint32_t ifindex)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::999:0", 0);
	DWORD code = DeleteAnycastIpAddressEntry(&row);

	if (code != ERROR_NOT_FOUND)
		printf("deleting what is not there: code %u\n", (unsigned int)code);
	return code != ERROR_NOT_FOUND;
}

static long check_all(uint32_t ifindex, uint32_t other)
{
	long bad = 0;
	unsigned int i;

	for (i = 0; i < PLACES; i++)
		bad += wholeness(ifindex, other, i) < 0;
	return bad;
}

static void kill_client(uint32_t ifindex, uint32_t other)
{
	MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, draw(PLACES));
	pid_t pid = start();
	unsigned int i;

	if (pid == 0)
		for (i = draw(2);; i++) {
			(void)(i % 2 ? DeleteAnycastIpAddressEntry(&row)
				     : CreateAnycastIpAddressEntry(&row));
		}
	pass_moment(draw(2) ? 400 : 8000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static int die(uint32_t ifindex, uint32_t other, int times)
{
	pid_t pair[MAX_PAIR];
	long whole = 0;
	long bad = 0;
	unsigned int i;
	int time;

	for (time = 0; time < times && bad < 5; time++) {
		kill_client(ifindex, other);
		bad += settle(ifindex) + check_all(ifindex, other);
		for (i = 0; i < PLACES; i++) {
			MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, i);

			if (wholeness(ifindex, other, i) != 1)
				continue;
			whole++;
			if (draw(3) == 0) /* so that the holder often has to be started, too */
				bad += checked("delete what is there",
					       DeleteAnycastIpAddressEntry(&row));
		}
	}
	for (i = 0; i < PLACES; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, i);

		if (wholeness(ifindex, other, i) == 1)
			bad += checked("delete", DeleteAnycastIpAddressEntry(&row));
		bad += wholeness(ifindex, other, i) != 0;
	}
	bad += !await_pair(0, pair);
	printf("%d callers killed, whole entries seen %ld times\n", time, whole);
	return bad != 0;
}

/* The peer's connection. */

static volatile sig_atomic_t told_to_end;

static void on_end(int number)
{
	(void)number;
	told_to_end = 1;
}

static struct sockaddr_in6 endpoint(const char *text)
{
	struct sockaddr_in6 addr = {.sin6_family = AF_INET6, .sin6_port = htons(7007)};

	if (inet_pton(AF_INET6, text, &addr.sin6_addr) != 1)
		give_up(text);
	return addr;
}

static int echo(const char *text)
{
	struct sockaddr_in6 addr = endpoint(text);
	int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char buf[4096];
	ssize_t n;
	int fd;

	if (bind(listener, (struct sockaddr *)&addr, sizeof(addr)) < 0 || listen(listener, 8) < 0)
		give_up("echo");
	puts("ready");
	fflush(stdout);
	fd = accept(listener, NULL, NULL);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(fd, buf, (size_t)n) != n)
			give_up("echo");
	return n < 0;
}

static int talk(const char *text)
{
	struct sockaddr_in6 addr = endpoint(text);
	struct timeval patience = {.tv_sec = PATIENCE / 1000};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	uint64_t sent[32];
	uint64_t got[32];
	uint64_t count = 0;
	size_t i;

	signal(SIGTERM, on_end);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		give_up("connect");
	puts("ready");
	fflush(stdout);
	while (!told_to_end) {
		for (i = 0; i < 32; i++)
			sent[i] = count++;
		if (write(fd, sent, sizeof(sent)) != (ssize_t)sizeof(sent))
			give_up("the connection: write");
		if (recv(fd, got, sizeof(got), MSG_WAITALL) != (ssize_t)sizeof(got)) {
			if (errno == EINTR && told_to_end)
				break;
			give_up("the connection: read");
		}
		if (memcmp(sent, got, sizeof(sent)) != 0) {
			puts("the connection: other bytes came back");
			return 1;
		}
	}
	printf("%llu bytes echoed\n", (unsigned long long)count * 8);
	return count == 0;
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	uint32_t ifindex = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	uint32_t other = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
	int count = argc > 4 ? atoi(argv[4]) : 0;
	pid_t pair[MAX_PAIR];

	setvbuf(stdout, NULL, _IOLBF, 0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (shared == MAP_FAILED)
		give_up("mmap");
	if (strcmp(verb, "create") == 0)
		return change_untouched(ifindex, CreateAnycastIpAddressEntry);
	if (strcmp(verb, "delete") == 0)
		return change_untouched(ifindex, DeleteAnycastIpAddressEntry);
	if (strcmp(verb, "murder") == 0)
		return murder(ifindex, other, count);
	if (strcmp(verb, "die") == 0)
		return die(ifindex, other, count);
	if (strcmp(verb, "kill-both") == 0)
		return kill_both();
	if (strcmp(verb, "signal") == 0)
		return terminate(argv[2], (int)other);
	if (strcmp(verb, "pids") == 0)
		return list_pair(), 0;
	if (strcmp(verb, "await") == 0)
		return !await_pair((int)ifindex, pair);
	if (strcmp(verb, "echo") == 0)
		return echo(argv[2]);
	if (strcmp(verb, "talk") == 0)
		return talk(argv[2]);
	if (strcmp(verb, "rest") == 0) /* keeps a namespace */
		return pause();
	fprintf(stderr, "survive: no such verb\n");
	return 2;
}
