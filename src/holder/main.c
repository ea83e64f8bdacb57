/* SPDX-License-Identifier: MIT */
/* anycast-holder: keeps IPv6 anycast entries of one network namespace alive. */

#include <cap-ng.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

#include <linux/rtnetlink.h>
#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

#include "anycast-proto.h"
#include "descriptors.h"
#include "events.h"
#include "handover.h"
#include "local-route.h"
#include "memory.h"
#include "namespace.h"
#include "replace.h"
#include "seat.h"
#include "serve.h"
#include "shed.h"
#include "store.h"

struct options {
	bool on_demand;
	bool handed;
	bool background;
	const char *resume;
};

static const char usage[] =
	"Usage: anycast-holder [--background] [--until-empty] [--single]\n"
	"Keeps the IPv6 anycast entries of this network namespace alive until SIGTERM.\n"
	"The library starts one by itself when needed; see anycast-holder(8).\n"
	"\n"
	"  --background   go to the background once requests can come\n"
	"  --until-empty  end after 10 seconds without an entry\n"
	"  --single       run without the second process that guards against kill -9\n"
	"  --on-demand    as the library starts it: in the background, until the last entry is "
	"deleted\n"
	"  --handed       as systemd starts one for a network namespace that it gets\n"
	"  --resume=...   as a running holder starts a newer one on SIGHUP\n"
	"  --help         show this help\n"
	"  --version      show the version\n";

