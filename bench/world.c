/* SPDX-License-Identifier: MIT */
/* What there is to measure: interfaces and addresses, made quickly and all by one socket. */

#include <arpa/inet.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "kernel-numbers.h"
#include "raw.h"
#include "world.h"

#define LOOPBACK_INDEX 1
#define HOLDER_END 60000 /* ms */
#define GROUP 7		 /* of bench0, bench1, ..., so that they go in one request */

static void write_setting(const char *path, const char *value)
{
	FILE *file = fopen(path, "we");

	if (!file || fputs(value, file) < 0 || fclose(file) != 0)
		warn("%s", path);
}

static void must(int r, const char *what)
{
	if (r >= 0)
		return;
	errno = -r;
	err(1, "%s", what);
}

static void set_flags(uint32_t ifindex, unsigned int flags)
{
	struct message message;
	struct ifinfomsg *ifi = message_start(&message, RTM_NEWLINK, 0, sizeof(*ifi));
	struct raw raw;

	ifi->ifi_index = (int)ifindex;
	ifi->ifi_flags = flags;
	ifi->ifi_change = IFF_UP;
	raw_open(&raw);
	must(raw_request(&raw, &message), "an interface does not come up");
	raw_close(&raw);
}

static void set_up(uint32_t ifindex)
{
	set_flags(ifindex, IFF_UP);
}

void world_begin(void)
{
	write_setting("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
	write_setting("/proc/sys/net/ipv6/conf/default/accept_ra", "0");
	write_setting("/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1");
	set_up(LOOPBACK_INDEX);
}

static void start_link(struct message *message, const char *name, const char *kind,
		       struct nlattr **ret_info)
{
	struct ifinfomsg *ifi =
		message_start(message, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*ifi));
	const uint32_t group = GROUP;

	ifi->ifi_flags = ifi->ifi_change = IFF_UP;
	message_put(message, IFLA_IFNAME, name, strlen(name) + 1);
	message_put(message, IFLA_GROUP, &group, sizeof(group));
	*ret_info = message_nest(message, IFLA_LINKINFO);
	message_put(message, IFLA_INFO_KIND, kind, strlen(kind) + 1);
}

uint32_t world_ethernet(void)
{
	const struct in6_addr addr = world_ipv6(-1);
	struct message message;
	struct nlattr *info;
	struct nlattr *data;
	struct nlattr *peer;
	struct raw raw;

	raw_open(&raw);
	start_link(&message, "eth0", "veth", &info);
	data = message_nest(&message, IFLA_INFO_DATA);
	peer = message_nest(&message, VETH_INFO_PEER);
	message.nlh.nlmsg_len += (uint32_t)sizeof(struct ifinfomsg);
	message_put(&message, IFLA_IFNAME, "eth1", sizeof("eth1"));
	message_end(&message, peer);
	message_end(&message, data);
	message_end(&message, info);
	must(raw_request(&raw, &message), "no veth interfaces here");
	raw_close(&raw);
	set_up(if_nametoindex("eth1"));
	world_add_address(if_nametoindex("eth0"), AF_INET6, &addr);
	return if_nametoindex("eth0");
}

static void remove_interfaces(void)
{
	const uint32_t group = GROUP;
	struct message message;
	struct raw raw;

	message_start(&message, RTM_DELLINK, 0, sizeof(struct ifinfomsg));
	message_put(&message, IFLA_GROUP, &group, sizeof(group));
	raw_open(&raw);
	(void)raw_request(&raw, &message); /* -ENODEV when there are none */
	raw_close(&raw);
}

/* The cheapest kind of interface that this kernel has. */
static const char *cheap_kind(struct raw *raw)
{
	static const char *const kinds[] = {"dummy", "ifb", "bridge"};
	struct message message;
	struct nlattr *info;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		start_link(&message, "trial", kinds[i], &info);
		message_end(&message, info);
		if (raw_request(raw, &message) == 0) {
			remove_interfaces();
			return kinds[i];
		}
	}
	errx(1, "neither dummy nor ifb nor bridge interfaces here");
}

