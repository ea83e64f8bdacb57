/* SPDX-License-Identifier: MIT */
/* The peer's connection to an entry. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "survive.h"

static volatile sig_atomic_t told_to_end;

static void on_end(int number)
{
	(void)number;
	told_to_end = 1;
}

static struct sockaddr_in6 endpoint(const char *text)
{
	struct sockaddr_in6 addr = {.sin6_family = AF_INET6, .sin6_port = htons(7007)};

	if (inet_pton(AF_INET6, text, &addr.sin6_addr) != 1)
		give_up(text);
	return addr;
}

int echo(const char *text)
{
	struct sockaddr_in6 addr = endpoint(text);
	int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char buf[4096];
	ssize_t n;
	int fd;

	if (bind(listener, (struct sockaddr *)&addr, sizeof(addr)) < 0 || listen(listener, 8) < 0)
		give_up("echo");
	puts("ready");
	fflush(stdout);
	fd = accept(listener, NULL, NULL);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(fd, buf, (size_t)n) != n)
			give_up("echo");
	return n < 0;
}

int talk(const char *text)
{
	struct sockaddr_in6 addr = endpoint(text);
	struct timeval patience = {.tv_sec = PATIENCE / 1000};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	uint64_t sent[32];
	uint64_t got[32];
	uint64_t count = 0;
	size_t i;

	signal(SIGTERM, on_end);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		give_up("connect");
	puts("ready");
	fflush(stdout);
	while (!told_to_end) {
		for (i = 0; i < 32; i++)
			sent[i] = count++;
		if (write(fd, sent, sizeof(sent)) != (ssize_t)sizeof(sent))
			give_up("the connection: write");
		if (recv(fd, got, sizeof(got), MSG_WAITALL) != (ssize_t)sizeof(got)) {
			if (errno == EINTR && told_to_end)
				break;
			give_up("the connection: read");
		}
		if (memcmp(sent, got, sizeof(sent)) != 0) {
			puts("the connection: other bytes came back");
			return 1;
		}
	}
	printf("%llu bytes echoed\n", (unsigned long long)count * 8);
	return count == 0;
}
