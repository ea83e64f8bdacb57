/* SPDX-License-Identifier: MIT */
/* Interface names: Linux's ("eth0") and the ones Windows derives from a LUID ("ethernet_3"). */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codes/export.h"
#include "convert.h"

/* RFC 2863 ifName as Windows spells it; every other type is "iftype<type>". */
static const struct {
	uint16_t type;
	const char *prefix;
} prefixes[] = {
	{1, "other"}, {6, "ethernet"},	{9, "tokenring"}, {23, "ppp"},	     {24, "loopback"},
	{37, "atm"},  {71, "wireless"}, {131, "tunnel"},  {144, "ieee1394"},
};

static void generate(uint64_t luid, char *ret_name, size_t size)
{
	uint16_t type = iph_luid_type(luid);
	uint32_t index = (uint32_t)(luid >> 24 & 0xffffff);
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(prefixes); i++) {
		if (prefixes[i].type != type)
			continue;
		snprintf(ret_name, size, "%s_%u", prefixes[i].prefix, index);
		return;
	}
	snprintf(ret_name, size, "iftype%u_%u", type, index);
}

/* Decimal digits only, nothing before or after. */
static bool number(const char *text, unsigned long max, unsigned long *ret_value)
{
	unsigned long value = 0;
	const char *at;

	for (at = text; *at >= '0' && *at <= '9' && value <= max; at++)
		value = value * 10 + (unsigned long)(*at - '0');
	if (at == text || *at || value > max)
		return false;
	*ret_value = value;
	return true;
}

static bool type_of_prefix(const char *prefix, uint16_t *ret_type)
{
	unsigned long type;
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(prefixes); i++) {
		if (strcmp(prefixes[i].prefix, prefix) != 0)
			continue;
		*ret_type = prefixes[i].type;
		return true;
	}
	if (strncmp(prefix, "iftype", 6) != 0 || !number(prefix + 6, UINT16_MAX, &type))
		return false;
	*ret_type = (uint16_t)type;
	return true;
}

/* Windows does not check that such an interface exists. */
static int parse_generated(const char *name, NET_LUID *ret_luid)
{
	char prefix[IPH_MADE_NAME_SIZE];
	const char *bar = strrchr(name, '_');
	unsigned long index;
	uint16_t type;

	if (!bar || (size_t)(bar - name) >= sizeof(prefix))
		return -ENODEV;
	memcpy(prefix, name, (size_t)(bar - name));
	prefix[bar - name] = '\0';
	if (!type_of_prefix(prefix, &type) || !number(bar + 1, 0xffffff, &index))
		return -ENODEV;
	ret_luid->Value = iph_luid_make(type, (uint32_t)index);
	return 0;
}

int iph_name_find(const char *name, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r;

	if (!*name)
		return -EINVAL;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	return r < 0 ? r : iph_link_by_name(&nl, name, ret_link);
}

static int name_to_luid(const char *name, NET_LUID *ret_luid)
{
	struct iph_link link;
	int r = *name ? iph_name_find(name, &link) : -ENODEV;

	if (r == 0)
		ret_luid->Value = iph_luid_make(link.type, link.index);
	else if (r == -ENODEV)
		r = parse_generated(name, ret_luid);
	return r;
}

static int luid_to_name(uint64_t luid, char *ret_name)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	r = luid ? iph_link_resolve(&nl, luid, 0, &link) : -ENODEV;
	if (r == 0)
		memcpy(ret_name, link.name, sizeof(link.name));
	else if (r == -ENODEV)
		generate(luid, ret_name, IPH_MADE_NAME_SIZE);
	return r == -ENODEV ? 0 : r;
}

static int name_to_luid_narrow(const CHAR *name, NET_LUID *ret_luid)
{
	if (!name)
		return -ENODEV;
	if (!ret_luid)
		return -EINVAL;
	ret_luid->Value = 0;
	if (strnlen(name, IPH_NAME_SIZE) == IPH_NAME_SIZE)
		return -ENAMETOOLONG;
	return name_to_luid(name, ret_luid);
}

/* Unlike the narrow one: a missing LUID comes first, and too long a name is a bad name. */
static int name_to_luid_wide(const WCHAR *wide, NET_LUID *ret_luid)
{
	char name[IPH_NAME_SIZE];
	int r;

	if (!ret_luid)
		return -EINVAL;
	ret_luid->Value = 0;
	r = wide ? iph_name_narrow(wide, name, sizeof(name)) : -ENODEV;
	if (r == -EINVAL || r == -ENAMETOOLONG)
		r = -ENODEV;
	return r < 0 ? r : name_to_luid(name, ret_luid);
}

static int luid_to_name_narrow(const NET_LUID *luid, PSTR ret_name, SIZE_T length)
{
	char name[IPH_MADE_NAME_SIZE];
	int r;

	if (!luid)
		return -EINVAL;
	if (!ret_name || length == 0)
		return -ERANGE;
	r = luid_to_name(luid->Value, name);
	if (r < 0)
		return r;
	if (strlen(name) >= length)
		return -ERANGE;
	memcpy(ret_name, name, strlen(name) + 1);
	return 0;
}

static int luid_to_name_wide(const NET_LUID *luid, PWSTR ret_name, SIZE_T length)
{
	char name[IPH_MADE_NAME_SIZE];
	int r;

	if (!luid || !ret_name)
		return -EINVAL;
	r = luid_to_name(luid->Value, name);
	return r < 0 ? r : iph_name_widen(name, ret_name, length);
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceNameToLuidA(const CHAR *InterfaceName,
						    NET_LUID *InterfaceLuid)
{
	return iph_status(IPH_CALL_NAME_TO_LUID, name_to_luid_narrow(InterfaceName, InterfaceLuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceNameToLuidW(const WCHAR *InterfaceName,
						    NET_LUID *InterfaceLuid)
{
	return iph_status(IPH_CALL_NAME_TO_LUID, name_to_luid_wide(InterfaceName, InterfaceLuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceLuidToNameA(const NET_LUID *InterfaceLuid,
						    PSTR InterfaceName, SIZE_T Length)
{
	return iph_status(IPH_CALL_LUID_TO_NAME,
			  luid_to_name_narrow(InterfaceLuid, InterfaceName, Length));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceLuidToNameW(const NET_LUID *InterfaceLuid,
						    PWSTR InterfaceName, SIZE_T Length)
{
	return iph_status(IPH_CALL_LUID_TO_NAME,
			  luid_to_name_wide(InterfaceLuid, InterfaceName, Length));
}
