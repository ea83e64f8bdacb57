/* SPDX-License-Identifier: MIT */
/* The kernel's counters, put into rows. */

#include <errno.h>
#include <string.h>

#include "family.h"
#include "snmp.h"
#include "statistics.h"
#include "table/key.h"

struct filling {
	uint8_t family;
	const struct iph_counter *counters;
	size_t count;
	char *row;
};

int iph_statistics_family(ULONG family, uint8_t *ret_family)
{
	int r = iph_row_one_family(family, ret_family);

	return r < 0 ? r : iph_family_check(*ret_family);
}

static void store(const struct iph_counter *counter, uint64_t value, char *row)
{
	uint32_t narrow = (uint32_t)value;

	if (counter->wide)
		memcpy(row + counter->at, &value, sizeof(value));
	else
		memcpy(row + counter->at, &narrow, sizeof(narrow));
}

static void take(const char *name, uint64_t value, void *arg)
{
	const struct filling *filling = arg;
	size_t i;

	for (i = 0; i < filling->count; i++) {
		const struct iph_counter *counter = &filling->counters[i];
		const char *wanted = filling->family == AF_INET ? counter->ipv4 : counter->ipv6;

		if (wanted && strcmp(wanted, name) == 0)
			store(counter, value, filling->row);
	}
}

int iph_statistics_fill(uint8_t family, const struct iph_counter *counters, size_t count, void *row)
{
	struct filling filling = {
		.family = family, .counters = counters, .count = count, .row = row};

	return iph_snmp_read(family, take, &filling);
}
