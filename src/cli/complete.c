/* SPDX-License-Identifier: MIT */
/* What the shells offer. Whatever is printed here is text to them: none of it is ours to quote. */

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "listing.h"
#include "netns.h"
#include "option.h"
#include "text.h"
#include "util.h"

/* The words before the last one, as far as they matter. */
struct line {
	struct iph_args *args;
	const struct iph_option *option; /* whose value comes next */
	size_t setting;			 /* likewise, or IPH_MAX_SETTINGS */
	bool dev;			 /* likewise */
	const char *address;
	const char *interface;
	bool used[IPH_MAX_SETTINGS];
	bool help;
	const char *last;
};

static void offer(const struct line *line, const char *word, const char *meaning)
{
	if (strncmp(word, line->last, strlen(line->last)) == 0)
		printf("%s\t%s\n", word, meaning);
}

static void take_option(struct line *line, const char *word)
{
	const struct iph_option *option = iph_option_find(word);

	if (strcmp(word, "--") == 0)
		line->args->words_only = true;
	else if (option && option->value && *option->value != '=' && !iph_option_value(word))
		line->option = option;
}

/* Another namespace has other interfaces; who may not go there is not told of them. */
static void take_option_value(struct line *line, const char *word)
{
	if (strcmp(line->option->name, "netns") == 0)
		iph_ignore(iph_netns_enter(word));
	line->option = NULL;
}

static bool wants_address(const struct iph_verb *verb)
{
	return verb->takes == IPH_TAKES_NEW || verb->takes == IPH_TAKES_ENTRY ||
	       verb->takes == IPH_TAKES_ADDRESS;
}

static void take_bare(struct line *line, const char *word)
{
	if (wants_address(line->args->verb) && !line->address)
		line->address = word;
	else
		line->interface = word;
}

static void take_request_word(struct line *line, const char *word)
{
	const struct iph_verb *verb = line->args->verb;
	size_t i = iph_request_setting(verb, word);

	if (iph_args_is(word, "dev")) {
		line->dev = true;
	} else if (i == IPH_MAX_SETTINGS) {
		take_bare(line, word);
	} else {
		line->used[i] = true;
		line->setting = verb->settings[i].value ? i : IPH_MAX_SETTINGS;
	}
}

/* False when what comes next cannot be known. */
static bool take_word(struct line *line, const char *word)
{
	struct iph_args *args = line->args;

	if (line->option) {
		take_option_value(line, word);
	} else if (line->dev) {
		line->dev = false;
		line->interface = word;
	} else if (line->setting != IPH_MAX_SETTINGS) {
		line->setting = IPH_MAX_SETTINGS;
	} else if (*word == '-' && !args->words_only) {
		take_option(line, word);
	} else if (!args->object && !line->help) {
		args->object = iph_args_object(args, word);
		line->help = !args->object && iph_args_is(word, "help");
		if (args->object && !*args->object->verbs->name)
			args->verb = args->object->verbs;
		return args->object || line->help;
	} else if (line->help) {
		return false;
	} else if (!args->verb) {
		args->verb = iph_args_verb(args->object, word);
		return args->verb;
	} else {
		take_request_word(line, word);
	}
	return true;
}

static void offer_options(const struct line *line)
{
	const struct iph_option *option;
	char word[32];

	for (option = iph_options; option->name; option++) {
		if (!option->help)
			continue;
		snprintf(word, sizeof(word), "%s%s", option->name[1] ? "--" : "-", option->name);
		offer(line, word, option->help);
	}
}

static void offer_objects(const struct line *line)
{
	const struct iph_object *const *object;

	for (object = line->args->objects; *object; object++)
		offer(line, (*object)->name, (*object)->help);
}

static void offer_verbs(const struct line *line)
{
	const struct iph_verb *verb;

	for (verb = line->args->object->verbs; verb->name; verb++)
		if (verb->help)
			offer(line, verb->name, verb->help);
	offer(line, "help", "print a summary");
}

/* Words between bars; what is in capitals stands for something. */
static void offer_values(const struct line *line, const char *values, const char *meaning)
{
	for (; *values; values += *values == '|') {
		size_t length = strcspn(values, "|");
		IPH_AUTO_FREE char *value = strndup(values, length);

		if (value && *value >= 'a')
			offer(line, value, meaning);
		values += length;
	}
}

static void offer_namespaces(const struct line *line)
{
	DIR *dir = opendir(IPH_NETNS_DIR);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.' && !strchr(entry->d_name, '\n'))
			offer(line, entry->d_name, "network namespace");
	if (dir)
		closedir(dir);
}

/* A list with commas is completed at its end. */
static void offer_columns(const struct line *line)
{
	const char *comma = strrchr(line->last, ',');
	size_t before = comma ? (size_t)(comma + 1 - line->last) : 0;
	const struct iph_object *object = line->args->object;
	const struct iph_column *column;

	for (column = object ? object->columns : NULL; column && column->name; column++) {
		IPH_AUTO_FREE char *word = NULL;

		if (asprintf(&word, "%.*s%s", (int)before, line->last, column->name) < 0)
			return;
		offer(line, word, column->help);
	}
}

static void offer_option_values(const struct line *line)
{
	if (strcmp(line->option->name, "netns") == 0)
		offer_namespaces(line);
	else if (strcmp(line->option->name, "output") == 0)
		offer_columns(line);
}

