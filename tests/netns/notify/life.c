/* SPDX-License-Identifier: MIT */
/* The life of a registration: beginning, callbacks that do anything, end, fork(), loss. */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "netns-peer.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

#define CODE_NO_HANDLE IPH_CODE(6, 0xC0000008)

static void add(const char *addr)
{
	run("ip addr add %s/32 dev eth0", addr);
}

static HANDLE listen_to_addresses(PUNICAST_IPADDRESS_CHANGE_CALLBACK callback, void *context)
{
	HANDLE handle = NULL;

	assert_code(NotifyUnicastIpAddressChange(AF_INET, callback, context, FALSE, &handle),
		    CODE_SUCCESS);
	ck_assert_ptr_nonnull(handle);
	return handle;
}

static void cancel(HANDLE handle)
{
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

static void await(sem_t *semaphore)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += 30 * slowness();
	while (sem_timedwait(semaphore, &end) < 0)
		ck_assert_msg(errno == EINTR, "nothing has come in time");
}

struct initial {
	HANDLE *handle;
	HANDLE seen;
	pthread_t thread;
	int calls;
	bool cancel;
};

static VOID WINAPI initial_call(PVOID context, PMIB_UNICASTIPADDRESS_ROW row,
				MIB_NOTIFICATION_TYPE type)
{
	struct initial *initial = context;

	ck_assert_int_eq(type, MibInitialNotification);
	ck_assert_ptr_null(row);
	initial->seen = *initial->handle;
	initial->thread = pthread_self();
	initial->calls++;
	if (initial->cancel)
		cancel(initial->seen);
}

static void the_initial_call_comes_first(void *arg)
{
	struct resources before = resources();
	HANDLE handle = NULL;
	struct initial initial = {.handle = &handle};

	(void)arg;
	assert_code(NotifyUnicastIpAddressChange(AF_UNSPEC, initial_call, &initial, TRUE, &handle),
		    CODE_SUCCESS);
	ck_assert_int_eq(initial.calls, 1);
	ck_assert_ptr_nonnull(handle);
	ck_assert_ptr_eq(initial.seen, handle);
	ck_assert(pthread_equal(initial.thread, pthread_self()));
	cancel(handle);
	assert_code(CancelMibChangeNotify2(handle), CODE_NO_HANDLE);
	/* and may end what has just begun */
	initial.cancel = true;
	assert_code(NotifyUnicastIpAddressChange(AF_UNSPEC, initial_call, &initial, TRUE, &handle),
		    CODE_SUCCESS);
	ck_assert_int_eq(initial.calls, 2);
	assert_code(CancelMibChangeNotify2(handle), CODE_NO_HANDLE);
	await_resources(before);
}

struct blocked {
	sem_t entered;
	sem_t go;
	atomic_int calls;
	atomic_int returned;
};

static VOID WINAPI block(PVOID context, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	struct blocked *blocked = context;

	(void)row;
	(void)type;
	blocked->calls++;
	sem_post(&blocked->entered);
	await(&blocked->go);
	blocked->returned++;
}

static void *cancel_in_thread(void *handle)
{
	cancel(handle);
	return handle;
}

static void cancel_waits_for_the_callback(void *arg)
{
	struct blocked blocked = {0};
	struct notes *notes = notes_new();
	struct timespec soon;
	pthread_t thread;
	HANDLE handle, other;

	(void)arg;
	notes_name(notes, index_of("eth0"), "eth0");
	handle = listen_to_addresses(block, &blocked);
	other = listen_to_addresses(note_unicast, notes);
	add("198.51.100.1");
	await(&blocked.entered);
	add("198.51.100.2");
	/* It keeps nobody else waiting. */
	assert_notes(notes, "address add 198.51.100.1 eth0\naddress add 198.51.100.2 eth0\n");
	ck_assert_int_eq(pthread_create(&thread, NULL, cancel_in_thread, handle), 0);
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_nsec += 100000000;
	soon.tv_sec += soon.tv_nsec / 1000000000;
	soon.tv_nsec %= 1000000000;
	ck_assert_int_eq(pthread_timedjoin_np(thread, NULL, &soon), ETIMEDOUT);
	ck_assert_int_eq(blocked.returned, 0);
	sem_post(&blocked.go);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_int_eq(blocked.returned, 1);
	sem_post(&blocked.go);
	add("198.51.100.3");
	assert_notes(notes, "address add 198.51.100.3 eth0\n");
	ck_assert_int_eq(blocked.calls, 1);
	cancel(other);
}

