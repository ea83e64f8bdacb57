/* SPDX-License-Identifier: MIT */
/* Single steps of changes of unicast addresses: add or replace, remove, look around. */

#include <errno.h>
#include <string.h>

#include <linux/ip.h>
#include <linux/rtnetlink.h>

#include "mark.h"
#include "unicast.h"

/* What of IFA_FLAGS is not the kernel's own but may be asked for. */
#define IPV4_FLAGS (IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)
#define IPV6_FLAGS                                                                                 \
	(IFA_F_NODAD | IFA_F_OPTIMISTIC | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR |               \
	 IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)

static int request(struct iph_msg *msg)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : iph_nl_request(&nl, msg);
}

static void start_change(struct iph_msg *msg, uint16_t type, uint16_t flags,
			 const struct iph_unicast *unicast)
{
	struct ifaddrmsg *ifa = iph_msg_init(msg, type, flags, sizeof(*ifa));

	ifa->ifa_family = unicast->addr.family;
	ifa->ifa_prefixlen = unicast->prefix_length;
	ifa->ifa_scope = unicast->scope;
	ifa->ifa_index = unicast->ifindex;
	iph_msg_put_addr(msg, IFA_LOCAL, &unicast->addr);
	iph_msg_put_addr(msg, IFA_ADDRESS, &unicast->peer);
}

int iph_unicast_put(const struct iph_unicast *unicast, uint16_t flags)
{
	const struct ifa_cacheinfo life = {.ifa_valid = unicast->valid,
					   .ifa_prefered = unicast->preferred};
	bool ipv4 = unicast->addr.family == AF_INET;
	struct iph_msg msg;
	int r;

	start_change(&msg, RTM_NEWADDR, flags, unicast);
	iph_msg_put(&msg, IFA_CACHEINFO, &life, sizeof(life));
	iph_msg_put_u32(&msg, IFA_FLAGS, unicast->flags & (ipv4 ? IPV4_FLAGS : IPV6_FLAGS));
	if (unicast->metric)
		iph_msg_put_u32(&msg, IFA_RT_PRIORITY, unicast->metric);
	if (unicast->proto)
		iph_msg_put(&msg, IFA_PROTO, &unicast->proto, sizeof(unicast->proto));
	if (unicast->broadcast.family)
		iph_msg_put_addr(&msg, IFA_BROADCAST, &unicast->broadcast);
	if (unicast->label[0])
		iph_msg_put(&msg, IFA_LABEL, unicast->label, strlen(unicast->label) + 1);
	r = request(&msg);
	return r == -EACCES ? -EAFNOSUPPORT : r; /* disable_ipv6 is on */
}

int iph_unicast_add(const struct iph_unicast *unicast)
{
	return iph_unicast_put(unicast, NLM_F_CREATE | NLM_F_EXCL);
}

static int survey_row(const struct iph_unicast *unicast, void *arg)
{
	struct iph_unicast_survey *survey = arg;

	if (iph_addr_equal(&unicast->addr, &survey->from->addr)) {
		survey->same = true;
	} else if (unicast->prefix_length != survey->from->prefix_length ||
		   !iph_unicast_same_subnet(unicast, &survey->from->peer)) {
		return 0;
	} else if (unicast->flags & IFA_F_SECONDARY) {
		survey->secondaries = true;
	} else {
		survey->primary = true;
		survey->scope = unicast->scope;
	}
	return 0;
}

static void survey_restart(void *arg)
{
	struct iph_unicast_survey *survey = arg;

	*survey = (struct iph_unicast_survey){.from = survey->from};
}

int iph_unicast_look_around(const struct iph_unicast *from, struct iph_unicast_survey *ret_survey)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_unicast_survey survey = {.from = from};
	struct iph_unicast_sink sink = {
		.entry = survey_row, .restart = survey_restart, .arg = &survey};
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_unicast_read(&nl, AF_INET, from->ifindex, &sink);
	if (r == 0)
		*ret_survey = survey;
	return r;
}

/* net.ipv4.conf.IF.promote_secondaries. It stays on: taking it back would fall upon another
 * process that deletes an address meanwhile. */
static int promote_secondaries(uint32_t ifindex)
{
	struct nlattr *af_spec;
	struct nlattr *inet;
	struct nlattr *conf;
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	ifi = iph_msg_init(&msg, RTM_SETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)ifindex;
	af_spec = iph_msg_begin(&msg, IFLA_AF_SPEC);
	inet = iph_msg_begin(&msg, AF_INET);
	conf = iph_msg_begin(&msg, IFLA_INET_CONF);
	iph_msg_put_u32(&msg, IPV4_DEVCONF_PROMOTE_SECONDARIES, 1);
	iph_msg_end(&msg, conf);
	iph_msg_end(&msg, inet);
	iph_msg_end(&msg, af_spec);
	return request(&msg);
}

/* With the first IPv4 address of a subnet the kernel deletes all others of it, unless it is told
 * to let one of them take its place (__inet_del_ifa(), devinet.c). */
int iph_unicast_remove(const struct iph_unicast *unicast)
{
	struct iph_unicast_survey survey = {0};
	struct iph_msg msg;
	int r = 0;

	if (unicast->addr.family == AF_INET && !(unicast->flags & IFA_F_SECONDARY))
		r = iph_unicast_look_around(unicast, &survey);
	if (r == 0 && survey.secondaries)
		r = promote_secondaries(unicast->ifindex);
	if (r < 0)
		return r;
	start_change(&msg, RTM_DELADDR, 0, unicast);
	r = request(&msg);
	return r == -EADDRNOTAVAIL ? -ENOENT : r; /* somebody else was faster */
}
