/* SPDX-License-Identifier: MIT */
/* Reading the command line in the manner of ip(8). */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <winsock2.h>

#include "args.h"
#include "error.h"
#include "util.h"

static void stop(struct iph_args *args, int status)
{
	args->stop = true;
	args->status = status;
}

static void only_ipv4(struct iph_args *args)
{
	args->family = AF_INET;
}

static void only_ipv6(struct iph_args *args)
{
	args->family = AF_INET6;
}

static void as_json(struct iph_args *args)
{
	args->json = true;
}

static void with_statistics(struct iph_args *args)
{
	args->statistics = true;
}

static void help(struct iph_args *args)
{
	stop(args, iph_args_help(args));
}

static void version(struct iph_args *args)
{
	puts("iphlp " PACKAGE_VERSION);
	stop(args, IPH_EXIT_DONE);
}

static const struct {
	const char *name;
	void (*take)(struct iph_args *args);
} options[] = {
	{"4", only_ipv4},     {"6", only_ipv6},
	{"json", as_json},    {"statistics", with_statistics},
	{"help", help},	      {"version", version},
	{"Version", version},
};

/* As with ip(8), one dash or two, and the rest may be abbreviated. */
static void take_option(struct iph_args *args, const char *word)
{
	const char *name = word + (word[1] == '-' ? 2 : 1);
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(options); i++) {
		if (!iph_args_is(name, options[i].name))
			continue;
		options[i].take(args);
		return;
	}
	stop(args, iph_args_wrong(args, "there is no option %s", word));
}

const char *iph_args_word(struct iph_args *args)
{
	while (!args->stop && *args->next) {
		const char *word = *args->next++;

		if (*word != '-' || args->words_only)
			return word;
		if (strcmp(word, "--") == 0)
			args->words_only = true;
		else
			take_option(args, word);
	}
	return NULL;
}

const char *iph_args_value(struct iph_args *args)
{
	return *args->next ? *args->next++ : NULL;
}

bool iph_args_is(const char *word, const char *keyword)
{
	return *word && strncmp(word, keyword, strlen(word)) == 0;
}

const struct iph_command *iph_args_command(struct iph_args *args, const struct iph_command *table,
					   const char *word)
{
	const struct iph_command *command;

	for (command = table; command->name; command++)
		if (iph_args_is(word, command->name))
			return command;
	stop(args, iph_args_wrong(args, "there is no command \"%s\"", word));
	return NULL;
}

int iph_args_verb(struct iph_args *args, const struct iph_command *verbs,
		  int (*otherwise)(struct iph_args *args))
{
	const char *word = iph_args_word(args);
	const struct iph_command *verb;

	if (args->stop)
		return args->status;
	if (!word)
		return otherwise(args);
	verb = iph_args_command(args, verbs, word);
	return verb ? verb->run(args) : args->status;
}

int iph_args_wrong(const struct iph_args *args, const char *format, ...)
{
	IPH_AUTO_FREE char *what = NULL;
	va_list list;
	int r;

	va_start(list, format);
	r = vasprintf(&what, format, list);
	va_end(list);
	if (r < 0)
		what = NULL;
	iph_error_line("%s (see iphlp %s%shelp)", what ? what : "wrong usage",
		       args->object ? args->object->name : "", args->object ? " --" : "");
	return IPH_EXIT_USAGE;
}

static const char about_options[] =
	"\n"
	"Options, anywhere on the line:\n"
	"  -4, -6            only IPv4, only IPv6\n"
	"  -j, --json        print JSON\n"
	"  -s, --statistics  count octets and packets too (interface)\n"
	"  -h, --help        print this\n"
	"  -V, --version     print the version\n"
	"\n"
	"IF is the name, an alternative name or the index of a network interface.\n"
	"Words may be abbreviated: \"iphlp a s d eth0\" is \"iphlp address show dev eth0\".\n";

int iph_args_help(struct iph_args *args)
{
	const struct iph_command *object;

	puts("Usage:");
	for (object = args->objects; object->name; object++)
		if (!args->object || args->object == object)
			fputs(object->help, stdout);
	fputs(about_options, stdout);
	return IPH_EXIT_DONE;
}
