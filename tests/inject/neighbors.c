/* SPDX-License-Identifier: MIT */
/* The calls about neighbours, as routes.c has those about routes. */

#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inject.h"

enum neighbor_call { CREATE, SET, DELETE, GET, TABLE, RESOLVE, FLUSH };

struct neighbor_case {
	enum neighbor_call call;
	const char *address;
	const char *before; /* for ip -batch */
	uint32_t code;	    /* without a fault */
};

struct result {
	uint32_t code;
	MIB_IPNET_ROW2 row;
	MIB_IPNET_TABLE2 *table;
};

#define V4 "192.0.0.77"
#define V6 "2001:db8:1::77"
#define OTHER4 "192.0.0.78"
#define OTHER6 "2001:db8:1::78"
#define THERE(address, state)                                                                      \
	"neighbour add " address " lladdr 02:00:00:00:00:07 dev eth0 nud " state "\n"
#define SCENARIO(name, ...)                                                                        \
	{                                                                                          \
		name, OP_FAMILY, {NULL, NULL}, HOLDER_NONE, ROLE_CALLER, NULL, &neighbors,         \
			&(const struct neighbor_case)                                              \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}

static const struct family neighbors;

/* clang-format off */
const struct scenario neighbor_scenarios[] = {
	SCENARIO("create IPv4", CREATE, V4, ""),
	SCENARIO("create IPv6", CREATE, V6, ""),
	SCENARIO("create what is there", CREATE, V6, THERE(V6, "stale"),
		 ERROR_OBJECT_ALREADY_EXISTS),
	SCENARIO("set IPv4", SET, V4, THERE(V4, "permanent")),
	SCENARIO("set IPv6", SET, V6, THERE(V6, "stale router")),
	SCENARIO("set what is not there", SET, V4, "", ERROR_NOT_FOUND),
	SCENARIO("delete IPv4", DELETE, V4, THERE(V4, "permanent") THERE(OTHER4, "permanent")),
	SCENARIO("delete IPv6", DELETE, V6, THERE(V6, "stale") THERE(OTHER6, "stale")),
	SCENARIO("delete what is not there", DELETE, V6, "", ERROR_NOT_FOUND),
	SCENARIO("get IPv4", GET, V4, THERE(V4, "permanent")),
	SCENARIO("get IPv6", GET, V6, THERE(V6, "permanent")),
	SCENARIO("get what is not there", GET, V4, "", ERROR_NOT_FOUND),
	SCENARIO("table", TABLE, V4, THERE(V4, "permanent") THERE(V6, "permanent")),
	SCENARIO("resolve", RESOLVE, V4, THERE(V4, "permanent")),
	SCENARIO("flush IPv4", FLUSH, V4, THERE(V4, "stale") THERE(OTHER4, "permanent")),
	SCENARIO("flush IPv6", FLUSH, V6, THERE(V6, "stale") THERE(OTHER6, "permanent")),
};
/* clang-format on */

const size_t neighbor_scenario_count = sizeof(neighbor_scenarios) / sizeof(neighbor_scenarios[0]);

static struct picture before, after, now;
static struct result clean;

static const char *const ours[] = {V4, V6, OTHER4, OTHER6};

/* The kernel makes neighbours of its own, for multicast addresses. */
static bool is_ours(const SOCKADDR_INET *address)
{
	SOCKADDR_INET one;
	size_t i;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		memset(&one, 0, sizeof(one));
		set_address(ours[i], &one);
		if (memcmp(&one, address, sizeof(one)) == 0)
			return true;
	}
	return false;
}

/* How long ago something happened to it goes on. */
static bool without_time(struct nlmsghdr *nlh)
{
	const struct ndmsg *ndm = mnl_nlmsg_get_payload(nlh);
	SOCKADDR_INET address = {.si_family = ndm->ndm_family == AF_INET ? AF_INET : AF_INET6};
	struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(*ndm))
	{
		void *payload = mnl_attr_get_payload(attr);

		if (mnl_attr_get_type(attr) == NDA_CACHEINFO)
			memset(payload, 0, mnl_attr_get_payload_len(attr));
		if (mnl_attr_get_type(attr) == NDA_DST && ndm->ndm_family == AF_INET)
			memcpy(&address.Ipv4.sin_addr, payload, 4);
		if (mnl_attr_get_type(attr) == NDA_DST && ndm->ndm_family == AF_INET6)
			memcpy(&address.Ipv6.sin6_addr, payload, 16);
	}
	return is_ours(&address);
}

