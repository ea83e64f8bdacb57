/* SPDX-License-Identifier: MIT */
/* Single steps of a change of an IP interface, without a type of Windows. */
#pragma once

#include "link.h"

enum iph_ipif_step_kind {
	IPH_STEP_FILE, /* name in /proc/sys/net/ipv?/conf/IF */
	IPH_STEP_TIME, /* attribute NDTPA_* of the neighbour table */
	IPH_STEP_MTU,  /* of the device */
};

struct iph_ipif_step {
	enum iph_ipif_step_kind kind;
	const char *file;
	uint16_t attribute;
	int fd;
	int32_t before;
	int32_t after;
};

/* Those of one change, in the order in which they are taken. */
struct iph_ipif_steps {
	struct iph_nl nl;
	uint8_t family;
	uint32_t index;
	struct iph_ipif_step steps[16];
	size_t count;
};

/* All of them, or none: after a failure those that were taken are taken back. */
int iph_ipif_steps_take(struct iph_ipif_steps *change) IPH_MUST_CHECK;
void iph_ipif_steps_end(struct iph_ipif_steps *change);
#define IPH_AUTO_STEPS __attribute__((cleanup(iph_ipif_steps_end)))
