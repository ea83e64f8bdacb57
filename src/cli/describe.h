/* SPDX-License-Identifier: MIT */
/* What iphlp can do, said once: reading a command line, --help, completion, tables and JSON come
 * from these descriptions. A further object is one file with one of them, and one entry in main.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct iph_args;
struct iph_cell;
struct iph_listing;
struct iph_word;

enum iph_type {
	IPH_TEXT,
	IPH_NUMBER,
	IPH_BOOLEAN, /* "on" or "off" in a table */
};

/* What a colour tells, as ip(8) has them. */
enum iph_ink {
	IPH_INK_PLAIN,
	IPH_INK_INTERFACE,
	IPH_INK_HARDWARE,
	IPH_INK_ADDRESS,
	IPH_INK_STATE,
};

/* Of a table, and a member in JSON. What it shows of a row is what text() gives, in the cell or
 * elsewhere, and NULL where nothing is known. Of an enumeration it shows the word instead. */
struct iph_column {
	const char *name; /* in JSON and behind -o; NULL ends a table */
	const char *heading;
	enum iph_type type;
	enum iph_ink ink;
	const char *help;
	const char *(*text)(struct iph_cell *cell);
	const struct iph_word *words; /* of the enumeration; then text is NULL */
	size_t member;		      /* the offset in the row of what is shown; 0 for a text()
				       * that needs the whole row, or nothing of it */
	bool counter;		      /* there only with -s */
	bool timestamp;		      /* there only with -t, and then always */
};

/* What an address or an interface may be given: a word and what follows it. */
struct iph_setting {
	const char *name;
	const char *value; /* words as they are, what stands for others in capitals:
			    * "SECONDS|forever"; NULL when the word stands alone */
	const char *help;
	/* Writes what was given into the row of the verb; says what is wrong with it, and gives the
	 * exit status. NULL: the verb asks for the text (iph_request_text). */
	int (*apply)(const struct iph_args *args, const char *text, void *row);
};

#define IPH_MAX_SETTINGS 8

/* What follows a verb. */
enum iph_takes {
	IPH_TAKES_NOTHING,
	IPH_TAKES_ANY,	     /* "[dev IF]" */
	IPH_TAKES_INTERFACE, /* "IF" */
	IPH_TAKES_NEW,	     /* "ADDR dev IF", where that may not be there */
	IPH_TAKES_ENTRY,     /* "ADDR dev IF", where that is there */
	IPH_TAKES_ADDRESS,   /* "ADDR [dev IF]" */
	IPH_TAKES_SETTINGS,  /* nothing else */
};

struct iph_verb {
	const char *name;     /* "" for an object that has this one only; NULL ends a table */
	const char *synopsis; /* what follows */
	const char *help;     /* NULL: another name of the one before it */
	int (*run)(struct iph_args *args);
	enum iph_takes takes;
	bool if_exists; /* takes --if-exists */
	const struct iph_setting *settings;
	size_t setting_count;
	const char *table; /* columns of its table, NULL: those of the object */
};

struct iph_object {
	const char *name;
	const char *alias; /* another way to write the name, or NULL */
	const char *help;
	const struct iph_verb *verbs; /* without a verb, "show" is meant */
	const struct iph_column *columns;
	/* names of columns with commas between them */
	const char *table;
	const char *brief;
	const char *counters;		   /* for -s, or NULL */
	const struct iph_listing *listing; /* whose entries completion offers, or NULL */
};

extern const struct iph_object iph_address_object;
extern const struct iph_object iph_anycast_object;
extern const struct iph_object iph_convert_object;
extern const struct iph_object iph_interface_object;
extern const struct iph_object iph_monitor_object;
extern const struct iph_object iph_neighbor_object;
extern const struct iph_object iph_path_object;
extern const struct iph_object iph_route_object;
