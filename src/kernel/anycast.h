/* SPDX-License-Identifier: MIT */
/* Anycast entries as the kernel has them. */
#pragma once

#include "addr.h"
#include "link.h"
#include "nl.h"

/* What a reader does with an entry; return value and restart as in struct
 * iph_nl_sink. */
struct iph_anycast_sink {
	int (*entry)(const struct iph_addr *addr, uint32_t ifindex, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* Reads the entries of a family, of one interface or with ifindex 0 of all of them.
 * -EAFNOSUPPORT when the machine does not have the family. */
int iph_anycast_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		     const struct iph_anycast_sink *sink) IPH_MUST_CHECK;

/* What a message about an address says of anycast entries, be it part of a dump or a notice. */
struct iph_anycast_news {
	struct iph_addr addr;
	struct iph_addr peer; /* IPv4: the kernel takes addresses with different ones for two */
	uint32_t ifindex;
	bool entry; /* false: an IPv4 address that is none, or none any more */
};

/* -ENODATA when it can be about none. */
int iph_anycast_parse(const struct nlmsghdr *nlh, struct iph_anycast_news *ret_news) IPH_MUST_CHECK;

/* Whether an RTM_NEWADDR message is about an address that belongs to an entry of ours: a marked
 * IPv4 address, or an IPv6 service address. tb has the attributes up to IFA_PROTO. */
struct ifaddrmsg;
bool iph_anycast_is_part(const struct ifaddrmsg *ifa, const struct nlattr *const *tb);

/* Whether the kernel keeps IFA_PROTO (Linux 5.18). */
bool iph_anycast_kernel_keeps_proto(void);

/* 0 when the interface has that entry, -ENOENT when not. After 0 the socket has to be renewed
 * before it is used again; find has one of its own. */
int iph_anycast_search(struct iph_nl *nl, const struct iph_addr *addr,
		       uint32_t ifindex) IPH_MUST_CHECK;
int iph_anycast_find(const struct iph_addr *addr, uint32_t ifindex) IPH_MUST_CHECK;

/* IPv4 entries are marked /32 addresses: -EEXIST, -ENOENT, -EPERM, -ENODEV, ... */
int iph_anycast_ipv4_create(struct iph_nl *nl, const struct iph_addr *addr,
			    uint32_t ifindex) IPH_MUST_CHECK;
int iph_anycast_ipv4_delete(struct iph_nl *nl, const struct iph_addr *addr,
			    uint32_t ifindex) IPH_MUST_CHECK;
