/* SPDX-License-Identifier: MIT */
/* Options. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winsock2.h>

#include "guess.h"
#include "netns.h"
#include "option.h"

static void only_ipv4(struct iph_args *args, const char *value)
{
	(void)value;
	args->family = AF_INET;
}

static void only_ipv6(struct iph_args *args, const char *value)
{
	(void)value;
	args->family = AF_INET6;
}

static void as_json(struct iph_args *args, const char *value)
{
	(void)value;
	args->json = true;
}

static void with_statistics(struct iph_args *args, const char *value)
{
	(void)value;
	args->statistics = true;
}

static void with_timestamps(struct iph_args *args, const char *value)
{
	(void)value;
	args->timestamps = true;
}

static void with_details(struct iph_args *args, const char *value)
{
	(void)value;
	args->details = true;
}

static void briefly(struct iph_args *args, const char *value)
{
	(void)value;
	args->brief = true;
}

static void choose_columns(struct iph_args *args, const char *value)
{
	args->columns = value;
}

static void in_colour(struct iph_args *args, const char *value)
{
	const char *no = getenv("NO_COLOR"); /* https://no-color.org: not empty */

	if (!value)
		args->colour = no && *no ? IPH_COLOUR_NEVER : IPH_COLOUR_ALWAYS;
	else if (strcmp(value, "always") == 0)
		args->colour = IPH_COLOUR_ALWAYS;
	else if (strcmp(value, "auto") == 0)
		args->colour = no && *no ? IPH_COLOUR_NEVER : IPH_COLOUR_AUTO;
	else if (strcmp(value, "never") == 0)
		args->colour = IPH_COLOUR_NEVER;
	else
		iph_args_refuse(args, "colours are always, auto or never, not %s", value);
}

static void if_exists(struct iph_args *args, const char *value)
{
	(void)value;
	args->if_exists = true;
}

static void from_file(struct iph_args *args, const char *value)
{
	args->batch = value;
	if (args->in_batch)
		iph_args_refuse(args, "-batch cannot stand in a file of commands");
}

static void force(struct iph_args *args, const char *value)
{
	(void)value;
	args->force = true;
}

static void in_namespace(struct iph_args *args, const char *value)
{
	if (args->in_batch) {
		iph_args_refuse(args, "-n cannot stand in a file of commands");
		return;
	}
	args->status = iph_netns_enter(value);
	args->stop = args->status != IPH_EXIT_DONE;
}

static void help(struct iph_args *args, const char *value)
{
	(void)value;
	args->help = true;
	args->stop = true;
	args->status = IPH_EXIT_DONE;
}

static void version(struct iph_args *args, const char *value)
{
	(void)value;
	puts("iphlp " PACKAGE_VERSION);
	args->stop = true;
	args->status = IPH_EXIT_DONE;
}

/* Where several begin alike, the first is meant: -b is -batch, as with ip(8). */
const struct iph_option iph_options[] = {
	{"4", NULL, NULL, "only IPv4", only_ipv4},
	{"6", NULL, NULL, "only IPv6", only_ipv6},
	{"json", "j", NULL, "print JSON", as_json},
	{"statistics", "s", NULL, "count octets and packets too", with_statistics},
	{"details", "d", NULL, "print all columns", with_details},
	{"output", "o", "COL,...", "print these columns", choose_columns},
	{"color", "c", "=WHEN", "always (without WHEN), auto or never", in_colour},
	{"netns", "n", "NETNS", "in that network namespace", in_namespace},
	{"batch", "b", "FILE", "commands from a file, - is standard input", from_file},
	{"brief", "br", NULL, "print little, and no heading", briefly},
	{"timestamp", "t", NULL, "monitor: print when each change was told", with_timestamps},
	{"force", NULL, NULL, "go on when a command of a file fails", force},
	{"if-exists", NULL, NULL, "delete: what is not there is no failure", if_exists},
	{"help", "h", NULL, "print a summary", help},
	{"version", "V", NULL, "print the version", version},
	{"Version", NULL, NULL, NULL, version},
	{NULL, NULL, NULL, NULL, NULL},
};

static const char *name_of(const char *word)
{
	return word + (word[1] == '-' ? 2 : 1);
}

const struct iph_option *iph_option_find(const char *word)
{
	const char *name = name_of(word);
	size_t length = strcspn(name, "=");
	const struct iph_option *option;

	for (option = iph_options; option->name && length > 0; option++)
		if (strncmp(name, option->name, length) == 0)
			return option;
	return NULL;
}

const char *iph_option_value(const char *word)
{
	const char *equals = strchr(word, '=');

	return equals ? equals + 1 : NULL;
}

static void unknown(struct iph_args *args, const char *word)
{
	struct iph_guess guess = {.word = name_of(word)};
	const struct iph_option *option;

	for (option = iph_options; option->name; option++)
		if (option->help)
			iph_guess_try(&guess, option->name);
	iph_args_refuse(args, "there is no option %s%s%s%s", word,
			guess.best ? "; did you mean --" : "", guess.best ? guess.best : "",
			guess.best ? "?" : "");
}

void iph_option_take(struct iph_args *args, const char *word)
{
	const struct iph_option *option = iph_option_find(word);
	const char *value = iph_option_value(word);

	if (!option) {
		unknown(args, word);
		return;
	}
	if (value && !option->value) {
		iph_args_refuse(args, "--%s takes no value", option->name);
		return;
	}
	if (option->value && *option->value != '=' && !value)
		value = iph_args_value(args);
	if (option->value && *option->value != '=' && (!value || !*value))
		iph_args_refuse(args, "--%s needs %s", option->name, option->value);
	else
		option->take(args, value);
}
