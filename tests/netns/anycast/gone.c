/* SPDX-License-Identifier: MIT */
/* What remains when entries go, by Delete or otherwise: nothing. */

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static const struct {
	const char *addr;
	const char *ifname;
} entries[] = {
	{"2001:db8:1::53", "eth0"}, {"fe3f::2000", "eth0"},	{"fe80::53", "eth0"},
	{"192.0.2.53", "eth0"},	    {"2001:db8:1::53", "lo"},	{"2001:db8:1::54", "lo"},
	{"2001:db8:7::1", "dev0"},  {"2001:db8:1::53", "dev0"}, {"198.51.100.1", "dev0"},
};
#define ENTRIES (int)(sizeof(entries) / sizeof(entries[0]))

static void add_interface(void)
{
	peer_setup();
	run_ip("link add dev0 type veth peer name dev1\n"
	       "link set dev0 addrgenmode none");
}

static void create_all(void)
{
	int i;

	for (i = 0; i < ENTRIES; i++)
		create_ok(entries[i].addr, entries[i].ifname);
}

START_TEST(after_the_last_delete_everything_is_as_before)
{
	char *before = judge_snapshot();
	int i;

	create_all();
	for (i = 0; i < ENTRIES; i++)
		delete_ok(entries[(i + 4) % ENTRIES].addr, entries[(i + 4) % ENTRIES].ifname);
	judge_unchanged(before);
}
END_TEST

START_TEST(there_is_one_holder_exactly_while_there_are_ipv6_entries)
{
	ck_assert_int_eq(count_holders(), 0);
	create_ok("192.0.2.53", "eth0");
	ck_assert_int_eq(count_holders(), 0);
	create_ok("2001:db8:1::53", "eth0");
	ck_assert_int_gt(count_holders(), 0);
	delete_ok("192.0.2.53", "eth0");
	create_ok("2001:db8:1::54", "eth0");
	delete_ok("2001:db8:1::53", "eth0");
	ck_assert_int_gt(count_holders(), 0);
	delete_ok("2001:db8:1::54", "eth0");
	await_no_holders();
}
END_TEST

#define ROUNDS 8

