/* SPDX-License-Identifier: MIT */
/* Error lines: what was tried, the code, and what to do about it. */

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "error.h"
#include "text.h"
#include "util.h"

#define VERB(v) (1u << (v))
#define CHANGES                                                                                    \
	(VERB(IPH_VERB_ADD) | VERB(IPH_VERB_DELETE) | VERB(IPH_VERB_SET) | VERB(IPH_VERB_REPAIR))
#define ENTRIES (CHANGES | VERB(IPH_VERB_GET))
#define LISTS (VERB(IPH_VERB_LIST) | VERB(IPH_VERB_INTERFACES))
#define HOLDER (1u << 31)    /* only for IPv6 anycast addresses: the others need none */
#define NEIGHBOUR (1u << 30) /* only for neighbours */
#define ROUTE (1u << 29)     /* only for routes */
#define PATH (1u << 28)	     /* only for paths */
#define ASKS (VERB(IPH_VERB_RESOLVE) | VERB(IPH_VERB_FLUSH))
#define EVERY                                                                                      \
	(ENTRIES | LISTS | ASKS | VERB(IPH_VERB_CONVERT) | VERB(IPH_VERB_BEST) |                   \
	 VERB(IPH_VERB_MONITOR))

#define CODE(name)                                                                                 \
	{                                                                                          \
		name, #name                                                                        \
	}

static const struct {
	DWORD code;
	const char *name;
} names[] = {
	CODE(ERROR_FILE_NOT_FOUND),
	CODE(ERROR_ACCESS_DENIED),
	CODE(ERROR_INVALID_HANDLE),
	CODE(ERROR_NOT_ENOUGH_MEMORY),
	CODE(ERROR_NOT_READY),
	CODE(ERROR_GEN_FAILURE),
	CODE(ERROR_NOT_SUPPORTED),
	CODE(ERROR_BAD_NET_NAME),
	CODE(ERROR_INVALID_PARAMETER),
	CODE(ERROR_BUFFER_OVERFLOW),
	CODE(ERROR_INSUFFICIENT_BUFFER),
	CODE(ERROR_INVALID_NAME),
	CODE(ERROR_NOT_FOUND),
	CODE(ERROR_REVISION_MISMATCH),
	CODE(ERROR_NETWORK_UNREACHABLE),
	CODE(ERROR_HOST_UNREACHABLE),
	CODE(ERROR_TIMEOUT),
	CODE(ERROR_OBJECT_ALREADY_EXISTS),
};

/* In these %a is the address, %k its kind, %i the interface, %f the family and %w what is wrong
 * with %a. */
static const char *const tried[] = {
	[IPH_VERB_ADD] = "add %a to %i",
	[IPH_VERB_DELETE] = "delete %a from %i",
	[IPH_VERB_SET] = "change %a on %i",
	[IPH_VERB_GET] = "get %a on %i",
	[IPH_VERB_LIST] = "list %k addresses",
	[IPH_VERB_CONVERT] = "convert %i",
	[IPH_VERB_INTERFACES] = "list interfaces",
	[IPH_VERB_REPAIR] = "bring %a back to %i",
	[IPH_VERB_RESOLVE] = "resolve %a on %i",
	[IPH_VERB_FLUSH] = "flush %ks",
	[IPH_VERB_BEST] = "find the best route to %a",
	[IPH_VERB_MONITOR] = "monitor (%k)",
};

static const char no_interface[] = "there is no interface %i";
static const char lost[] = "it is forgotten or sleeps; create it again, or see anycast repair";
static const char others_made_it[] =
	"another program or the kernel made this entry; only its maker can remove it";
static const char address_made_it[] = "it comes and goes with an address (see iphlp address)";

