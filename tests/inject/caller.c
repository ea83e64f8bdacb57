/* SPDX-License-Identifier: MIT */
/* The process that makes the call: another one looks at it, and it tells what it saw itself. */

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inject.h"

struct told *told;

static int count_fds(void)
{
	int n = 0;
	int fd;

	for (fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static size_t heap_used(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static bool same_entry(const MIB_ANYCASTIPADDRESS_ROW *a, const MIB_ANYCASTIPADDRESS_ROW *b)
{
	return a->Address.si_family == b->Address.si_family &&
	       a->InterfaceIndex == b->InterfaceIndex &&
	       (a->Address.si_family == AF_INET
			? memcmp(&a->Address.Ipv4.sin_addr, &b->Address.Ipv4.sin_addr, 4) == 0
			: memcmp(&a->Address.Ipv6.sin6_addr, &b->Address.Ipv6.sin6_addr, 16) == 0);
}

static void call_anycast(const struct scenario *s, int expected_rows)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(&s->entry);
	MIB_ANYCASTIPADDRESS_ROW copy = row;
	MIB_ANYCASTIPADDRESS_TABLE *table = (void *)&row;
	ULONG i;

	syscall(MARK_BEGIN);
	switch (s->op) {
	case OP_CREATE:
		told->code = CreateAnycastIpAddressEntry(&row);
		break;
	case OP_DELETE:
		told->code = DeleteAnycastIpAddressEntry(&row);
		break;
	case OP_GET:
		told->code = GetAnycastIpAddressEntry(&row);
		break;
	case OP_TABLE:
		told->code = GetAnycastIpAddressTable(AF_UNSPEC, &table);
		break;
	case OP_KILL:
	case OP_START:
	case OP_FAMILY:
		break;
	}
	syscall(MARK_END);
	if (s->op == OP_TABLE) {
		told->untouched = told->code == 0 || !table;
		if (told->code == 0) {
			told->right = false;
			for (i = 0; i < table->NumEntries; i++)
				if (same_entry(&table->Table[i], &row) &&
				    table->Table[i].InterfaceLuid.Value)
					told->right = true;
			if ((int)table->NumEntries != expected_rows)
				told->right = false;
			FreeMibTable(table);
		}
	} else {
		told->untouched = told->code == 0 || memcmp(&row, &copy, sizeof(row)) == 0;
		if (told->code == 0 && s->op == OP_GET)
			told->right = row.InterfaceLuid.Value != 0;
	}
}

static void call(const struct scenario *s, int expected_rows)
{
	told->fds_before = count_fds();
	told->heap_before = heap_used();
	told->untouched = told->right = true;
	if (s->family)
		s->family->call(s);
	else
		call_anycast(s, expected_rows);
	told->heap_after = heap_used();
	told->fds_after = count_fds();
	told->done = true;
}

void begin_caller(const struct scenario *s)
{
	int gate[2];
	int rows = s->family ? 0 : count_rows();
	char byte = 0;

	memset(told, 0, sizeof(*told));
	if (pipe(gate) < 0)
		die("pipe");
	fflush(stdout);
	caller_done = false;
	caller_pid = fork();
	if (caller_pid < 0)
		die("fork");
	if (caller_pid == 0) {
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(1);
		close(gate[0]);
		call(s, rows);
		_exit(0);
	}
	close(gate[0]);
	if (s->role == ROLE_CALLER || (s->kind == HOLDER_NONE && s->op == OP_CREATE))
		seize(caller_pid, ROLE_CALLER);
	else
		seize_resting(
			find_process(s->role == ROLE_KEEPER ? "anycast-keeper" : "anycast-holder"),
			s->role);
	if (write(gate[1], &byte, 1) != 1)
		die("write");
	close(gate[1]);
}
