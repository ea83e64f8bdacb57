/* SPDX-License-Identifier: MIT */
/* Netlink written out by hand, without a check that is not needed to go on: what the library is
 * compared with. Also makes the worlds that are measured, so whatever fails ends the program. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <linux/netlink.h>

struct raw {
	int fd;
	uint32_t seq;
};

struct message {
	struct nlmsghdr nlh;
	char body[496];
};

void raw_open(struct raw *raw); /* NETLINK_ROUTE */
void raw_open_generic(struct raw *raw);
void raw_close(struct raw *raw);

/* Writes the header of a request and a payload of size bytes, all zero; returns the payload. */
void *message_start(struct message *message, uint16_t type, uint16_t flags, size_t size);
void message_put(struct message *message, uint16_t type, const void *data, size_t len);
struct nlattr *message_nest(struct message *message, uint16_t type);
void message_end(struct message *message, struct nlattr *nest);

/* Sends and takes the acknowledgement: 0 or -errno. */
int raw_request(struct raw *raw, struct message *message);

/* Sends and takes one answer: 0 or -errno. */
int raw_get(struct raw *raw, struct message *message);

/* Sends and reads the whole answer in pieces of 32 KiB, without a look inside the messages:
 * their number. */
long raw_dump(struct raw *raw, struct message *message);

/* The same, and each message is given to somebody. */
long raw_dump_each(struct raw *raw, struct message *message,
		   void (*each)(const struct nlmsghdr *nlh, void *arg), void *arg);

/* The same up to the first message in which there is this address at the place of the first
 * attribute: 1 when there is one. The socket is of no use afterwards. */
int raw_dump_find(struct raw *raw, struct message *message, size_t at, const void *addr);

/* The number of a family of generic netlink, 0 where there is none. */
uint16_t raw_family(const char *name);

/* Has the kernel honour what filters a dump in its request. */
void raw_strict(struct raw *raw);
