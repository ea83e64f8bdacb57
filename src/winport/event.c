/* SPDX-License-Identifier: MIT */
/* Events, and what waits for them ("Event Objects"). */

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "port.h"

#define MAGIC 0x49504845U

struct event {
	uint32_t magic; /* a handle of another kind, or one that was closed, lacks it */
	bool manual;
	bool set;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

static struct event *find(HANDLE handle)
{
	struct event *event = handle;

	if (handle && handle != INVALID_HANDLE_VALUE && event->magic == MAGIC)
		return event;
	SetLastError(ERROR_INVALID_HANDLE);
	return NULL;
}

static int init_changed(pthread_cond_t *changed)
{
	pthread_condattr_t attributes;
	int error = pthread_condattr_init(&attributes);

	if (error)
		return error;
	error = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	if (!error)
		error = pthread_cond_init(changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	return error;
}

static HANDLE create(bool manual, bool set, bool named)
{
	struct event *event;

	if (named) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return NULL;
	}
	event = calloc(1, sizeof(*event));
	if (!event || init_changed(&event->changed)) {
		free(event);
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return NULL;
	}
	(void)pthread_mutex_init(&event->lock, NULL);
	event->magic = MAGIC;
	event->manual = manual;
	event->set = set;
	return event;
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

static BOOL put(HANDLE handle, bool set)
{
	struct event *event = find(handle);

	if (!event)
		return FALSE;
	(void)pthread_mutex_lock(&event->lock);
	event->set = set;
	if (set && event->manual)
		(void)pthread_cond_broadcast(&event->changed);
	else if (set)
		(void)pthread_cond_signal(&event->changed);
	(void)pthread_mutex_unlock(&event->lock);
	return TRUE;
}

IPH_EXPORT BOOL SetEvent(HANDLE hEvent)
{
	return put(hEvent, true);
}

IPH_EXPORT BOOL ResetEvent(HANDLE hEvent)
{
	return put(hEvent, false);
}

IPH_EXPORT BOOL CloseHandle(HANDLE hObject)
{
	struct event *event = find(hObject);

	if (!event)
		return FALSE;
	event->magic = 0;
	(void)pthread_cond_destroy(&event->changed);
	(void)pthread_mutex_destroy(&event->lock);
	free(event);
	return TRUE;
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

IPH_EXPORT DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)
{
	struct event *event = find(hHandle);
	struct timespec end = after(dwMilliseconds);
	int error = 0;
	bool set;

	if (!event)
		return WAIT_FAILED;
	(void)pthread_mutex_lock(&event->lock);
	while (!event->set && error != ETIMEDOUT)
		error = dwMilliseconds == INFINITE
				? pthread_cond_wait(&event->changed, &event->lock)
				: pthread_cond_timedwait(&event->changed, &event->lock, &end);
	set = event->set;
	if (!event->manual)
		event->set = false;
	(void)pthread_mutex_unlock(&event->lock);
	return set ? WAIT_OBJECT_0 : WAIT_TIMEOUT;
}

IPH_EXPORT VOID Sleep(DWORD dwMilliseconds)
{
	struct timespec end = after(dwMilliseconds);

	do
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
			;
	while (dwMilliseconds == INFINITE);
}
