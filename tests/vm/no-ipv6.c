/* SPDX-License-Identifier: MIT */
/* A kernel that runs without IPv6 (ipv6.disable=1). Changes the interfaces of where it runs: for
 * the virtual machine of tests/vm/run. Exit: 0 passed, 1 failed, 77 this kernel has IPv6. */

#include "no-ipv6.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SKIPPED 77
#define PATIENCE 300 /* tenths of a second */

#define SIX "2001:db8::53"
#define FOUR "192.0.2.53"

static int failures;

void note(bool passed, const char *sentence, const char *detail)
{
	printf("%s %s%s%s\n", passed ? "PASS" : "FAIL", sentence, passed ? "" : ": ",
	       passed ? "" : detail);
	failures += !passed;
}

void expect(uint32_t code, uint32_t wanted, const char *format, const char *where)
{
	char sentence[160];
	char detail[80];

	snprintf(sentence, sizeof(sentence), format, where);
	snprintf(detail, sizeof(detail), "%u (0x%x) instead of %u (0x%x)", code, code, wanted,
		 wanted);
	note(code == wanted, sentence, detail);
}

void must_run(const char *command)
{
	note(system(command) == 0, command, "failed");
}

static MIB_ANYCASTIPADDRESS_ROW row(const char *addr, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW made = {.InterfaceIndex = index};

	if (inet_pton(AF_INET, addr, &made.Address.Ipv4.sin_addr) == 1)
		made.Address.si_family = AF_INET;
	else if (inet_pton(AF_INET6, addr, &made.Address.Ipv6.sin6_addr) == 1)
		made.Address.si_family = AF_INET6;
	return made;
}

static uint32_t create(const char *addr, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW asked = row(addr, index);

	return (uint32_t)CreateAnycastIpAddressEntry(&asked);
}

static uint32_t delete (const char *addr, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW asked = row(addr, index);

	return (uint32_t)DeleteAnycastIpAddressEntry(&asked);
}

static uint32_t get(const char *addr, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW asked = row(addr, index);
	MIB_ANYCASTIPADDRESS_ROW before = asked;
	uint32_t code = (uint32_t)GetAnycastIpAddressEntry(&asked);

	if (code != SUCCESS)
		note(memcmp(&asked, &before, sizeof(asked)) == 0,
		     "a failing get leaves the row alone", addr);
	return code;
}

/* The number of rows, or -1 and the code. */
static int table(ADDRESS_FAMILY family, uint32_t *ret_code)
{
	MIB_ANYCASTIPADDRESS_TABLE *rows = (void *)&failures;
	int count = -1;

	*ret_code = (uint32_t)GetAnycastIpAddressTable(family, &rows);
	if (*ret_code == SUCCESS)
		count = (int)rows->NumEntries;
	else
		note(rows == NULL, "a failing table call gives NULL", "a pointer");
	FreeMibTable(rows);
	return count;
}

static void table_has(ADDRESS_FAMILY family, int wanted, const char *sentence)
{
	char detail[80];
	uint32_t code;
	int count = table(family, &code);

	snprintf(detail, sizeof(detail), "code %u (0x%x), %d rows instead of %d", code, code, count,
		 wanted);
	note(count == wanted, sentence, detail);
}

/* Every process of the machine that is one of the pair's. */
static int count_holders(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	char path[300];
	char name[32];
	int count = 0;
	FILE *file;

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		file = fopen(path, "re");
		if (!file)
			continue;
		count += fgets(name, sizeof(name), file) && strncmp(name, "anycast-", 8) == 0;
		fclose(file);
	}
	if (dir)
		closedir(dir);
	return count;
}

static void no_holder_stays(const char *after)
{
	const struct timespec tenth = {.tv_nsec = 100000000};
	char sentence[100];
	int i;

	for (i = 0; i < PATIENCE && count_holders() > 0; i++)
		(void)nanosleep(&tenth, NULL);
	snprintf(sentence, sizeof(sentence), "no holder stays %s", after);
	note(count_holders() == 0, sentence, "one is there");
}

