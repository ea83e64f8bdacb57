/* SPDX-License-Identifier: MIT */
/* IP interfaces as the kernel has them: writing. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "ipinterface.h"
#include "trace.h"

/* The value of every member that says "leave it as it is": InitializeIpInterfaceEntry(). */
#define UNCHANGED UINT32_MAX
#define UNCHANGED_FLAG UINT8_MAX

#define MAX_STEPS 16

/* Interfaces are renamed while we look for their files, but not that often. */
#define OPEN_TRIES 64

enum member_family { BOTH, IPV4_ONLY };

/* Members that Linux has nothing to change for; those of IPv4 alone can be changed for IPv6.
 * UseAutomaticMetric is none of them: an interface has no metric here, whoever is to choose it, and
 * a number for it is refused as Metric. */
static const struct {
	uint16_t offset;
	uint16_t size;
	enum member_family family;
} fixed_members[] = {
#define FIXED(member, family)                                                                      \
	{                                                                                          \
		offsetof(MIB_IPINTERFACE_ROW, member), sizeof(((MIB_IPINTERFACE_ROW *)0)->member), \
			family                                                                     \
	}
	FIXED(AdvertisingEnabled, BOTH),
	FIXED(WeakHostSend, BOTH),
	FIXED(WeakHostReceive, BOTH),
	FIXED(UseNeighborUnreachabilityDetection, BOTH),
	FIXED(ManagedAddressConfigurationSupported, BOTH),
	FIXED(OtherStatefulConfigurationSupported, BOTH),
	FIXED(AdvertiseDefaultRoute, BOTH),
	FIXED(PathMtuDiscoveryTimeout, BOTH),
	FIXED(LinkLocalAddressTimeout, BOTH),
	FIXED(ZoneIndices, BOTH),
	FIXED(SitePrefixLength, BOTH),
	FIXED(Metric, BOTH),
	FIXED(RouterDiscoveryBehavior, IPV4_ONLY),
	FIXED(DadTransmits, IPV4_ONLY),
	FIXED(LinkLocalAddressBehavior, IPV4_ONLY),
	FIXED(DisableDefaultRoutes, IPV4_ONLY),
#undef FIXED
};

enum step_kind {
	STEP_FILE, /* name in /proc/sys/net/ipv?/conf/IF */
	STEP_TIME, /* attribute NDTPA_* of the neighbour table */
	STEP_MTU,  /* of the device */
};

struct step {
	enum step_kind kind;
	const char *file;
	uint16_t attribute;
	int fd;
	int32_t before;
	int32_t after;
};

struct change {
	struct iph_nl nl;
	uint8_t family;
	uint32_t index;
	struct step steps[MAX_STEPS];
	size_t count;
};

static void end_change(struct change *change)
{
	while (change->count > 0)
		iph_closep(&change->steps[--change->count].fd);
	iph_nl_close(&change->nl);
}

static bool is_number(uint32_t value)
{
	return value <= INT32_MAX || value == UNCHANGED;
}

int iph_ipif_check_values(const MIB_IPINTERFACE_ROW *row, uint8_t family)
{
	if (row->RouterDiscoveryBehavior < RouterDiscoveryUnchanged ||
	    row->RouterDiscoveryBehavior > RouterDiscoveryDhcp ||
	    row->LinkLocalAddressBehavior < LinkLocalUnchanged ||
	    row->LinkLocalAddressBehavior > LinkLocalAlwaysOn)
		return -EINVAL;
	/* Microsoft's page of SetIpInterfaceEntry; that of the row for IPv6 */
	if (row->SitePrefixLength > (family == AF_INET ? 0 : 128))
		return -EINVAL;
	return is_number(row->NlMtu) && is_number(row->DadTransmits) &&
			       is_number(row->BaseReachableTime) && is_number(row->RetransmitTime)
		       ? 0
		       : -EINVAL;
}

static bool flag_differs(uint8_t wanted, uint8_t current)
{
	return wanted != UNCHANGED_FLAG && !wanted != !current;
}

