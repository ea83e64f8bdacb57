/* SPDX-License-Identifier: MIT */
/* The system bus (D-Bus), as far as it takes to ask a DHCP client. */

#include "bus.h"

#ifdef HAVE_SYSTEMD
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "trace.h"

/* It stays loaded: it keeps things for each thread, which would have nobody to free them. Programs
 * that never come here never pay for it. */
static int load(struct iph_bus *bus)
{
	void *library = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	if (!library)
		return -EOPNOTSUPP;
#define FIND(name)                                                                                 \
	bus->name = (typeof(bus->name))dlsym(library, #name);                                      \
	if (!bus->name)                                                                            \
	return -EOPNOTSUPP
	IPH_BUS_CALLS(FIND);
#undef FIND
	return 0;
}

int iph_bus_open(struct iph_bus *ret_bus)
{
	int r;

	memset(ret_bus, 0, sizeof(*ret_bus));
	r = load(ret_bus);
	if (r < 0)
		return iph_failed("libsystemd", r);
	r = ret_bus->sd_bus_open_system(&ret_bus->bus);
	if (r < 0)
		iph_failed("system bus", r);
	return r < 0 && r != -ENOMEM ? -EOPNOTSUPP : r;
}

void iph_bus_close(struct iph_bus *bus)
{
	if (bus->bus)
		bus->sd_bus_flush_close_unref(bus->bus);
}

int iph_bus_verdict(const char *what, int r)
{
	if (r >= 0)
		return 0;
	iph_failed(what, r);
	switch (r) {
	case -ENOMEM:
		return r;
	case -EPERM:
	case -EACCES:
		return -EACCES;
	default:
		return -EIO;
	}
}

/* What is asked of a unique name starts nobody, and does not reach somebody else who has taken the
 * well-known one since. */
int iph_bus_turn(struct iph_bus *bus, const char *name)
{
	sd_bus_creds *creds = NULL;
	const char *owner;
	int r = bus->sd_bus_get_name_creds(bus->bus, name, SD_BUS_CREDS_UNIQUE_NAME, &creds);

	if (r == -ENXIO)
		return -EOPNOTSUPP;
	if (r >= 0)
		r = bus->sd_bus_creds_get_unique_name(creds, &owner);
	if (r >= 0)
		snprintf(bus->owner, sizeof(bus->owner), "%s", owner);
	bus->sd_bus_creds_unref(creds);
	return iph_bus_verdict(name, r);
}

int iph_bus_call(struct iph_bus *bus, const char *path, const char *interface, const char *member,
		 sd_bus_message **ret_reply, const char *types, ...)
{
	va_list list;
	int r;

	va_start(list, types);
	r = bus->sd_bus_call_methodv(bus->bus, bus->owner, path, interface, member, NULL, ret_reply,
				     types, list);
	va_end(list);
	return iph_bus_verdict(member, r);
}
#endif
