/* SPDX-License-Identifier: MIT */
/* Single steps of a change of an IP interface: files of /proc/sys, times of neighbour discovery,
 * the MTU of the device. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "file.h"
#include "step.h"
#include "trace.h"

/* Interfaces are renamed while we look for their files, but not that often. */
#define OPEN_TRIES 64

void iph_ipif_steps_end(struct iph_ipif_steps *change)
{
	while (change->count > 0)
		iph_closep(&change->steps[--change->count].fd);
	iph_nl_close(&change->nl);
}

/* The file of our interface and not of another that had its name for a moment. If the name is ours
 * after opening but was not while we did, the file is of an interface that has lost it since; such
 * a file can no longer be written (proc_sys_call_handler(): -ENOENT). No name needs quoting: the
 * kernel has none with a slash, and gives the interfaces "all" and "default" no protocol. */
static int open_file(struct iph_ipif_steps *change, struct iph_ipif_step *step)
{
	char path[sizeof("/proc/sys/net/ipv4/conf//") + IFNAMSIZ + 32];
	struct iph_link before;
	struct iph_link after;
	int again;
	int tries;
	int r;

	for (tries = 0; tries < OPEN_TRIES; tries++) {
		IPH_AUTO_CLOSE int fd = -1;

		r = iph_link_by_index(&change->nl, change->index, &before);
		if (r < 0)
			return r;
		snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/conf/%s/%s",
			 change->family == AF_INET ? 4 : 6, before.name, step->file);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		r = fd < 0 ? -errno : 0;
		if (r < 0 && r != -ENOENT)
			return iph_failed(path, r);
		again = iph_link_by_index(&change->nl, change->index, &after);
		if (again < 0)
			return again;
		if (strcmp(before.name, after.name) != 0)
			continue;
		step->fd = iph_take_fd(&fd);
		return iph_failed(path, r) == -ENOENT ? -EOPNOTSUPP : 0;
	}
	return -EAGAIN;
}

static int write_file(struct iph_ipif_steps *change, struct iph_ipif_step *step, int32_t value)
{
	int tries;
	int r = -ENOENT;

	for (tries = 0; tries < OPEN_TRIES && r == -ENOENT; tries++) {
		if (step->fd < 0) {
			r = open_file(change, step);
			if (r < 0)
				return r;
		}
		r = iph_file_write_number(step->fd, value);
		if (r == -ENOENT) { /* renamed */
			close(step->fd);
			step->fd = -1;
		}
	}
	return iph_failed(step->file, r);
}

static int write_time(struct iph_ipif_steps *change, uint16_t attribute, int32_t value)
{
	const char *table = change->family == AF_INET ? "arp_cache" : "ndisc_cache";
	uint64_t milliseconds = (uint64_t)value;
	struct nlattr *parms;
	struct ndtmsg *ndt;
	struct iph_msg msg;

	ndt = iph_msg_init(&msg, RTM_SETNEIGHTBL, 0, sizeof(*ndt));
	ndt->ndtm_family = change->family;
	iph_msg_put(&msg, NDTA_NAME, table, strlen(table) + 1);
	parms = iph_msg_begin(&msg, NDTA_PARMS);
	iph_msg_put_u32(&msg, NDTPA_IFINDEX, change->index);
	iph_msg_put(&msg, attribute, &milliseconds, sizeof(milliseconds));
	iph_msg_end(&msg, parms);
	return iph_nl_request(&change->nl, &msg);
}

static int write_mtu(struct iph_ipif_steps *change, int32_t mtu)
{
	struct ifinfomsg *ifi;
	struct iph_msg msg;

	ifi = iph_msg_init(&msg, RTM_SETLINK, 0, sizeof(*ifi));
	ifi->ifi_index = (int)change->index;
	iph_msg_put_u32(&msg, IFLA_MTU, (uint32_t)mtu);
	return iph_nl_request(&change->nl, &msg);
}

static int take_step(struct iph_ipif_steps *change, struct iph_ipif_step *step, int32_t value)
{
	switch (step->kind) {
	case IPH_STEP_FILE:
		return write_file(change, step, value);
	case IPH_STEP_TIME:
		return write_time(change, step->attribute, value);
	case IPH_STEP_MTU:
		return write_mtu(change, value);
	}
	return -EINVAL;
}

/* All files are open before anything changes: in a container they may be read-only. */
static int take_all(struct iph_ipif_steps *change)
{
	size_t done;
	int r = 0;

	for (done = 0; done < change->count && r == 0; done++)
		if (change->steps[done].kind == IPH_STEP_FILE)
			r = open_file(change, &change->steps[done]);
	if (r < 0)
		return r;
	for (done = 0; done < change->count; done++) {
		r = take_step(change, &change->steps[done], change->steps[done].after);
		if (r < 0)
			break;
	}
	while (r < 0 && done-- > 0) /* nobody is left to tell if this fails */
		iph_ignore(take_step(change, &change->steps[done], change->steps[done].before));
	return r;
}

int iph_ipif_steps_take(struct iph_ipif_steps *change)
{
	int r = iph_nl_open(NETLINK_ROUTE, &change->nl);

	return r < 0 ? r : take_all(change);
}
