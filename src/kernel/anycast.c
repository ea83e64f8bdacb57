/* SPDX-License-Identifier: MIT */
/* Anycast entries as the kernel has them: reading both families, writing IPv4. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "addresses.h"
#include "anycast.h"
#include "mark.h"
#include "record.h"

#define IFA_LAST IFA_PROTO

/* net/flow.h */
#define LOOPBACK_INDEX 1

/* A dump of so few comes in one piece, without a break in which the list could change. */
#define ONE_PIECE 32

/* So often an entry is looked for in a longer one. */
#define SEARCHES 6

struct reader {
	const struct iph_anycast_sink *sink;
	uint32_t ifindex;
};

/* The search for one address of an interface, or for an entry that has it; found stays false when
 * the reading came to its end. */
struct search {
	const struct iph_addr *addr;
	uint32_t ifindex;
	bool entry;
	bool found;
	size_t seen; /* messages */
};

/* A label loses its meaning when the interface is renamed (inetdev_changename(), devinet.c),
 * so it is the mark only where the kernel has no better one. */
bool iph_anycast_kernel_keeps_proto(void)
{
	struct utsname uts;
	unsigned long major;
	unsigned long minor;
	char *at;

	if (uname(&uts) < 0)
		return false;
	major = strtoul(uts.release, &at, 10);
	minor = *at == '.' ? strtoul(at + 1, NULL, 10) : 0;
	return major > 5 || (major == 5 && minor >= 18);
}

static bool marked(const struct nlattr *const *tb)
{
	uint8_t proto;

	if (iph_attr_u8(tb[IFA_PROTO], &proto) && proto == IPH_IFA_PROTO)
		return true;
	return iph_attr_is(tb[IFA_LABEL], IPH_IFA_LABEL);
}

/* The holder adds a service address so: a /128 on lo that is preferred for no time. A kernel that
 * does not keep the mark leaves nothing else to know it by. */
static bool like_service_address(const struct ifaddrmsg *ifa, const struct nlattr *const *tb)
{
	const uint32_t wanted =
		IFA_F_NODAD | IFA_F_NOPREFIXROUTE | IFA_F_DEPRECATED | IFA_F_PERMANENT;
	uint32_t flags;

	return ifa->ifa_index == LOOPBACK_INDEX && ifa->ifa_prefixlen == 128 &&
	       iph_attr_u32(tb[IFA_FLAGS], &flags) && flags == wanted &&
	       !iph_anycast_kernel_keeps_proto();
}

bool iph_anycast_is_part(const struct ifaddrmsg *ifa, const struct nlattr *const *tb)
{
	if (ifa->ifa_family == AF_INET6)
		return marked(tb) || like_service_address(ifa, tb);
	return ifa->ifa_prefixlen == 32 && marked(tb);
}

/* The address an RTM_NEWADDR or RTM_GETANYCAST message carries when it is an anycast entry. */
static bool entry_of(const struct ifaddrmsg *ifa, const struct nlattr *const *tb,
		     struct iph_addr *ret_addr)
{
	if (ifa->ifa_family == AF_INET6)
		return iph_attr_addr(tb[IFA_ANYCAST], AF_INET6, ret_addr);
	return ifa->ifa_prefixlen == 32 && marked(tb) &&
	       iph_attr_addr(tb[IFA_LOCAL], AF_INET, ret_addr);
}

static int address_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct reader *reader = arg;
	const struct ifaddrmsg *ifa = (const struct ifaddrmsg *)(nlh + 1);
	const struct nlattr *tb[IFA_LAST + 1];
	struct iph_addr addr;
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_LAST);

	if (r < 0)
		return r;
	/* Kernels before 4.20 do not know the filter. */
	if (reader->ifindex && ifa->ifa_index != reader->ifindex)
		return 0;
	if (!entry_of(ifa, tb, &addr))
		return 0;
	return reader->sink->entry(&addr, ifa->ifa_index, reader->sink->arg);
}

