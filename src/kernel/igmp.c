/* SPDX-License-Identifier: MIT */
/* /proc/net/igmp, where a kernel tells of IPv4 groups in no other way. */

#include <errno.h>
#include <string.h>

#include "igmp.h"

#define LINE_SIZE 256

/* "2\teth0      :     1      V3": the groups that follow are this interface's. */
static bool parse_interface(const char *line, uint32_t *ret_ifindex)
{
	unsigned long long ifindex;
	char *end;

	if (line[0] < '1' || line[0] > '9')
		return false;
	ifindex = strtoull(line, &end, 10);
	if (*end != '\t' || ifindex > INT32_MAX)
		return false;
	*ret_ifindex = (uint32_t)ifindex;
	return true;
}

/* "\t\t\t\t010000E0     1 0:00000000\t\t0": the address as a number of this machine. */
static bool parse_group(const char *line, struct iph_addr *ret_group)
{
	struct iph_addr group = {.family = AF_INET};
	size_t tabs = strspn(line, "\t");
	uint32_t number;
	unsigned int value;
	int end = 0;

	if (tabs == 0 || strspn(line + tabs, "0123456789ABCDEFabcdef") != 8 ||
	    sscanf(line + tabs, "%8x%n", &value, &end) != 1 || line[tabs + (size_t)end] != ' ')
		return false;
	number = value;
	memcpy(group.bytes, &number, sizeof(number));
	*ret_group = group;
	return iph_addr_multicast(&group);
}

/* The rest of a line that is longer than any of the kernel's. */
static void skip_rest(FILE *file, const char *line)
{
	int c = strchr(line, '\n') ? '\n' : 0;

	while (c != '\n' && c != EOF)
		c = getc(file);
}

int iph_igmp_read(FILE *file, iph_igmp_fn take, void *arg)
{
	char line[LINE_SIZE];
	struct iph_addr group;
	uint32_t ifindex = 0;
	int r = 0;

	while (r == 0 && fgets(line, sizeof(line), file)) {
		skip_rest(file, line);
		if (parse_interface(line, &ifindex))
			continue;
		if (line[0] != '\t')
			ifindex = 0;
		else if (ifindex && parse_group(line, &group))
			r = take(&group, ifindex, arg);
	}
	if (r == 0 && ferror(file))
		return -EIO;
	return r < 0 ? r : 0;
}
