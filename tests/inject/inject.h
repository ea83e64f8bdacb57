/* SPDX-License-Identifier: MIT */
/* What the parts of the fault injection share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <iphlpapi.h>
#include <linux/netlink.h>
#include <winsock2.h>
#include <ws2tcpip.h>

/* System calls that do not exist: the traced caller marks the part that counts with them. */
#define MARK_BEGIN 0x4e49
#define MARK_END 0x4e4a

/* And each time that the library wants memory, which makes no system call of its own mostly. */
#define MARK_MEMORY 0x4e4b

/* What has not come after this many ms hangs. One lock serves all network namespaces of a machine
 * (RTNL): who changes many addresses in another one can make us wait for more than a minute. */
#define HANG 300000

enum role {
	ROLE_CALLER,
	ROLE_SPAWNED, /* its child, up to and behind execve() */
	ROLE_HOLDER,
	ROLE_KEEPER,
	ROLE_UNKNOWN,
};

extern const char *const role_names[];

/* faults.c */
struct fault {
	long nr;
	const char *name;
	int errors[7];
};

const struct fault *fault_of(long nr);
const char *error_name(int error);

/* tracer.c */

/* The one fault of a run: the nth call of a role that may fail. */
struct plan {
	enum role role;
	long n;
	int e; /* which of its errors, if it has so many */
	long seen;
	const struct fault *hit;
	int error;
};

extern struct plan plan;
extern pid_t caller_pid;
extern bool caller_done;

void seize(pid_t pid, enum role role);
void seize_resting(pid_t pid, enum role role);
bool rests(pid_t pid);
bool trace_until_quiet(void);
void release_all(void);
void kill_all_traced(void);
void forget_all_traced(void);

/* world.c */
struct entry {
	const char *text;
	const int *ifindex;
};

#define MEMBER 1u  /* in the kernel's list of memberships */
#define SERVICE 2u /* the service address on lo */
#define ROUTE 4u   /* the anycast route */
#define STANDIN 8u
#define IPV4 16u

extern int eth0, eth1;

void die(const char *what);
long now_ms(void);
void pause_ms(long ms);

MIB_ANYCASTIPADDRESS_ROW row_of(const struct entry *entry);
unsigned int state_of(const struct entry *entry);
int count_addresses(void);
int count_members(void);

pid_t find_process(const char *wanted);
bool both_there(void);
bool await_both(void);
void start_holder(void);
int each_holder(int sig);
void end_holders(int sig);
void reap_all(void);

/* scenarios.c */
enum op { OP_CREATE, OP_DELETE, OP_GET, OP_TABLE, OP_KILL, OP_START, OP_FAMILY };
enum holder_kind { HOLDER_NONE, HOLDER_THERE };
struct family;

struct scenario {
	const char *name;
	enum op op;
	struct entry entry;
	enum holder_kind kind;
	enum role role;
	const struct entry *beside;  /* entry of the same address on the other interface */
	const struct family *family; /* of OP_FAMILY */
	const void *what;	     /* of the family: what is called, and what is there before */
};

extern const struct scenario scenarios[];
extern const size_t scenario_count;
extern const struct entry kept;

uint32_t do_create(const struct entry *entry);
uint32_t do_delete(const struct entry *entry);
unsigned int whole_state(const struct entry *entry);
unsigned int empty_state(const struct scenario *s);
int count_rows(void); /* that the table must have */
void prepare(const struct scenario *s);
void tidy(const struct scenario *s);

/* caller.c */

/* What the traced caller tells, in shared memory. */
struct told {
	bool done;
	uint32_t code;
	int fds_before, fds_after;
	size_t heap_before, heap_after;
	bool untouched; /* a row or a table after a failure */
	bool right;	/* what it holds after a success */
};

extern struct told *told;

void begin_caller(const struct scenario *s);

/* Calls of one family, judged by what the kernel tells before and after them. */
struct family {
	void (*begin)(const struct scenario *s); /* learns what the call does without a fault */
	void (*prepare)(const struct scenario *s);
	void (*call)(const struct scenario *s);
	void (*check)(void);
	void (*end)(const struct scenario *s);
};

/* routes.c */
extern const struct scenario route_scenarios[];
extern const size_t route_scenario_count;

/* neighbors.c */
extern const struct scenario neighbor_scenarios[];
extern const size_t neighbor_scenario_count;

/* paths.c */
extern const struct scenario path_scenarios[];
extern const size_t path_scenario_count;

/* picture.c */

/* What the kernel tells in its dumps, message by message, without what time changes. */
struct picture {
	size_t length;
	char bytes[65536];
};

/* Leaves what it does not want; may change what time changes. */
typedef bool (*picture_filter)(struct nlmsghdr *nlh);

void look_at(uint16_t type, size_t header, picture_filter wanted, struct picture *picture);
bool same_picture(const struct picture *a, const struct picture *b);
void set_address(const char *text, SOCKADDR_INET *address);
void run_batch(const char *options, const char *commands);

/* checks.c */
extern long violations;
extern long vague; /* 31 where memory or descriptors ran out */

void complain(const char *what, long detail);

/* What the call of a family gives without a fault, which must be what is wanted; and whether the
 * call of this run has given the same, which without a fault it must. */
void learn_code(uint32_t code, uint32_t wanted);
bool call_done(void);

void check_call(const struct scenario *s);
void check_state(const struct scenario *s);

/* main.c */
extern const struct scenario *current;
