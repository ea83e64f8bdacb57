/* SPDX-License-Identifier: MIT */
/* Generic netlink: families have a name, and a number that the running kernel gave them. */
#pragma once

#include "nl.h"

/* Starts a command of a family. */
void iph_genl_start(struct iph_msg *msg, uint16_t family, uint8_t command, uint16_t flags);

/* Gives the number of a family, or -EOPNOTSUPP when the kernel does not have it. nl is a socket of
 * NETLINK_GENERIC. To ask by name is cheap, but the kernel then loads a module of that name
 * (ctrl_getfamily(), net/netlink/genetlink.c); the other way reads all families that are there. */
int iph_genl_find(struct iph_nl *nl, const char *name, uint16_t *ret_family) IPH_MUST_CHECK;
int iph_genl_find_loaded(struct iph_nl *nl, const char *name, uint16_t *ret_family) IPH_MUST_CHECK;