struct busy {
	HANDLE handle;
	HANDLE *second;
	struct notes *notes;
	sem_t done;
	pid_t child;
	int calls;
};

/* It calls the library, registers another one, forks, and ends itself. */
static VOID WINAPI do_much(PVOID context, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	struct busy *busy = context;
	MIB_UNICASTIPADDRESS_ROW whole = *row;
	MIB_UNICASTIPADDRESS_TABLE *table = NULL;

	busy->calls++;
	ck_assert_int_eq(type, MibAddInstance);
	assert_code(GetUnicastIpAddressEntry(&whole), CODE_SUCCESS);
	ck_assert_int_eq(whole.DadState, IpDadStatePreferred);
	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, &table), CODE_SUCCESS);
	FreeMibTable(table);
	*busy->second = listen_to_addresses(note_unicast, busy->notes);
	cancel(busy->handle);
	assert_code(CancelMibChangeNotify2(busy->handle), CODE_NO_HANDLE);
	busy->child = fork();
	if (busy->child == 0)
		return; /* the only thread ends, and the process with it */
	sem_post(&busy->done);
}

static void a_callback_may_do_anything(void *arg)
{
	struct resources before = resources();
	HANDLE second = NULL;
	struct busy busy = {.second = &second, .notes = notes_new()};
	int status;

	(void)arg;
	notes_name(busy.notes, index_of("eth0"), "eth0");
	busy.handle = listen_to_addresses(do_much, &busy);
	add("198.51.100.1");
	await(&busy.done);
	ck_assert_int_eq(waitpid(busy.child, &status, 0), busy.child);
	ck_assert_int_eq(status, 0);
	add("198.51.100.2");
	assert_notes(busy.notes, "address add 198.51.100.2 eth0\n");
	ck_assert_int_eq(busy.calls, 1);
	cancel(second);
	await_resources(before);
}

static void as_child(void *handle)
{
	struct notes *notes = notes_new();
	struct resources before = resources();
	HANDLE own;

	ck_assert_int_eq(before.threads, 1);
	assert_code(CancelMibChangeNotify2(handle), CODE_NO_HANDLE);
	notes_name(notes, index_of("eth0"), "eth0");
	own = listen_to_addresses(note_unicast, notes);
	add("198.51.100.7");
	assert_notes(notes, "address add 198.51.100.7 eth0\n");
	cancel(own);
	await_resources(before);
}

static void a_child_has_no_registration_and_may_have_one(void *arg)
{
	struct notes *notes = notes_new();
	struct resources before = resources();
	HANDLE handle;

	(void)arg;
	notes_name(notes, index_of("eth0"), "eth0");
	handle = listen_to_addresses(note_unicast, notes);
	in_child(as_child, handle);
	add("198.51.100.8");
	assert_notes(notes, "address add 198.51.100.7 eth0\naddress add 198.51.100.8 eth0\n");
	cancel(handle);
	await_resources(before);
}

