/* SPDX-License-Identifier: MIT */
/* Calls while the link goes down and up and the addresses that cover entries come and go. Whatever
 * moves, each code is that of what the caller knows: its own entries are nobody else's business. */

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "survive.h"

#define CALLERS 4
#define UNTOUCHED 100

static struct {
	long calls;
	long wrong;
	long tables;
} * counts;

/* The holder adds no address that ends by itself to eth0 but covers, which are swept away, too. */
static _Noreturn void move_world(void)
{
	execl("/bin/sh", "sh", "-c",
	      "while echo link set eth0 down && echo link set eth0 up &&"
	      "  echo address delete 2001:db8::1/64 dev eth0 &&"
	      "  echo address add 2001:db8::1/64 dev eth0 nodad &&"
	      "  echo address flush dev eth0 scope global &&"
	      "  echo address add 2001:db8::1/64 dev eth0 nodad; do :; done |"
	      "exec ip -force -batch - >/dev/null 2>&1",
	      NULL);
	give_up("sh");
}

static void expect(const char *what, DWORD code, DWORD wanted)
{
	__atomic_add_fetch(&counts->calls, 1, __ATOMIC_RELAXED);
	if (code == wanted)
		return;
	__atomic_add_fetch(&counts->wrong, 1, __ATOMIC_RELAXED);
	printf("%s: code %u, not %u\n", what, (unsigned int)code, (unsigned int)wanted);
}

/* own is an entry of the caller's that is there, and nobody touches the untouched ones. */
static void look_at_table(const MIB_ANYCASTIPADDRESS_ROW *own)
{
	MIB_ANYCASTIPADDRESS_ROW first = make_row(own->InterfaceIndex, "2001:db8::600:0", 0);
	MIB_ANYCASTIPADDRESS_TABLE *table = NULL;
	const uint8_t *wanted = (const uint8_t *)&own->Address.Ipv6.sin6_addr;
	unsigned int untouched = 0;
	unsigned int seen = 0;
	ULONG i;

	expect("table", GetAnycastIpAddressTable(AF_INET6, &table), NO_ERROR);
	if (!table)
		return;
	for (i = 0; i < table->NumEntries; i++) {
		const uint8_t *addr = (const uint8_t *)&table->Table[i].Address.Ipv6.sin6_addr;

		untouched += memcmp(addr, &first.Address.Ipv6.sin6_addr, 14) == 0;
		seen += memcmp(addr, wanted, 16) == 0;
	}
	FreeMibTable(table);
	__atomic_add_fetch(&counts->tables, 1, __ATOMIC_RELAXED);
	if (untouched == UNTOUCHED && seen == 1)
		return;
	__atomic_add_fetch(&counts->wrong, 1, __ATOMIC_RELAXED);
	printf("table: %u untouched entries, our own %u times\n", untouched, seen);
}

static _Noreturn void call(uint32_t ifindex, unsigned int which)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	unsigned int i;

	for (i = 0;; i++) {
		row = make_row(ifindex, i % 2 ? "2001:db8::700:0" : "2001:db8:9::700:0", which);
		expect("create", CreateAnycastIpAddressEntry(&row), NO_ERROR);
		expect("create again", CreateAnycastIpAddressEntry(&row),
		       ERROR_OBJECT_ALREADY_EXISTS);
		expect("get", GetAnycastIpAddressEntry(&row), NO_ERROR);
		if (i % 8 == 0)
			look_at_table(&row);
		expect("delete", DeleteAnycastIpAddressEntry(&row), NO_ERROR);
		expect("get what was deleted", GetAnycastIpAddressEntry(&row), ERROR_NOT_FOUND);
		expect("delete again", DeleteAnycastIpAddressEntry(&row), ERROR_NOT_FOUND);
	}
}

static void stop(pid_t pid)
{
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static pid_t start_group(void)
{
	pid_t pid = start();

	(void)setpgid(pid, pid); /* both do it: whoever is first */
	return pid;
}

static void change_untouched_entries(uint32_t ifindex, const char *what,
				     DWORD (*change)(const MIB_ANYCASTIPADDRESS_ROW *row))
{
	MIB_ANYCASTIPADDRESS_ROW row;
	unsigned int i;

	for (i = 0; i < UNTOUCHED; i++) {
		row = make_row(ifindex, "2001:db8::600:0", i);
		expect(what, change(&row), NO_ERROR);
	}
}

int call_beside_flaps(uint32_t ifindex, int seconds)
{
	pid_t callers[CALLERS];
	pid_t mover;
	int i;

	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (counts == MAP_FAILED)
		give_up("mmap");
	change_untouched_entries(ifindex, "create untouched", CreateAnycastIpAddressEntry);
	mover = start_group();
	if (mover == 0)
		move_world();
	for (i = 0; i < CALLERS; i++) {
		callers[i] = start_group();
		if (callers[i] == 0)
			call(ifindex, (unsigned int)i);
	}
	sleep((unsigned int)seconds); /* how long it lasts is what was asked for */
	for (i = 0; i < CALLERS; i++)
		stop(callers[i]);
	stop(mover);
	printf("%d s: %ld calls, %ld tables, %ld wrong\n", seconds, counts->calls, counts->tables,
	       counts->wrong);
	for (i = 0; i < CALLERS; i++) { /* what a caller that was killed has left, or not */
		MIB_ANYCASTIPADDRESS_ROW row;

		row = make_row(ifindex, "2001:db8::700:0", (unsigned int)i);
		(void)DeleteAnycastIpAddressEntry(&row);
		row = make_row(ifindex, "2001:db8:9::700:0", (unsigned int)i);
		(void)DeleteAnycastIpAddressEntry(&row);
	}
	change_untouched_entries(ifindex, "delete untouched", DeleteAnycastIpAddressEntry);
	return counts->wrong != 0;
}
