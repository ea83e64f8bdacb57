/* SPDX-License-Identifier: MIT */
/* IP interfaces as ip(8), ethtool's ioctl and /proc/sys have them. */

#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "../netns/ipinterface/ipinterface.h"

#define MAX_STRINGS 256
#define MAX_INDEX 10000
#define MANY 100

long ipif_sysctl(const char *format, ...)
{
	char name[128];
	char path[160];
	long value = -1;
	va_list args;
	FILE *file;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	snprintf(path, sizeof(path), "/proc/sys/net/%s", name);
	file = fopen(path, "re");
	if (!file)
		return -1;
	ck_assert_int_eq(fscanf(file, "%ld", &value), 1);
	fclose(file);
	return value;
}

unsigned long ipif_ntable(const char *family, const char *ifname, const char *member)
{
	char *text = output_of("ip -j ntable show dev %s | jq '.[] | select(.family == \"%s\").%s'",
			       ifname, family, member);
	unsigned long value;

	ck_assert_int_eq(sscanf(text, "%lu", &value), 1);
	free(text);
	return value;
}

static bool ethtool(const char *ifname, void *command)
{
	struct ifreq ifreq = {.ifr_data = command};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool done;

	ck_assert_int_ge(fd, 0);
	strncpy(ifreq.ifr_name, ifname, IFNAMSIZ - 1);
	done = ioctl(fd, SIOCETHTOOL, &ifreq) == 0;
	close(fd);
	return done;
}

bool judge_feature(const char *ifname, const char *feature)
{
	struct ethtool_gstrings *names = calloc(1, sizeof(*names) + MAX_STRINGS * ETH_GSTRING_LEN);
	struct ethtool_gfeatures *features =
		calloc(1, sizeof(*features) + MAX_STRINGS / 32 * sizeof(features->features[0]));
	bool active = false;
	bool found = false;
	unsigned int i;

	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_FEATURES;
	features->cmd = ETHTOOL_GFEATURES;
	features->size = MAX_STRINGS / 32;
	ck_assert(ethtool(ifname, names));
	ck_assert(ethtool(ifname, features));
	for (i = 0; i < names->len; i++) {
		if (strcmp((const char *)&names->data[i * ETH_GSTRING_LEN], feature) != 0)
			continue;
		found = true;
		active = features->features[i / 32].active >> i % 32 & 1;
	}
	free(features);
	free(names);
	ck_assert_msg(found, "there is no feature %s", feature);
	return active;
}

void ipif_set_offload(const char *ifname, bool on)
{
	static const uint32_t commands[] = {ETHTOOL_SRXCSUM, ETHTOOL_STXCSUM, ETHTOOL_STSO};
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct ethtool_value value = {.cmd = commands[i], .data = on};

		ck_assert(ethtool(ifname, &value));
	}
}

char *ipif_snapshot(void)
{
	return output_of("cd /proc/sys/net; grep -rs . ipv4/conf ipv6/conf ipv4/route/mtu_expires;"
			 "ip ntable | sed 's/ refcnt [0-9]* reachable [0-9]*//';"
			 "ip -d link | grep -v 'gc_timer\\|_timer'; ip address");
}

/* One line for each family of an interface: what a row of ours would have. IPv4 comes first, then
 * they are by index. */
