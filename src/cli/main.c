/* SPDX-License-Identifier: MIT */
/* iphlp: the IP Helper API on the command line. */

#include <locale.h>
#include <string.h>

#include "complete.h"
#include "help.h"
#include "output.h"
#include "run.h"

/* clang-format off */
static const struct iph_object *const objects[] = {
	&iph_address_object,
	&iph_anycast_object,
	&iph_convert_object,
	&iph_interface_object,
	&iph_monitor_object,
	&iph_neighbor_object,
	&iph_path_object,
	&iph_route_object,
	NULL,
};
/* clang-format on */

static int run(struct iph_args *args)
{
	const char *first = *args->next ? *args->next : "";

	if (strcmp(first, "__complete") == 0)
		return iph_complete(args, args->next + 1);
	if (strcmp(first, "__describe") == 0)
		return iph_help_describe(args);
	return iph_run(args);
}

int main(int argc, char **argv)
{
	struct iph_args args = {.next = argv + (argc > 0), .objects = objects};

	setlocale(LC_CTYPE, ""); /* decides which characters are printable */
	return iph_output_close(run(&args));
}