static bool number_differs(uint32_t wanted, uint32_t current)
{
	return wanted != UNCHANGED && wanted != current;
}

/* Members are a flag, a number or an array of numbers. */
static bool member_differs(const char *wanted, const char *current, size_t size)
{
	uint32_t numbers[2];
	size_t at;

	if (size == sizeof(BOOLEAN))
		return flag_differs((uint8_t)*wanted, (uint8_t)*current);
	for (at = 0; at < size; at += sizeof(numbers[0])) {
		memcpy(&numbers[0], wanted + at, sizeof(numbers[0]));
		memcpy(&numbers[1], current + at, sizeof(numbers[1]));
		if (number_differs(numbers[0], numbers[1]))
			return true;
	}
	return false;
}

static bool asks_for_the_impossible(const MIB_IPINTERFACE_ROW *wanted,
				    const MIB_IPINTERFACE_ROW *current)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(fixed_members); i++) {
		size_t offset = fixed_members[i].offset;

		if (fixed_members[i].family == IPV4_ONLY && current->Family != AF_INET)
			continue;
		if (member_differs((const char *)wanted + offset, (const char *)current + offset,
				   fixed_members[i].size))
			return true;
	}
	/* neither DHCP tells an IPv6 host its router, nor does Linux wait with the address */
	return current->Family == AF_INET6 &&
	       (wanted->RouterDiscoveryBehavior == RouterDiscoveryDhcp ||
		wanted->LinkLocalAddressBehavior == LinkLocalDelayed);
}

static void add_step(struct change *change, struct step step)
{
	step.fd = -1;
	if (step.before != step.after)
		change->steps[change->count++] = step;
}

static void add_file(struct change *change, const char *file, int32_t before, int32_t after)
{
	add_step(change,
		 (struct step){.kind = STEP_FILE, .file = file, .before = before, .after = after});
}

static int32_t number(uint32_t wanted, uint32_t current)
{
	return (int32_t)(number_differs(wanted, current) ? wanted : current);
}

static void add_time(struct change *change, uint16_t attribute, uint32_t wanted, uint32_t current)
{
	add_step(change, (struct step){.kind = STEP_TIME,
				       .attribute = attribute,
				       .before = (int32_t)current,
				       .after = number(wanted, current)});
}

static void add_times(struct change *change, const MIB_IPINTERFACE_ROW *wanted,
		      const MIB_IPINTERFACE_ROW *current)
{
	add_time(change, NDTPA_BASE_REACHABLE_TIME, wanted->BaseReachableTime,
		 current->BaseReachableTime);
	add_time(change, NDTPA_RETRANS_TIME, wanted->RetransmitTime, current->RetransmitTime);
}

/* What the kernel may refuse comes first, what cannot be undone comes last: a change of the
 * device's MTU may cost IPv6 its addresses, and becoming a router costs the routes of others.
 *
 * Forwarding of IPv4 could be set with IFLA_INET_CONF, too. That sets the variable alone, without
 * telling who listens (RTM_NEWNETCONF), without switching LRO off and without flushing routes, all
 * of which writing to the file does (devinet_sysctl_forward(), net/ipv4/devinet.c). */
static void plan_ipv4(struct change *change, const struct iph_ipif *ipif,
		      const MIB_IPINTERFACE_ROW *wanted, const MIB_IPINTERFACE_ROW *current)
{
	add_times(change, wanted, current);
	add_step(change, (struct step){.kind = STEP_MTU,
				       .before = (int32_t)ipif->mtu,
				       .after = number(wanted->NlMtu, ipif->mtu)});
	if (flag_differs(wanted->ForwardingEnabled, current->ForwardingEnabled))
		add_file(change, "forwarding", ipif->forwarding4, !current->ForwardingEnabled);
}