const char *world_interfaces(long from, long to)
{
	static const char *kind;
	struct message message;
	char name[IFNAMSIZ];
	struct nlattr *info;
	struct raw raw;
	long i;

	raw_open(&raw);
	kind = kind ? kind : cheap_kind(&raw);
	for (i = from; i < to; i++) {
		snprintf(name, sizeof(name), "bench%u", (unsigned int)i);
		start_link(&message, name, kind, &info);
		message_end(&message, info);
		must(raw_request(&raw, &message), "no further interface");
	}
	raw_close(&raw);
	return kind;
}

struct in6_addr world_ipv6(long n)
{
	const uint32_t number = htonl((uint32_t)(n + 2));
	struct in6_addr addr;

	inet_pton(AF_INET6, "2001:db8::", &addr);
	memcpy(&addr.s6_addr[12], &number, sizeof(number));
	return addr;
}

struct in_addr world_ipv4(long n)
{
	const struct in_addr addr = {.s_addr = htonl(0x0a000001u + (uint32_t)n)};

	return addr;
}

void world_add_address(uint32_t ifindex, int family, const void *addr)
{
	const size_t len = family == AF_INET6 ? 16 : 4;
	const uint32_t flags = IFA_F_NODAD | IFA_F_NOPREFIXROUTE;
	struct message message;
	struct ifaddrmsg *ifa =
		message_start(&message, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*ifa));
	struct raw raw;

	ifa->ifa_family = (uint8_t)family;
	ifa->ifa_prefixlen = family == AF_INET6 ? 64 : 32;
	ifa->ifa_index = ifindex;
	message_put(&message, IFA_LOCAL, addr, len);
	message_put(&message, IFA_ADDRESS, addr, len);
	if (family == AF_INET6)
		message_put(&message, IFA_FLAGS, &flags, sizeof(flags));
	raw_open(&raw);
	must(raw_request(&raw, &message), "an address is refused");
	raw_close(&raw);
}

void world_join(uint32_t ifindex, long from, long to)
{
	struct ipv6_mreq mreq = {.ipv6mr_interface = ifindex};
	int fd = -1;
	long i;

	for (i = from; i < to; i++) {
		if ((i - from) % WORLD_JOINS_A_SOCKET == 0)
			fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		mreq.ipv6mr_multiaddr = world_ipv6(i);
		if (setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_ANYCAST, &mreq, sizeof(mreq)) < 0)
			err(1, "IPV6_JOIN_ANYCAST");
	}
}

bool world_allows_descriptors(long count)
{
	const rlim_t wanted = (rlim_t)count + 1000;
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= wanted)
		return true;
	limit.rlim_cur = wanted;
	if (limit.rlim_max < wanted)
		limit.rlim_max = wanted;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int world_this_namespace(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err(1, "/proc/self/ns/net");
	return fd;
}

int world_new_namespace(void)
{
	if (unshare(CLONE_NEWNET) < 0)
		err(1, "unshare");
	world_begin();
	return world_this_namespace();
}

/* The PID namespace is ours alone, so a name is enough. */
static pid_t process_named(const char *name)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc");
	char path[300];
	char comm[32];
	pid_t pid = 0;
	FILE *file;

	while (dir && !pid && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		file = fopen(path, "re");
		if (!file)
			continue;
		if (fgets(comm, sizeof(comm), file) && strncmp(comm, name, strlen(name)) == 0)
			pid = (pid_t)atoi(entry->d_name);
		fclose(file);
	}
	if (dir)
		closedir(dir);
	return pid;
}

pid_t world_holder(void)
{
	return process_named("anycast-holder");
}

pid_t world_keeper(void)
{
	return process_named("anycast-keeper");
}

/* Without interfaces it has nothing to hold. */
static void end_holder(void)
{
	pid_t pid = world_holder();
	struct pollfd death = {.fd = pid ? (int)syscall(SYS_pidfd_open, pid, 0) : -1,
			       .events = POLLIN};

	if (death.fd < 0)
		return;
	kill(pid, SIGTERM);
	poll(&death, 1, HOLDER_END);
	close(death.fd);
}

void world_empty(void)
{
	remove_interfaces();
	set_flags(LOOPBACK_INDEX, 0);
}

void world_end(void)
{
	remove_interfaces();
	end_holder();
	set_flags(LOOPBACK_INDEX, 0);
}
