/* SPDX-License-Identifier: MIT */
/* What hostile.sh sends against the anycast holder: without the privilege, and with it. */

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "anycast-proto.h"

#define RANDOM_MESSAGES 100000
#define PATIENCE 20000 /* ms */

static int bad;

__attribute__((format(printf, 2, 3))) static void expect(bool condition, const char *format, ...)
{
	va_list args;

	if (condition)
		return;
	bad++;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static MIB_ANYCASTIPADDRESS_ROW make_row(uint32_t ifindex, const char *text, unsigned int number)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};
	uint8_t *bytes = (uint8_t *)&row.Address.Ipv6.sin6_addr;

	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET6;
	if (inet_pton(AF_INET6, text, bytes) != 1)
		abort();
	bytes[14] = (uint8_t)(number >> 8);
	bytes[15] = (uint8_t)number;
	return row;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int open_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, IPH_HOLDER_PROTOCOL);

	if (fd < 0) {
		perror("socket");
		exit(1);
	}
	return fd;
}

/* Without the privilege. */

static void say(uint32_t port, uint32_t groups, size_t len)
{
	struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = groups};
	char buf[256] = {IPH_PROTO_VERSION, IPH_OP_DELETE};
	int fd = open_socket();
	ssize_t n = sendto(fd, buf, len, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof(to));

	/* of nothing at all nobody's is sent (netlink_sendmsg() since 6.18) */
	expect(n < 0 && (errno == EPERM || (len == 0 && errno == ENODATA)),
	       "%zu bytes to port %x, groups %x: %zd, %s", len, port, groups, n,
	       n < 0 ? strerror(errno) : "sent");
	close(fd);
}

static void attach(bool connecting, uint32_t port, uint32_t groups)
{
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = groups};
	int fd = open_socket();
	int r = (connecting ? connect : bind)(fd, (struct sockaddr *)&addr, sizeof(addr));

	expect(r < 0 && errno == EPERM, "%s port %x, groups %x: %d",
	       connecting ? "connect" : "bind", port, groups, r);
	close(fd);
}

static void join(int group)
{
	int fd = open_socket();
	int r = setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));

	expect(r < 0 && errno == EPERM, "join group %d: %d", group, r);
	close(fd);
}

static void call(uint32_t ifindex, const char *text, DWORD wanted)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, text, 0);
	DWORD code = CreateAnycastIpAddressEntry(&row);

	expect(code == wanted, "create %s: code %u", text, (unsigned int)code);
	code = DeleteAnycastIpAddressEntry(&row);
	expect(code == wanted, "delete %s: code %u", text, (unsigned int)code);
}

static void powerless(uint32_t ifindex, uint32_t port)
{
	static const size_t lengths[] = {0, 1, 2, 16, sizeof(struct iph_request), 33, 256};
	uint32_t ports[] = {IPH_HOLDER_PORT, port};
	PMIB_ANYCASTIPADDRESS_TABLE table;
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::100:0", 0);
	size_t i;
	int j;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		for (j = 0; j < 2; j++) {
			say(ports[j], 0, lengths[i]);
			say(ports[j], IPH_GROUP_HOLDER, lengths[i]);
		}
		say(0, IPH_GROUP_HOLDER, lengths[i]);
		say(0, IPH_GROUP_IN_OFFICE, lengths[i]);
	}
	for (j = 0; j < 2; j++) {
		attach(true, ports[j], 0);
		attach(true, ports[j], IPH_GROUP_HOLDER);
	}
	attach(true, 0, IPH_GROUP_HOLDER);
	attach(false, 0, IPH_GROUP_HOLDER);
	attach(false, 0x4e490000u, IPH_GROUP_HOLDER | IPH_GROUP_IN_OFFICE);
	for (j = 1; j <= 32; j++)
		join(j);
	call(ifindex, "2001:db8::777:0", ERROR_ACCESS_DENIED);
	expect(DeleteAnycastIpAddressEntry(&row) == ERROR_ACCESS_DENIED, "delete of an entry");
	expect(GetAnycastIpAddressEntry(&row) == NO_ERROR, "an entry cannot be read");
	expect(GetAnycastIpAddressTable(AF_INET6, &table) == NO_ERROR, "no table can be read");
	FreeMibTable(table);
}

