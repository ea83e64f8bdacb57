/* SPDX-License-Identifier: MIT */
/* iphlp monitor: what changes, a line each, until a signal or the reader ends it. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>

#include <iphlpapi/ext.h>

#include "error.h"
#include "guess.h"
#include "help.h"
#include "monitor.h"
#include "names.h"
#include "output.h"
#include "request.h"
#include "util.h"

/* Interfaces whose names are remembered for when they are gone. */
#define NAMES 4096

struct known {
	NET_LUID luid;
	char name[IF_MAX_STRING_SIZE + 1];
};

struct monitor {
	const struct iph_args *args;
	struct iph_output *output;
	pthread_mutex_t lock; /* who writes a line */
	struct known known[NAMES];
	int done;	  /* an eventfd(2): nothing more can be told */
	int status;	  /* then */
	atomic_bool over; /* a signal has come: nothing more is to be told */
};

static void fail(struct monitor *monitor, int status)
{
	monitor->status = status;
	monitor->over = true;
	(void)eventfd_write(monitor->done, 1);
}

/* That nobody reads any more is an end, and no failure. */
static void cannot_write(struct monitor *monitor, int error)
{
	if (error != -EPIPE)
		iph_error_line("cannot write to standard output: %s", strerror(-error));
	fail(monitor, error == -EPIPE ? IPH_EXIT_DONE : IPH_EXIT_FAILED);
}

