/* SPDX-License-Identifier: MIT */
/* All public calls from sixteen threads at once, after fork(), and after setns(). Started by
 * threads.sh in a throw-away world; the judge of what is left is /proc/net/anycast6. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#define THREADS 16
#define CONTENDED_ADDRESSES 4

struct worker {
	pthread_t thread;
	unsigned int number;
	NET_IFINDEX ifindex;
	time_t until;
	int net; /* namespace to enter first, or -1 */
	unsigned long calls;
	unsigned long wins; /* creates less deletes of the contended addresses */
	char fault[160];    /* the first thing that was wrong */
};

static int passed, failed;

static void it(const char *sentence, bool ok, const char *why)
{
	printf("%s %s%s%s\n", ok ? "PASS" : "FAIL", sentence, ok || !*why ? "" : ": ",
	       ok ? "" : why);
	fflush(stdout);
	*(ok ? &passed : &failed) += 1;
}

static MIB_ANYCASTIPADDRESS_ROW row6(NET_IFINDEX ifindex, unsigned int a, unsigned int b)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};
	char text[64];

	snprintf(text, sizeof(text), "2001:db8:1::%x:%x", a, b);
	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET6;
	inet_pton(AF_INET6, text, &row.Address.Ipv6.sin6_addr);
	return row;
}

static MIB_ANYCASTIPADDRESS_ROW row4(NET_IFINDEX ifindex, unsigned int a)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};

	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET;
	row.Address.Ipv4.sin_addr.s_addr = htonl(0xc0000200u + a);
	return row;
}

static void expect(struct worker *w, const char *what, DWORD code, DWORD wanted)
{
	w->calls++;
	if (code != wanted && !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: %s gave %u, not %u", w->number,
			 what, code, wanted);
}

static bool same(const MIB_ANYCASTIPADDRESS_ROW *a, const MIB_ANYCASTIPADDRESS_ROW *b)
{
	if (a->Address.si_family != b->Address.si_family || a->InterfaceIndex != b->InterfaceIndex)
		return false;
	if (a->Address.si_family == AF_INET)
		return memcmp(&a->Address.Ipv4.sin_addr, &b->Address.Ipv4.sin_addr, 4) == 0;
	return memcmp(&a->Address.Ipv6.sin6_addr, &b->Address.Ipv6.sin6_addr, 16) == 0;
}

static void see_in_table(struct worker *w, const MIB_ANYCASTIPADDRESS_ROW *row, bool wanted)
{
	MIB_ANYCASTIPADDRESS_TABLE *table = NULL;
	DWORD code = GetAnycastIpAddressTable(w->number % 2 ? AF_UNSPEC : row->Address.si_family,
					      &table);
	unsigned int found = 0;
	ULONG i;

	expect(w, "Table", code, NO_ERROR);
	if (code != NO_ERROR)
		return;
	for (i = 0; i < table->NumEntries; i++)
		found += same(&table->Table[i], row);
	if (found != wanted && !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: own entry %u times in the table",
			 w->number, found);
	FreeMibTable(table);
}

static void own_entry(struct worker *w, MIB_ANYCASTIPADDRESS_ROW row)
{
	MIB_ANYCASTIPADDRESS_ROW got = row;

	expect(w, "Create", CreateAnycastIpAddressEntry(&row), NO_ERROR);
	expect(w, "a second Create", CreateAnycastIpAddressEntry(&row),
	       ERROR_OBJECT_ALREADY_EXISTS);
	expect(w, "Get", GetAnycastIpAddressEntry(&got), NO_ERROR);
	see_in_table(w, &row, true);
	row.InterfaceIndex = 0;
	row.InterfaceLuid = got.InterfaceLuid;
	expect(w, "Delete", DeleteAnycastIpAddressEntry(&row), NO_ERROR);
	expect(w, "a second Delete", DeleteAnycastIpAddressEntry(&row), ERROR_NOT_FOUND);
	got = row;
	expect(w, "Get of nothing", GetAnycastIpAddressEntry(&got), ERROR_NOT_FOUND);
	row.InterfaceIndex = w->ifindex;
	see_in_table(w, &row, false);
}

