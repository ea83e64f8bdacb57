/* SPDX-License-Identifier: MIT */
/* IP interfaces, one for each family of an interface, as the kernel has them. */
#pragma once

#include "codes/export.h"
#include "link.h"
#include "table/table.h"

/* Neighbour discovery (NDTPA_*, linux/neighbour.h), in milliseconds. */
struct iph_ipif_times {
	bool known;
	uint32_t base_reachable;
	uint32_t reachable;
	uint32_t retransmit;
};

/* net.ipv6.conf.IF.*; -1 is what the kernel does not have. */
struct iph_ipif_conf6 {
	int32_t accept_ra;
	int32_t accept_ra_defrtr;
	int32_t addr_gen_mode;
	int32_t dad_transmits;
	int32_t force_forwarding;
	int32_t forwarding;
	int32_t mtu;
};

/* What the device does for us, by the names that ethtool has for it. */
enum iph_ipif_feature {
	IPH_TX_CHECKSUM_IPV4 = 1 << 0,
	IPH_TX_CHECKSUM_IPV6 = 1 << 1,
	IPH_TX_CHECKSUM_GENERIC = 1 << 2,
	IPH_TX_TCP_SEGMENTATION = 1 << 3,
	IPH_TX_TCP6_SEGMENTATION = 1 << 4,
	IPH_RX_CHECKSUM = 1 << 5,
};

/* An interface with both its families; link says which of them it has. */
struct iph_ipif {
	struct iph_link link;
	uint32_t flags; /* IFF_* */
	uint32_t mtu;
	uint32_t tso_max;
	uint32_t features; /* of enum iph_ipif_feature */
	int32_t forwarding4;
	struct iph_ipif_conf6 conf6;
	uint32_t ra_flags; /* IF_RA_* */
	struct iph_ipif_times times[2];
};

/* They are where a table will have its rows, which are not smaller. */
struct iph_ipifs {
	struct iph_ipif *at; /* by index */
	size_t count;
	size_t found; /* by the last search */
	struct iph_table table;
};

/* read.c: reads all interfaces, or with an index that one, and the times of one family or with
 * AF_UNSPEC of both. -ENODEV when there is no such interface. */
int iph_ipifs_read(uint32_t index, uint8_t family, struct iph_ipifs *ret_ipifs) IPH_MUST_CHECK;

/* Fills all but times and features from an RTM_NEWLINK message. What it is after a failure does not
 * matter. */
int iph_ipif_parse(const struct nlmsghdr *nlh, struct iph_ipif *ipif) IPH_MUST_CHECK;

/* times.c: of that, the times. nl is the socket to read all of them with. */
int iph_ipifs_read_times(struct iph_nl *nl, uint32_t index, uint8_t family,
			 struct iph_ipifs *ipifs) IPH_MUST_CHECK;

/* features.c: of that, the features. */
int iph_ipifs_read_features(uint32_t index, struct iph_ipifs *ipifs) IPH_MUST_CHECK;

/* ipif.c */

void iph_ipifs_free(struct iph_ipifs *ipifs);
#define IPH_AUTO_IPIFS __attribute__((cleanup(iph_ipifs_free)))

/* NULL when there is none. */
struct iph_ipif *iph_ipifs_find(struct iph_ipifs *ipifs, uint32_t index);

bool iph_ipif_has(const struct iph_ipif *ipif, uint8_t family);
struct iph_ipif_times *iph_ipif_times(struct iph_ipif *ipif, uint8_t family);

/* Whether the kernel takes router advertisements when accept_ra and forwarding are these. */
bool iph_ipif_takes_ra(int32_t accept_ra, bool forwarding);

/* timeout.c: how long the namespace keeps a path MTU, in milliseconds. */
struct iph_ipif_timeouts {
	uint32_t ipv4;
	uint32_t ipv6;
};
int iph_ipif_timeouts(struct iph_ipif_timeouts *ret_timeouts) IPH_MUST_CHECK;

/* row.c: the row of an interface and a family; and those of all interfaces that have the family, or
 * with AF_UNSPEC of both families, which take the place of the interfaces in their table. */
void iph_ipif_row(struct iph_ipif *ipif, uint8_t family, const struct iph_ipif_timeouts *timeouts,
		  MIB_IPINTERFACE_ROW *row);
int iph_ipifs_rows(struct iph_ipifs *ipifs, uint8_t family,
		   const struct iph_ipif_timeouts *timeouts) IPH_MUST_CHECK;

/* change.c: what SetIpInterfaceEntry() refuses without a look at the system: -EINVAL. */
int iph_ipif_check_values(const MIB_IPINTERFACE_ROW *row, uint8_t family) IPH_MUST_CHECK;

/* Makes of the current row the wanted one. -EOPNOTSUPP when Linux has no such thing to change,
 * -EINVAL when the kernel does not take a value, -EROFS or -EACCES when /proc/sys is not to be
 * written; then nothing has changed. */
int iph_ipif_change(const struct iph_ipif *ipif, const MIB_IPINTERFACE_ROW *wanted,
		    const MIB_IPINTERFACE_ROW *current) IPH_MUST_CHECK;