static void ipv6_is_not_supported(NET_IFINDEX index, const char *where)
{
	static const char *const addrs[] = {SIX, "fe80::53"};
	size_t i;

	for (i = 0; i < sizeof(addrs) / sizeof(addrs[0]); i++) {
		expect(create(addrs[i], index), NOT_SUPPORTED, "create is not supported on %s",
		       where);
		expect(get(addrs[i], index), NOT_SUPPORTED, "get is not supported on %s", where);
		expect(delete (addrs[i], index), NOT_SUPPORTED, "delete is not supported on %s",
		       where);
	}
	expect(create("::1", index), BAD_ARGUMENT, "the shape comes first on %s", where);
	no_holder_stays("after the IPv6 calls");
}

static void luid_is_not_supported(NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW asked = row(SIX, 0);

	expect((uint32_t)ConvertInterfaceIndexToLuid(index, &asked.InterfaceLuid), SUCCESS,
	       "an index becomes a %s", "LUID");
	expect((uint32_t)CreateAnycastIpAddressEntry(&asked), NOT_SUPPORTED,
	       "create is not supported on %s", "a LUID");
}

static void ipv6_table_is_not_supported(void)
{
	uint32_t code;

	(void)table(AF_INET6, &code);
	expect(code, NOT_SUPPORTED, "the %s table is not supported", "IPv6");
	(void)table(23, &code);
	expect(code, NOT_SUPPORTED, "the %s table is not supported", "IPv6 (23)");
}

static void ipv4_works(NET_IFINDEX index, const char *name)
{
	char judge[200];

	expect(create(FOUR, index), SUCCESS, "IPv4 is created on %s", name);
	snprintf(judge, sizeof(judge), "ip -4 addr show dev %s | grep -q 'inet " FOUR "/32 '",
		 name);
	must_run(judge);
	expect(create(FOUR, index), DUPLICATE, "IPv4 is a duplicate on %s", name);
	expect(get(FOUR, index), SUCCESS, "get finds IPv4 on %s", name);
	table_has(AF_INET, 1, "the IPv4 table has it");
	table_has(AF_UNSPEC, 1, "the table of both families has it");
	ipv6_table_is_not_supported();
	expect(delete (FOUR, index), SUCCESS, "IPv4 is deleted from %s", name);
	snprintf(judge, sizeof(judge), "! ip -4 addr show dev %s | grep -q ' " FOUR "'", name);
	must_run(judge);
	expect(delete (FOUR, index), NO_ENTRY, "deleting again finds nothing on %s", name);
	expect(get(FOUR, index), NO_ENTRY, "get finds nothing on %s", name);
	table_has(AF_UNSPEC, 0, "the table of both families is empty");
	no_holder_stays("after the IPv4 calls");
}

static void missing_interface(void)
{
	expect(create(FOUR, MISSING), NO_INTERFACE, "create: no %s", "interface");
	expect(delete (FOUR, MISSING), NO_INTERFACE, "delete: no %s", "interface");
	expect(get(FOUR, MISSING), GET_NO_INTERFACE, "get: no %s", "interface");
	ipv6_is_not_supported(MISSING, "a missing interface");
}

static MIB_IPINTERFACE_ROW ip_interface(ADDRESS_FAMILY family, NET_IFINDEX index)
{
	MIB_IPINTERFACE_ROW row;

	InitializeIpInterfaceEntry(&row);
	row.Family = family;
	row.InterfaceIndex = index;
	return row;
}

/* index 0: of any interface. There are more than the test's own: mac80211_hwsim brings hwsim0. */
static bool has_ip_interface(const MIB_IPINTERFACE_TABLE *table, ADDRESS_FAMILY family,
			     NET_IFINDEX index)
{
	for (ULONG i = 0; i < table->NumEntries; i++)
		if (table->Table[i].Family == family &&
		    (!index || table->Table[i].InterfaceIndex == index))
			return true;
	return false;
}

