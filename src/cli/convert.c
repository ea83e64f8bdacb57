/* SPDX-License-Identifier: MIT */
/* iphlp convert: one interface under all its names. */

#include <stdio.h>

#include "error.h"
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
	const struct iph_context context = {.args = args};
	IPH_AUTO_OUTPUT struct iph_output *output = NULL;
	int status = iph_output_new(args, &output);

	if (status != IPH_EXIT_DONE)
		return status;
	iph_output_row(output, 0, names, &context);
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

static const char *name_text(struct iph_cell *cell)
{
	return cell->member;
}

static const char *alias_text(struct iph_cell *cell)
{
	const struct names *names = cell->member;

	iph_names_from_wide(&names->luid, names->alias, cell->text);
	return cell->text;
}

static const char *type_text(struct iph_cell *cell)
{
	const NET_LUID *luid = cell->member;

	snprintf(cell->text, sizeof(cell->text), "%u", (unsigned int)luid->Info.IfType);
	return cell->text;
}

static const char *luid_index_text(struct iph_cell *cell)
{
	const NET_LUID *luid = cell->member;

	snprintf(cell->text, sizeof(cell->text), "%u", (unsigned int)luid->Info.NetLuidIndex);
	return cell->text;
}

#define MEMBER(name) .member = offsetof(struct names, name)

static const struct iph_column columns[] = {
	{"ifname", "NAME", IPH_TEXT, IPH_INK_INTERFACE, "name", name_text, MEMBER(name)},
	{"alias", "ALIAS", IPH_TEXT, IPH_INK_PLAIN, "Windows' alias, the name too",
	 .text = alias_text},
	{"ifindex", "INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index", iph_cell_number, MEMBER(index)},
	{"luid", "LUID", IPH_TEXT, IPH_INK_PLAIN, "LUID: 0x and 16 hexadecimal digits",
	 iph_cell_luid, MEMBER(luid)},
	{"iftype", "IFTYPE", IPH_NUMBER, IPH_INK_PLAIN, "interface type in the LUID (IANA)",
	 type_text, MEMBER(luid)},
	{"luid_index", "LUID_INDEX", IPH_NUMBER, IPH_INK_PLAIN, "index in the LUID",
	 luid_index_text, MEMBER(luid)},
	{"guid", "GUID", IPH_TEXT, IPH_INK_PLAIN, "GUID", iph_cell_guid, MEMBER(guid)},
	{.name = NULL},
};

const struct iph_object iph_convert_object = {
	.name = "convert",
	.help = "the names of an interface",
	.verbs = verbs,
	.columns = columns,
	.table = "ifname,ifindex,luid,guid",
	.brief = "ifname,ifindex,luid,guid",
};
