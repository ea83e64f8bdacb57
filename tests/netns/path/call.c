/* SPDX-License-Identifier: MIT */
/* The path calls by name of address and interface, and how the kernel comes to know a path. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/errqueue.h>

#include "path.h"

#define PATIENCE 30000 /* milliseconds */

static bool is_ipv6(const char *addr)
{
	return strchr(addr, ':');
}

static void raise_router(void *unused)
{
	(void)unused;
	set_sysctl("net/ipv4/ip_forward", "1");
	set_sysctl("net/ipv6/conf/all/forwarding", "1");
	run_ip("link add small0 mtu 1300 type veth peer name small1 mtu 1300\n"
	       "link set small0 up\n"
	       "link set small1 up\n"
	       "route add local 198.51.100.0/24 dev lo\n"
	       "route add local 2001:db8:2::/64 dev lo");
}

void path_setup(void)
{
	peer_setup();
	in_peer(raise_router, NULL);
	run_ip("route add 198.51.100.0/24 via " PEER_IPV4 "\n"
	       "route add 2001:db8:2::/64 via " PEER_IPV6 "\n"
	       "link add eth1 type veth peer name far1\n"
	       "link set far1 up\n"
	       "link set eth1 up");
}

static socklen_t sockaddr_of(const char *addr, in_port_t port, const char *ifname,
			     struct sockaddr_storage *ret_to)
{
	struct sockaddr_in *four = (struct sockaddr_in *)ret_to;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_to;

	memset(ret_to, 0, sizeof(*ret_to));
	if (!is_ipv6(addr)) {
		four->sin_family = AF_INET;
		four->sin_port = port;
		ck_assert_int_eq(inet_pton(AF_INET, addr, &four->sin_addr), 1);
		return sizeof(*four);
	}
	six->sin6_family = AF_INET6;
	six->sin6_port = port;
	ck_assert_int_eq(inet_pton(AF_INET6, addr, &six->sin6_addr), 1);
	if (IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr))
		six->sin6_scope_id = index_of(ifname);
	return sizeof(*six);
}

/* A socket that says what became of its packets, and does not let them be cut to pieces. */
static int connect_datagrams(const char *addr)
{
	int on = 1;
	int never = IP_PMTUDISC_DO;
	struct sockaddr_storage to;
	socklen_t len = sockaddr_of(addr, htons(9), "eth0", &to);
	int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	if (is_ipv6(addr)) {
		setsockopt(fd, SOL_IPV6, IPV6_RECVERR, &on, sizeof(on));
		setsockopt(fd, SOL_IPV6, IPV6_MTU_DISCOVER, &never, sizeof(never));
	} else {
		setsockopt(fd, SOL_IP, IP_RECVERR, &on, sizeof(on));
		setsockopt(fd, SOL_IP, IP_MTU_DISCOVER, &never, sizeof(never));
	}
	ck_assert_msg(connect(fd, (struct sockaddr *)&to, len) == 0, "%s: %s", addr,
		      strerror(errno));
	return fd;
}

/* The kernel lists an exception of IPv4 after a packet more. */
void path_learn_mtu(const char *addr)
{
	static const char packet[1400];
	int fd = connect_datagrams(addr);
	struct pollfd told = {.fd = fd, .events = 0};

	peer_run("ip route replace %s dev small0 table local", addr);
	ck_assert_int_eq(send(fd, packet, sizeof(packet), 0), sizeof(packet));
	ck_assert_int_eq(poll(&told, 1, PATIENCE * slowness()), 1);
	close(fd);
	fd = connect_datagrams(addr);
	ck_assert_int_eq(send(fd, packet, 1, 0), 1);
	close(fd);
	peer_run("ip route delete %s dev small0 table local", addr);
}

/* The peer takes packets to the far addresses for its own, without having them. */
static int listen_at(const char *addr, const char *ifname, in_port_t *ret_port)
{
	int on = 1;
	struct sockaddr_storage at;
	socklen_t len = sockaddr_of(addr, 0, ifname, &at);
	int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	if (is_ipv6(addr))
		setsockopt(fd, SOL_IPV6, IPV6_FREEBIND, &on, sizeof(on));
	ck_assert_msg(bind(fd, (struct sockaddr *)&at, len) == 0, "%s: %s", addr, strerror(errno));
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*ret_port = ((struct sockaddr_in *)&at)->sin_port; /* where IPv6's is, too */
	return fd;
}

/* A socket stays in the namespace that it was made in. */
static int listen_there(const char *addr, in_port_t *ret_port)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int fd;

	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	fd = listen_at(addr, "peer0", ret_port);
	ck_assert_int_eq(setns(home, CLONE_NEWNET), 0);
	close(home);
	return fd;
}

