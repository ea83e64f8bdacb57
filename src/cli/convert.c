/* SPDX-License-Identifier: MIT */
/* iphlp convert: one interface under all its names. */

#include <stdio.h>
#include <string.h>

#include "error.h"
#include "guid.h"
#include "help.h"
#include "names.h"
#include "output.h"
#include "util.h"

struct names {
	char name[IF_MAX_STRING_SIZE + 1];
	WCHAR alias[IF_MAX_STRING_SIZE + 1];
	NET_IFINDEX index;
	NET_LUID luid;
	GUID guid;
};

static DWORD look_up(const char *text, struct names *ret_names)
{
	struct names names = {.index = 0};
	DWORD code = iph_names_find_any(text, &names.luid);

	if (code == NO_ERROR)
		code = ConvertInterfaceLuidToNameA(&names.luid, names.name, sizeof(names.name));
	if (code == NO_ERROR)
		code = ConvertInterfaceLuidToAlias(&names.luid, names.alias,
						   IPH_ARRAY_SIZE(names.alias));
	if (code == NO_ERROR)
		code = ConvertInterfaceLuidToIndex(&names.luid, &names.index);
	if (code == NO_ERROR)
		code = ConvertInterfaceLuidToGuid(&names.luid, &names.guid);
	if (code == NO_ERROR)
		*ret_names = names;
	return code;
}

static int print(const struct names *names, const struct iph_args *args)
{
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	IPH_AUTO_FREE char *alias = iph_names_from_wide(&names->luid, names->alias);
	char index[sizeof("4294967295")];
	char luid[IPH_LUID_TEXT];
	char type[sizeof("65535")];
	char luid_index[sizeof("16777215")];
	char guid[IPH_GUID_TEXT_SIZE];
	const char *const texts[] = {names->name, alias, index, luid, type, luid_index, guid};
	int status = iph_output_new(args, &output);

	if (status != IPH_EXIT_DONE)
		return status;
	if (!alias) {
		iph_error_line("out of memory");
		return IPH_EXIT_FAILED;
	}
	snprintf(index, sizeof(index), "%u", names->index);
	iph_names_format_luid(&names->luid, luid);
	snprintf(type, sizeof(type), "%u", (unsigned int)names->luid.Info.IfType);
	snprintf(luid_index, sizeof(luid_index), "%u", (unsigned int)names->luid.Info.NetLuidIndex);
	iph_guid_text(&names->guid, guid);
	iph_output_row(output, 0, texts);
	return iph_output_print(output);
}

static int convert(struct iph_args *args)
{
	const char *text = iph_args_word(args);
	struct iph_attempt attempt = {.verb = IPH_VERB_CONVERT, .interface = text};
	const char *more = text ? iph_args_word(args) : NULL;
	struct names names;
	DWORD code;

	if (args->stop)
		return args->status;
	if (!text || !*text)
		return iph_args_wrong(args, "convert needs a name, index, LUID or GUID");
	if (more)
		return iph_args_wrong(args, "convert takes one interface; %s is too much", more);
	if (iph_args_asks(text))
		return iph_help(args);
	code = look_up(text, &names);
	if (code != NO_ERROR)
		return iph_error_report(&attempt, code);
	return print(&names, args);
}

static const struct iph_verb verbs[] = {
	{.name = "",
	 .synopsis = "IF",
	 .help = "all its names; IF may also be a LUID (0x...) or a GUID",
	 .run = convert,
	 .takes = IPH_TAKES_INTERFACE},
	{.name = NULL},
};

static const struct iph_column columns[] = {
	{"ifname", "NAME", IPH_TEXT, IPH_INK_INTERFACE, false, "name"},
	{"alias", "ALIAS", IPH_TEXT, IPH_INK_PLAIN, false, "Windows' alias, the name too"},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, false, "index"},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, false, "LUID: 0x and 16 hexadecimal digits"},
	{"iftype", "IFTYPE", IPH_NUMBER, IPH_INK_PLAIN, false, "interface type in the LUID (IANA)"},
	{"luid_index", "LUID_INDEX", IPH_NUMBER, IPH_INK_PLAIN, false, "index in the LUID"},
	{"guid", "GUID", IPH_TEXT, IPH_INK_PLAIN, false, "GUID"},
};

const struct iph_object iph_convert_object = {
	.name = "convert",
	.help = "the names of an interface",
	.verbs = verbs,
	.columns = columns,
	.column_count = IPH_ARRAY_SIZE(columns),
	.table = "ifname,ifindex,luid,guid",
	.brief = "ifname,ifindex,luid,guid",
};
