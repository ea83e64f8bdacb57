/* SPDX-License-Identifier: MIT */
/* The records of IPv6 anycast entries. record.h says what a record is.
 *
 * An IPv6 address does not fit into the destination of an IPv4 route. It is stored in some of the
 * route's metrics, which the kernel keeps as they are given because only TCP interprets them.
 * Destination and priority together are a hash of the entry. The kernel looks for a route by
 * destination and priority, and for its metrics (struct fib_info) by the priority: as the hash
 * differs from record to record, it has no long list to walk through in either search. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/fib_rules.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "kernel-numbers.h"
#include "record.h"

/* FNV-1a */
#define HASH_START 14695981039346656037u
#define HASH_PRIME 1099511628211u

/* A record is six words: four of the address, the index and the identity of the interface. These
 * are the metrics that hold them, in this order. */
static const uint16_t metrics[] = {RTAX_WINDOW,	  RTAX_RTT,  RTAX_RTTVAR,
				   RTAX_SSTHRESH, RTAX_CWND, RTAX_REORDERING};
#define ADDRESS_WORDS 4
#define INDEX_WORD 4
#define IDENTITY_WORD 5
#define WORDS 6

static uint64_t hash(uint64_t start, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	size_t i;

	for (i = 0; i < len; i++)
		start = (start ^ at[i]) * HASH_PRIME;
	return start ^ start >> 29;
}

static uint64_t entry_hash(const struct iph_addr *addr, uint32_t ifindex)
{
	uint64_t number = hash(HASH_START, addr->bytes, sizeof(addr->bytes));

	return hash(number, &ifindex, sizeof(ifindex));
}

static void start_record(struct iph_msg *msg, uint16_t type, uint16_t flags,
			 const struct iph_addr *addr, uint32_t ifindex)
{
	struct rtmsg *rtm = iph_msg_init(msg, type, flags, sizeof(*rtm));
	uint64_t number = entry_hash(addr, ifindex);

	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = 32;
	rtm->rtm_protocol = RTPROT_KERNEL;
	rtm->rtm_type = RTN_BLACKHOLE;
	iph_msg_put_u32(msg, RTA_TABLE, IPH_RECORD_TABLE);
	iph_msg_put_u32(msg, RTA_DST, (uint32_t)(number >> 32));
	iph_msg_put_u32(msg, RTA_PRIORITY, (uint32_t)number);
}

int iph_record_write(struct iph_nl *nl, const struct iph_record *record)
{
	uint32_t words[WORDS];
	struct nlattr *nest;
	struct iph_msg msg;
	int i;

	memcpy(words, record->addr.bytes, sizeof(record->addr.bytes));
	words[INDEX_WORD] = record->ifindex;
	words[IDENTITY_WORD] = record->identity;
	start_record(&msg, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, &record->addr,
		     record->ifindex);
	nest = iph_msg_begin(&msg, RTA_METRICS);
	for (i = 0; i < WORDS; i++)
		iph_msg_put_u32(&msg, metrics[i], words[i]);
	iph_msg_end(&msg, nest);
	return iph_nl_request(nl, &msg);
}

int iph_record_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;
	int r;

	start_record(&msg, RTM_DELROUTE, 0, addr, ifindex);
	r = iph_nl_request(nl, &msg);
	return r == -ESRCH ? -ENOENT : r;
}

bool iph_record_is_of_table(const struct nlmsghdr *nlh)
{
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[RTA_TABLE + 1];
	uint32_t table;

	return iph_attr_parse(nlh, sizeof(*rtm), tb, RTA_TABLE) == 0 &&
	       rtm->rtm_family == AF_INET && iph_attr_u32(tb[RTA_TABLE], &table) &&
	       table == IPH_RECORD_TABLE;
}

/* The kernel does not send metrics that are 0. */
static bool read_words(const struct nlattr *nest, uint32_t *ret_words)
{
	const struct nlattr *tb[RTAX_MAX + 1];
	int i;

	if (!nest || iph_attr_parse_nested(nest, tb, RTAX_MAX) < 0)
		return false;
	for (i = 0; i < WORDS; i++)
		if (!iph_attr_u32(tb[metrics[i]], &ret_words[i]))
			ret_words[i] = 0;
	return true;
}

/* Whether a route has the form of a record, and is in the place that start_record() gives it. */
static bool is_in_place(const struct rtmsg *rtm, const struct nlattr *const *tb,
			const struct iph_record *record)
{
	uint64_t number = entry_hash(&record->addr, record->ifindex);
	uint32_t priority = 0; /* the kernel does not send 0 */
	uint32_t dst;

	(void)iph_attr_u32(tb[RTA_PRIORITY], &priority);
	return rtm->rtm_type == RTN_BLACKHOLE && rtm->rtm_dst_len == 32 && rtm->rtm_tos == 0 &&
	       rtm->rtm_protocol == RTPROT_KERNEL && iph_attr_u32(tb[RTA_DST], &dst) &&
	       dst == (uint32_t)(number >> 32) && priority == (uint32_t)number;
}

