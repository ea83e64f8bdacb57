/* SPDX-License-Identifier: MIT */
/* Interfaces as the kernel knows them, and their NET_LUID. */
#pragma once

#include <net/if.h>

#include "nl.h"

/* IANA ifTypes. */
#define IPH_TYPE_LOOPBACK 24
#define IPH_TYPE_WIFI 71

/* Up to IFLA_TSO_MAX_SIZE. */
#define IPH_LINK_ATTRIBUTES 60

struct ifinfomsg;

struct iph_link {
	uint32_t index;
	uint16_t type;	 /* IANA ifType */
	bool maybe_wifi; /* Ethernet with hardware behind it: see wifi.h */
	bool up;	 /* administratively */
	bool carrier;
	bool ipv4; /* whether it has IPv4, IPv6 (kernel's in_device, inet6_dev not disabled) */
	bool ipv6;
	bool vrf;	    /* in a VRF */
	uint32_t table;	    /* where its routes are: RT_TABLE_MAIN, or that of its VRF */
	bool no_arp;	    /* loopback or point-to-point: IPv4 has no neighbours there */
	bool arp_off;	    /* IFF_NOARP: neither asks nor answers by ARP */
	uint8_t lladdr_len; /* of its hardware address, and so of those of its neighbours */
	uint8_t eui64[8];   /* the interface identifier its hardware address gives, or all 0 */
	char name[IFNAMSIZ];
};

/* What IFLA_LINKINFO says: the KIND of "ip link add type KIND", "" without one, and what that kind
 * alone has to say, or NULL. */
struct iph_link_info {
	char kind[32];
	char master[32]; /* the kind of the interface that it is enslaved to, or "" */
	const struct nlattr *data;
	const struct nlattr *master_data; /* what that kind has to say, or NULL */
};

/* linkinfo may be NULL. */
int iph_link_info(const struct nlattr *linkinfo, struct iph_link_info *ret_info) IPH_MUST_CHECK;

/* -ENODEV when there is no such interface. */
int iph_link_by_index(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link) IPH_MUST_CHECK;

/* The same for who does not ask for the type: Wi-Fi may look like Ethernet, which saves a question.
 */
int iph_link_untyped(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link) IPH_MUST_CHECK;

/* RTM_GETLINK: what the kernel says of one interface, or with index 0 of all of them, goes to sink.
 * -ENODEV when there is none, or none can have that index. */
int iph_link_ask(struct iph_nl *nl, uint32_t index, const struct iph_nl_sink *sink) IPH_MUST_CHECK;

/* The name may also be one of the interface's alternative names. */
int iph_link_by_name(struct iph_nl *nl, const char *name, struct iph_link *ret_link) IPH_MUST_CHECK;

/* An RTM_NEWLINK message, taken apart once for all who want something of it. Points into it. */
struct iph_link_message {
	const struct ifinfomsg *ifi;
	const struct nlattr *tb[IPH_LINK_ATTRIBUTES];
	struct iph_link_info info;
};

/* -EBADMSG for a message that is damaged, or of another type. */
int iph_link_take_apart(const struct nlmsghdr *nlh,
			struct iph_link_message *ret_message) IPH_MUST_CHECK;

/* Fills a link from such a message, which does not tell Wi-Fi from Ethernet. */
int iph_link_fill(const struct iph_link_message *message, struct iph_link *ret_link) IPH_MUST_CHECK;

/* Both in one. */
int iph_link_parse(const struct nlmsghdr *nlh, struct iph_link *ret_link) IPH_MUST_CHECK;

/* IANA ifType of a device type (linux/if_arp.h) and a kind, which may be "". */
uint16_t iph_link_type(uint16_t arphrd, const char *kind);

/* NET_LUID's value: ifType in bits 48-63, NetLuidIndex (low 24 bits of the ifindex) in bits
 * 24-47, the rest of the ifindex in the reserved bits 0-23. */
uint64_t iph_luid_make(uint16_t type, uint32_t index);
uint16_t iph_luid_type(uint64_t luid);
uint32_t iph_luid_index(uint64_t luid);

/* The interface that a LUID, or where that is 0 an index, names. -EINVAL when both are 0,
 * -ENODEV when there is none (also when it has another type than the LUID says). */
int iph_link_resolve(struct iph_nl *nl, uint64_t luid, uint32_t index,
		     struct iph_link *ret_link) IPH_MUST_CHECK;
