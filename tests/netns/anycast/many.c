/* SPDX-License-Identifier: MIT */
/* Many entries, many processes, several network namespaces. */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define MANY 5000  /* divided: many() */
#define RACERS 100 /* divided: many() */
#define ROUNDS 10

/* Long enough for a build with sanitizers. */
#define MANY_TIMEOUT 300

static const char *nth(int i, char *ret_text, size_t size)
{
	snprintf(ret_text, size, "2001:db8:1::%x:%x", 1 + i / 0x1000, i % 0x1000);
	return ret_text;
}

START_TEST(thousands_of_entries_are_created_listed_and_deleted)
{
	char *before = judge_snapshot();
	int count = many(MANY);
	char addr[64];
	int i;

	for (i = 0; i < count; i++)
		assert_code(create(nth(i, addr, sizeof(addr)), "eth0"), CODE_SUCCESS);
	agree();
	ck_assert_uint_eq(table_count(), (unsigned int)count);
	for (i = 0; i < count; i += count / 5 + 1) {
		judge_entry(nth(i, addr, sizeof(addr)), "eth0");
		assert_code(get(addr, "eth0"), CODE_SUCCESS);
		assert_code(create(addr, "eth0"), CODE_DUPLICATE);
	}
	for (i = 0; i < count; i++)
		assert_code(delete (nth(i, addr, sizeof(addr)), "eth0"), CODE_SUCCESS);
	ck_assert_uint_eq(table_count(), 0);
	judge_unchanged(before);
}
END_TEST

static void add_unicast(int third)
{
	run("for i in $(seq 0 3); do"
	    " seq -f \"address add 10.0.%d$i.%%g/25 dev eth0\" 250;"
	    " done | ip -batch -",
	    third);
}

/* Before, between and behind as many addresses as the kernel tells in several datagrams. */
START_TEST(ipv4_entries_are_found_among_thousands_of_unicast_addresses)
{
	static const char *const entries[] = {"10.1.0.1", "10.1.0.2", "10.1.0.3"};
	size_t i;

	create_ok(entries[0], "eth0");
	add_unicast(1);
	create_ok(entries[1], "eth0");
	add_unicast(2);
	create_ok(entries[2], "eth0");
	ck_assert_uint_eq(table_count(), 3);
	refuse(call_create, make_row("10.0.23.250", "eth0"), CODE_DUPLICATE);
	refuse(call_delete, make_row("10.0.10.1", "eth0"), CODE_NO_ENTRY);
	for (i = 0; i < 3; i++) {
		refuse(call_create, make_row(entries[i], "eth0"), CODE_DUPLICATE);
		delete_ok(entries[i], "eth0");
		refuse(call_delete, make_row(entries[i], "eth0"), CODE_NO_ENTRY);
	}
	run("test $(ip -4 -o address show dev eth0 | grep -c ' 10\\.0\\.') -eq 2000");
}
END_TEST

/* A race: children that wait for the start, and how each of them ended. */
struct race {
	int starter[2];
	int racers;
	pid_t pids[RACERS];
};

static void start_race(struct race *race, int (*run_one)(int racer))
{
	char byte;
	int i;

	ck_assert_int_eq(pipe(race->starter), 0);
	race->racers = many(RACERS);
	for (i = 0; i < race->racers; i++) {
		race->pids[i] = fork();
		ck_assert_int_ge(race->pids[i], 0);
		if (race->pids[i] != 0)
			continue;
		close(race->starter[1]);
		if (read(race->starter[0], &byte, 1) != 0)
			_exit(100);
		_exit(run_one(i));
	}
	close(race->starter[0]);
	close(race->starter[1]); /* go */
}

/* Counts the racers that ended with this status, each one of the two. */
static int count_finishers(struct race *race, int wanted, int other)
{
	int count = 0;
	int status;
	int i;

	for (i = 0; i < race->racers; i++) {
		ck_assert_int_eq(waitpid(race->pids[i], &status, 0), race->pids[i]);
		ck_assert_msg(WIFEXITED(status) && (WEXITSTATUS(status) == wanted ||
						    WEXITSTATUS(status) == other),
			      "racer %d ended with 0x%x", i, status);
		count += WEXITSTATUS(status) == wanted;
	}
	return count;
}

enum { SUCCEEDED, DUPLICATE, ABSENT, FAILED };

static int result_of(uint32_t code)
{
	switch (code) {
	case CODE_SUCCESS:
		return SUCCEEDED;
	case CODE_DUPLICATE:
		return DUPLICATE;
	case CODE_NO_ENTRY:
		return ABSENT;
	default:
		fprintf(stderr, "a racer's code is %u (0x%x)\n", code, code);
		return FAILED;
	}
}

static const char *race_addr;

static int create_same(int racer)
{
	(void)racer;
	return result_of(create(race_addr, "eth0"));
}

static int delete_same(int racer)
{
	(void)racer;
	return result_of(delete (race_addr, "eth0"));
}

static const char *const same[] = {"2001:db8:1::53", "fe80::53", "192.0.2.53"};

