/* SPDX-License-Identifier: MIT */
/* NotifyAddrChange: waiting for a change of IPv4 addresses, at once or in the background. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <linux/rtnetlink.h>

#include "iphlpapi.h"
#include "ntstatus.h"
#include "winbase.h"

#include "codes/export.h"
#include "event-handle.h"
#include "nl.h"
#include "util.h"

/*
 * A request in the background: a thread that waits for either descriptor. While it is pending, its
 * OVERLAPPED has STATUS_PENDING in Internal, as on Windows, and the request in InternalHigh, from
 * where whoever ends it takes it: the thread, or CancelIPChangeNotify().
 */
struct request {
	struct iph_nl nl;
	int cancel;
	int event; /* our own descriptor: the program may close its */
	OVERLAPPED *overlapped;
	pthread_t thread;
	pid_t pid;
};

static void free_request(struct request *request)
{
	if (!request)
		return;
	iph_nl_close(&request->nl);
	iph_closep(&request->cancel);
	iph_closep(&request->event);
	free(request);
}

static void free_requestp(struct request **request)
{
	free_request(*request);
}

/* libwinport's, where a program has it. Microsoft's example asks WSAGetLastError(). */
extern void WINAPI WSASetLastError(int error) __attribute__((weak));

/* The group has nothing but addresses that come, change and go. */
static int any_change(const struct nlmsghdr *nlh, void *arg)
{
	(void)arg;
	return nlh->nlmsg_type == RTM_NEWADDR || nlh->nlmsg_type == RTM_DELADDR;
}

static int open_group(struct iph_nl *nl)
{
	int r = iph_nl_open(NETLINK_ROUTE, nl);

	return r < 0 ? r : iph_nl_join(nl, RTNLGRP_IPV4_IFADDR);
}

static int read_change(struct iph_nl *nl)
{
	struct iph_nl_sink sink = {.message = any_change};
	int r = iph_nl_listen(nl, &sink);

	return r == -ENOBUFS ? 0 : r; /* so many changes that some were lost */
}

static void close_group(void *nl)
{
	iph_nl_close(nl);
}

/* The one call that waits for as long as nothing changes, so a thread may be cancelled in it. */
static int await_message(struct iph_nl *nl, int state)
{
	struct pollfd pollfd = {.fd = nl->fd, .events = POLLIN};
	int volatile r = 0;

	pthread_cleanup_push(close_group, nl);
	(void)pthread_setcancelstate(state, NULL);
	if (poll(&pollfd, 1, -1) < 0 && errno != EINTR)
		r = -errno;
	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	pthread_cleanup_pop(0);
	return r;
}

