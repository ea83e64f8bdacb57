/* SPDX-License-Identifier: MIT */
/* The system bus (D-Bus). libsystemd speaks it, and is loaded when it is needed. */
#pragma once

#ifdef HAVE_SYSTEMD
#include <systemd/sd-bus.h>

#include "util.h"

/* What of libsystemd is called; pointers of these names are in struct iph_bus. */
#define IPH_BUS_CALLS(call)                                                                        \
	call(sd_bus_open_system);                                                                  \
	call(sd_bus_flush_close_unref);                                                            \
	call(sd_bus_get_name_creds);                                                               \
	call(sd_bus_creds_get_unique_name);                                                        \
	call(sd_bus_creds_unref);                                                                  \
	call(sd_bus_call_methodv);                                                                 \
	call(sd_bus_get_property_string);                                                          \
	call(sd_bus_get_property_trivial);                                                         \
	call(sd_bus_message_read);                                                                 \
	call(sd_bus_message_unref);                                                                \
	call(sd_bus_error_free)

/* The bus, and somebody on it. */
struct iph_bus {
	sd_bus *bus;
	char owner[256]; /* the longest name of the D-Bus specification, and a zero byte */
#define IPH_BUS_POINTER(name) typeof(name) *name
	IPH_BUS_CALLS(IPH_BUS_POINTER);
#undef IPH_BUS_POINTER
};

/* -EOPNOTSUPP without libsystemd or without a bus. */
int iph_bus_open(struct iph_bus *ret_bus) IPH_MUST_CHECK;
void iph_bus_close(struct iph_bus *bus);
#define IPH_AUTO_BUS __attribute__((cleanup(iph_bus_close)))

/* Turns to who has a well-known name; what is asked from now on is asked of that process. Nobody is
 * started for it: -EOPNOTSUPP when nobody has the name. */
int iph_bus_turn(struct iph_bus *bus, const char *name) IPH_MUST_CHECK;

/* Calls a method. types and what follows as for sd_bus_call_method(3). ret_reply, which may be
 * NULL, is to be given to sd_bus_message_unref. -EACCES, -ENOMEM, or else -EIO. */
int iph_bus_call(struct iph_bus *bus, const char *path, const char *interface, const char *member,
		 sd_bus_message **ret_reply, const char *types, ...) IPH_MUST_CHECK;

/* One of these, or -ENOMEM, into which whatever else libsystemd says is made. */
int iph_bus_verdict(const char *what, int r);

/* Who manages an interface: as iph_dhcp_ask(), in dhcp.h. */
struct iph_link;
int iph_networkd_renew(struct iph_bus *bus, const struct iph_link *link, bool leased);
#endif
