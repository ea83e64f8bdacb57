/* SPDX-License-Identifier: MIT */
/* Hands the entries of a network namespace over to a service of systemd. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "handover.h"
#include "notify.h"
#include "pass.h"
#include "wait.h"

/* How long to wait for the service, in ms. After that the process is the holder itself. */
#define START_WAIT 10000

/* The first descriptor that systemd passes to a service (SD_LISTEN_FDS_START). */
#define PASSED 3

static bool same_file(const char *a, const char *b)
{
	struct stat first;
	struct stat second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

/* Gives both descriptors to the service. From then on the library waits for its report. */
static int give(int sock, int report_fd)
{
	IPH_AUTO_CLOSE int netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	const int fds[] = {netns, report_fd};
	int r;

	if (netns < 0)
		return -errno;
	r = iph_await_input(sock, iph_now() + START_WAIT);
	if (r == 0)
		r = pass_receive(sock, NULL, 0);
	return r < 0 ? r : pass_descriptors(sock, "", 1, fds, IPH_ARRAY_SIZE(fds));
}

bool handover_give(const char *path, int report_fd)
{
	const struct sockaddr_un addr = {.sun_family = AF_UNIX,
					 .sun_path = "/run/anycast-holder.socket"};
	IPH_AUTO_CLOSE int sock = -1;

	if (!path || !same_file(path, HOLDER_DIR "/anycast-holder"))
		return false;
	sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return sock >= 0 && connect(sock, (const struct sockaddr *)&addr, sizeof(addr)) == 0 &&
	       give(sock, report_fd) == 0;
}

/* Takes both descriptors, and has systemd keep that of the namespace, for the case that it has to
 * start the service again. */
static int take(int sock, int *ret_netns, int *ret_report)
{
	int fds[2];
	int r = pass_descriptors(sock, "", 1, NULL, 0);

	if (r == 0)
		r = iph_await_input(sock, iph_now() + START_WAIT);
	if (r == 0)
		r = pass_receive(sock, fds, IPH_ARRAY_SIZE(fds));
	if (r < 0)
		return r;
	*ret_netns = fds[0];
	*ret_report = fds[1];
	notify_manager("FDSTORE=1\nFDNAME=netns", fds[0]);
	return 0;
}

/* The network namespace that systemd has kept, or -1. After a restart it passes that one besides
 * the connection, which is a socket. */
static int passed_namespace(void)
{
	const char *count = getenv("LISTEN_FDS");
	int end = PASSED + (count ? atoi(count) : 0);
	struct stat st;
	int fd;

	for (fd = PASSED; fd < end && fd < PASSED + PASS_MOST; fd++)
		if (fstat(fd, &st) == 0 && !S_ISSOCK(st.st_mode))
			return fd;
	return -1;
}

int handover_take(int *ret_report)
{
	int netns = passed_namespace();
	int r = 0;

	*ret_report = -1;
	if (netns < 0)
		r = take(PASSED, &netns, ret_report);
	if (r == 0 && setns(netns, CLONE_NEWNET) < 0)
		r = -errno;
	if (netns >= 0)
		close(netns);
	if (netns != PASSED)
		close(PASSED);
	return r;
}
