/* SPDX-License-Identifier: MIT */
/* The kernel's neighbours: those that ARP (IPv4) and neighbour discovery (IPv6) know. */

#include <errno.h>
#include <string.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "family.h"
#include "neighbor.h"

struct reader {
	const struct iph_neighbor_sink *sink;
	uint32_t ifindex;
};

/* A message that repeats the attribute has its last one count, and nothing of those before. */
static int take_lladdr(const struct nlattr *attr, struct iph_neighbor *neighbor)
{
	size_t len;

	memset(neighbor->lladdr, 0, sizeof(neighbor->lladdr));
	len = iph_attr_bytes(attr, neighbor->lladdr, sizeof(neighbor->lladdr));
	neighbor->lladdr_len = (uint8_t)len;
	return len <= sizeof(neighbor->lladdr) ? 0 : -EBADMSG;
}

static int take_attr(const struct nlattr *attr, uint8_t family, struct iph_neighbor *neighbor)
{
	struct nda_cacheinfo info = {0};

	switch (iph_attr_type(attr)) {
	case NDA_DST:
		return iph_attr_addr(attr, family, &neighbor->addr) ? 0 : -EBADMSG;
	case NDA_LLADDR:
		return take_lladdr(attr, neighbor);
	case NDA_CACHEINFO:
		(void)iph_attr_bytes(attr, &info, sizeof(info));
		neighbor->confirmed = info.ndm_confirmed;
		neighbor->updated = info.ndm_updated;
		break;
	}
	return 0;
}

/* Each attribute is looked at once, and *neighbor is written at once, without a copy in between,
 * because there may be 100 000 neighbours. After a failure *neighbor holds something half written.
 */
static int parse_neighbor(const struct nlmsghdr *nlh, struct iph_neighbor *neighbor)
{
	static const struct iph_neighbor empty;
	const struct ndmsg *ndm = (const struct ndmsg *)(nlh + 1);
	const struct nlattr *attr;
	struct iph_attrs attrs;
	int r = iph_attrs_of(nlh, sizeof(*ndm), &attrs);

	if (r < 0)
		return r;
	if (nlh->nlmsg_type != RTM_NEWNEIGH && nlh->nlmsg_type != RTM_DELNEIGH)
		return -EBADMSG;
	if (ndm->ndm_family != AF_INET && ndm->ndm_family != AF_INET6)
		return -EBADMSG;
	memcpy(neighbor, &empty, sizeof(*neighbor)); /* memset() would take longer */
	neighbor->ifindex = (uint32_t)ndm->ndm_ifindex;
	neighbor->state = ndm->ndm_state;
	neighbor->flags = ndm->ndm_flags;
	while ((r = iph_attrs_next(&attrs, &attr)) > 0) {
		r = take_attr(attr, ndm->ndm_family, neighbor);
		if (r < 0)
			break;
	}
	return r == 0 && !neighbor->addr.family ? -EBADMSG : r;
}

int iph_neighbor_parse(const struct nlmsghdr *nlh, struct iph_neighbor *ret_neighbor)
{
	struct iph_neighbor neighbor;
	int r = parse_neighbor(nlh, &neighbor);

	if (r == 0)
		*ret_neighbor = neighbor;
	return r;
}

/* 0.0.0.0 is the one IPv4 entry of loopback and point-to-point devices (arp_constructor(),
 * net/ipv4/arp.c). */
bool iph_neighbor_hidden(const struct iph_neighbor *neighbor)
{
	return neighbor->state == NUD_NONE || neighbor->flags & NTF_PROXY ||
	       iph_addr_unspecified(&neighbor->addr);
}

static int neighbor_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct reader *reader = arg;
	struct iph_neighbor neighbor;
	int r = parse_neighbor(nlh, &neighbor);

	if (r < 0)
		return r;
	if (reader->ifindex && neighbor.ifindex != reader->ifindex)
		return 0;
	if (iph_neighbor_hidden(&neighbor))
		return 0;
	return reader->sink->entry(&neighbor, reader->sink->arg);
}

static void restart_neighbors(void *arg)
{
	const struct reader *reader = arg;

	reader->sink->restart(reader->sink->arg);
}

int iph_neighbor_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		      const struct iph_neighbor_sink *sink)
{
	struct reader reader = {.sink = sink, .ifindex = ifindex};
	struct iph_nl_sink nl_sink = {
		.message = neighbor_message, .restart = restart_neighbors, .arg = &reader};
	struct ndmsg *ndm;
	struct iph_msg msg;

	ndm = iph_msg_init(&msg, RTM_GETNEIGH, NLM_F_DUMP, sizeof(*ndm));
	ndm->ndm_family = family;
	if (ifindex)
		iph_msg_put_u32(&msg, NDA_IFINDEX, ifindex);
	return iph_family_dump(nl, &msg, &nl_sink);
}

static int got_message(const struct nlmsghdr *nlh, void *arg)
{
	return iph_neighbor_parse(nlh, arg);
}

static struct ndmsg *start_request(struct iph_msg *msg, uint16_t type, uint16_t flags,
				   const struct iph_addr *addr, uint32_t ifindex)
{
	struct ndmsg *ndm = iph_msg_init(msg, type, flags, sizeof(*ndm));

	ndm->ndm_family = addr->family;
	ndm->ndm_ifindex = (int)ifindex;
	iph_msg_put_addr(msg, NDA_DST, addr);
	return ndm;
}

int iph_neighbor_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex,
		     struct iph_neighbor *ret_neighbor)
{
	struct iph_neighbor neighbor;
	struct iph_nl_sink nl_sink = {.message = got_message, .arg = &neighbor};
	struct iph_msg msg;
	int r;

	start_request(&msg, RTM_GETNEIGH, 0, addr, ifindex);
	r = iph_nl_get(nl, &msg, &nl_sink);
	if (r == 0)
		*ret_neighbor = neighbor;
	return r;
}

int iph_neighbor_put(struct iph_nl *nl, const struct iph_neighbor *neighbor, uint16_t flags)
{
	struct iph_msg msg;
	struct ndmsg *ndm;

	ndm = start_request(&msg, RTM_NEWNEIGH, flags, &neighbor->addr, neighbor->ifindex);
	ndm->ndm_state = neighbor->state;
	ndm->ndm_flags = neighbor->flags;
	if (neighbor->lladdr_len)
		iph_msg_put(&msg, NDA_LLADDR, neighbor->lladdr, neighbor->lladdr_len);
	return iph_nl_request(nl, &msg);
}

int iph_neighbor_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_request(&msg, RTM_DELNEIGH, 0, addr, ifindex);
	return iph_nl_request(nl, &msg);
}

int iph_proxy_get(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_neighbor proxy;
	struct iph_nl_sink nl_sink = {.message = got_message, .arg = &proxy};
	struct iph_msg msg;

	start_request(&msg, RTM_GETNEIGH, 0, addr, ifindex)->ndm_flags = NTF_PROXY;
	return iph_nl_get(nl, &msg, &nl_sink);
}

int iph_proxy_put(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_neighbor proxy = {.addr = *addr, .ifindex = ifindex, .flags = NTF_PROXY};

	return iph_neighbor_put(nl, &proxy, NLM_F_CREATE);
}

int iph_proxy_remove(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;

	start_request(&msg, RTM_DELNEIGH, 0, addr, ifindex)->ndm_flags = NTF_PROXY;
	return iph_nl_request(nl, &msg);
}
