/* SPDX-License-Identifier: MIT */
/* The kernel as the memory of anycast entries: it keeps a record of each entry, and needs no
 * process for that.
 *
 * A record is a route of a private table. No policy rule names this table, so that no packet is
 * ever routed by a record. The record of an IPv6 entry is an IPv4 route without a device, because
 * such a route stays when an interface goes down, be it lo, and when IPv6 is switched off. Its
 * protocol is "kernel", because systemd-networkd removes routes without a device that have another
 * protocol and are not in its files. */
#pragma once

#include "addr.h"
#include "nl.h"

#define IPH_RECORD_TABLE 19786	    /* of IPv6 entries */
#define IPH_RECORD_TABLE_IPV4 19787 /* of IPv4 entries, see below */

struct iph_record {
	struct iph_addr addr;
	uint32_t ifindex;
	uint32_t identity; /* of the interface, see iph_record_identity() */
};

/* Replaces a record that the entry has already. */
int iph_record_write(struct iph_nl *nl, const struct iph_record *record) IPH_MUST_CHECK;

/* -ENOENT when the entry has no record. */
int iph_record_remove(struct iph_nl *nl, const struct iph_addr *addr,
		      uint32_t ifindex) IPH_MUST_CHECK;

/* Calls entry for each record. A route of the table that this file would not have written, or not
 * in that place, is none: its entry could be deleted, and the route would stay and bring the entry
 * back. The kernel may have to begin its list again: then restart is called, unless it is NULL, and
 * what entry was told before counts no more. */
struct iph_record_sink {
	int (*entry)(const struct iph_record *record, void *arg);
	void (*restart)(void *arg);
	void *arg;
};
int iph_record_read(struct iph_nl *nl, const struct iph_record_sink *sink) IPH_MUST_CHECK;

/* From a message about a route, be it part of a dump or a notice. -ENODATA when it is no record. */
int iph_record_parse(const struct nlmsghdr *nlh, struct iph_record *ret_record) IPH_MUST_CHECK;

/* Whether an RTM_NEWROUTE or RTM_DELROUTE message is about the table of records. */
bool iph_record_is_of_table(const struct nlmsghdr *nlh);

/* Whether there is any record. Afterwards nl can only be closed. */
bool iph_record_any(struct iph_nl *nl);

/* -EOPNOTSUPP when this kernel was built without CONFIG_IP_MULTIPLE_TABLES. Such a kernel has one
 * table of routes, and would put a record into it. */
int iph_record_possible(void) IPH_MUST_CHECK;

/* A number by which an interface is recognized, because another interface may get its index after
 * it is gone. It is a hash of the permanent hardware address; of an interface without one, of the
 * hardware address; of an interface without either, of the name. */
int iph_record_identity(struct iph_nl *nl, uint32_t ifindex, uint32_t *ret_identity) IPH_MUST_CHECK;

/* The same from an RTM_NEWLINK message. */
int iph_record_identity_of(const struct nlmsghdr *nlh, uint32_t *ret_identity) IPH_MUST_CHECK;

/* The record of an IPv4 entry only saves time. The entry is an address with a mark, and to see the
 * mark all addresses of the interface have to be read; whether there is a route, the kernel says at
 * once. The record may be missing, for example because the interface has been down. It may also be
 * there when somebody else has deleted or changed the address. A kernel with one table of routes
 * only puts the record there, so it has a type of service that no packet has. */
#define IPH_RECORD_TOS 0xf8

/* Does not wait for the kernel's answer. */
int iph_record_ipv4_write(struct iph_nl *nl, const struct iph_addr *addr,
			  uint32_t ifindex) IPH_MUST_CHECK;

/* -ENOENT when the entry has no record. */
int iph_record_ipv4_remove(struct iph_nl *nl, const struct iph_addr *addr,
			   uint32_t ifindex) IPH_MUST_CHECK;
