/* SPDX-License-Identifier: MIT */
/* One-shot uses of the library for limits.sh: "limits VERB [ARG...]" prints what came back.
 *
 *   create|delete|get ADDRESS IF   the code
 *   table FAMILY                   the code and the number of rows
 *   fds ADDRESS IF                 with 3..20 descriptors: a line for each that is wrong
 *   many IF N                      creates until one fails: how many, and that code
 *   malloc ADDRESS IF              every allocation of every call fails in turn
 *   read SECONDS IF ADDRESS N      reads tables: N rows of ours must always be there
 *   churn SECONDS IF BASE          adds and deletes links, addresses and routes at full speed
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "attr.h"
#include "nl.h"

int __real_socket(int family, int type, int protocol);
int __wrap_socket(int family, int type, int protocol);

/* With IPH_TINY every socket has the smallest receive buffer (SOCK_MIN_RCVBUF). */
int __wrap_socket(int family, int type, int protocol)
{
	int fd = __real_socket(family, type, protocol);
	int size = 1;

	if (fd >= 0 && getenv("IPH_TINY"))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return fd;
}

#ifndef IPH_SOCKET_ONLY
/* -Wl,--wrap: the library's allocations come here; what the C library does inside does not. */
static long allocations;
static long fail_at = -1;
static long live;

void *__real_malloc(size_t size);
void *__real_realloc(void *p, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *p, size_t size);
void __wrap_free(void *p);

static bool fails(void)
{
	return allocations++ == fail_at;
}

void *__wrap_malloc(size_t size)
{
	void *p = fails() ? NULL : __real_malloc(size);

	live += p != NULL;
	if (!p)
		errno = ENOMEM;
	return p;
}

void *__wrap_realloc(void *p, size_t size)
{
	void *q = fails() ? NULL : __real_realloc(p, size);

	live += !p && q;
	if (!q)
		errno = ENOMEM;
	return q;
}

void __wrap_free(void *p)
{
	live -= p != NULL;
	__real_free(p);
}

static MIB_ANYCASTIPADDRESS_ROW row_of(const char *address, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};

	row.InterfaceIndex = if_nametoindex(ifname);
	if (strchr(address, ':')) {
		row.Address.si_family = AF_INET6;
		inet_pton(AF_INET6, address, &row.Address.Ipv6.sin6_addr);
	} else {
		row.Address.si_family = AF_INET;
		inet_pton(AF_INET, address, &row.Address.Ipv4.sin_addr);
	}
	return row;
}

enum verb { CREATE, DELETE, GET, TABLE };
static const char *const verbs[] = {"create", "delete", "get", "table"};

static DWORD call(enum verb verb, const MIB_ANYCASTIPADDRESS_ROW *row, ULONG *ret_count)
{
	MIB_ANYCASTIPADDRESS_TABLE *table = NULL;
	MIB_ANYCASTIPADDRESS_ROW copy = *row;
	DWORD code = 0;

	switch (verb) {
	case CREATE:
		return CreateAnycastIpAddressEntry(row);
	case DELETE:
		return DeleteAnycastIpAddressEntry(row);
	case GET:
		return GetAnycastIpAddressEntry(&copy);
	case TABLE:
		code = GetAnycastIpAddressTable(row->Address.si_family, &table);
		if (code == 0) {
			*ret_count = table->NumEntries;
			FreeMibTable(table);
		} else if (table) {
			puts("a table after a failure");
		}
	}
	return code;
}

static bool member(const MIB_ANYCASTIPADDRESS_ROW *row)
{
	char line[256], found[40], hex[33];
	FILE *file = fopen("/proc/self/net/anycast6", "re");
	bool is = false;
	int i;

	for (i = 0; i < 16; i++)
		sprintf(hex + 2 * i, "%02x", row->Address.Ipv6.sin6_addr.s6_addr[i]);
	while (file && fgets(line, sizeof(line), file))
		is = is || (sscanf(line, "%*s %*s %39s", found) == 1 && strcmp(found, hex) == 0);
	if (file)
		fclose(file);
	return is;
}

