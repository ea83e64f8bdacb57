/* SPDX-License-Identifier: MIT */
/* Rows of addresses, completed by what the kernel says of their interfaces. */

#include <errno.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "link.h"
#include "table.h"
#include "wifi.h"

/* Up to this many interfaces are asked for one by one: cheaper than a dump of thousands. */
#define FEW_LINKS 8

/* The completion of rows by what their interfaces say. The rows of each family are sorted, so that
 * those of an interface are side by side, at two places. A LUID of 0 is one that is missing. */
struct completion {
	const struct iph_address_kind *kind;
	const struct iph_table *table;
	struct part {
		size_t end;
		size_t next; /* the row behind the last one that was completed: where the next may
				be */
	} parts[2];	     /* IPv4 and IPv6 */
	size_t missing;	     /* rows */
	bool maybe_wifi;
};

static uint32_t index_at(const struct completion *completion, size_t at)
{
	return iph_address_index(completion->kind, iph_table_row(completion->table, at));
}

static NET_LUID *luid_at(const struct completion *completion, size_t at)
{
	char *row = iph_table_row(completion->table, at);

	return (NET_LUID *)(row + completion->kind->luid);
}

/* The first row between the two of an interface with that index or a greater one, or end. */
static size_t seek(const struct completion *completion, size_t at, size_t end, uint32_t index)
{
	while (at < end) {
		size_t middle = at + (end - at) / 2;

		if (index_at(completion, middle) < index)
			at = middle + 1;
		else
			end = middle;
	}
	return at;
}

static size_t begin_of(const struct completion *completion, size_t part)
{
	return part ? completion->parts[0].end : 0;
}

/* Most messages about interfaces come in the order of the index, so that it is the next row. */
static size_t find_rows(const struct completion *completion, size_t part, uint32_t index)
{
	size_t begin = begin_of(completion, part);
	size_t next = completion->parts[part].next;
	size_t end = completion->parts[part].end;

	if (next > begin && index_at(completion, next - 1) >= index)
		return seek(completion, begin, next, index);
	if (next == end || index_at(completion, next) >= index)
		return next;
	return seek(completion, next, end, index);
}

/* Without a link the LUID alone is set. */
static void complete(struct completion *completion, uint32_t index, uint16_t type,
		     const struct iph_link *link)
{
	uint64_t luid = iph_luid_make(type, index);
	size_t part;
	size_t at;

	for (part = 0; part < IPH_ARRAY_SIZE(completion->parts); part++) {
		at = find_rows(completion, part, index);
		for (; at < completion->parts[part].end && index_at(completion, at) == index;
		     at++) {
			completion->missing -= luid_at(completion, at)->Value == 0;
			luid_at(completion, at)->Value = luid;
			if (link && completion->kind->finish)
				completion->kind->finish(iph_table_row(completion->table, at),
							 link);
		}
		completion->parts[part].next = at;
	}
}

static void complete_by(struct completion *completion, const struct iph_link *link)
{
	complete(completion, link->index, link->type, link);
}

static struct completion start_completion(const struct iph_address_kind *kind,
					  const struct iph_table *table)
{
	struct completion completion = {.kind = kind, .table = table};
	size_t count = iph_table_count(table);
	size_t first6 = 0;
	size_t end = count;

	while (first6 < end) {
		size_t middle = first6 + (end - first6) / 2;
		const SOCKADDR_INET *address = iph_table_row(table, middle);

		if (address->si_family == AF_INET)
			first6 = middle + 1;
		else
			end = middle;
	}
	completion.parts[0].end = first6;
	completion.parts[1].next = first6;
	completion.parts[1].end = count;
	completion.missing = count;
	return completion;
}

/* The smallest index of an interface with rows that is greater than the one given, or 0. */
static uint32_t next_index(const struct completion *completion, uint32_t index)
{
	uint32_t next = 0;
	size_t part;

	for (part = 0; index < UINT32_MAX && part < IPH_ARRAY_SIZE(completion->parts); part++) {
		size_t end = completion->parts[part].end;
		size_t at = seek(completion, begin_of(completion, part), end, index + 1);

		if (at < end && (next == 0 || index_at(completion, at) < next))
			next = index_at(completion, at);
	}
	return next;
}

static bool has_few_interfaces(const struct completion *completion)
{
	uint32_t index = 0;
	size_t count = 0;

	do
		index = next_index(completion, index);
	while (index && ++count <= FEW_LINKS);
	return count <= FEW_LINKS;
}

static int ask_each(struct iph_nl *nl, struct completion *completion)
{
	struct iph_link link;
	uint32_t index = 0;
	int r = 0;

	while ((r == 0 || r == -ENODEV) && (index = next_index(completion, index)) != 0) {
		r = iph_link_by_index(nl, index, &link);
		if (r == 0)
			complete_by(completion, &link);
	}
	return r == -ENODEV ? 0 : r;
}

static int link_message(const struct nlmsghdr *nlh, void *arg)
{
	struct completion *completion = arg;
	struct iph_link link;
	int r = iph_link_parse(nlh, &link);

	if (r < 0)
		return r;
	completion->maybe_wifi |= link.maybe_wifi;
	complete_by(completion, &link);
	return 0;
}

static void forget_luids(void *arg)
{
	struct completion *completion = arg;
	size_t i;

	completion->missing = iph_table_count(completion->table);
	for (i = 0; i < completion->missing; i++)
		luid_at(completion, i)->Value = 0;
}

static void complete_wifi(uint32_t index, void *completion)
{
	complete(completion, index, IPH_TYPE_WIFI, NULL);
}

/* No list of all interfaces is kept: each is needed for no longer than its message is there. */
static int ask_all(struct iph_nl *nl, struct completion *completion)
{
	struct iph_nl_sink sink = {
		.message = link_message, .restart = forget_luids, .arg = completion};
	unsigned int tries = nl->tries;
	int r;

	nl->tries = IPH_WHOLE_TRIES;
	r = iph_link_ask(nl, 0, &sink);
	nl->tries = tries;
	if (r == 0 && completion->maybe_wifi)
		r = iph_wifi_read(0, complete_wifi, completion);
	return r;
}

/* Rows of an interface that has gone in the meantime go with it. */
static void drop_incomplete(const struct completion *completion, struct iph_table *table)
{
	size_t row = table->shape->row;
	size_t kept = 0;
	size_t i;

	for (i = 0; completion->missing > 0 && i < iph_table_count(table); i++)
		if (luid_at(completion, i)->Value)
			memmove(iph_table_row(table, kept++), iph_table_row(table, i), row);
	if (completion->missing > 0)
		iph_table_truncate(table, kept);
}

int iph_address_complete(const struct iph_address_kind *kind, struct iph_nl *nl,
			 struct iph_table *table)
{
	struct completion completion = start_completion(kind, table);
	int r = -EAGAIN;

	if (!has_few_interfaces(&completion))
		r = ask_all(nl, &completion);
	if (r == -EAGAIN) /* or others change interfaces all the time */
		r = ask_each(nl, &completion);
	if (r == 0)
		drop_incomplete(&completion, table);
	return r;
}

void iph_address_complete_from(const struct iph_address_kind *kind,
			       const struct iph_known_links *links, struct iph_table *table)
{
	struct completion completion = start_completion(kind, table);
	const char *at = (const char *)links->first;
	size_t i;

	for (i = 0; i < links->count; i++, at += links->step)
		complete_by(&completion, (const struct iph_link *)at);
	drop_incomplete(&completion, table);
}
