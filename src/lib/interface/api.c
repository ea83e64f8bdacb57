/* SPDX-License-Identifier: MIT */
/* The interfaces of netioapi.h: entry and table. */

#include <errno.h>

#include "interface.h"

/* Linux has no filter modules above an interface, so the raw level is the normal one. */
static const struct {
	MIB_IF_TABLE_LEVEL level;
	enum iph_statistics statistics;
} table_levels[] = {
	{MibIfTableNormal, IPH_WITH_STATISTICS},
	{MibIfTableRaw, IPH_WITH_STATISTICS},
	{MibIfTableNormalWithoutStatistics, IPH_WITHOUT_STATISTICS},
};

static const struct {
	MIB_IF_ENTRY_LEVEL level;
	enum iph_statistics statistics;
} entry_levels[] = {
	{MibIfEntryNormal, IPH_WITH_STATISTICS},
	{MibIfEntryNormalWithoutStatistics, IPH_WITHOUT_STATISTICS},
};

static int read_table(enum iph_statistics statistics, PMIB_IF_TABLE2 *ret_table)
{
	static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IF_TABLE2);
	IPH_AUTO_TABLE struct iph_table table = {0};
	int r;

	*ret_table = NULL;
	r = iph_table_init(&table, &shape);
	if (r == 0)
		r = iph_interface_read(statistics, &table);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&table);
	return 0;
}

static int get_table(MIB_IF_TABLE_LEVEL level, PMIB_IF_TABLE2 *ret_table)
{
	size_t i;

	for (i = 0; ret_table && i < IPH_ARRAY_SIZE(table_levels); i++)
		if (table_levels[i].level == level)
			return read_table(table_levels[i].statistics, ret_table);
	return -EINVAL;
}

static int get_entry(MIB_IF_ENTRY_LEVEL level, MIB_IF_ROW2 *row)
{
	size_t i;

	for (i = 0; row && i < IPH_ARRAY_SIZE(entry_levels); i++)
		if (entry_levels[i].level == level)
			return iph_interface_get(row->InterfaceLuid.Value, row->InterfaceIndex,
						 entry_levels[i].statistics, row);
	return -EINVAL;
}

IPH_EXPORT NETIO_STATUS GetIfEntry2(PMIB_IF_ROW2 Row)
{
	return iph_status(IPH_CALL_INTERFACE_GET, get_entry(MibIfEntryNormal, Row));
}

IPH_EXPORT NETIO_STATUS GetIfEntry2Ex(MIB_IF_ENTRY_LEVEL Level, PMIB_IF_ROW2 Row)
{
	return iph_status(IPH_CALL_INTERFACE_GET, get_entry(Level, Row));
}

IPH_EXPORT NETIO_STATUS GetIfTable2(PMIB_IF_TABLE2 *Table)
{
	return iph_status(IPH_CALL_INTERFACE_TABLE, get_table(MibIfTableNormal, Table));
}

IPH_EXPORT NETIO_STATUS GetIfTable2Ex(MIB_IF_TABLE_LEVEL Level, PMIB_IF_TABLE2 *Table)
{
	return iph_status(IPH_CALL_INTERFACE_TABLE, get_table(Level, Table));
}
