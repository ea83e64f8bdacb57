/* SPDX-License-Identifier: MIT */
/* Thousands of addresses, some of them beside many on one interface, and others who change them at
 * full speed. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "netns-row.h"
#include "netns-trace.h"
#include "netns.h"
#include "nl.h"
#include "suite.h"
#include "unicast.h"

#define MANY_TIMEOUT 300
#define READINGS 20
#define DATAGRAMS 8
#define MOST_INTERFACES 500

/* So many interfaces have so many addresses of either family, 30 at most. */
static int interfaces;
static int each;

/* d0 has this index, d1 the next, ... Pairs of veth are made and, above all, removed fastest: the
 * kernel took 17 s for 1000 bridges and let no other change of interfaces in meanwhile. */
#define FIRST_INDEX 1000
#define TYPE_ETHERNET 6ULL

/* Interface and number of an address are in it: 10.i.i.n and fd00::i:n, n from 1. */
static void write_commands(FILE *file)
{
	int i;
	int n;

	for (i = 0; i < interfaces; i += 2)
		fprintf(file,
			"link add d%d index %d type veth peer name d%d index %d\n"
			"link set d%d up\nlink set d%d up\n",
			i, FIRST_INDEX + i, i + 1, FIRST_INDEX + i + 1, i, i + 1);
	for (i = 0; i < interfaces; i++)
		for (n = 1; n <= each; n++)
			fprintf(file,
				"address add 10.%d.%d.%d/26 dev d%d\n"
				"address add fd00::%x:%x/128 dev d%d nodad\n",
				i >> 8, i & 255, n, i, i, n, i);
}

static void make_world(void)
{
	FILE *file;

	set_sysctl("net/ipv6/conf/default/addr_gen_mode", "1"); /* none */
	run("mount -t tmpfs none /tmp");
	file = fopen("/tmp/commands", "we");
	ck_assert_ptr_nonnull(file);
	write_commands(file);
	fclose(file);
	run("ip -batch /tmp/commands");
	ck_assert_uint_eq(index_of("d19"), FIRST_INDEX + 19);
}

static void make_large_world(void)
{
	interfaces = MOST_INTERFACES;
	each = 5;
	make_world();
}

/* Each interface is changed often enough that a dump is continued just where something has gone. */
static void make_small_world(void)
{
	interfaces = 20;
	each = 30;
	make_world();
}

/* Adds and removes 10.i.i.40 and fd00::i:40 wherever there are addresses already, without end. */
static void change_one(struct iph_nl *nl, uint16_t type, uint8_t family, int i)
{
	struct iph_addr addr = {.family = family};
	struct iph_msg msg;
	struct ifaddrmsg *ifa = iph_msg_init(
		&msg, type, type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_EXCL : 0, sizeof(*ifa));

	ifa->ifa_family = family;
	ifa->ifa_prefixlen = family == AF_INET ? 32 : 128;
	ifa->ifa_index = FIRST_INDEX + (unsigned int)i;
	if (family == AF_INET)
		memcpy(addr.bytes, (uint8_t[]){10, (uint8_t)(i >> 8), (uint8_t)i, 40}, 4);
	else
		memcpy(addr.bytes, (uint8_t[]){0xfd, [12] = (uint8_t)(i >> 8), (uint8_t)i, 0, 0x40},
		       16);
	iph_msg_put_addr(&msg, IFA_LOCAL, &addr);
	iph_msg_put_u32(&msg, IFA_FLAGS, IFA_F_NODAD);
	ck_assert_int_eq(iph_nl_request(nl, &msg), 0);
}

static void change_addresses(void *begun)
{
	struct iph_nl nl;
	int i;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0;; i = (i + 7) % interfaces) {
		change_one(&nl, RTM_NEWADDR, AF_INET, i);
		change_one(&nl, RTM_NEWADDR, AF_INET6, i);
		change_one(&nl, RTM_DELADDR, AF_INET, i);
		change_one(&nl, RTM_DELADDR, AF_INET6, i);
		if (i == 7)
			(void)!write(*(int *)begun, "", 1); /* read once */
	}
}

static void change_interfaces(void *begun)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "n=; while echo 'link add x0 type veth peer name x1\naddress add 10.200.0.1/24 "
		 "dev x0\n"
		 "link del x0'; do [ $n ] || echo >&%d; n=1; done | ip -batch -",
		 *(int *)begun);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(1);
}

/* Which of the addresses of an interface were seen, as bits. */
struct seen {
	uint32_t four[MOST_INTERFACES];
	uint32_t six[MOST_INTERFACES];
	unsigned int others;
};

static void note(uint32_t *bits, unsigned int n, const MIB_UNICASTIPADDRESS_ROW *row)
{
	ck_assert_msg(!(*bits & 1u << n), "an address of interface %u is there twice",
		      row->InterfaceIndex);
	*bits |= 1u << n;
}

/* 40 is what comes and goes. */
static void check_four(const MIB_UNICASTIPADDRESS_ROW *row, struct seen *seen)
{
	uint32_t addr = ntohl(row->Address.Ipv4.sin_addr.s_addr);
	unsigned int i = addr >> 8 & 0xffff;

	if (addr >> 24 != 10 || i >= (unsigned int)interfaces) {
		seen->others++;
		return;
	}
	ck_assert_uint_eq(row->InterfaceIndex, FIRST_INDEX + i);
	ck_assert_uint_eq(row->InterfaceLuid.Value,
			  TYPE_ETHERNET << 48 | (FIRST_INDEX + (uint64_t)i) << 24);
	ck_assert_uint_eq(row->OnLinkPrefixLength, (addr & 255) == 40 ? 32 : 26);
	ck_assert_int_eq(row->PrefixOrigin, IpPrefixOriginManual);
	ck_assert_int_eq(row->DadState, IpDadStatePreferred);
	note(&seen->four[i], (addr & 255) == 40 ? 0 : addr & 31, row);
}