/* Squats ports until its standard input ends; never reads. */
static void squat(uint32_t first, uint32_t count, int room)
{
	struct rlimit limit;
	uint32_t i;
	char c;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	for (i = 0; i < count; i++) {
		struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_pid = first + i};
		int fd = open_socket();

		if (room && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)) < 0)
			perror("SO_RCVBUF");
		if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
			printf("port %x: %s\n", first + i, strerror(errno));
			exit(1);
		}
	}
	puts("ready");
	fflush(stdout);
	while (read(STDIN_FILENO, &c, 1) > 0)
		;
}

/* Comes and goes between and during the calls of others, until its standard input ends. */
static void squat_on_and_off(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	unsigned long times = 0;
	int failed = 0;

	puts("ready");
	fflush(stdout);
	while (poll(&input, 1, failed ? 0 : (int)(times % 2)) == 0) {
		struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_pid = IPH_HOLDER_PORT};
		int fd = open_socket();
		int one = 1;

		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &one, sizeof(one));
		failed = bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0;
		times += !failed;
		(void)poll(&input, 1, failed ? 0 : 1);
		close(fd);
	}
	printf("squatted %lu times\n", times);
}

/* With the privilege. */

static void pairs(uint32_t ifindex, int count)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	PMIB_ANYCASTIPADDRESS_TABLE table;
	double spent[3] = {0};
	double longest = 0;
	double t[4];
	DWORD code;
	int i;

	for (i = 0; i < count; i++) {
		row = make_row(ifindex, "2001:db8::200:0", (unsigned int)i % 64);
		t[0] = now();
		code = CreateAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "create: code %u", (unsigned int)code);
		t[1] = now();
		table = NULL;
		code = GetAnycastIpAddressTable(AF_INET6, &table);
		expect(code == NO_ERROR && table->NumEntries > 0, "table: code %u",
		       (unsigned int)code);
		FreeMibTable(table);
		t[2] = now();
		code = DeleteAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "delete: code %u", (unsigned int)code);
		t[3] = now();
		spent[0] += t[1] - t[0];
		spent[1] += t[2] - t[1];
		spent[2] += t[3] - t[2];
		if (t[1] - t[0] > longest)
			longest = t[1] - t[0];
	}
	printf("create %.0f us (longest %.0f), table %.0f us, delete %.0f us\n",
	       spent[0] / count * 1e6, longest * 1e6, spent[1] / count * 1e6,
	       spent[2] / count * 1e6);
}

static void parallel_of(uint32_t ifindex, int count, const char *what,
			DWORD (*change)(const MIB_ANYCASTIPADDRESS_ROW *row))
{
	MIB_ANYCASTIPADDRESS_ROW row;
	double began = now();
	int status;
	DWORD code;
	int i;

	fflush(stdout);
	for (i = 0; i < count; i++) {
		if (fork() != 0)
			continue;
		row = make_row(ifindex, "2001:db8::500:0", (unsigned int)i);
		code = change(&row);
		if (code)
			printf("%s: code %u\n", what, (unsigned int)code);
		fflush(stdout);
		_exit(code != 0);
	}
	while (wait(&status) > 0)
		bad += status != 0;
	printf("%d parallel %ss in %.0f ms\n", count, what, (now() - began) * 1e3);
}

static void parallel(uint32_t ifindex, int count)
{
	parallel_of(ifindex, count, "create", CreateAnycastIpAddressEntry);
	parallel_of(ifindex, count, "delete", DeleteAnycastIpAddressEntry);
}

static int attacker;
static uint32_t holder_port;