static int count_fds(void)
{
	int n = 0, fd;

	for (fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* With 0, 1 and 2 open a limit of 3 leaves none. Entry state is what the code says. */
static int small_limits(const char *address, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(address, ifname);
	bool ipv6 = row.Address.si_family == AF_INET6;
	struct rlimit all, few;
	int limit, before, wrong = 0, succeeded = 0;
	DWORD codes[4];
	ULONG rows;
	int verb;
	bool there, was;

	getrlimit(RLIMIT_NOFILE, &all);
	for (limit = 3; limit <= 20; limit++) {
		few = all;
		few.rlim_cur = (rlim_t)limit;
		for (verb = CREATE; verb <= TABLE; verb++) {
			if (verb == GET || verb == TABLE)
				call(CREATE, &row, &rows);
			was = ipv6 && member(&row);
			before = count_fds();
			setrlimit(RLIMIT_NOFILE, &few);
			codes[verb] = call((enum verb)verb, &row, &rows);
			setrlimit(RLIMIT_NOFILE, &all);
			if (count_fds() != before) {
				printf("limit %d: %s leaks descriptors\n", limit, verbs[verb]);
				wrong++;
			}
			there = ipv6 && member(&row);
			succeeded += codes[verb] == 0;
			if (codes[verb] != 0 && codes[verb] != 8 &&
			    !(verb == DELETE && codes[verb] == 1168 && ipv6 && !was)) {
				printf("limit %d: %s gives %u\n", limit, verbs[verb], codes[verb]);
				wrong++;
			}
			if (ipv6 && there != (codes[verb] == 0 ? verb != DELETE : was)) {
				printf("limit %d: %s gives %u, and the entry is %s\n", limit,
				       verbs[verb], codes[verb], there ? "there" : "not there");
				wrong++;
			}
			if (verb == CREATE && codes[verb] != 0)
				call(CREATE, &row, &rows);
		}
		call(DELETE, &row, &rows);
	}
	printf("%d of 72 calls succeeded, %d wrong\n", succeeded, wrong);
	return wrong || !succeeded;
}

static int many(const char *ifname, int n)
{
	char address[64];
	DWORD code = 0;
	int i;

	for (i = 0; i < n && code == 0; i++) {
		MIB_ANYCASTIPADDRESS_ROW row;

		snprintf(address, sizeof(address), "2001:db8:1::aa:%x", i);
		row = row_of(address, ifname);
		code = CreateAnycastIpAddressEntry(&row);
	}
	printf("%d %u\n", code ? i - 1 : i, code);
	return 0;
}

static bool there_after(enum verb verb, DWORD code)
{
	if (verb == CREATE)
		return code == 0;
	return verb != DELETE || code != 0;
}

/* Returns the allocations a call makes when none fails, after trying each failure of it. */
static long fail_each(enum verb verb, const MIB_ANYCASTIPADDRESS_ROW *row, int *wrong)
{
	ULONG rows;
	long before, at;
	DWORD code;
	int fds;

	for (at = 0;; at++) {
		call(DELETE, row, &rows);
		if (verb != CREATE)
			call(CREATE, row, &rows);
		before = live;
		fds = count_fds();
		allocations = 0;
		fail_at = at;
		code = call(verb, row, &rows);
		fail_at = -1;
		if (live != before || count_fds() != fds) {
			printf("%s, allocation %ld fails: leaks %ld\n", verbs[verb], at,
			       live - before);
			++*wrong;
		}
		if (allocations <= at)
			return at;
		/* One that waits for the holder's answer may wait out a shortage. */
		if (code != 8 && code != 0) {
			printf("%s, allocation %ld fails: gives %u\n", verbs[verb], at, code);
			++*wrong;
		}
		if (row->Address.si_family == AF_INET6 && member(row) != there_after(verb, code)) {
			printf("%s, allocation %ld fails: the entry is %s\n", verbs[verb], at,
			       member(row) ? "there" : "not there");
			++*wrong;
		}
	}
}

static int failing_malloc(const char *address, const char *ifname)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(address, ifname);
	long tried = 0;
	int wrong = 0;
	ULONG rows;
	int verb;

	for (verb = CREATE; verb <= TABLE; verb++)
		tried += fail_each((enum verb)verb, &row, &wrong);
	call(DELETE, &row, &rows);
	printf("%ld failures tried, %d wrong\n", tried, wrong);
	return wrong || tried < 4;
}

/* While others churn: a table is a consistent view, so ours are all there, each once, and
 * entries are sorted. 31 is the documented answer when the kernel's table never holds still. */
static int read_tables(int seconds, const char *ifname, const char *base, unsigned int n)
{
	MIB_ANYCASTIPADDRESS_ROW first = row_of(base, ifname);
	MIB_ANYCASTIPADDRESS_ROW found, row;
	MIB_ANYCASTIPADDRESS_TABLE *table;
	long good = 0, refused = 0, wrong = 0, seen = 0;
	time_t until = time(NULL) + seconds;
	DWORD code, get;
	ULONG i;

	while (time(NULL) < until) {
		table = NULL;
		code = GetAnycastIpAddressTable(AF_UNSPEC, &table);
		seen = 0;
		for (i = 0; code == 0 && i < table->NumEntries; i++) {
			row = table->Table[i];
			seen += row.Address.si_family == AF_INET6 &&
				row.InterfaceIndex == first.InterfaceIndex &&
				memcmp(&row.Address.Ipv6.sin6_addr, &first.Address.Ipv6.sin6_addr,
				       14) == 0;
		}
		found = first;
		get = GetAnycastIpAddressEntry(&found);
		if (code == 0 && seen == (long)n && get == 0)
			good++;
		else if ((code == 0 && seen != (long)n) || (code && code != 31) ||
			 (get && get != 31)) {
			if (wrong++ < 3)
				printf("table %u with %ld of %u rows, get %u\n", code, seen, n,
				       get);
		} else {
			refused++;
		}
		FreeMibTable(table);
	}
	printf("%ld good, %ld refused with 31, %ld wrong\n", good, refused, wrong);
	return wrong || !good;
}

static struct nlattr *nest(struct iph_msg *msg, uint16_t type)
{
	struct nlattr *attr =
		(struct nlattr *)((char *)msg->nlh + NLMSG_ALIGN(msg->nlh->nlmsg_len));

	iph_msg_put(msg, type, NULL, 0);
	return attr;
}

static void end_nest(struct iph_msg *msg, struct nlattr *attr)
{
	attr->nla_len = (uint16_t)((char *)msg->nlh + msg->nlh->nlmsg_len - (char *)attr);
}

static void churn_link(struct iph_nl *nl, bool add, const char *name)
{
	struct iph_msg msg;
	struct nlattr *info;

	iph_msg_init(&msg, add ? RTM_NEWLINK : RTM_DELLINK, add ? NLM_F_CREATE | NLM_F_EXCL : 0,
		     sizeof(struct ifinfomsg));
	iph_msg_put(&msg, IFLA_IFNAME, name, strlen(name) + 1);
	if (add) {
		info = nest(&msg, IFLA_LINKINFO);
		iph_msg_put(&msg, IFLA_INFO_KIND, "veth", 5);
		end_nest(&msg, info);
	}
	iph_ignore(iph_nl_request(nl, &msg));
}

static void churn_address(struct iph_nl *nl, bool add, uint8_t family, uint32_t ifindex,
			  unsigned int i)
{
	struct iph_addr addr = {.family = family};
	struct ifaddrmsg *ifa;
	struct iph_msg msg;

	if (family == AF_INET)
		memcpy(addr.bytes, (unsigned char[]){10, 9, 0, (unsigned char)(i % 250)}, 4);
	else
		memcpy(addr.bytes,
		       (unsigned char[]){0x20, 1, 0xd, 0xb8, 0, 9, [15] = (unsigned char)i}, 16);
	ifa = iph_msg_init(&msg, add ? RTM_NEWADDR : RTM_DELADDR, add ? NLM_F_CREATE : 0,
			   sizeof(*ifa));
	ifa->ifa_family = family;
	ifa->ifa_prefixlen = family == AF_INET ? 32 : 128;
	ifa->ifa_index = ifindex;
	iph_msg_put_addr(&msg, IFA_LOCAL, &addr);
	iph_ignore(iph_nl_request(nl, &msg));
}

static int churn(int seconds, const char *ifname, const char *what)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	time_t until = time(NULL) + seconds;
	uint32_t ifindex = if_nametoindex(ifname);
	unsigned long turns;
	char name[IFNAMSIZ];

	if (iph_nl_open(NETLINK_ROUTE, &nl) < 0)
		return 1;
	for (turns = 0; time(NULL) < until; turns++) {
		unsigned int i = (unsigned int)turns % 64;

		if (strcmp(what, "links") == 0) {
			snprintf(name, sizeof(name), "churn%u", i % 8);
			churn_link(&nl, true, name);
			churn_link(&nl, false, name);
		} else {
			churn_address(&nl, true, AF_INET, ifindex, i);
			churn_address(&nl, true, AF_INET6, ifindex, i);
			churn_address(&nl, false, AF_INET, ifindex, (i + 32) % 64);
			churn_address(&nl, false, AF_INET6, ifindex, (i + 32) % 64);
		}
	}
	printf("%lu turns\n", turns);
	return 0;
}

