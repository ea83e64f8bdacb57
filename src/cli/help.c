/* SPDX-License-Identifier: MIT */
/* What --help prints, from the descriptions. */

#include <string.h>

#include "help.h"
#include "option.h"

static const char *const types[] = {
	[IPH_TEXT] = "string",
	[IPH_NUMBER] = "number",
	[IPH_BOOLEAN] = "boolean",
};

static void print_verbs(const struct iph_object *object, FILE *out)
{
	const struct iph_verb *verb;

	for (verb = object->verbs; verb->name; verb++)
		if (verb->help)
			fprintf(out, "  iphlp %s%s%s%s%s\n      %s\n", object->name,
				*verb->name ? " " : "", verb->name, *verb->synopsis ? " " : "",
				verb->synopsis, verb->help);
}

/* Verbs share settings, and one may take more of them than another. */
static bool has_most(const struct iph_object *object, const struct iph_verb *verb)
{
	const struct iph_verb *other;

	for (other = object->verbs; other->name; other++)
		if (other->settings == verb->settings &&
		    (other->setting_count > verb->setting_count ||
		     (other->setting_count == verb->setting_count && other < verb)))
			return false;
	return verb->setting_count > 0;
}

static void print_setting(const struct iph_setting *setting)
{
	printf("  %s%s%s\n      %s\n", setting->name, setting->value ? " " : "",
	       setting->value ? setting->value : "", setting->help);
}

static void print_settings(const struct iph_object *object)
{
	const char *heading = "\nSETTING:\n";
	const struct iph_verb *verb;
	size_t i;

	for (verb = object->verbs; verb->name; verb++) {
		if (!has_most(object, verb))
			continue;
		fputs(heading, stdout);
		heading = "";
		for (i = 0; i < verb->setting_count; i++)
			print_setting(&verb->settings[i]);
	}
}

static void print_columns(const struct iph_object *object)
{
	const struct iph_column *column;

	puts("\nCOL, in JSON a member:");
	for (column = object->columns; column->name; column++)
		printf("  %-19s %-7s %s\n", column->name, types[column->type], column->help);
	printf("Without -d and -o: %s\n", object->table);
}

static void print_options(FILE *out)
{
	const struct iph_option *option;

	fputs("\nOptions, anywhere on the line:\n", out);
	for (option = iph_options; option->name; option++) {
		char text[64];
		size_t n = 0;

		if (!option->help)
			continue;
		if (option->letter)
			n = (size_t)snprintf(text, sizeof(text), "-%s, ", option->letter);
		snprintf(text + n, sizeof(text) - n, "%s%s%s%s", option->name[1] ? "--" : "-",
			 option->name, option->value && *option->value != '=' ? " " : "",
			 !option->value		 ? ""
			 : *option->value == '=' ? "[=WHEN]"
						 : option->value);
		fprintf(out, "  %-21s %s\n", text, option->help);
	}
	fputs("\n"
	      "IF is the name, an alternative name or the index of a network interface.\n"
	      "The word dev may be left out. Words may be abbreviated:\n"
	      "\"iphlp a s d eth0\" is \"iphlp address show dev eth0\".\n",
	      out);
}

void iph_help_summary(const struct iph_args *args, FILE *out)
{
	const struct iph_object *const *object;

	fputs("Usage:\n", out);
	for (object = args->objects; *object; object++)
		print_verbs(*object, out);
	fputs("  iphlp help [OBJECT]\n      print this, or more about one\n", out);
	print_options(out);
}

int iph_help(const struct iph_args *args)
{
	if (!args->object) {
		iph_help_summary(args, stdout);
		return IPH_EXIT_DONE;
	}
	puts("Usage:");
	print_verbs(args->object, stdout);
	print_settings(args->object);
	print_columns(args->object);
	print_options(stdout);
	return IPH_EXIT_DONE;
}

void iph_help_end(struct iph_args *args)
{
	const char *word = iph_args_word(args);

	if (!word)
		return;
	args->stop = true;
	args->status = iph_args_asks(word) ? iph_help(args)
					   : iph_args_wrong(args, "%s is one word too many", word);
}

static void describe_verb(const struct iph_object *object, const struct iph_verb *verb)
{
	size_t i;

	printf("verb %s %s: %s\n", object->name, verb->name, verb->synopsis);
	for (i = 0; i < verb->setting_count; i++)
		printf("setting %s %s %s\n", object->name, verb->name, verb->settings[i].name);
}

int iph_help_describe(const struct iph_args *args)
{
	const struct iph_object *const *object;
	const struct iph_option *option;
	const struct iph_verb *verb;
	const struct iph_column *column;

	for (object = args->objects; *object; object++) {
		printf("object %s\n", (*object)->name);
		for (verb = (*object)->verbs; verb->name; verb++)
			if (verb->help)
				describe_verb(*object, verb);
		for (column = (*object)->columns; column->name; column++)
			printf("column %s %s %s %d %s\n", (*object)->name, column->name,
			       types[column->type], column->counter, column->heading);
	}
	for (option = iph_options; option->name; option++)
		if (option->help)
			printf("option %s\n", option->name);
	return IPH_EXIT_DONE;
}
