/* SPDX-License-Identifier: MIT */
/* Kills of the holder's processes, while callers work and every entry is watched. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "survive.h"

/* RTNLGRP_IPV6_ACADDR and its message, since Linux 6.16. */
#define GROUP_IPV6_ANYCAST 39
#define RTM_DELANYCAST_ 61
#define IFA_F_SIZE                                                                                 \
	sizeof(struct {                                                                            \
		uint8_t a[4];                                                                      \
		uint32_t index;                                                                    \
	})

#define UNTOUCHED 20
/* So many of them the peer talks to. To share their address with another interface is to touch
 * them: for a moment ping is answered from another address. */
#define HEARD 2

struct shared {
	volatile int stop;
	volatile long pairs;
	volatile long looks;
	volatile long notices;
};

static struct shared *shared;

/* Covered by a prefix, covered by none, link-local, and beside an untouched entry: each goes
 * another way through the holder. */
static int work(uint32_t ifindex, uint32_t other, int which)
{
	static const char *const forms[] = {"2001:db8::200:0", "2001:db8:9::200:0", "fe80::200:0",
					    "2001:db8::100:0"};
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

void kill_one(void)
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

int murder(uint32_t ifindex, uint32_t other, int kills)
{
	pid_t pair[MAX_PAIR];
	int64_t began;
	int bad = 0;
	pid_t children[3];
	pid_t killer;
	int i;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (shared == MAP_FAILED)
		give_up("mmap");
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

int change_untouched(uint32_t ifindex, DWORD (*call)(const MIB_ANYCASTIPADDRESS_ROW *row))
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
int kill_both(void)
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

static int open_named(const pid_t *pair, const char *name)
{
	char path[64];
	char comm[64];
	int i;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "/proc/%d/comm", pair[i]);
		if (read_whole(path, comm, sizeof(comm)) > 0 &&
		    strncmp(comm, name, strlen(name)) == 0)
			return open_pid(pair[i]);
	}
	return -1;
}

/* SIGTERM to the process of that name, which a new one gives itself; both must end. */
int terminate(const char *name, int number)
{
	int64_t end = now_ms() + PATIENCE;
	pid_t pair[MAX_PAIR];
	int fds[2];
	int target;
	int i;

	if (!await_pair(2, pair))
		return 1;
	do
		target = open_named(pair, name);
	while (target < 0 && now_ms() < end);
	if (target < 0) {
		printf("neither process is named %s\n", name);
		return 1;
	}
	for (i = 0; i < 2; i++)
		fds[i] = open_pid(pair[i]);
	(void)syscall(SYS_pidfd_send_signal, target, number, NULL, 0);
	for (i = 0; i < 2; i++)
		await_death(fds[i]);
	return find_pair(pair) != 0;
}

void list_pair(void)
{
	pid_t pair[MAX_PAIR];
	int count = find_pair(pair);
	int i;

	for (i = 0; i < count; i++)
		printf("%d\n", pair[i]);
}

/* Each time with one Create or Delete after it, of an entry that is no concern of those watched. */
int murder_both(uint32_t ifindex, int times)
{
	const MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8:9::300:0", 1);
	int64_t began = now_ms();
	long bad = 0;
	int i;

	for (i = 0; i < times && bad == 0; i++) {
		if (kill_both() != 0)
			return 1;
		bad += i % 2 ? checked("delete", DeleteAnycastIpAddressEntry(&row))
			     : checked("create", CreateAnycastIpAddressEntry(&row));
		bad += count_missing(ifindex);
	}
	if (i % 2)
		bad += checked("delete", DeleteAnycastIpAddressEntry(&row));
	printf("both killed %d times in %.1f s\n", i, (double)(now_ms() - began) / 1000);
	return bad != 0;
}
