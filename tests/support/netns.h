/* SPDX-License-Identifier: MIT */
/* The world of a test with real kernel state: network, mount and PID namespaces of its own, so
 * that neither the host's network is touched nor a process (the holder!) outlives the test. */
#pragma once

#include <check.h>
#include <stdbool.h>
#include <sys/types.h>

/* False, with the reason on stderr, where this machine does not let us have namespaces. */
bool world_possible(void);

/* A checked fixture. The test itself stays outside the PID namespace, all its children are
 * inside. eth0, here, and its far end do not exist yet: see netns-peer.h. */
void world_setup(void);
void world_teardown(void);

/* A case of the suite whose tests have a world of their own, and then what setup gives them. */
TCase *netns_tcase(Suite *suite, const char *name, void (*setup)(void));

/* Runs a shell command. The test fails with the command's words when the command fails. */
void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* ip(8) with these lines: one process, where starting one is what takes the time. */
void run_ip(const char *format, ...) __attribute__((format(printf, 1, 2)));
bool try_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What a command that succeeds has written; the caller frees it. */
char *output_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* How many times slower than usual this machine is, from CK_TIMEOUT_MULTIPLIER: what check does to
 * its timeouts. At least 1. */
int slowness(void);

/* A number of things to do, divided by IPH_TEST_DIVISOR: an emulated machine needs minutes for what
 * takes seconds elsewhere. At least 2, or there would be no race between them. */
int many(int usual);

void set_sysctl(const char *name, const char *value);
unsigned int index_of(const char *ifname);

/* Children. A failing assertion in a child fails the test; finish() fails it, too, when the
 * child ended in any other way than by returning from its function. */
typedef void (*child_fn)(void *arg);
pid_t start(child_fn function, void *arg);
void finish(pid_t pid);
void in_child(child_fn function, void *arg);
void end(pid_t pid); /* one that waits forever */

/* The anycast holder's processes in this network namespace. */
int count_holders(void);
void await_no_holders(void);
