/* SPDX-License-Identifier: MIT */
/* NotifyStableUnicastIpAddressTable: the kernel looks for duplicates, and finds them or not. */

#include <arpa/inet.h>
#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "netns-peer.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

#define CODE_PENDING IPH_CODE(997, 0x103)
#define CODE_NO_HANDLE IPH_CODE(6, 0xC0000008)

#define ADDR "2001:db8:1::a"
#define WINDOWS_AF_INET6 23

/* The kernel asks so often, once a second: longer than any test waits. */
#define FOREVER "100"

struct stable {
	sem_t called;
	atomic_int calls;
	HANDLE handle;
	bool cancel; /* from within the callback */
	MIB_UNICASTIPADDRESS_TABLE *table;
};

static VOID WINAPI on_stable(PVOID context, PMIB_UNICASTIPADDRESS_TABLE table)
{
	struct stable *stable = context;

	stable->table = table;
	stable->calls++;
	if (stable->cancel)
		assert_code(CancelMibChangeNotify2(stable->handle), CODE_SUCCESS);
	sem_post(&stable->called);
}

static uint32_t ask(ADDRESS_FAMILY family, struct stable *stable)
{
	stable->table = (MIB_UNICASTIPADDRESS_TABLE *)&stable;
	stable->handle = &stable;
	return (uint32_t)NotifyStableUnicastIpAddressTable(family, &stable->table, on_stable,
							   stable, &stable->handle);
}

static void ask_pending(struct stable *stable)
{
	assert_code(ask(AF_UNSPEC, stable), CODE_PENDING);
	ck_assert_ptr_null(stable->table);
	ck_assert_ptr_nonnull(stable->handle);
	ck_assert_int_eq(stable->calls, 0);
}

static void await_call(struct stable *stable)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += 30 * slowness();
	while (sem_timedwait(&stable->called, &end) < 0)
		ck_assert_msg(errno == EINTR, "no table has come in time");
	ck_assert_int_eq(stable->calls, 1);
	ck_assert_ptr_nonnull(stable->table);
}

static void cancel(struct stable *stable)
{
	assert_code(CancelMibChangeNotify2(stable->handle), CODE_SUCCESS);
	assert_code(CancelMibChangeNotify2(stable->handle), CODE_NO_HANDLE);
}

/* IpDadStateInvalid when it is not there. */
static NL_DAD_STATE state_in(const MIB_UNICASTIPADDRESS_TABLE *table, const char *addr)
{
	struct in6_addr six;
	ULONG i;

	ck_assert_int_eq(inet_pton(AF_INET6, addr, &six), 1);
	for (i = 0; i < table->NumEntries; i++)
		if (table->Table[i].Address.si_family == AF_INET6 &&
		    memcmp(&table->Table[i].Address.Ipv6.sin6_addr, &six, sizeof(six)) == 0)
			return table->Table[i].DadState;
	return IpDadStateInvalid;
}

static void assert_found(struct stable *stable, NL_DAD_STATE state)
{
	ck_assert_int_eq(state_in(stable->table, ADDR), state);
	FreeMibTable(stable->table);
}

static void assert_at_once(ADDRESS_FAMILY family, const char *option, NL_DAD_STATE state)
{
	struct stable stable = {0};
	char *lines = output_of("ip -o %s addr show | grep -c inet", option);

	assert_code(ask(family, &stable), CODE_SUCCESS);
	ck_assert_ptr_null(stable.handle);
	ck_assert_int_eq(stable.calls, 0);
	ck_assert_uint_eq(stable.table->NumEntries, (ULONG)atoi(lines));
	assert_found(&stable, state);
	free(lines);
}

static void dad_transmits(const char *count)
{
	set_sysctl("net/ipv6/conf/eth0/accept_dad", "1");
	set_sysctl("net/ipv6/conf/eth0/dad_transmits", count);
}

static void tentative(void)
{
	dad_transmits(FOREVER);
	run("ip addr add " ADDR "/64 dev eth0");
}

static void without_detection_the_table_comes_at_once(void *arg)
{
	(void)arg;
	run("ip addr add " ADDR "/64 dev eth0 nodad");
	assert_at_once(AF_UNSPEC, "", IpDadStatePreferred);
	assert_at_once(AF_INET, "-4", IpDadStateInvalid);
	assert_at_once(AF_INET6, "-6", IpDadStatePreferred);
	assert_at_once(WINDOWS_AF_INET6, "-6", IpDadStatePreferred);
	run("ip addr change " ADDR "/64 dev eth0 preferred_lft 0");
	assert_at_once(AF_INET6, "-6", IpDadStateDeprecated);
}

/* The kernel may be through before the question: then it is made to begin again. */
static void a_unique_address_is_waited_for(void *arg)
{
	struct resources before = resources();
	time_t end = time(NULL) + 30 * slowness();
	struct stable stable = {0};

	(void)arg;
	dad_transmits("3");
	while (run("ip addr add " ADDR "/64 dev eth0"), ask(AF_UNSPEC, &stable) != CODE_PENDING) {
		ck_assert(time(NULL) < end);
		FreeMibTable(stable.table);
		run("ip addr del " ADDR "/64 dev eth0");
	}
	await_call(&stable);
	assert_found(&stable, IpDadStatePreferred);
	/* Nothing is left to be called again, though it can be cancelled. */
	await_resources(before);
	run("ip addr del " ADDR "/64 dev eth0");
	cancel(&stable);
	ck_assert_int_eq(stable.calls, 1);
}

static void a_duplicate_is_told(void *arg)
{
	struct stable stable = {0};

	(void)arg;
	tentative();
	ask_pending(&stable);
	peer_run("ip addr add " ADDR "/64 dev peer0 nodad");
	await_call(&stable);
	assert_found(&stable, IpDadStateDuplicate);
	cancel(&stable);
	assert_at_once(AF_UNSPEC, "", IpDadStateDuplicate);
}

