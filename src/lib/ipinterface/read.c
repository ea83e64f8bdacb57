/* SPDX-License-Identifier: MIT */
/* IP interfaces as the kernel has them: reading. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h> /* before linux/in6.h, which then leaves out what both define */
#include <stddef.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"
#include "kernel-numbers.h"

/* How long a path MTU is kept where no file tells: RFC 8201 section 4 recommends 10 minutes, and
 * the kernel begins with them (ip_rt_mtu_expires, ip6_rt_mtu_expires). */
#define DEFAULT_PATH_MTU_TIMEOUT 600

/* Interfaces may come and go while we read their times, but not that often. */
#define TIMES_TRIES 64

static const struct {
	uint16_t number;
	uint16_t offset;
} conf6_members[] = {
	{DEVCONF_ACCEPT_RA, offsetof(struct iph_ipif_conf6, accept_ra)},
	{DEVCONF_ACCEPT_RA_DEFRTR, offsetof(struct iph_ipif_conf6, accept_ra_defrtr)},
	{DEVCONF_DAD_TRANSMITS, offsetof(struct iph_ipif_conf6, dad_transmits)},
	{IPH_DEVCONF_FORCE_FORWARDING, offsetof(struct iph_ipif_conf6, force_forwarding)},
	{DEVCONF_FORWARDING, offsetof(struct iph_ipif_conf6, forwarding)},
	{DEVCONF_MTU6, offsetof(struct iph_ipif_conf6, mtu)},
};

bool iph_ipif_has(const struct iph_ipif *ipif, uint8_t family)
{
	return family == AF_INET ? ipif->link.ipv4 : ipif->link.ipv6;
}

struct iph_ipif_times *iph_ipif_times(struct iph_ipif *ipif, uint8_t family)
{
	return &ipif->times[family == AF_INET6];
}

/* ipv6_accept_ra(), net/ipv6.h: a router takes them only when told so explicitly. */
bool iph_ipif_takes_ra(int32_t accept_ra, bool forwarding)
{
	return forwarding ? accept_ra == 2 : accept_ra != 0;
}

/* One of an array of int; those beyond its end are -1. */
static int32_t word_of(const struct nlattr *array, size_t number)
{
	size_t at = number * sizeof(int32_t);
	int32_t word;

	if (!array || iph_attr_len(array) < at + sizeof(word))
		return -1;
	memcpy(&word, (const char *)iph_attr_data(array) + at, sizeof(word));
	return word;
}

static int parse_inet(const struct nlattr *inet, struct iph_ipif *ipif)
{
	const struct nlattr *tb[IFLA_INET_CONF + 1] = {NULL};
	int r = inet ? iph_attr_parse_nested(inet, tb, IFLA_INET_CONF) : 0;

	/* the numbers begin with 1, the array with the first of them (inet_fill_link_af()) */
	ipif->forwarding4 = word_of(tb[IFLA_INET_CONF], IPV4_DEVCONF_FORWARDING - 1);
	return r;
}

static int parse_inet6(const struct nlattr *inet6, struct iph_ipif *ipif)
{
	const struct nlattr *tb[IFLA_INET6_ADDR_GEN_MODE + 1] = {NULL};
	int r = inet6 ? iph_attr_parse_nested(inet6, tb, IFLA_INET6_ADDR_GEN_MODE) : 0;
	uint8_t mode;
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(conf6_members); i++) {
		int32_t word = word_of(tb[IFLA_INET6_CONF], conf6_members[i].number);

		memcpy((char *)&ipif->conf6 + conf6_members[i].offset, &word, sizeof(word));
	}
	ipif->conf6.addr_gen_mode = iph_attr_u8(tb[IFLA_INET6_ADDR_GEN_MODE], &mode) ? mode : -1;
	if (!iph_attr_u32(tb[IFLA_INET6_FLAGS], &ipif->ra_flags))
		ipif->ra_flags = 0;
	return r;
}

static int parse_families(const struct nlattr *af_spec, struct iph_ipif *ipif)
{
	const struct nlattr *tb[AF_INET6 + 1] = {NULL};
	int r = af_spec ? iph_attr_parse_nested(af_spec, tb, AF_INET6) : 0;

	if (r == 0)
		r = parse_inet(tb[AF_INET], ipif);
	return r < 0 ? r : parse_inet6(tb[AF_INET6], ipif);
}

static int parse_link(const struct nlmsghdr *nlh, struct iph_ipif *ipif)
{
	struct iph_link_message message;
	int r = iph_link_take_apart(nlh, &message);

	memset(ipif, 0, sizeof(*ipif));
	if (r == 0)
		r = iph_link_fill(&message, &ipif->link);
	if (r == 0)
		r = parse_families(message.tb[IFLA_AF_SPEC], ipif);
	if (r < 0)
		return r;
	ipif->flags = message.ifi->ifi_flags;
	(void)iph_attr_u32(message.tb[IFLA_TSO_MAX_SIZE], &ipif->tso_max); /* Linux 5.19 */
	return iph_attr_u32(message.tb[IFLA_MTU], &ipif->mtu) ? 0 : -EBADMSG;
}

