/* SPDX-License-Identifier: MIT */
/*
 * Registrations for notices: their threads, and all that is writable in the library.
 *
 * Each network namespace in which somebody is registered has a listener: a socket, and a thread
 * that makes notices of what it hears. Each registration has a thread that calls back. One lock is
 * over everything that more than one of them needs; it is held while nothing is waited for, asked
 * of the kernel or called back.
 */

#include "machine.h"

#include <errno.h>
#include <signal.h>
#include <sys/types.h>
#include <time.h>

#include "listener.h"

/* netioapi(7) says it: what a callback may use of the stack. */
#define STACK (2 << 20)

/* Without memory for a notice so many milliseconds pass until the next try. */
#define PAUSE 100

static struct {
	pthread_mutex_t lock;
	struct iph_listener *listeners;
	struct iph_registration *registrations;
	uintptr_t handles; /* how many there have been */
	unsigned int forks;
	pid_t pid;
} machine = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void lock(void)
{
	(void)pthread_mutex_lock(&machine.lock);
}

static void unlock(void)
{
	(void)pthread_mutex_unlock(&machine.lock);
}

/*
 * A child has the memory of the threads, and not the threads. Whose callback it is that has forked,
 * or who was in an initial call, still needs its registration. What a lookout knows may have been
 * in the middle of a change, so that is left alone.
 */
static void forget_all(void)
{
	struct iph_registration *registration;
	struct iph_listener *listener;

	machine.forks++;
	for (listener = machine.listeners; listener; listener = listener->next) {
		close(listener->lookout.nl.fd);
		close(listener->wake);
	}
	machine.listeners = NULL;
	while ((registration = machine.registrations)) {
		machine.registrations = registration->next;
		if (!pthread_equal(registration->thread, pthread_self()) &&
		    !(registration->initial && pthread_equal(registration->caller, pthread_self())))
			iph_registration_free(registration);
	}
	machine.pid = getpid();
}

static void after_fork(void)
{
	forget_all();
	unlock();
}

/* The first time, and in a child that was made without fork(3). */
static int prepare(void)
{
	int r = 0;

	lock();
	if (machine.pid == 0) {
		r = -pthread_atfork(lock, unlock, after_fork);
		machine.pid = r < 0 ? 0 : getpid();
	} else if (machine.pid != getpid()) {
		forget_all();
	}
	unlock();
	return r;
}

/* No signal handler of the program runs in a thread that it does not know. */
static int start_thread(void *(*function)(void *), void *arg, pthread_t *ret_thread)
{
	pthread_attr_t attr;
	sigset_t before;
	sigset_t all;
	int error;

	if (pthread_attr_init(&attr))
		return -ENOMEM;
	(void)pthread_attr_setstacksize(&attr, STACK);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(ret_thread, &attr, function, arg);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	return error ? -ENOMEM : 0; /* EAGAIN: no room for a thread */
}

/* What the registrations of a listener need, those included that it has not looked at yet. False
 * when it has none. */
static bool users_of(const struct iph_listener *listener, unsigned int *ret_kinds)
{
	const struct iph_registration *registration;
	bool any = false;

	*ret_kinds = 0;
	for (registration = machine.registrations; registration;
	     registration = registration->next) {
		if (registration->listener == listener) {
			*ret_kinds |= registration->wish.watched;
			any = true;
		}
	}
	return any;
}

static struct iph_registration *next_asking(const struct iph_listener *listener)
{
	struct iph_registration *registration = machine.registrations;

	while (registration &&
	       (registration->listener != listener || registration->result != -EINPROGRESS))
		registration = registration->next;
	return registration;
}

/* With the lock held, and again when it returns. */
static void admit_all(struct iph_listener *listener)
{
	struct iph_registration *registration;
	unsigned int kinds;
	int r;

	while ((registration = next_asking(listener))) {
		(void)users_of(listener, &kinds);
		unlock();
		r = iph_lookout_watch(&listener->lookout, kinds);
		lock();
		/* who asks waits for this, so that it is still there */
		registration->result = r;
		(void)pthread_cond_broadcast(&registration->changed);
	}
}