/* Unlike addresses, where it is not supported: Microsoft's pages list no such code here. */
static void ip_interfaces(NET_IFINDEX index)
{
	MIB_IPINTERFACE_ROW row = ip_interface(AF_INET6, index);
	MIB_IPINTERFACE_TABLE *table = NULL;

	expect(GetIpInterfaceEntry(&row), NO_ENTRY, "an interface has no %s", "IPv6");
	expect(SetIpInterfaceEntry(&row), NO_ENTRY, "%s cannot be set", "IPv6");
	row.InterfaceIndex = MISSING;
	expect(GetIpInterfaceEntry(&row), GET_NO_INTERFACE, "no %s to get", "interface");
	expect(SetIpInterfaceEntry(&row), GET_NO_INTERFACE, "no %s to set", "interface");
	expect(GetIpInterfaceTable(AF_INET6, &table), NOT_SUPPORTED, "no table of %s", "IPv6");
	note(!table, "and the table is NULL", "it is not");
	row = ip_interface(AF_INET, index);
	row.RetransmitTime = 2000;
	row.ForwardingEnabled = TRUE;
	expect(SetIpInterfaceEntry(&row), SUCCESS, "%s is set", "IPv4");
	must_run("test \"$(cat /proc/sys/net/ipv4/conf/v0/forwarding)\" = 1");
	expect(GetIpInterfaceEntry(&row), SUCCESS, "%s is got", "IPv4");
	note(row.RetransmitTime == 2000 && row.PathMtuDiscoveryTimeout == 600000,
	     "with what was set", "it is not");
	expect(GetIpInterfaceTable(AF_UNSPEC, &table), SUCCESS, "the table of %s", "both families");
	note(table && table->NumEntries >= 3 && table->Table[0].InterfaceIndex == 1,
	     "begins with lo", "it does not");
	note(table && has_ip_interface(table, AF_INET, index), "has IPv4 of v0", "it has not");
	note(table && !has_ip_interface(table, AF_INET6, 0), "has no IPv6", "it has");
	FreeMibTable(table);
}

/* Last: this process does not get it back. Reading goes on as it was. */
static void without_privilege(NET_IFINDEX index)
{
	if (setresuid(65534, 65534, 65534) < 0) {
		note(false, "setresuid", strerror(errno));
		return;
	}
	expect(create(SIX, index), ACCESS_DENIED, "privilege comes before the %s", "stack");
	expect(delete (SIX, index), ACCESS_DENIED, "privilege comes before the %s", "stack");
	expect(get(SIX, index), NOT_SUPPORTED, "get is not supported for %s", "users");
	table_has(AF_UNSPEC, 0, "the table of both families works for users");
	families_without_privilege(index);
	no_holder_stays("after the calls of a user");
}

int main(void)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	NET_IFINDEX lo;
	NET_IFINDEX dev;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (fd >= 0) {
		close(fd);
		puts("no-ipv6: skipped: this kernel has IPv6");
		return SKIPPED;
	}
	must_run("ip link set lo up && ip link add v0 type veth peer name v1 && ip link set v0 up");
	lo = if_nametoindex("lo");
	dev = if_nametoindex("v0");
	table_has(AF_UNSPEC, 0, "at first the table of both families is empty");
	table_has(AF_INET, 0, "at first the IPv4 table is empty");
	ipv6_table_is_not_supported();
	ipv6_is_not_supported(lo, "lo");
	ipv6_is_not_supported(dev, "v0");
	luid_is_not_supported(dev);
	ipv4_works(lo, "lo");
	ipv4_works(dev, "v0");
	missing_interface();
	ip_interfaces(dev);
	must_run("ip netns add peer && ip link set v1 netns peer && "
		 "ip -n peer addr add 192.0.2.2/24 dev v1 && ip -n peer link set v1 up && "
		 "ip addr add 192.0.2.1/24 dev v0");
	families(dev);
	must_run("ip link delete v0 && ip netns delete peer");
	without_privilege(lo);
	return failures > 0;
}
