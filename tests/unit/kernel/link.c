/* SPDX-License-Identifier: MIT */
/* src/kernel/link.c: LUID arithmetic, and interfaces from canned RTM_NEWLINK messages. */

#include <check.h>
#include <errno.h>
#include <net/if.h>	/* before linux/if.h, which then leaves out what both define */
#include <netinet/in.h> /* the same with linux/in6.h */
#include <string.h>

#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>

#include "link.h"
#include "suite.h"

#define CONF_BYTES ((DEVCONF_DISABLE_IPV6 + 1) * sizeof(int32_t))

/* Attributes for a nest, one behind the other. */
struct nest {
	_Alignas(struct nlattr) char bytes[256];
	size_t len;
};

static void nest_put(struct nest *nest, uint16_t type, const void *data, size_t len)
{
	struct nlattr head = {.nla_len = (uint16_t)(sizeof(head) + len), .nla_type = type};

	memcpy(nest->bytes + nest->len, &head, sizeof(head));
	memcpy(nest->bytes + nest->len + sizeof(head), data, len);
	nest->len += (sizeof(head) + len + 3) & ~(size_t)3;
}

static void start(struct iph_msg *ret_msg, uint16_t arphrd, int index, unsigned int flags)
{
	struct ifinfomsg *ifi = iph_msg_init(ret_msg, RTM_NEWLINK, 0, sizeof(*ifi));

	ifi->ifi_type = arphrd;
	ifi->ifi_index = index;
	ifi->ifi_flags = flags;
}

static void put_kind(struct iph_msg *msg, const char *kind)
{
	struct nest info = {.len = 0};

	nest_put(&info, IFLA_INFO_KIND, kind, strlen(kind) + 1);
	iph_msg_put(msg, IFLA_LINKINFO | NLA_F_NESTED, info.bytes, info.len);
}

/* disabled: net.ipv6.conf.IF.disable_ipv6, with so many bytes of the array. */
static void put_families(struct iph_msg *msg, bool ipv4, int disabled, size_t conf_bytes)
{
	struct nest inet6 = {.len = 0};
	struct nest families = {.len = 0};
	int32_t conf[DEVCONF_DISABLE_IPV6 + 1] = {[DEVCONF_DISABLE_IPV6] = disabled};

	nest_put(&inet6, IFLA_INET6_CONF, conf, conf_bytes);
	if (ipv4)
		nest_put(&families, AF_INET, "", 0);
	nest_put(&families, AF_INET6, inet6.bytes, inet6.len);
	iph_msg_put(msg, IFLA_AF_SPEC, families.bytes, families.len);
}

static const struct {
	uint16_t arphrd;
	const char *kind;
	uint16_t type;
} types[] = {
	{ARPHRD_ETHER, NULL, 6},	{ARPHRD_ETHER, "veth", 6},     {ARPHRD_ETHER, "dummy", 6},
	{ARPHRD_ETHER, "macvlan", 6},	{ARPHRD_ETHER, "bridge", 209}, {ARPHRD_ETHER, "vlan", 135},
	{ARPHRD_ETHER, "bond", 161},	{ARPHRD_ETHER, "vxlan", 131},  {ARPHRD_LOOPBACK, NULL, 24},
	{ARPHRD_NONE, "wireguard", 53}, {ARPHRD_NONE, "tun", 53},      {ARPHRD_PPP, "ppp", 23},
	{ARPHRD_IEEE80211, NULL, 71},	{ARPHRD_IPGRE, "gre", 131},    {ARPHRD_SIT, "sit", 131},
	{ARPHRD_VOID, NULL, 1},		{0x1234, "unheard-of", 1},
};

START_TEST(type_follows_kind_and_then_device_type)
{
	struct iph_link link;
	struct iph_msg msg;

	start(&msg, types[_i].arphrd, 7, IFF_UP);
	iph_msg_put(&msg, IFLA_IFNAME, "eth0", 5);
	if (types[_i].kind)
		put_kind(&msg, types[_i].kind);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
	ck_assert_msg(link.type == types[_i].type, "%#x %s: %u, not %u", types[_i].arphrd,
		      types[_i].kind ? types[_i].kind : "-", link.type, types[_i].type);
	ck_assert_uint_eq(link.index, 7);
	ck_assert_str_eq(link.name, "eth0");
	ck_assert(link.up);
}
END_TEST

