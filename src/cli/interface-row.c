/* SPDX-License-Identifier: MIT */
/* A row of interfaces as columns of text. */

#include <stdio.h>
#include <stdlib.h>

#include "guid.h"
#include "interface-row.h"
#include "names.h"
#include "text.h"
#include "util.h"
#include "words.h"

/* One list for the columns and for the members of the row that they show. */
#define COUNTERS(X)                                                                                \
	X("in_octets", "IN_OCT", InOctets, "octets received")                                      \
	X("in_ucast", "IN_PKT", InUcastPkts, "unicast packets received")                           \
	X("in_nucast", "IN_NUC", InNUcastPkts, "other packets received")                           \
	X("in_discards", "IN_DROP", InDiscards, "packets received and dropped")                    \
	X("in_errors", "IN_ERR", InErrors, "packets received with errors")                         \
	X("in_unknown", "IN_UNK", InUnknownProtos, "of unknown protocols")                         \
	X("out_octets", "OUT_OCT", OutOctets, "octets sent")                                       \
	X("out_ucast", "OUT_PKT", OutUcastPkts, "unicast packets sent")                            \
	X("out_nucast", "OUT_NUC", OutNUcastPkts, "other packets sent")                            \
	X("out_discards", "OUT_DRP", OutDiscards, "packets dropped instead of sent")               \
	X("out_errors", "OUT_ERR", OutErrors, "packets not sent because of errors")

enum {
	COLUMN_INDEX,
	COLUMN_NAME,
	COLUMN_TYPE,
	COLUMN_STATE,
	COLUMN_MTU,
	COLUMN_ADDRESS,
	COLUMN_IFTYPE,
	COLUMN_ADMIN,
	COLUMN_MEDIA,
	COLUMN_SPEED,
	COLUMN_DESCRIPTION,
	COLUMN_LUID,
	COLUMN_GUID,
	COLUMN_COUNTERS, /* the first of them */
};

#define PLAIN(name, heading, type, help)                                                           \
	{                                                                                          \
		name, heading, type, IPH_INK_PLAIN, false, help                                    \
	}
#define COUNTER(name, heading, member, help) {name, heading, IPH_NUMBER, IPH_INK_PLAIN, true, help},

const struct iph_column iph_interface_columns[] = {
	[COLUMN_INDEX] = PLAIN("ifindex", "INDEX", IPH_NUMBER, "index"),
	[COLUMN_NAME] = {"ifname", "NAME", IPH_TEXT, IPH_INK_INTERFACE, false, "name"},
	[COLUMN_TYPE] = PLAIN("type", "TYPE", IPH_TEXT, "interface type, as a word or a number"),
	[COLUMN_STATE] = {"operstate", "STATE", IPH_TEXT, IPH_INK_STATE, false,
			  "UP, DOWN, UNKNOWN, ... (RFC 2863)"},
	[COLUMN_MTU] = PLAIN("mtu", "MTU", IPH_NUMBER, "MTU"),
	[COLUMN_ADDRESS] = {"address", "ADDRESS", IPH_TEXT, IPH_INK_HARDWARE, false,
			    "hardware address"},
	[COLUMN_IFTYPE] = PLAIN("iftype", "IFTYPE", IPH_NUMBER, "interface type (IANA)"),
	[COLUMN_ADMIN] = PLAIN("admin", "ADMIN", IPH_TEXT, "up, down: what it was told to be"),
	[COLUMN_MEDIA] = PLAIN("media", "MEDIA", IPH_TEXT, "connected, disconnected, unknown"),
	[COLUMN_SPEED] = PLAIN("speed", "SPEED", IPH_NUMBER, "bits per second, or null"),
	[COLUMN_DESCRIPTION] =
		PLAIN("description", "DESCRIPTION", IPH_TEXT, "its alias, driver or kind"),
	[COLUMN_LUID] = PLAIN("luid", "LUID", IPH_TEXT, "LUID"),
	[COLUMN_GUID] = PLAIN("guid", "GUID", IPH_TEXT, "GUID"),
	[COLUMN_COUNTERS] = COUNTERS(COUNTER)};

