/* SPDX-License-Identifier: MIT */
/* Interface names: between UTF-8 and UTF-16, made ones, and made fit for terminal and JSON.
 * Input: a LUID, then the bytes of a name. */

#include <errno.h>
#include <wchar.h>

#include "input.h"

#include "../../src/cli/text.c"
#include "../../src/lib/codes/table.c"
#include "../../src/lib/codes/win32.c"
#include "../../src/lib/convert/api.c"
#include "../../src/lib/convert/convert.h"
#include "../../src/lib/convert/name.c"
#include "../../src/lib/convert/utf.c"

#define LONGEST 600

/* The kernel that names are looked up in has no interfaces at all. */
int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	(void)protocol;
	ret_nl->fd = -1;
	return 0;
}

void iph_nl_close(struct iph_nl *nl)
{
	nl->fd = -1;
}

int iph_link_by_name(struct iph_nl *nl, const char *name, struct iph_link *ret_link)
{
	(void)nl;
	(void)name;
	(void)ret_link;
	return -ENODEV;
}

int iph_link_by_index(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link)
{
	(void)index;
	return iph_link_by_name(nl, NULL, ret_link);
}

int iph_link_resolve(struct iph_nl *nl, uint64_t luid, uint32_t index, struct iph_link *ret_link)
{
	(void)luid;
	return iph_link_by_index(nl, index, ret_link);
}

uint64_t iph_luid_make(uint16_t type, uint32_t index)
{
	return (uint64_t)type << 48 | (uint64_t)(index & 0xffffff) << 24 | index >> 24;
}

uint16_t iph_luid_type(uint64_t luid)
{
	return (uint16_t)(luid >> 48);
}

uint32_t iph_luid_index(uint64_t luid)
{
	return (uint32_t)((luid & 0xff) << 24 | (luid >> 24 & 0xffffff));
}

static void check_narrow(const WCHAR *wide)
{
	char name[IPH_NAME_SIZE];
	WCHAR back[IPH_NAME_SIZE];
	char text[IPH_WIDE_TEXT];
	size_t i;

	if (iph_name_narrow(wide, name, sizeof(name)) < 0)
		return;
	CHECK(iph_name_widen(name, back, IPH_NAME_SIZE) == 0);
	for (i = 0; wide[i]; i++)
		CHECK(back[i] == wide[i]);
	CHECK(back[i] == 0);
	iph_text_from_wide(wide, text);
	CHECK(strcmp(text, name) == 0);
}

/* Whatever widens is whole UTF-16, and comes back the same if nothing was replaced. */
static void check_widen(const char *name, size_t room)
{
	WCHAR *wide = malloc(room * sizeof(*wide) + 1);
	char back[4 * IPH_NAME_SIZE];
	bool replaced = false;
	size_t i;

	CHECK(wide);
	if (room > 0 && iph_name_widen(name, wide, room) == 0 && wide[0]) {
		for (i = 0; wide[i]; i++)
			replaced = replaced || wide[i] == 0xfffd;
		CHECK(i < room);
		CHECK(iph_name_narrow(wide, back, sizeof(back)) == 0);
		CHECK(replaced || strncmp(back, name, strlen(back)) == 0);
		CHECK(replaced || strlen(name) > 200 || strcmp(back, name) == 0);
	}
	free(wide);
}

static void check_generated(uint64_t luid)
{
	uint64_t visible = luid & ~(uint64_t)0xffffff;
	char name[IPH_MADE_NAME_SIZE];
	WCHAR wide[IPH_MADE_NAME_SIZE];
	NET_LUID input = {.Value = luid};
	NET_LUID back = {.Value = 1};

	CHECK(ConvertInterfaceLuidToNameA(&input, name, sizeof(name)) == NO_ERROR);
	CHECK(ConvertInterfaceNameToLuidA(name, &back) == NO_ERROR && back.Value == visible);
	CHECK(ConvertInterfaceLuidToNameW(&input, wide, IPH_MADE_NAME_SIZE) == NO_ERROR);
	CHECK(ConvertInterfaceNameToLuidW(wide, &back) == NO_ERROR && back.Value == visible);
	CHECK(ConvertInterfaceLuidToNameA(&input, name, strlen(name)) != NO_ERROR);
	CHECK(ConvertInterfaceLuidToNameW(&input, wide, strlen(name)) != NO_ERROR);
}

/* A name that converts without an interface is one that a LUID would get, but for zeros. */
static void check_parsed(const char *name)
{
	NET_LUID luid = {.Value = 1};

	if (ConvertInterfaceNameToLuidA(name, &luid) != NO_ERROR)
		return;
	CHECK((luid.Value & 0xffffff) == 0);
	check_generated(luid.Value);
}

static void check_mask(uint32_t mask)
{
	ULONG back;
	UINT8 length;

	if (ConvertIpv4MaskToLength(mask, &length) != NO_ERROR)
		return;
	CHECK(length <= 32);
	CHECK(ConvertLengthToIpv4Mask(length, &back) == NO_ERROR && back == mask);
}

static void check_text(const char *name)
{
	static const char hex[] = "0123456789abcdef";
	char *terminal = iph_text_for_terminal(name);
	char *json = iph_text_for_json(name);
	const char *at;

	CHECK(terminal && json);
	for (at = terminal; *at; at++)
		CHECK(*at >= ' ' && *at <= '~');
	for (at = json; *at; at++)
		CHECK(*at != 0x7f);
	CHECK(mbstowcs(NULL, terminal, 0) != (size_t)-1);
	for (at = strstr(terminal, "\\x"); at && !strstr(name, "\\x"); at = strstr(at + 1, "\\x"))
		CHECK(at[2] && strchr(hex, at[2]) && at[3] && strchr(hex, at[3]));
	free(terminal);
	free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};
	WCHAR wide[LONGEST / 2 + 1] = {0};
	char name[LONGEST + 1] = {0};
	WCHAR alias[IPH_NAME_SIZE];
	NET_LUID luid;
	GUID guid;

	input_bytes(&input, &luid.Value, sizeof(luid.Value));
	if (input.left <= LONGEST)
		memcpy(wide, input.at, input.left);
	input_bytes(&input, name, LONGEST);
	check_narrow(wide);
	check_widen(name, IPH_NAME_SIZE);
	check_widen(name, luid.Value % IPH_NAME_SIZE);
	check_generated(luid.Value);
	check_parsed(name);
	check_mask((uint32_t)luid.Value);
	check_text(name);
	memcpy(&guid, name, sizeof(guid));
	CHECK(ConvertInterfaceGuidToLuid(&guid, &luid) != NO_ERROR);
	CHECK(ConvertInterfaceAliasToLuid(wide, &luid) != NO_ERROR && luid.Value == 0);
	CHECK(ConvertInterfaceLuidToAlias(&luid, alias, IPH_NAME_SIZE) != NO_ERROR);
	return 0;
}
