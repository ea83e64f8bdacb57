/* SPDX-License-Identifier: MIT */
/* Makes every system call of the anycast calls, and of the holder behind them, fail once with
 * each errno it can give, and looks what is left; and those of the calls about routes,
 * neighbours and paths. Started by inject.sh, routes.sh and neighbors.sh in a throw-away world with
 * eth0 and eth1. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inject.h"

const char *const role_names[] = {"caller", "spawned", "holder", "keeper", "unknown"};
const struct scenario *current;

/* No failure may cost a caller this many ms: it would be one of the library's long waits. Only the
 * full set, which is called on a machine with nothing else to do, can tell them from others'. */
#define SLOW 20000

static bool full;
static bool verbose;
static long injections;
static const char *stage = "";

/* What hangs is named, and the harness with it: nobody waits for a test that never ends. */
static void on_alarm(int sig)
{
	(void)sig;
	printf("FAIL %s, the %s's calls: call %ld (%s, failure %d) hangs at: %s\n", current->name,
	       role_names[current->role], plan.n, plan.hit ? plan.hit->name : "-", plan.e, stage);
	printf("0 passed, 1 failed\n");
	fflush(stdout);
	_exit(1);
}

static bool trace_or_kill(void)
{
	if (trace_until_quiet()) {
		release_all();
		return true;
	}
	complain("hangs", HANG);
	if (!caller_done)
		kill(caller_pid, SIGKILL);
	kill_all_traced();
	release_all();
	return false;
}

static void run_call(const struct scenario *s)
{
	long began = now_ms();

	begin_caller(s);
	if (!trace_or_kill()) {
		end_holders(SIGKILL); /* one that hangs would hang every caller after this */
		return;
	}
	reap_all();
	if (full && now_ms() - began > SLOW)
		complain("takes this many ms", now_ms() - began);
	stage = "check the call";
	check_call(s);
	stage = "check the state";
	if (s->family)
		s->family->check();
	else
		check_state(s);
	stage = "end holders";
	if (s->kind == HOLDER_NONE && !s->family)
		end_holders(SIGKILL);
}

/* One of the two processes dies, and the other's work of taking over has the fault. */
static void run_kill(const struct scenario *s)
{
	bool of_keeper = s->role == ROLE_KEEPER;
	pid_t victim = find_process(of_keeper ? "anycast-holder" : "anycast-keeper");
	pid_t heir = find_process(of_keeper ? "anycast-keeper" : "anycast-holder");
	long limit = now_ms() + HANG;
	unsigned int state;
	uint32_t code;

	caller_done = true;
	caller_pid = 0;
	stage = "seize";
	seize_resting(heir, s->role);
	kill(victim, SIGKILL);
	stage = "trace the heir";
	trace_or_kill();
	stage = "check after the take-over";
	reap_all();
	state = state_of(&s->entry);
	if (state != (MEMBER | SERVICE) || state_of(&kept) != (MEMBER | SERVICE))
		complain("acknowledged entries are lost", state);
	code = do_delete(&s->entry);
	if (code != (state & MEMBER ? 0u : 1168u))
		complain("a Delete afterwards has a wrong code", code);
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a fresh Create fails", code);
	stage = "await a second process";
	/* Requests without a pause do not keep the holder from starting it. */
	while (!both_there() && now_ms() < limit)
		(void)do_create(&s->entry);
	if (!both_there())
		complain("no new second process", each_holder(0));
}