static int add_link(const struct nlmsghdr *nlh, void *arg)
{
	struct iph_ipifs *ipifs = arg;
	struct iph_ipif *ipif = iph_table_add(&ipifs->table);

	return ipif ? parse_link(nlh, ipif) : -ENOMEM;
}

static void forget_links(void *arg)
{
	struct iph_ipifs *ipifs = arg;

	iph_table_truncate(&ipifs->table, 0);
}

static int compare_ipifs(const void *left, const void *right, void *arg)
{
	const struct iph_ipif *a = left;
	const struct iph_ipif *b = right;

	(void)arg;
	return (a->link.index > b->link.index) - (a->link.index < b->link.index);
}

static int ask_links(struct iph_nl *nl, uint32_t index, struct iph_ipifs *ipifs)
{
	struct iph_nl_sink sink = {.message = add_link, .restart = forget_links, .arg = ipifs};

	return iph_link_ask(nl, index, &sink);
}

static int read_links(struct iph_nl *nl, uint32_t index, struct iph_ipifs *ipifs)
{
	static const struct iph_table_shape shape = {.rows = offsetof(MIB_IPINTERFACE_TABLE, Table),
						     .row = sizeof(struct iph_ipif)};
	int r = iph_table_init(&ipifs->table, &shape);

	if (r == 0)
		r = ask_links(nl, index, ipifs);
	if (r < 0)
		return r;
	iph_table_sort(&ipifs->table, 0, compare_ipifs, NULL);
	ipifs->at = iph_table_row(&ipifs->table, 0);
	ipifs->count = iph_table_count(&ipifs->table);
	return 0;
}

static int compare_key(const void *key, const void *element)
{
	const uint32_t *index = key;
	const struct iph_ipif *ipif = element;

	return (*index > ipif->link.index) - (*index < ipif->link.index);
}

/* Dumps go through the interfaces in one direction or the other, so that it mostly is a neighbour
 * of the one before. */
struct iph_ipif *iph_ipifs_find(struct iph_ipifs *ipifs, uint32_t index)
{
	size_t near[] = {ipifs->found, ipifs->found + 1, ipifs->found - 1};
	struct iph_ipif *ipif;
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(near); i++) {
		if (near[i] < ipifs->count && ipifs->at[near[i]].link.index == index) {
			ipifs->found = near[i];
			return &ipifs->at[near[i]];
		}
	}
	ipif = bsearch(&index, ipifs->at, ipifs->count, sizeof(*ipif), compare_key);
	if (ipif)
		ipifs->found = (size_t)(ipif - ipifs->at);
	return ipif;
}

void iph_ipifs_free(struct iph_ipifs *ipifs)
{
	iph_table_free(&ipifs->table);
}

/* The reading of times. It is over when there is nobody left whose times are missing, or whole. */
struct times_reading {
	struct iph_ipifs *ipifs;
	uint8_t family;
	bool whole; /* to its end, so that the socket can be used again */
	size_t missing;
};

static bool lacks_times(struct iph_ipif *ipif, uint8_t family)
{
	return iph_ipif_has(ipif, family) && !iph_ipif_times(ipif, family)->known;
}

static bool lacks_any(const struct times_reading *reading, struct iph_ipif *ipif)
{
	return (reading->family != AF_INET6 && lacks_times(ipif, AF_INET)) ||
	       (reading->family != AF_INET && lacks_times(ipif, AF_INET6));
}

static uint32_t milliseconds(const struct nlattr *attr)
{
	uint64_t value;

	if (!iph_attr_u64(attr, &value))
		return 0;
	return value < INT32_MAX ? (uint32_t)value : INT32_MAX;
}

/* Of each interface, and (without an index) of each of the kernel's tables for its default. */
static int times_message(const struct nlmsghdr *nlh, void *arg)
{
	struct times_reading *reading = arg;
	const struct nlattr *tb[NDTA_PARMS + 1];
	const struct nlattr *parms[NDTPA_RETRANS_TIME + 1] = {NULL};
	const struct ndtmsg *ndt = mnl_nlmsg_get_payload(nlh);
	struct iph_ipif *ipif;
	uint32_t index;
	int r;

	r = iph_attr_parse(nlh, sizeof(*ndt), tb, NDTA_PARMS);
	if (r == 0 && tb[NDTA_PARMS])
		r = iph_attr_parse_nested(tb[NDTA_PARMS], parms, NDTPA_RETRANS_TIME);
	if (r < 0)
		return r;
	if ((ndt->ndtm_family != AF_INET && ndt->ndtm_family != AF_INET6) ||
	    !iph_attr_u32(parms[NDTPA_IFINDEX], &index))
		return 0;
	ipif = iph_ipifs_find(reading->ipifs, index);
	if (!ipif || !lacks_any(reading, ipif))
		return 0;
	*iph_ipif_times(ipif, ndt->ndtm_family) = (struct iph_ipif_times){
		.known = true,
		.base_reachable = milliseconds(parms[NDTPA_BASE_REACHABLE_TIME]),
		.reachable = milliseconds(parms[NDTPA_REACHABLE_TIME]),
		.retransmit = milliseconds(parms[NDTPA_RETRANS_TIME]),
	};
	reading->missing -= !lacks_any(reading, ipif);
	return reading->missing == 0 && !reading->whole;
}