START_TEST(of_many_that_create_the_same_entry_one_succeeds)
{
	char *before = judge_snapshot();
	struct race race;

	race_addr = same[_i];
	start_race(&race, create_same);
	ck_assert_int_eq(count_finishers(&race, SUCCEEDED, DUPLICATE), 1);
	judge_entry(race_addr, "eth0");
	agree();
	ck_assert_uint_eq(table_count(), 1);
	start_race(&race, delete_same);
	ck_assert_int_eq(count_finishers(&race, SUCCEEDED, ABSENT), 1);
	judge_unchanged(before);
}
END_TEST

/* Holders come and go all the time here, and no request may fall between two of them. */
static int come_and_go(int racer)
{
	char addr[64];
	int result = SUCCEEDED;
	int i;

	snprintf(addr, sizeof(addr), "2001:db8:1::53:%x", racer);
	for (i = 0; i < ROUNDS && result == SUCCEEDED; i++) {
		result = result_of(create(addr, "eth0"));
		if (result == SUCCEEDED)
			result = result_of(delete (addr, "eth0"));
	}
	return result;
}

START_TEST(many_that_create_and_delete_their_own_entries_all_succeed)
{
	char *before = judge_snapshot();
	struct race race;

	start_race(&race, come_and_go);
	ck_assert_int_eq(count_finishers(&race, SUCCEEDED, SUCCEEDED), race.racers);
	ck_assert_uint_eq(table_count(), 0);
	await_no_holders();
	judge_unchanged(before);
}
END_TEST

/* The process cannot be the test itself: its threads would have to be in the namespace of its
 * children's process numbers. */
static void *work_at_the_peers(void *arg)
{
	(void)arg;
	ck_assert_msg(setns(peer_namespace(), CLONE_NEWNET) == 0, "setns: %s", strerror(errno));
	ck_assert_uint_eq(table_count(), 0);
	assert_code(create("2001:db8:1::77", "peer0"), CODE_SUCCESS);
	assert_code(create("192.0.2.77", "peer0"), CODE_SUCCESS);
	agree();
	judge_entry("2001:db8:1::77", "peer0");
	ck_assert_int_gt(count_holders(), 0);
	ck_assert_uint_eq(table_count(), 2);
	assert_code(get("2001:db8:1::77", "peer0"), CODE_SUCCESS);
	return NULL;
}

static void leave_the_peers(void *arg)
{
	(void)arg;
	ck_assert_uint_eq(table_count(), 2);
	assert_code(delete ("192.0.2.77", "peer0"), CODE_SUCCESS);
	assert_code(delete ("2001:db8:1::77", "peer0"), CODE_SUCCESS);
	judge_nothing("2001:db8:1::77");
	await_no_holders();
}

static void work_in_two_namespaces(void *arg)
{
	pthread_t thread;

	(void)arg;
	create_ok("2001:db8:1::53", "eth0");
	ck_assert_int_eq(pthread_create(&thread, NULL, work_at_the_peers, NULL), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	agree();
	ck_assert_uint_eq(table_count(), 1);
	judge_entry("2001:db8:1::53", "eth0");
}

START_TEST(a_thread_in_another_network_namespace_has_that_ones_entries)
{
	in_child(work_in_two_namespaces, NULL);
	in_peer(leave_the_peers, NULL);
	ck_assert_uint_eq(table_count(), 1);
	prove_served("2001:db8:1::53");
	delete_ok("2001:db8:1::53", "eth0");
	await_no_holders();
}
END_TEST

static void *change_and_read(void *arg)
{
	char addr[64];
	int i;

	for (i = 0; i < ROUNDS; i++) {
		snprintf(addr, sizeof(addr), "2001:db8:1::99:%x", *(int *)arg);
		assert_code(create(addr, "eth0"), CODE_SUCCESS);
		assert_code(get(addr, "eth0"), CODE_SUCCESS);
		ck_assert_uint_ge(table_count(), 1);
		assert_code(delete (addr, "eth0"), CODE_SUCCESS);
	}
	return NULL;
}

static void work_in_threads(void *arg)
{
	pthread_t threads[8];
	int numbers[8];
	int i;

	(void)arg;
	for (i = 0; i < 8; i++) {
		numbers[i] = i;
		ck_assert_int_eq(pthread_create(&threads[i], NULL, change_and_read, &numbers[i]),
				 0);
	}
	for (i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
}

START_TEST(threads_of_one_process_do_not_disturb_each_other)
{
	char *before = judge_snapshot();

	in_child(work_in_threads, NULL);
	await_no_holders();
	judge_unchanged(before);
}
END_TEST

TEST_SUITE("many anycast entries")
{
	TCase *tcase = netns_tcase(suite, "entries", peer_setup);

	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_test(tcase, thousands_of_entries_are_created_listed_and_deleted);
	tcase_add_test(tcase, ipv4_entries_are_found_among_thousands_of_unicast_addresses);

	tcase = netns_tcase(suite, "processes", peer_setup);
	tcase_set_timeout(tcase, MANY_TIMEOUT);
	tcase_add_loop_test(tcase, of_many_that_create_the_same_entry_one_succeeds, 0, 3);
	tcase_add_test(tcase, many_that_create_and_delete_their_own_entries_all_succeed);

	tcase = netns_tcase(suite, "threads", peer_setup);
	tcase_add_test(tcase, a_thread_in_another_network_namespace_has_that_ones_entries);
	tcase_add_test(tcase, threads_of_one_process_do_not_disturb_each_other);
}