static void set_time(struct iph_event *event)
{
	struct timespec now;
	struct tm tm;
	size_t length;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (!gmtime_r(&now.tv_sec, &tm))
		return;
	length = strftime(event->time, sizeof(event->time), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(event->time + length, sizeof(event->time) - length, ".%06ldZ", now.tv_nsec / 1000);
}

/* The name that it has now, or the last one that it had. */
static const char *name_of(struct monitor *monitor, NET_LUID luid)
{
	struct known *known = &monitor->known[luid.Info.NetLuidIndex % NAMES];
	NET_IFINDEX index;

	/* the second one alone translates what is gone, too */
	if (ConvertInterfaceLuidToIndex(&luid, &index) == NO_ERROR &&
	    ConvertInterfaceLuidToNameA(&luid, known->name, sizeof(known->name)) == NO_ERROR)
		known->luid = luid;
	return known->luid.Value == luid.Value && luid.Value ? known->name : NULL;
}

static void remember_names(struct monitor *monitor)
{
	MIB_IF_TABLE2 *table;
	ULONG i;

	if (GetIfTable2Ex(MibIfTableNormalWithoutStatistics, &table) != NO_ERROR)
		return;
	for (i = 0; i < table->NumEntries; i++)
		(void)name_of(monitor, table->Table[i].InterfaceLuid);
	FreeMibTable(table);
}

static void tell(struct monitor *monitor, struct iph_event *event, MIB_NOTIFICATION_TYPE type)
{
	static const char *const words[] = {
		[MibParameterNotification] = "change",
		[MibAddInstance] = "add",
		[MibDeleteInstance] = "delete",
		[MibInitialNotification] = "initial",
	};
	const struct iph_context context = {.args = monitor->args};
	int r = 0;

	event->event = words[type];
	pthread_mutex_lock(&monitor->lock);
	event->name = name_of(monitor, event->luid);
	set_time(event);
	if (!monitor->over)
		r = iph_output_line(monitor->output, event, &context);
	if (r < 0)
		cannot_write(monitor, r);
	pthread_mutex_unlock(&monitor->lock);
}

static VOID NETIOAPI_API_ on_address(PVOID monitor, PMIB_UNICASTIPADDRESS_ROW row,
				     MIB_NOTIFICATION_TYPE type)
{
	struct iph_event event = {.object = "address"};

	if (row) {
		event.family = row->Address.si_family;
		event.address = row->Address;
		event.luid = row->InterfaceLuid;
		event.index = row->InterfaceIndex;
	}
	tell(monitor, &event, type);
}

static VOID NETIOAPI_API_ on_anycast(PVOID monitor, PMIB_ANYCASTIPADDRESS_ROW row,
				     MIB_NOTIFICATION_TYPE type)
{
	struct iph_event event = {.object = "anycast"};

	if (row) {
		event.family = row->Address.si_family;
		event.address = row->Address;
		event.luid = row->InterfaceLuid;
		event.index = row->InterfaceIndex;
	}
	tell(monitor, &event, type);
}

static VOID NETIOAPI_API_ on_interface(PVOID monitor, PMIB_IPINTERFACE_ROW row,
				       MIB_NOTIFICATION_TYPE type)
{
	struct iph_event event = {.object = "interface"};

	if (row) {
		event.family = row->Family;
		event.luid = row->InterfaceLuid;
		event.index = row->InterfaceIndex;
	}
	tell(monitor, &event, type);
}

static VOID NETIOAPI_API_ on_route(PVOID monitor, PMIB_IPFORWARD_ROW2 row,
				   MIB_NOTIFICATION_TYPE type)
{
	struct iph_event event = {.object = "route"};

	if (type != MibInitialNotification) {
		event.family = row->DestinationPrefix.Prefix.si_family;
		event.destination = row->DestinationPrefix;
		event.gateway = row->NextHop;
		event.luid = row->InterfaceLuid;
		event.index = row->InterfaceIndex;
	}
	tell(monitor, &event, type);
}

static DWORD listen_to_addresses(ADDRESS_FAMILY family, struct monitor *monitor, HANDLE *handle)
{
	return NotifyUnicastIpAddressChange(family, on_address, monitor, TRUE, handle);
}

static DWORD listen_to_anycast(ADDRESS_FAMILY family, struct monitor *monitor, HANDLE *handle)
{
	return IphlpNotifyAnycastIpAddressChange(family, on_anycast, monitor, TRUE, handle);
}

static DWORD listen_to_interfaces(ADDRESS_FAMILY family, struct monitor *monitor, HANDLE *handle)
{
	return NotifyIpInterfaceChange(family, on_interface, monitor, TRUE, handle);
}

static DWORD listen_to_routes(ADDRESS_FAMILY family, struct monitor *monitor, HANDLE *handle)
{
	return NotifyRouteChange2(family, on_route, monitor, TRUE, handle);
}

/* In the order of the settings. */
static DWORD (*const listeners[])(ADDRESS_FAMILY family, struct monitor *monitor,
				  HANDLE *handle) = {
	listen_to_addresses,
	listen_to_anycast,
	listen_to_interfaces,
	listen_to_routes,
};

static const struct iph_setting kinds[] = {
	{"address", NULL, "unicast addresses", NULL},
	{"anycast", NULL, "anycast addresses", NULL},
	{"interface", NULL, "interfaces, of IPv4 and of IPv6", NULL},
	{"route", NULL, "routes", NULL},
};

struct beginning {
	struct monitor *monitor;
	bool chosen[IPH_ARRAY_SIZE(kinds)];
};

/* In a thread of its own, because the initial call writes, and who reads may not read: a signal
 * ends it all the same. */
static void *begin(void *arg)
{
	struct beginning *beginning = arg;
	struct monitor *monitor = beginning->monitor;
	int family = monitor->args->family;
	HANDLE handle;
	size_t i;

	remember_names(monitor);
	for (i = 0; i < IPH_ARRAY_SIZE(kinds) && !monitor->over; i++) {
		const struct iph_attempt attempt = {
			.verb = IPH_VERB_MONITOR, .kind = kinds[i].name, .family = family};
		DWORD code = NO_ERROR;

		if (beginning->chosen[i])
			code = listeners[i]((ADDRESS_FAMILY)family, monitor, &handle);
		if (code != NO_ERROR)
			fail(monitor, iph_error_report(&attempt, code));
	}
	free(beginning);
	return NULL;
}

/* A signal that the program was started to ignore, by nohup(1) for one, does not end it. */
static int open_signals(void)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
	struct sigaction action;
	sigset_t set;
	size_t i;

	(void)sigemptyset(&set);
	for (i = 0; i < IPH_ARRAY_SIZE(ends); i++)
		if (sigaction(ends[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			(void)sigaddset(&set, ends[i]);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)sigaddset(&set, SIGPIPE);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)sigdelset(&set, SIGPIPE);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

/* The far end of a pipe may be closed while there is nothing to tell. */
static int wait_for_end(struct monitor *monitor, int signals)
{
	struct pollfd fds[] = {{.fd = signals, .events = POLLIN},
			       {.fd = monitor->done, .events = POLLIN},
			       {.fd = STDOUT_FILENO}};

	while (poll(fds, IPH_ARRAY_SIZE(fds), -1) < 0 && errno == EINTR)
		;
	return fds[1].revents ? monitor->status : IPH_EXIT_DONE;
}

static int start(struct monitor *monitor, const bool *chosen)
{
	struct beginning *beginning = malloc(sizeof(*beginning));
	pthread_t thread;

	if (!beginning)
		return -ENOMEM;
	beginning->monitor = monitor;
	memcpy(beginning->chosen, chosen, sizeof(beginning->chosen));
	if (pthread_create(&thread, NULL, begin, beginning) != 0) {
		free(beginning);
		return -ENOMEM;
	}
	(void)pthread_detach(thread);
	return 0;
}

/* Nothing is cancelled or freed at the end: a callback may wait for a reader that does not read,
 * and the process ends all the same. */
static int run(struct monitor *monitor, const bool *chosen)
{
	int signals = open_signals();
	int status;

	monitor->done = eventfd(0, EFD_CLOEXEC);
	(void)pthread_mutex_init(&monitor->lock, NULL);
	if (signals < 0 || monitor->done < 0 || start(monitor, chosen) < 0) {
		iph_error_line("out of memory, file descriptors or processes (ulimit -a)");
		return IPH_EXIT_FAILED;
	}
	status = wait_for_end(monitor, signals);
	monitor->over = true;
	return status;
}

static bool read_kinds(struct iph_args *args, bool *ret_chosen)
{
	const char *word;
	bool any = false;
	size_t i;

	while ((word = iph_args_word(args))) {
		struct iph_guess guess = {.word = word};

		i = iph_request_setting(args->verb, word);
		if (i < IPH_ARRAY_SIZE(kinds)) {
			ret_chosen[i] = any = true;
			continue;
		}
		if (iph_args_asks(word)) {
			args->help = args->stop = true;
			continue;
		}
		for (i = 0; i < IPH_ARRAY_SIZE(kinds); i++)
			iph_guess_try(&guess, kinds[i].name);
		iph_args_refuse(args, "there is nothing called \"%s\" to monitor%s%s%s", word,
				guess.best ? "; did you mean " : "", guess.best ? guess.best : "",
				guess.best ? "?" : "");
	}
	for (i = 0; i < IPH_ARRAY_SIZE(kinds) && !any; i++)
		ret_chosen[i] = true;
	return !args->stop;
}

static int monitor_changes(struct iph_args *args)
{
	bool chosen[IPH_ARRAY_SIZE(kinds)] = {false};
	struct monitor *monitor;
	int status;

	if (args->in_batch)
		return iph_args_wrong(args, "monitor cannot stand in a file of commands");
	if (!read_kinds(args, chosen))
		return args->status;
	if (args->if_exists)
		return iph_args_wrong(args, "--if-exists is for delete");
	if (fcntl(STDOUT_FILENO, F_GETFD) < 0) {
		iph_error_line("cannot write to standard output: %s", strerror(errno));
		return IPH_EXIT_FAILED;
	}
	monitor = calloc(1, sizeof(*monitor));
	if (!monitor) {
		iph_error_line("out of memory");
		return IPH_EXIT_FAILED;
	}
	monitor->args = args;
	status = iph_output_new(args, &monitor->output);
	return status == IPH_EXIT_DONE ? run(monitor, chosen) : status;
}

static const struct iph_verb verbs[] = {
	{.name = "",
	 .synopsis = "[SETTING]...",
	 .help = "tell of all changes, or of those of some kinds, until it is interrupted",
	 .run = monitor_changes,
	 .takes = IPH_TAKES_SETTINGS,
	 .settings = kinds,
	 .setting_count = IPH_ARRAY_SIZE(kinds)},
	{.name = NULL},
};

const struct iph_object iph_monitor_object = {
	.name = "monitor",
	.help = "changes as they happen",
	.verbs = verbs,
	.columns = iph_event_columns,
	.table = "object,event,family,local,dst,gateway,ifname",
	.brief = "object,event,local,dst,ifname",
};
