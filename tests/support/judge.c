/* SPDX-License-Identifier: MIT */
/* What the kernel has, read with other people's code. */

#include <arpa/inet.h>
#include <check.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/route.h>

#include "judge.h"
#include "netns-settle.h"
#include "netns.h"

#define ANYCAST6 "/proc/thread-self/net/anycast6"

struct line {
	int family;
	unsigned int ifindex;
	unsigned char bytes[16];
};

struct lines {
	struct line *at;
	size_t count;
};

static struct line line_of(const char *addr, unsigned int ifindex)
{
	struct line line = {.family = strchr(addr, ':') ? AF_INET6 : AF_INET, .ifindex = ifindex};

	ck_assert_msg(inet_pton(line.family, addr, line.bytes) == 1, "%s is no address", addr);
	return line;
}

static struct nl_sock *open_socket(void)
{
	struct nl_sock *sock = nl_socket_alloc();

	ck_assert_ptr_nonnull(sock);
	ck_assert_int_eq(nl_connect(sock, NETLINK_ROUTE), 0);
	return sock;
}

static void append(struct lines *lines, const struct line *line)
{
	if ((lines->count & (lines->count - 1)) == 0) {
		size_t room = lines->count ? lines->count * 2 : 1;

		lines->at = realloc(lines->at, room * sizeof(*lines->at));
		ck_assert_ptr_nonnull(lines->at);
	}
	lines->at[lines->count++] = *line;
}

/* "2    eth0            20010db8000000000000000000000053     1" */
static void add_memberships(struct lines *lines)
{
	FILE *file = fopen(ANYCAST6, "re");
	struct line line = {.family = AF_INET6};
	char hex[33];
	int i;

	ck_assert_ptr_nonnull(file);
	while (fscanf(file, "%u %*s %32s %*d", &line.ifindex, hex) == 2) {
		for (i = 0; i < 16; i++)
			ck_assert_int_eq(sscanf(hex + 2 * i, "%2hhx", &line.bytes[i]), 1);
		append(lines, &line);
	}
	fclose(file);
}

static int compare_lines(const void *left, const void *right)
{
	const struct line *a = left;
	const struct line *b = right;

	if (a->family != b->family)
		return a->family == AF_INET ? -1 : 1;
	if (a->ifindex != b->ifindex)
		return a->ifindex < b->ifindex ? -1 : 1;
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

static bool has_line(const struct lines *lines, const struct line *wanted)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (compare_lines(&lines->at[i], wanted) == 0)
			return true;
	return false;
}

bool judge_member(const char *addr, const char *ifname)
{
	struct line wanted = line_of(addr, index_of(ifname));
	struct lines lines = {.count = 0};
	bool found;

	add_memberships(&lines);
	found = has_line(&lines, &wanted);
	free(lines.at);
	return found;
}

/* Calls with_address for each address of any interface. */
static void each_address(void (*with_address)(struct rtnl_addr *address, void *arg), void *arg)
{
	struct nl_sock *sock = open_socket();
	struct nl_cache *cache;
	struct nl_object *object;

	ck_assert_int_eq(rtnl_addr_alloc_cache(sock, &cache), 0);
	for (object = nl_cache_get_first(cache); object; object = nl_cache_get_next(object))
		with_address((struct rtnl_addr *)object, arg);
	nl_cache_free(cache);
	nl_socket_free(sock);
}

static bool same_address(struct nl_addr *address, const struct line *line)
{
	return address && nl_addr_get_family(address) == line->family &&
	       memcmp(nl_addr_get_binary_addr(address), line->bytes,
		      line->family == AF_INET ? 4 : 16) == 0;
}

struct search {
	struct line line;  /* ifindex 0: any */
	int prefix_length; /* -1: any */
	bool found;
};

static void look(struct rtnl_addr *address, void *arg)
{
	struct search *search = arg;

	if (same_address(rtnl_addr_get_local(address), &search->line) &&
	    (!search->line.ifindex ||
	     (unsigned int)rtnl_addr_get_ifindex(address) == search->line.ifindex) &&
	    (search->prefix_length < 0 ||
	     rtnl_addr_get_prefixlen(address) == search->prefix_length))
		search->found = true;
}

bool judge_address(const char *addr, int prefix_length, const char *ifname)
{
	struct search search = {.line = line_of(addr, index_of(ifname)),
				.prefix_length = prefix_length};

	each_address(look, &search);
	return search.found;
}

bool judge_address_anywhere(const char *addr)
{
	struct search search = {.line = line_of(addr, 0), .prefix_length = -1};

	each_address(look, &search);
	return search.found;
}