static const char judge_script[] =
	"cd /proc/sys/net; { ip -j -d link; ip -j netconf; ip -j ntable;\n"
	"grep -s . ipv[46]/route/mtu_expires ipv4/conf/*/forwarding \\\n"
	"	ipv6/conf/*/accept_ra ipv6/conf/*/forwarding ipv6/conf/*/addr_gen_mode \\\n"
	"	ipv6/conf/*/dad_transmits ipv6/conf/*/mtu ipv6/conf/*/accept_ra_defrtr \\\n"
	"	ipv6/conf/*/disable_ipv6 | sed 's/.*/\"&\"/'; } | jq -rs '\n"
	".[0] as $links | (.[1] | INDEX(.family + .interface)) as $confs |\n"
	"(.[2] | INDEX(.family + (.dev // \"\"))) as $tables |\n"
	"(.[3:] | map(split(\":\") | {key: .[0], value: .[1] | tonumber}) | from_entries) as $sys "
	"|\n"
	"def bit: if . then 1 else 0 end;\n"
	"(\"inet\", \"inet6\") as $family | $links | sort_by(.ifindex) | .[] as $link |\n"
	"(if $family == \"inet\" then \"ipv4\" else \"ipv6\" end) as $dir |\n"
	"($dir + \"/conf/\" + $link.ifname + \"/\") as $conf |\n"
	"def six(six): if $family == \"inet\" then 0 else six end;\n"
	"def flag(f): $link.flags | any(. == f);\n"
	"select(if $family == \"inet\" then $sys[$conf + \"forwarding\"] != null\n"
	"	else $sys[$conf + \"disable_ipv6\"] == 0 end) |\n"
	"$confs[$family + $link.ifname] as $netconf |\n"
	"$tables[$family + $link.ifname] as $table |\n"
	"(flag(\"NOARP\") or flag(\"LOOPBACK\") or\n"
	"	six(flag(\"POINTOPOINT\")) == true | not | bit) as $nd |\n"
	"$sys[$conf + \"accept_ra\"] as $ra |\n"
	"\"\\($link.ifname) \\($family) index=\\($link.ifindex) fwd=\\($netconf.forwarding | bit) "
	"base=\\($table.base_reachable) retrans=\\($table.retrans) reach=\\($table.reachable) "
	"conn=\\(flag(\"LOWER_UP\") and (flag(\"NO-CARRIER\") | not) | bit) "
	"pmtu=\\(($sys[$dir + \"/route/mtu_expires\"] // 600) * 1000) nd=\\($nd) "
	"mtu=\\(if $family == \"inet\" then $link.mtu else $sys[$conf + \"mtu\"] end) "
	"rd=\\(six(if $netconf.forwarding then $ra == 2 else $ra != 0 end | bit)) "
	"dad=\\(six($sys[$conf + \"dad_transmits\"])) "
	"ll=\\(six(if $link.inet6_addr_gen_mode == \"none\" then 0 else 2 end)) "
	"zone=\\(six($link.ifindex)) rtd=\\(six(flag(\"LOOPBACK\") | not | bit)) "
	"ddr=\\(six($sys[$conf + \"accept_ra_defrtr\"] == 0 | bit))\"'";

static char *judge_rows(void)
{
	return output_of("%s", judge_script);
}

static void print_row(FILE *file, const MIB_IPINTERFACE_ROW *row)
{
	char name[IF_MAX_STRING_SIZE + 1];

	assert_code(ConvertInterfaceLuidToNameA(&row->InterfaceLuid, name, sizeof(name)),
		    CODE_SUCCESS);
	fprintf(file,
		"%s %s index=%u fwd=%u base=%u retrans=%u reach=%u conn=%u pmtu=%u nd=%u mtu=%u "
		"rd=%d dad=%u ll=%d zone=%u rtd=%u ddr=%u\n",
		name, row->Family == AF_INET ? "inet" : "inet6", row->InterfaceIndex,
		row->ForwardingEnabled, row->BaseReachableTime, row->RetransmitTime,
		row->ReachableTime, row->Connected, row->PathMtuDiscoveryTimeout,
		row->SupportsNeighborDiscovery, row->NlMtu, row->RouterDiscoveryBehavior,
		row->DadTransmits, row->LinkLocalAddressBehavior, row->ZoneIndices[ScopeLevelLink],
		row->SupportsRouterDiscovery, row->DisableDefaultRoutes);
}

/* tso_max_size of all devices, by index. */
static unsigned long *read_longest(void)
{
	char *text =
		output_of("ip -o -d link | "
			  "sed -n 's/^\\([0-9]*\\): .* tso_max_size \\([0-9]*\\) .*/\\1 \\2/p'");
	unsigned long *longest = calloc(MAX_INDEX, sizeof(*longest));
	char *line;

	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		unsigned long index = strtoul(line, &line, 10);

		ck_assert_uint_lt(index, MAX_INDEX);
		longest[index] = strtoul(line, NULL, 10);
	}
	free(text);
	return longest;
}

