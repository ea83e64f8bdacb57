/* SPDX-License-Identifier: MIT */
/* What is printed of an interface. */

#include "cell.h"
#include "interface.h"
#include "names.h"
#include "text.h"
#include "words.h"

_Static_assert(IPH_WIDE_TEXT <= IPH_CELL_TEXT, "a cell has room for names");

/* Seven digits are the most that all of them have room for in 80 columns. */
#define LARGE 9999999

static const char *name_text(struct iph_cell *cell)
{
	const MIB_IF_ROW2 *row = cell->member;

	iph_names_from_wide(&row->InterfaceLuid, row->Alias, cell->text);
	return cell->text;
}

static const char *type_text(struct iph_cell *cell)
{
	const IFTYPE *type = cell->member;
	const char *word = iph_words_name(iph_words_iftype, *type);

	return *word == '?' ? iph_cell_number(cell) : word;
}

static const char *hardware_text(struct iph_cell *cell)
{
	const MIB_IF_ROW2 *row = cell->member;

	return iph_words_hardware(row->PhysicalAddress, row->PhysicalAddressLength, cell->text);
}

static const char *description_text(struct iph_cell *cell)
{
	iph_text_from_wide(cell->member, cell->text);
	return cell->text;
}

static const char *counter_text(struct iph_cell *cell)
{
	const ULONG64 *value = cell->member;

	iph_words_large(*value, *value <= LARGE || iph_args_exact(cell->context->args), cell->text);
	return cell->text;
}

#define MEMBER(name) .member = offsetof(MIB_IF_ROW2, name)
#define COUNTER(name, heading, help, of)                                                           \
	{                                                                                          \
		name, heading, IPH_NUMBER, IPH_INK_PLAIN, help, counter_text, MEMBER(of),          \
			.counter = true                                                            \
	}

const struct iph_column iph_interface_columns[] = {
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index", iph_cell_number,
	 MEMBER(InterfaceIndex)},
	{"ifname", "NAME", IPH_TEXT, IPH_INK_INTERFACE, "name", .text = name_text},
	{"type", "TYPE", IPH_TEXT, IPH_INK_PLAIN, "interface type, as a word or a number",
	 type_text, MEMBER(Type)},
	{"operstate", "STATE", IPH_TEXT, IPH_INK_STATE, "UP, DOWN, UNKNOWN, ... (RFC 2863)",
	 .words = iph_words_oper_status, MEMBER(OperStatus)},
	{"mtu", "MTU", IPH_NUMBER, IPH_INK_PLAIN, "MTU", iph_cell_number, MEMBER(Mtu)},
	{"address", "ADDRESS", IPH_TEXT, IPH_INK_HARDWARE, "hardware address, or null",
	 .text = hardware_text},
	{"iftype", "IFTYPE", IPH_NUMBER, IPH_INK_PLAIN, "interface type (IANA)", iph_cell_number,
	 MEMBER(Type)},
	{"admin", "ADMIN", IPH_TEXT, IPH_INK_PLAIN, "up, down: what it was told to be",
	 .words = iph_words_admin_status, MEMBER(AdminStatus)},
	{"media", "MEDIA", IPH_TEXT, IPH_INK_PLAIN, "connected, disconnected, unknown",
	 .words = iph_words_media_state, MEMBER(MediaConnectState)},
	{"speed", "SPEED", IPH_NUMBER, IPH_INK_PLAIN, "bits per second, or null", iph_cell_speed,
	 MEMBER(TransmitLinkSpeed)},
	{"description", "DESCRIPTION", IPH_TEXT, IPH_INK_PLAIN, "its alias, driver or kind",
	 description_text, MEMBER(Description)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID", iph_cell_luid, MEMBER(InterfaceLuid)},
	{"guid", "GUID", IPH_TEXT, IPH_INK_PLAIN, "GUID", iph_cell_guid, MEMBER(InterfaceGuid)},
	COUNTER("in_octets", "IN_OCT", "octets received", InOctets),
	COUNTER("in_ucast", "IN_PKT", "unicast packets received", InUcastPkts),
	COUNTER("in_nucast", "IN_NUC", "other packets received", InNUcastPkts),
	COUNTER("in_discards", "IN_DROP", "packets received and dropped", InDiscards),
	COUNTER("in_errors", "IN_ERR", "packets received with errors", InErrors),
	COUNTER("in_unknown", "IN_UNK", "of unknown protocols", InUnknownProtos),
	COUNTER("out_octets", "OUT_OCT", "octets sent", OutOctets),
	COUNTER("out_ucast", "OUT_PKT", "unicast packets sent", OutUcastPkts),
	COUNTER("out_nucast", "OUT_NUC", "other packets sent", OutNUcastPkts),
	COUNTER("out_discards", "OUT_DRP", "packets dropped instead of sent", OutDiscards),
	COUNTER("out_errors", "OUT_ERR", "packets not sent because of errors", OutErrors),
	{.name = NULL},
};
