/* SPDX-License-Identifier: MIT */
/* GetIpForwardTable2() while another process changes routes, and with many interfaces. */

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "forward.h"
#include "suite.h"

#define STABLE 2000
#define CHANGES 10000
#define INTERFACES 200

struct churn {
	atomic_bool done;
	const char *family; /* of ip(8) */
	const char *prefix; /* printf(1): two numbers make one that others come between */
	int length;
};

static void change_routes(void *arg)
{
	struct churn *churn = arg;

	run("for i in $(seq %d); do n=$((i * 7919 %% %d)); "
	    "p=$(printf '%s/%d' $((n / 100)) $((n %% 100))); "
	    "echo \"route add $p dev eth1\nroute delete $p dev eth1\"; done | ip %s -force -batch "
	    "- "
	    ">/dev/null 2>&1 || true",
	    many(CHANGES) / 2, STABLE, churn->prefix, churn->length + 1, churn->family);
	atomic_store(&churn->done, true);
}

static bool is_after(const MIB_IPFORWARD_ROW2 *row, const MIB_IPFORWARD_ROW2 *before)
{
	return memcmp(&row->DestinationPrefix, &before->DestinationPrefix,
		      sizeof(row->DestinationPrefix)) ||
	       row->InterfaceIndex != before->InterfaceIndex ||
	       memcmp(&row->NextHop, &before->NextHop, sizeof(row->NextHop));
}

/* Returns how many of the routes that are always there the table has. */
static int count_stable(ADDRESS_FAMILY family, int length, unsigned int index)
{
	PMIB_IPFORWARD_TABLE2 table;
	int stable = 0;
	bool doubles = false;
	ULONG i;

	assert_code(GetIpForwardTable2(family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IPFORWARD_ROW2 *row = &table->Table[i];

		doubles |= i > 0 && !is_after(row, row - 1);
		stable += row->DestinationPrefix.PrefixLength == length &&
			  row->InterfaceIndex == index && row->Metric == 77;
	}
	FreeMibTable(table);
	ck_assert(!doubles);
	return stable;
}

static const struct {
	ADDRESS_FAMILY family;
	const char *option;
	const char *prefix;
	int length;
} kinds[] = {
	{AF_INET, "-4", "10.%d.%d.0", 24},
	{AF_INET6, "-6", "2001:db8:%d:%d::", 64},
};

START_TEST(what_stays_is_there_once_while_others_change_routes)
{
	struct churn *churn = mmap(NULL, sizeof(*churn), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned int index = index_of("eth1");
	int readings = 0;
	pid_t pid;

	ck_assert_ptr_ne(churn, MAP_FAILED);
	churn->family = kinds[_i].option;
	churn->prefix = kinds[_i].prefix;
	churn->length = kinds[_i].length;
	run("for i in $(seq 0 %d); do printf 'route add %s/%d dev eth1 metric 77\\n' $((i / 100)) "
	    "$((i %% 100)); done | ip %s -batch -",
	    STABLE - 1, kinds[_i].prefix, kinds[_i].length, kinds[_i].option);
	pid = start(change_routes, churn);
	do {
		ck_assert_int_eq(count_stable(kinds[_i].family, kinds[_i].length, index), STABLE);
		readings++;
	} while (!atomic_load(&churn->done));
	finish(pid);
	ck_assert_int_gt(readings, 1);
	munmap(churn, sizeof(*churn));
}
END_TEST

/* More than are asked for one by one, each with a route. */
START_TEST(many_interfaces_have_their_luids)
{
	PMIB_IPFORWARD_TABLE2 table;
	char name[16];
	int seen = 0;
	ULONG i;

	run("for i in $(seq %d); do echo \"link add m$i link eth1 type macvlan\n"
	    "link set m$i addrgenmode none up\nroute add 10.88.$i.0/24 dev m$i\"; done | ip -batch "
	    "-",
	    INTERFACES);
	assert_code(GetIpForwardTable2(AF_INET, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IPFORWARD_ROW2 *row = &table->Table[i];

		if (ntohl(row->DestinationPrefix.Prefix.Ipv4.sin_addr.s_addr) >> 16 != 0x0a58)
			continue;
		snprintf(name, sizeof(name), "m%d", ++seen);
		ck_assert_uint_eq(row->InterfaceIndex, index_of(name));
		ck_assert_uint_eq(row->InterfaceLuid.Value, luid_of(name));
	}
	FreeMibTable(table);
	ck_assert_int_eq(seen, INTERFACES);
}
END_TEST

TEST_SUITE_LARGE("many routes")
{
	TCase *tcase = netns_tcase(suite, "GetIpForwardTable2", forward_setup);

	tcase_add_loop_test(tcase, what_stays_is_there_once_while_others_change_routes, 0, 2);
	tcase_add_test(tcase, many_interfaces_have_their_luids);
}