int main(int argc, char **argv)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};
	ULONG rows = 0;
	DWORD code;
	int verb;

	if (argc == 6 && strcmp(argv[1], "read") == 0)
		return read_tables(atoi(argv[2]), argv[3], argv[4], (unsigned int)atoi(argv[5]));
	if (argc == 5 && strcmp(argv[1], "churn") == 0)
		return churn(atoi(argv[2]), argv[3], argv[4]);
	if (argc == 4 && strcmp(argv[1], "fds") == 0)
		return small_limits(argv[2], argv[3]);
	if (argc == 4 && strcmp(argv[1], "many") == 0)
		return many(argv[2], atoi(argv[3]));
	if (argc == 4 && strcmp(argv[1], "malloc") == 0)
		return failing_malloc(argv[2], argv[3]);
	for (verb = CREATE; verb <= TABLE; verb++) {
		if (argc < 3 || strcmp(argv[1], verbs[verb]) != 0)
			continue;
		if (verb == TABLE)
			row.Address.si_family = (ADDRESS_FAMILY)atoi(argv[2]);
		else
			row = row_of(argv[2], argv[3]);
		code = call((enum verb)verb, &row, &rows);
		if (verb == TABLE && code == 0)
			printf("%u %u\n", code, rows);
		else
			printf("%u\n", code);
		return 0;
	}
	return 2;
}
#endif
