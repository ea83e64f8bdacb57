/* SPDX-License-Identifier: MIT */
/* Telling what happens inside a call, for people who ask: TRACING in netioapi(7). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef HAVE_SYS_SDT_H
#include <sys/sdt.h>
/* A place where a tracer can stop us to read three values: one nop when nobody does. */
#define IPH_PROBE3(name, a, b, c) DTRACE_PROBE3(netioapi, name, a, b, c)
#else
#define IPH_PROBE3(name, a, b, c)                                                                  \
	do {                                                                                       \
		(void)(a);                                                                         \
		(void)(b);                                                                         \
		(void)(c);                                                                         \
	} while (0)
#endif

/* Whether the environment has NETIOAPI_TRACE=1. It is read each time, since the library keeps no
 * state; so this is for what has failed, and a call that goes well never comes here. Never true for
 * a program that runs with more privilege than who started it (secure_getenv(3)): whoever that was
 * shall not have it write into its files. */
bool iph_telling(void) __attribute__((cold));

/* One line on standard error. */
void iph_tell(const char *format, ...) __attribute__((cold, format(printf, 1, 2)));

/* For what fails below a call and then comes to it as another errno: tells what it was if r is
 * negative, and returns r. */
int iph_failed(const char *what, int r);

/* A public function returns code: of result, 0 or -errno. */
void iph_told(const char *function, uint32_t code, int result);
