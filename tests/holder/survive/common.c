/* SPDX-License-Identifier: MIT */
/* Rows, chance, /proc, and the two processes of the holder. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "survive.h"

_Noreturn void give_up(const char *what)
{
	printf("%s: %s\n", what, strerror(errno));
	fflush(stdout);
	_exit(1);
}

MIB_ANYCASTIPADDRESS_ROW make_row(uint32_t ifindex, const char *text, unsigned int number)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};
	uint8_t *bytes = (uint8_t *)&row.Address.Ipv6.sin6_addr;

	row.InterfaceIndex = ifindex;
	row.Address.si_family = AF_INET6;
	if (inet_pton(AF_INET6, text, bytes) != 1)
		give_up(text);
	bytes[14] = (uint8_t)(number >> 8);
	bytes[15] = (uint8_t)number;
	return row;
}

void to_hex(const void *addr, char *ret_text)
{
	int i;

	for (i = 0; i < 16; i++)
		sprintf(ret_text + 2 * i, "%02x", ((const uint8_t *)addr)[i]);
}

uint32_t draw(uint32_t below)
{
	uint32_t n;

	if (getrandom(&n, sizeof(n), 0) != (ssize_t)sizeof(n))
		give_up("getrandom");
	return n % below;
}

/* The randomness of the moment is the point. */
void pass_moment(uint32_t most_us)
{
	struct timespec moment = {.tv_nsec = 1000L * draw(most_us)};

	nanosleep(&moment, NULL);
}

int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

ssize_t read_whole(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return -1;
	while (len < size - 1 && (n = read(fd, buf + len, size - 1 - len)) > 0)
		len += (size_t)n;
	close(fd);
	buf[len] = '\0';
	return (ssize_t)len;
}

/* The living processes of the pair in this PID namespace. */
static bool is_of_pair(const char *pid)
{
	char path[300];
	char stat[512];
	char *end;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	if (read_whole(path, stat, sizeof(stat)) <= 0)
		return false;
	end = strrchr(stat, ')');
	return end && (strstr(stat, "(anycast-holder)") || strstr(stat, "(anycast-keeper)")) &&
	       end[2] != 'Z' && end[2] != 'X';
}

int find_pair(pid_t *ret_pids)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	if (!dir)
		give_up("/proc");
	while ((entry = readdir(dir)))
		if (atoi(entry->d_name) > 0 && is_of_pair(entry->d_name) && count < MAX_PAIR)
			ret_pids[count++] = (pid_t)atoi(entry->d_name);
	closedir(dir);
	return count;
}

bool await_pair(int wanted, pid_t *ret_pids)
{
	int64_t end = now_ms() + PATIENCE;
	int count;

	do
		count = find_pair(ret_pids);
	while (count != wanted && now_ms() < end);
	if (count != wanted)
		printf("%d processes instead of %d\n", count, wanted);
	return count == wanted;
}

int open_pid(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd < 0)
		give_up("pidfd_open");
	return fd;
}

void await_death(int pidfd)
{
	struct pollfd death = {.fd = pidfd, .events = POLLIN};

	if (poll(&death, 1, PATIENCE) != 1)
		give_up("a killed process does not die");
	close(pidfd);
}

long checked(const char *what, DWORD code)
{
	if (code)
		printf("%s: code %u\n", what, (unsigned int)code);
	return code != 0;
}

pid_t start(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		give_up("fork");
	return pid;
}

int finish(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status != 0;
}
