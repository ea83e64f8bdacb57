/* SPDX-License-Identifier: MIT */
/* What went wrong, on one line of standard error. */
#pragma once

#include <winsock2.h>

enum iph_verb_tried {
	IPH_VERB_ADD,
	IPH_VERB_DELETE,
	IPH_VERB_REPAIR,
	IPH_VERB_SET,
	IPH_VERB_GET,
	IPH_VERB_LIST,
	IPH_VERB_CONVERT,
	IPH_VERB_INTERFACES,
	IPH_VERB_RESOLVE,
	IPH_VERB_FLUSH,
	IPH_VERB_BEST,
	IPH_VERB_MONITOR,
};

/* What was tried. Texts are as the user wrote them. */
struct iph_attempt {
	enum iph_verb_tried verb;
	int family;
	const char *kind;      /* of address: "anycast", "unicast", "neighbour"; "path", "route" */
	const char *address;   /* NULL for all that have none */
	const char *interface; /* what was to be converted, for IPH_VERB_CONVERT; may be NULL */
	const char *fault;     /* why the address cannot be one of its kind, or NULL */
};

/* Prints "iphlp: " and the text; bytes that a terminal could act on are escaped. */
void iph_error_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A call answered with a code. Gives the exit status. */
int iph_error_report(const struct iph_attempt *attempt, DWORD code);

/* The entry is somebody else's, and the caller has all the privilege there is. Exit status. */
int iph_error_not_ours(const struct iph_attempt *attempt);

/* The entry is in no table, and yet there. Gives the exit status. */
int iph_error_lost(const struct iph_attempt *attempt);

/* The interface of the attempt does not exist. Gives the exit status. */
int iph_error_no_interface(const struct iph_attempt *attempt);