static int64_t now_ms(void)
{
	struct timespec now;

	ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void come_and_go(void *ret_ms, void (*gone)(void))
{
	int64_t start_ms = now_ms();
	int i;

	for (i = 0; i < ROUNDS; i++) {
		assert_code(create("2001:db8:1::53", "eth0"), CODE_SUCCESS);
		ck_assert_int_gt(count_holders(), 0);
		assert_code(delete ("2001:db8:1::53", "eth0"), CODE_SUCCESS);
		gone();
	}
	*(int64_t *)ret_ms = now_ms() - start_ms;
}

static void gone_at_once(void)
{
	ck_assert_int_eq(count_holders(), 0);
}

static void come_and_go_inside(void *ret_ms)
{
	come_and_go(ret_ms, gone_at_once);
}

/* The test itself is outside the holder's PID namespace, its children are inside: containers of
 * one network namespace see each other's processes by other numbers, or not at all. */
START_TEST(delete_waits_for_the_holders_end_across_pid_namespaces)
{
	int64_t *inside = mmap(NULL, sizeof(*inside), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t outside;

	ck_assert_ptr_ne(inside, MAP_FAILED);
	in_child(come_and_go_inside, inside);
	/* no way to name the process from here: its port is gone, it may be just ending */
	come_and_go(&outside, await_no_holders);
	ck_assert_msg(outside < 4 * *inside + 1000, "%d rounds took %jd ms, inside %jd ms", ROUNDS,
		      (intmax_t)outside, (intmax_t)*inside);
	munmap(inside, sizeof(*inside));
}
END_TEST

START_TEST(reading_starts_no_holder)
{
	assert_code(get("2001:db8:1::53", "eth0"), CODE_NO_ENTRY);
	ck_assert_uint_eq(table_count(), 0);
	ck_assert_int_eq(count_holders(), 0);
}
END_TEST

START_TEST(a_create_that_fails_leaves_nothing)
{
	char *before;

	set_sysctl("net/ipv6/conf/dev0/disable_ipv6", "1");
	run("ip address add 2001:db8:9::9/128 dev lo");
	before = judge_snapshot();
	assert_code(create(OUR_IPV6, "eth0"), CODE_DUPLICATE);
	assert_code(create("2001:db8:9::9", "eth0"), CODE_DUPLICATE);
	assert_code(create("2001:db8:9::9", "lo"), CODE_DUPLICATE);
	assert_code(create(OUR_IPV4, "eth0"), CODE_DUPLICATE);
	assert_code(create("2001:db8:1::53", "dev0"), CODE_NO_STACK);
	assert_code(delete ("2001:db8:1::53", "eth0"), CODE_NO_ENTRY);
	judge_unchanged(before);
}
END_TEST

static bool no_address_left(const void *addr)
{
	return !judge_address_anywhere(addr);
}

START_TEST(a_deleted_interface_takes_its_entries_and_their_addresses_with_it)
{
	create_ok("2001:db8:7::1", "dev0");
	create_ok("fe80::53", "dev0");
	create_ok("198.51.100.1", "dev0");
	run("ip link delete dev0");
	agree();
	ck_assert_uint_eq(table_count(), 0);
	ck_assert(await(no_address_left, "2001:db8:7::1"));
	judge_nothing("2001:db8:7::1");
	judge_nothing("fe80::53");
	judge_nothing("198.51.100.1");
	await_no_holders();
}
END_TEST

START_TEST(an_interface_that_moves_away_takes_its_entries_with_it)
{
	create_ok("2001:db8:7::1", "dev0");
	create_ok("198.51.100.1", "dev0");
	run("ip link set dev0 netns /proc/%d/fd/%d", getpid(), peer_namespace());
	agree();
	ck_assert_uint_eq(table_count(), 0);
	ck_assert(await(no_address_left, "2001:db8:7::1"));
	judge_nothing("2001:db8:7::1");
	await_no_holders();
}
END_TEST

START_TEST(entries_of_other_interfaces_stay_when_one_is_deleted)
{
	create_ok("2001:db8:7::1", "dev0");
	create_ok("2001:db8:1::53", "eth0");
	run("ip link delete dev0");
	ck_assert(await(no_address_left, "2001:db8:7::1"));
	ck_assert_uint_eq(table_count(), 1);
	judge_entry("2001:db8:1::53", "eth0");
	ck_assert_int_gt(count_holders(), 0);
	delete_ok("2001:db8:1::53", "eth0");
	await_no_holders();
}
END_TEST

/* The next interface may get the index of the deleted one. */
START_TEST(a_new_interface_inherits_no_entries)
{
	unsigned int index = index_of("dev0");

	create_ok("2001:db8:7::1", "dev0");
	run("ip link delete dev0");
	ck_assert(await(no_address_left, "2001:db8:7::1"));
	await_no_holders();
	run("ip link add dev2 index %u type veth peer name dev3", index);
	ck_assert_uint_eq(table_count(), 0);
	create_ok("2001:db8:7::1", "dev2");
	delete_ok("2001:db8:7::1", "dev2");
}
END_TEST

static bool not_member(const void *addr)
{
	return !judge_member(addr, "eth0") && !judge_member(addr, "lo");
}

START_TEST(deleting_the_service_address_by_hand_deletes_the_entry)
{
	char *before = judge_snapshot();

	create_ok("2001:db8:1::53", "eth0");
	create_ok("2001:db8:1::53", "lo");
	run("ip address delete 2001:db8:1::53/128 dev lo");
	await_no_holders();
	ck_assert(not_member("2001:db8:1::53"));
	assert_code(get("2001:db8:1::53", "eth0"), CODE_NO_ENTRY);
	judge_nothing("2001:db8:1::53");
	judge_unchanged(before);
}
END_TEST

START_TEST(deleting_one_service_address_by_hand_leaves_the_other_entries)
{
	create_ok("2001:db8:1::53", "eth0");
	create_ok("2001:db8:1::54", "eth0");
	run("ip address delete 2001:db8:1::53/128 dev lo");
	ck_assert(await(not_member, "2001:db8:1::53"));
	ck_assert_uint_eq(table_count(), 1);
	judge_entry("2001:db8:1::54", "eth0");
	create_ok("2001:db8:1::53", "eth0");
	delete_ok("2001:db8:1::53", "eth0");
	delete_ok("2001:db8:1::54", "eth0");
}
END_TEST

START_TEST(deleting_an_ipv4_entry_by_hand_deletes_it)
{
	create_ok("192.0.2.53", "eth0");
	run("ip address delete 192.0.2.53/32 dev eth0");
	agree();
	ck_assert_uint_eq(table_count(), 0);
	assert_code(delete ("192.0.2.53", "eth0"), CODE_NO_ENTRY);
}
END_TEST

TEST_SUITE("anycast entries that go")
{
	TCase *tcase = netns_tcase(suite, "by Delete", add_interface);

	tcase_add_test(tcase, after_the_last_delete_everything_is_as_before);
	tcase_add_test(tcase, there_is_one_holder_exactly_while_there_are_ipv6_entries);
	tcase_add_test(tcase, delete_waits_for_the_holders_end_across_pid_namespaces);
	tcase_add_test(tcase, reading_starts_no_holder);
	tcase_add_test(tcase, a_create_that_fails_leaves_nothing);

	tcase = netns_tcase(suite, "with the interface", add_interface);
	tcase_add_test(tcase, a_deleted_interface_takes_its_entries_and_their_addresses_with_it);
	tcase_add_test(tcase, an_interface_that_moves_away_takes_its_entries_with_it);
	tcase_add_test(tcase, entries_of_other_interfaces_stay_when_one_is_deleted);
	tcase_add_test(tcase, a_new_interface_inherits_no_entries);

	tcase = netns_tcase(suite, "by hand", add_interface);
	tcase_add_test(tcase, deleting_the_service_address_by_hand_deletes_the_entry);
	tcase_add_test(tcase, deleting_one_service_address_by_hand_leaves_the_other_entries);
	tcase_add_test(tcase, deleting_an_ipv4_entry_by_hand_deletes_it);
}