static void look(struct picture *picture)
{
	look_at(RTM_GETNEIGH, sizeof(struct ndmsg), without_time, picture);
}

static MIB_IPNET_ROW2 neighbor_row(const struct neighbor_case *c)
{
	MIB_IPNET_ROW2 row = {.InterfaceIndex = (NET_IFINDEX)eth0,
			      .PhysicalAddress = {2, 0, 0, 0, 0, 9},
			      .PhysicalAddressLength = 6};

	set_address(c->address, &row.Address);
	return row;
}

static uint32_t do_call(const struct neighbor_case *c, struct result *result)
{
	MIB_IPNET_ROW2 *row = &result->row;

	switch (c->call) {
	case CREATE:
		return CreateIpNetEntry2(row);
	case SET:
		return SetIpNetEntry2(row);
	case DELETE:
		return DeleteIpNetEntry2(row);
	case GET:
		return GetIpNetEntry2(row);
	case TABLE:
		return GetIpNetTable2(AF_UNSPEC, &result->table);
	case RESOLVE:
		return ResolveIpNetEntry2(row, NULL);
	case FLUSH:
		return FlushIpNetTable2(row->Address.si_family, row->InterfaceIndex);
	}
	return 0;
}

/* The next one of ours from *at on, or NULL. */
static const MIB_IPNET_ROW2 *next_row(const MIB_IPNET_TABLE2 *table, ULONG *at)
{
	while (*at < table->NumEntries && !is_ours(&table->Table[*at].Address))
		(*at)++;
	return *at < table->NumEntries ? &table->Table[(*at)++] : NULL;
}

static bool same_table(const MIB_IPNET_TABLE2 *a, const MIB_IPNET_TABLE2 *b)
{
	const MIB_IPNET_ROW2 *left;
	const MIB_IPNET_ROW2 *right;
	ULONG i = 0;
	ULONG j = 0;

	do {
		left = next_row(a, &i);
		right = next_row(b, &j);
		if (!left != !right || (left && memcmp(left, right, sizeof(*left)) != 0))
			return false;
	} while (left);
	return true;
}

static void call_neighbor(const struct scenario *s)
{
	const struct neighbor_case *c = s->what;
	struct result result = {.row = neighbor_row(c)};
	MIB_IPNET_ROW2 row = result.row;
	bool fails;

	syscall(MARK_BEGIN);
	result.code = do_call(c, &result);
	syscall(MARK_END);
	told->code = result.code;
	fails = result.code != 0;
	told->untouched = !fails || (memcmp(&result.row, &row, sizeof(row)) == 0 && !result.table);
	told->right = fails || memcmp(&result.row, &clean.row, sizeof(row)) == 0;
	if (!fails && result.table) {
		told->right = same_table(result.table, clean.table);
		FreeMibTable(result.table);
	}
}

/* ip(8) ends with the first that is not there. */
static void set_neighbors(const char *commands)
{
	char deletion[64];
	size_t i;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		snprintf(deletion, sizeof(deletion), "neighbour delete %s dev eth0", ours[i]);
		run_batch("", deletion);
	}
	run_batch("", commands);
	look(&now);
}

static void begin_neighbors(const struct scenario *s)
{
	const struct neighbor_case *c = s->what;

	set_neighbors(c->before);
	before = now;
	if (clean.table)
		FreeMibTable(clean.table);
	clean = (struct result){.row = neighbor_row(c)};
	clean.code = do_call(c, &clean);
	learn_code(clean.code, c->code);
	look(&after);
	now = after;
}

static void prepare_neighbors(const struct scenario *s)
{
	const struct neighbor_case *c = s->what;

	if (same_picture(&now, &before))
		return;
	set_neighbors(c->before);
	if (!same_picture(&now, &before))
		complain("the neighbours cannot be made again", 0);
}

static void check_neighbors(void)
{
	bool done = call_done();

	look(&now);
	if (!same_picture(&now, done ? &after : &before))
		complain(done ? "the neighbours are not as after it"
			      : "the neighbours are not as before",
			 told->code);
}

static void end_neighbors(const struct scenario *s)
{
	(void)s;
	set_neighbors("");
	if (now.length)
		complain("in the end there are neighbours left", (long)now.length);
}

static const struct family neighbors = {
	.begin = begin_neighbors,
	.prepare = prepare_neighbors,
	.call = call_neighbor,
	.check = check_neighbors,
	.end = end_neighbors,
};