static void an_address_may_go_before_it_is_known(void *arg)
{
	struct stable stable = {0};

	(void)arg;
	tentative();
	assert_at_once(AF_INET, "-4", IpDadStateInvalid);
	ask_pending(&stable);
	run("ip addr add 198.51.100.1/24 dev eth0");
	run("ip addr del " ADDR "/64 dev eth0");
	await_call(&stable);
	assert_found(&stable, IpDadStateInvalid);
	cancel(&stable);
}

/* The kernel says nothing of an address of its own until that is known as unique, so whoever
 * listens has not heard of it when it goes. */
static void an_address_may_go_that_nobody_was_told_of(void *arg)
{
	struct notes *notes = notes_new();
	struct stable stable = {0};
	HANDLE handle;

	(void)arg;
	assert_code(NotifyUnicastIpAddressChange(AF_INET6, note_unicast, notes, FALSE, &handle),
		    CODE_SUCCESS);
	dad_transmits(FOREVER);
	run("ip addr flush dev eth0 scope link");
	set_sysctl("net/ipv6/conf/eth0/addr_gen_mode", "1"); /* makes none */
	set_sysctl("net/ipv6/conf/eth0/addr_gen_mode", "0"); /* makes one now */
	run("ip -6 addr show dev eth0 scope link | grep -q tentative");
	ask_pending(&stable);
	run("ip addr flush dev eth0 scope link");
	await_call(&stable);
	FreeMibTable(stable.table);
	cancel(&stable);
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

static void without_a_carrier_nothing_is_waited_for(void *arg)
{
	struct stable stable = {0};

	(void)arg;
	tentative();
	ask_pending(&stable);
	peer_run("ip link set peer0 down");
	await_call(&stable);
	assert_found(&stable, IpDadStateTentative);
	cancel(&stable);
	assert_at_once(AF_UNSPEC, "", IpDadStateTentative);
	/* Windows' addresses are tentative then, IPv4's, too. */
	run("ip link set eth0 down");
	assert_at_once(AF_UNSPEC, "", IpDadStateInvalid);
}

static void an_optimistic_address_is_not_waited_for(void *arg)
{
	(void)arg;
	dad_transmits(FOREVER);
	set_sysctl("net/ipv6/conf/eth0/optimistic_dad", "1");
	run("ip addr add " ADDR "/64 dev eth0 optimistic");
	assert_at_once(AF_UNSPEC, "", IpDadStatePreferred);
}

static void a_cancelled_one_is_never_called(void *arg)
{
	struct resources before = resources();
	struct stable stable = {0};

	(void)arg;
	tentative();
	ask_pending(&stable);
	cancel(&stable);
	await_resources(before);
	run("ip addr del " ADDR "/64 dev eth0");
	ck_assert_int_eq(stable.calls, 0);
}

static void the_callback_may_cancel(void *arg)
{
	struct resources before = resources();
	struct stable stable = {.cancel = true};

	(void)arg;
	tentative();
	ask_pending(&stable);
	run("ip addr del " ADDR "/64 dev eth0");
	await_call(&stable);
	FreeMibTable(stable.table);
	await_resources(before);
	assert_code(CancelMibChangeNotify2(stable.handle), CODE_NO_HANDLE);
}

static void ask_as_child(void *arg)
{
	struct stable own = {0};

	assert_code(CancelMibChangeNotify2(((struct stable *)arg)->handle), CODE_NO_HANDLE);
	ask_pending(&own);
	run("ip addr del " ADDR "/64 dev eth0");
	await_call(&own);
	FreeMibTable(own.table);
	cancel(&own);
}

static void a_child_has_one_of_its_own(void *arg)
{
	struct stable stable = {0};

	(void)arg;
	tentative();
	ask_pending(&stable);
	in_child(ask_as_child, &stable);
	await_call(&stable);
	FreeMibTable(stable.table);
	cancel(&stable);
}

static void delete_as_child(void *limit)
{
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, limit), 0);
	run("ip addr del " ADDR "/64 dev eth0");
}

/* No descriptor is left: at first for the call, and then for its thread, which tries again. */
static void want_of_descriptors_delays_the_table(void *arg)
{
	struct rlimit before, few = {0};
	struct stable stable = {0};

	(void)arg;
	tentative();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	few.rlim_max = before.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_code(ask(AF_UNSPEC, &stable), CODE_NO_MEMORY);
	ck_assert_ptr_null(stable.table);
	ck_assert_ptr_null(stable.handle);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ask_pending(&stable);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	in_child(delete_as_child, &before);
	usleep(300000); /* it has tried by then, or the test proves less */
	ck_assert_int_eq(stable.calls, 0);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	await_call(&stable);
	assert_found(&stable, IpDadStateInvalid);
	cancel(&stable);
}

/* The test's own process makes its children in another PID namespace, and so can have no thread. */
static const child_fn tests[] = {
	without_detection_the_table_comes_at_once,
	a_unique_address_is_waited_for,
	a_duplicate_is_told,
	an_address_may_go_before_it_is_known,
	an_address_may_go_that_nobody_was_told_of,
	without_a_carrier_nothing_is_waited_for,
	an_optimistic_address_is_not_waited_for,
	a_cancelled_one_is_never_called,
	the_callback_may_cancel,
	a_child_has_one_of_its_own,
	want_of_descriptors_delays_the_table,
};

START_TEST(works)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("notify stable")
{
	TCase *tcase = netns_tcase(suite, "stable", peer_setup);

	tcase_add_loop_test(tcase, works, 0, sizeof(tests) / sizeof(tests[0]));
}
