/* SPDX-License-Identifier: MIT */
/* Threads whose handle is an event that their end sets, and critical sections ("CreateThread
 * function", "Critical Section Objects"). */

#include <pthread.h>
#include <semaphore.h>
#include <sys/eventfd.h>

#include "event-handle.h"
#include "port.h"

struct start {
	LPTHREAD_START_ROUTINE function;
	LPVOID argument;
	int event; /* a descriptor of the thread's own: its handle may be closed at any time */
	DWORD id;
	sem_t begun;
};

static void tell(void *event)
{
	(void)eventfd_write((int)(intptr_t)event, 1);
	(void)close((int)(intptr_t)event);
}

static void *run(void *arg)
{
	struct start *start = arg;
	LPTHREAD_START_ROUTINE function = start->function;
	LPVOID argument = start->argument;
	int event = start->event;

	start->id = GetCurrentThreadId();
	(void)sem_post(&start->begun); /* from here on it is gone */
	pthread_cleanup_push(tell, (void *)(intptr_t)event);
	(void)function(argument);
	pthread_cleanup_pop(1);
	return NULL;
}

/* 0 or an errno, as pthread_create(). */
static int create(struct start *start, size_t stack)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error = pthread_attr_init(&attributes);

	if (error)
		return error;
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	if (stack) /* too small a one is refused: then it is the usual */
		(void)pthread_attr_setstacksize(&attributes, stack);
	error = pthread_create(&thread, &attributes, run, start);
	(void)pthread_attr_destroy(&attributes);
	return error;
}

IPH_EXPORT HANDLE CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
			       LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
			       DWORD dwCreationFlags, LPDWORD lpThreadId)
{
	struct start start = {.function = lpStartAddress, .argument = lpParameter};
	HANDLE handle;

	(void)lpThreadAttributes;
	if (dwCreationFlags & CREATE_SUSPENDED) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return NULL;
	}
	handle = CreateEventA(NULL, TRUE, FALSE, NULL);
	if (!handle)
		return NULL;
	start.event = iph_event_copy(iph_event_fd(handle));
	(void)sem_init(&start.begun, 0, 0);
	if (start.event < 0 || create(&start, dwStackSize)) {
		if (start.event >= 0)
			(void)close(start.event);
		(void)CloseHandle(handle);
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		handle = NULL;
	} else {
		while (sem_wait(&start.begun) < 0)
			; /* a signal */
		if (lpThreadId)
			*lpThreadId = start.id;
	}
	(void)sem_destroy(&start.begun);
	return handle;
}

IPH_EXPORT VOID ExitThread(DWORD dwExitCode)
{
	(void)dwExitCode;
	pthread_exit(NULL);
}

IPH_EXPORT DWORD GetCurrentThreadId(VOID)
{
	return (DWORD)gettid();
}

IPH_EXPORT DWORD GetCurrentProcessId(VOID)
{
	return (DWORD)getpid();
}

_Static_assert(sizeof(pthread_mutex_t) <= sizeof(CRITICAL_SECTION), "no room for a mutex");

static pthread_mutex_t *mutex_of(LPCRITICAL_SECTION section)
{
	return (pthread_mutex_t *)(void *)section;
}

IPH_EXPORT VOID InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection)
{
	pthread_mutexattr_t attributes;

	(void)pthread_mutexattr_init(&attributes);
	(void)pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	(void)pthread_mutex_init(mutex_of(lpCriticalSection), &attributes);
	(void)pthread_mutexattr_destroy(&attributes);
}

IPH_EXPORT BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
						      DWORD dwSpinCount)
{
	(void)dwSpinCount;
	InitializeCriticalSection(lpCriticalSection);
	return TRUE;
}

IPH_EXPORT VOID EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection)
{
	(void)pthread_mutex_lock(mutex_of(lpCriticalSection));
}

IPH_EXPORT BOOL TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection)
{
	return pthread_mutex_trylock(mutex_of(lpCriticalSection)) == 0;
}

IPH_EXPORT VOID LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection)
{
	(void)pthread_mutex_unlock(mutex_of(lpCriticalSection));
}

IPH_EXPORT VOID DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection)
{
	(void)pthread_mutex_destroy(mutex_of(lpCriticalSection));
}