#define MEMBER(name, heading, member, help) offsetof(MIB_IF_ROW2, member),
static const size_t counters[] = {COUNTERS(MEMBER)};
#define COUNTER_COUNT IPH_ARRAY_SIZE(counters)
_Static_assert(IPH_ARRAY_SIZE(iph_interface_columns) == IPH_INTERFACE_COLUMNS &&
		       IPH_INTERFACE_COLUMNS == COLUMN_COUNTERS + COUNTER_COUNT,
	       "a column for each counter");

/* Seven digits are the most that all of them have room for in 80 columns. */
#define LARGE 9999999

/* The texts of one row; those that are made live in here. */
struct iph_interface_texts {
	const char *cells[IPH_INTERFACE_COLUMNS];
	char index[sizeof("4294967295")];
	char type[sizeof("4294967295")];
	char mtu[sizeof("4294967295")];
	char address[IF_MAX_PHYS_ADDRESS_LENGTH * 3 + 1];
	char speed[IPH_WORDS_TEXT];
	char luid[IPH_LUID_TEXT];
	char guid[IPH_GUID_TEXT_SIZE];
	char counters[COUNTER_COUNT][IPH_WORDS_TEXT];
	char *name;
	char *description;
};

static void number(ULONG64 value, bool exact, char ret_text[IPH_WORDS_TEXT])
{
	if (exact || value <= LARGE)
		snprintf(ret_text, IPH_WORDS_TEXT, "%llu", (unsigned long long)value);
	else
		iph_words_scaled(value, ret_text);
}

static void set_counters(const MIB_IF_ROW2 *row, bool exact, struct iph_interface_texts *texts)
{
	size_t i;

	for (i = 0; i < COUNTER_COUNT; i++) {
		const ULONG64 *value = (const void *)((const char *)row + counters[i]);

		number(*value, exact, texts->counters[i]);
		texts->cells[COLUMN_COUNTERS + i] = texts->counters[i];
	}
}

static void format(const MIB_IF_ROW2 *row, bool json, struct iph_interface_texts *texts)
{
	snprintf(texts->index, sizeof(texts->index), "%u", row->InterfaceIndex);
	snprintf(texts->type, sizeof(texts->type), "%u", row->Type);
	snprintf(texts->mtu, sizeof(texts->mtu), "%u", row->Mtu);
	iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, texts->address,
			   sizeof(texts->address));
	if (json)
		number(row->TransmitLinkSpeed, true, texts->speed);
	else
		iph_words_scaled(row->TransmitLinkSpeed, texts->speed);
	iph_names_format_luid(&row->InterfaceLuid, texts->luid);
	iph_guid_text(&row->InterfaceGuid, texts->guid);
}

static bool make_texts(const MIB_IF_ROW2 *row, bool json, bool exact,
		       struct iph_interface_texts *texts)
{
	const char *type = iph_words_name(iph_words_iftype, row->Type);
	const char **cells = texts->cells;

	texts->name = iph_names_from_wide(&row->InterfaceLuid, row->Alias);
	texts->description = iph_text_from_wide(row->Description);
	if (!texts->name || !texts->description)
		return false;
	format(row, json, texts);
	cells[COLUMN_INDEX] = texts->index;
	cells[COLUMN_NAME] = texts->name;
	cells[COLUMN_TYPE] = *type == '?' ? texts->type : type;
	cells[COLUMN_STATE] = iph_words_name(iph_words_oper_status, row->OperStatus);
	cells[COLUMN_MTU] = texts->mtu;
	cells[COLUMN_ADDRESS] = *texts->address ? texts->address : NULL;
	cells[COLUMN_IFTYPE] = texts->type;
	cells[COLUMN_ADMIN] = iph_words_name(iph_words_admin_status, row->AdminStatus);
	cells[COLUMN_MEDIA] = iph_words_name(iph_words_media_state, row->MediaConnectState);
	cells[COLUMN_SPEED] = row->TransmitLinkSpeed ? texts->speed : NULL;
	cells[COLUMN_DESCRIPTION] = texts->description;
	cells[COLUMN_LUID] = texts->luid;
	cells[COLUMN_GUID] = texts->guid;
	set_counters(row, exact, texts);
	return true;
}

bool iph_interface_row(struct iph_output *output, const MIB_IF_ROW2 *row, unsigned int depth,
		       bool json)
{
	struct iph_interface_texts texts = {.name = NULL};
	bool made = make_texts(row, json, iph_output_exact(output), &texts);

	if (made)
		iph_output_row(output, depth, texts.cells);
	free(texts.name);
	free(texts.description);
	return made;
}
