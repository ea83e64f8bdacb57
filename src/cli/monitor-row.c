/* SPDX-License-Identifier: MIT */
/* What is printed of a change. */

#include <string.h>

#include "cell.h"
#include "inet.h"
#include "monitor.h"

static const char *time_text(struct iph_cell *cell)
{
	return cell->member;
}

static const char *word_text(struct iph_cell *cell)
{
	return *(const char *const *)cell->member;
}

static const char *destination_text(struct iph_cell *cell)
{
	const IP_ADDRESS_PREFIX *destination = cell->member;

	if (destination->Prefix.si_family == AF_UNSPEC)
		return NULL;
	iph_prefix_format(destination, cell->text);
	return cell->text;
}

/* As ip(8) has it, a route without a next hop has no gateway. */
static const char *gateway_text(struct iph_cell *cell)
{
	const char *text = iph_cell_address(cell);

	return text && strcmp(text, "0.0.0.0") != 0 && strcmp(text, "::") != 0 ? text : NULL;
}

static const char *device_text(struct iph_cell *cell)
{
	const struct iph_event *event = cell->member;

	return strcmp(event->object, "route") == 0 ? event->name : NULL;
}

static const char *index_text(struct iph_cell *cell)
{
	const NET_IFINDEX *index = cell->member;

	return *index ? iph_cell_number(cell) : NULL;
}

static const char *family_text(struct iph_cell *cell)
{
	const ADDRESS_FAMILY *family = cell->member;

	if (*family == AF_UNSPEC)
		return NULL;
	return *family == AF_INET ? "inet" : "inet6";
}

static const char *luid_text(struct iph_cell *cell)
{
	const NET_LUID *luid = cell->member;

	return luid->Value ? iph_cell_luid(cell) : NULL;
}

#define MEMBER(name) .member = offsetof(struct iph_event, name)

const struct iph_column iph_event_columns[] = {
	{"timestamp", "TIME", IPH_TEXT, IPH_INK_PLAIN, "-t: when it was told, UTC", time_text,
	 MEMBER(time), .timestamp = true},
	{"object", "OBJECT", IPH_TEXT, IPH_INK_PLAIN, "address, anycast, interface, route",
	 word_text, MEMBER(object)},
	{"event", "EVENT", IPH_TEXT, IPH_INK_PLAIN, "add, delete, change, initial", word_text,
	 MEMBER(event)},
	{"family", "FAMILY", IPH_TEXT, IPH_INK_PLAIN, "inet, inet6, or null", family_text,
	 MEMBER(family)},
	{"local", "ADDRESS", IPH_TEXT, IPH_INK_ADDRESS, "the address or anycast address, or null",
	 iph_cell_address, MEMBER(address)},
	{"dst", "DESTINATION", IPH_TEXT, IPH_INK_ADDRESS, "where the route leads to, or null",
	 destination_text, MEMBER(destination)},
	{"gateway", "GATEWAY", IPH_TEXT, IPH_INK_ADDRESS, "next hop of the route, or null",
	 gateway_text, MEMBER(gateway)},
	{"ifname", "INTERFACE", IPH_TEXT, IPH_INK_INTERFACE, "name of the interface, or null",
	 word_text, MEMBER(name)},
	{"dev", "DEV", IPH_TEXT, IPH_INK_INTERFACE, "the same, of routes only, or null",
	 .text = device_text},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index of the interface, or null",
	 index_text, MEMBER(index)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID of the interface, or null", luid_text,
	 MEMBER(luid)},
	{.name = NULL},
};
