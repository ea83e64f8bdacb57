/* SPDX-License-Identifier: MIT */
/* What devices do for the protocols above them: checksums and segmentation. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>

#include "ethtool.h"
#include "ipinterface.h"

/* netdev_features_strings[], net/ethtool/common.c */
static const struct {
	const char *name;
	enum iph_ipif_feature feature;
} names[] = {
	{"tx-checksum-ipv4", IPH_TX_CHECKSUM_IPV4},
	{"tx-checksum-ipv6", IPH_TX_CHECKSUM_IPV6},
	{"tx-checksum-ip-generic", IPH_TX_CHECKSUM_GENERIC},
	{"tx-tcp-segmentation", IPH_TX_TCP_SEGMENTATION},
	{"tx-tcp6-segmentation", IPH_TX_TCP6_SEGMENTATION},
	{"rx-checksum", IPH_RX_CHECKSUM},
};
#define NAMES IPH_ARRAY_SIZE(names)

struct reading {
	struct iph_ipifs *ipifs;
	uint32_t bits[NAMES]; /* the kernel's number of each, UINT32_MAX for none */
};

static void take_name(uint32_t number, const char *name, void *arg)
{
	struct reading *reading = arg;
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (strcmp(name, names[i].name) == 0)
			reading->bits[i] = number;
}

/* A compact bit set is an array of 32-bit words in the machine's byte order. */
static bool is_set(const struct nlattr *value, uint32_t bit)
{
	size_t at = bit / 32 * sizeof(uint32_t);
	uint32_t word;

	if (!value || iph_attr_len(value) < at + sizeof(word))
		return false;
	memcpy(&word, (const char *)iph_attr_data(value) + at, sizeof(word));
	return word >> bit % 32 & 1;
}

static int features_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct reading *reading = arg;
	const struct nlattr *tb[ETHTOOL_A_FEATURES_ACTIVE + 1];
	const struct nlattr *active[ETHTOOL_A_BITSET_VALUE + 1] = {NULL};
	struct iph_ipif *ipif;
	uint32_t features = 0;
	uint32_t index;
	size_t i;
	int r;

	r = iph_ethtool_parse(nlh, ETHTOOL_A_FEATURES_HEADER, tb, ETHTOOL_A_FEATURES_ACTIVE,
			      &index);
	if (r == 0 && tb[ETHTOOL_A_FEATURES_ACTIVE])
		r = iph_attr_parse_nested(tb[ETHTOOL_A_FEATURES_ACTIVE], active,
					  ETHTOOL_A_BITSET_VALUE);
	if (r < 0)
		return r;
	for (i = 0; i < NAMES; i++)
		if (is_set(active[ETHTOOL_A_BITSET_VALUE], reading->bits[i]))
			features |= names[i].feature;
	ipif = iph_ipifs_find(reading->ipifs, index);
	if (ipif)
		ipif->features = features;
	return 0;
}

static int ask_features(struct iph_ethtool *ethtool, uint32_t index, struct iph_ipifs *ipifs)
{
	struct reading reading = {.ipifs = ipifs};
	struct iph_nl_sink sink = {.message = features_message, .arg = &reading};
	int r;

	memset(reading.bits, 0xff, sizeof(reading.bits));
	r = iph_ethtool_strings(ethtool, ETH_SS_FEATURES, take_name, &reading);
	if (r == 0)
		r = iph_ethtool_read(ethtool, ETHTOOL_MSG_FEATURES_GET, ETHTOOL_A_FEATURES_HEADER,
				     index, &sink);
	return r;
}

int iph_ipifs_read_features(uint32_t index, struct iph_ipifs *ipifs)
{
	struct iph_ethtool ethtool;
	int r = iph_ethtool_open(&ethtool);

	if (r == 0) {
		r = ask_features(&ethtool, index, ipifs);
		iph_nl_close(&ethtool.nl);
	}
	return r == -EOPNOTSUPP ? 0 : r; /* Linux before 5.6 tells nothing this way */
}