/* The first line that fits counts. */
static const struct {
	unsigned int verbs;
	DWORD code;
	const char *text;
} remedies[] = {
	{EVERY & ~LISTS, ERROR_FILE_NOT_FOUND, no_interface},
	{VERB(IPH_VERB_FLUSH) | PATH, ERROR_ACCESS_DENIED,
	 "you need CAP_NET_ADMIN, in the first user namespace, and a /proc/sys to write to: run it "
	 "as root, outside of containers"},
	{CHANGES | VERB(IPH_VERB_FLUSH), ERROR_ACCESS_DENIED,
	 "you need CAP_NET_ADMIN over this network namespace: run it as root"},
	{EVERY, ERROR_NOT_ENOUGH_MEMORY,
	 "out of memory, file descriptors or processes (ulimit -a)"},
	{CHANGES | HOLDER, ERROR_TIMEOUT,
	 "anycast-holder does not answer; is it stopped? (see DIAGNOSTICS in iphlp(8))"},
	{CHANGES | HOLDER, ERROR_REVISION_MISMATCH,
	 "anycast-holder is of another version: send it SIGHUP"},
	{CHANGES | HOLDER, ERROR_GEN_FAILURE,
	 "anycast-holder cannot start, or something unexpected was answered (see DIAGNOSTICS in "
	 "iphlp(8))"},
	{EVERY, ERROR_GEN_FAILURE, "unexpected answer from the kernel"},
	{VERB(IPH_VERB_ADD) | ROUTE, ERROR_NOT_SUPPORTED,
	 "%i (or this machine) has no %f, or Linux does not take this next hop there, or the "
	 "lifetime"},
	{CHANGES | ROUTE, ERROR_NOT_SUPPORTED,
	 "%i (or this machine) has no %f, or Linux cannot make this of the route"},
	{ENTRIES | ROUTE, ERROR_INVALID_PARAMETER, "%w"},
	{VERB(IPH_VERB_ADD) | ROUTE, ERROR_NOT_FOUND, "%i is down (ip link set %i up)"},
	{ENTRIES | ROUTE, ERROR_NOT_FOUND, "%i has no such route (see iphlp route show %i)"},
	{VERB(IPH_VERB_ADD) | ROUTE, ERROR_OBJECT_ALREADY_EXISTS, "%i has this route already"},
	{VERB(IPH_VERB_BEST), ERROR_NOT_SUPPORTED, "this machine has no %f"},
	{VERB(IPH_VERB_BEST), ERROR_INVALID_PARAMETER, "%w"},
	{VERB(IPH_VERB_BEST), ERROR_NETWORK_UNREACHABLE, "there is no route to it"},
	{VERB(IPH_VERB_BEST), ERROR_HOST_UNREACHABLE, "there is no route to it"},
	{VERB(IPH_VERB_ADD) | VERB(IPH_VERB_REPAIR) | HOLDER, ERROR_NOT_SUPPORTED,
	 "%i, lo or this machine has no IPv6, or %i is in a VRF"},
	{ENTRIES | VERB(IPH_VERB_RESOLVE) | NEIGHBOUR, ERROR_NOT_SUPPORTED,
	 "%i (or this machine) has no %f, or no hardware addresses"},
	{VERB(IPH_VERB_FLUSH), ERROR_NOT_SUPPORTED, "this machine has no %f"},
	{VERB(IPH_VERB_RESOLVE), ERROR_BAD_NET_NAME, "nobody on %i has answered"},
	{ENTRIES, ERROR_NOT_SUPPORTED, "%i (or this machine) has no %f"},
	{VERB(IPH_VERB_LIST), ERROR_NOT_SUPPORTED, "this machine has no %f"},
	{ENTRIES | VERB(IPH_VERB_RESOLVE), ERROR_INVALID_PARAMETER, "%a is %w"},
	{VERB(IPH_VERB_ADD) | ASKS, ERROR_NOT_FOUND, no_interface},
	{ENTRIES | NEIGHBOUR, ERROR_NOT_FOUND, "%i has no neighbour %a"},
	{ENTRIES, ERROR_NOT_FOUND, "%i has no %k address %a"},
	{VERB(IPH_VERB_ADD) | NEIGHBOUR, ERROR_OBJECT_ALREADY_EXISTS,
	 "%i has this neighbour already; replace changes it"},
	{VERB(IPH_VERB_ADD), ERROR_OBJECT_ALREADY_EXISTS,
	 "%a is already an anycast or unicast address here"},
};

static const char *name_of(DWORD code)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(names); i++)
		if (names[i].code == code)
			return names[i].name;
	return "unknown code";
}