static void pause_for(long milliseconds)
{
	struct timespec pause = {.tv_nsec = milliseconds * 1000000};

	(void)nanosleep(&pause, NULL);
}

/* Of its lookout, to every registration that hears it. Without memory it waits for some. */
static void tell(const struct iph_notice *notice, void *listener)
{
	struct iph_registration *registration;
	bool again = false;
	bool missed;

	do {
		missed = false;
		lock();
		for (registration = machine.registrations; registration;
		     registration = registration->next) {
			if (registration->listener != listener || registration->result < 0 ||
			    !iph_registration_hears(registration, notice) ||
			    (again && !registration->missed))
				continue;
			registration->missed = !iph_queue_put(&registration->queue, notice);
			missed |= registration->missed;
			(void)pthread_cond_broadcast(&registration->changed);
		}
		unlock();
		again = missed;
		if (again)
			pause_for(PAUSE);
	} while (again);
}

static void unlink_listener(const struct iph_listener *listener)
{
	struct iph_listener **at = &machine.listeners;

	while (*at != listener)
		at = &(*at)->next;
	*at = listener->next;
}

static void *listen_until_unused(void *arg)
{
	struct iph_listener *listener = arg;
	unsigned int kinds;

	for (;;) {
		lock();
		admit_all(listener);
		if (!users_of(listener, &kinds))
			break;
		unlock();
		iph_lookout_reduce(&listener->lookout, kinds);
		iph_listener_await(listener);
	}
	unlink_listener(listener);
	unlock();
	iph_listener_close(listener);
	return NULL;
}

/* That of the caller's network namespace, with the lock held: opened is it unless there is one. */
static int choose_listener(struct iph_listener **opened, struct iph_listener **ret_listener)
{
	struct iph_listener *listener = machine.listeners;
	pthread_t thread;
	int r;

	while (listener && (listener->namespace != (*opened)->namespace || !listener->namespace))
		listener = listener->next;
	if (!listener) {
		r = start_thread(listen_until_unused, *opened, &thread);
		if (r < 0)
			return r;
		(void)pthread_detach(thread);
		listener = iph_take(opened);
		listener->next = machine.listeners;
		machine.listeners = listener;
	}
	*ret_listener = listener;
	return 0;
}

/* One look at everything is enough for all notices that have come before. */
static bool take_notice(struct iph_registration *registration, struct iph_notice *ret_notice)
{
	bool any = registration->again;

	if (registration->held)
		return false;
	do
		any |= iph_queue_take(&registration->queue, ret_notice);
	while (registration->wish.once && registration->queue.waiting);
	return any;
}

/* After its one call it is not called again, and its listener need not stay for it. */
static void retire(struct iph_registration *registration)
{
	registration->over = true;
	iph_listener_wake(registration->listener);
	registration->listener = NULL;
}

/* With the lock held, and again when it returns. */
static void call_once(struct iph_registration *registration, const struct iph_notice *notice)
{
	unsigned int forks = machine.forks;
	int r;

	unlock();
	r = iph_registration_call(registration, notice);
	if (r < 0)
		pause_for(PAUSE);
	lock();
	if (machine.forks != forks)
		return;
	registration->again = r < 0;
	if (r > 0 && !registration->cancelled)
		retire(registration);
}

/* A callback may fork, and return in the child, or cancel its own registration. */
static void *call_back(void *arg)
{
	struct iph_registration *registration = arg;
	struct iph_notice notice;
	unsigned int forks;
	bool orphan;

	lock();
	forks = machine.forks;
	while (machine.forks == forks && !registration->cancelled && !registration->over) {
		if (take_notice(registration, &notice))
			call_once(registration, &notice);
		else
			(void)pthread_cond_wait(&registration->changed, &machine.lock);
	}
	orphan = machine.forks == forks && registration->orphan;
	unlock();
	if (orphan)
		iph_registration_free(registration);
	return NULL;
}

static struct iph_registration **find(HANDLE handle)
{
	struct iph_registration **at = &machine.registrations;

	while (*at && (*at)->handle != handle)
		at = &(*at)->next;
	return at;
}

