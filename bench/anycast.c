/* SPDX-License-Identifier: MIT */
/* Anycast entries through the library and by hand. */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "anycast.h"
#include "kernel-numbers.h"
#include "world.h"

#define MARK 0x41 /* the library's, see src/protocol/anycast-proto.h */
#define LOOPBACK_INDEX 1

MIB_ANYCASTIPADDRESS_ROW anycast_row(uint32_t ifindex, int family, const void *addr)
{
	MIB_ANYCASTIPADDRESS_ROW row = {.InterfaceIndex = ifindex};

	row.Address.si_family = (ADDRESS_FAMILY)family;
	if (family == AF_INET)
		memcpy(&row.Address.Ipv4.sin_addr, addr, 4);
	else
		memcpy(&row.Address.Ipv6.sin6_addr, addr, 16);
	return row;
}

int anycast_create(void *arg)
{
	return (int)CreateAnycastIpAddressEntry(arg);
}

int anycast_delete(void *arg)
{
	return (int)DeleteAnycastIpAddressEntry(arg);
}

int anycast_create_delete(void *arg)
{
	int r = anycast_create(arg);

	return r ? r : anycast_delete(arg);
}

void anycast_create_many(uint32_t ifindex, long from, long to)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	struct in6_addr addr;
	long i;
	int r;

	for (i = from; i < to; i++) {
		addr = world_ipv6(i);
		row = anycast_row(ifindex, AF_INET6, &addr);
		r = anycast_create(&row);
		if (r != 0)
			errx(1, "entry %ld is refused with %d", i, r);
	}
}

static void start_address(struct message *message, uint16_t type, uint16_t flags, int family,
			  uint32_t ifindex, const void *addr)
{
	struct ifaddrmsg *ifa = message_start(message, type, flags, sizeof(*ifa));
	const size_t len = family == AF_INET ? 4 : 16;

	ifa->ifa_family = (uint8_t)family;
	ifa->ifa_prefixlen = (uint8_t)(len * 8);
	ifa->ifa_index = ifindex;
	message_put(message, IFA_LOCAL, addr, len);
}

/* The way from the address to 255.255.255.255, which is refused when nobody has the address, and
 * all addresses of the interface: see src/kernel/anycast.c. */
static void make_questions(struct anycast_raw4 *entry, uint32_t ifindex, struct in_addr addr)
{
	const struct in_addr everybody = {.s_addr = INADDR_BROADCAST};
	struct ifaddrmsg *ifa = message_start(&entry->list, RTM_GETADDR, NLM_F_DUMP, sizeof(*ifa));
	struct rtmsg *rtm = message_start(&entry->ask, RTM_GETROUTE, 0, sizeof(*rtm));

	ifa->ifa_family = AF_INET;
	ifa->ifa_index = ifindex;
	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = rtm->rtm_src_len = 32;
	message_put(&entry->ask, RTA_DST, &everybody, sizeof(everybody));
	message_put(&entry->ask, RTA_SRC, &addr, sizeof(addr));
}

void anycast_raw4_init(struct anycast_raw4 *entry, uint32_t ifindex, struct in_addr addr)
{
	const uint8_t mark = MARK;

	raw_open(&entry->raw);
	start_address(&entry->add, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, AF_INET, ifindex, &addr);
	message_put(&entry->add, IFA_ADDRESS, &addr, sizeof(addr));
	message_put(&entry->add, IFA_PROTO, &mark, sizeof(mark));
	start_address(&entry->remove, RTM_DELADDR, 0, AF_INET, ifindex, &addr);
	message_put(&entry->remove, IFA_ADDRESS, &addr, sizeof(addr));
	make_questions(entry, ifindex, addr);
}

int anycast_raw4(void *arg)
{
	struct anycast_raw4 *entry = arg;
	int r = raw_request(&entry->raw, &entry->add);

	return r ? r : raw_request(&entry->raw, &entry->remove);
}

static int request_fresh(struct message *message)
{
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_request(&raw, message);
	raw_close(&raw);
	return r;
}

