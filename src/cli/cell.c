/* SPDX-License-Identifier: MIT */
/* Texts of a row that columns of several objects have. */

#include <stdio.h>

#include "cell.h"
#include "guid.h"
#include "inet.h"
#include "names.h"
#include "words.h"

const char *iph_cell_number(struct iph_cell *cell)
{
	const ULONG *number = cell->member;

	snprintf(cell->text, sizeof(cell->text), "%u", *number);
	return cell->text;
}

const char *iph_cell_byte(struct iph_cell *cell)
{
	const UCHAR *number = cell->member;

	snprintf(cell->text, sizeof(cell->text), "%u", *number);
	return cell->text;
}

const char *iph_cell_switch(struct iph_cell *cell)
{
	const BOOLEAN *on = cell->member;

	return *on ? "on" : "off";
}

const char *iph_cell_luid(struct iph_cell *cell)
{
	iph_names_format_luid(cell->member, cell->text);
	return cell->text;
}

const char *iph_cell_guid(struct iph_cell *cell)
{
	iph_guid_text(cell->member, cell->text);
	return cell->text;
}

const char *iph_cell_family(struct iph_cell *cell)
{
	const SOCKADDR_INET *address = cell->member;

	return address->si_family == AF_INET ? "inet" : "inet6";
}

const char *iph_cell_address(struct iph_cell *cell)
{
	const SOCKADDR_INET *address = cell->member;

	if (address->si_family == AF_UNSPEC)
		return NULL;
	iph_address_format(address, cell->text);
	return cell->text;
}

const char *iph_cell_lifetime(struct iph_cell *cell)
{
	const ULONG *seconds = cell->member;

	iph_words_lifetime(*seconds, cell->context->args->json, cell->text);
	return cell->text;
}

const char *iph_cell_speed(struct iph_cell *cell)
{
	const ULONG64 *speed = cell->member;

	if (*speed == 0)
		return NULL;
	iph_words_large(*speed, cell->context->args->json, cell->text);
	return cell->text;
}

const char *iph_cell_interface(struct iph_cell *cell)
{
	return cell->context->interface;
}
