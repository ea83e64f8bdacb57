/* SPDX-License-Identifier: MIT */
/* What is done while something fails, and what is there before. */

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "inject.h"

const struct entry kept = {"2001:db8:1::e0", &eth0};
static const struct entry twin = {"2001:db8:1::b", &eth1};

#define COVERED                                                                                    \
	{                                                                                          \
		"2001:db8:1::a", &eth0                                                             \
	}
#define OFFLINK                                                                                    \
	{                                                                                          \
		"2001:db8:ff::a", &eth0                                                            \
	}
#define LINKLOCAL                                                                                  \
	{                                                                                          \
		"fe80::a", &eth0                                                                   \
	}
#define SHARED                                                                                     \
	{                                                                                          \
		"2001:db8:1::b", &eth0                                                             \
	}
#define IPV4_ENTRY                                                                                 \
	{                                                                                          \
		"192.0.2.77", &eth0                                                                \
	}

const struct scenario scenarios[] = {
	{"create", OP_CREATE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"delete", OP_DELETE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"get", OP_GET, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"table", OP_TABLE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"create IPv4", OP_CREATE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"delete IPv4", OP_DELETE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"get IPv4", OP_GET, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"table IPv4", OP_TABLE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},

	{"create", OP_CREATE, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create off-link", OP_CREATE, OFFLINK, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create link-local", OP_CREATE, LINKLOCAL, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create shared", OP_CREATE, SHARED, HOLDER_THERE, ROLE_HOLDER, &twin},
	{"delete", OP_DELETE, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"delete link-local", OP_DELETE, LINKLOCAL, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"delete shared", OP_DELETE, SHARED, HOLDER_THERE, ROLE_HOLDER, &twin},
	{"kill the holder", OP_KILL, COVERED, HOLDER_THERE, ROLE_KEEPER, NULL},
	{"kill the keeper", OP_KILL, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},

	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_CALLER, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_SPAWNED, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_KEEPER, NULL},
	{"delete the last", OP_DELETE, COVERED, HOLDER_NONE, ROLE_CALLER, NULL},
	{"delete the last", OP_DELETE, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
	{"start in the foreground", OP_START, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
};

const size_t scenario_count = sizeof(scenarios) / sizeof(scenarios[0]);

int count_rows(void)
{
	static const struct entry ipv4 = IPV4_ENTRY;

	return count_members() + (state_of(&ipv4) != 0);
}

uint32_t do_create(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(entry);

	return CreateAnycastIpAddressEntry(&row);
}

uint32_t do_delete(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(entry);

	return DeleteAnycastIpAddressEntry(&row);
}

static bool link_local(const struct entry *entry)
{
	return strncmp(entry->text, "fe80", 4) == 0;
}

unsigned int whole_state(const struct entry *entry)
{
	if (!strchr(entry->text, ':'))
		return IPV4;
	return link_local(entry) ? MEMBER | ROUTE : MEMBER | SERVICE;
}

unsigned int empty_state(const struct scenario *s)
{
	return s->beside ? SERVICE : 0;
}

static void make_entries(const struct scenario *s)
{
	if (s->kind == HOLDER_THERE && !both_there()) {
		end_holders(SIGKILL);
		start_holder();
	}
	if (s->kind == HOLDER_THERE && state_of(&kept) != (MEMBER | SERVICE)) {
		do_delete(&kept);
		if (do_create(&kept) != 0)
			printf("FAIL the entry that is kept cannot be made\n");
	}
	if (s->beside && state_of(s->beside) != (MEMBER | SERVICE))
		do_create(s->beside);
	if (s->kind == HOLDER_NONE && s->op != OP_DELETE)
		end_holders(SIGKILL);
	if (s->op == OP_CREATE || s->op == OP_START)
		return;
	if (state_of(&s->entry) != whole_state(&s->entry))
		do_create(&s->entry);
}

/* Brings the world to where the scenario begins. */
void prepare(const struct scenario *s)
{
	make_entries(s);
	if ((s->kind == HOLDER_THERE || s->op == OP_DELETE) && !await_both())
		die("no second process");
}

void tidy(const struct scenario *s)
{
	do_delete(&s->entry);
	if (s->beside)
		do_delete(s->beside);
	if (s->kind == HOLDER_NONE)
		end_holders(SIGKILL);
}