int anycast_raw4_fresh(void *arg)
{
	struct anycast_raw4 *entry = arg;
	int r = request_fresh(&entry->add);

	return r ? r : request_fresh(&entry->remove);
}

static int add_asking(struct anycast_raw4 *entry)
{
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_get(&raw, &entry->ask) == -ENETUNREACH ? raw_request(&raw, &entry->add) : -EEXIST;
	raw_close(&raw);
	return r;
}

static int remove_asking(struct anycast_raw4 *entry)
{
	struct raw raw;
	int r;

	raw_open(&raw);
	raw_strict(&raw);
	r = raw_dump(&raw, &entry->list) > 0 ? raw_request(&raw, &entry->remove) : -ENOENT;
	raw_close(&raw);
	return r;
}

int anycast_raw4_asking(void *arg)
{
	int r = add_asking(arg);

	return r ? r : remove_asking(arg);
}

/* Where the kernel puts the last four bytes of RTA_DST, which follows RTA_TABLE
 * (rt6_fill_node(), net/ipv6/route.c). */
#define DST_END (NLMSG_LENGTH(sizeof(struct rtmsg)) + NLA_HDRLEN + 4 + NLA_HDRLEN + 12)

/* Lets RTM_NEWROUTE of the local route to this address pass and nothing else: nobody who does
 * not wait leaves anything behind for those who do. */
static int listen_for_route(const struct in6_addr *addr)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWROUTE), 0, 5),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_type)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RTN_LOCAL, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, DST_END),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ntohl(addr->s6_addr32[3]), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog filter = {.len = sizeof(code) / sizeof(code[0]), .filter = code};
	const struct sockaddr_nl groups = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_IPV6_ROUTE};
	const struct timeval patience = {.tv_sec = 10};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    bind(fd, (const struct sockaddr *)&groups, sizeof(groups)) < 0)
		err(1, "no notices of routes");
	return fd;
}

static void start_route(struct message *message, uint8_t type, uint32_t ifindex,
			const struct in6_addr *addr)
{
	struct rtmsg *rtm = message_start(message, RTM_DELROUTE, 0, sizeof(*rtm));

	rtm->rtm_family = AF_INET6;
	rtm->rtm_dst_len = 128;
	rtm->rtm_table = RT_TABLE_LOCAL;
	rtm->rtm_type = type;
	message_put(message, RTA_DST, addr, sizeof(*addr));
	message_put(message, RTA_OIF, &ifindex, sizeof(ifindex));
}

static void make_messages(struct anycast_raw6 *entry, uint32_t ifindex, const struct in6_addr *addr)
{
	const struct ifa_cacheinfo life = {.ifa_valid = UINT32_MAX};
	const uint32_t flags = IFA_F_NODAD | IFA_F_NOPREFIXROUTE;
	const uint8_t mark = MARK;

	start_route(&entry->remove_route, RTN_ANYCAST, ifindex, addr);
	entry->mreq.ipv6mr_interface = ifindex;
	entry->mreq.ipv6mr_multiaddr = *addr;
	start_address(&entry->add, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, AF_INET6, LOOPBACK_INDEX,
		      addr);
	message_put(&entry->add, IFA_FLAGS, &flags, sizeof(flags));
	message_put(&entry->add, IFA_CACHEINFO, &life, sizeof(life));
	message_put(&entry->add, IFA_PROTO, &mark, sizeof(mark));
	start_address(&entry->remove, RTM_DELADDR, 0, AF_INET6, LOOPBACK_INDEX, addr);
}

void anycast_raw6_init(struct anycast_raw6 *entry, uint32_t ifindex, struct in6_addr addr)
{
	raw_open(&entry->raw);
	make_messages(entry, ifindex, &addr);
	entry->fd = -1;
	entry->listener = listen_for_route(&addr);
}

static int add_service(struct anycast_raw6 *entry)
{
	int r = raw_request(&entry->raw, &entry->remove_route);

	return r ? r : raw_request(&entry->raw, &entry->add);
}

