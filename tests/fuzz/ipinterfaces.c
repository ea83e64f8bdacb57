/* SPDX-License-Identifier: MIT */
/* What the kernel says of IP interfaces: links, neighbour tables, features and their names, and a
 * file of /proc/sys. Input: a message; its length field is set to what is there, as the
 * reader guarantees. */

#include <sys/socket.h>

#include "input.h"

#include "../../src/kernel/addr.c"
#include "../../src/kernel/attr.c"
#include "../../src/kernel/genl.c"
#define parse_families link_parse_families
#include "../../src/kernel/link.c"
#undef parse_families
#include "../../src/kernel/wifi.c"
#define reading nl_reading
#include "../../src/kernel/nl-notices.c"
#include "../../src/kernel/nl-socket.c"
#include "../../src/kernel/nl-trace.c"
#include "../../src/kernel/nl.c"
#undef reading
#include "../../src/kernel/ethtool.c"
#include "../../src/lib/ipinterface/features.c"
#include "../../src/lib/ipinterface/ipif.c"
#include "../../src/lib/ipinterface/read.c"
#include "../../src/lib/ipinterface/timeout.c"
#include "../../src/lib/ipinterface/times.c"
#include "../../src/lib/table/sort.c"
#include "../../src/lib/table/table.c"

#define INTERFACES 3

/* Interfaces with the indices 1 to 3; the last one has no IPv6. */
static void fill(struct iph_ipif *ipifs)
{
	uint32_t i;

	memset(ipifs, 0, INTERFACES * sizeof(*ipifs));
	for (i = 0; i < INTERFACES; i++) {
		ipifs[i].link.index = i + 1;
		ipifs[i].link.ipv4 = true;
		ipifs[i].link.ipv6 = i + 1 < INTERFACES;
	}
}

static void read_link(const struct nlmsghdr *nlh)
{
	struct iph_ipif ipif;

	if (iph_ipif_parse(nlh, &ipif) < 0)
		return;
	CHECK(strnlen(ipif.link.name, IFNAMSIZ) < IFNAMSIZ);
	CHECK(ipif.conf6.addr_gen_mode >= -1 && ipif.conf6.addr_gen_mode <= UINT8_MAX);
}

static void read_times_of(const struct nlmsghdr *nlh, uint8_t family)
{
	struct iph_ipif at[INTERFACES];
	struct iph_ipifs ipifs = {.at = at, .count = INTERFACES};
	struct times_reading reading = {.ipifs = &ipifs, .family = family};
	size_t i;

	fill(at);
	reading.missing = count_missing(&reading);
	CHECK(times_message(nlh, &reading) <= 0); /* one message does not end it */
	CHECK(reading.missing == count_missing(&reading));
	for (i = 0; i < INTERFACES; i++) {
		CHECK(at[i].link.index == i + 1);
		CHECK(at[i].times[0].base_reachable <= INT32_MAX);
		CHECK(at[i].times[1].retransmit <= INT32_MAX);
	}
}

static void read_features(const struct nlmsghdr *nlh)
{
	struct iph_ipif at[INTERFACES];
	struct iph_ipifs ipifs = {.at = at, .count = INTERFACES};
	struct reading reading = {.ipifs = &ipifs, .bits = {0, 31, 32, 63, 1000, UINT32_MAX}};
	struct strings strings = {.string = take_name, .arg = &reading};
	size_t i;

	fill(at);
	iph_ignore(features_message(nlh, &reading));
	for (i = 0; i < INTERFACES; i++)
		CHECK(!(at[i].features & IPH_RX_CHECKSUM));
	iph_ignore(strings_message(nlh, &strings));
	iph_ignore(features_message(nlh, &reading));
}

static void read_timeout(const uint8_t *data, size_t size)
{
	char text[24];
	size_t len = size < sizeof(text) - 1 ? size : sizeof(text) - 1;

	memcpy(text, data, len);
	text[len] = '\0';
	CHECK(parse_timeout(text) <= INT32_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nlmsghdr *nlh;

	read_timeout(data, size);
	if (size < sizeof(*nlh))
		return 0;
	nlh = malloc(size);
	CHECK(nlh);
	memcpy(nlh, data, size);
	nlh->nlmsg_len = (uint32_t)size;
	read_times_of(nlh, AF_UNSPEC);
	read_times_of(nlh, AF_INET);
	read_times_of(nlh, AF_INET6);
	read_features(nlh);
	read_link(nlh);
	nlh->nlmsg_type = RTM_NEWLINK;
	read_link(nlh);
	free(nlh);
	return 0;
}
