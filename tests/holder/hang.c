/* SPDX-License-Identifier: MIT */
/* What hang.sh runs: anycast calls beside signals, and programs whose system calls are refused.
 *
 * hang [ticking] create|delete ADDRESS INTERFACE      prints the code
 * hang refuse NAME[=ERRNO],... PROGRAM ARGUMENT...
 * hang squat                                          takes the holder's port, and sleeps */

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "anycast-proto.h"

static const struct {
	const char *name;
	int number;
	int argument; /* that must have this value, or -1 */
	unsigned int value;
	int error;
} refusals[] = {
#ifdef SYS_poll
	{"poll", SYS_poll, -1, 0, EPERM},
	{"poll-signal", SYS_poll, -1, 0, EINTR},
#else
	{"poll", SYS_ppoll, -1, 0, EPERM},
	{"poll-signal", SYS_ppoll, -1, 0, EINTR},
#endif
	{"pidfd_open", SYS_pidfd_open, -1, 0, EPERM},
	{"pidfd_send_signal", SYS_pidfd_send_signal, -1, 0, EPERM},
	{"kill", SYS_kill, -1, 0, EPERM},
	{"fcntl", SYS_fcntl, -1, 0, EPERM},
	{"wait4", SYS_wait4, -1, 0, EINTR},
	{"sock_diag", SYS_socket, 2, NETLINK_SOCK_DIAG, EACCES},
	{"netlink", SYS_socket, 0, AF_NETLINK, EAFNOSUPPORT},
};

/* The low half of an argument is first in memory on the machines that this is built for. */
static void refuse(char *names)
{
	struct sock_filter code[64] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
	struct sock_fprog filter = {.len = 1, .filter = code};
	const char *name;
	size_t i;

	for (name = strtok(names, ","); name; name = strtok(NULL, ",")) {
		for (i = 0; strcmp(refusals[i].name, name) != 0;)
			if (++i == sizeof(refusals) / sizeof(refusals[0]))
				exit(100);
		const struct sock_filter piece[] = {
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)refusals[i].number, 0, 4),
			BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
				 refusals[i].argument < 0
					 ? offsetof(struct seccomp_data, nr)
					 : offsetof(struct seccomp_data, args) +
						   8 * (unsigned int)refusals[i].argument),
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
				 refusals[i].argument < 0 ? (unsigned int)refusals[i].number
							  : refusals[i].value,
				 0, 1),
			BPF_STMT(BPF_RET | BPF_K,
				 SECCOMP_RET_ERRNO | (unsigned int)refusals[i].error),
			BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		};

		memcpy(code + filter.len, piece, sizeof(piece));
		filter.len += sizeof(piece) / sizeof(piece[0]);
	}
	code[filter.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) {
		perror("seccomp");
		exit(100);
	}
}

static void on_tick(int number)
{
	(void)number;
}

/* A signal a millisecond, and no call of the system goes on after it by itself. */
static void tick(void)
{
	const struct itimerval every = {.it_interval.tv_usec = 1000, .it_value.tv_usec = 1000};
	const struct sigaction action = {.sa_handler = on_tick};

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
}

static int change(const char *verb, const char *address, const char *interface)
{
	MIB_ANYCASTIPADDRESS_ROW row = {.InterfaceIndex = if_nametoindex(interface)};

	row.Address.si_family = AF_INET6;
	if (inet_pton(AF_INET6, address, &row.Address.Ipv6.sin6_addr) != 1)
		return 100;
	printf("%u\n",
	       (unsigned int)(strcmp(verb, "create") == 0 ? CreateAnycastIpAddressEntry(&row)
							  : DeleteAnycastIpAddressEntry(&row)));
	return 0;
}

static int squat(void)
{
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_pid = IPH_HOLDER_PORT};
	int fd = socket(AF_NETLINK, SOCK_RAW, IPH_HOLDER_PROTOCOL);

	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		return 100;
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "squat") == 0)
		return squat();
	if (argc > 3 && strcmp(argv[1], "refuse") == 0) {
		refuse(argv[2]);
		execv(argv[3], argv + 3);
		return 100;
	}
	if (argc == 5 && strcmp(argv[1], "ticking") == 0) {
		tick();
		argv++;
		argc--;
	}
	return argc == 4 ? change(argv[1], argv[2], argv[3]) : 100;
}
