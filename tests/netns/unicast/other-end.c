/* SPDX-License-Identifier: MIT */
/* IPv4 addresses with a scope, and with another end: what Windows has no member for. */

#include "netns.h"
#include "suite.h"
#include "unicast.h"

static void lengthen_prefix(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->OnLinkPrefixLength++;
}

static void shorten_life(MIB_UNICASTIPADDRESS_ROW *row)
{
	row->ValidLifetime = 5000;
	row->PreferredLifetime = 4000;
}

START_TEST(a_new_prefix_length_keeps_the_scope)
{
	run("ip address add 203.0.113.1/24 scope link dev eth0");
	(void)unicast_set("203.0.113.1", "eth0", lengthen_prefix);
	ip_says("203.0.113.1", "eth0", ".prefixlen", "25");
	ip_says("203.0.113.1", "eth0", ".scope", "link");
	unicast_agree();
}
END_TEST

START_TEST(a_change_of_a_whole_address_keeps_its_scope)
{
	run("ip address add 198.51.100.1/32 scope link dev eth0");
	(void)unicast_set("198.51.100.1", "eth0", shorten_life);
	ip_says("198.51.100.1", "eth0", ".scope", "link");
}
END_TEST

/* The kernel's prefix length is that of the network of the other end. */
START_TEST(only_itself_is_on_the_link_of_an_address_whose_other_end_is_elsewhere)
{
	MIB_UNICASTIPADDRESS_ROW row;

	run("ip address add 10.2.2.1 peer 172.16.0.1/24 dev eth0");
	row = unicast_get("10.2.2.1", "eth0");
	ck_assert_uint_eq(row.OnLinkPrefixLength, 32);
	row = unicast_set("10.2.2.1", "eth0", shorten_life);
	ck_assert_uint_eq(row.OnLinkPrefixLength, 32);
	ip_says("10.2.2.1", "eth0", ".address", "172.16.0.1");
	ip_says("10.2.2.1", "eth0", ".prefixlen", "24");
	row.OnLinkPrefixLength = 24;
	assert_code(SetUnicastIpAddressEntry(&row), CODE_CANNOT_CHANGE);
	ip_says("10.2.2.1", "eth0", ".address", "172.16.0.1");
	ip_says("10.2.2.1", "eth0", ".prefixlen", "24");
	assert_code(unicast_delete("10.2.2.1", "eth0"), CODE_SUCCESS);
	ck_assert(!ip_has("10.2.2.1", "eth0"));
}
END_TEST

START_TEST(an_other_end_in_the_subnet_changes_nothing)
{
	run("ip address add 10.3.3.1 peer 10.3.3.2/24 dev eth0");
	ck_assert_uint_eq(unicast_get("10.3.3.1", "eth0").OnLinkPrefixLength, 24);
	(void)unicast_set("10.3.3.1", "eth0", lengthen_prefix);
	ip_says("10.3.3.1", "eth0", ".prefixlen", "25");
	ip_says("10.3.3.1", "eth0", ".address", "10.3.3.2");
	unicast_agree();
}
END_TEST

TEST_SUITE("unicast other end")
{
	TCase *tcase = netns_tcase(suite, "Set", peer_setup);

	tcase_add_test(tcase, a_new_prefix_length_keeps_the_scope);
	tcase_add_test(tcase, a_change_of_a_whole_address_keeps_its_scope);
	tcase_add_test(tcase,
		       only_itself_is_on_the_link_of_an_address_whose_other_end_is_elsewhere);
	tcase_add_test(tcase, an_other_end_in_the_subnet_changes_nothing);
}