/* Returns -1 to go on, else the exit status. */
static int parse(int argc, char **argv, struct options *ret_options, struct holder *holder)
{
	static const struct option known[] = {
		{"background", no_argument, NULL, 'b'},
		{"until-empty", no_argument, NULL, 'e'},
		{"single", no_argument, NULL, 's'},
		{"on-demand", no_argument, NULL, 'd'},
		{"resume", required_argument, NULL, 'r'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{"handed", no_argument, NULL, 'n'},
		{0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 'b':
			ret_options->background = true;
			break;
		case 'e':
			holder->on_demand = holder->lingers = true;
			break;
		case 's':
			holder->paired = false;
			break;
		case 'd':
			ret_options->on_demand = holder->on_demand = true;
			break;
		case 'n':
			ret_options->handed = holder->on_demand = true;
			break;
		case 'r':
			ret_options->resume = optarg;
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

/* CAP_NET_ADMIN is all it takes; root's other powers go. It is ambient so that a newer program
 * can take this one's place. The user stays who it is: only its own user and root may then kill
 * the holder. */
static int drop_privileges(void)
{
	const capng_type_t where =
		CAPNG_EFFECTIVE | CAPNG_PERMITTED | CAPNG_INHERITABLE | CAPNG_AMBIENT;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	capng_clear(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT);
	if (capng_update(CAPNG_ADD, where, CAP_NET_ADMIN) < 0 ||
	    capng_apply(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT) < 0)
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
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, PAIR_DEATH);
	if (sigprocmask(SIG_SETMASK, &set, NULL) < 0)
		return -errno;
	if (signal(SIGCHLD, SIG_IGN) == SIG_ERR) /* dead keepers are reaped by the kernel */
		return -errno;
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	*ret_fd = fd;
	return 0;
}

/* Whatever a new holder and one that takes another's place have in common. */
static int prepare(struct holder *holder)
{
	int r = iph_nl_open(NETLINK_ROUTE, &holder->nl);

	if (r == 0)
		r = events_filter(holder->events, &holder->nl);
	if (r == 0)
		r = local_route_open();
	namespace_open(&holder->mounts);
	if (holder->mounts >= 0)
		iph_ignore(namespace_check(holder->mounts, &holder->named,
					   &holder->other)); /* just takes note */
	return r;
}

/* The socket that systemd has listened on for us: ret_fd, or -1. The library is loaded only where
 * there may be one: with all that it needs itself it makes a start take half as long again. */
static int socket_of_systemd(int *ret_fd)
{
	*ret_fd = -1;
#ifdef HAVE_SYSTEMD
	typeof(sd_listen_fds) *listen_fds = NULL;
	void *library;

	if (!getenv("LISTEN_FDS"))
		return 0;
	library = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
	if (library)
		listen_fds = (typeof(listen_fds))dlsym(library, "sd_listen_fds");
	if (!listen_fds) {
		fprintf(stderr, "anycast-holder: %s\n", dlerror());
		return -ELIBACC;
	}
	if (listen_fds(1) == 1)
		*ret_fd = SD_LISTEN_FDS_START;
#endif
	return 0;
}

static int take_office(struct holder *holder)
{
	int r = chdir("/") < 0 ? -errno : drop_privileges();

	if (r == 0)
		r = seat_take(holder->requests, &holder->requests);
	if (r == 0)
		r = open_signals(&holder->signals);
	if (r == 0)
		r = events_open(&holder->events);
	if (r == 0)
		r = store_open(-1);
	if (r == 0)
		r = prepare(holder);
	return r < 0 ? r : memory_restore(&holder->nl, &holder->behind);
}

/* The library reads one byte from what is our standard output: 0, or an errno. */
static void report(int fd, int error)
{
	unsigned char byte = (unsigned char)-error;

	while (fd >= 0 && write(fd, &byte, sizeof(byte)) < 0 && errno == EINTR)
		;
}

/* All a holder in the foreground says, and one on its way to the background. */
static int complain(int r)
{
	if (r == -EALREADY)
		fprintf(stderr, "anycast-holder: this network namespace has a holder already\n");
	else if (r == -EPERM)
		fprintf(stderr, "anycast-holder: needs CAP_NET_ADMIN over this network namespace: "
				"run it as root\n");
	else if (r < 0)
		fprintf(stderr, "anycast-holder: %s\n", strerror(-r));
	return r;
}

static int run_in_child(struct holder *holder, int report_fd, bool on_demand)
{
	int null = -1;
	int r;

	if (on_demand)
		shed_caller();
	r = take_office(holder);
	if (r == 0)
		null = descriptors_null();
	if (r == 0 && null < 0)
		r = null;
	if (on_demand && r == -EALREADY) { /* somebody else's is as good */
		report(report_fd, 0);
		return 0;
	}
	report(report_fd, r);
	if (r < 0)
		return r;
	descriptors_detach(null);
	if (report_fd > STDERR_FILENO)
		close(report_fd);
	return serve(holder);
}

static int run_on_demand(struct holder *holder)
{
	pid_t pid = fork();
	int r;

	if (pid > 0)
		return 0;
	if (pid == 0 && handover_give(holder->path, STDOUT_FILENO))
		return 0;
	if (pid == 0)
		return run_in_child(holder, STDOUT_FILENO, true);
	r = -errno;
	report(STDOUT_FILENO, r);
	return r;
}

/* In a service of systemd's, for a network namespace that somebody hands over. */
static int run_handed(struct holder *holder)
{
	int report_fd;
	int r = handover_take(&report_fd);

	return complain(r < 0 ? r : run_in_child(holder, report_fd, true));
}

static int run_in_background(struct holder *holder)
{
	unsigned char byte = ECHILD;
	int fds[2];
	pid_t pid;
	int r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return complain(-errno);
	pid = fork();
	if (pid < 0)
		return complain(-errno);
	if (pid == 0) {
		close(fds[0]);
		return setsid() < 0 ? -errno : run_in_child(holder, fds[1], false);
	}
	close(fds[1]);
	while (read(fds[0], &byte, sizeof(byte)) < 0 && errno == EINTR)
		;
	r = -byte;
	return complain(r);
}

static int run(struct holder *holder)
{
	int r = take_office(holder);

	return complain(r < 0 ? r : serve(holder));
}

/* The store says what was begun when the old program was replaced: nothing, since it replaces
 * itself between two requests. */
static int resume(struct holder *holder, const char *value)
{
	int r = replace_resume(holder, value);

	if (r == 0)
		r = drop_privileges();
	if (r == 0)
		r = prepare(holder);
	return r < 0 ? r : serve(holder);
}

int main(int argc, char **argv)
{
	const char *started_as = (const char *)getauxval(AT_EXECFN);
	IPH_AUTO_FREE char *path = started_as ? realpath(started_as, NULL) : NULL;
	struct options options = {0};
	struct holder holder = {.requests = -1,
				.events = -1,
				.signals = -1,
				.mounts = -1,
				.other = -1,
				.nl = IPH_NL_CLOSED,
				.pair = {.keeper = -1},
				.paired = true,
				.old = {.keeper = -1},
				.path = path};
	int r = parse(argc, argv, &options, &holder);

	if (r >= 0)
		return r;
	(void)prctl(PR_SET_NAME, "anycast-holder");
#ifndef __GLIBC__ /* there posix_spawn() has done it, see start.c of the library */
	if (options.on_demand)
		(void)syscall(SYS_close_range, STDERR_FILENO + 1, UINT32_MAX, 0);
#endif
	if (descriptors_fill() < 0)
		return EXIT_FAILURE;
	if (!options.resume)
		shed_limits();
	if (!options.resume && !options.handed && socket_of_systemd(&holder.requests) < 0)
		return EXIT_FAILURE;
	if (options.resume)
		r = resume(&holder, options.resume);
	else if (options.handed)
		r = run_handed(&holder);
	else if (options.on_demand)
		r = run_on_demand(&holder);
	else
		r = options.background ? run_in_background(&holder) : run(&holder);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
