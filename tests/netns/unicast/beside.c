/* SPDX-License-Identifier: MIT */
/* The addresses of one interface, which take the kernel more than one datagram to tell of, while
 * others change those that it tells of first. It continues by counting, so that one that has always
 * been there is skipped when one before it goes; and it says so a moment too late. */

#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "netns-row.h"
#include "netns.h"
#include "nl.h"
#include "suite.h"
#include "unicast.h"

#define TIMEOUT 300

/* Of IPv6 9 of 1000 lacked an address when the mark of the dumps alone counted. */
#define READINGS 1500

/* Those up to COMING come and go. */
#define COMING 20
#define ALL 200

static const ADDRESS_FAMILY families[] = {AF_INET, AF_INET6};

/* 10.1.0.n or fd00::n. */
static int change(struct iph_nl *nl, uint16_t type, ADDRESS_FAMILY family, unsigned int n)
{
	struct iph_addr addr = {.family = (uint8_t)family};
	struct iph_msg msg;
	struct ifaddrmsg *ifa = iph_msg_init(
		&msg, type, type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_EXCL : 0, sizeof(*ifa));

	ifa->ifa_family = (uint8_t)family;
	ifa->ifa_prefixlen = family == AF_INET ? 32 : 128;
	ifa->ifa_index = index_of("v0");
	if (family == AF_INET)
		memcpy(addr.bytes, (uint8_t[]){10, 1, 0, (uint8_t)n}, 4);
	else
		memcpy(addr.bytes, (uint8_t[]){0xfd, [15] = (uint8_t)n}, 16);
	iph_msg_put_addr(&msg, IFA_LOCAL, &addr);
	iph_msg_put_u32(&msg, IFA_FLAGS, IFA_F_NODAD);
	return iph_nl_request(nl, &msg);
}

static void make_addresses(void)
{
	struct iph_nl nl;
	unsigned int i;
	unsigned int n;

	run("ip link add v0 type veth peer name v1 && ip link set v0 up");
	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (i = 0; i < 2; i++)
		for (n = 1; n <= ALL; n++)
			ck_assert_int_eq(change(&nl, RTM_NEWADDR, families[i], n), 0);
	iph_nl_close(&nl);
}

static void change_without_end(void *arg)
{
	const ADDRESS_FAMILY *family = arg;
	struct iph_nl nl;
	unsigned int n;

	ck_assert_int_eq(iph_nl_open(NETLINK_ROUTE, &nl), 0);
	for (n = 0;; n = (n + 1) % COMING) {
		ck_assert_int_eq(change(&nl, RTM_DELADDR, *family, n + 1), 0);
		ck_assert_int_eq(change(&nl, RTM_NEWADDR, *family, n + 1), 0);
	}
}

static unsigned int number_of(const SOCKADDR_INET *address)
{
	if (address->si_family == AF_INET)
		return ntohl(address->Ipv4.sin_addr.s_addr) >> 24 == 10
			       ? ntohl(address->Ipv4.sin_addr.s_addr) & 0xff
			       : 0;
	return address->Ipv6.sin6_addr.s6_addr[0] == 0xfd ? address->Ipv6.sin6_addr.s6_addr[15] : 0;
}

static void check_table(ADDRESS_FAMILY family)
{
	PMIB_UNICASTIPADDRESS_TABLE table = NULL;
	bool seen[ALL + 1] = {false};
	unsigned int n;
	ULONG i;

	assert_code(GetUnicastIpAddressTable(family, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		n = number_of(&table->Table[i].Address);
		ck_assert_msg(n == 0 || !seen[n], "number %u is there twice", n);
		seen[n] = true;
	}
	FreeMibTable(table);
	for (n = COMING + 1; n <= ALL; n++)
		ck_assert_msg(seen[n], "number %u is missing", n);
}

START_TEST(no_address_is_missing_while_those_before_it_come_and_go)
{
	ADDRESS_FAMILY family = families[_i];
	pid_t pid = start(change_without_end, &family);
	int i;

	for (i = 0; i < many(READINGS); i++)
		check_table(family);
	end(pid);
}
END_TEST

START_TEST(no_address_is_not_found_while_those_before_it_come_and_go)
{
	ADDRESS_FAMILY family = families[_i];
	pid_t pid = start(change_without_end, &family);
	int i;

	for (i = 0; i < many(READINGS); i++)
		assert_code(unicast_get_code(family == AF_INET ? "10.1.0.170" : "fd00::aa", "v0"),
			    CODE_SUCCESS);
	end(pid);
}
END_TEST

TEST_SUITE("unicast addresses beside others")
{
	TCase *tcase = netns_tcase(suite, "beside", make_addresses);

	tcase_set_timeout(tcase, TIMEOUT);
	tcase_add_loop_test(tcase, no_address_is_missing_while_those_before_it_come_and_go, 0, 2);
	tcase_add_loop_test(tcase, no_address_is_not_found_while_those_before_it_come_and_go, 0, 2);
}