static int32_t wanted_accept_ra(const MIB_IPINTERFACE_ROW *wanted, int32_t accept_ra,
				bool forwarding)
{
	bool enabled = wanted->RouterDiscoveryBehavior == RouterDiscoveryEnabled;

	if (wanted->RouterDiscoveryBehavior == RouterDiscoveryUnchanged ||
	    enabled == iph_ipif_takes_ra(accept_ra, forwarding))
		return accept_ra;
	if (!enabled)
		return 0;
	return forwarding ? 2 : 1;
}

static int32_t wanted_addr_gen_mode(const MIB_IPINTERFACE_ROW *wanted, int32_t mode)
{
	switch (wanted->LinkLocalAddressBehavior) {
	case LinkLocalAlwaysOff:
		return IN6_ADDR_GEN_MODE_NONE;
	case LinkLocalAlwaysOn:
		return mode == IN6_ADDR_GEN_MODE_NONE ? IN6_ADDR_GEN_MODE_EUI64 : mode;
	case LinkLocalDelayed:
	case LinkLocalUnchanged:
		break;
	}
	return mode;
}

/* accept_ra comes before forwarding, which throws away the routers that a host has learned unless
 * accept_ra is 2 (rt6_purge_dflt_routers()). Until force_forwarding there was no
 * forwarding of IPv6 by interface, only the part that a router plays in neighbour discovery.
 *
 * addr_gen_mode could be set with IFLA_INET6_ADDR_GEN_MODE, too; then the interface would have no
 * address before it goes up the next time (addrconf_sysctl_addr_gen_mode()). */
static void plan_ipv6(struct change *change, const struct iph_ipif_conf6 *conf,
		      const MIB_IPINTERFACE_ROW *wanted, const MIB_IPINTERFACE_ROW *current)
{
	bool turns = flag_differs(wanted->ForwardingEnabled, current->ForwardingEnabled);
	bool forwarding = current->ForwardingEnabled != turns;

	add_file(change, "dad_transmits", conf->dad_transmits,
		 number(wanted->DadTransmits, current->DadTransmits));
	add_times(change, wanted, current);
	add_file(change, "mtu", conf->mtu, number(wanted->NlMtu, current->NlMtu));
	if (flag_differs(wanted->DisableDefaultRoutes, current->DisableDefaultRoutes))
		add_file(change, "accept_ra_defrtr", conf->accept_ra_defrtr,
			 current->DisableDefaultRoutes);
	add_file(change, "accept_ra", conf->accept_ra,
		 wanted_accept_ra(wanted, conf->accept_ra, forwarding));
	if (turns && conf->force_forwarding >= 0)
		add_file(change, "force_forwarding", conf->force_forwarding, forwarding);
	if (turns)
		add_file(change, "forwarding", conf->forwarding, forwarding);
	add_file(change, "addr_gen_mode", conf->addr_gen_mode,
		 wanted_addr_gen_mode(wanted, conf->addr_gen_mode));
}

/* The file of our interface and not of another that had its name for a moment. If the name is ours
 * after opening but was not while we did, the file is of an interface that has lost it since; such
 * a file can no longer be written (proc_sys_call_handler(): -ENOENT). No name needs quoting: the
 * kernel has none with a slash, and gives the interfaces "all" and "default" no protocol. */
static int open_file(struct change *change, struct step *step)
{
	char path[sizeof("/proc/sys/net/ipv4/conf//") + IFNAMSIZ + 32];
	struct iph_link before;
	struct iph_link after;
	int again;
	int tries;
	int r;

	for (tries = 0; tries < OPEN_TRIES; tries++) {
		IPH_AUTO_CLOSE int fd = -1;

		r = iph_link_by_index(&change->nl, change->index, &before);
		if (r < 0)
			return r;
		snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/conf/%s/%s",
			 change->family == AF_INET ? 4 : 6, before.name, step->file);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		r = fd < 0 ? -errno : 0;
		if (r < 0 && r != -ENOENT)
			return iph_failed(path, r);
		again = iph_link_by_index(&change->nl, change->index, &after);
		if (again < 0)
			return again;
		if (strcmp(before.name, after.name) != 0)
			continue;
		step->fd = iph_take_fd(&fd);
		return iph_failed(path, r) == -ENOENT ? -EOPNOTSUPP : 0;
	}
	return -EAGAIN;
}

