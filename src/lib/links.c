/* SPDX-License-Identifier: MIT */
/* All interfaces at once, for tables that name many of them. */

#include <errno.h>

#include <linux/rtnetlink.h>

#include "links.h"
#include "wifi.h"

static int add_link(const struct nlmsghdr *nlh, void *arg)
{
	struct iph_links *links = arg;

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -EBADMSG;
	if (links->count == links->room) {
		size_t room = links->room ? links->room * 2 : 16;
		void *grown = reallocarray(links->links, room, sizeof(*links->links));

		if (!grown)
			return -ENOMEM;
		links->links = grown;
		links->room = room;
	}
	return iph_link_parse(nlh, &links->links[links->count++]);
}

static void restart(void *arg)
{
	struct iph_links *links = arg;

	links->count = 0;
}

static int compare(const void *left, const void *right)
{
	const struct iph_link *a = left;
	const struct iph_link *b = right;

	return (a->index > b->index) - (a->index < b->index);
}

static void set_wifi(uint32_t index, void *arg)
{
	const struct iph_links *links = arg;
	struct iph_link key = {.index = index};
	struct iph_link *link =
		bsearch(&key, links->links, links->count, sizeof(key), compare);

	if (link)
		link->type = IPH_TYPE_WIFI;
}

static int find_wifi(struct iph_links *links)
{
	size_t i;

	for (i = 0; i < links->count; i++)
		if (links->links[i].maybe_wifi)
			return iph_wifi_read(0, set_wifi, links);
	return 0;
}

int iph_links_read(struct iph_nl *nl, struct iph_links *ret_links)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	struct iph_rows rows = {.row = add_link, .restart = restart, .arg = &links};
	struct iph_msg msg;
	int r;

	iph_msg_init(&msg, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg));
	iph_msg_put_u32(&msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	r = iph_nl_dump(nl, &msg, &rows);
	if (r < 0)
		return r;
	qsort(links.links, links.count, sizeof(*links.links), compare);
	r = find_wifi(&links);
	if (r < 0)
		return r;
	*ret_links = links;
	links.links = NULL;
	return 0;
}

void iph_links_free(struct iph_links *links)
{
	free(iph_take(&links->links));
}

const struct iph_link *iph_links_find(const struct iph_links *links, uint32_t index)
{
	struct iph_link key = {.index = index};

	return bsearch(&key, links->links, links->count, sizeof(key), compare);
}