/* Everybody wants these: somebody wins, and codes tell who. */
static void contended_entry(struct worker *w, unsigned int turn)
{
	MIB_ANYCASTIPADDRESS_ROW row = row6(w->ifindex, 0xc0, turn % CONTENDED_ADDRESSES);
	DWORD code = turn / 3 % 2 ? CreateAnycastIpAddressEntry(&row)
				  : DeleteAnycastIpAddressEntry(&row);

	w->calls++;
	if (code == NO_ERROR)
		w->wins += turn / 3 % 2 ? 1 : -1ul;
	else
		expect(w, "a contended call", code,
		       turn / 3 % 2 ? ERROR_OBJECT_ALREADY_EXISTS : ERROR_NOT_FOUND);
}

static void convert(struct worker *w)
{
	char name[IF_MAX_STRING_SIZE + 1], wanted[IF_NAMESIZE] = "";
	WCHAR wide[IF_MAX_STRING_SIZE + 1];
	NET_LUID luid, other;
	NET_IFINDEX index = 0;
	GUID guid;
	ULONG mask;
	UINT8 length;

	if (!if_indextoname(w->ifindex, wanted))
		return;
	expect(w, "IndexToLuid", ConvertInterfaceIndexToLuid(w->ifindex, &luid), 0);
	expect(w, "LuidToIndex", ConvertInterfaceLuidToIndex(&luid, &index), 0);
	expect(w, "LuidToGuid", ConvertInterfaceLuidToGuid(&luid, &guid), 0);
	expect(w, "GuidToLuid", ConvertInterfaceGuidToLuid(&guid, &other), 0);
	expect(w, "LuidToAlias", ConvertInterfaceLuidToAlias(&luid, wide, IF_MAX_STRING_SIZE + 1),
	       0);
	expect(w, "AliasToLuid", ConvertInterfaceAliasToLuid(wide, &other), 0);
	expect(w, "LuidToNameA", ConvertInterfaceLuidToNameA(&luid, name, sizeof(name)), 0);
	expect(w, "NameToLuidA", ConvertInterfaceNameToLuidA(name, &other), 0);
	expect(w, "LuidToNameW", ConvertInterfaceLuidToNameW(&luid, wide, IF_MAX_STRING_SIZE + 1),
	       0);
	expect(w, "NameToLuidW", ConvertInterfaceNameToLuidW(wide, &other), 0);
	expect(w, "LengthToMask", ConvertLengthToIpv4Mask(24, &mask), 0);
	expect(w, "MaskToLength", ConvertIpv4MaskToLength(mask, &length), 0);
	if ((strcmp(name, wanted) != 0 || other.Value != luid.Value || index != w->ifindex ||
	     length != 24) &&
	    !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: a conversion is wrong", w->number);
}

/* The route that an address of its own has. */
static void see_route(struct worker *w, const SOCKADDR_INET *addr)
{
	MIB_IPFORWARD_TABLE2 *table = NULL;
	MIB_IPFORWARD_ROW2 row = {0};
	SOCKADDR_INET from;

	expect(w, "Best route", GetBestRoute2(NULL, 0, NULL, addr, 0, &row, &from), NO_ERROR);
	if ((row.InterfaceIndex != w->ifindex || row.DestinationPrefix.PrefixLength != 32) &&
	    !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: the best route is another's",
			 w->number);
	expect(w, "Get of a route", GetIpForwardEntry2(&row), NO_ERROR);
	expect(w, "Table of routes", GetIpForwardTable2(AF_INET, &table), NO_ERROR);
	FreeMibTable(table);
}

/* A unicast address that nobody else has, there and back. */
static void own_unicast(struct worker *w, unsigned int turn)
{
	MIB_UNICASTIPADDRESS_TABLE *table = NULL;
	MIB_UNICASTIPADDRESS_ROW row, got;
	unsigned int found = 0;
	ULONG i;

	InitializeUnicastIpAddressEntry(&row);
	row.InterfaceIndex = w->ifindex;
	row.Address.si_family = AF_INET;
	row.Address.Ipv4.sin_addr.s_addr = htonl(0x0a000000u + (w->number << 8) + turn % 7);
	expect(w, "Create of unicast", CreateUnicastIpAddressEntry(&row), NO_ERROR);
	row.ValidLifetime = row.PreferredLifetime = 1000;
	expect(w, "Set of unicast", SetUnicastIpAddressEntry(&row), NO_ERROR);
	got = row;
	expect(w, "Get of unicast", GetUnicastIpAddressEntry(&got), NO_ERROR);
	expect(w, "Table of unicast", GetUnicastIpAddressTable(AF_INET, &table), NO_ERROR);
	for (i = 0; table && i < table->NumEntries; i++)
		found += table->Table[i].Address.Ipv4.sin_addr.s_addr ==
			 row.Address.Ipv4.sin_addr.s_addr;
	FreeMibTable(table);
	if ((found != 1 || got.ValidLifetime > 1000) && !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: own address %u times", w->number,
			 found);
	see_route(w, &row.Address);
	expect(w, "Delete of unicast", DeleteUnicastIpAddressEntry(&row), NO_ERROR);
}

/* A neighbour that nobody else has, while the others' come and go. Of IPv6: with the last IPv4
 * address of an interface go its neighbours (fib_disable_ip(), net/ipv4/fib_frontend.c). */
static void own_neighbor(struct worker *w, unsigned int turn)
{
	MIB_IPNET_TABLE2 *table = NULL;
	MIB_IPNET_ROW2 row, got;
	unsigned int found = 0;
	ULONG i;

	memset(&row, 0, sizeof(row));
	row.InterfaceIndex = w->ifindex;
	row.Address.si_family = AF_INET6;
	memcpy(&row.Address.Ipv6.sin6_addr,
	       (uint8_t[16]){0xfd, [13] = (uint8_t)w->number, [15] = (uint8_t)(1 + turn % 7)}, 16);
	row.PhysicalAddressLength = 6;
	row.PhysicalAddress[5] = (UCHAR)turn;
	expect(w, "Create of neighbour", CreateIpNetEntry2(&row), NO_ERROR);
	row.PhysicalAddress[4] = 7;
	expect(w, "Set of neighbour", SetIpNetEntry2(&row), NO_ERROR);
	got = row;
	expect(w, "Get of neighbour", GetIpNetEntry2(&got), NO_ERROR);
	expect(w, "Table of neighbours", GetIpNetTable2(AF_INET6, &table), NO_ERROR);
	for (i = 0; table && i < table->NumEntries; i++)
		found += memcmp(&table->Table[i].Address.Ipv6.sin6_addr,
				&row.Address.Ipv6.sin6_addr, 16) == 0;
	FreeMibTable(table);
	if ((found != 1 || got.PhysicalAddress[4] != 7) && !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: own neighbour %u times", w->number,
			 found);
	expect(w, "Delete of neighbour", DeleteIpNetEntry2(&row), NO_ERROR);
}

static void read_tables(struct worker *w)
{
	MIB_IF_TABLE2 *interfaces = NULL;
	MIB_IFSTACK_TABLE *stack = NULL;
	MIB_INVERTEDIFSTACK_TABLE *inverted = NULL;
	MIB_IPINTERFACE_TABLE *families = NULL;
	MIB_MULTICASTIPADDRESS_TABLE *groups = NULL;

	expect(w, "IfTable", GetIfTable2Ex(MibIfTableNormal, &interfaces), NO_ERROR);
	expect(w, "IfStackTable", GetIfStackTable(&stack), NO_ERROR);
	expect(w, "InvertedIfStackTable", GetInvertedIfStackTable(&inverted), NO_ERROR);
	expect(w, "IpInterfaceTable", GetIpInterfaceTable(AF_UNSPEC, &families), NO_ERROR);
	expect(w, "Table of multicast", GetMulticastIpAddressTable(AF_UNSPEC, &groups), NO_ERROR);
	FreeMibTable(interfaces);
	FreeMibTable(stack);
	FreeMibTable(inverted);
	FreeMibTable(families);
	FreeMibTable(groups);
}

static void read_entries(struct worker *w)
{
	MIB_IF_ROW2 interface = {.InterfaceIndex = w->ifindex};
	MIB_IPINTERFACE_ROW family = {.Family = AF_INET, .InterfaceIndex = w->ifindex};
	ULONG size = 1 << 20;
	void *adapters = malloc(size);
	DWORD best = 0;

	expect(w, "IfEntry", GetIfEntry2(&interface), NO_ERROR);
	expect(w, "IpInterfaceEntry", GetIpInterfaceEntry(&family), NO_ERROR);
	expect(w, "Set of nothing", SetIpInterfaceEntry(&family), NO_ERROR);
	expect(w, "AdaptersAddresses", GetAdaptersAddresses(AF_UNSPEC, 0, NULL, adapters, &size),
	       NO_ERROR);
	if (w->net < 0) /* lo is down in the other namespace */
		expect(w, "BestInterface", GetBestInterface(htonl(INADDR_LOOPBACK), &best),
		       NO_ERROR);
	free(adapters);
	if (interface.InterfaceIndex != w->ifindex && !w->fault[0])
		snprintf(w->fault, sizeof(w->fault), "thread %u: another interface", w->number);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	unsigned int turn = w->number;

	if (w->net >= 0) {
		if (setns(w->net, CLONE_NEWNET) < 0) {
			snprintf(w->fault, sizeof(w->fault), "setns: %s", strerror(errno));
			return NULL;
		}
		w->ifindex = 1; /* lo: the only one there */
	}
	for (; time(NULL) < w->until; turn++) {
		own_entry(w, turn % 3 ? row6(w->ifindex, 0xa0 + w->number, turn % 7)
				      : row4(w->ifindex, 1 + w->number));
		if (w->net < 0)
			contended_entry(w, turn);
		convert(w);
		own_unicast(w, turn);
		own_neighbor(w, turn);
		read_tables(w);
		read_entries(w);
	}
	return NULL;
}

static int count_members(const char *dir)
{
	char path[64], line[256];
	FILE *file;
	int n = 0;

	snprintf(path, sizeof(path), "/proc/%s/net/anycast6", dir);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		n++;
	if (file)
		fclose(file);
	return n;
}

static void clean_contended(NET_IFINDEX ifindex)
{
	unsigned int i;

	for (i = 0; i < CONTENDED_ADDRESSES; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = row6(ifindex, 0xc0, i);

		(void)DeleteAnycastIpAddressEntry(&row);
	}
}

static unsigned long run_workers(struct worker *workers, int count, char *ret_fault, size_t size)
{
	unsigned long calls = 0, wins = 0;
	int i;

	ret_fault[0] = '\0';
	for (i = 0; i < count; i++)
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			exit(1);
	for (i = 0; i < count; i++) {
		pthread_join(workers[i].thread, NULL);
		calls += workers[i].calls;
		wins += workers[i].wins;
		if (!ret_fault[0])
			snprintf(ret_fault, size, "%s", workers[i].fault);
	}
	if (!ret_fault[0] && wins != (unsigned long)count_members("self"))
		snprintf(ret_fault, size, "%ld creates more than deletes, but %d entries",
			 (long)wins, count_members("self"));
	return calls;
}

static void sixteen_threads(NET_IFINDEX eth0, NET_IFINDEX eth1, int seconds)
{
	struct worker workers[THREADS] = {0};
	char why[160];
	unsigned long calls;
	unsigned int i;

	for (i = 0; i < THREADS; i++)
		workers[i] = (struct worker){.number = i,
					     .ifindex = i < 12 ? eth0 : eth1,
					     .until = time(NULL) + seconds,
					     .net = -1};
	calls = run_workers(workers, THREADS, why, sizeof(why));
	it("sixteen threads that mix all calls get the codes and the entries that are theirs",
	   !*why, why);
	printf("     %lu calls\n", calls);
	clean_contended(eth0);
	clean_contended(eth1);
	it("nothing is left when they have gone", count_members("self") == 0, "");
}

/* Each process must have its own sequence numbers, request ids and sockets. */
static void after_fork(NET_IFINDEX eth0)
{
	struct worker parent = {.number = 20, .ifindex = eth0, .net = -1};
	struct worker child = {.number = 21, .ifindex = eth0, .net = -1};
	MIB_ANYCASTIPADDRESS_ROW row = row6(eth0, 0xf0, 1);
	int status = -1, i;
	pid_t pid;

	expect(&parent, "Create before fork()", CreateAnycastIpAddressEntry(&row), NO_ERROR);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		for (i = 0; i < 150; i++) {
			own_entry(&child,
				  i % 3 ? row6(eth0, 0xf1, (unsigned int)i) : row4(eth0, 201));
			convert(&child);
		}
		if (child.fault[0])
			fprintf(stderr, "child: %s\n", child.fault);
		_exit(child.fault[0] != 0);
	}
	for (i = 0; i < 150; i++) {
		own_entry(&parent, i % 3 ? row6(eth0, 0xf2, (unsigned int)i) : row4(eth0, 202));
		convert(&parent);
	}
	waitpid(pid, &status, 0);
	it("calls after fork() in the parent, at once with the child's, are right",
	   !parent.fault[0], parent.fault);
	it("calls after fork() in the child, at once with the parent's, are right",
	   WIFEXITED(status) && WEXITSTATUS(status) == 0, "");
	it("the entry from before the fork() can be deleted in the parent",
	   DeleteAnycastIpAddressEntry(&row) == NO_ERROR && count_members("self") == 0, "");
}

