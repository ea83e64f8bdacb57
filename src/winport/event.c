/* SPDX-License-Identifier: MIT */
/* Events, and what waits for them ("Event Objects", "GetOverlappedResult function"). */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "event-handle.h"
#include "ntstatus.h"
#include "port.h"
#include "winternl.h"

/* Its descriptor, or -1. */
static int find(HANDLE handle)
{
	int fd = iph_event_fd(handle);

	if (fd >= 0)
		return fd;
	SetLastError(ERROR_INVALID_HANDLE);
	return -1;
}

static HANDLE create(bool manual, bool set, bool named)
{
	int fd;

	if (named) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return NULL;
	}
	fd = eventfd(set, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd >= 0 && fd <= IPH_EVENT_FD_MAX)
		return iph_event_handle(fd, manual);
	if (fd >= 0)
		(void)close(fd);
	SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return NULL;
}

IPH_EXPORT HANDLE CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			       BOOL bInitialState, LPCSTR lpName)
{
	(void)lpEventAttributes;
	return create(bManualReset, bInitialState, lpName);
}

IPH_EXPORT HANDLE CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			       BOOL bInitialState, LPCWSTR lpName)
{
	(void)lpEventAttributes;
	return create(bManualReset, bInitialState, lpName);
}

IPH_EXPORT BOOL SetEvent(HANDLE hEvent)
{
	int fd = find(hEvent);

	return fd >= 0 && eventfd_write(fd, 1) == 0;
}

/* Reading takes all that was written, and finds nothing where nothing was. */
static bool take(int fd)
{
	eventfd_t count;

	return eventfd_read(fd, &count) == 0;
}

IPH_EXPORT BOOL ResetEvent(HANDLE hEvent)
{
	int fd = find(hEvent);

	if (fd < 0)
		return FALSE;
	(void)take(fd);
	return TRUE;
}

IPH_EXPORT BOOL CloseHandle(HANDLE hObject)
{
	int fd = find(hObject);

	return fd >= 0 && close(fd) == 0;
}

static struct timespec after(DWORD milliseconds)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += milliseconds / 1000;
	time.tv_nsec += (long)(milliseconds % 1000) * 1000000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

static struct timespec until(const struct timespec *end)
{
	struct timespec left;

	(void)clock_gettime(CLOCK_MONOTONIC, &left);
	left.tv_sec = end->tv_sec - left.tv_sec;
	left.tv_nsec = end->tv_nsec - left.tv_nsec;
	if (left.tv_nsec < 0) {
		left.tv_sec--;
		left.tv_nsec += 1000000000;
	}
	return left.tv_sec < 0 ? (struct timespec){0} : left;
}

/* The first of those that poll(2) found set. WAIT_TIMEOUT where another thread was quicker. */
static DWORD take_first(const HANDLE *handles, const struct pollfd *fds, DWORD count)
{
	DWORD i;

	for (i = 0; i < count; i++) {
		if (fds[i].revents & POLLNVAL) /* closed under our feet */
			return WAIT_FAILED;
		if (fds[i].revents && (iph_event_is_manual(handles[i]) || take(fds[i].fd)))
			return WAIT_OBJECT_0 + i;
	}
	return WAIT_TIMEOUT;
}

/* All that poll(2) has found set at once, or none of them. */
static DWORD take_all(const HANDLE *handles, const struct pollfd *fds, DWORD count)
{
	DWORD i;

	for (i = 0; i < count; i++)
		if (!fds[i].revents)
			return WAIT_TIMEOUT;
	for (i = 0; i < count; i++)
		if (!iph_event_is_manual(handles[i]) && !take(fds[i].fd))
			break;
	if (i == count)
		return WAIT_OBJECT_0;
	while (i-- > 0) /* another thread was quicker with one: give back the others */
		if (!iph_event_is_manual(handles[i]))
			(void)eventfd_write(fds[i].fd, 1);
	return WAIT_TIMEOUT;
}

