/* SPDX-License-Identifier: MIT */
/* The kernel as the memory of anycast entries: a record of each, which needs no process.
 *
 * A record is a route of a private table which no rule names, so nothing is ever routed by it. It
 * is an IPv4 route also for an IPv6 entry, and has no device: no interface that goes down takes it
 * along, neither lo, nor IPv6 when it is switched off. Those who tidy routes up leave it alone,
 * because it says that it is the kernel's own (systemd-networkd removes all others without a device
 * that are not in its files). */
#pragma once

#include "addr.h"
#include "nl.h"

#define IPH_RECORD_TABLE 19786	    /* of IPv6 entries */
#define IPH_RECORD_TABLE_IPV4 19787 /* of IPv4 entries, see below */

struct iph_record {
	struct iph_addr addr;
	uint32_t ifindex;
	uint32_t identity; /* of the interface, see below */
};

/* Another record of the same entry is replaced. */
int iph_record_write(struct iph_nl *nl, const struct iph_record *record) IPH_MUST_CHECK;

/* -ENOENT when there is none. */
int iph_record_remove(struct iph_nl *nl, const struct iph_addr *addr,
		      uint32_t ifindex) IPH_MUST_CHECK;

/* Calls entry for each record, and restart, unless that is NULL, when all of them come anew. */
struct iph_record_sink {
	int (*entry)(const struct iph_record *record, void *arg);
	void (*restart)(void *arg);
	void *arg;
};
int iph_record_read(struct iph_nl *nl, const struct iph_record_sink *sink) IPH_MUST_CHECK;

/* -EOPNOTSUPP: this kernel has no private tables (CONFIG_IP_MULTIPLE_TABLES), and would take a
 * record for a route of its only one. */
int iph_record_possible(void) IPH_MUST_CHECK;

/* A number by which an interface is known again, since its index may be another one's later: made
 * of its permanent hardware address, or else the one it has, or else its name. */
int iph_record_identity(struct iph_nl *nl, uint32_t ifindex, uint32_t *ret_identity) IPH_MUST_CHECK;

/* The same from an RTM_NEWLINK message. */
int iph_record_identity_of(const struct nlmsghdr *nlh, uint32_t *ret_identity) IPH_MUST_CHECK;

/* An IPv4 entry is an address of its interface and needs no memory. But the kernel tells its mark
 * with all addresses of the interface only, and whether there is a route at once. So there is one,
 * which may be missing, for example since the interface was down; and it may be there still when
 * somebody else has deleted or changed the address. It has a type of service that no packet has: a
 * kernel without private tables takes it for a route of its only one. */
#define IPH_RECORD_TOS 0xf8

/* Does not wait for what becomes of it. */
int iph_record_ipv4_write(struct iph_nl *nl, const struct iph_addr *addr,
			  uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when there is none. */
int iph_record_ipv4_remove(struct iph_nl *nl, const struct iph_addr *addr,
			   uint32_t ifindex) IPH_MUST_CHECK;
