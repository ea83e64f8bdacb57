/* SPDX-License-Identifier: MIT */
/* src/lib/interface*.c, stack.c: arguments that are refused without a look at the system, and rows
 * from canned RTM_NEWLINK messages. */

#include <errno.h>
#include <net/if.h>	/* before linux/if.h, which then leaves out what both define */
#include <netinet/in.h> /* the same with linux/in6.h */
#include <string.h>

#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/rtnetlink.h>

#include "codes.h"
#include "interface/interface.h"
#include "kernel-numbers.h"
#include "suite.h"

#define NO_SOCKET (-1)

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(GetIfEntry2(NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIfEntry2Ex(MibIfEntryNormal, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIfEntry2Ex(MibIfEntryNormalWithoutStatistics, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

/* All of the row is garbage but the key. */
START_TEST(a_row_without_luid_and_index_is_a_bad_argument)
{
	MIB_IF_ROW2 before;
	MIB_IF_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = 0;
	before = row;
	assert_code(GetIfEntry2(&row), CODE_BAD_ARGUMENT);
	assert_code(GetIfEntry2Ex(MibIfEntryNormalWithoutStatistics, &row), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}
END_TEST

START_TEST(an_unknown_level_is_a_bad_argument)
{
	static const int entry_levels[] = {-1, 1, 3, 4, 0x7fffffff};
	static const int table_levels[] = {-1, 3, 4, 0x7fffffff};
	MIB_IF_TABLE2 somewhere;
	MIB_IF_ROW2 row = {0};
	MIB_IF_ROW2 before;
	size_t i;

	row.InterfaceIndex = 1;
	before = row;
	for (i = 0; i < sizeof(entry_levels) / sizeof(entry_levels[0]); i++)
		assert_code(GetIfEntry2Ex((MIB_IF_ENTRY_LEVEL)entry_levels[i], &row),
			    CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &before, sizeof(row));
	for (i = 0; i < sizeof(table_levels) / sizeof(table_levels[0]); i++) {
		PMIB_IF_TABLE2 table = &somewhere;

		assert_code(GetIfTable2Ex((MIB_IF_TABLE_LEVEL)table_levels[i], &table),
			    CODE_BAD_ARGUMENT);
		ck_assert_ptr_eq(table, &somewhere);
	}
}
END_TEST

START_TEST(a_missing_table_pointer_is_a_bad_argument)
{
	assert_code(GetIfTable2(NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIfTable2Ex(MibIfTableRaw, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIfTable2Ex((MIB_IF_TABLE_LEVEL)3, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIfStackTable(NULL), CODE_BAD_ARGUMENT);
	assert_code(GetInvertedIfStackTable(NULL), CODE_BAD_ARGUMENT);
}
END_TEST

/* An RTM_NEWLINK message of eth0, index 7. */
static void start(struct iph_msg *ret_msg, uint16_t arphrd, unsigned int flags)
{
	struct ifinfomsg *ifi = iph_msg_init(ret_msg, RTM_NEWLINK, 0, sizeof(*ifi));

	ifi->ifi_type = arphrd;
	ifi->ifi_index = 7;
	ifi->ifi_flags = flags;
	iph_msg_put(ret_msg, IFLA_IFNAME, "eth0", 5);
}

static struct nlattr *begin_kind(struct iph_msg *msg, const char *kind)
{
	struct nlattr *info = iph_msg_begin(msg, IFLA_LINKINFO);

	iph_msg_put(msg, IFLA_INFO_KIND, kind, strlen(kind) + 1);
	return info;
}

static void put_kind(struct iph_msg *msg, const char *kind)
{
	iph_msg_end(msg, begin_kind(msg, kind));
}

static void put_u8(struct iph_msg *msg, uint16_t type, uint8_t value)
{
	iph_msg_put(msg, type, &value, sizeof(value));
}

/* The same row, whatever was in the memory before. */
static MIB_IF_ROW2 fill(const struct iph_msg *msg)
{
	MIB_IF_ROW2 again;
	MIB_IF_ROW2 row;

	ck_assert(!msg->overflow);
	memset(&row, 0xcc, sizeof(row));
	memset(&again, 0, sizeof(again));
	ck_assert_int_eq(iph_interface_fill(msg->nlh, NO_SOCKET, IPH_WITH_STATISTICS, &row), 0);
	ck_assert_int_eq(iph_interface_fill(msg->nlh, NO_SOCKET, IPH_WITH_STATISTICS, &again), 0);
	ck_assert_mem_eq(&row, &again, sizeof(row));
	return row;
}

static const struct {
	uint16_t arphrd;
	const char *kind;
	IFTYPE type;
	NDIS_MEDIUM medium;
	NDIS_PHYSICAL_MEDIUM physical; /* with hardware */
	TUNNEL_TYPE tunnel;
} kinds[] = {
	{ARPHRD_ETHER, NULL, 6, 0, 14, 0},	   {ARPHRD_ETHER, "bridge", 209, 0, 14, 0},
	{ARPHRD_ETHER, "vxlan", 131, 0, 14, 1},	   {ARPHRD_LOOPBACK, NULL, 24, 17, 0, 0},
	{ARPHRD_PPP, "ppp", 23, 3, 0, 0},	   {ARPHRD_INFINIBAND, "ipoib", 199, 14, 11, 0},
	{ARPHRD_IEEE1394, NULL, 144, 13, 7, 0},	   {ARPHRD_IEEE80211_RADIOTAP, NULL, 71, 16, 9, 0},
	{ARPHRD_IEEE802_TR, NULL, 9, 1, 15, 0},	   {ARPHRD_NONE, "wireguard", 53, 19, 0, 0},
	{ARPHRD_NONE, "wwan", 243, 19, 0, 0},	   {ARPHRD_NONE, "xfrm", 131, 15, 0, 1},
	{ARPHRD_IPGRE, "gre", 131, 15, 0, 1},	   {ARPHRD_TUNNEL, "ipip", 131, 15, 0, 2},
	{ARPHRD_TUNNEL6, "ip6tnl", 131, 15, 0, 2}, {ARPHRD_ETHER, "vrf", 53, 0, 14, 0},
	{0x1234, "unheard-of", 1, 19, 0, 0},
};

START_TEST(type_and_medium_follow_kind_and_device_type)
{
	struct iph_msg msg;
	MIB_IF_ROW2 row;

	start(&msg, kinds[_i].arphrd, 0);
	if (kinds[_i].kind)
		put_kind(&msg, kinds[_i].kind);
	row = fill(&msg);
	ck_assert_uint_eq(row.InterfaceIndex, 7);
	ck_assert_uint_eq(row.Type, kinds[_i].type);
	ck_assert_uint_eq(row.InterfaceLuid.Info.IfType, row.Type);
	ck_assert_int_eq(row.MediaType, kinds[_i].medium);
	ck_assert_int_eq(row.TunnelType, kinds[_i].tunnel);
	ck_assert_int_eq(row.PhysicalMediumType, NdisPhysicalMediumUnspecified);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.HardwareInterface, 0);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.ConnectorPresent, 0);

	iph_msg_put(&msg, IFLA_PARENT_DEV_NAME, "0000:00:03.0", 13);
	row = fill(&msg);
	ck_assert_int_eq(row.PhysicalMediumType, kinds[_i].physical);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.HardwareInterface, 1);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.ConnectorPresent, 1);
}
END_TEST

static TUNNEL_TYPE sit_type(uint32_t remote, uint16_t flags, const uint8_t *prefix, uint16_t length)
{
	struct nlattr *info;
	struct nlattr *data;
	struct iph_msg msg;

	start(&msg, ARPHRD_SIT, IFF_NOARP);
	info = begin_kind(&msg, "sit");
	data = iph_msg_begin(&msg, IFLA_INFO_DATA);
	iph_msg_put_u32(&msg, IFLA_IPTUN_REMOTE, remote);
	iph_msg_put(&msg, IFLA_IPTUN_FLAGS, &flags, sizeof(flags));
	if (prefix) {
		iph_msg_put(&msg, IFLA_IPTUN_6RD_PREFIX, prefix, 16);
		iph_msg_put(&msg, IFLA_IPTUN_6RD_PREFIXLEN, &length, sizeof(length));
	}
	iph_msg_end(&msg, data);
	iph_msg_end(&msg, info);
	return fill(&msg).TunnelType;
}

START_TEST(a_sit_tunnel_is_of_the_kind_its_parameters_say)
{
	static const uint8_t prefix_6to4[16] = {0x20, 0x02};
	static const uint8_t other[16] = {0x20, 0x01, 0x0d, 0xb8};
	struct iph_msg msg;

	ck_assert_int_eq(sit_type(0x0100007f, 0, prefix_6to4, 16), TUNNEL_TYPE_DIRECT);
	ck_assert_int_eq(sit_type(0, 0, prefix_6to4, 16), TUNNEL_TYPE_6TO4);
	ck_assert_int_eq(sit_type(0, 0, NULL, 0), TUNNEL_TYPE_6TO4);
	ck_assert_int_eq(sit_type(0, 0, prefix_6to4, 32), TUNNEL_TYPE_OTHER);
	ck_assert_int_eq(sit_type(0, 0, other, 32), TUNNEL_TYPE_OTHER);
	ck_assert_int_eq(sit_type(0, 0, other, 16), TUNNEL_TYPE_OTHER);
	ck_assert_int_eq(sit_type(0, SIT_ISATAP, prefix_6to4, 16), TUNNEL_TYPE_ISATAP);
	ck_assert_int_eq(sit_type(1, SIT_ISATAP, NULL, 0), TUNNEL_TYPE_ISATAP);
	start(&msg, ARPHRD_SIT, 0);
	put_kind(&msg, "sit");
	ck_assert_int_eq(fill(&msg).TunnelType, TUNNEL_TYPE_OTHER);
}
END_TEST

static const struct {
	unsigned int flags;
	uint8_t state;
	int carrier; /* -1: none */
	IF_OPER_STATUS oper;
	NET_IF_MEDIA_CONNECT_STATE connect;
} states[] = {
	{IFF_UP, IF_OPER_UP, 1, IfOperStatusUp, MediaConnectStateConnected},
	{IFF_UP, IF_OPER_DOWN, 0, IfOperStatusDown, MediaConnectStateDisconnected},
	{IFF_UP, IF_OPER_LOWERLAYERDOWN, 0, IfOperStatusLowerLayerDown,
	 MediaConnectStateDisconnected},
	{IFF_UP, IF_OPER_DORMANT, 1, IfOperStatusDormant, MediaConnectStateConnected},
	{IFF_UP, IF_OPER_TESTING, 1, IfOperStatusTesting, MediaConnectStateConnected},
	{IFF_UP, IF_OPER_NOTPRESENT, 0, IfOperStatusNotPresent, MediaConnectStateDisconnected},
	{IFF_UP, IF_OPER_UNKNOWN, 1, IfOperStatusUp, MediaConnectStateConnected},
	{IFF_UP, IF_OPER_UNKNOWN, 0, IfOperStatusDown, MediaConnectStateDisconnected},
	{IFF_UP, IF_OPER_UNKNOWN, -1, IfOperStatusUnknown, MediaConnectStateUnknown},
	{IFF_UP, 77, 1, IfOperStatusUnknown, MediaConnectStateConnected},
	{0, IF_OPER_DOWN, 1, IfOperStatusDown, MediaConnectStateUnknown},
	{0, IF_OPER_UNKNOWN, 1, IfOperStatusDown, MediaConnectStateUnknown},
	{0, IF_OPER_UP, 1, IfOperStatusDown, MediaConnectStateUnknown},
	{0, IF_OPER_NOTPRESENT, 0, IfOperStatusNotPresent, MediaConnectStateUnknown},
};

START_TEST(states_follow_flags_operstate_and_carrier)
{
	struct iph_msg msg;
	MIB_IF_ROW2 row;

	start(&msg, ARPHRD_ETHER, states[_i].flags);
	put_u8(&msg, IFLA_OPERSTATE, states[_i].state);
	if (states[_i].carrier >= 0)
		put_u8(&msg, IFLA_CARRIER, (uint8_t)states[_i].carrier);
	row = fill(&msg);
	ck_assert_int_eq(row.OperStatus, states[_i].oper);
	ck_assert_int_eq(row.MediaConnectState, states[_i].connect);
	ck_assert_int_eq(row.AdminStatus, states[_i].flags & IFF_UP ? NET_IF_ADMIN_STATUS_UP
								    : NET_IF_ADMIN_STATUS_DOWN);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.NotMediaConnected,
			  row.MediaConnectState == MediaConnectStateDisconnected);
	ck_assert_uint_eq(row.InterfaceAndOperStatusFlags.NotAuthenticated,
			  row.OperStatus == IfOperStatusDormant);
}
END_TEST

START_TEST(access_follows_the_flags)
{
	static const struct {
		unsigned int flags;
		NET_IF_ACCESS_TYPE access;
	} rows[] = {
		{IFF_LOOPBACK, NET_IF_ACCESS_LOOPBACK},
		{IFF_POINTOPOINT | IFF_NOARP, NET_IF_ACCESS_POINT_TO_POINT},
		{IFF_BROADCAST | IFF_MULTICAST, NET_IF_ACCESS_BROADCAST},
		{IFF_NOARP, NET_IF_ACCESS_POINT_TO_MULTI_POINT},
	};
	struct iph_msg msg;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start(&msg, ARPHRD_ETHER, rows[i].flags);
		ck_assert_int_eq(fill(&msg).AccessType, rows[i].access);
	}
}
END_TEST

START_TEST(every_counter_has_its_place)
{
	struct rtnl_link_stats64 stats = {
		.rx_packets = 100,
		.tx_packets = 200,
		.rx_bytes = 1ULL << 40,
		.tx_bytes = 1ULL << 41,
		.rx_errors = 3,
		.tx_errors = 4,
		.rx_dropped = 5,
		.tx_dropped = 6,
		.multicast = 30,
		.rx_missed_errors = 700,
		.rx_nohandler = 9,
	};
	struct iph_msg msg;
	MIB_IF_ROW2 row;

	start(&msg, ARPHRD_ETHER, 0);
	iph_msg_put(&msg, IFLA_STATS64, &stats, sizeof(stats));
	row = fill(&msg);
	ck_assert_uint_eq(row.InOctets, 1ULL << 40);
	ck_assert_uint_eq(row.InUcastOctets, 1ULL << 40);
	ck_assert_uint_eq(row.InUcastPkts, 70);
	ck_assert_uint_eq(row.InNUcastPkts, 30);
	ck_assert_uint_eq(row.InErrors, 3);
	ck_assert_uint_eq(row.InDiscards, 705);
	ck_assert_uint_eq(row.OutOctets, 1ULL << 41);
	ck_assert_uint_eq(row.OutUcastOctets, 1ULL << 41);
	ck_assert_uint_eq(row.OutUcastPkts, 200);
	ck_assert_uint_eq(row.OutErrors, 4);
	ck_assert_uint_eq(row.OutDiscards, 6);
	ck_assert_uint_eq(row.InUnknownProtos | row.InMulticastOctets | row.InBroadcastOctets |
				  row.OutNUcastPkts | row.OutMulticastOctets |
				  row.OutBroadcastOctets | row.OutQLen,
			  0);
}
END_TEST

/* A kernel may have fewer counters than its headers, or more; and count more multicast packets than
 * packets. */
START_TEST(counters_may_be_few_or_many)
{
	struct {
		struct rtnl_link_stats64 stats;
		uint64_t more;
	} long_stats = {.stats = {.rx_packets = 2, .multicast = 3, .rx_missed_errors = 5},
			.more = UINT64_MAX};
	struct iph_msg msg;
	MIB_IF_ROW2 row;

	start(&msg, ARPHRD_ETHER, 0);
	iph_msg_put(&msg, IFLA_STATS64, &long_stats, sizeof(long_stats));
	row = fill(&msg);
	ck_assert_uint_eq(row.InUcastPkts, 0);
	ck_assert_uint_eq(row.InNUcastPkts, 3);
	ck_assert_uint_eq(row.InDiscards, 5);

	start(&msg, ARPHRD_ETHER, 0);
	iph_msg_put(&msg, IFLA_STATS64, &long_stats, 72);
	row = fill(&msg);
	ck_assert_uint_eq(row.InNUcastPkts, 3);
	ck_assert_uint_eq(row.InDiscards, 0);

	start(&msg, ARPHRD_ETHER, 0);
	row = fill(&msg);
	ck_assert_uint_eq(row.InOctets | row.InNUcastPkts | row.OutOctets, 0);
}
END_TEST

static MIB_IF_ROW2 with_addresses(size_t length, size_t permanent)
{
	uint8_t bytes[40];
	struct iph_msg msg;

	start(&msg, ARPHRD_ETHER, 0);
	memset(bytes, 7, sizeof(bytes));
	iph_msg_put(&msg, IFLA_ADDRESS, bytes, length);
	memset(bytes, 9, sizeof(bytes));
	if (permanent)
		iph_msg_put(&msg, IFLA_PERM_ADDRESS, bytes, permanent);
	return fill(&msg);
}

START_TEST(addresses_of_all_lengths_fit_or_are_left_out)
{
	static const uint8_t none[IF_MAX_PHYS_ADDRESS_LENGTH];
	struct iph_msg msg;
	MIB_IF_ROW2 row = with_addresses(6, 6);

	ck_assert_uint_eq(row.PhysicalAddressLength, 6);
	ck_assert_mem_eq(row.PhysicalAddress, "\7\7\7\7\7\7\0", 7);
	ck_assert_mem_eq(row.PermanentPhysicalAddress, "\11\11\11\11\11\11\0", 7);
	row = with_addresses(32, 32);
	ck_assert_uint_eq(row.PhysicalAddressLength, 32);
	ck_assert_uint_eq(row.PhysicalAddress[31], 7);
	ck_assert_uint_eq(row.PermanentPhysicalAddress[31], 9);
	row = with_addresses(33, 33);
	ck_assert_uint_eq(row.PhysicalAddressLength, 0);
	ck_assert_mem_eq(row.PhysicalAddress, none, sizeof(none));
	ck_assert_mem_eq(row.PermanentPhysicalAddress, none, sizeof(none));
	row = with_addresses(6, 20);
	ck_assert_uint_eq(row.PhysicalAddressLength, 6);
	ck_assert_mem_eq(row.PermanentPhysicalAddress, none, sizeof(none));
	row = with_addresses(6, 0);
	ck_assert_mem_eq(row.PermanentPhysicalAddress, none, sizeof(none));
	start(&msg, ARPHRD_LOOPBACK, IFF_LOOPBACK);
	iph_msg_put(&msg, IFLA_ADDRESS, none, 6);
	ck_assert_uint_eq(fill(&msg).PhysicalAddressLength, 0);
}
END_TEST

/* Without a socket there is no driver to be asked. */
START_TEST(the_description_is_alias_then_kind_then_name)
{
	struct iph_msg msg;
	MIB_IF_ROW2 row;

	start(&msg, ARPHRD_ETHER, 0);
	iph_msg_put(&msg, IFLA_PARENT_DEV_NAME, "0000:00:03.0", 13);
	row = fill(&msg);
	ck_assert_mem_eq(row.Alias, u"eth0", 5 * sizeof(WCHAR));
	ck_assert_mem_eq(row.Description, u"eth0", 5 * sizeof(WCHAR));
	put_kind(&msg, "veth");
	ck_assert_mem_eq(fill(&msg).Description, u"veth", 5 * sizeof(WCHAR));
	iph_msg_put(&msg, IFLA_IFALIAS, "", 1);
	ck_assert_mem_eq(fill(&msg).Description, u"veth", 5 * sizeof(WCHAR));
	iph_msg_put(&msg, IFLA_IFALIAS, "uplink", 7);
	ck_assert_mem_eq(fill(&msg).Description, u"uplink", 7 * sizeof(WCHAR));
}
END_TEST

START_TEST(a_message_that_is_broken_leaves_the_row_alone)
{
	uint16_t overlong[2] = {64, IFLA_INFO_KIND};
	MIB_IF_ROW2 before;
	MIB_IF_ROW2 row;
	struct iph_msg msg;

	memset(&row, 0xcc, sizeof(row));
	before = row;
	start(&msg, ARPHRD_ETHER, 0);
	iph_msg_put(&msg, IFLA_LINKINFO, overlong, sizeof(overlong));
	ck_assert_int_eq(iph_interface_fill(msg.nlh, NO_SOCKET, IPH_WITH_STATISTICS, &row),
			 -EBADMSG);
	start(&msg, ARPHRD_ETHER, 0);
	msg.nlh->nlmsg_type = RTM_DELLINK;
	ck_assert_int_eq(iph_interface_fill(msg.nlh, NO_SOCKET, IPH_WITH_STATISTICS, &row),
			 -EBADMSG);
	start(&msg, ARPHRD_ETHER, 0);
	msg.nlh->nlmsg_len = sizeof(struct nlmsghdr) + 12;
	ck_assert_int_eq(iph_interface_fill(msg.nlh, NO_SOCKET, IPH_WITH_STATISTICS, &row),
			 -EBADMSG);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}
END_TEST

TEST_SUITE("interface")
{
	TCase *tcase = tcase_create("GetIfEntry2, GetIfTable2, GetIfStackTable");

	tcase_add_test(tcase, a_missing_row_is_a_bad_argument);
	tcase_add_test(tcase, a_row_without_luid_and_index_is_a_bad_argument);
	tcase_add_test(tcase, an_unknown_level_is_a_bad_argument);
	tcase_add_test(tcase, a_missing_table_pointer_is_a_bad_argument);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_interface_fill");
	tcase_add_loop_test(tcase, type_and_medium_follow_kind_and_device_type, 0,
			    (int)(sizeof(kinds) / sizeof(kinds[0])));
	tcase_add_test(tcase, a_sit_tunnel_is_of_the_kind_its_parameters_say);
	tcase_add_loop_test(tcase, states_follow_flags_operstate_and_carrier, 0,
			    (int)(sizeof(states) / sizeof(states[0])));
	tcase_add_test(tcase, access_follows_the_flags);
	tcase_add_test(tcase, every_counter_has_its_place);
	tcase_add_test(tcase, counters_may_be_few_or_many);
	tcase_add_test(tcase, addresses_of_all_lengths_fit_or_are_left_out);
	tcase_add_test(tcase, the_description_is_alias_then_kind_then_name);
	tcase_add_test(tcase, a_message_that_is_broken_leaves_the_row_alone);
	suite_add_tcase(suite, tcase);
}