static int join(struct anycast_raw6 *entry)
{
	entry->fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return setsockopt(entry->fd, IPPROTO_IPV6, IPV6_JOIN_ANYCAST, &entry->mreq,
			  sizeof(entry->mreq));
}

int anycast_raw6_create(void *arg)
{
	int r = join(arg);

	return r ? r : add_service(arg);
}

int anycast_raw6_create_wait(void *arg)
{
	const struct anycast_raw6 *entry = arg;
	char notice[4096];
	int r = anycast_raw6_create(arg);

	if (r == 0 && recv(entry->listener, notice, sizeof(notice), 0) < 0)
		r = -errno;
	return r;
}

int anycast_raw6_delete(void *arg)
{
	struct anycast_raw6 *entry = arg;
	int r = raw_request(&entry->raw, &entry->remove);

	return r ? r : close(entry->fd);
}

int anycast_raw6(void *arg)
{
	int r = anycast_raw6_create(arg);

	return r ? r : anycast_raw6_delete(arg);
}

int anycast_raw6_wait(void *arg)
{
	int r = anycast_raw6_create_wait(arg);

	return r ? r : anycast_raw6_delete(arg);
}

static _Noreturn void serve(int fd, uint32_t ifindex, struct in6_addr addr)
{
	struct anycast_raw6 entry;
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	anycast_raw6_init(&entry, ifindex, addr);
	while (recv(fd, &byte, 1, 0) == 1) {
		byte = (char)(byte == 'c' ? anycast_raw6_create_wait(&entry)
					  : anycast_raw6_delete(&entry));
		send(fd, &byte, 1, 0);
	}
	_exit(0);
}

void anycast_remote6_init(struct anycast_remote6 *remote, uint32_t ifindex, struct in6_addr addr)
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		err(1, "socketpair");
	remote->fd = fds[0];
	remote->pid = fork();
	if (remote->pid == 0)
		serve(fds[1], ifindex, addr);
	close(fds[1]);
}

static int ask(const struct anycast_remote6 *remote, char byte)
{
	if (send(remote->fd, &byte, 1, 0) != 1 || recv(remote->fd, &byte, 1, 0) != 1)
		return -1;
	return byte;
}

int anycast_remote6(void *arg)
{
	int r = ask(arg, 'c');

	return r ? r : ask(arg, 'd');
}

static void add_services(struct raw *raw, uint32_t ifindex, long from, long to)
{
	struct anycast_raw6 entry = {.raw = *raw};
	struct in6_addr addr;
	long i;
	int r;

	for (i = from; i < to; i++) {
		addr = world_ipv6(i);
		make_messages(&entry, ifindex, &addr);
		r = add_service(&entry);
		if (r != 0)
			errx(1, "entry %ld by hand is refused: %s", i, strerror(-r));
	}
}

void anycast_raw6_many(uint32_t ifindex, long from, long to)
{
	struct raw raw;
	long i;

	raw_open(&raw);
	for (i = from; i < to; i += WORLD_JOINS_A_SOCKET) {
		const long end = i + WORLD_JOINS_A_SOCKET < to ? i + WORLD_JOINS_A_SOCKET : to;

		world_join(ifindex, i, end);
		add_services(&raw, ifindex, i, end);
	}
	raw_close(&raw);
}

void anycast_raw6_again(uint32_t ifindex, long count)
{
	struct message message;
	struct in6_addr addr;
	struct raw raw;
	int r = 0;
	long i;

	raw_open(&raw);
	for (i = 0; r == 0 && i < count; i++) {
		addr = world_ipv6(i);
		start_route(&message, RTN_LOCAL, LOOPBACK_INDEX, &addr);
		r = raw_request(&raw, &message);
	}
	for (i = count; r == 0 && i-- > 0;) {
		addr = world_ipv6(i);
		start_address(&message, RTM_DELADDR, 0, AF_INET6, LOOPBACK_INDEX, &addr);
		r = raw_request(&raw, &message);
	}
	raw_close(&raw);
	if (r != 0)
		errx(1, "an entry by hand does not go: %s", strerror(-r));
	anycast_raw6_many(ifindex, 0, count);
}
