/* SPDX-License-Identifier: MIT */
/*
 * Routes come and go faster than a callback that sleeps can be told, and the kernel may keep 4 KiB
 * for us: most of it is lost, and what is told is still the difference of the tables before and
 * after. IPH_NOTIFY_BURST is how many routes there are.
 */

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "netns-peer.h"
#include "netns.h"
#include "notes.h"
#include "suite.h"

#define USUAL 5000

struct sum {
	sem_t go;
	atomic_long adds, deletes, others;
};

static VOID WINAPI sum_up(PVOID context, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	struct sum *sum = context;

	(void)row;
	if (sum->adds + sum->deletes + sum->others == 0)
		while (sem_wait(&sum->go) < 0)
			ck_assert_int_eq(errno, EINTR);
	if (type == MibAddInstance)
		sum->adds++;
	else if (type == MibDeleteInstance)
		sum->deletes++;
	else
		sum->others++;
}

/* The library's own socket. */
static void shrink_buffer(void)
{
	const int room = 2048; /* the kernel doubles it */
	struct sockaddr_nl addr;
	socklen_t length;
	int fd;

	for (fd = 3; fd < 1024; fd++) {
		length = sizeof(addr);
		if (getsockname(fd, (struct sockaddr *)&addr, &length) == 0 &&
		    addr.nl_family == AF_NETLINK && addr.nl_groups)
			break;
	}
	ck_assert_int_lt(fd, 1024);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)), 0);
}

static int count_routes(void)
{
	char *lines = output_of("ip -4 route show table all | wc -l");
	int count = atoi(lines);

	free(lines);
	return count;
}

/* All of them come, those with an odd number go again, and of these every second one comes back. */
static void change_routes(int count)
{
	run("awk 'BEGIN { n = %d; p = \" 10.%%d.%%d.%%d/32 via 192.0.2.2\\n\";"
	    "  for (i = 0; i < n; i++) printf \"route add\" p, i / 65536, i / 256 %% 256, i %% 256;"
	    "  for (i = 1; i < n; i += 2)"
	    "	printf \"route del\" p, i / 65536, i / 256 %% 256, i %% 256;"
	    "  for (i = 1; i < n; i += 4)"
	    "	printf \"route add\" p, i / 65536, i / 256 %% 256, i %% 256 }' | ip -batch -",
	    count);
}

static void await_difference(const struct sum *sum, long wanted)
{
	time_t end = time(NULL) + 120 * slowness();

	while (sum->adds - sum->deletes != wanted) {
		ck_assert_msg(time(NULL) < end, "%ld adds and %ld deletes, not %ld", sum->adds,
			      sum->deletes, wanted);
		usleep(10000);
	}
}

static void burst(void *arg)
{
	const char *wish = getenv("IPH_NOTIFY_BURST");
	int count = wish ? atoi(wish) : many(USUAL);
	struct sum sum = {0};
	int before;
	HANDLE handle;

	(void)arg;
	before = count_routes();
	assert_code(NotifyRouteChange2(AF_INET, sum_up, &sum, FALSE, &handle), CODE_SUCCESS);
	shrink_buffer();
	change_routes(count);
	sem_post(&sum.go);
	await_difference(&sum, count_routes() - before);
	ck_assert_int_eq(count_routes() - before, count / 2 + count % 2 + (count / 2 + 1) / 2);
	printf("%d routes: %ld calls of adding, %ld of deleting\n", count, sum.adds, sum.deletes);
	fflush(stdout);
	run("ip route flush root 10.0.0.0/8");
	await_difference(&sum, 0);
	ck_assert_int_eq(sum.others, 0);
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
}

START_TEST(what_is_told_is_the_difference)
{
	in_child(burst, NULL);
}
END_TEST

TEST_SUITE("notify burst")
{
	TCase *tcase = netns_tcase(suite, "burst", peer_setup);

	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, what_is_told_is_the_difference);
}