static void the_namespace_of_the_thread_counts(void *arg)
{
	struct notes *here = notes_new();
	struct notes *there = notes_new();
	HANDLE handles[2];

	(void)arg;
	notes_name(here, index_of("eth0"), "eth0");
	handles[0] = listen_to_addresses(note_unicast, here);
	ck_assert_int_eq(setns(peer_namespace(), CLONE_NEWNET), 0);
	notes_name(there, index_of("peer0"), "peer0");
	handles[1] = listen_to_addresses(note_unicast, there);
	run("ip addr add 198.51.100.2/32 dev peer0");
	assert_notes(there, "address add 198.51.100.2 peer0\n");
	ck_assert_uint_eq(count_notes(here), 0);
	cancel(handles[0]);
	cancel(handles[1]);
}

static void nothing(int number)
{
	(void)number;
}

struct stack {
	sem_t done;
	sigset_t blocked;
	unsigned char sum;
};

static VOID WINAPI use_stack(PVOID context, PMIB_UNICASTIPADDRESS_ROW row,
			     MIB_NOTIFICATION_TYPE type)
{
	struct stack *stack = context;
	volatile unsigned char much[3 << 19]; /* three quarters of what there is */
	size_t i;

	(void)row;
	(void)type;
	for (i = 0; i < sizeof(much); i += 512)
		much[i] = (unsigned char)i;
	stack->sum = much[0];
	pthread_sigmask(SIG_SETMASK, NULL, &stack->blocked);
	sem_post(&stack->done);
}

static void the_thread_has_a_stack_and_takes_no_signal(void *arg)
{
	struct sigaction action = {.sa_handler = nothing};
	struct stack stack = {0};
	HANDLE handle;

	(void)arg;
	ck_assert_int_eq(sigaction(SIGUSR1, &action, NULL), 0);
	handle = listen_to_addresses(use_stack, &stack);
	add("198.51.100.1");
	await(&stack.done);
	cancel(handle);
	ck_assert_int_eq(sigismember(&stack.blocked, SIGUSR1), 1);
	ck_assert_int_eq(sigismember(&stack.blocked, SIGTERM), 1);
}

/* As GLib does: it keeps the pointer for its main loop. */
struct kept {
	PMIB_UNICASTIPADDRESS_ROW rows[100];
	atomic_int count;
	sem_t done;
};

static VOID WINAPI keep(PVOID context, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	struct kept *kept = context;

	(void)type;
	kept->rows[kept->count] = row;
	if (++kept->count == 100)
		sem_post(&kept->done);
}

static void add_many(unsigned int first, unsigned int count)
{
	char batch[] = "/tmp/notify-XXXXXX";
	int fd = mkstemp(batch);
	FILE *file = fdopen(fd, "w");
	unsigned int i;

	ck_assert_ptr_nonnull(file);
	for (i = first; i < first + count; i++)
		fprintf(file, "addr add 10.%u.%u.%u/32 dev eth0\n", i >> 16 & 255, i >> 8 & 255,
			i & 255);
	ck_assert_int_eq(fclose(file), 0);
	run("ip -batch %s", batch);
	unlink(batch);
}

static void rows_stay_for_a_while(void *arg)
{
	struct kept kept = {0};
	HANDLE handle = listen_to_addresses(keep, &kept);
	unsigned int i;

	(void)arg;
	add_many(1, 100);
	await(&kept.done);
	for (i = 0; i < 100; i++) {
		ck_assert_uint_eq(ntohl(kept.rows[i]->Address.Ipv4.sin_addr.s_addr),
				  0x0a000001 + i);
		ck_assert_uint_eq(kept.rows[i]->InterfaceIndex, index_of("eth0"));
		ck_assert_uint_ne(kept.rows[i]->InterfaceLuid.Value, 0);
		ck_assert_uint_eq(kept.rows[i]->OnLinkPrefixLength, 0);
	}
	cancel(handle);
}

/* The library's own socket, whose queue a test may make so small that nearly everything is lost. */
static int listening_socket(void)
{
	struct sockaddr_nl addr;
	socklen_t length;
	int fd;

	for (fd = 3; fd < 1024; fd++) {
		length = sizeof(addr);
		if (getsockname(fd, (struct sockaddr *)&addr, &length) == 0 &&
		    addr.nl_family == AF_NETLINK && addr.nl_groups)
			return fd;
	}
	ck_abort_msg("nobody listens");
	return -1;
}