/* The members that ip(8) does not know: offload, and the constants. */
static void check_rest(const MIB_IPINTERFACE_ROW *row, const char *ifname, unsigned long longest)
{
	bool ipv4 = row->Family == AF_INET;
	bool checksum = judge_feature(ifname, "tx-checksum-ip-generic") ||
			judge_feature(ifname, ipv4 ? "tx-checksum-ipv4" : "tx-checksum-ipv6");
	bool segments =
		judge_feature(ifname, ipv4 ? "tx-tcp-segmentation" : "tx-tcp6-segmentation");
	MIB_IPINTERFACE_ROW rest;

	memset(&rest, 0, sizeof(rest));
	rest.TransmitOffload.TlDatagramChecksumSupported = checksum;
	rest.TransmitOffload.TlStreamChecksumSupported = checksum;
	rest.TransmitOffload.TlStreamOptionsSupported = checksum && ipv4;
	rest.TransmitOffload.TlLargeSendOffloadSupported = segments;
	rest.TransmitOffload.TlGiantSendOffloadSupported = segments && longest > 65536;
	rest.ReceiveOffload.TlDatagramChecksumSupported = judge_feature(ifname, "rx-checksum");
	rest.ReceiveOffload.TlStreamChecksumSupported = judge_feature(ifname, "rx-checksum");
	ck_assert_mem_eq(&row->TransmitOffload, &rest.TransmitOffload, 2);

	ck_assert_uint_eq(row->InterfaceLuid.Info.NetLuidIndex, row->InterfaceIndex);
	ck_assert_uint_eq(row->WeakHostSend, TRUE);
	ck_assert_uint_eq(row->WeakHostReceive, TRUE);
	ck_assert_uint_eq(row->UseNeighborUnreachabilityDetection, row->SupportsNeighborDiscovery);
	rest = *row;
	ck_assert_uint_eq(rest.MaxReassemblySize | rest.MinRouterAdvertisementInterval |
				  rest.MaxRouterAdvertisementInterval | rest.SitePrefixLength |
				  rest.LinkLocalAddressTimeout | rest.Metric,
			  0);
	ck_assert_uint_eq(rest.AdvertisingEnabled | rest.AdvertiseDefaultRoute |
				  rest.UseAutomaticMetric | rest.SupportsWakeUpPatterns,
			  0);
	ck_assert_uint_eq(rest.InterfaceIdentifier, 0);
	ck_assert_uint_eq(rest.ZoneIndices[ScopeLevelInterface], rest.ZoneIndices[ScopeLevelLink]);
	rest.ZoneIndices[ScopeLevelInterface] = rest.ZoneIndices[ScopeLevelLink] = 0;
	ck_assert_int_eq(
		memcmp(rest.ZoneIndices, (ULONG[ScopeLevelCount]){0}, sizeof(rest.ZoneIndices)), 0);
}

static void check_entry(const MIB_IPINTERFACE_ROW *row)
{
	MIB_IPINTERFACE_ROW entry;

	memset(&entry, 0xcc, sizeof(entry));
	entry.Family = row->Family;
	entry.InterfaceLuid.Value = 0;
	entry.InterfaceIndex = row->InterfaceIndex;
	assert_code(GetIpInterfaceEntry(&entry), CODE_SUCCESS);
	entry.ReachableTime = row->ReachableTime; /* see ipif_agree() */
	ck_assert_mem_eq(&entry, row, sizeof(entry));
}

static char *our_rows(char **ret_theirs)
{
	PMIB_IPINTERFACE_TABLE table = NULL;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	unsigned long *longest = read_longest();
	ULONG i;

	*ret_theirs = judge_rows();
	assert_code(GetIpInterfaceTable(AF_UNSPEC, &table), CODE_SUCCESS);
	for (i = 0; i < table->NumEntries; i++) {
		char name[IF_NAMESIZE];

		ck_assert_ptr_nonnull(if_indextoname(table->Table[i].InterfaceIndex, name));
		print_row(file, &table->Table[i]);
		check_rest(&table->Table[i], name, longest[table->Table[i].InterfaceIndex]);
		if (table->NumEntries < MANY || i % 97 == 0)
			check_entry(&table->Table[i]);
	}
	free(longest);
	fclose(file);
	FreeMibTable(table);
	return text;
}

/* The kernel chooses another reachable time every few minutes (neigh_periodic_work()); then we look
 * again. */
void ipif_agree(void)
{
	char *theirs;
	char *ours = our_rows(&theirs);

	if (strcmp(ours, theirs) != 0) {
		free(ours);
		free(theirs);
		ours = our_rows(&theirs);
	}
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}