struct forker {
	NET_IFINDEX ifindex;
	atomic_bool stop;
	char fault[160];
};

/* A fork() while other threads are in the middle of calls must leave the child able to call. */
static void *fork_again_and_again(void *arg)
{
	struct forker *f = arg;
	unsigned int turn;
	int status;
	pid_t pid;

	for (turn = 0; !atomic_load(&f->stop) && !f->fault[0]; turn++) {
		pid = fork();
		if (pid == 0) {
			MIB_ANYCASTIPADDRESS_ROW row = row6(f->ifindex, 0xd0, turn);
			DWORD created = CreateAnycastIpAddressEntry(&row);
			DWORD deleted = DeleteAnycastIpAddressEntry(&row);

			_exit(created == 0 && deleted == 0 ? 0 : created ? 1 : 2);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
		    WEXITSTATUS(status) != 0)
			snprintf(f->fault, sizeof(f->fault), "status 0x%x of child %u",
				 (unsigned int)status, turn);
	}
	return NULL;
}

static void fork_among_threads(NET_IFINDEX eth0)
{
	struct worker workers[4] = {0};
	struct forker forker = {.ifindex = eth0};
	pthread_t thread;
	char why[160];
	unsigned int i;

	for (i = 0; i < 4; i++)
		workers[i] = (struct worker){
			.number = 40 + i, .ifindex = eth0, .until = time(NULL) + 2, .net = -1};
	if (pthread_create(&thread, NULL, fork_again_and_again, &forker))
		exit(1);
	run_workers(workers, 4, why, sizeof(why));
	atomic_store(&forker.stop, true);
	pthread_join(thread, NULL);
	clean_contended(eth0);
	it("children forked while threads are within calls can create and delete", !forker.fault[0],
	   forker.fault);
	it("nor does the forking disturb the threads", !strstr(why, "thread"), why);
}