static int throw_bytes(const void *bytes, size_t len, uint32_t groups, int flags)
{
	struct sockaddr_nl to = {
		.nl_family = AF_NETLINK, .nl_pid = holder_port, .nl_groups = groups};

	return sendto(attacker, bytes, len, flags, (struct sockaddr *)&to, sizeof(to)) < 0 ? -errno
											   : 0;
}

/* As the library does it, a request that gets no answer is repeated: the replies to what was
 * thrown before may leave no room for this one's. */
#define REPEATS 10

/* The reply to this request; others are thrown away. 1 when none comes. */
static int ask(const struct iph_request *request)
{
	struct pollfd pollfd = {.fd = attacker, .events = POLLIN};
	struct iph_reply reply;
	ssize_t n;
	int i;

	for (i = 0; i < REPEATS; i++) {
		if (throw_bytes(request, sizeof(*request), 0, 0) < 0)
			return 1;
		while (poll(&pollfd, 1, 1000) > 0) {
			n = recv(attacker, &reply, sizeof(reply), MSG_DONTWAIT);
			if (n == (ssize_t)sizeof(reply) && reply.id == request->id)
				return reply.error;
		}
	}
	return 1;
}

static struct iph_request make_request(uint8_t op, uint32_t ifindex)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::600:0", 0);
	struct iph_request request = {.version = IPH_PROTO_VERSION, .op = op, .ifindex = ifindex};

	memcpy(request.addr, &row.Address.Ipv6.sin6_addr, sizeof(request.addr));
	if (getrandom(&request.id, sizeof(request.id), 0) != (ssize_t)sizeof(request.id))
		abort();
	return request;
}

static void answer_is(uint8_t version, uint8_t op, uint32_t ifindex, int wanted)
{
	struct iph_request request = make_request(op, ifindex);
	int got;

	request.version = version;
	got = ask(&request);
	expect(got == wanted, "version %u, operation %u, interface %u: %d instead of %d", version,
	       op, ifindex, got, wanted);
}

static bool exists(uint32_t ifindex)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::600:0", 0);

	return GetAnycastIpAddressEntry(&row) == NO_ERROR;
}

static void replay(uint32_t ifindex)
{
	struct iph_request create = make_request(IPH_OP_CREATE, ifindex);
	struct iph_request delete = make_request(IPH_OP_DELETE, ifindex);
	int i;

	expect(ask(&create) == 0 && exists(ifindex), "create by hand");
	for (i = 0; i < 100; i++)
		expect(ask(&create) == 0, "a replayed create has another answer");
	expect(ask(&delete) == 0 && !exists(ifindex), "delete by hand");
	for (i = 0; i < 100; i++) {
		expect(ask(&create) == 0, "a replayed create has another answer");
		expect(ask(&delete) == 0, "a replayed delete has another answer");
	}
	expect(!exists(ifindex), "a replayed create has made an entry");
}

