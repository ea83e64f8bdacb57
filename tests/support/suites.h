/* SPDX-License-Identifier: MIT */
/* Every suite of the two test programs. */
#pragma once

#include <check.h>

/* main-unit */
Suite *addr_suite(void);
Suite *anycast_suite(void);
Suite *attr_suite(void);
Suite *convert_suite(void);
Suite *holder_call_suite(void);
Suite *interface_suite(void);
Suite *ipinterface_suite(void);
Suite *igmp_suite(void);
Suite *layout_suite(void);
Suite *link_suite(void);
Suite *memory_suite(void);
Suite *name_suite(void);
Suite *route_suite(void);
Suite *route_row_suite(void);
Suite *row_suite(void);
Suite *status_suite(void);
Suite *table_suite(void);
Suite *unicast_suite(void);
Suite *unicast_row_suite(void);

#ifndef IPH_TEST_MODE_NT
Suite *adapters_suite(void);
Suite *resolv_conf_suite(void);
Suite *win32_calls_suite(void);
#endif

/* main-netns */

/* A case of the suite whose tests have a world of their own, and then what setup gives them. */
TCase *netns_tcase(Suite *suite, const char *name, void (*setup)(void));

Suite *netns_anycast_codes_suite(void);
Suite *netns_anycast_foreign_suite(void);
Suite *netns_anycast_gone_suite(void);
Suite *netns_anycast_many_suite(void);
Suite *netns_anycast_privilege_suite(void);
Suite *netns_anycast_round_suite(void);
Suite *netns_anycast_serve_suite(void);
Suite *netns_anycast_shared_suite(void);
Suite *netns_anycast_table_suite(void);
Suite *netns_convert_suite(void);
Suite *netns_interface_suite(void);
Suite *netns_interface_fields_suite(void);
Suite *netns_interface_many_suite(void);
Suite *netns_long_suite(void);
Suite *netns_stack_suite(void);
Suite *netns_wifi_suite(void);
Suite *netns_ipinterface_codes_suite(void);
Suite *netns_ipinterface_many_suite(void);
Suite *netns_ipinterface_read_suite(void);
Suite *netns_ipinterface_set_suite(void);
Suite *netns_multicast_suite(void);
Suite *netns_unicast_change_suite(void);
Suite *netns_unicast_codes_suite(void);
Suite *netns_unicast_many_suite(void);
Suite *netns_unicast_origin_suite(void);
Suite *netns_unicast_other_end_suite(void);
Suite *netns_unicast_row_suite(void);
Suite *netns_unicast_source_suite(void);

#ifndef IPH_TEST_MODE_NT
Suite *netns_adapter_fields_suite(void);
Suite *netns_adapters_suite(void);
Suite *netns_win32_calls_suite(void);
Suite *netns_win32_notify_suite(void);
#endif
