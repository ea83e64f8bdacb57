/* SPDX-License-Identifier: MIT */
/* Unicast addresses as the kernel has them, and as rows. */
#pragma once

#include <linux/if_addr.h>

#include "addr.h"
#include "codes/export.h"
#include "link.h"
#include "nl.h"

/* An address of an interface: RTM_NEWADDR without what nobody here needs. */
struct iph_unicast {
	struct iph_addr addr;
	struct iph_addr peer;	   /* the other end of a point-to-point link; else addr itself */
	struct iph_addr broadcast; /* family 0: none */
	uint32_t ifindex;
	uint32_t flags;	 /* IFA_F_... */
	uint32_t metric; /* of its prefix route; 0: the kernel's */
	uint32_t valid;	 /* seconds that are left */
	uint32_t preferred;
	uint32_t created; /* hundredths of a second since the machine started, modulo 2^32 */
	uint32_t updated; /* when the lifetimes were given, likewise */
	uint8_t prefix_length;
	uint8_t scope; /* RT_SCOPE_..., IPv4 */
	uint8_t proto; /* IFA_PROTO, 0 where the kernel has none */
	char label[IFNAMSIZ];
};

/* read.c */

/* From an RTM_NEWADDR or RTM_DELADDR message. -ENODATA when the address belongs to an anycast
 * entry.
 */
int iph_unicast_parse(const struct nlmsghdr *nlh, struct iph_unicast *ret_unicast) IPH_MUST_CHECK;

/* What a reader does with an address; return value and restart as in struct
 * iph_nl_sink. */
struct iph_unicast_sink {
	int (*entry)(const struct iph_unicast *unicast, void *arg);
	void (*restart)(void *arg);
	void *arg;
};

/* Reads the addresses of a family, of one interface or with ifindex 0 of all of them.
 * -EAFNOSUPPORT when the machine does not have the family. */
int iph_unicast_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		     const struct iph_unicast_sink *sink) IPH_MUST_CHECK;

/* -ENOENT when the interface does not have the address. */
int iph_unicast_find(const struct iph_addr *addr, uint32_t ifindex,
		     struct iph_unicast *ret_unicast) IPH_MUST_CHECK;

/* row.c */

/* What turns the kernel's time stamps into dates. */
struct iph_clock {
	uint64_t uptime; /* hundredths of a second, without the time asleep */
	int64_t boot;	 /* when that was 0, in nanoseconds since 1970 */
};
struct iph_clock iph_clock_now(void);

/* A date in 100 ns since 1601-01-01 UTC. */
int64_t iph_clock_date(const struct iph_clock *clock, uint32_t created);

/* Fills a row but for what its interface says, and finish adds all of that but the LUID: origins
 * that depend on the hardware address, and that an address of an interface that is down is not in
 * use. */
void iph_unicast_row(const struct iph_unicast *unicast, const struct iph_clock *clock,
		     MIB_UNICASTIPADDRESS_ROW *ret_row);
void iph_unicast_row_finish(void *arg, const struct iph_link *link);

/* The IFA_PROTO for an address, so that its row has these origins and this SkipAsSource. */
uint8_t iph_unicast_mark(const struct iph_unicast *unicast, const struct iph_link *link,
			 const MIB_UNICASTIPADDRESS_ROW *wish);

/* step.c */

/* RTM_NEWADDR: NLM_F_REPLACE, or as iph_unicast_add() does it. -EEXIST, -EAFNOSUPPORT, ... */
int iph_unicast_put(const struct iph_unicast *unicast, uint16_t flags) IPH_MUST_CHECK;
int iph_unicast_add(const struct iph_unicast *unicast) IPH_MUST_CHECK;

/* Removes exactly this address, and nothing with it. -ENOENT when it is not there any more. */
int iph_unicast_remove(const struct iph_unicast *unicast) IPH_MUST_CHECK;

/* IPv4: whether an address is in the subnet that this one's prefix length is about. */
bool iph_unicast_same_subnet(const struct iph_unicast *unicast, const struct iph_addr *addr);

/* The IPv4 addresses of an interface, seen from one of them. */
struct iph_unicast_survey {
	const struct iph_unicast *from;
	bool same;	  /* the address is there, with whatever prefix length */
	bool secondaries; /* others of its subnet give way to it */
	bool primary;	  /* one of its subnet does not, and has this scope */
	uint8_t scope;
};
int iph_unicast_look_around(const struct iph_unicast *from,
			    struct iph_unicast_survey *ret_survey) IPH_MUST_CHECK;

/* change.c: row has been checked, its origins may be Unchanged. -EEXIST, -ENOENT, ... */
int iph_unicast_create(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
		       const struct iph_link *link) IPH_MUST_CHECK;
int iph_unicast_set(const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_addr *addr,
		    const struct iph_link *link) IPH_MUST_CHECK;
int iph_unicast_delete(const struct iph_addr *addr, const struct iph_link *link) IPH_MUST_CHECK;