bool judge_route(const char *addr, int route_type)
{
	struct line line = line_of(addr, 0);
	struct nl_sock *sock = open_socket();
	struct nl_cache *cache;
	struct nl_object *object;
	bool found = false;

	ck_assert_int_eq(rtnl_route_alloc_cache(sock, line.family, 0, &cache), 0);
	for (object = nl_cache_get_first(cache); object; object = nl_cache_get_next(object)) {
		struct rtnl_route *route = (struct rtnl_route *)object;

		if (rtnl_route_get_table(route) == RT_TABLE_LOCAL &&
		    rtnl_route_get_type(route) == route_type &&
		    same_address(rtnl_route_get_dst(route), &line) &&
		    nl_addr_get_prefixlen(rtnl_route_get_dst(route)) ==
			    (line.family == AF_INET ? 32u : 128u))
			found = true;
	}
	nl_cache_free(cache);
	nl_socket_free(sock);
	return found;
}

static bool is_link_local(const char *addr)
{
	struct line line = line_of(addr, 0);

	return line.family == AF_INET6 && line.bytes[0] == 0xfe && (line.bytes[1] & 0xc0) == 0x80;
}

void judge_entry(const char *addr, const char *ifname)
{
	if (!strchr(addr, ':')) {
		ck_assert_msg(judge_address(addr, 32, ifname), "%s is not on %s", addr, ifname);
		return;
	}
	ck_assert_msg(judge_member(addr, ifname), "%s has no membership of %s", ifname, addr);
	if (is_link_local(addr))
		return;
	ck_assert_msg(judge_address(addr, 128, "lo"), "no service address %s", addr);
	ck_assert_msg(judge_route(addr, RTN_LOCAL), "no local route to %s", addr);
	ck_assert_msg(!judge_route(addr, RTN_ANYCAST), "an anycast route to %s", addr);
}

void judge_nothing(const char *addr)
{
	struct line wanted = line_of(addr, 0);
	struct lines lines = {.count = 0};
	size_t i;

	add_memberships(&lines);
	for (i = 0; i < lines.count; i++) {
		wanted.ifindex = lines.at[i].ifindex;
		ck_assert_msg(compare_lines(&lines.at[i], &wanted) != 0, "a membership of %s",
			      addr);
	}
	free(lines.at);
	ck_assert_msg(!judge_address_anywhere(addr), "%s is still an address", addr);
	ck_assert_msg(!judge_route(addr, RTN_LOCAL), "a local route to %s", addr);
	ck_assert_msg(!judge_route(addr, RTN_ANYCAST), "an anycast route to %s", addr);
}

static void add_host_address(struct rtnl_addr *address, void *arg)
{
	struct nl_addr *local = rtnl_addr_get_local(address);
	struct line line = {.family = AF_INET,
			    .ifindex = (unsigned int)rtnl_addr_get_ifindex(address)};

	if (!local || nl_addr_get_family(local) != AF_INET ||
	    rtnl_addr_get_prefixlen(address) != 32)
		return;
	memcpy(line.bytes, nl_addr_get_binary_addr(local), 4);
	if (line.bytes[0] != 127)
		append(arg, &line);
}

char *judge_table(void)
{
	struct lines lines = {.count = 0};
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	char addr[INET6_ADDRSTRLEN];
	size_t i;

	ck_assert_ptr_nonnull(file);
	each_address(add_host_address, &lines);
	add_memberships(&lines);
	if (lines.count)
		qsort(lines.at, lines.count, sizeof(*lines.at), compare_lines);
	for (i = 0; i < lines.count; i++)
		fprintf(file, "%u %s\n", lines.at[i].ifindex,
			inet_ntop(lines.at[i].family, lines.at[i].bytes, addr, sizeof(addr)));
	fclose(file);
	free(lines.at);
	return text;
}

char *judge_snapshot(void)
{
	ck_assert(await(is_settled, NULL));
	return output_of("ip -d address show; ip -4 route show table all; "
			 "ip -6 route show table all; cat /proc/net/anycast6");
}

static int line_length(const char *text)
{
	return (int)strcspn(text, "\n");
}

/* The whole of two snapshots is more than check takes as a message. */
void judge_same(const char *now, const char *before)
{
	while (*now && line_length(now) == line_length(before) &&
	       strncmp(now, before, (size_t)line_length(now)) == 0) {
		now += line_length(now) + (now[line_length(now)] != '\0');
		before += line_length(before) + (before[line_length(before)] != '\0');
	}
	ck_assert_msg(strcmp(now, before) == 0, "now there is \"%.*s\" where was \"%.*s\"",
		      line_length(now), now, line_length(before), before);
}

void judge_unchanged(char *snapshot)
{
	char *now = judge_snapshot();

	judge_same(now, snapshot);
	await_no_holders(); /* who is outside their PID namespace may still see them end */
	free(now);
	free(snapshot);
}
