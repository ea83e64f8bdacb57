/* SPDX-License-Identifier: MIT */
/* Attributes, and the messages about links, addresses, routes and sockets, one at a time.
 * Input: the message; its length field is set to what is there, as the reader guarantees. */

#include <sys/socket.h>

#include "input.h"

#include "../../src/base/wait.c"
#include "../../src/kernel/addr.c"
#include "../../src/kernel/addresses.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/family.c"
#include "../../src/kernel/genl.c"
#include "../../src/kernel/link.c"
#include "../../src/kernel/nl-notices.c"
#include "../../src/kernel/nl-socket.c"
#include "../../src/kernel/nl-trace.c"
#include "../../src/kernel/nl.c"
#include "../../src/kernel/wifi.c"
#define search socket_search
#include "../../src/protocol/anycast-proto.c"
#undef search
#include "../../src/holder/local-route.c"
#include "../../src/holder/parts.c"
#include "../../src/kernel/anycast.c"
#include "../../src/kernel/record-ipv4.c"

#define TYPES 64

/* libmnl reads the same attributes with code of its own. It gets their exact length, since what it
 * works out by itself is rounded up (mnl_nlmsg_get_payload_tail()). */
static void compare_with_libmnl(const struct nlmsghdr *nlh, size_t size)
{
	const struct nlattr *ours[TYPES + 1];
	const struct nlattr *theirs[TYPES + 1] = {NULL};
	const struct nlattr *attr;
	int i;

	if (iph_attr_parse(nlh, size, ours, TYPES) < 0)
		return;
	mnl_attr_for_each_payload(mnl_nlmsg_get_payload_offset(nlh, size),
				  nlh->nlmsg_len - sizeof(*nlh) -
					  size) if (mnl_attr_get_type(attr) <= TYPES)
		theirs[mnl_attr_get_type(attr)] = attr;
	for (i = 0; i <= TYPES; i++)
		CHECK(ours[i] == theirs[i]);
}

static void read_values(const struct nlmsghdr *nlh, size_t size)
{
	const struct nlattr *nested[TYPES + 1];
	const struct nlattr *tb[TYPES + 1];
	struct iph_addr addr;
	char text[20];
	uint32_t word;
	uint8_t byte;
	int i;

	if (iph_attr_parse(nlh, size, tb, TYPES) < 0)
		return;
	for (i = 0; i <= TYPES; i++) {
		iph_attr_u8(tb[i], &byte);
		iph_attr_u32(tb[i], &word);
		iph_attr_addr(tb[i], AF_INET, &addr);
		iph_attr_addr(tb[i], AF_INET6, &addr);
		if (iph_attr_str(tb[i], text, sizeof(text)))
			CHECK(strnlen(text, sizeof(text)) < sizeof(text));
		if (tb[i])
			iph_ignore(iph_attr_parse_nested(tb[i], nested, TYPES));
	}
}

static void read_link(const struct nlmsghdr *nlh)
{
	struct iph_link link;
	uint64_t luid;

	if (link_message(nlh, &link) < 0)
		return;
	CHECK(strnlen(link.name, sizeof(link.name)) < sizeof(link.name));
	luid = iph_luid_make(link.type, link.index);
	CHECK(iph_luid_type(luid) == link.type && iph_luid_index(luid) == link.index);
}

static int take_entry(const struct iph_addr *addr, uint32_t ifindex, void *arg)
{
	const uint32_t *only = arg;

	CHECK(addr->family == AF_INET || addr->family == AF_INET6);
	CHECK(*only == 0 || ifindex == *only);
	CHECK(iph_addr_equal(addr, addr));
	iph_addr_unicast_form(addr);
	return 0;
}

static int take_service(const struct iph_addr *addr, void *arg)
{
	CHECK(addr->family == AF_INET6 && !arg);
	return 0;
}

static void read_addresses(const struct nlmsghdr *nlh)
{
	uint32_t only = 0;
	struct iph_anycast_sink sink = {.entry = take_entry, .arg = &only};
	struct reader reader = {.sink = &sink};
	struct iph_addr wanted = {.family = AF_INET, .bytes = {192, 0, 2, 1}};
	struct search search = {.addr = &wanted, .ifindex = 1};
	struct service_walk walk = {.service = take_service};

	iph_ignore(address_message(nlh, &reader));
	reader.ifindex = only = 1;
	iph_ignore(address_message(nlh, &reader));
	iph_ignore(search_message(nlh, &search));
	search.entry = true;
	iph_ignore(search_message(nlh, &search));
	wanted.family = AF_INET6;
	iph_ignore(search_message(nlh, &search));
	iph_ignore(service_message(nlh, &walk));
}

static void read_others(const struct nlmsghdr *nlh)
{
	struct socket_search sockets = {.groups = IPH_GROUP_HOLDER, .own = 7};
	const struct iph_addr nowhere = {.family = AF_INET6};
	struct route_search route = {.ifindex = 2};

	iph_ignore(route_message(nlh, &route));
	CHECK(!is_route_to(nlh, nlh->nlmsg_len - 1, &nowhere));
	is_route_to(nlh, nlh->nlmsg_len, &nowhere);
	iph_ignore(socket_message(nlh, &sockets));
	CHECK(!sockets.found || (sockets.port != 0 && sockets.port != 7));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *nlh;

	if (size < sizeof(*nlh))
		return 0;
	nlh = malloc(size);
	CHECK(nlh);
	memcpy(nlh, data, size);
	nlh->nlmsg_len = (uint32_t)size;
	compare_with_libmnl(nlh, sizeof(struct ifinfomsg));
	compare_with_libmnl(nlh, sizeof(struct ifaddrmsg));
	read_values(nlh, sizeof(struct ifinfomsg));
	read_values(nlh, sizeof(struct ifaddrmsg));
	read_link(nlh);
	read_addresses(nlh);
	read_others(nlh);
	free(nlh);
	return 0;
}
