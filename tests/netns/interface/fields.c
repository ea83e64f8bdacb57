/* SPDX-License-Identifier: MIT */
/* Every field of MIB_IF_ROW2, for every kind of interface that this kernel can make, compared with
 * what ip(8) and ioctl(2) say. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "interface.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define TRIES 100

static void print_wide(FILE *file, const WCHAR *wide)
{
	for (; *wide; wide++)
		fprintf(file, *wide < 0x80 ? "%c" : "<%x>", *wide);
}

/* As ip(8) writes it. */
static void print_address(FILE *file, const UCHAR *bytes, ULONG length)
{
	char text[INET6_ADDRSTRLEN];
	ULONG i;

	if (length == 0)
		fputs("-", file);
	else if (length == 4)
		fputs(inet_ntop(AF_INET, bytes, text, sizeof(text)), file);
	else if (length == 16)
		fputs(inet_ntop(AF_INET6, bytes, text, sizeof(text)), file);
	else
		for (i = 0; i < length; i++)
			fprintf(file, i ? ":%02x" : "%02x", bytes[i]);
}

static void print_row(FILE *file, const MIB_IF_ROW2 *row)
{
	fprintf(file, "%u ", row->InterfaceIndex);
	print_wide(file, row->Alias);
	fputs(" (", file);
	print_wide(file, row->Description);
	fprintf(file, ") mtu %u address ", row->Mtu);
	print_address(file, row->PhysicalAddress, row->PhysicalAddressLength);
	fprintf(file, " admin %d oper %d connect %d access %d hardware %d %d dormant %d cut %d\n",
		row->AdminStatus, row->OperStatus, row->MediaConnectState, row->AccessType,
		row->InterfaceAndOperStatusFlags.HardwareInterface,
		row->InterfaceAndOperStatusFlags.ConnectorPresent,
		row->InterfaceAndOperStatusFlags.NotAuthenticated,
		row->InterfaceAndOperStatusFlags.NotMediaConnected);
	fprintf(file, "%u in %llu octets %llu + %llu packets %llu errors %llu discards\n",
		row->InterfaceIndex, (unsigned long long)row->InOctets,
		(unsigned long long)row->InUcastPkts, (unsigned long long)row->InNUcastPkts,
		(unsigned long long)row->InErrors, (unsigned long long)row->InDiscards);
	fprintf(file, "%u out %llu octets %llu packets %llu errors %llu discards\n",
		row->InterfaceIndex, (unsigned long long)row->OutOctets,
		(unsigned long long)row->OutUcastPkts, (unsigned long long)row->OutErrors,
		(unsigned long long)row->OutDiscards);
}

static char *our_interfaces(MIB_IF_TABLE_LEVEL level)
{
	PMIB_IF_TABLE2 table = interface_table(level);
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	ULONG i;

	ck_assert_ptr_nonnull(file);
	for (i = 0; i < table->NumEntries; i++)
		print_row(file, &table->Table[i]);
	fclose(file);
	FreeMibTable(table);
	return text;
}

/* The same from ip(8): $1 is a filter of the counters. A lower-case NO-CARRIER does not exist for
 * interfaces that are down, so LOWER_UP is what tells of a carrier. */
static const char ip_filter[] =
	"sort_by(.ifindex)[] | . as $l | (.flags | index(\"UP\") != null) as $up |"
	"(.flags | index(\"LOWER_UP\") != null) as $lower |"
	"(if $up then (if $lower then 1 else 2 end) else 0 end) as $connect |"
	"(if ($up | not) then 2 else {UP: 1, DOWN: 2, TESTING: 3, DORMANT: 5, NOTPRESENT: 6,"
	" LOWERLAYERDOWN: 7, UNKNOWN: (if $lower then 1 else 2 end)}[.operstate] end) as $oper |"
	"(if (.flags | index(\"LOOPBACK\")) then 1 elif (.flags | index(\"POINTOPOINT\")) then 3"
	" elif (.flags | index(\"BROADCAST\")) then 2 else 4 end) as $access |"
	"((.address // \"-\") | if test(\"^[0:.]*$\") then \"-\" else . end) as $address |"
	"(if .parentdev then 1 else 0 end) as $hardware |"
	"(.stats64.rx | if .multicast > .packets then 0 else .packets - .multicast end) as $ucast |"
	"\"\\(.ifindex) \\(.ifname) (\\(.ifalias // .linkinfo.info_kind // .ifname)) mtu \\(.mtu)"
	" address \\($address) admin \\(if $up then 1 else 2 end) oper \\($oper)"
	" connect \\($connect) access \\($access) hardware \\($hardware) \\($hardware)"
	" dormant \\(if $oper == 5 then 1 else 0 end) cut \\(if $connect == 2 then 1 else 0 end)\","
	"(.stats64.rx | \"\\($l.ifindex) in \\(.bytes) octets \\($ucast) + \\(.multicast) packets"
	" \\(.errors) errors \\(.dropped + .missed_errors) discards\"),"
	"(.stats64.tx | \"\\($l.ifindex) out \\(.bytes) octets \\(.packets) packets"
	" \\(.errors) errors \\(.dropped) discards\")";

