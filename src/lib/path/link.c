/* SPDX-License-Identifier: MIT */
/* What an interface says of the paths by way of it. */

#include <errno.h>
#include <netinet/in.h> /* before linux/in6.h, which then leaves out what both define */
#include <string.h>

#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>

#include "path.h"

struct reading {
	const struct iph_nl *nl;
	MIB_IF_ROW2 row;
	struct iph_link link;
	uint32_t mtu6; /* 0: not told */
};

/* net.ipv6.conf.IF.mtu, which IFLA_INET6_CONF carries as one of an array of int. */
static uint32_t mtu6_of(const struct nlattr *af_spec)
{
	const struct nlattr *families[AF_INET6 + 1];
	const struct nlattr *tb[IFLA_INET6_CONF + 1];
	int32_t mtu[DEVCONF_MTU6 + 1];

	if (!af_spec || iph_attr_parse_nested(af_spec, families, AF_INET6) < 0 ||
	    !families[AF_INET6] ||
	    iph_attr_parse_nested(families[AF_INET6], tb, IFLA_INET6_CONF) < 0 ||
	    iph_attr_bytes(tb[IFLA_INET6_CONF], mtu, sizeof(mtu)) < sizeof(mtu))
		return 0;
	return (uint32_t)mtu[DEVCONF_MTU6];
}

static int take_link(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *reading = arg;
	struct iph_link_message message;
	int r = iph_link_take_apart(nlh, &message);

	if (r == 0)
		r = iph_link_fill(&message, &reading->link);
	if (r == 0)
		r = iph_interface_fill_row(&message, reading->nl->fd, IPH_WITHOUT_STATISTICS,
					   &reading->row);
	if (r == 0)
		reading->mtu6 = mtu6_of(message.tb[IFLA_AF_SPEC]);
	return r;
}

int iph_path_link(struct iph_nl *nl, uint32_t index, struct iph_path_link *ret_link)
{
	struct reading reading = {.nl = nl};
	struct iph_nl_sink sink = {.message = take_link, .arg = &reading};
	struct iph_interface_rows rows = {.first = &reading.row, .count = 1};
	struct iph_link *link = &reading.link;
	int r = iph_link_ask(nl, index, &sink);

	if (r == 0)
		r = iph_interface_complete(&rows);
	if (r < 0)
		return r;
	*ret_link = (struct iph_path_link){
		.luid = reading.row.InterfaceLuid.Value,
		.mtu = {reading.row.Mtu, reading.mtu6},
		.transmit_speed = reading.row.TransmitLinkSpeed,
		.receive_speed = reading.row.ReceiveLinkSpeed,
		.no_neighbors = link->no_arp,
		.carrier = link->up && link->carrier,
	};
	return 0;
}
