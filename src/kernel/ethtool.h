/* SPDX-License-Identifier: MIT */
/* The kernel's ethtool family of generic netlink (Documentation/networking/ethtool-netlink.rst). */
#pragma once

#include "nl.h"

/* A way to it. Close it with iph_nl_close(). */
struct iph_ethtool {
	struct iph_nl nl;
	uint16_t family;
};

/* -EOPNOTSUPP from a kernel without it. */
int iph_ethtool_open(struct iph_ethtool *ret_ethtool) IPH_MUST_CHECK;

/* Asks ETHTOOL_MSG_..._GET of one interface, or with ifindex 0 of all that have an answer.
 * header is that command's header attribute. -EOPNOTSUPP from a kernel without the command. */
int iph_ethtool_read(struct iph_ethtool *ethtool, uint8_t command, uint16_t header,
		     uint32_t ifindex, const struct iph_nl_sink *sink) IPH_MUST_CHECK;

/* The names of a set (enum ethtool_stringset, linux/ethtool.h), one call each with the number that
 * this kernel gave it. Of features, the name is what stays the same from kernel to kernel. */
int iph_ethtool_strings(struct iph_ethtool *ethtool, uint32_t set,
			void (*string)(uint32_t number, const char *name, void *arg),
			void *arg) IPH_MUST_CHECK;

/* The interface an answer is about: its attributes, and the index from its header attribute.
 * 0 or -EBADMSG. */
int iph_ethtool_parse(const struct nlmsghdr *nlh, uint16_t header, const struct nlattr **tb,
		      uint16_t max, uint32_t *ret_ifindex) IPH_MUST_CHECK;