static int wait_for_change(int state)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = open_group(&nl);

	if (r == 0 && fcntl(nl.fd, F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	if (r < 0)
		return r;
	do {
		r = await_message(&nl, state);
		if (r == 0)
			r = read_change(&nl);
	} while (r == -EAGAIN);
	return r;
}

static NTSTATUS wait_or_cancel(struct request *request)
{
	struct pollfd fds[] = {{.fd = request->cancel, .events = POLLIN},
			       {.fd = request->nl.fd, .events = POLLIN}};
	int r;

	do {
		r = poll(fds, 2, -1) < 0 ? -errno : 0;
		if (r == 0 && fds[0].revents)
			return STATUS_CANCELLED;
		if (r == 0)
			r = read_change(&request->nl);
	} while (r == -EINTR || r == -EAGAIN);
	return r < 0 ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static bool take_request(OVERLAPPED *overlapped, struct request *request)
{
	ULONG_PTR expected = (ULONG_PTR)request;

	return __atomic_compare_exchange_n(&overlapped->InternalHigh, &expected, 0, false,
					   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* Once Internal has changed, the OVERLAPPED may be gone. */
static void *run(void *arg)
{
	struct request *request = arg;
	NTSTATUS status = wait_or_cancel(request);
	bool ours = take_request(request->overlapped, request);

	__atomic_store_n(&request->overlapped->Internal, (ULONG)(ours ? status : STATUS_CANCELLED),
			 __ATOMIC_RELEASE);
	(void)eventfd_write(request->event, 1);
	if (ours) { /* nobody joins */
		(void)pthread_detach(pthread_self());
		free_request(request);
	}
	return NULL;
}

/*
 * No signal handler of the program runs in a thread that it does not know. The thread may free the
 * request at once: glibc has stored its id by then (nptl/pthread_create.c).
 */
static int start_thread(struct request *request)
{
	sigset_t all;
	sigset_t before;
	int error;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&request->thread, NULL, run, request);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error ? -ENOMEM : 0; /* EAGAIN: no room for a thread */
}

/* The event of an OVERLAPPED that has none, for the handle that the caller wants to wait for. It
 * stays open, for Windows' handle must not be closed; so the next request gets it again. */
static int keep_event(OVERLAPPED *overlapped)
{
	HANDLE event = overlapped->Pointer;
	int fd;

	if ((uintptr_t)event & IPH_EVENT_KEPT && iph_event_fd(event) >= 0)
		return 0;
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	if (fd > IPH_EVENT_FD_MAX) {
		close(fd);
		return -EMFILE;
	}
	overlapped->Pointer = (void *)((uintptr_t)iph_event_handle(fd, true) | IPH_EVENT_KEPT);
	return 0;
}

static int prepare(OVERLAPPED *overlapped, HANDLE handle, struct request *request)
{
	int event = iph_event_fd(handle);

	if (event < 0)
		return event;
	request->event = iph_event_copy(event);
	if (request->event < 0)
		return request->event;
	request->cancel = eventfd(0, EFD_CLOEXEC);
	if (request->cancel < 0)
		return -errno;
	request->overlapped = overlapped;
	request->pid = getpid();
	return open_group(&request->nl);
}

static int start_request(OVERLAPPED *overlapped, HANDLE event)
{
	__attribute__((cleanup(free_requestp))) struct request *request =
		calloc(1, sizeof(*request));
	eventfd_t count;
	int r;

	if (!request)
		return -ENOMEM;
	request->nl.fd = request->cancel = request->event = -1;
	r = prepare(overlapped, event, request);
	/* What is no news, such as a message that is not the kernel's, must not keep the thread. */
	if (r == 0 && fcntl(request->nl.fd, F_SETFL, O_NONBLOCK) < 0)
		r = -errno;
	if (r < 0)
		return r;
	/* As on Windows: programs that ask again have not reset the event. */
	(void)eventfd_read(request->event, &count);
	overlapped->InternalHigh = (ULONG_PTR)request;
	__atomic_store_n(&overlapped->Internal, STATUS_PENDING, __ATOMIC_RELEASE);
	r = start_thread(request);
	if (r < 0) {
		overlapped->InternalHigh = 0;
		overlapped->Internal = 0;
		return r;
	}
	(void)iph_take(&request);
	return -EINPROGRESS;
}

static int notify(HANDLE *handle, OVERLAPPED *overlapped, int state)
{
	HANDLE event;
	int r = 0;

	if (!handle && !overlapped)
		return wait_for_change(state);
	if (!handle || !overlapped)
		return -EOPNOTSUPP;
	if (overlapped->Internal == STATUS_PENDING)
		return -EINVAL;
	if (!overlapped->hEvent)
		r = keep_event(overlapped);
	if (r < 0)
		return r;
	event = overlapped->hEvent ? overlapped->hEvent : overlapped->Pointer;
	r = start_request(overlapped, event);
	if (r == -EINPROGRESS)
		*handle = event;
	return r;
}

IPH_EXPORT DWORD NotifyAddrChange(PHANDLE Handle, struct _OVERLAPPED *overlapped)
{
	int state = iph_uncancelled();
	DWORD code =
		iph_told_status(__func__, IPH_CALL_ADDRESS_WAIT, notify(Handle, overlapped, state));

	(void)iph_cancelled_as(state, (NETIO_STATUS)code);

	if (code != NO_ERROR && WSASetLastError)
		WSASetLastError((int)code);
	return code;
}

static bool cancel(OVERLAPPED *overlapped)
{
	struct request *request;
	bool found;

	if (!overlapped ||
	    __atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE) != STATUS_PENDING)
		return false;
	request = (struct request *)__atomic_exchange_n(&overlapped->InternalHigh, 0,
							__ATOMIC_ACQ_REL);
	if (!request)
		return false;
	/* After fork() the thread is the parent's, and the child has descriptors to close. */
	found = request->pid == getpid();
	if (found) {
		(void)eventfd_write(request->cancel, 1);
		(void)pthread_join(request->thread, NULL);
	} else {
		overlapped->Internal = (ULONG)STATUS_CANCELLED;
	}
	free_request(request);
	return found;
}

/* When it returns, the OVERLAPPED and its event are the caller's again. */
IPH_EXPORT BOOL CancelIPChangeNotify(struct _OVERLAPPED *notifyOverlapped)
{
	return cancel(notifyOverlapped);
}