/* Waits for one after the other; whether all are set at once is seen in the end. */
static DWORD wait_all(const HANDLE *handles, DWORD count, DWORD milliseconds)
{
	struct timespec end = after(milliseconds);
	struct pollfd fds[MAXIMUM_WAIT_OBJECTS];
	DWORD taken = WAIT_TIMEOUT;
	struct timespec left;
	DWORD i;
	int n;

	for (i = 0; i < count; i++) {
		fds[i] = (struct pollfd){.fd = find(handles[i]), .events = POLLIN};
		if (fds[i].fd < 0)
			return WAIT_FAILED;
	}
	do {
		for (i = 0; i < count; i++) {
			do {
				left = until(&end);
				n = ppoll(&fds[i], 1, milliseconds == INFINITE ? NULL : &left,
					  NULL);
			} while (n < 0 && errno == EINTR);
			if (n <= 0 || fds[i].revents & POLLNVAL)
				return n == 0 ? WAIT_TIMEOUT : WAIT_FAILED;
		}
		if (poll(fds, count, 0) < 0 && errno != EINTR)
			return WAIT_FAILED;
		taken = take_all(handles, fds, count);
	} while (taken == WAIT_TIMEOUT);
	return taken;
}

static DWORD wait(const HANDLE *handles, DWORD count, DWORD milliseconds)
{
	struct timespec end = after(milliseconds);
	struct pollfd fds[MAXIMUM_WAIT_OBJECTS];
	DWORD taken = WAIT_TIMEOUT;
	struct timespec left;
	DWORD i;
	int n;

	for (i = 0; i < count; i++) {
		fds[i] = (struct pollfd){.fd = find(handles[i]), .events = POLLIN};
		if (fds[i].fd < 0)
			return WAIT_FAILED;
	}
	do {
		left = until(&end);
		n = ppoll(fds, count, milliseconds == INFINITE ? NULL : &left, NULL);
		if (n > 0)
			taken = take_first(handles, fds, count);
		else if (n < 0 && errno != EINTR)
			return WAIT_FAILED;
	} while (n != 0 && taken == WAIT_TIMEOUT);
	return taken;
}

IPH_EXPORT DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)
{
	return wait(&hHandle, 1, dwMilliseconds);
}

IPH_EXPORT DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
					DWORD dwMilliseconds)
{
	if (nCount == 0 || nCount > MAXIMUM_WAIT_OBJECTS || !lpHandles) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return WAIT_FAILED;
	}
	if (bWaitAll)
		return wait_all(lpHandles, nCount, dwMilliseconds);
	return wait(lpHandles, nCount, dwMilliseconds);
}

IPH_EXPORT BOOL GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped,
				    LPDWORD lpNumberOfBytesTransferred, BOOL bWait)
{
	ULONG_PTR status = __atomic_load_n(&lpOverlapped->Internal, __ATOMIC_ACQUIRE);
	HANDLE event = lpOverlapped->hEvent ? lpOverlapped->hEvent : hFile;

	if (status == STATUS_PENDING && bWait) {
		if (WaitForSingleObject(event, INFINITE) != WAIT_OBJECT_0)
			return FALSE;
		status = __atomic_load_n(&lpOverlapped->Internal, __ATOMIC_ACQUIRE);
	}
	if (status == STATUS_PENDING) {
		SetLastError(ERROR_IO_INCOMPLETE);
		return FALSE;
	}
	*lpNumberOfBytesTransferred = (DWORD)lpOverlapped->InternalHigh;
	if (NT_SUCCESS((NTSTATUS)status))
		return TRUE;
	SetLastError(RtlNtStatusToDosError((NTSTATUS)status));
	return FALSE;
}

IPH_EXPORT VOID Sleep(DWORD dwMilliseconds)
{
	struct timespec end = after(dwMilliseconds);

	do
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
			;
	while (dwMilliseconds == INFINITE);
}