static void attack(uint32_t ifindex)
{
	struct iph_request request = make_request(IPH_OP_CREATE, ifindex);
	static uint8_t bytes[65536];
	unsigned int op;
	size_t len;
	double began;
	int i;

	if (iph_holder_find(IPH_GROUP_IN_OFFICE, 0, &holder_port) < 0) {
		puts("there is no holder");
		exit(1);
	}
	attacker = open_socket();
	(void)throw_bytes(bytes, 0, 0, 0); /* newer kernels refuse to send nothing */
	for (len = 1; len <= 4 * sizeof(request); len++) {
		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes, &request, sizeof(request));
		if (len == sizeof(request))
			continue;
		expect(throw_bytes(bytes, len, 0, 0) == 0, "%zu bytes cannot be sent", len);
		expect(throw_bytes(bytes, len, IPH_GROUP_HOLDER, 0) == 0, "%zu bytes", len);
	}
	expect(throw_bytes(bytes, sizeof(bytes), 0, 0) == 0, "64 KiB cannot be sent");
	expect(!exists(ifindex), "a request of another length was heeded");

	for (op = 0; op < 256; op++) {
		if (op != IPH_PROTO_VERSION)
			answer_is((uint8_t)op, IPH_OP_CREATE, ifindex, -EPROTONOSUPPORT);
		if (op != IPH_OP_CREATE && op != IPH_OP_DELETE && op != IPH_OP_NOTHING)
			answer_is(IPH_PROTO_VERSION, (uint8_t)op, ifindex, -EOPNOTSUPP);
	}
	for (op = IPH_OP_CREATE; op <= IPH_OP_DELETE; op++) {
		static const uint32_t indexes[] = {0, UINT32_MAX, 0x7fffffff, 0x80000000};

		for (i = 0; i < 4; i++) {
			request = make_request((uint8_t)op, indexes[i]);
			expect(ask(&request) < 0, "operation %u on interface %x: accepted", op,
			       indexes[i]);
		}
	}
	expect(!exists(ifindex), "a wrong request has made an entry");
	replay(ifindex);

	began = now();
	for (i = 0; i < RANDOM_MESSAGES; i++) {
		len = sizeof(request);
		if (getrandom(bytes, 256, 0) != 256)
			abort();
		if (i % 4 == 0)
			len = 1 + bytes[255] % 128;
		if (i % 4 >= 2) /* deeper: what comes first is right */
			bytes[0] = IPH_PROTO_VERSION;
		if (i % 4 == 3) {
			bytes[1] = IPH_OP_CREATE + bytes[1] % 2;
			if (i % 8 == 3) /* no unicast address, and no interface */
				memcpy(bytes + 4, &ifindex, 4), bytes[16] = 0xff;
			else
				bytes[7] |= 0x80;
		}
		expect(throw_bytes(bytes, len, i % 5 == 0 ? IPH_GROUP_HOLDER : 0, 0) == 0,
		       "message %d cannot be sent", i);
	}
	request = make_request(0, ifindex);
	expect(ask(&request) == -EOPNOTSUPP, "no answer after the garbage");
	printf("%d random messages in %.1f s\n", RANDOM_MESSAGES, now() - began);
}

/* Everything, as whoever can. */
static struct iph_request delete_of(uint32_t ifindex, unsigned int number)
{
	struct iph_request request = make_request(IPH_OP_DELETE, ifindex);

	request.addr[15] = (uint8_t)number;
	return request;
}

static void make_two(uint32_t ifindex)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::600:0", i);

		expect(CreateAnycastIpAddressEntry(&row) == NO_ERROR, "entry %u", i);
	}
}

/* Among them may be one that has started the holder, and has ended since. */
static void signal_all(char **pids, int number)
{
	for (; *pids; pids++)
		expect(kill(atoi(*pids), number) == 0 || errno == ESRCH, "kill %s", *pids);
}

/* Two deletions, and then the first again, all of it before the holder gets to look: it must tell
 * the second, which was its last entry's, that it leaves. */
static void leave(uint32_t ifindex, char **pids)
{
	const struct iph_request requests[] = {delete_of(ifindex, 0), delete_of(ifindex, 1)};
	struct pollfd pollfd = {.events = POLLIN};
	struct iph_reply reply;
	int i;

	expect(iph_holder_find(IPH_GROUP_IN_OFFICE, 0, &holder_port) == 0, "there is no holder");
	attacker = pollfd.fd = open_socket();
	signal_all(pids, SIGSTOP);
	for (i = 0; i < 3; i++)
		expect(throw_bytes(&requests[i % 2], sizeof(requests[0]), 0, 0) == 0, "no room");
	signal_all(pids, SIGCONT);
	for (i = 0; i < 2; i++) {
		expect(poll(&pollfd, 1, PATIENCE) > 0, "no reply");
		expect(recv(attacker, &reply, sizeof(reply), MSG_DONTWAIT) == sizeof(reply) &&
			       reply.id == requests[i].id && reply.error == 0 &&
			       !(reply.flags & IPH_REPLY_LEAVING) == (i == 0),
		       "reply %d: error %d, flags %x", i, reply.error, reply.flags);
	}
	pollfd.fd = (int)syscall(SYS_pidfd_open, reply.pid, 0);
	expect(pollfd.fd < 0 || poll(&pollfd, 1, PATIENCE) > 0, "it does not leave");
}