/* "default" is that of IPv4 unless something else on the line says otherwise. */
static void format_destination(const IP_ADDRESS_PREFIX *prefix, char *ret_text)
{
	iph_prefix_format(prefix, ret_text);
	if (prefix->Prefix.si_family == AF_INET6 && strcmp(ret_text, "default") == 0)
		strcpy(ret_text, "::/0");
}

static void format_row(const struct iph_listing *listing, const char *row, char *ret_text)
{
	if (listing->destination)
		format_destination((const void *)(row + listing->destination), ret_text);
	else
		iph_address_format((const void *)row, ret_text);
}

/* The word on the line as format_row() would have it. */
static bool format_word(const struct iph_listing *listing, const char *word, char *ret_text)
{
	IP_ADDRESS_PREFIX prefix;
	struct iph_address written;

	if (!listing->destination) {
		if (!iph_address_parse(word, &written))
			return false;
		iph_address_format(&written.inet, ret_text);
		return true;
	}
	if (!iph_prefix_parse(word, AF_UNSPEC, &written))
		return false;
	prefix = (IP_ADDRESS_PREFIX){.Prefix = written.inet, .PrefixLength = written.prefix};
	format_destination(&prefix, ret_text);
	return true;
}

/* The address of a row as its text, or behind "dev" the interface that has the one on the line. */
static void offer_row(const struct line *line, const char *address, const char *interface)
{
	IPH_AUTO_FREE char *safe = iph_text_for_terminal(interface);
	char meaning[4 * IF_MAX_STRING_SIZE + sizeof("on ")];
	char text[IPH_PREFIX_TEXT];

	if (!line->dev) {
		snprintf(meaning, sizeof(meaning), "on %s", safe ? safe : "");
		offer(line, address, meaning);
		return;
	}
	if (format_word(line->args->object->listing, line->address, text) &&
	    strcmp(text, address) == 0)
		offer(line, interface, "interface");
}

/* What delete and get can find: the entries of the interface on the line, or of all. */
static void offer_entries(const struct line *line)
{
	const struct iph_listing *listing = line->args->object->listing;
	struct iph_named named = {.name = ""};
	NET_LUID only = {.Value = 0};
	char address[IPH_PREFIX_TEXT];
	const char *row;
	void *table;
	ULONG i;

	if (line->interface && iph_names_find(line->interface, &only) != NO_ERROR)
		return;
	if (listing->get_table((ADDRESS_FAMILY)line->args->family, &table) != NO_ERROR)
		return;
	row = (const char *)table + listing->rows;
	for (i = 0; i < *(const ULONG *)table; i++, row += listing->row_size) {
		const NET_LUID *luid = (const void *)(row + listing->luid);

		if ((only.Value && luid->Value != only.Value) ||
		    iph_names_next(&named, luid) != NO_ERROR)
			continue;
		format_row(listing, row, address);
		offer_row(line, address, named.name);
	}
	listing->free_table(table);
}

static void offer_interfaces(const struct line *line)
{
	MIB_IF_TABLE2 *table;
	ULONG i;

	if (GetIfTable2Ex(MibIfTableNormalWithoutStatistics, &table) != NO_ERROR)
		return;
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IF_ROW2 *row = &table->Table[i];
		char name[IPH_WIDE_TEXT];
		char meaning[32];

		iph_names_from_wide(&row->InterfaceLuid, row->Alias, name);
		snprintf(meaning, sizeof(meaning), "interface %u", row->InterfaceIndex);
		offer(line, name, meaning);
	}
	FreeMibTable(table);
}

static void offer_settings(const struct line *line)
{
	const struct iph_verb *verb = line->args->verb;
	size_t i;

	if (!line->interface && verb->takes != IPH_TAKES_SETTINGS)
		offer(line, "dev", "the interface");
	for (i = 0; i < verb->setting_count; i++)
		if (!line->used[i])
			offer(line, verb->settings[i].name, verb->settings[i].help);
}

static void offer_request_words(const struct line *line)
{
	const struct iph_verb *verb = line->args->verb;

	if (line->dev && line->address && verb->takes == IPH_TAKES_ENTRY)
		offer_entries(line);
	else if (line->dev)
		offer_interfaces(line);
	else if (line->setting != IPH_MAX_SETTINGS)
		offer_values(line, verb->settings[line->setting].value,
			     verb->settings[line->setting].help);
	else if (!line->address && verb->takes == IPH_TAKES_ENTRY)
		offer_entries(line);
	else if (verb->takes == IPH_TAKES_INTERFACE && !line->interface)
		offer_interfaces(line);
	else if (verb->takes == IPH_TAKES_ANY || verb->takes == IPH_TAKES_SETTINGS ||
		 (wants_address(verb) && line->address))
		offer_settings(line);
}

static void offer_words(const struct line *line)
{
	const struct iph_args *args = line->args;

	if (line->option)
		offer_option_values(line);
	else if (*line->last == '-' && !args->words_only && !line->dev)
		offer_options(line);
	else if (args->verb)
		offer_request_words(line);
	else if (args->object)
		offer_verbs(line);
	else
		offer_objects(line);
	if (!line->option && !args->object && !line->help && *line->last != '-')
		offer(line, "help", "print a summary");
}

int iph_complete(struct iph_args *args, char **words)
{
	struct line line = {.args = args, .setting = IPH_MAX_SETTINGS, .last = ""};

	for (; words[0] && words[1]; words++)
		if (!take_word(&line, words[0]))
			return IPH_EXIT_DONE;
	if (words[0])
		line.last = words[0];
	offer_words(&line);
	return IPH_EXIT_DONE;
}