int iph_anycast_parse(const struct nlmsghdr *nlh, struct iph_anycast_news *ret_news)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	struct iph_anycast_news news = {.ifindex = 0};
	const struct nlattr *tb[IFA_LAST + 1];
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_LAST);

	if (r < 0)
		return r;
	news.ifindex = ifa->ifa_index;
	news.entry = entry_of(ifa, tb, &news.addr);
	if (ifa->ifa_family != AF_INET && !news.entry)
		return -ENODATA;
	if (ifa->ifa_family == AF_INET) {
		if (ifa->ifa_prefixlen != 32 || !iph_attr_addr(tb[IFA_LOCAL], AF_INET, &news.addr))
			return -ENODATA;
		(void)iph_attr_addr(tb[IFA_ADDRESS], AF_INET, &news.peer); /* 0.0.0.0 if none */
	}
	*ret_news = news;
	return 0;
}

static void restart_entries(void *arg)
{
	const struct reader *reader = arg;

	if (reader->sink->restart)
		reader->sink->restart(reader->sink->arg);
}

static int dump_addresses(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
			  const struct iph_nl_sink *sink)
{
	uint16_t type = family == AF_INET6 ? RTM_GETANYCAST : RTM_GETADDR;

	return iph_addresses_dump(nl, type, family, ifindex, sink);
}

int iph_anycast_read(struct iph_nl *nl, uint8_t family, uint32_t ifindex,
		     const struct iph_anycast_sink *sink)
{
	struct reader reader = {.sink = sink, .ifindex = ifindex};
	struct iph_nl_sink messages = {
		.message = address_message, .restart = restart_entries, .arg = &reader};

	return dump_addresses(nl, family, ifindex, &messages);
}

static bool holds(const struct nlattr *attr, const struct iph_addr *addr)
{
	size_t len = iph_addr_len(addr->family);

	return attr && mnl_attr_get_payload_len(attr) == len &&
	       memcmp(mnl_attr_get_payload(attr), addr->bytes, len) == 0;
}

/* The kernel takes 192.0.2.1/24 and 192.0.2.1/32 on one interface for two addresses. */
static int search_message(const struct nlmsghdr *nlh, void *arg)
{
	struct search *search = arg;
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	const uint16_t type = search->addr->family == AF_INET6 ? IFA_ANYCAST : IFA_LOCAL;
	const struct nlattr *attr = iph_attr_find(nlh, sizeof(*ifa), type);
	const struct nlattr *tb[IFA_LAST + 1];
	struct iph_addr addr;
	int r;

	search->seen++;
	if (attr && !holds(attr, search->addr))
		return 0; /* as most are */
	r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_LAST);
	if (r < 0)
		return r;
	search->found = ifa->ifa_index == search->ifindex && holds(tb[type], search->addr) &&
			(!search->entry || entry_of(ifa, tb, &addr));
	return search->found;
}

static int look_for(struct iph_nl *nl, struct search *search)
{
	struct iph_nl_sink sink = {.message = search_message, .arg = search};

	return dump_addresses(nl, search->addr->family, search->ifindex, &sink);
}

/* A dump of IPv6 that comes in pieces skips entries where others change the list meanwhile, and
 * does not say so. A new socket begins with a smaller piece than one that has been used: what was
 * skipped once is in the next one. */
int iph_anycast_search(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct search search = {.addr = addr, .ifindex = ifindex, .entry = true};
	int tries = 0;
	int r;

	do {
		search.seen = 0;
		if (tries > 0 && tries % 2 == 0) {
			iph_nl_close(nl);
			r = iph_nl_open(NETLINK_ROUTE, nl);
			if (r < 0)
				return r;
		}
		r = look_for(nl, &search);
	} while (r == 0 && !search.found && addr->family == AF_INET6 && search.seen > ONE_PIECE &&
		 ++tries < SEARCHES);
	if (r < 0)
		return r;
	return search.found ? 0 : -ENOENT;
}

int iph_anycast_find(const struct iph_addr *addr, uint32_t ifindex)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : iph_anycast_search(&nl, addr, ifindex);
}

/* Whether the kernel says that no interface has an address, by its hash of all of them, whatever
 * their number: that is the first thing it looks at when asked for the way from an address to
 * 255.255.255.255, before rules and routes, and what it then answers has no other reason
 * (ip_route_output_key_hash_rcu(), net/ipv4/route.c). Any other answer tells nothing. */
