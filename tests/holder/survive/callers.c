/* SPDX-License-Identifier: MIT */
/* Callers that die in the middle of a call. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "survive.h"

#define RTF_ANYCAST_ 0x00100000u /* linux/ipv6_route.h */
#define PLACES 8

static MIB_ANYCASTIPADDRESS_ROW place(uint32_t ifindex, uint32_t other, unsigned int number)
{
	static const char *const forms[] = {"2001:db8::300:0", "2001:db8:9::300:0",
					    "2001:db8::300:0", "fe80::300:0"};

	/* 0 and 2 are one address on two interfaces */
	return make_row(number % 4 == 2 ? other : ifindex, forms[number % 4], number / 4);
}

static bool listed(const char *path, const char *first, const char *second)
{
	static char list[65536];
	char *line;
	char *rest = list;

	if (read_whole(path, list, sizeof(list)) < 0)
		give_up(path);
	while ((line = strsep(&rest, "\n")))
		if (strstr(line, first) && strstr(line, second))
			return true;
	return false;
}

static bool has_membership(const char *hex, uint32_t ifindex)
{
	static char list[65536];
	char *line;
	char *rest = list;

	if (read_whole("/proc/net/anycast6", list, sizeof(list)) < 0)
		give_up("/proc/net/anycast6");
	while ((line = strsep(&rest, "\n")))
		if ((uint32_t)atoi(line) == ifindex && strstr(line, hex))
			return true;
	return false;
}

static bool has_anycast_route(const char *hex)
{
	static char list[1 << 18];
	char *line;
	char *rest = list;

	if (read_whole("/proc/net/ipv6_route", list, sizeof(list)) < 0)
		give_up("/proc/net/ipv6_route");
	while ((line = strsep(&rest, "\n"))) {
		unsigned int flags;

		if (strncmp(line, hex, 32) == 0 &&
		    sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %*s %x", &flags) == 1 &&
		    flags & RTF_ANYCAST_)
			return true;
	}
	return false;
}

/* 1: whole, 0: nothing, -1: something else */
static int wholeness(uint32_t ifindex, uint32_t other, unsigned int number)
{
	MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, number);
	bool link_local = number % 4 == 3;
	bool member;
	bool beside;
	bool service;
	bool route;
	char hex[33];

	to_hex(&row.Address.Ipv6.sin6_addr, hex);
	member = has_membership(hex, row.InterfaceIndex);
	beside = has_membership(hex, row.InterfaceIndex == other ? ifindex : other);
	service = listed("/proc/net/if_inet6", hex, " lo");
	route = has_anycast_route(hex);
	if (link_local ? !service && route == member : service == (member || beside) && !route)
		return member;
	printf("%s on %u: membership %d, elsewhere %d, service address %d, anycast route %d\n", hex,
	       (unsigned int)row.InterfaceIndex, member, beside, service, route);
	return -1;
}

/* Requests are answered in turn: after this one those of the dead are done. */
static long settle(uint32_t ifindex)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::999:0", 0);
	DWORD code = DeleteAnycastIpAddressEntry(&row);

	if (code != ERROR_NOT_FOUND)
		printf("deleting what is not there: code %u\n", (unsigned int)code);
	return code != ERROR_NOT_FOUND;
}

static long check_all(uint32_t ifindex, uint32_t other)
{
	long bad = 0;
	unsigned int i;

	for (i = 0; i < PLACES; i++)
		bad += wholeness(ifindex, other, i) < 0;
	return bad;
}

static void kill_client(uint32_t ifindex, uint32_t other)
{
	MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, draw(PLACES));
	pid_t pid = start();
	unsigned int i;

	if (pid == 0)
		for (i = draw(2);; i++) {
			(void)(i % 2 ? DeleteAnycastIpAddressEntry(&row)
				     : CreateAnycastIpAddressEntry(&row));
		}
	pass_moment(draw(2) ? 400 : 8000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

int die(uint32_t ifindex, uint32_t other, int times)
{
	pid_t pair[MAX_PAIR];
	long whole = 0;
	long bad = 0;
	unsigned int i;
	int time;

	for (time = 0; time < times && bad < 5; time++) {
		kill_client(ifindex, other);
		bad += settle(ifindex) + check_all(ifindex, other);
		for (i = 0; i < PLACES; i++) {
			MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, i);

			if (wholeness(ifindex, other, i) != 1)
				continue;
			whole++;
			if (draw(3) == 0) /* so that the holder often has to be started, too */
				bad += checked("delete what is there",
					       DeleteAnycastIpAddressEntry(&row));
		}
	}
	for (i = 0; i < PLACES; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = place(ifindex, other, i);

		if (wholeness(ifindex, other, i) == 1)
			bad += checked("delete", DeleteAnycastIpAddressEntry(&row));
		bad += wholeness(ifindex, other, i) != 0;
	}
	bad += !await_pair(0, pair);
	printf("%d callers killed, whole entries seen %ld times\n", time, whole);
	return bad != 0;
}
