/* SPDX-License-Identifier: MIT */
/* Asking the kernel for IP interfaces, one or all of them: what RTM_NEWLINK says of them. */

#include <errno.h>
#include <netinet/in.h> /* before linux/in6.h, which then leaves out what both define */
#include <stddef.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"
#include "kernel-numbers.h"

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

int iph_ipif_parse(const struct nlmsghdr *nlh, struct iph_ipif *ipif)
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

	return ipif ? iph_ipif_parse(nlh, ipif) : -ENOMEM;
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

int iph_ipifs_read(uint32_t index, uint8_t family, struct iph_ipifs *ret_ipifs)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = read_links(&nl, index, &ipifs);
	if (r == 0)
		r = iph_ipifs_read_times(&nl, index, family, &ipifs);
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