static void check_six(const MIB_UNICASTIPADDRESS_ROW *row, struct seen *seen)
{
	const uint8_t *bytes = row->Address.Ipv6.sin6_addr.s6_addr;
	unsigned int i = (unsigned int)bytes[12] << 8 | bytes[13];

	if (bytes[0] != 0xfd) {
		seen->others++;
		return;
	}
	ck_assert_uint_eq(row->InterfaceIndex, FIRST_INDEX + i);
	ck_assert_uint_eq(row->InterfaceLuid.Value,
			  TYPE_ETHERNET << 48 | (FIRST_INDEX + (uint64_t)i) << 24);
	ck_assert_uint_eq(row->OnLinkPrefixLength, 128);
	ck_assert_uint_eq(row->ValidLifetime, 0xffffffff);
	note(&seen->six[i], bytes[15] == 0x40 ? 0 : bytes[15] & 31, row);
}

static void check_order(const MIB_UNICASTIPADDRESS_ROW *a, const MIB_UNICASTIPADDRESS_ROW *b)
{
	ck_assert(a->Address.si_family == b->Address.si_family || b->Address.si_family == AF_INET6);
	if (a->Address.si_family == b->Address.si_family)
		ck_assert_uint_le(a->InterfaceIndex, b->InterfaceIndex);
}

static void check_table(struct seen *seen)
{
	uint32_t all = (1u << (each + 1)) - 1;
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	ULONG i;

	memset(seen, 0, sizeof(*seen));
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		if (table->Table[i].Address.si_family == AF_INET)
			check_four(&table->Table[i], seen);
		else
			check_six(&table->Table[i], seen);
		if (i)
			check_order(&table->Table[i - 1], &table->Table[i]);
	}
	FreeMibTable(table);
	for (i = 0; i < (ULONG)interfaces; i++) {
		ck_assert_uint_eq(seen->four[i] | 1u, all);
		ck_assert_uint_eq(seen->six[i] | 1u, all);
	}
}

static void check_beside(child_fn disturber, struct seen *seen)
{
	int begun[2];
	pid_t pid;
	char byte;
	int i;

	ck_assert_int_eq(pipe(begun), 0);
	pid = start(disturber, &begun[1]);
	ck_assert_int_eq(read(begun[0], &byte, 1), 1);
	for (i = 0; i < READINGS; i++)
		check_table(seen);
	for (i = 0; i < READINGS; i++)
		assert_code(unicast_get_code("fd00::5:5", "d5"), CODE_SUCCESS);
	end(pid);
	close(begun[0]);
	close(begun[1]);
}

static void read_while_stopped(void *arg)
{
	struct seen *seen = malloc(sizeof(*seen));

	(void)arg;
	trace_me();
	check_table(seen);
	_exit(0);
}

struct moment {
	int left; /* calls of recvmsg(2) before it */
	bool came;
};

/* Of each interface one address goes that stands before others. */
static void remove_addresses(pid_t pid, unsigned long long nr, void *arg)
{
	struct moment *moment = arg;
	struct iph_nl nl;
	int i;

	(void)pid;
	if (nr != SYS_recvmsg || moment->left-- != 0)
		return;
	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0; i < interfaces; i++) {
		change_one(&nl, RTM_DELADDR, AF_INET, i);
		change_one(&nl, RTM_DELADDR, AF_INET6, i);
	}
	iph_nl_close(&nl);
	moment->came = true;
}

/* The kernel continues a dump by counting how many it has told of: one is skipped then. */
START_TEST(a_table_is_whole_when_addresses_go_before_its_next_datagram)
{
	struct moment moment = {.left = _i};
	struct iph_nl nl;
	int i;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0; i < interfaces; i++) {
		change_one(&nl, RTM_NEWADDR, AF_INET, i);
		change_one(&nl, RTM_NEWADDR, AF_INET6, i);
	}
	iph_nl_close(&nl);
	trace_calls(start(read_while_stopped, NULL), remove_addresses, &moment);
	ck_assert(moment.came);
}
END_TEST

START_TEST(a_large_table_is_whole)
{
	struct seen *seen = malloc(sizeof(*seen));

	check_table(seen);
	ck_assert_uint_eq(seen->others, 2); /* 127.0.0.1 and ::1 */
	free(seen);
}
END_TEST

START_TEST(a_table_is_whole_while_others_change_it)
{
	struct seen *seen = malloc(sizeof(*seen));

	check_beside(change_addresses, seen);
	check_beside(change_interfaces, seen);
	free(seen);
}
END_TEST

TEST_SUITE_LARGE("many unicast addresses")
{
	TCase *tcase = netns_tcase(suite, "large", make_large_world);

	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, a_large_table_is_whole);

	tcase = netns_tcase(suite, "small", make_small_world);
	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, a_table_is_whole_while_others_change_it);
	tcase_add_loop_test(tcase, a_table_is_whole_when_addresses_go_before_its_next_datagram, 0,
			    DATAGRAMS);
}
