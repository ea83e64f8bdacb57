/* SPDX-License-Identifier: MIT */
/* Rows of addresses and routes, as anycast, address and route show them. */

#include "listing.h"

static DWORD print_rows(const struct iph_listing *listing, struct iph_output *output,
			const char *row, size_t count, NET_LUID only, struct iph_context *context)
{
	struct iph_named named = {.name = ""};
	DWORD code = NO_ERROR;

	context->interface = named.name;
	for (; count > 0 && code == NO_ERROR; count--, row += listing->row_size) {
		const NET_LUID *luid = (const void *)(row + listing->luid);

		if (only.Value && luid->Value != only.Value)
			continue;
		code = iph_names_next(&named, luid);
		if (code == NO_ERROR)
			iph_output_row(output, 0, row, context);
	}
	return code;
}

/* The rows of one interface, or of all of them when only is 0. */
static int print_listing(const struct iph_listing *listing, const struct iph_args *args,
			 const struct iph_attempt *attempt, const void *rows, size_t count,
			 NET_LUID only)
{
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	IPH_AUTO_SIGHT struct iph_sight *sight = NULL;
	struct iph_context context = {.args = args};
	int status = iph_output_new(args, &output);
	DWORD code;

	if (status != IPH_EXIT_DONE)
		return status;
	if (count > 0 && listing->need != IPH_SIGHT_NOTHING)
		sight = iph_sight_new(listing->need);
	context.sight = sight;
	code = print_rows(listing, output, rows, count, only, &context);
	return code == NO_ERROR ? iph_output_print(output) : iph_error_report(attempt, code);
}

int iph_listing_print_one(const struct iph_listing *listing, const struct iph_args *args,
			  const struct iph_attempt *attempt, const void *row)
{
	const NET_LUID all = {.Value = 0};

	return print_listing(listing, args, attempt, row, 1, all);
}

int iph_listing_show(const struct iph_listing *listing, struct iph_args *args)
{
	struct iph_request request;
	void *table;
	int status = iph_request_interface(args, IPH_VERB_LIST, listing->kind, &request);
	DWORD code;

	if (args->stop || status != IPH_EXIT_DONE)
		return status;
	code = listing->get_table((ADDRESS_FAMILY)args->family, &table);
	if (code != NO_ERROR)
		return iph_error_report(&request.attempt, code);
	/* every table begins with NumEntries */
	status = print_listing(listing, args, &request.attempt, (const char *)table + listing->rows,
			       *(const ULONG *)table, request.luid);
	listing->free_table(table);
	return status;
}
