/* SPDX-License-Identifier: MIT */
/* What the commands about addresses, routes and interfaces read from the command line. */
#pragma once

#include "args.h"
#include "error.h"
#include "inet.h"
#include "names.h"

/* How a command wants its address. */
struct iph_form {
	enum iph_verb_tried tried;
	const char *kind; /* "anycast", "unicast", "route" */
	bool prefix;	  /* whether it may have a prefix length */
	bool destination; /* it is that of a route, whose next hop is the setting "via" */
	bool anywhere;	  /* the interface may be left out: then the LUID is 0 */
	const char *(*fault)(const SOCKADDR_INET *address); /* NULL: the command finds it */
};

struct iph_request {
	struct iph_attempt attempt;
	struct iph_address address;
	struct iph_address via; /* the next hop; family 0 without one */
	char route[IPH_PREFIX_TEXT + INET6_ADDRSTRLEN + sizeof(" via ")]; /* both, as written */
	NET_LUID luid;
	const struct iph_verb *verb;
	/* what follows each setting of the verb, for one that stands alone its name; NULL: not
	 * there */
	const char *settings[IPH_MAX_SETTINGS];
};

/* Reads "ADDR [dev] IF" and the settings of the verb. What is wrong has been said when it is not
 * IPH_EXIT_DONE or when args->stop is set. */
int iph_request_entry(struct iph_args *args, const struct iph_form *form,
		      struct iph_request *ret_request);

/* Reads "[dev] IF", which may be left out: then the LUID is 0. Returns as above. */
int iph_request_interface(struct iph_args *args, enum iph_verb_tried tried, const char *kind,
			  struct iph_request *ret_request);

/* What follows the setting of that name, for one that stands alone the name; NULL: not there. */
const char *iph_request_text(const struct iph_request *request, const char *name);

/* Whether a setting was given that changes the row. */
bool iph_request_changes(const struct iph_request *request);

/* Writes the settings that were given into the row, in the order in which the verb has them.
 * Returns as above. */
int iph_request_apply(const struct iph_args *args, const struct iph_request *request, void *row);

/* The setting that the word is or begins, or IPH_MAX_SETTINGS. */
size_t iph_request_setting(const struct iph_verb *verb, const char *word);
