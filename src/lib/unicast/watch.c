/* SPDX-License-Identifier: MIT */
/* The unicast addresses of a network namespace, kept up to date by what the kernel tells. */

#include "watch.h"

#include <errno.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "unicast.h"

/* An interface may have an IPv4 address several times, with another prefix length or another end
 * (__inet_insert_ifa(), net/ipv4/devinet.c), and the row is one. */
static struct iph_notice_key key_of(const struct iph_unicast *unicast)
{
	struct iph_notice_key key = {.ifindex = unicast->ifindex,
				     .kind = IPH_NOTICE_UNICAST,
				     .family = unicast->addr.family,
				     .length = unicast->prefix_length};

	memcpy(key.address, unicast->addr.bytes, iph_addr_len(unicast->addr.family));
	if (unicast->addr.family == AF_INET)
		memcpy(key.hop, unicast->peer.bytes, 4);
	else
		key.length = 0;
	return key;
}

static void row_of(const struct iph_notice_key *thing, struct iph_notice_key *ret_row)
{
	*ret_row = *thing;
	ret_row->length = 0;
	memset(ret_row->hop, 0, sizeof(ret_row->hop));
}

void iph_unicast_watch_init(struct iph_view *view)
{
	view->row_of = row_of;
}

/* What the row says. Seconds that pass are no change; lifetimes that are given anew are. */
static uint64_t print_of(const struct iph_unicast *unicast)
{
	static const struct iph_clock clock;
	bool ends = unicast->valid != UINT32_MAX || unicast->preferred != UINT32_MAX;
	uint32_t since = ends ? unicast->updated : 0;
	MIB_UNICASTIPADDRESS_ROW row;
	uint64_t print;

	iph_unicast_row(unicast, &clock, &row);
	row.ValidLifetime = row.ValidLifetime == UINT32_MAX;
	row.PreferredLifetime = row.PreferredLifetime == UINT32_MAX;
	row.CreationTimeStamp.QuadPart = 0;
	print = iph_view_print(0, &row, sizeof(row));
	return iph_view_print(print, &since, sizeof(since));
}

static int put(const struct iph_unicast *unicast, void *arg)
{
	struct iph_notice_key key = key_of(unicast);

	return iph_view_put(arg, &key, print_of(unicast));
}

static void begin(void *arg)
{
	iph_view_begin(arg);
}

static int read_family(struct iph_view *view, struct iph_nl *nl, uint8_t family)
{
	const struct iph_unicast_sink sink = {.entry = put, .restart = begin, .arg = view};
	int r = iph_unicast_read(nl, family, 0, &sink);

	return r == -EAFNOSUPPORT ? 0 : r;
}

/* One dump of both families would hang on which of them the kernel has; so two, and since each may
 * begin again, IPv4 is put again after IPv6 has done so. */
int iph_unicast_watch_read(struct iph_view *view, struct iph_nl *nl)
{
	uint32_t generation;
	int r;

	iph_view_begin(view);
	do {
		r = read_family(view, nl, AF_INET);
		generation = view->generation;
		if (r == 0)
			r = read_family(view, nl, AF_INET6);
	} while (r == 0 && view->generation != generation);
	if (r == 0)
		iph_view_end(view);
	return r;
}

int iph_unicast_watch_message(struct iph_view *view, const struct nlmsghdr *nlh)
{
	struct iph_unicast unicast;
	struct iph_notice_key key;
	int r;

	if (nlh->nlmsg_type != RTM_NEWADDR && nlh->nlmsg_type != RTM_DELADDR)
		return 0;
	r = iph_unicast_parse(nlh, &unicast);
	if (r < 0)
		return r == -ENODATA ? 0 : r;
	if (nlh->nlmsg_type == RTM_NEWADDR)
		return put(&unicast, view);
	key = key_of(&unicast);
	iph_view_drop(view, &key);
	return 0;
}