static int dump_times(struct iph_nl *nl, struct times_reading *reading)
{
	struct iph_nl_sink sink = {.message = times_message, .arg = reading};
	struct ndtmsg *ndt;
	struct iph_msg msg;

	ndt = iph_msg_init(&msg, RTM_GETNEIGHTBL, NLM_F_DUMP, sizeof(*ndt));
	ndt->ndtm_family = reading->family;
	return iph_nl_dump(nl, &msg, &sink);
}

/* One interface is not worth all of the dump, but may be worth a socket of its own. */
static int dump_some_times(struct times_reading *reading)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : dump_times(&nl, reading);
}

/* Looks again at those whose times are missing. Some have gone, or lost a family. */
static int look_again(struct iph_nl *nl, struct times_reading *reading)
{
	struct iph_ipifs *ipifs = reading->ipifs;
	size_t kept = 0;
	size_t i;
	int r;

	for (i = 0; i < ipifs->count; i++) {
		struct iph_ipif *ipif = &ipifs->at[i];

		if (lacks_any(reading, ipif)) {
			r = iph_link_by_index(nl, ipif->link.index, &ipif->link);
			if (r == -ENODEV)
				continue;
			if (r < 0)
				return r;
		}
		ipifs->at[kept++] = *ipif;
	}
	ipifs->count = kept;
	return 0;
}

static size_t count_missing(const struct times_reading *reading)
{
	size_t missing = 0;
	size_t i;

	for (i = 0; i < reading->ipifs->count; i++)
		missing += lacks_any(reading, &reading->ipifs->at[i]);
	return missing;
}

/* The kernel goes on with such a dump by counting (neightbl_dump_info(), net/core/neighbour.c) and
 * does not say when it was interrupted: it skips an interface when another one disappears. */
static int read_times(struct iph_nl *nl, uint32_t index, uint8_t family, struct iph_ipifs *ipifs)
{
	struct times_reading reading = {.ipifs = ipifs, .family = family, .whole = index == 0};
	int tries;
	int r;

	for (tries = 0; tries < TIMES_TRIES; tries++) {
		reading.missing = count_missing(&reading);
		if (reading.missing == 0)
			return 0;
		r = reading.whole ? dump_times(nl, &reading) : dump_some_times(&reading);
		if (r == 0 && reading.missing > 0)
			r = look_again(nl, &reading);
		if (r < 0)
			return r;
	}
	return -EAGAIN;
}

int iph_ipifs_read(uint32_t index, uint8_t family, struct iph_ipifs *ret_ipifs)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = read_links(&nl, index, &ipifs);
	if (r == 0)
		r = read_times(&nl, index, family, &ipifs);
	if (r == 0)
		r = iph_ipifs_read_features(index, &ipifs);
	if (r < 0)
		return r;
	if (index && ipifs.count == 0)
		return -ENODEV;
	*ret_ipifs = ipifs;
	ipifs.table.memory = NULL;
	return 0;
}

static uint32_t parse_timeout(const char *text)
{
	long seconds = strtol(text, NULL, 10);

	if (seconds <= 0)
		return 0;
	return seconds < INT32_MAX / 1000 ? (uint32_t)seconds * 1000 : INT32_MAX;
}

int iph_ipif_path_mtu_timeout(uint8_t family, uint32_t *ret_timeout)
{
	IPH_AUTO_CLOSE int fd = open(family == AF_INET ? "/proc/sys/net/ipv4/route/mtu_expires"
						       : "/proc/sys/net/ipv6/route/mtu_expires",
				     O_RDONLY | O_CLOEXEC);
	char text[24];
	ssize_t n;

	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		return -errno;
	/* A user namespace does not see IPv6's and cannot change it (ipv6_route_sysctl_init()). */
	n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (n <= 0) {
		*ret_timeout = DEFAULT_PATH_MTU_TIMEOUT * 1000;
		return 0;
	}
	text[n] = '\0';
	*ret_timeout = parse_timeout(text);
	return 0;
}