static bool nobody_has(struct iph_nl *nl, const struct iph_addr *addr)
{
	static const struct iph_addr everybody = {.family = AF_INET, .bytes = {255, 255, 255, 255}};
	struct rtmsg *rtm;
	struct iph_msg msg;

	rtm = iph_msg_init(&msg, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = rtm->rtm_src_len = 32;
	iph_msg_put_addr(&msg, RTA_DST, &everybody);
	iph_msg_put_addr(&msg, RTA_SRC, addr);
	return iph_nl_probe(nl, &msg) == -ENETUNREACH;
}

static int refuse_duplicate(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct search search = {.addr = addr, .ifindex = ifindex};
	int r;

	if (nobody_has(nl, addr))
		return 0;
	r = look_for(nl, &search);
	if (r < 0)
		return r;
	return search.found ? -EEXIST : 0;
}

static void start_change(struct iph_msg *msg, uint16_t type, uint16_t flags,
			 const struct iph_addr *addr, uint32_t ifindex)
{
	struct ifaddrmsg *ifa = iph_msg_init(msg, type, flags, sizeof(*ifa));

	ifa->ifa_family = AF_INET;
	ifa->ifa_prefixlen = 32;
	ifa->ifa_index = ifindex;
	iph_msg_put_addr(msg, IFA_LOCAL, addr);
	iph_msg_put_addr(msg, IFA_ADDRESS, addr);
}

int iph_anycast_ipv4_create(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	const uint8_t proto = IPH_IFA_PROTO;
	struct iph_msg msg;
	int r = refuse_duplicate(nl, addr, ifindex);

	if (r < 0)
		return r;
	start_change(&msg, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, addr, ifindex);
	iph_msg_put(&msg, IFA_PROTO, &proto, sizeof(proto));
	if (!iph_anycast_kernel_keeps_proto())
		iph_msg_put(&msg, IFA_LABEL, IPH_IFA_LABEL, sizeof(IPH_IFA_LABEL));
	r = iph_nl_request(nl, &msg);
	if (r == 0)
		iph_ignore(iph_record_ipv4_write(nl, addr, ifindex)); /* else it is looked for */
	return r;
}

/* What the kernel says of the address that it has deleted, when that was none of ours. */
struct foreign {
	struct iph_msg msg;
	bool is;
};

static int take_deleted(const struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	struct foreign *foreign = arg;
	const struct nlattr *tb[IFA_LAST + 1];
	int r = iph_attr_parse(nlh, sizeof(*ifa), tb, IFA_LAST);

	if (r < 0)
		return r;
	foreign->is = !marked(tb) && nlh->nlmsg_len <= sizeof(foreign->msg.buf);
	if (foreign->is)
		memcpy(foreign->msg.buf, nlh, nlh->nlmsg_len);
	return 0;
}

/* By the record it was an entry. Somebody may have put another address in its place since, or taken
 * the mark away: that one is given back as it was. */
static int delete_recorded(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct foreign foreign = {.is = false};
	const struct iph_nl_sink sink = {.message = take_deleted, .arg = &foreign};
	struct iph_msg msg;
	int r;

	start_change(&msg, RTM_DELADDR, NLM_F_ACK | NLM_F_ECHO, addr, ifindex);
	r = iph_nl_get(nl, &msg, &sink);
	if (r == -EBADMSG) /* deleted, and no memory to say what */
		return 0;
	if (r < 0 || !foreign.is)
		return r == -EADDRNOTAVAIL ? -ENOENT : r;
	foreign.msg.nlh = (struct nlmsghdr *)foreign.msg.buf;
	foreign.msg.nlh->nlmsg_type = RTM_NEWADDR;
	foreign.msg.nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL;
	foreign.msg.nlh->nlmsg_pid = 0;
	foreign.msg.overflow = false;
	r = iph_nl_request(nl, &foreign.msg);
	return r < 0 ? r : -ENOENT;
}

int iph_anycast_ipv4_delete(struct iph_nl *nl, const struct iph_addr *addr, uint32_t ifindex)
{
	struct iph_msg msg;
	int r = iph_record_ipv4_remove(nl, addr, ifindex);

	if (r != -ENOENT)
		return r < 0 ? r : delete_recorded(nl, addr, ifindex);
	if (nobody_has(nl, addr))
		return -ENOENT;
	r = iph_anycast_search(nl, addr, ifindex);
	if (r == 0)
		r = iph_nl_renew(nl);
	if (r < 0)
		return r;
	start_change(&msg, RTM_DELADDR, 0, addr, ifindex);
	r = iph_nl_request(nl, &msg);
	return r == -EADDRNOTAVAIL ? -ENOENT : r; /* somebody else was faster */
}
