/* SPDX-License-Identifier: MIT */
/* One text of a row: what the function of a column is given, and those functions that columns of
 * several objects have. */
#pragma once

#include <winsock2.h>

#include <iphlpapi.h>

#include "args.h"

/* What rows are shown with beside themselves. */
struct iph_context {
	const struct iph_args *args;
	const char *interface;	       /* the name of the row's interface; NULL: the row has it */
	const struct iph_sight *sight; /* may be NULL */
	const SOCKADDR_INET *source;   /* of the best route, or NULL */
};

/* Room for each text: more than 256 units of UTF-16, the longest of them, have as UTF-8. */
#define IPH_CELL_TEXT 1024

struct iph_cell {
	const void *member; /* of the row, as the column says, or the row itself */
	const struct iph_context *context;
	char text[IPH_CELL_TEXT];
};

/* Each is given the member that its name tells, and gives the text, which may be in the cell. */
const char *iph_cell_number(struct iph_cell *cell); /* ULONG */
const char *iph_cell_byte(struct iph_cell *cell);   /* UCHAR, as a number */
const char *iph_cell_switch(struct iph_cell *cell); /* BOOLEAN */
const char *iph_cell_luid(struct iph_cell *cell);
const char *iph_cell_guid(struct iph_cell *cell);
const char *iph_cell_family(struct iph_cell *cell);   /* SOCKADDR_INET */
const char *iph_cell_address(struct iph_cell *cell);  /* SOCKADDR_INET; NULL without a family */
const char *iph_cell_lifetime(struct iph_cell *cell); /* ULONG, in seconds */
const char *iph_cell_speed(struct iph_cell *cell);    /* ULONG64; NULL for 0 */

/* Of no member. */
const char *iph_cell_interface(struct iph_cell *cell);