static void *make_namespace(void *arg)
{
	int *fd = arg;

	*fd = -1;
	if (unshare(CLONE_NEWNET) == 0)
		*fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	return NULL;
}

static void other_namespace(NET_IFINDEX eth0)
{
	struct worker workers[8] = {0};
	MIB_ANYCASTIPADDRESS_ROW row = row6(eth0, 0xee, 1);
	pthread_t thread;
	char why[160];
	unsigned int i;
	int net;

	pthread_create(&thread, NULL, make_namespace, &net);
	pthread_join(thread, NULL);
	if (net < 0) {
		it("a thread can have a network namespace of its own", false, strerror(errno));
		return;
	}
	for (i = 0; i < 8; i++)
		workers[i] = (struct worker){.number = 60 + i,
					     .ifindex = eth0,
					     .until = time(NULL) + 2,
					     .net = i % 2 ? net : -1};
	(void)CreateAnycastIpAddressEntry(&row);
	workers[0].wins = 1; /* that one */
	run_workers(workers, 8, why, sizeof(why));
	it("threads that changed their namespace with setns() work there, the others here", !*why,
	   why);
	clean_contended(eth0);
	it("an entry of this namespace stays, and theirs have not come here",
	   count_members("self") == 1 && DeleteAnycastIpAddressEntry(&row) == NO_ERROR, "");
	close(net);
}

int main(void)
{
	const char *seconds = getenv("IPH_THREADS_SECONDS");
	NET_IFINDEX eth0 = if_nametoindex("eth0");
	NET_IFINDEX eth1 = if_nametoindex("eth1");

	sixteen_threads(eth0, eth1, seconds ? atoi(seconds) : 5);
	after_fork(eth0);
	fork_among_threads(eth0);
	other_namespace(eth0);
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
