/* SPDX-License-Identifier: MIT */
/* Forwarding and the default TTL of the whole network namespace, which files of /proc/sys change.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "codes/export.h"
#include "file.h"
#include "privilege.h"
#include "statistics.h"
#include "trace.h"

/* What the kernel takes (ip_ttl_min, ip_ttl_max in net/ipv4/sysctl_net_ipv4.c). */
#define HIGHEST_TTL 255

#define IPV6_CONF "/proc/sys/net/ipv6/conf"

struct change {
	uint8_t family;
	bool forwards; /* forwarding is to be changed */
	bool lives;    /* the TTL is */
	uint32_t forwarding;
	uint32_t ttl;
	int forwarding_fd;
	int ttl_fd;
};

static void close_change(struct change *change)
{
	iph_closep(&change->forwarding_fd);
	iph_closep(&change->ttl_fd);
}

/* Where /proc/sys is missing there is nothing to change. */
static int open_file(const char *path, int *ret_fd)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? iph_failed(path, -errno) : 0;

	if (r == 0)
		*ret_fd = fd;
	return r == -ENOENT ? -EOPNOTSUPP : r;
}

/* Both files are open before anything changes: in a container they may be read-only. */
static int open_files(struct change *change)
{
	bool ipv4 = change->family == AF_INET;
	int r = 0;

	if (change->forwards)
		r = open_file(ipv4 ? "/proc/sys/net/ipv4/ip_forward" : IPV6_CONF "/all/forwarding",
			      &change->forwarding_fd);
	if (r == 0 && change->lives)
		r = open_file(ipv4 ? "/proc/sys/net/ipv4/ip_default_ttl"
				   : IPV6_CONF "/all/hop_limit",
			      &change->ttl_fd);
	return r;
}

/* An interface may go meanwhile. */
static int write_interface(int conf, const char *name, uint32_t ttl)
{
	char path[NAME_MAX + sizeof("/hop_limit")];
	IPH_AUTO_CLOSE int fd = -1;
	int r;

	if (name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])))
		return 0;
	snprintf(path, sizeof(path), "%s/hop_limit", name);
	fd = openat(conf, path, O_WRONLY | O_CLOEXEC);
	r = fd < 0 ? -errno : iph_file_write_number(fd, ttl);
	return r == -ENOENT ? 0 : r;
}

/* That of IPv6 belongs to each interface, and to those that come later ("default"): other than
 * forwarding it does not follow from "all". */
static int write_interfaces(uint32_t ttl)
{
	DIR *dir = opendir(IPV6_CONF);
	const struct dirent *entry;
	int r = 0;

	if (!dir)
		return -errno;
	while (r == 0 && (entry = readdir(dir)))
		r = write_interface(dirfd(dir), entry->d_name, ttl);
	closedir(dir);
	return r;
}

static int write_files(const struct change *change)
{
	int r = 0;

	if (change->lives)
		r = iph_file_write_number(change->ttl_fd, change->ttl);
	if (r == 0 && change->lives && change->family == AF_INET6)
		r = write_interfaces(change->ttl);
	if (r == 0 && change->forwards)
		r = iph_file_write_number(change->forwarding_fd, change->forwarding);
	return r;
}

static int set(DWORD forwarding, DWORD ttl, ULONG family)
{
	__attribute__((cleanup(close_change))) struct change change = {
		.forwards = forwarding != MIB_USE_CURRENT_FORWARDING,
		.lives = ttl != MIB_USE_CURRENT_TTL,
		.forwarding = forwarding == MIB_IP_FORWARDING,
		.ttl = ttl,
		.forwarding_fd = -1,
		.ttl_fd = -1,
	};
	int r;

	if (change.forwards && forwarding != MIB_IP_FORWARDING &&
	    forwarding != MIB_IP_NOT_FORWARDING)
		return -EINVAL;
	if (change.lives && (ttl == 0 || ttl > HIGHEST_TTL))
		return -EINVAL;
	r = iph_statistics_family(family, &change.family);
	if (r == 0)
		r = iph_privilege_check();
	if (r == 0)
		r = open_files(&change);
	return r < 0 ? r : write_files(&change);
}

static int set_row(const MIB_IPSTATS *row, ULONG family)
{
	return row ? set(row->dwForwarding, row->dwDefaultTTL, family) : -EINVAL;
}

IPH_EXPORT DWORD SetIpStatistics(PMIB_IPSTATS pIpStats)
{
	return iph_status(IPH_CALL_STATISTICS_SET, set_row(pIpStats, AF_INET));
}

IPH_EXPORT ULONG SetIpStatisticsEx(PMIB_IPSTATS Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS_SET, set_row(Statistics, Family));
}

IPH_EXPORT DWORD SetIpTTL(UINT nTTL)
{
	return iph_status(IPH_CALL_STATISTICS_SET, set(MIB_USE_CURRENT_FORWARDING, nTTL, AF_INET));
}
