/* SPDX-License-Identifier: MIT */
/* Waiting for the kernel, which does some things of its own a moment later. */
#pragma once

#include <stdbool.h>

/* Waits until a condition holds, looking again whenever the kernel reports a change of links,
 * addresses or routes. False when it does not hold in good time. */
bool await(bool (*condition)(const void *arg), const void *arg);

/* Whether the interface is up, with its carrier told and a link-local address; for await(). */
bool is_ready(const void *ifname);

/* Whether each interface has told of its carrier, and each IPv6 address has got its local route,
 * which the kernel adds some time later (addrconf_dad_work(), net/ipv6/addrconf.c); for await(). */
bool is_settled(const void *unused);
