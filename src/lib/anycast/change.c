/* SPDX-License-Identifier: MIT */
/* Creating and deleting anycast entries: IPv6 through the holder, IPv4 at the kernel. */

#include <errno.h>

#include "anycast.h"
#include "ask.h"
#include "entry.h"
#include "privilege.h"
#include "record.h"
#include "wait.h"

static int has_link(void *arg)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	const struct iph_key *key = arg;
	struct iph_link link;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : iph_key_link(&nl, key, &link);
}

/* An interface with disable_ipv6 may still have an entry that somebody else made. Whose it is only
 * the holder knows, and so it is asked. */
static int may_delete(void *arg)
{
	const struct iph_key *key = arg;
	struct iph_link link;
	int r = has_link(arg);

	return r == -EAFNOSUPPORT && iph_anycast_get(key, &link) == 0 ? 0 : r;
}

/* The holder looks for the interface, on a socket that it has open already. That the kernel lets us
 * send to it is the proof of privilege, which comes before what the holder finds. */
static int change_ipv6(enum iph_op op, struct iph_key key)
{
	struct iph_holder_task task = {.op = op,
				       .type = iph_luid_type(key.luid),
				       .ifindex = key.luid ? iph_luid_index(key.luid) : key.index,
				       .addr = key.addr,
				       .may_start = op == IPH_OP_CREATE ? has_link : may_delete,
				       .arg = &key};
	IPH_AUTO_NL struct iph_nl holder = IPH_NL_CLOSED;
	int r = iph_nl_open(IPH_HOLDER_PROTOCOL, &holder);

	if (key.luid && task.type == 0) /* no interface has such a LUID */
		task.ifindex = 0;
	return r < 0 ? r : iph_holder_call(&holder, &task);
}

/* IPv6 entries that are forgotten, because all of the holder's processes were killed, come back
 * with a new IPv4 entry, too. Where that fails the call has succeeded all the same. Delete does not
 * ask: to ask takes four system calls, and with these in both, a pair of Create and Delete would
 * take twice as long as the kernel does. */
static void wake_forgotten(struct iph_nl *nl)
{
	if (iph_holder_is_missing(nl->fd) && iph_record_any(nl))
		iph_ignore(iph_holder_start(iph_now() + IPH_DEADLINE));
}

/* An index needs no look at the interface: the kernel knows whether there is one. */
static int try_ipv4(enum iph_op op, const struct iph_key *key)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link = {.index = key->index};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0 && key->luid)
		r = iph_key_link(&nl, key, &link);
	if (r < 0)
		return r;
	r = op == IPH_OP_CREATE ? iph_anycast_ipv4_create(&nl, &key->addr, link.index)
				: iph_anycast_ipv4_delete(&nl, &key->addr, link.index);
	if (r == 0 && op == IPH_OP_CREATE)
		wake_forgotten(&nl);
	return r;
}

/* The kernel itself refuses the change to those without privilege. Where something else is wrong,
 * it may not have been asked: then the proof of privilege comes first, and the interface second. */
static int change_ipv4(enum iph_op op, struct iph_key key)
{
	int r = try_ipv4(op, &key);
	int link;

	if (r == 0 || r == -EPERM)
		return r;
	if (iph_privilege_check() == -EPERM)
		return -EPERM;
	link = has_link(&key);
	return link == -ENODEV || link == -EAFNOSUPPORT ? link : r;
}

int iph_anycast_change(enum iph_op op, const struct iph_key *key)
{
	return key->addr.family == AF_INET6 ? change_ipv6(op, *key) : change_ipv4(op, *key);
}
