/* SPDX-License-Identifier: MIT */
/* All interfaces at once, for tables that name many of them. */

#include <errno.h>

#include <linux/netconf.h>
#include <linux/rtnetlink.h>

#include "links.h"
#include "wifi.h"

static int make_room(struct iph_links *links)
{
	size_t room = links->room ? links->room * 2 : 16;
	void *grown;

	if (links->count < links->room)
		return 0;
	grown = reallocarray(links->links, room, sizeof(*links->links));
	if (!grown)
		return -ENOMEM;
	links->links = grown;
	links->room = room;
	return 0;
}

static int add_link(const struct nlmsghdr *nlh, void *arg)
{
	struct iph_links *links = arg;
	int r = make_room(links);

	return r < 0 ? r : iph_link_parse(nlh, &links->links[links->count++]);
}

/* The settings for all interfaces and for new ones are told of, too, with negative indices
 * (NETCONFA_IFINDEX_ALL, linux/netconf.h). */
static int add_index(const struct nlmsghdr *nlh, void *arg)
{
	const struct nlattr *tb[NETCONFA_IFINDEX + 1];
	struct iph_links *links = arg;
	uint32_t index = 0;
	int r = iph_attr_parse(nlh, sizeof(struct netconfmsg), tb, NETCONFA_IFINDEX);

	if (r == 0 && !iph_attr_u32(tb[NETCONFA_IFINDEX], &index))
		r = -EBADMSG;
	if (r < 0 || index > INT32_MAX)
		return r;
	r = make_room(links);
	if (r == 0)
		links->links[links->count++] = (struct iph_link){.index = index};
	return r;
}

static void forget_links(void *arg)
{
	struct iph_links *links = arg;

	links->count = 0;
}

static int compare_links(const void *left, const void *right)
{
	const struct iph_link *a = left;
	const struct iph_link *b = right;

	return (a->index > b->index) - (a->index < b->index);
}

static void set_links_wifi(uint32_t index, void *arg)
{
	const struct iph_links *links = arg;
	struct iph_link key = {.index = index};
	struct iph_link *link =
		bsearch(&key, links->links, links->count, sizeof(key), compare_links);

	if (link)
		link->type = IPH_TYPE_WIFI;
}

static int find_wifi(struct iph_links *links)
{
	size_t i;

	for (i = 0; i < links->count; i++)
		if (links->links[i].maybe_wifi)
			return iph_wifi_read(0, set_links_wifi, links);
	return 0;
}

static void sort(struct iph_links *links)
{
	if (links->count)
		qsort(links->links, links->count, sizeof(*links->links), compare_links);
}

int iph_links_read(struct iph_nl *nl, struct iph_links *ret_links)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	const struct iph_nl_sink sink = {
		.message = add_link, .restart = forget_links, .arg = &links};
	int r = iph_link_ask(nl, 0, &sink);

	if (r < 0)
		return r;
	sort(&links);
	r = find_wifi(&links);
	if (r < 0)
		return r;
	*ret_links = links;
	links.links = NULL;
	return 0;
}

int iph_links_read_indices(struct iph_nl *nl, uint8_t family, struct iph_links *ret_links)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	const struct iph_nl_sink sink = {
		.message = add_index, .restart = forget_links, .arg = &links};
	struct netconfmsg *conf;
	struct iph_msg msg;
	int r;

	conf = iph_msg_init(&msg, RTM_GETNETCONF, NLM_F_DUMP, sizeof(*conf));
	conf->ncm_family = family;
	r = iph_nl_dump(nl, &msg, &sink);
	if (r < 0)
		return r;
	sort(&links);
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

	return bsearch(&key, links->links, links->count, sizeof(key), compare_links);
}
