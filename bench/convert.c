/* SPDX-License-Identifier: MIT */
/* The line convert: from index to LUID, LUID to index and name to LUID. */

#include <err.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "bench.h"
#include "raw.h"
#include "world.h"

/* The interface in question, as each contender wants it. */
struct subject {
	char name[IF_NAMESIZE];
	NET_IFINDEX index;
	NET_LUID luid;
	struct raw raw;
	struct message by_index;
	struct message by_name;
};

static int index_to_luid(void *arg)
{
	const struct subject *subject = arg;
	NET_LUID luid;

	return (int)ConvertInterfaceIndexToLuid(subject->index, &luid);
}

static int luid_to_index(void *arg)
{
	const struct subject *subject = arg;
	NET_IFINDEX index;

	return (int)ConvertInterfaceLuidToIndex(&subject->luid, &index);
}

static int name_to_luid(void *arg)
{
	const struct subject *subject = arg;
	NET_LUID luid;

	return (int)ConvertInterfaceNameToLuidA(subject->name, &luid);
}

static int raw_by_index(void *arg)
{
	struct subject *subject = arg;

	return raw_get(&subject->raw, &subject->by_index);
}

static int raw_by_name(void *arg)
{
	struct subject *subject = arg;

	return raw_get(&subject->raw, &subject->by_name);
}

/* The library keeps nothing between two calls: its socket is opened and closed in each. */
static int fresh_by_index(void *arg)
{
	struct subject *subject = arg;
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_get(&raw, &subject->by_index);
	raw_close(&raw);
	return r;
}

static int fresh_by_name(void *arg)
{
	struct subject *subject = arg;
	struct raw raw;
	int r;

	raw_open(&raw);
	r = raw_get(&raw, &subject->by_name);
	raw_close(&raw);
	return r;
}

static int nametoindex(void *arg)
{
	const struct subject *subject = arg;

	return if_nametoindex(subject->name) == 0;
}

static int indextoname(void *arg)
{
	const struct subject *subject = arg;
	char name[IF_NAMESIZE];

	return !if_indextoname(subject->index, name);
}

static const struct {
	const char *line;
	int (*ours)(void *arg);
	int (*raw)(void *arg);
	int (*fresh)(void *arg);
	const char *peer_name;
	int (*peer)(void *arg);
} conversions[] = {
	{"convert-index-to-luid", index_to_luid, raw_by_index, fresh_by_index, "if_indextoname",
	 indextoname},
	{"convert-luid-to-index", luid_to_index, raw_by_index, fresh_by_index, "if_indextoname",
	 indextoname},
	{"convert-name-to-luid", name_to_luid, raw_by_name, fresh_by_name, "if_nametoindex",
	 nametoindex},
};

static void choose(struct subject *subject, long number)
{
	const uint32_t mask = RTEXT_FILTER_SKIP_STATS;
	struct ifinfomsg *ifi;

	snprintf(subject->name, sizeof(subject->name), "bench%u", (unsigned int)number);
	subject->index = if_nametoindex(subject->name);
	if (ConvertInterfaceIndexToLuid(subject->index, &subject->luid) != NO_ERROR)
		errx(1, "there is no interface %s", subject->name);
	ifi = message_start(&subject->by_index, RTM_GETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)subject->index;
	message_put(&subject->by_index, IFLA_EXT_MASK, &mask, sizeof(mask));
	message_start(&subject->by_name, RTM_GETLINK, 0, sizeof(*ifi));
	message_put(&subject->by_name, IFLA_IFNAME, subject->name, strlen(subject->name) + 1);
	message_put(&subject->by_name, IFLA_EXT_MASK, &mask, sizeof(mask));
}

static void compare_all(struct subject *subject, long size)
{
	size_t i;

	for (i = 0; i < sizeof(conversions) / sizeof(conversions[0]); i++) {
		struct work work = {
			.line = conversions[i].line,
			.size = size,
			.contenders = {CONTENDER("ours", BENCH_OURS, conversions[i].ours, subject),
				       CONTENDER("raw", BENCH_RAW, conversions[i].raw, subject),
				       CONTENDER("raw, own socket", BENCH_RAW, conversions[i].fresh,
						 subject),
				       CONTENDER(conversions[i].peer_name, BENCH_PEER,
						 conversions[i].peer, subject)},
			.goals = {{"raw", 1.1}, {"raw, own socket", 1.1}},
		};

		bench_compare(&work);
	}
}

void line_convert(void)
{
	static const long sizes[] = {1, 1000, 10000};
	struct subject subject;
	long n = 0;
	size_t i;

	world_begin();
	bench_note("convert", 0, "all", "the interfaces are of kind %s", world_interfaces(0, 0));
	raw_open(&subject.raw);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		world_interfaces(n, sizes[i]);
		n = sizes[i];
		choose(&subject, n - 1);
		compare_all(&subject, n);
	}
}
