/* SPDX-License-Identifier: MIT */
/* Changing IP interfaces: what the row asks for, and in which order it is done. */

#include <errno.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>

#include "ipinterface.h"
#include "step.h"

/* The value of every member that says "leave it as it is": InitializeIpInterfaceEntry(). */
#define UNCHANGED UINT32_MAX
#define UNCHANGED_FLAG UINT8_MAX

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

static void add_step(struct iph_ipif_steps *change, struct iph_ipif_step step)
{
	step.fd = -1;
	if (step.before != step.after)
		change->steps[change->count++] = step;
}

static void add_file(struct iph_ipif_steps *change, const char *file, int32_t before, int32_t after)
{
	add_step(change,
		 (struct iph_ipif_step){
			 .kind = IPH_STEP_FILE, .file = file, .before = before, .after = after});
}

static int32_t number(uint32_t wanted, uint32_t current)
{
	return (int32_t)(number_differs(wanted, current) ? wanted : current);
}

static void add_time(struct iph_ipif_steps *change, uint16_t attribute, uint32_t wanted,
		     uint32_t current)
{
	add_step(change, (struct iph_ipif_step){.kind = IPH_STEP_TIME,
						.attribute = attribute,
						.before = (int32_t)current,
						.after = number(wanted, current)});
}

static void add_times(struct iph_ipif_steps *change, const MIB_IPINTERFACE_ROW *wanted,
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
static void plan_ipv4(struct iph_ipif_steps *change, const struct iph_ipif *ipif,
		      const MIB_IPINTERFACE_ROW *wanted, const MIB_IPINTERFACE_ROW *current)
{
	add_times(change, wanted, current);
	add_step(change, (struct iph_ipif_step){.kind = IPH_STEP_MTU,
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
static void plan_ipv6(struct iph_ipif_steps *change, const struct iph_ipif_conf6 *conf,
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

int iph_ipif_change(const struct iph_ipif *ipif, const MIB_IPINTERFACE_ROW *wanted,
		    const MIB_IPINTERFACE_ROW *current)
{
	IPH_AUTO_STEPS struct iph_ipif_steps change = {
		.nl = IPH_NL_CLOSED, .family = (uint8_t)current->Family, .index = ipif->link.index};

	if (asks_for_the_impossible(wanted, current))
		return -EOPNOTSUPP;
	if (current->Family == AF_INET)
		plan_ipv4(&change, ipif, wanted, current);
	else
		plan_ipv6(&change, &ipif->conf6, wanted, current);
	return iph_ipif_steps_take(&change);
}
