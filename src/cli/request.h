/* SPDX-License-Identifier: MIT */
/* What the commands about addresses and interfaces read from the command line. */
#pragma once

#include "args.h"
#include "error.h"
#include "inet.h"
#include "names.h"

/* A word that has a meaning, and where to put what follows it, or, for a word that stands alone,
 * where to note that it was there. */
struct iph_keyword {
	const char *name; /* NULL ends a table */
	const char **value;
	bool *flag;
};

/* Words in any order; the one without a keyword goes to *ret_bare. When it is false, the
 * command line was wrong or only help was wanted: exit with args->status. */
bool iph_request_words(struct iph_args *args, const struct iph_keyword *keywords,
		       const char **ret_bare);

/* How a command wants its address. */
struct iph_form {
	enum iph_verb verb;
	const char *kind; /* "anycast", "unicast" */
	bool prefix;	  /* whether it may have a prefix length */
	const char *(*fault)(const SOCKADDR_INET *address);
	const struct iph_keyword *keywords; /* beside "dev", may be NULL */
};

struct iph_request {
	struct iph_attempt attempt;
	struct iph_address address;
	NET_LUID luid;
};

/* Reads ADDR and "dev IF". What is wrong has been said when it is not IPH_EXIT_DONE or when
 * args->stop is set. */
int iph_request_entry(struct iph_args *args, const struct iph_form *form,
		      struct iph_request *ret_request);

/* Reads "[dev] IF", which may be left out: then the LUID is 0. Returns as above. */
int iph_request_interface(struct iph_args *args, enum iph_verb verb, const char *kind,
			  struct iph_request *ret_request);
