/* SPDX-License-Identifier: MIT */
/* Reading an address, an interface and what else belongs to a request. */

#include <stdio.h>
#include <string.h>

#include "guess.h"
#include "help.h"
#include "request.h"
#include "util.h"

/* The words of a request, as they are found. */
struct words {
	const char *address;
	const char *interface;
	bool wants_address;
};

size_t iph_request_setting(const struct iph_verb *verb, const char *word)
{
	size_t i;

	for (i = 0; i < verb->setting_count; i++)
		if (iph_args_is(word, verb->settings[i].name))
			return i;
	return IPH_MAX_SETTINGS;
}

static void too_many(struct iph_args *args, const char *word)
{
	struct iph_guess guess = {.word = word};
	size_t i;

	for (i = 0; i < args->verb->setting_count; i++)
		iph_guess_try(&guess, args->verb->settings[i].name);
	iph_args_refuse(args, "%s is one word too many%s%s%s", word,
			guess.best ? "; did you mean " : "", guess.best ? guess.best : "",
			guess.best ? "?" : "");
}

static void set_word(struct iph_args *args, const char **word, const char *value)
{
	if (!*value)
		iph_args_refuse(args, "an empty word means nothing");
	else if (*word)
		too_many(args, value);
	else
		*word = value;
}

/* An interface may be called d, which is short for dev as well: it is the interface when nothing
 * follows, or a setting that is written out. */
static bool is_dev(const struct iph_args *args, const char *word)
{
	const char *next = *args->next;
	size_t setting;

	if (!iph_args_is(word, "dev"))
		return false;
	if (strcmp(word, "dev") == 0)
		return true;
	if (!next)
		return false;
	setting = iph_request_setting(args->verb, next);
	return setting == IPH_MAX_SETTINGS || strcmp(next, args->verb->settings[setting].name) != 0;
}

static void take_value(struct iph_args *args, const char *keyword, const char **ret_word)
{
	const char *value = iph_args_value(args);

	if (value)
		set_word(args, ret_word, value);
	else
		iph_args_refuse(args, "%s needs %s", keyword,
				strcmp(keyword, "dev") == 0 ? "an interface" : "a value");
}

/* The address comes first, unless dev does. */
static void take_bare(struct iph_args *args, struct words *words, const char *word)
{
	if (iph_args_asks(word)) {
		args->stop = true;
		args->status = iph_help(args);
	} else if (words->wants_address && !words->address) {
		set_word(args, &words->address, word);
	} else {
		set_word(args, &words->interface, word);
	}
}

static bool read_words(struct iph_args *args, struct words *words, struct iph_request *ret_request)
{
	const char **settings = ret_request->settings;
	const struct iph_verb *verb = args->verb;
	const char *word;

	memset(ret_request, 0, sizeof(*ret_request));
	ret_request->verb = verb;
	while ((word = iph_args_word(args))) {
		size_t i = iph_request_setting(verb, word);

		if (is_dev(args, word))
			take_value(args, "dev", &words->interface);
		else if (i == IPH_MAX_SETTINGS)
			take_bare(args, words, word);
		else if (!verb->settings[i].value)
			settings[i] = verb->settings[i].name;
		else
			take_value(args, verb->settings[i].name, &settings[i]);
	}
	if (!args->stop && args->if_exists && !verb->if_exists)
		iph_args_refuse(args, "--if-exists is for delete");
	return !args->stop;
}

static int not_an_address(const struct iph_args *args, const char *text)
{
	const char *families = "IPv4 or IPv6";

	if (args->family != AF_UNSPEC)
		families = args->family == AF_INET ? "IPv4" : "IPv6";
	iph_error_line("%s is not an %s address", text, families);
	return IPH_EXIT_USAGE;
}

/* Families may be told by the next hop alone. */
static int read_route(struct iph_args *args, const char *text, struct iph_request *request)
{
	const char *via = iph_request_text(request, "via");
	int family = args->family;

	if (via && (!iph_address_parse(via, &request->via) || request->via.has_prefix ||
		    (family != AF_UNSPEC && family != request->via.inet.si_family)))
		return not_an_address(args, via);
	if (via)
		family = request->via.inet.si_family;
	if (!iph_prefix_parse(text, (ADDRESS_FAMILY)family, &request->address) ||
	    (args->family != AF_UNSPEC && args->family != request->address.inet.si_family))
		return not_an_address(args, text);
	if (via && request->address.inet.si_family != family) {
		iph_error_line("%s and %s are of different families", text, via);
		return IPH_EXIT_USAGE;
	}
	snprintf(request->route, sizeof(request->route), "%s%s%s", text, via ? " via " : "",
		 via ? request->via.text : "");
	return IPH_EXIT_DONE;
}

static int read_address(struct iph_args *args, const char *text, struct iph_request *request)
{
	if (!iph_address_parse(text, &request->address) ||
	    (args->family != AF_UNSPEC && args->family != request->address.inet.si_family))
		return not_an_address(args, text);
	return IPH_EXIT_DONE;
}