static bool needs_holder(const struct iph_attempt *attempt)
{
	return attempt->family == AF_INET6 && attempt->kind &&
	       strcmp(attempt->kind, "anycast") == 0;
}

static bool is_neighbour(const struct iph_attempt *attempt)
{
	return attempt->kind && strcmp(attempt->kind, "neighbour") == 0;
}

static bool is_route(const struct iph_attempt *attempt)
{
	return attempt->kind && strcmp(attempt->kind, "route") == 0;
}

static bool is_path(const struct iph_attempt *attempt)
{
	return attempt->kind && strcmp(attempt->kind, "path") == 0;
}

static const char *remedy_for(const struct iph_attempt *attempt, DWORD code)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(remedies); i++)
		if (remedies[i].code == code && remedies[i].verbs & VERB(attempt->verb) &&
		    (!(remedies[i].verbs & HOLDER) || needs_holder(attempt)) &&
		    (!(remedies[i].verbs & NEIGHBOUR) || is_neighbour(attempt)) &&
		    (!(remedies[i].verbs & ROUTE) || is_route(attempt)) &&
		    (!(remedies[i].verbs & PATH) || is_path(attempt)))
			return remedies[i].text;
	return NULL;
}

static const char *field(const struct iph_attempt *attempt, char letter)
{
	switch (letter) {
	case 'a':
		return attempt->address;
	case 'k':
		return attempt->kind;
	case 'i':
		return attempt->interface ? attempt->interface : "the machine";
	case 'f':
		return attempt->family == AF_INET ? "IPv4" : "IPv6";
	default:
		return attempt->fault ? attempt->fault : "not usable here";
	}
}

static const char *words_of(const struct iph_attempt *attempt)
{
	bool addresses = !is_route(attempt) && !is_path(attempt);

	return attempt->verb == IPH_VERB_LIST && !addresses ? "list %ks" : tried[attempt->verb];
}

static void expand(FILE *out, const struct iph_attempt *attempt, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '%')
			fputs(field(attempt, *++pattern), out);
		else
			fputc(*pattern, out);
	}
}

/* One piece of text for one write, so that lines of several programs do not mix. */
static int print(const struct iph_attempt *attempt, DWORD code, const char *remedy)
{
	IPH_AUTO_FREE char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	if (!out) {
		iph_error_line("%s (%u)", name_of(code), code);
		return IPH_EXIT_FAILED;
	}
	fputs("cannot ", out);
	expand(out, attempt, words_of(attempt));
	fprintf(out, ": %s (%u)", name_of(code), code);
	if (remedy) {
		fputs(": ", out);
		expand(out, attempt, remedy);
	}
	iph_error_line("%s", fclose(out) == 0 ? line : name_of(code));
	return IPH_EXIT_FAILED;
}

void iph_error_line(const char *format, ...)
{
	IPH_AUTO_FREE char *raw = NULL;
	IPH_AUTO_FREE char *safe = NULL;
	va_list list;
	int r;

	va_start(list, format);
	r = vasprintf(&raw, format, list);
	va_end(list);
	if (r < 0)
		raw = NULL;
	else
		safe = iph_text_for_terminal(raw);
	fprintf(stderr, "iphlp: %s\n", safe ? safe : "out of memory");
}

int iph_error_report(const struct iph_attempt *attempt, DWORD code)
{
	return print(attempt, code, remedy_for(attempt, code));
}

int iph_error_not_ours(const struct iph_attempt *attempt)
{
	return print(attempt, ERROR_ACCESS_DENIED,
		     is_route(attempt) ? address_made_it : others_made_it);
}

int iph_error_lost(const struct iph_attempt *attempt)
{
	return print(attempt, ERROR_NOT_FOUND, lost);
}

/* The codes that Windows gives for it: Create and Delete one, all the others another. */
int iph_error_no_interface(const struct iph_attempt *attempt)
{
	bool change = VERB(attempt->verb) & (CHANGES | ASKS);

	return print(attempt, change ? ERROR_NOT_FOUND : ERROR_FILE_NOT_FOUND, no_interface);
}
