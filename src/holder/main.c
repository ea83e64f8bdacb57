/* SPDX-License-Identifier: MIT */
/* anycast-holder: keeps IPv6 anycast entries of one network namespace alive. */

#include <cap-ng.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>

#include <linux/rtnetlink.h>

#include "descriptors.h"
#include "entry.h"
#include "events.h"
#include "seat.h"
#include "serve.h"
#include "store.h"

struct options {
	bool on_demand;
	bool paired;
};

static const char usage[] =
	"Usage: anycast-holder [--single]\n"
	"Keeps the IPv6 anycast entries of this network namespace alive until SIGTERM.\n"
	"The library starts one by itself when needed; see anycast-holder(8).\n"
	"\n"
	"  --single     run without the second process that guards against kill -9\n"
	"  --on-demand  as the library starts it: in the background, ends with the last entry\n"
	"  --help       show this help\n"
	"  --version    show the version\n";

/* Returns -1 to go on, else the exit status. */
static int parse(int argc, char **argv, struct options *ret_options)
{
	static const struct option known[] = {
		{"single", no_argument, NULL, 's'},  {"on-demand", no_argument, NULL, 'd'},
		{"help", no_argument, NULL, 'h'},    {"version", no_argument, NULL, 'v'},
		{0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 's':
			ret_options->paired = false;
			break;
		case 'd':
			ret_options->on_demand = true;
			break;
		case 'h':
			return fputs(usage, stdout) < 0;
		case 'v':
			return puts("anycast-holder " PACKAGE_VERSION) < 0;
		default:
			return 2;
		}
	}
	if (optind < argc)
		fprintf(stderr, "anycast-holder: unexpected argument %s\n", argv[optind]);
	return optind < argc ? 2 : -1;
}

/* CAP_NET_ADMIN is all it takes; root's other powers go. The user stays who it is: only its
 * own user and root may then kill the holder. */
static int drop_privileges(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	capng_clear(CAPNG_SELECT_CAPS);
	if (capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_NET_ADMIN) < 0 ||
	    capng_apply(CAPNG_SELECT_CAPS) < 0)
		return -EPERM;
	return 0;
}

static int open_signals(int *ret_fd)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	if (signal(SIGCHLD, SIG_IGN) == SIG_ERR) /* dead keepers are reaped by the kernel */
		return -errno;
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	*ret_fd = fd;
	return 0;
}

static int prepare(struct holder *holder)
{
	int r;

	descriptors_raise_limit();
	r = drop_privileges();
	if (r == 0)
		r = seat_take(&holder->requests);
	if (r == 0)
		r = open_signals(&holder->signals);
	if (r == 0)
		r = events_open(&holder->events);
	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &holder->nl);
	if (r == 0)
		r = pair_open(&holder->pair);
	if (r == 0)
		r = store_open();
	if (r == 0)
		r = entry_sweep(&holder->nl);
	return r;
}

/* The library reads one byte from what is our standard output: 0, or an errno. */
static void report(int error)
{
	unsigned char byte = (unsigned char)-error;
	int fd;

	while (write(STDOUT_FILENO, &byte, sizeof(byte)) < 0 && errno == EINTR)
		;
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		close(fd);
}

static int run_on_demand(struct holder *holder)
{
	pid_t pid = fork();
	int r;

	if (pid > 0)
		return 0;
	if (pid < 0) {
		r = -errno;
		report(r);
		return r;
	}
	r = chdir("/") < 0 ? -errno : prepare(holder);
	report(r == -EALREADY ? 0 : r);
	return r < 0 ? r : serve(holder);
}

static int run(struct holder *holder)
{
	int r = prepare(holder);

	if (r == 0)
		r = serve(holder);
	if (r == -EALREADY)
		fprintf(stderr, "anycast-holder: this network namespace has a holder already\n");
	else if (r == -EPERM)
		fprintf(stderr, "anycast-holder: needs CAP_NET_ADMIN over this network namespace: "
				"run it as root\n");
	else if (r < 0)
		fprintf(stderr, "anycast-holder: %s\n", strerror(-r));
	return r;
}

int main(int argc, char **argv)
{
	struct options options = {.paired = true};
	struct holder holder = {.requests = -1, .events = -1, .signals = -1, .nl = IPH_NL_CLOSED,
				.pair = {.self = -1, .keeper = -1}};
	int r = parse(argc, argv, &options);

	if (r >= 0)
		return r;
	holder.on_demand = options.on_demand;
	holder.paired = options.paired;
	r = options.on_demand ? run_on_demand(&holder) : run(&holder);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