static char *ip_interfaces(void)
{
	return output_of("ip -j -d -s -s link show | jq -r '%s'", ip_filter);
}

/* Interfaces that are up send now and then, so it takes two equal readings around the other's. */
static void agree_with_ip(MIB_IF_TABLE_LEVEL level)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		char *before = our_interfaces(level);
		char *theirs = ip_interfaces();
		char *after = our_interfaces(level);
		bool quiet = strcmp(before, after) == 0;

		if (quiet)
			judge_same(before, theirs);
		free(before);
		free(theirs);
		free(after);
		if (quiet)
			return;
	}
	ck_abort_msg("the interfaces never rest");
}

START_TEST(every_field_is_what_ip_says)
{
	ck_assert_int_ge(interfaces_setup(), 3);
	agree_with_ip(MibIfTableNormal);
	agree_with_ip(MibIfTableRaw);
}
END_TEST

/* The comparison above is worth something only if these are there to be compared. */
START_TEST(the_interfaces_compared_differ)
{
	PMIB_IF_TABLE2 table;
	const MIB_IF_ROW2 *row;

	interfaces_setup();
	table = interface_table(MibIfTableNormal);
	ck_assert_int_eq(interface_row(table, "lo")->OperStatus, IfOperStatusUp);
	ck_assert_int_eq(interface_row(table, "eth0")->OperStatus, IfOperStatusUp);
	ck_assert_int_eq(interface_row(table, "eth1")->OperStatus, IfOperStatusLowerLayerDown);
	ck_assert_int_eq(interface_row(table, "eth2")->OperStatus, IfOperStatusDown);
	ck_assert_int_eq(interface_row(table, "eth1")->MediaConnectState,
			 MediaConnectStateDisconnected);
	ck_assert_int_eq(interface_row(table, "eth2")->MediaConnectState, MediaConnectStateUnknown);
	ck_assert_uint_gt(interface_row(table, "br0")->InNUcastPkts, 0);
	ck_assert_uint_gt(interface_row(table, "vx0")->OutDiscards, 0);
	row = interface_row(table, "eth0");
	ck_assert_uint_gt(row->InUcastPkts, 4);
	ck_assert_uint_gt(row->OutUcastPkts, 4);
	ck_assert_uint_eq(row->InUcastOctets, row->InOctets);
	ck_assert_uint_eq(row->OutUcastOctets, row->OutOctets);
	FreeMibTable(table);
}
END_TEST

START_TEST(every_kind_has_its_type_and_medium)
{
	const struct interface_kind *kind = &interface_kinds[_i];
	PMIB_IF_TABLE2 table;
	const MIB_IF_ROW2 *row;

	(void)try_run("ip link add dum0 type dummy"); /* for those that need one below */
	run("ip link add eth1 type veth peer name eth2");
	if (!try_run("ip link show %s", kind->name) && !try_run("%s", kind->command))
		return; /* not in this kernel */
	table = interface_table(MibIfTableNormal);
	row = interface_row(table, kind->name);
	ck_assert_msg(row->Type == kind->type, "%s has type %u", kind->name, row->Type);
	ck_assert_uint_eq(row->InterfaceLuid.Info.IfType, kind->type);
	ck_assert_msg(row->TunnelType == kind->tunnel, "%s: %d", kind->name, row->TunnelType);
	ck_assert_msg(row->MediaType == kind->medium, "%s: %d", kind->name, row->MediaType);
	ck_assert_msg(row->AccessType == kind->access, "%s: %d", kind->name, row->AccessType);
	ck_assert_int_eq(row->PhysicalMediumType, NdisPhysicalMediumUnspecified);
	FreeMibTable(table);
}
END_TEST

/* The older way to ask for a speed, ETHTOOL_GSET; UINT32_MAX where there is none. */
static uint32_t ioctl_speed(const char *name, uint32_t wanted)
{
	struct ethtool_cmd command = {.cmd = ETHTOOL_GSET};
	struct ifreq request = {.ifr_data = (char *)&command};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint32_t speed = UINT32_MAX;

	ck_assert_int_ge(fd, 0);
	strcpy(request.ifr_name, name);
	if (ioctl(fd, SIOCETHTOOL, &request) == 0)
		speed = ethtool_cmd_speed(&command);
	if (wanted) {
		command.cmd = ETHTOOL_SSET;
		ethtool_cmd_speed_set(&command, wanted);
		ck_assert_int_eq(ioctl(fd, SIOCETHTOOL, &request), 0);
	}
	close(fd);
	return speed;
}