/* The kind, or the master's, and in which attribute that says the table. */
static const struct {
	const char *kind;
	uint16_t kind_type;
	uint16_t data_type;
	uint32_t table;
	bool member;
} tables[] = {
	{"vrf", IFLA_INFO_KIND, IFLA_INFO_DATA, 1000, false},
	{"vrf", IFLA_INFO_SLAVE_KIND, IFLA_INFO_SLAVE_DATA, 1000, true},
	{"bridge", IFLA_INFO_SLAVE_KIND, IFLA_INFO_SLAVE_DATA, RT_TABLE_MAIN, false},
	{"vxlan", IFLA_INFO_KIND, IFLA_INFO_DATA, RT_TABLE_MAIN, false},
	{"vrf", IFLA_INFO_KIND, IFLA_INFO_XSTATS, RT_TABLE_MAIN, false},
};

START_TEST(routes_are_in_the_main_table_or_in_that_of_the_vrf)
{
	const uint32_t number = 1000;
	struct nest info = {.len = 0};
	struct nest data = {.len = 0};
	struct iph_link link;
	struct iph_msg msg;

	nest_put(&data, IFLA_VRF_TABLE, &number, sizeof(number));
	nest_put(&info, tables[_i].kind_type, tables[_i].kind, strlen(tables[_i].kind) + 1);
	nest_put(&info, tables[_i].data_type, data.bytes, data.len);
	start(&msg, ARPHRD_ETHER, 7, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "eth0", 5);
	iph_msg_put(&msg, IFLA_LINKINFO | NLA_F_NESTED, info.bytes, info.len);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
	ck_assert_uint_eq(link.table, tables[_i].table);
	ck_assert(link.vrf == tables[_i].member);
}
END_TEST

START_TEST(families_are_those_the_interface_has)
{
	static const struct {
		bool ipv4;
		int disabled;
		size_t conf_bytes;
		bool ipv6;
	} rows[] = {
		{true, 0, CONF_BYTES, true},	  {true, 1, CONF_BYTES, false},
		{false, 0, CONF_BYTES, true},	  {false, 1, CONF_BYTES, false},
		{true, 0, CONF_BYTES - 4, false}, {true, 0, 0, false},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct iph_link link;
		struct iph_msg msg;

		start(&msg, ARPHRD_ETHER, 1, 0);
		iph_msg_put(&msg, IFLA_IFNAME, "lo", 3);
		put_families(&msg, rows[i].ipv4, rows[i].disabled, rows[i].conf_bytes);
		ck_assert(!msg.overflow);
		ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
		ck_assert(link.ipv4 == rows[i].ipv4);
		ck_assert(link.ipv6 == rows[i].ipv6);
		ck_assert(!link.up);
	}
}
END_TEST

static const struct {
	uint8_t address[20];
	size_t len;
	uint8_t eui64[8];
} identifiers[] = {
	{{0, 0, 0x5e, 0, 0x53, 1}, 6, {2, 0, 0x5e, 0xff, 0xfe, 0, 0x53, 1}},
	{{2, 0, 0x5e, 0, 0x53, 1}, 6, {0, 0, 0x5e, 0xff, 0xfe, 0, 0x53, 1}},
	{{0, 1, 2, 3, 4, 5, 6, 7}, 8, {2, 1, 2, 3, 4, 5, 6, 7}},
	{{[11] = 9, 1, 1, 2, 3, 4, 5, 6, 7}, 20, {3, 1, 2, 3, 4, 5, 6, 7}},
	{{0}, 6, {0}},
	{{192, 0, 2, 1}, 4, {0}},
	{{1}, 0, {0}},
	{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, 16, {0}},
};

START_TEST(the_hardware_address_gives_the_interface_identifier)
{
	struct iph_link link;
	struct iph_msg msg;

	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "eth0", 5);
	iph_msg_put(&msg, IFLA_ADDRESS, identifiers[_i].address, identifiers[_i].len);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
	ck_assert_mem_eq(link.eui64, identifiers[_i].eui64, sizeof(link.eui64));
}
END_TEST

START_TEST(an_interface_without_family_attributes_has_no_family)
{
	struct iph_link link;
	struct iph_msg msg;

	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "lo", 3);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
	ck_assert(!link.ipv4);
	ck_assert(!link.ipv6);
}
END_TEST

START_TEST(an_interface_needs_a_name_that_fits)
{
	struct iph_link link = {.index = 0xcc};
	struct iph_msg msg;

	start(&msg, ARPHRD_ETHER, 1, 0);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), -EBADMSG);
	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "sixteen letters!", 17);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), -EBADMSG);
	ck_assert_uint_eq(link.index, 0xcc);
	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "fifteen letters", 16);
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), 0);
}
END_TEST