int iph_record_parse(const struct nlmsghdr *nlh, struct iph_record *ret_record)
{
	const struct nlattr *tb[RTA_TABLE + 1];
	struct iph_record record = {.addr.family = AF_INET6};
	uint32_t words[WORDS];
	int r = iph_attr_parse(nlh, sizeof(struct rtmsg), tb, RTA_TABLE);

	if (r < 0)
		return r;
	if (!iph_record_is_of_table(nlh) || !read_words(tb[RTA_METRICS], words))
		return -ENODATA;
	memcpy(record.addr.bytes, words, ADDRESS_WORDS * sizeof(*words));
	record.ifindex = words[INDEX_WORD];
	record.identity = words[IDENTITY_WORD];
	if (!is_in_place(mnl_nlmsg_get_payload(nlh), tb, &record))
		return -ENODATA;
	*ret_record = record;
	return 0;
}

static int take_route(const struct nlmsghdr *nlh, void *arg)
{
	const struct iph_record_sink *sink = arg;
	struct iph_record record;
	int r = iph_record_parse(nlh, &record);

	if (r < 0)
		return r == -ENODATA ? 0 : r;
	return sink->entry(&record, sink->arg);
}

static void restart_sink(void *arg)
{
	const struct iph_record_sink *sink = arg;

	if (sink->restart)
		sink->restart(sink->arg);
}

int iph_record_read(struct iph_nl *nl, const struct iph_record_sink *sink)
{
	struct iph_nl_sink routes = {
		.message = take_route, .restart = restart_sink, .arg = (void *)(uintptr_t)sink};
	struct rtmsg *rtm;
	struct iph_msg msg;
	int r;

	/* a kernel that cannot do this sends all tables, and take_route() ignores the others */
	iph_ignore(iph_nl_strict(nl));
	rtm = iph_msg_init(&msg, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));
	rtm->rtm_family = AF_INET;
	iph_msg_put_u32(&msg, RTA_TABLE, IPH_RECORD_TABLE);
	r = iph_nl_dump(nl, &msg, &routes);
	return r == -ENOENT ? 0 : r; /* the table is made with the first record */
}

/* Ends a dump at its first message. */
static int note_one(const struct iph_record *record, void *arg)
{
	(void)record;
	*(bool *)arg = true;
	return 1;
}

/* A kernel that cannot be asked for one table alone would send all its routes. */
bool iph_record_any(struct iph_nl *nl)
{
	bool any = false;
	const struct iph_record_sink sink = {.entry = note_one, .arg = &any};

	if (iph_nl_strict(nl) == 0)
		iph_ignore(iph_record_read(nl, &sink));
	return any;
}

static int end(const struct nlmsghdr *nlh, void *arg)
{
	(void)nlh;
	(void)arg;
	return 1;
}

/* Policy rules and private tables are one option of the kernel's: where rules cannot be asked for,
 * there are no tables. */
int iph_record_possible(void)
{
	const struct iph_nl_sink sink = {.message = end};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct fib_rule_hdr *rule;
	struct iph_msg msg;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	rule = iph_msg_init(&msg, RTM_GETRULE, NLM_F_DUMP, sizeof(*rule));
	rule->family = AF_INET;
	r = iph_nl_dump(&nl, &msg, &sink);
	return r == -EAFNOSUPPORT ? -EOPNOTSUPP : r;
}

/* False for a missing hardware address and for one of zeroes alone, as lo has. */
static bool is_address(const struct nlattr *attr)
{
	const uint8_t *bytes;
	size_t i;

	if (!attr)
		return false;
	bytes = iph_attr_data(attr);
	for (i = 0; i < iph_attr_len(attr); i++)
		if (bytes[i])
			return true;
	return false;
}

int iph_record_identity_of(const struct nlmsghdr *nlh, uint32_t *ret_identity)
{
	const struct nlattr *tb[IFLA_PERM_ADDRESS + 1];
	const struct nlattr *attr;
	uint64_t number;
	int r = iph_attr_parse(nlh, sizeof(struct ifinfomsg), tb, IFLA_PERM_ADDRESS);

	if (r < 0)
		return r;
	attr = tb[IFLA_PERM_ADDRESS];
	if (!is_address(attr))
		attr = tb[IFLA_ADDRESS];
	if (!is_address(attr))
		attr = tb[IFLA_IFNAME];
	if (!attr)
		return -EBADMSG;
	number = hash(HASH_START, iph_attr_data(attr), iph_attr_len(attr));
	*ret_identity = (uint32_t)(number ^ number >> 32);
	return 0;
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	return iph_record_identity_of(nlh, arg);
}

int iph_record_identity(struct iph_nl *nl, uint32_t ifindex, uint32_t *ret_identity)
{
	struct iph_nl_sink sink = {.message = take_link, .arg = ret_identity};
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	if (ifindex == 0 || ifindex > INT32_MAX)
		return -ENODEV;
	ifi = iph_msg_init(&msg, RTM_GETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)ifindex;
	iph_msg_put_u32(&msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	return iph_nl_get(nl, &msg, &sink);
}
