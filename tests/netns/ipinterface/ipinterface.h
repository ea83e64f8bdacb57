/* SPDX-License-Identifier: MIT */
/* The IP interface calls by name of interface, and what other tools say about the same. */
#pragma once

#include "codes.h"
#include "judge.h"
#include "netns.h"

/* A veth pair v0, v1 that is up, and w0, up without a carrier, whose far end w1 is down. */
void ipif_setup(void);

/* Every bit that the caller does not have to fill in is garbage (0xcc), as in real programs. */
MIB_IPINTERFACE_ROW ipif_key(ADDRESS_FAMILY family, const char *ifname);

/* The row of an interface, which is there. */
MIB_IPINTERFACE_ROW ipif_get(ADDRESS_FAMILY family, const char *ifname);

/* A row from InitializeIpInterfaceEntry() with its key. */
MIB_IPINTERFACE_ROW ipif_init(ADDRESS_FAMILY family, const char *ifname);

/* The call succeeds; judge and GetIpInterfaceEntry() agree afterwards on all interfaces. */
void ipif_set_ok(MIB_IPINTERFACE_ROW row);

/* The call fails with this code; neither row nor kernel change. */
void ipif_refuse(MIB_IPINTERFACE_ROW row, uint32_t code);

/* The same for several calls in a row, which look at the kernel before the first and after the last
 * one: each look reads a thousand files. ipif_unchanged() frees what ipif_before() gave. */
char *ipif_before(void);
void ipif_refused(MIB_IPINTERFACE_ROW row, uint32_t code);
void ipif_unchanged(char *before);

/* All rows of GetIpInterfaceTable() are as ip(8), ethtool's ioctl and /proc/sys have it, complete
 * and in order, and each (of many: some) is what GetIpInterfaceEntry() gives. */
void ipif_agree(void);

/* All there is to know of interfaces, as text; the caller frees it. */
char *ipif_snapshot(void);

/* A number in a file below /proc/sys/net; -1 when it is not there. */
long ipif_sysctl(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What "ip ntable" has for an interface: base_reachable, retrans. */
unsigned long ipif_ntable(const char *family, const char *ifname, const char *member);

/* Whether ethtool's ioctl calls a feature of the device active. */
bool judge_feature(const char *ifname, const char *feature);

/* Switches all checksums and segmentation of a device on or off, with ethtool's ioctl. */
void ipif_set_offload(const char *ifname, bool on);
