/* SPDX-License-Identifier: MIT */
/*
 * Ctrl-C ("SetConsoleCtrlHandler function"). Windows calls the handler in a thread of its own,
 * where it may do anything; so the signal only wakes one. Which handler that is and how to wake it
 * has to be known to the signal, hence the writable data of this file.
 */

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "port.h"

static PHANDLER_ROUTINE handler;
static int waker = -1;

static void wake(int number)
{
	int before = errno;

	(void)eventfd_write(waker, number == SIGINT ? 1 : (eventfd_t)1 << 32);
	errno = before;
}

static void end_by(int number)
{
	(void)signal(number, SIG_DFL);
	(void)kill(getpid(), number);
}

/* One that says FALSE leaves it to the system, which ends the process. */
static void *serve(void *unused)
{
	eventfd_t count;

	(void)unused;
	while (eventfd_read(waker, &count) == 0 || errno == EINTR) {
		PHANDLER_ROUTINE now = __atomic_load_n(&handler, __ATOMIC_ACQUIRE);
		bool interrupted = (uint32_t)count != 0;

		if (!now || !now(interrupted ? CTRL_C_EVENT : CTRL_CLOSE_EVENT))
			end_by(interrupted ? SIGINT : SIGTERM);
	}
	return NULL;
}

/* Once, and for good. It takes no signal itself. */
static bool start(void)
{
	static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
	sigset_t all;
	sigset_t before;
	pthread_t thread;
	int fd;

	(void)pthread_mutex_lock(&once);
	if (waker < 0 && (fd = eventfd(0, EFD_CLOEXEC)) >= 0) {
		waker = fd;
		(void)sigfillset(&all);
		(void)pthread_sigmask(SIG_SETMASK, &all, &before);
		if (pthread_create(&thread, NULL, serve, NULL)) {
			(void)close(fd);
			waker = -1;
		} else {
			(void)pthread_detach(thread);
		}
		(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	(void)pthread_mutex_unlock(&once);
	return waker >= 0;
}

IPH_EXPORT BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add)
{
	struct sigaction action = {.sa_flags = SA_RESTART};

	if (HandlerRoutine && Add && !start()) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return FALSE;
	}
	if (HandlerRoutine)
		__atomic_store_n(&handler, Add ? HandlerRoutine : NULL, __ATOMIC_RELEASE);
	if (HandlerRoutine)
		action.sa_handler = Add ? wake : SIG_DFL;
	else
		action.sa_handler = Add ? SIG_IGN : SIG_DFL; /* Ctrl-C is ignored, or no longer */
	(void)sigaction(SIGINT, &action, NULL);
	if (HandlerRoutine)
		(void)sigaction(SIGTERM, &action, NULL);
	return TRUE;
}