static void work(uint32_t ifindex)
{
	static const char *const names[] = {"2001:db8::700:0", "2001:db8:9::700:0", "fe80::700:0"};
	MIB_ANYCASTIPADDRESS_ROW row;
	PMIB_ANYCASTIPADDRESS_TABLE table;
	uint32_t port;
	DWORD code;
	int i;

	for (i = 0; i < 3; i++) {
		row = make_row(ifindex, names[i], 0);
		code = CreateAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "create %s: code %u", names[i], (unsigned int)code);
		code = GetAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "get %s: code %u", names[i], (unsigned int)code);
		code = GetAnycastIpAddressTable(AF_INET6, &table);
		expect(code == NO_ERROR && (int)table->NumEntries > i, "table: code %u",
		       (unsigned int)code);
		FreeMibTable(table);
	}
	expect(iph_holder_find(IPH_GROUP_IN_OFFICE, 0, &port) == 0, "there is no holder");
	for (i = 0; i < 3; i++) {
		row = make_row(ifindex, names[i], 0);
		code = DeleteAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "delete %s: code %u", names[i], (unsigned int)code);
		expect(GetAnycastIpAddressEntry(&row) == ERROR_NOT_FOUND, "%s is still there",
		       names[i]);
	}
	memset(&row, 0, sizeof(row));
	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET;
	inet_pton(AF_INET, "192.0.2.53", &row.Address.Ipv4.sin_addr);
	code = CreateAnycastIpAddressEntry(&row);
	expect(code == NO_ERROR, "create over IPv4: code %u", (unsigned int)code);
	code = DeleteAnycastIpAddressEntry(&row);
	expect(code == NO_ERROR, "delete over IPv4: code %u", (unsigned int)code);
}

static void change_standing(uint32_t ifindex, bool create)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	unsigned int i;
	DWORD code;

	for (i = 0; i < 20; i++) {
		row = make_row(ifindex, "2001:db8::100:0", i);
		code = create ? CreateAnycastIpAddressEntry(&row)
			      : DeleteAnycastIpAddressEntry(&row);
		expect(code == NO_ERROR, "standing entry %u: code %u", i, (unsigned int)code);
	}
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	uint32_t first = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 0) : 0;
	uint32_t second = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 0) : 0;
	uint32_t port;

	if (strcmp(verb, "powerless") == 0)
		powerless(first, second);
	else if (strcmp(verb, "squat") == 0)
		squat(first, second, argc > 4 ? atoi(argv[4]) : 0);
	else if (strcmp(verb, "flap") == 0)
		squat_on_and_off();
	else if (strcmp(verb, "pairs") == 0)
		pairs(first, (int)second);
	else if (strcmp(verb, "parallel") == 0)
		parallel(first, (int)second);
	else if (strcmp(verb, "attack") == 0)
		attack(first);
	else if (strcmp(verb, "two") == 0)
		make_two(first);
	else if (strcmp(verb, "leave") == 0)
		leave(first, argv + 3);
	else if (strcmp(verb, "work") == 0)
		work(first);
	else if (strcmp(verb, "stand") == 0)
		change_standing(first, second);
	else if (strcmp(verb, "port") == 0) {
		bad = iph_holder_find(IPH_GROUP_IN_OFFICE, 0, &port) < 0;
		if (!bad)
			printf("0x%x\n", port);
	} else {
		fprintf(stderr, "hostile: no such verb\n");
		return 2;
	}
	fflush(stdout);
	return bad != 0;
}