struct sum {
	sem_t entered;
	sem_t go;
	atomic_uint adds, deletes, others;
};

static VOID WINAPI sum_up(PVOID context, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	struct sum *sum = context;

	(void)row;
	if (sum->adds + sum->deletes + sum->others == 0) {
		sem_post(&sum->entered);
		await(&sum->go);
	}
	if (type == MibAddInstance)
		sum->adds++;
	else if (type == MibDeleteInstance)
		sum->deletes++;
	else
		sum->others++;
}

static void await_sum(const struct sum *sum, unsigned int wanted)
{
	time_t end = time(NULL) + 60 * slowness();

	while (sum->adds - sum->deletes != wanted) {
		ck_assert_msg(time(NULL) < end, "%u adds and %u deletes, not %u", sum->adds,
			      sum->deletes, wanted);
		usleep(1000);
	}
}

/* A buffer of 4 KiB, a callback that sleeps: what is told is the difference. */
static void what_the_kernel_drops_is_found_again(void *arg)
{
	struct sum sum = {0};
	HANDLE handle = listen_to_addresses(sum_up, &sum);
	unsigned int count = (unsigned int)many(6000);
	int room = 2048;

	(void)arg;
	ck_assert_int_eq(setsockopt(listening_socket(), SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)),
			 0);
	add_many(1, count);
	await(&sum.entered);
	run("ip addr flush dev eth0 to 10.0.0.0/24");
	sem_post(&sum.go);
	await_sum(&sum, count - (count < 255 ? count : 255));
	ck_assert_uint_eq(sum.others, 0);
	cancel(handle);
}

struct pairs {
	pthread_t thread;
	int count;
};

static void *register_and_cancel(void *arg)
{
	struct pairs *pairs = arg;
	struct notes *notes = notes_new();
	HANDLE handle;
	int i;

	for (i = 0; i < pairs->count; i++) {
		if (i % 2)
			assert_code(NotifyIpInterfaceChange(AF_UNSPEC, note_interface, notes,
							    i % 3 == 0, &handle),
				    CODE_SUCCESS);
		else
			handle = listen_to_addresses(note_unicast, notes);
		cancel(handle);
	}
	return NULL;
}

static void many_register_and_cancel_at_once(void *arg)
{
	struct resources before = resources();
	struct pairs pairs[16];
	size_t i;

	(void)arg;
	for (i = 0; i < 16; i++) {
		pairs[i].count = many(50);
		ck_assert_int_eq(
			pthread_create(&pairs[i].thread, NULL, register_and_cancel, &pairs[i]), 0);
	}
	add_many(1, 200);
	run("ip addr flush dev eth0 to 10.0.0.0/24");
	for (i = 0; i < 16; i++)
		ck_assert_int_eq(pthread_join(pairs[i].thread, NULL), 0);
	await_resources(before);
}

/* The test's own process makes its children in another PID namespace, and so can have no thread. */
static const child_fn tests[] = {
	the_initial_call_comes_first,
	cancel_waits_for_the_callback,
	a_callback_may_do_anything,
	a_child_has_no_registration_and_may_have_one,
	the_namespace_of_the_thread_counts,
	the_thread_has_a_stack_and_takes_no_signal,
	rows_stay_for_a_while,
	what_the_kernel_drops_is_found_again,
	many_register_and_cancel_at_once,
};

START_TEST(works)
{
	in_child(tests[_i], NULL);
}
END_TEST

TEST_SUITE("notify life")
{
	TCase *tcase = netns_tcase(suite, "life", peer_setup);

	tcase_add_loop_test(tcase, works, 0, sizeof(tests) / sizeof(tests[0]));
}
