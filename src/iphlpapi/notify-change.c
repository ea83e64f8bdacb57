/* SPDX-License-Identifier: MIT */
/* NotifyAddrChange and NotifyRouteChange: waiting for a change of IPv4 addresses or routes, at once
 * or in the background. */

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>

#include "iphlpapi.h"
#include "ntstatus.h"
#include "winbase.h"

#include "change.h"
#include "codes/export.h"
#include "event-handle.h"
#include "util.h"

/*
 * A request in the background: a thread that waits for either descriptor. While it is pending, its
 * OVERLAPPED has STATUS_PENDING in Internal, as on Windows, and the request in InternalHigh, from
 * where whoever ends it takes it: the thread, or CancelIPChangeNotify().
 */
struct request {
	struct iph_change change;
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
	iph_change_close(&request->change);
	iph_closep(&request->cancel);
	iph_closep(&request->event);
	free(request);
}

/* In a child, which has no thread of it. */
static void forget_request(struct request *request)
{
	iph_change_forget(&request->change);
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

static void close_change(void *change)
{
	iph_change_close(change);
}

/* The one call that waits for as long as nothing changes, so a thread may be cancelled in it. */
static int await_news(struct iph_change *change, int state)
{
	struct pollfd pollfd = {.fd = iph_change_fd(change), .events = POLLIN};
	int volatile r = 0;

	pthread_cleanup_push(close_change, change);
	(void)pthread_setcancelstate(state, NULL);
	if (poll(&pollfd, 1, iph_change_timeout(change)) < 0 && errno != EINTR)
		r = -errno;
	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	pthread_cleanup_pop(0);
	return r;
}

static int wait_for_change(bool routes, int state)
{
	struct iph_change change;
	int r = iph_change_open(&change, routes);

	if (r < 0)
		return r;
	do {
		r = await_news(&change, state);
		if (r == 0)
			r = iph_change_take(&change);
	} while (r == -EAGAIN);
	iph_change_close(&change);
	return r;
}

static NTSTATUS wait_or_cancel(struct request *request)
{
	struct pollfd fds[] = {{.fd = request->cancel, .events = POLLIN},
			       {.fd = iph_change_fd(&request->change), .events = POLLIN}};
	int r;

	do {
		r = poll(fds, 2, iph_change_timeout(&request->change)) < 0 ? -errno : 0;
		if (r == 0 && fds[0].revents)
			return STATUS_CANCELLED;
		if (r == 0)
			r = iph_change_take(&request->change);
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

static int prepare(OVERLAPPED *overlapped, HANDLE handle, bool routes, struct request *request)
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
	return iph_change_open(&request->change, routes);
}

static int start_request(OVERLAPPED *overlapped, HANDLE event, bool routes)
{
	__attribute__((cleanup(free_requestp))) struct request *request =
		calloc(1, sizeof(*request));
	eventfd_t count;
	int r;

	if (!request)
		return -ENOMEM;
	request->change.addresses.fd = request->cancel = request->event = -1;
	r = prepare(overlapped, event, routes, request);
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

static int notify(HANDLE *handle, OVERLAPPED *overlapped, bool routes, int state)
{
	HANDLE event;
	int r = 0;

	if (!handle && !overlapped)
		return wait_for_change(routes, state);
	if (!handle || !overlapped)
		return -EOPNOTSUPP;
	if (overlapped->Internal == STATUS_PENDING)
		return -EINVAL;
	if (!overlapped->hEvent)
		r = keep_event(overlapped);
	if (r < 0)
		return r;
	event = overlapped->hEvent ? overlapped->hEvent : overlapped->Pointer;
	r = start_request(overlapped, event, routes);
	if (r == -EINPROGRESS)
		*handle = event;
	return r;
}

static DWORD leave(int state, DWORD code)
{
	(void)iph_cancelled_as(state, (NETIO_STATUS)code);
	if (code != NO_ERROR && WSASetLastError)
		WSASetLastError((int)code);
	return code;
}

IPH_EXPORT DWORD NotifyAddrChange(PHANDLE Handle, struct _OVERLAPPED *overlapped)
{
	int state = iph_uncancelled();

	return leave(state, iph_told_status(__func__, IPH_CALL_ADDRESS_WAIT,
					    notify(Handle, overlapped, false, state)));
}

IPH_EXPORT DWORD NotifyRouteChange(PHANDLE Handle, struct _OVERLAPPED *overlapped)
{
	int state = iph_uncancelled();

	return leave(state, iph_told_status(__func__, IPH_CALL_ADDRESS_WAIT,
					    notify(Handle, overlapped, true, state)));
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
		free_request(request);
	} else {
		overlapped->Internal = (ULONG)STATUS_CANCELLED;
		forget_request(request);
	}
	return found;
}

/* When it returns, the OVERLAPPED and its event are the caller's again. */
IPH_EXPORT BOOL CancelIPChangeNotify(struct _OVERLAPPED *notifyOverlapped)
{
	return cancel(notifyOverlapped);
}