/* The address itself is one. */
static int check_prefix(const struct iph_address *address, const struct iph_form *form,
			const char *text)
{
	if (!address->has_prefix || (form->prefix && address->prefix_fits))
		return IPH_EXIT_DONE;
	if (form->prefix)
		iph_error_line("%s: a prefix length is a number from 0 to %d", text,
			       address->inet.si_family == AF_INET ? 32 : 128);
	else
		iph_error_line("%s: %s addresses have no prefix length", text, form->kind);
	return IPH_EXIT_USAGE;
}

/* fe80::1%eth0 and "dev eth0" must mean the same. */
static int check_zone(const struct iph_request *request, const struct iph_address *address,
		      const char *text)
{
	NET_LUID zone;

	if (!*address->zone)
		return IPH_EXIT_DONE;
	if (iph_names_find(address->zone, &zone) == NO_ERROR && zone.Value == request->luid.Value)
		return IPH_EXIT_DONE;
	iph_error_line("%s is not on %s", text, request->attempt.interface);
	return IPH_EXIT_USAGE;
}

/* What an interface that is not there had is not there either. */
static int find_interface(struct iph_args *args, struct iph_request *request)
{
	DWORD code = iph_names_find(request->attempt.interface, &request->luid);

	if (code == ERROR_FILE_NOT_FOUND && args->if_exists) {
		args->stop = true;
		return IPH_EXIT_DONE;
	}
	if (code == ERROR_FILE_NOT_FOUND)
		return iph_error_no_interface(&request->attempt);
	return code == NO_ERROR ? IPH_EXIT_DONE : iph_error_report(&request->attempt, code);
}

/* The interface that was named, or else that of a zone. */
static int find_zone(struct iph_args *args, const struct iph_form *form,
		     struct iph_request *request, const char *text)
{
	const char *zone = *request->address.zone ? request->address.zone : request->via.zone;
	int status;

	if (!request->attempt.interface && *zone)
		request->attempt.interface = zone;
	if (!request->attempt.interface && form->anywhere)
		return IPH_EXIT_DONE;
	if (!request->attempt.interface)
		return iph_args_wrong(args, "dev IF is missing");
	status = find_interface(args, request);
	if (!args->stop && status == IPH_EXIT_DONE)
		status = check_zone(request, &request->address, text);
	if (!args->stop && status == IPH_EXIT_DONE)
		status = check_zone(request, &request->via, iph_request_text(request, "via"));
	return status;
}

int iph_request_entry(struct iph_args *args, const struct iph_form *form,
		      struct iph_request *ret_request)
{
	struct iph_address *address = &ret_request->address;
	struct words words = {.wants_address = true};
	int status;

	if (!read_words(args, &words, ret_request))
		return args->status;
	if (!words.address)
		return iph_args_wrong(args, form->destination ? "a destination is missing"
							      : "an address is missing");
	status = form->destination ? read_route(args, words.address, ret_request)
				   : read_address(args, words.address, ret_request);
	if (status == IPH_EXIT_DONE)
		status = check_prefix(address, form, words.address);
	if (status != IPH_EXIT_DONE)
		return status;
	ret_request->attempt = (struct iph_attempt){
		.verb = form->tried,
		.kind = form->kind,
		.family = address->inet.si_family,
		.address = form->destination ? ret_request->route : address->text,
		.interface = words.interface,
		.fault = form->fault ? form->fault(&address->inet) : NULL,
	};
	return find_zone(args, form, ret_request, words.address);
}

int iph_request_interface(struct iph_args *args, enum iph_verb_tried tried, const char *kind,
			  struct iph_request *ret_request)
{
	struct words words = {.wants_address = false};

	if (!read_words(args, &words, ret_request))
		return args->status;
	ret_request->attempt = (struct iph_attempt){
		.verb = tried,
		.kind = kind,
		.family = args->family,
		.interface = words.interface,
	};
	return words.interface ? find_interface(args, ret_request) : IPH_EXIT_DONE;
}

const char *iph_request_text(const struct iph_request *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->verb->setting_count; i++)
		if (strcmp(request->verb->settings[i].name, name) == 0)
			return request->settings[i];
	return NULL;
}

bool iph_request_changes(const struct iph_request *request)
{
	size_t i;

	for (i = 0; i < request->verb->setting_count; i++)
		if (request->settings[i] && request->verb->settings[i].apply)
			return true;
	return false;
}

int iph_request_apply(const struct iph_args *args, const struct iph_request *request, void *row)
{
	const struct iph_setting *setting = request->verb->settings;
	int status = IPH_EXIT_DONE;
	size_t i;

	for (i = 0; i < request->verb->setting_count && status == IPH_EXIT_DONE; i++, setting++)
		if (request->settings[i] && setting->apply)
			status = setting->apply(args, request->settings[i], row);
	return status;
}