static void exchange(int from, int to)
{
	char byte = 'x';

	ck_assert_int_eq(send(from, &byte, 1, 0), 1);
	ck_assert_int_eq(recv(to, &byte, 1, 0), 1);
}

/* Reads the end of the other's words. Our end closes first, and knows all when the other's comes.
 */
static void end_both(int ours, int theirs)
{
	char byte;

	ck_assert_int_eq(shutdown(ours, SHUT_WR), 0);
	ck_assert_int_eq(recv(theirs, &byte, 1, 0), 0);
	ck_assert_int_eq(close(theirs), 0);
	ck_assert_int_eq(recv(ours, &byte, 1, 0), 0);
	close(ours);
}

static bool is_ours(const char *addr)
{
	return try_run("ip address show to %s | grep -q .", addr);
}

void path_learn_rtt(const char *addr)
{
	struct sockaddr_storage at;
	in_port_t port;
	int listening = is_ours(addr) ? listen_at(addr, "eth0", &port) : listen_there(addr, &port);
	socklen_t len = sockaddr_of(addr, port, "eth0", &at);
	int ours = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int theirs;

	ck_assert_int_ge(ours, 0);
	ck_assert_msg(connect(ours, (struct sockaddr *)&at, len) == 0, "%s: %s", addr,
		      strerror(errno));
	theirs = accept(listening, NULL, NULL);
	ck_assert_int_ge(theirs, 0);
	exchange(ours, theirs);
	exchange(theirs, ours);
	end_both(ours, theirs);
	close(listening);
}

static void put_address(const char *addr, SOCKADDR_INET *ret_address)
{
	memset(ret_address, 0xcc, sizeof(*ret_address));
	ret_address->si_family = is_ipv6(addr) ? AF_INET6 : AF_INET;
	ck_assert_int_eq(inet_pton(ret_address->si_family, addr,
				   is_ipv6(addr) ? (void *)&ret_address->Ipv6.sin6_addr
						 : (void *)&ret_address->Ipv4.sin_addr),
			 1);
}

MIB_IPPATH_ROW path_row(const char *dst, const char *src, const char *ifname)
{
	MIB_IPPATH_ROW row;

	memset(&row, 0xcc, sizeof(row));
	put_address(dst, &row.Destination);
	if (src)
		put_address(src, &row.Source);
	else
		row.Source.si_family = AF_UNSPEC;
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index_of(ifname);
	return row;
}

uint32_t path_get(const char *dst, const char *src, const char *ifname, MIB_IPPATH_ROW *ret_row)
{
	*ret_row = path_row(dst, src, ifname);
	return (uint32_t)GetIpPathEntry(ret_row);
}

/* How long ago something was is another thing at another time. */
static void check_get(const MIB_IPPATH_ROW *row)
{
	MIB_IPPATH_ROW got = {.Source = row->Source,
			      .Destination = row->Destination,
			      .InterfaceLuid = row->InterfaceLuid};

	assert_code(GetIpPathEntry(&got), CODE_SUCCESS);
	got.LastReachable = row->LastReachable;
	ck_assert_mem_eq(&got, row, sizeof(got));
}

void paths_are(ADDRESS_FAMILY family, const char *destinations)
{
	PMIB_IPPATH_TABLE table = NULL;
	char text[INET6_ADDRSTRLEN];
	char seen[4096] = "";
	ULONG i;

	assert_code(GetIpPathTable(family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		const SOCKADDR_INET *dst = &table->Table[i].Destination;

		inet_ntop(dst->si_family,
			  dst->si_family == AF_INET ? (const void *)&dst->Ipv4.sin_addr
						    : (const void *)&dst->Ipv6.sin6_addr,
			  text, sizeof(text));
		strcat(strcat(seen, text), " ");
		check_get(&table->Table[i]);
	}
	ck_assert_str_eq(seen, destinations);
	FreeMibTable(table);
}

static void words_are(char *seen, const char *expected)
{
	ck_assert_str_eq(seen, expected);
	free(seen);
}

void metrics_are(const char *destinations)
{
	words_are(output_of("ip tcp_metrics show | cut -d' ' -f1 | sort | tr '\\n' ' '"),
		  destinations);
}

void exceptions6_are(const char *destinations)
{
	words_are(output_of("ip -6 route show cache | cut -d' ' -f1 | sort | tr '\\n' ' '"),
		  destinations);
}

bool metrics_can_be_flushed(void)
{
	return try_run("grep -q '^ *0 *0 *4294967295$' /proc/self/uid_map");
}

bool path_is_excepted(const char *addr)
{
	return try_run("ip route get %s | grep -q 'expires .* mtu 1300'", addr);
}
