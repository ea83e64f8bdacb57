/* SPDX-License-Identifier: MIT */
/* What callbacks have been told, as lines of text to be waited for. */
#pragma once

#include "codes.h"

/* A context for the callbacks below. */
struct notes;
struct notes *notes_new(void);

/* "address add 192.0.2.1 eth0", "interface parameter 4 eth0", "interface initial",
 * "route delete 10.0.0.0/8 192.0.2.2 eth0", "anycast add 192.0.2.1 eth0". */
VOID WINAPI note_unicast(PVOID notes, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type);
VOID WINAPI note_interface(PVOID notes, PMIB_IPINTERFACE_ROW row, MIB_NOTIFICATION_TYPE type);
VOID WINAPI note_route(PVOID notes, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type);
VOID WINAPI note_anycast(PVOID notes, PMIB_ANYCASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type);

/* The name that an interface is called in the lines, whatever it is called now. */
void notes_name(struct notes *notes, NET_IFINDEX index, const char *name);

/* Waits until so many lines, or this line, are there; the test fails after half a minute. */
void await_lines(struct notes *notes, unsigned int count);
void await_line(struct notes *notes, const char *line);

/* The lines so far, without those that come several times in a row, are these (one string, each
 * with its end), once no more than these have come; and then there are none. */
void assert_notes(struct notes *notes, const char *lines);
void forget_notes(struct notes *notes);
unsigned int count_notes(struct notes *notes);

/* Threads and descriptors of this process. A listener ends a moment after its last registration:
 * the test fails when it has not after half a minute. */
struct resources {
	int threads;
	int fds;
};
struct resources resources(void);
void await_resources(struct resources wanted);