static void run_start(const struct scenario *s)
{
	const char *path = getenv("IPH_TEST_HOLDER");
	int gate[2];
	char byte = 0;
	pid_t pid;
	uint32_t code;
	sigset_t none;

	if (pipe2(gate, O_CLOEXEC) < 0)
		die("pipe");
	pid = fork();
	if (pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(1);
		syscall(MARK_BEGIN);
		dup2(open("/dev/null", O_RDWR), 2);
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	close(gate[0]);
	caller_pid = 0;
	caller_done = true;
	seize(pid, ROLE_HOLDER);
	if (write(gate[1], &byte, 1) != 1)
		die("write");
	close(gate[1]);
	stage = "trace the start";
	trace_or_kill();
	stage = "check after the start";
	reap_all();
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a Create afterwards fails", code);
	code = do_delete(&s->entry);
	if (code != 0 || state_of(&s->entry) != 0)
		complain("its Delete fails", code);
	end_holders(SIGKILL);
}

static void run_one(const struct scenario *s)
{
	alarm(5 * HANG / 1000);
	stage = "prepare";
	if (s->family)
		s->family->prepare(s);
	else
		prepare(s);
	stage = "run";
	forget_all_traced();
	plan.seen = 0;
	plan.hit = NULL;
	plan.role = s->role;
	switch (s->op) {
	case OP_KILL:
		run_kill(s);
		break;
	case OP_START:
		run_start(s);
		break;
	case OP_CREATE:
	case OP_DELETE:
	case OP_GET:
	case OP_TABLE:
	case OP_FAMILY:
		run_call(s);
		break;
	}
	if (verbose && plan.hit)
		fprintf(stderr, "%s/%s: %ld %s=%s -> %u\n", s->name, role_names[s->role], plan.n,
			plan.hit->name, error_name(plan.error), told->code);
}

static bool run_scenario(const struct scenario *s)
{
	long before = violations;
	long injected = injections;
	long began = now_ms();
	int misses = 0;

	current = s;
	plan.n = plan.e = 0;
	plan.hit = NULL;
	if (s->family)
		s->family->begin(s);
	for (;;) {
		run_one(s);
		if (!plan.hit && ++misses == 3)
			break;
		if (!plan.hit)
			continue; /* how often a process polls is not the same each time */
		misses = 0;
		injections++;
		plan.e++;
		if (!full || plan.e == 7 || !plan.hit->errors[plan.e]) {
			plan.e = 0;
			plan.n++;
		}
	}
	if (s->family)
		s->family->end(s);
	else
		tidy(s);
	printf("%s %s, the %s's calls: each of %ld failures leaves the state its code says\n",
	       violations == before ? "PASS" : "FAIL", s->name, role_names[s->role],
	       injections - injected);
	if (verbose)
		fprintf(stderr, "  %ld ms\n", now_ms() - began);
	fflush(stdout);
	return violations == before;
}

static bool as_before(int addresses)
{
	long limit;

	alarm(5 * HANG / 1000);
	end_holders(SIGTERM);
	start_holder(); /* sweeps what holders that were killed left on lo */
	do_create(&kept);
	do_delete(&kept);
	end_holders(SIGTERM);
	for (limit = now_ms() + HANG; count_addresses() > addresses && now_ms() < limit;)
		pause_ms(100);
	if (count_addresses() == addresses && count_members() == 0)
		return true;
	printf("%d more addresses\n", count_addresses() - addresses);
	return false;
}

static void set_up(void)
{
	const char *mode = getenv("IPH_INJECT");
	sigset_t set;

	full = mode && strcmp(mode, "full") == 0;
	verbose = getenv("IPH_INJECT_VERBOSE");
	eth0 = (int)if_nametoindex("eth0");
	eth1 = (int)if_nametoindex("eth1");
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || !eth0 || !eth1)
		die("no world");
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGALRM, on_alarm);
}

static const struct {
	const char *name;
	const struct scenario *scenarios;
	const size_t *count;
} lists[] = {
	{"anycast", scenarios, &scenario_count},
	{"routes", route_scenarios, &route_scenario_count},
	{"neighbors", neighbor_scenarios, &neighbor_scenario_count},
	{"paths", path_scenarios, &path_scenario_count},
};

/* The name of a list, and the number of the only scenario */
int main(int argc, char **argv)
{
	const struct scenario *list = NULL;
	size_t count = 0;
	const char *only = argc > 2 ? argv[2] : NULL;
	int passed = 0, failed = 0, addresses;
	bool same;
	size_t i;

	for (i = 0; argc > 1 && i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(argv[1], lists[i].name) == 0) {
			list = lists[i].scenarios;
			count = *lists[i].count;
		}
	}
	set_up();
	addresses = count_addresses();
	for (i = 0; i < count; i++) {
		if (only && atoi(only) != (int)i)
			continue;
		if (run_scenario(&list[i]))
			passed++;
		else
			failed++;
	}
	if (list == scenarios) {
		same = as_before(addresses);
		printf("%s in the end the kernel is as it was in the beginning\n",
		       same ? "PASS" : "FAIL");
		passed += same;
		failed += !same;
	}
	printf("%ld injections, %ld violations, %ld times 31 where memory or descriptors ran out\n",
	       injections, violations, vague);
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
