/* SPDX-License-Identifier: MIT */
/* systemd-networkd as the DHCP client: org.freedesktop.network1(5). */

#include "bus.h"

#ifdef HAVE_SYSTEMD
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "link.h"
#include "trace.h"

#define NAME "org.freedesktop.network1"
#define PATH "/org/freedesktop/network1"
#define MANAGER NAME ".Manager"
#define LINK NAME ".Link"

/* A bus can be shared by network namespaces, and in another one the index is somebody else's. */
static int check_namespace(struct iph_bus *bus)
{
	uint64_t theirs = 0;
	struct stat ours;
	int r = bus->sd_bus_get_property_trivial(bus->bus, bus->owner, PATH, MANAGER, "NamespaceId",
						 NULL, 't', &theirs);

	if (r < 0)
		return iph_bus_verdict("NamespaceId", r);
	if (stat("/proc/thread-self/ns/net", &ours) < 0)
		return iph_failed("/proc/thread-self/ns/net", -EIO);
	return ours.st_ino == theirs ? 0 : -EOPNOTSUPP;
}

/* Its word for what it makes of an interface, to be freed. */
static int read_state(struct iph_bus *bus, uint32_t ifindex, char **ret_state)
{
	sd_bus_message *reply = NULL;
	const char *path = NULL;
	int r = iph_bus_call(bus, PATH, MANAGER, "GetLinkByIndex", &reply, "i", (int)ifindex);

	if (r == 0)
		r = iph_bus_verdict("GetLinkByIndex",
				    bus->sd_bus_message_read(reply, "so", NULL, &path));
	if (r == 0)
		r = iph_bus_verdict("AdministrativeState",
				    bus->sd_bus_get_property_string(bus->bus, bus->owner, path,
								    LINK, "AdministrativeState",
								    NULL, ret_state));
	bus->sd_bus_message_unref(reply);
	return r;
}

/* Without a lease there is nothing to renew, and nobody asks it to get one: while it configures an
 * interface it tries so all the time, and it is done with that once it has all that it wants. */
static int judge(const char *state, bool leased)
{
	if (strcmp(state, "unmanaged") == 0)
		return -EOPNOTSUPP;
	if (leased)
		return 0;
	if (strcmp(state, "pending") == 0 || strcmp(state, "initialized") == 0 ||
	    strcmp(state, "configuring") == 0)
		return -EALREADY;
	return -ENODATA;
}

int iph_networkd_renew(struct iph_bus *bus, const struct iph_link *link, bool leased)
{
	char *state = NULL;
	int r = iph_bus_turn(bus, NAME);

	if (r == 0)
		r = check_namespace(bus);
	if (r == 0)
		r = read_state(bus, link->index, &state);
	if (r == 0)
		r = judge(state, leased);
	free(state);
	return r < 0 ? r
		     : iph_bus_call(bus, PATH, MANAGER, "RenewLink", NULL, "i", (int)link->index);
}
#endif
