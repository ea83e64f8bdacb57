/* SPDX-License-Identifier: MIT */
/* Reading an address, an interface and what else belongs to a request. */

#include <string.h>

#include "request.h"
#include "util.h"

#define MAX_KEYWORDS 8

static bool set_word(struct iph_args *args, const char **word, const char *value)
{
	if (!*word && *value) {
		*word = value;
		return true;
	}
	args->stop = true;
	args->status = *value ? iph_args_wrong(args, "%s is one word too many", value)
			      : iph_args_wrong(args, "an empty word means nothing");
	return false;
}

static const struct iph_keyword *find_keyword(const struct iph_keyword *keywords, const char *word)
{
	for (; keywords->name; keywords++)
		if (iph_args_is(word, keywords->name))
			return keywords;
	return NULL;
}

static void take_keyword(struct iph_args *args, const struct iph_keyword *keyword)
{
	const char *value;

	if (keyword->flag) {
		*keyword->flag = true;
		return;
	}
	value = iph_args_value(args);
	if (value) {
		set_word(args, keyword->value, value);
		return;
	}
	args->stop = true;
	args->status = iph_args_wrong(args, "%s needs %s", keyword->name,
				      strcmp(keyword->name, "dev") == 0 ? "an interface"
									: "a value");
}

bool iph_request_words(struct iph_args *args, const struct iph_keyword *keywords,
		       const char **ret_bare)
{
	const char *word;

	while ((word = iph_args_word(args))) {
		const struct iph_keyword *keyword = find_keyword(keywords, word);

		if (keyword)
			take_keyword(args, keyword);
		else
			set_word(args, ret_bare, word);
	}
	return !args->stop;
}

static int not_an_address(const struct iph_args *args, const struct iph_form *form,
			  const char *text)
{
	const char *families = "IPv4 or IPv6";

	if (args->family != AF_UNSPEC)
		families = args->family == AF_INET ? "IPv4" : "IPv6";
	iph_error_line("%s is not an %s address%s%s%s", text, families,
		       strchr(text, '/') && !form->prefix ? "; an " : "",
		       strchr(text, '/') && !form->prefix ? form->kind : "",
		       strchr(text, '/') && !form->prefix ? " address has no prefix length" : "");
	return IPH_EXIT_USAGE;
}

/* fe80::1%eth0 and "dev eth0" must mean the same. */
static int check_zone(const struct iph_request *request, const char *text)
{
	NET_LUID zone;

	if (!*request->address.zone)
		return IPH_EXIT_DONE;
	if (iph_names_find(request->address.zone, &zone) == NO_ERROR &&
	    zone.Value == request->luid.Value)
		return IPH_EXIT_DONE;
	iph_error_line("%s is not on %s", text, request->attempt.interface);
	return IPH_EXIT_USAGE;
}

static int find_interface(struct iph_request *request)
{
	DWORD code = iph_names_find(request->attempt.interface, &request->luid);

	if (code == ERROR_FILE_NOT_FOUND)
		return iph_error_no_interface(&request->attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request->attempt, code);
}

/* The keywords of the form, and "dev" before them. */
static bool read_entry_words(struct iph_args *args, const struct iph_form *form,
			     const char **ret_address, const char **ret_interface)
{
	struct iph_keyword keywords[MAX_KEYWORDS] = {{"dev", ret_interface, NULL}};
	size_t i;

	for (i = 0; form->keywords && form->keywords[i].name && i + 2 < MAX_KEYWORDS; i++)
		keywords[i + 1] = form->keywords[i];
	return iph_request_words(args, keywords, ret_address);
}

int iph_request_entry(struct iph_args *args, const struct iph_form *form,
		      struct iph_request *ret_request)
{
	struct iph_address *address = &ret_request->address;
	const char *text = NULL;
	const char *interface = NULL;
	int status;

	memset(ret_request, 0, sizeof(*ret_request));
	if (!read_entry_words(args, form, &text, &interface))
		return args->status;
	if (!text)
		return iph_args_wrong(args, "an address is missing");
	if (!iph_address_parse(text, address) || (address->has_prefix && !form->prefix) ||
	    (args->family != AF_UNSPEC && args->family != address->inet.si_family))
		return not_an_address(args, form, text);
	if (!interface && !*address->zone)
		return iph_args_wrong(args, "dev IF is missing");
	ret_request->attempt = (struct iph_attempt){
		.verb = form->verb,
		.kind = form->kind,
		.family = address->inet.si_family,
		.address = address->text,
		.interface = interface ? interface : address->zone,
		.fault = form->fault(&address->inet),
	};
	status = find_interface(ret_request);
	return status == IPH_EXIT_DONE ? check_zone(ret_request, text) : status;
}

int iph_request_interface(struct iph_args *args, enum iph_verb verb, const char *kind,
			  struct iph_request *ret_request)
{
	const char *interface = NULL;
	const struct iph_keyword keywords[] = {{"dev", &interface, NULL}, {NULL, NULL, NULL}};

	memset(ret_request, 0, sizeof(*ret_request));
	if (!iph_request_words(args, keywords, &interface))
		return args->status;
	ret_request->attempt = (struct iph_attempt){
		.verb = verb,
		.kind = kind,
		.family = args->family,
		.interface = interface,
	};
	return interface ? find_interface(ret_request) : IPH_EXIT_DONE;
}