START_TEST(speeds_are_those_of_ethtool)
{
	PMIB_IF_TABLE2 table;
	unsigned int known = 0;
	char name[IFNAMSIZ];
	bool tap; /* a container may have no /dev/net/tun */
	ULONG i;

	interfaces_setup();
	tap = if_nametoindex("tap0") != 0;
	if (tap)
		ioctl_speed("tap0", 2500);
	table = interface_table(MibIfTableNormal);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_IF_ROW2 *row = &table->Table[i];
		uint32_t speed = ioctl_speed(if_indextoname(row->InterfaceIndex, name), 0);

		speed = speed == UINT32_MAX ? 0 : speed;
		known += speed != 0;
		ck_assert_msg(row->TransmitLinkSpeed == speed * 1000000ULL, "%s: %llu, not %u",
			      name, (unsigned long long)row->TransmitLinkSpeed, speed);
		ck_assert_uint_eq(row->ReceiveLinkSpeed, row->TransmitLinkSpeed);
	}
	ck_assert_uint_ge(known, 3);
	if (tap)
		ck_assert_uint_eq(interface_row(table, "tap0")->TransmitLinkSpeed, 2500000000ULL);
	ck_assert_uint_eq(interface_row(table, "lo")->TransmitLinkSpeed, 0);
	FreeMibTable(table);
}
END_TEST

START_TEST(states_follow_the_interface)
{
	MIB_IF_ROW2 row = {0};

	row.InterfaceIndex = index_of("eth0");
	run("ip link set eth0 mode dormant");
	run("ip link set eth0 down");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_int_eq(row.AdminStatus, NET_IF_ADMIN_STATUS_DOWN);
	ck_assert_int_eq(row.OperStatus, IfOperStatusDown);
	agree_with_ip(MibIfTableNormal);
	run("ip link set eth0 up");
	/* By itself it is dormant only if the kernel's link watch, a second late, has seen it down:
	 * rfc2863_policy(), net/core/link_watch.c. Only from up can it be told to be. */
	ck_assert(await(is_settled, NULL));
	run("ip link set eth0 state dormant");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_int_eq(row.AdminStatus, NET_IF_ADMIN_STATUS_UP);
	ck_assert_int_eq(row.OperStatus, IfOperStatusDormant);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.NotAuthenticated, 1);
	agree_with_ip(MibIfTableNormal);
	run("ip link set lo down; ip link set eth0 mtu 1400 address 02:00:00:00:00:07");
	agree_with_ip(MibIfTableNormal);
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_uint_eq(row.Mtu, 1400);
	ck_assert_mem_eq(row.PhysicalAddress, "\2\0\0\0\0\7", 7);
}
END_TEST

START_TEST(an_alias_of_the_kernel_is_the_description)
{
	MIB_IF_ROW2 row = {0};
	int i;

	row.InterfaceIndex = index_of("eth0");
	run("ip link set eth0 alias 'Br\303\274cke \360\237\230\200'");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_mem_eq(row.Description, u"Br\u00fccke \xd83d\xde00", 10 * sizeof(WCHAR));
	ck_assert_mem_eq(row.Alias, u"eth0", 5 * sizeof(WCHAR));
	run("ip link set eth0 alias $(printf '%%0255d' 7)");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	for (i = 0; i < 254; i++)
		ck_assert_uint_eq(row.Description[i], '0');
	ck_assert_uint_eq(row.Description[254], '7');
	ck_assert_uint_eq(row.Description[255], 0);
	run("ip link set eth0 alias ''");
	assert_code(GetIfEntry2(&row), CODE_SUCCESS);
	ck_assert_mem_eq(row.Description, u"veth", 5 * sizeof(WCHAR));
	ck_assert_uint_eq(row.Description[254], 0);
}
END_TEST

TEST_SUITE("interface fields")
{
	TCase *tcase = netns_tcase(suite, "fields", peer_setup);

	tcase_add_test(tcase, every_field_is_what_ip_says);
	tcase_add_test(tcase, the_interfaces_compared_differ);
	tcase_add_loop_test(tcase, every_kind_has_its_type_and_medium, 0, interface_kind_count);
	tcase_add_test(tcase, speeds_are_those_of_ethtool);
	tcase_add_test(tcase, states_follow_the_interface);
	tcase_add_test(tcase, an_alias_of_the_kernel_is_the_description);
}
