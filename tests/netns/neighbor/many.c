/* SPDX-License-Identifier: MIT */
/* Many neighbours, while others come and go at full speed. */

#include <unistd.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "neighbor.h"
#include "netns.h"
#include "nl.h"
#include "suite.h"

#define NEIGHBOURS 2000
#define OTHERS 256
#define READINGS 40

/* 10.7.h.l is there all the time, 10.8.0.l comes and goes. */
static struct iph_addr address(uint8_t second, int n)
{
	struct iph_addr addr = {.family = AF_INET,
				.bytes = {10, second, (uint8_t)(n >> 8), (uint8_t)n}};

	return addr;
}

static int request(struct iph_nl *nl, uint16_t type, uint16_t state, const struct iph_addr *addr)
{
	static const uint8_t lladdr[6] = {2, 0, 0, 0, 0, 1};
	struct iph_msg msg;
	struct ndmsg *ndm = iph_msg_init(
		&msg, type, type == RTM_NEWNEIGH ? NLM_F_CREATE | NLM_F_REPLACE : 0, sizeof(*ndm));

	ndm->ndm_family = AF_INET;
	ndm->ndm_ifindex = (int)index_of("eth0");
	ndm->ndm_state = state;
	iph_msg_put_addr(&msg, NDA_DST, addr);
	if (type == RTM_NEWNEIGH)
		iph_msg_put(&msg, NDA_LLADDR, lladdr, sizeof(lladdr));
	return iph_nl_request(nl, &msg);
}

static void make_many(void)
{
	struct iph_nl nl;
	int i;

	peer_setup();
	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0; i < NEIGHBOURS; i++) {
		struct iph_addr addr = address(7, i);

		ck_assert_int_eq(request(&nl, RTM_NEWNEIGH, NUD_PERMANENT, &addr), 0);
	}
	iph_nl_close(&nl);
}

/* Permanent and not, in turn, so that a flush has something to do. */
static void come_and_go(void *begun)
{
	struct iph_addr addr;
	struct iph_nl nl;
	int i;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0;; i++) {
		addr = address(8, i % OTHERS);
		ck_assert_int_eq(
			request(&nl, RTM_NEWNEIGH, i % 2 ? NUD_PERMANENT : NUD_STALE, &addr), 0);
		addr = address(8, (i + OTHERS / 2) % OTHERS);
		(void)!request(&nl, RTM_DELNEIGH, 0, &addr); /* a flush may have been faster */
		if (i == OTHERS)
			(void)!write(*(int *)begun, "", 1); /* read once */
	}
}

static void check_table(void)
{
	bool seen[NEIGHBOURS] = {false};
	PMIB_IPNET_TABLE2 table = NULL;
	uint32_t addr;
	uint32_t last = 0;
	ULONG i;
	int n;

	assert_code(GetIpNetTable2(AF_INET, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		addr = ntohl(table->Table[i].Address.Ipv4.sin_addr.s_addr);
		ck_assert_uint_gt(addr, last); /* one interface: by address, none twice */
		last = addr;
		if (addr >> 16 == (10 << 8 | 7))
			seen[addr & 0xffff] = true;
	}
	FreeMibTable(table);
	for (n = 0; n < NEIGHBOURS; n++)
		ck_assert_msg(seen[n], "neighbour %d is missing", n);
}

START_TEST(a_table_is_whole_while_others_change_it)
{
	int begun[2];
	pid_t pid;
	char byte;
	int i;

	check_table();
	ck_assert_int_eq(pipe(begun), 0);
	pid = start(come_and_go, &begun[1]);
	ck_assert_int_eq(read(begun[0], &byte, 1), 1);
	for (i = 0; i < many(READINGS); i++) {
		check_table();
		if (i % 4 == 0)
			assert_code(FlushIpNetTable2(AF_UNSPEC, 0), CODE_SUCCESS);
	}
	end(pid);
	check_table();
	assert_code(FlushIpNetTable2(AF_INET, 0), CODE_SUCCESS);
	run("! ip -4 neighbour show nud all | grep -v 'PERMANENT\\|NOARP' | grep -q .");
}
END_TEST

TEST_SUITE("many neighbors")
{
	TCase *tcase = netns_tcase(suite, "many neighbors", make_many);

	tcase_add_test(tcase, a_table_is_whole_while_others_change_it);
}