/* Beyond its beginning the kernel takes nothing (kernel.sysctl_writes_strict). */
static int write_file(struct change *change, struct step *step, int32_t value)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", value);
	int tries;
	int r = -ENOENT;

	for (tries = 0; tries < OPEN_TRIES && r == -ENOENT; tries++) {
		if (step->fd < 0) {
			r = open_file(change, step);
			if (r < 0)
				return r;
		}
		do
			r = pwrite(step->fd, text, (size_t)len, 0) < 0 ? -errno : 0;
		while (r == -EINTR);
		if (r == -ENOENT) { /* renamed */
			close(step->fd);
			step->fd = -1;
		}
	}
	return iph_failed(step->file, r);
}

static int write_time(struct change *change, uint16_t attribute, int32_t value)
{
	const char *table = change->family == AF_INET ? "arp_cache" : "ndisc_cache";
	uint64_t milliseconds = (uint64_t)value;
	struct nlattr *parms;
	struct ndtmsg *ndt;
	struct iph_msg msg;

	ndt = iph_msg_init(&msg, RTM_SETNEIGHTBL, 0, sizeof(*ndt));
	ndt->ndtm_family = change->family;
	iph_msg_put(&msg, NDTA_NAME, table, strlen(table) + 1);
	parms = iph_msg_begin(&msg, NDTA_PARMS);
	iph_msg_put_u32(&msg, NDTPA_IFINDEX, change->index);
	iph_msg_put(&msg, attribute, &milliseconds, sizeof(milliseconds));
	iph_msg_end(&msg, parms);
	return iph_nl_request(&change->nl, &msg);
}

static int write_mtu(struct change *change, int32_t mtu)
{
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	ifi = iph_msg_init(&msg, RTM_SETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)change->index;
	iph_msg_put_u32(&msg, IFLA_MTU, (uint32_t)mtu);
	return iph_nl_request(&change->nl, &msg);
}

static int take(struct change *change, struct step *step, int32_t value)
{
	switch (step->kind) {
	case STEP_FILE:
		return write_file(change, step, value);
	case STEP_TIME:
		return write_time(change, step->attribute, value);
	case STEP_MTU:
		return write_mtu(change, value);
	}
	return -EINVAL;
}

/* All files are open before anything changes: in a container they may be read-only. */
static int carry_out(struct change *change)
{
	size_t done;
	int r = 0;

	for (done = 0; done < change->count && r == 0; done++)
		if (change->steps[done].kind == STEP_FILE)
			r = open_file(change, &change->steps[done]);
	if (r < 0)
		return r;
	for (done = 0; done < change->count; done++) {
		r = take(change, &change->steps[done], change->steps[done].after);
		if (r < 0)
			break;
	}
	while (r < 0 && done-- > 0) /* nobody is left to tell if this fails */
		iph_ignore(take(change, &change->steps[done], change->steps[done].before));
	return r;
}

#define AUTO_CHANGE __attribute__((cleanup(end_change)))

int iph_ipif_change(const struct iph_ipif *ipif, const MIB_IPINTERFACE_ROW *wanted,
		    const MIB_IPINTERFACE_ROW *current)
{
	AUTO_CHANGE struct change change = {
		.nl = IPH_NL_CLOSED, .family = (uint8_t)current->Family, .index = ipif->link.index};
	int r;

	if (asks_for_the_impossible(wanted, current))
		return -EOPNOTSUPP;
	if (current->Family == AF_INET)
		plan_ipv4(&change, ipif, wanted, current);
	else
		plan_ipv6(&change, &ipif->conf6, wanted, current);
	r = iph_nl_open(NETLINK_ROUTE, &change.nl);
	return r < 0 ? r : carry_out(&change);
}