START_TEST(truncated_messages_and_nests_are_bad_messages)
{
	struct iph_link link = {.index = 0xcc};
	uint16_t overlong[2] = {64, IFLA_INFO_KIND};
	struct iph_msg msg;

	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "lo", 3);
	iph_msg_put(&msg, IFLA_LINKINFO, overlong, sizeof(overlong));
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), -EBADMSG);

	start(&msg, ARPHRD_ETHER, 1, 0);
	iph_msg_put(&msg, IFLA_IFNAME, "lo", 3);
	iph_msg_put(&msg, IFLA_AF_SPEC, overlong, sizeof(overlong));
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), -EBADMSG);

	start(&msg, ARPHRD_ETHER, 1, 0);
	msg.nlh->nlmsg_len -= 4;
	ck_assert_int_eq(iph_link_parse(msg.nlh, &link), -EBADMSG);
	ck_assert_uint_eq(link.index, 0xcc);
}
END_TEST

START_TEST(a_luid_is_made_of_type_and_index)
{
	static const struct {
		uint16_t type;
		uint32_t index;
		uint64_t luid;
	} rows[] = {
		{24, 1, 0x0018000001000000},	    {6, 0xffffff, 0x0006ffffff000000},
		{6, 0x1000000, 0x0006000000000001}, {53, 0x7fffffff, 0x0035ffffff00007f},
		{0xffff, 2, 0xffff000002000000},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_uint_eq(iph_luid_make(rows[i].type, rows[i].index), rows[i].luid);
		ck_assert_uint_eq(iph_luid_type(rows[i].luid), rows[i].type);
		ck_assert_uint_eq(iph_luid_index(rows[i].luid), rows[i].index);
	}
}
END_TEST

START_TEST(reserved_bits_that_no_index_has_are_no_index)
{
	ck_assert_uint_eq(iph_luid_index(0x0006000001000100), 0);
	ck_assert_uint_eq(iph_luid_index(0x0006000001ffffff), 0);
}
END_TEST

START_TEST(neither_luid_nor_index_is_invalid)
{
	struct iph_link link = {.index = 0xcc};
	struct iph_nl nl = IPH_NL_CLOSED;

	ck_assert_int_eq(iph_link_resolve(&nl, 0, 0, &link), -EINVAL);
	ck_assert_uint_eq(link.index, 0xcc);
}
END_TEST

START_TEST(impossible_keys_are_no_interface_without_asking_the_kernel)
{
	char name[200];
	struct iph_link link;
	struct iph_nl nl = IPH_NL_CLOSED;

	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(iph_link_by_index(&nl, 0, &link), -ENODEV);
	ck_assert_int_eq(iph_link_by_index(&nl, 0x80000000u, &link), -ENODEV);
	ck_assert_int_eq(iph_link_by_name(&nl, "", &link), -ENODEV);
	ck_assert_int_eq(iph_link_by_name(&nl, name, &link), -ENODEV);
	ck_assert_int_eq(iph_link_resolve(&nl, 0x0006000001ffffff, 1, &link), -ENODEV);
}
END_TEST

TEST_SUITE("link")
{
	TCase *tcase = tcase_create("iph_link_parse");

	tcase_add_loop_test(tcase, type_follows_kind_and_then_device_type, 0,
			    (int)(sizeof(types) / sizeof(types[0])));
	tcase_add_loop_test(tcase, routes_are_in_the_main_table_or_in_that_of_the_vrf, 0,
			    (int)(sizeof(tables) / sizeof(tables[0])));
	tcase_add_test(tcase, families_are_those_the_interface_has);
	tcase_add_test(tcase, an_interface_without_family_attributes_has_no_family);
	tcase_add_loop_test(tcase, the_hardware_address_gives_the_interface_identifier, 0,
			    (int)(sizeof(identifiers) / sizeof(identifiers[0])));
	tcase_add_test(tcase, an_interface_needs_a_name_that_fits);
	tcase_add_test(tcase, truncated_messages_and_nests_are_bad_messages);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_luid_make, iph_luid_type, iph_luid_index");
	tcase_add_test(tcase, a_luid_is_made_of_type_and_index);
	tcase_add_test(tcase, reserved_bits_that_no_index_has_are_no_index);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("iph_link_resolve, iph_link_by_index, iph_link_by_name");
	tcase_add_test(tcase, neither_luid_nor_index_is_invalid);
	tcase_add_test(tcase, impossible_keys_are_no_interface_without_asking_the_kernel);
	suite_add_tcase(suite, tcase);
}
