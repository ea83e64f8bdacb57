/* SPDX-License-Identifier: MIT */
/* Which interfaces are Wi-Fi. In RTM_NEWLINK they are Ethernet with hardware behind it. */

#include <errno.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/magic.h>
#include <linux/nl80211.h>

#include "genl.h"
#include "wifi.h"

struct sink {
	void (*found)(uint32_t ifindex, void *arg);
	void *arg;
};

/* nl80211 comes with this class of devices (cfg80211_init(), net/wireless/core.c), and a look for
 * it is a fraction of what it costs to read all families of generic netlink. A file system that
 * somebody else has made up for /sys tells nothing. */
static bool surely_without(void)
{
	struct statfs fs;

	return access("/sys/class/ieee80211", F_OK) < 0 && errno == ENOENT &&
	       statfs("/sys/class", &fs) == 0 && fs.f_type == SYSFS_MAGIC;
}

static int interface_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct sink *sink = arg;
	const struct nlattr *tb[NL80211_ATTR_IFINDEX + 1];
	uint32_t ifindex;
	int r = iph_attr_parse(nlh, sizeof(struct genlmsghdr), tb, NL80211_ATTR_IFINDEX);

	if (r < 0)
		return r;
	/* a P2P device has no network interface */
	if (iph_attr_u32(tb[NL80211_ATTR_IFINDEX], &ifindex))
		sink->found(ifindex, sink->arg);
	return 0;
}

static int ask_interfaces(struct iph_nl *nl, uint16_t family, uint32_t ifindex,
			  const struct iph_nl_sink *messages)
{
	struct iph_msg msg;

	iph_genl_start(&msg, family, NL80211_CMD_GET_INTERFACE, ifindex ? 0 : NLM_F_DUMP);
	if (!ifindex)
		return iph_nl_dump(nl, &msg, messages);
	iph_msg_put_u32(&msg, NL80211_ATTR_IFINDEX, ifindex);
	return iph_nl_get(nl, &msg, messages);
}

int iph_wifi_read(uint32_t ifindex, void (*found)(uint32_t ifindex, void *arg), void *arg)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct sink sink = {.found = found, .arg = arg};
	struct iph_nl_sink messages = {.message = interface_message, .arg = &sink};
	uint16_t family;
	int r;

	if (surely_without())
		return 0;
	r = iph_nl_open(NETLINK_GENERIC, &nl);
	/* to load it is more than a reader should do to a machine without Wi-Fi */
	if (r == 0)
		r = iph_genl_find_loaded(&nl, NL80211_GENL_NAME, &family);
	if (r == 0)
		r = ask_interfaces(&nl, family, ifindex, &messages);
	/* what nl80211 says of an interface that is not its own (nl80211_pre_doit()) */
	return r == -ENODEV || r == -EINVAL || r == -EOPNOTSUPP ? 0 : r;
}
