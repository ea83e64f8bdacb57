/* SPDX-License-Identifier: MIT */
/* What is left of the entries when all of the holder's processes have been killed. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "memory.h"
#include "record.h"
#include "store.h"
#include "tell.h"

/* The numbers by which interfaces are recognized, as far as they were asked for: many entries are
 * of few interfaces. The place of an interface is its index modulo KNOWN. */
#define KNOWN 64
static struct {
	uint32_t ifindex;
	uint32_t identity;
} known[KNOWN];

static int identity_of(struct iph_nl *nl, uint32_t ifindex, uint32_t *ret_identity)
{
	int r = 0;

	if (known[ifindex % KNOWN].ifindex != ifindex) {
		known[ifindex % KNOWN].ifindex = 0;
		r = iph_record_identity(nl, ifindex, &known[ifindex % KNOWN].identity);
		if (r == 0)
			known[ifindex % KNOWN].ifindex = ifindex;
	}
	if (r == 0)
		*ret_identity = known[ifindex % KNOWN].identity;
	return r;
}

/* Whether the kernel has tables for records: 1, 0, or -errno. It is asked once. */
static int possible(void)
{
	static bool asked;
	static bool answer;
	int r = asked ? 0 : iph_record_possible();

	if (r < 0 && r != -EOPNOTSUPP)
		return r;
	if (!asked)
		answer = r == 0;
	asked = true;
	return answer;
}

void memory_open(void)
{
	iph_ignore(possible()); /* or the next time */
}

int memory_write(struct iph_nl *nl, uint32_t at)
{
	struct iph_record record = {.addr = store_addr(at), .ifindex = store_slot(at)->ifindex};
	int r = possible();

	if (r <= 0)
		return r;
	r = identity_of(nl, record.ifindex, &record.identity);
	if (r < 0)
		return r;
	store_slot(at)->steps |= SLOT_RECORD;
	store_set_state(at, store_slot(at)->state);
	return iph_record_write(nl, &record);
}

int memory_remove(struct iph_nl *nl, uint32_t at)
{
	struct iph_addr addr = store_addr(at);
	int r;

	if (!(store_slot(at)->steps & SLOT_RECORD))
		return 0;
	r = iph_record_remove(nl, &addr, store_slot(at)->ifindex);
	return r == -ENOENT ? 0 : r;
}

/* Writes the records of the entries of an interface anew, or of all with ifindex 0. */
static int write_again(struct iph_nl *nl, uint32_t ifindex)
{
	uint32_t at;
	int r = 0;

	for (at = 0; r == 0 && at < store_end(); at++) {
		if (store_slot(at)->state != SLOT_LIVE ||
		    (ifindex && store_slot(at)->ifindex != ifindex))
			continue;
		r = memory_write(nl, at);
		if (r == -ENODEV) /* its notice comes */
			r = 0;
	}
	return r;
}

int memory_link_changed(const struct nlmsghdr *nlh, struct iph_nl *nl)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	uint32_t ifindex = (uint32_t)ifi->ifi_index;
	uint32_t identity;

	if (iph_record_identity_of(nlh, &identity) < 0)
		return 0;
	if (nlh->nlmsg_type == RTM_NEWLINK && known[ifindex % KNOWN].ifindex == ifindex &&
	    known[ifindex % KNOWN].identity == identity)
		return 0;
	if (known[ifindex % KNOWN].ifindex == ifindex)
		known[ifindex % KNOWN].ifindex = 0;
	return nlh->nlmsg_type == RTM_NEWLINK ? write_again(nl, ifindex) : 0;
}

/* Somebody else has changed the table of records since it was compared with the entries. */
static bool in_doubt;

void memory_route_changed(const struct nlmsghdr *nlh)
{
	in_doubt = in_doubt || iph_record_is_of_table(nlh);
}

bool memory_in_doubt(void)
{
	return in_doubt;
}

static void unsee_records(void *arg)
{
	uint32_t at;

	(void)arg;
	for (at = 0; at < store_end(); at++)
		store_slot(at)->seen &= (uint8_t)~SEEN_RECORD;
}

static int see_record(const struct iph_record *record, void *nl)
{
	uint32_t at = store_find(&record->addr, record->ifindex);
	uint32_t identity;

	if (at != STORE_NONE && identity_of(nl, record->ifindex, &identity) == 0 &&
	    record->identity == identity)
		store_slot(at)->seen |= SEEN_RECORD;
	return 0;
}

static int write_unseen(struct iph_nl *nl)
{
	uint32_t count = 0;
	uint32_t at;
	int r = 0;

	for (at = 0; r == 0 && at < store_end(); at++) {
		if (store_slot(at)->state != SLOT_LIVE || store_slot(at)->seen & SEEN_RECORD)
			continue;
		r = memory_write(nl, at);
		count += r == 0;
		if (r == -ENODEV) /* its notice comes */
			r = 0;
	}
	tell_recorded(count);
	return r;
}

int memory_check(struct iph_nl *nl)
{
	IPH_AUTO_NL struct iph_nl reader = IPH_NL_CLOSED;
	const struct iph_record_sink sink = {
		.entry = see_record, .restart = unsee_records, .arg = nl};
	int r = possible();

	if (r == 0)
		return 0;
	if (r > 0)
		r = iph_nl_open(NETLINK_ROUTE, &reader);
	unsee_records(NULL);
	if (r == 0)
		r = iph_record_read(&reader, &sink);
	if (r == 0)
		r = write_unseen(nl);
	in_doubt = r < 0;
	return r;
}

void memory_forget_links(void)
{
	memset(known, 0, sizeof(known));
}

int memory_refresh(struct iph_nl *nl)
{
	memory_forget_links();
	return write_again(nl, 0);
}