/* A handle is no address, and it takes long until a number comes again. */
static void give_handle(struct iph_registration *registration)
{
	do
		registration->handle = (HANDLE)(++machine.handles << 8 | 0x6e);
	while (*find(registration->handle));
	registration->next = machine.registrations;
	machine.registrations = registration;
}

/* With the lock held. */
static void withdraw(struct iph_registration *registration)
{
	*find(registration->handle) = registration->next;
	registration->cancelled = true;
	(void)pthread_cond_broadcast(&registration->changed);
	if (registration->listener)
		iph_listener_wake(registration->listener);
}

static void end(struct iph_registration *registration)
{
	if (registration->threaded)
		(void)pthread_join(registration->thread, NULL);
	iph_registration_free(registration);
}

/* With the lock held. Whatever fails, the registration is in no list afterwards. */
static int set_up(struct iph_registration *registration, struct iph_listener **opened)
{
	int r = choose_listener(opened, &registration->listener);

	if (r == 0)
		r = start_thread(call_back, registration, &registration->thread);
	if (r < 0) {
		if (registration->listener)
			iph_listener_wake(registration->listener);
		registration->listener = NULL;
		return r;
	}
	registration->threaded = true;
	give_handle(registration);
	iph_listener_wake(registration->listener);
	while (registration->result == -EINPROGRESS)
		(void)pthread_cond_wait(&registration->changed, &machine.lock);
	if (registration->result < 0)
		withdraw(registration);
	return registration->result;
}

static int enter_listened(struct iph_registration *registration)
{
	IPH_AUTO_LISTENER struct iph_listener *opened = NULL;
	int r = iph_listener_open(tell, &opened);

	if (r < 0)
		return r;
	lock();
	r = set_up(registration, &opened);
	unlock();
	return r;
}

static int enter(struct iph_registration *registration)
{
	if (registration->wish.watched)
		return enter_listened(registration);
	lock();
	registration->result = 0;
	give_handle(registration);
	unlock();
	return 0;
}

/* The initial call, whose registration it may cancel itself, or somebody else meanwhile. */
static void begin(struct iph_registration *registration)
{
	unsigned int forks;
	bool dropped = false;
	int r = 0;

	lock();
	forks = machine.forks;
	registration->initial = registration->wish.initial;
	unlock();
	if (registration->wish.initial)
		r = iph_registration_call_first(registration);
	lock();
	if (machine.forks == forks) {
		if (r && !registration->cancelled) {
			withdraw(registration);
			registration->dropped = true;
		}
		dropped = registration->dropped;
		registration->initial = registration->held = false;
		(void)pthread_cond_broadcast(&registration->changed);
	}
	unlock();
	if (dropped)
		end(registration);
}

int iph_notify_register(const struct iph_notify_wish *wish, HANDLE *ret_handle)
{
	struct iph_registration *registration;
	int r = prepare();

	if (r < 0)
		return r;
	registration = iph_registration_new(wish);
	if (!registration)
		return -ENOMEM;
	registration->caller = pthread_self();
	r = enter(registration);
	if (r < 0) {
		end(registration);
		return r;
	}
	*ret_handle = registration->handle;
	begin(registration);
	return 0;
}

int iph_notify_cancel(HANDLE handle)
{
	struct iph_registration *registration;
	bool inside;
	int r = handle ? prepare() : -EINVAL;

	if (r < 0)
		return r;
	lock();
	registration = *find(handle);
	if (!registration || registration->result == -EINPROGRESS) { /* it has given none yet */
		unlock();
		return -EBADF;
	}
	withdraw(registration);
	if (registration->initial && pthread_equal(registration->caller, pthread_self())) {
		registration->dropped = inside = true;
	} else {
		while (registration->initial)
			(void)pthread_cond_wait(&registration->changed, &machine.lock);
		inside = registration->threaded &&
			 pthread_equal(registration->thread, pthread_self());
	}
	if (inside && !registration->dropped) {
		registration->orphan = true;
		(void)pthread_detach(registration->thread);
	}
	unlock();
	if (!inside)
		end(registration);
	return 0;
}
