/* SPDX-License-Identifier: MIT */
/* iphlp: the IP Helper API on the command line. */

#include <locale.h>
#include <stddef.h>

#include "address.h"
#include "anycast.h"
#include "args.h"
#include "convert.h"
#include "interface.h"
#include "output.h"

static int help(struct iph_args *args);

static const struct iph_command objects[] = {
	{"address", iph_address_main, iph_address_help},
	{"anycast", iph_anycast_main, iph_anycast_help},
	{"convert", iph_convert_main, iph_convert_help},
	{"interface", iph_interface_main, iph_interface_help},
	{"help", help, "  iphlp help [COMMAND]              print this\n"},
	{NULL, NULL, NULL},
};

static int help(struct iph_args *args)
{
	const char *word;

	args->object = NULL;
	word = iph_args_word(args);
	if (word)
		args->object = iph_args_command(args, objects, word);
	return args->stop ? args->status : iph_args_help(args);
}

static int run(struct iph_args *args)
{
	const char *word = iph_args_word(args);

	if (args->stop)
		return args->status;
	if (!word)
		return iph_args_wrong(args, "a command is missing");
	args->object = iph_args_command(args, objects, word);
	return args->object ? args->object->run(args) : args->status;
}

int main(int argc, char **argv)
{
	struct iph_args args = {.next = argv + (argc > 0), .objects = objects};

	setlocale(LC_CTYPE, ""); /* decides which characters are printable */
	return iph_output_close(run(&args));
}
