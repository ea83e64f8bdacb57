/* SPDX-License-Identifier: MIT */
/* What must be true after a call in which something has failed. */

#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>

#include "inject.h"

/* The holder tries again after 500 ms. */
#define RETRIES 2000

long violations;
long vague;

void complain(const char *what, long detail)
{
	const char *fault = plan.hit ? plan.hit->name : "none";

	violations++;
	printf("FAIL %s: %s of the %s, call %ld fails with %s: %s (%ld)\n", current->name, fault,
	       role_names[current->role], plan.n, plan.hit ? error_name(plan.error) : "-", what,
	       detail);
	fflush(stdout);
}

static uint32_t code_without_fault;

void learn_code(uint32_t code, uint32_t wanted)
{
	code_without_fault = code;
	if (code != wanted)
		complain("another code without a fault", code);
}

bool call_done(void)
{
	bool done = told->code == code_without_fault;

	if (!plan.hit && !done)
		complain("another code without a fault", told->code);
	return done;
}

static bool holder_works(void)
{
	pid_t pid = find_process("anycast-holder");

	return pid && !rests(pid);
}

/* A holder that is still at it may be seen between two steps: wait for one or the other, or for the
 * end of its work, with what it tries again after a while. */
static unsigned int settled_state(const struct scenario *s)
{
	unsigned int state = state_of(&s->entry);
	long limit = now_ms() + HANG;
	long rest = now_ms() + RETRIES;

	while (state != whole_state(&s->entry) && state != empty_state(s) && now_ms() < limit &&
	       (now_ms() < rest || holder_works())) {
		pause_ms(1);
		state = state_of(&s->entry);
	}
	return state;
}

static bool documented(uint32_t code)
{
	return code == 0 || code == 2 || code == 5 || code == 8 || code == 31 || code == 50 ||
	       code == 87 || code == 1168 || code == 1231 || code == 5010;
}

/* Which code may follow from a failure that has nothing to do with the request. */
static bool plausible(const struct scenario *s, const struct fault *fault, int error, uint32_t code)
{
	if (s->family && code == code_without_fault)
		return true;
	switch (error) {
	case EAFNOSUPPORT:
		return code == 50 || code == 31 || code == 0;
	case EACCES:
	case EPERM:
		return code == 5 || code == 31 || code == 0;
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
		if (code == 31 && s->role == ROLE_CALLER)
			vague++;
		return code == 8 || code == 31 || code == 0;
	case EAGAIN:
		/* a holder that cannot start says EAGAIN, and that is taken for want of processes
		 */
		return code == 31 || code == 0 ||
		       (code == 8 && (fault->nr != SYS_sendto || s->role != ROLE_CALLER));
	default:
		return code == 31 || code == 0;
	}
}

void check_call(const struct scenario *s)
{
	int error = plan.hit ? plan.error : 0;

	if (!told->done) {
		complain("the caller died", 0);
		return;
	}
	if (!documented(told->code))
		complain("undocumented code", told->code);
	if (plan.hit && !plausible(s, plan.hit, error, told->code))
		complain("implausible code", told->code);
	if (told->fds_before != told->fds_after)
		complain("descriptors leaked", told->fds_after - told->fds_before);
	if (told->heap_before != told->heap_after)
		complain("memory leaked", (long)(told->heap_after - told->heap_before));
	if (!told->untouched)
		complain("a failure that writes to the caller's row or table", told->code);
	if (!told->right)
		complain("a success with a wrong result", told->code);
}

void check_state(const struct scenario *s)
{
	unsigned int state = settled_state(s);
	bool whole = state == whole_state(&s->entry);
	bool empty = state == empty_state(s);
	uint32_t code;

	if (!whole && !empty)
		complain("half an entry stays", state);
	else if (s->op == OP_CREATE && whole != (told->code == 0))
		complain(whole ? "the entry is there, but the code says no" : "0, but no entry",
			 told->code);
	else if (s->op == OP_DELETE && empty != (told->code == 0))
		complain(empty ? "the entry is gone, but the code says no" : "0, but an entry",
			 told->code);
	else if ((s->op == OP_GET || s->op == OP_TABLE) && !whole)
		complain("reading has changed the entry", state);
	if (s->kind == HOLDER_THERE && state_of(&kept) != (MEMBER | SERVICE))
		complain("another entry is lost", state_of(&kept));
	if (s->beside && state_of(s->beside) != (MEMBER | SERVICE))
		complain("the twin on the other interface is lost", state_of(s->beside));
	if (s->op == OP_GET || s->op == OP_TABLE)
		return;
	code = do_delete(&s->entry);
	if (code != (whole ? 0u : 1168u) && (whole || empty))
		complain("a Delete afterwards has a wrong code", code);
	if (state_of(&s->entry) != empty_state(s))
		complain("a Delete afterwards leaves something", state_of(&s->entry));
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a fresh Create fails", code);
	if (s->op == OP_CREATE) {
		code = do_delete(&s->entry);
		if (code != 0 || state_of(&s->entry) != empty_state(s))
			complain("its Delete fails", code);
	}
}
