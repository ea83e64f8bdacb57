/* SPDX-License-Identifier: MIT */
/* What inherit.sh runs: programs that are the parent of all orphans, and threads that are
 * cancelled.
 *
 * inherit first ROUNDS           as process 1: zombies that so many lives of a holder leave
 * inherit subreaper              beside a child of its own
 * inherit cancel                 descriptors that cancelled calls leave
 * inherit code create|delete ADDRESS
 * inherit log PATH               is the system's log there, and prints what it hears
 * inherit undumpable|blocking|ignoring|filtered|slack NS PROGRAM ARGUMENT...   as such a process */

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <ctype.h>
#include <dirent.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int bad;

static void expect(bool condition, const char *what, long detail)
{
	if (condition)
		return;
	bad++;
	printf("%s (%ld)\n", what, detail);
}

static MIB_ANYCASTIPADDRESS_ROW row_of(const char *text)
{
	MIB_ANYCASTIPADDRESS_ROW row = {.InterfaceIndex = 1};

	row.Address.si_family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(row.Address.si_family, text,
		      row.Address.si_family == AF_INET6 ? (void *)&row.Address.Ipv6.sin6_addr
							: (void *)&row.Address.Ipv4.sin_addr) != 1)
		abort();
	return row;
}

static void create(const char *text)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(text);
	DWORD code = CreateAnycastIpAddressEntry(&row);

	expect(code == NO_ERROR, "create", code);
}

static void delete (const char *text)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(text);
	DWORD code = DeleteAnycastIpAddressEntry(&row);

	expect(code == NO_ERROR, "delete", code);
}

static int count_zombies(void)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc");
	char path[300];
	char state;
	int count = 0;
	FILE *file;

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		file = isdigit((unsigned char)*entry->d_name) ? fopen(path, "re") : NULL;
		if (!file)
			continue;
		count += fscanf(file, "%*d (%*[^)]) %c", &state) == 1 && state == 'Z';
		fclose(file);
	}
	closedir(dir);
	return count;
}

/* Runs a command, and reaps nothing but that. */
static void run(const char *command)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	expect(status == 0, command, status);
}

static void first(int rounds)
{
	int i;

	for (i = 0; i < rounds; i++) {
		create("2001:db8::53");
		delete ("2001:db8::53");
	}
	expect(count_zombies() == 0, "zombies after all rounds", count_zombies());

	create("2001:db8::53");
	run("i=0; until pgrep -x anycast-keeper >/dev/null || [ $i = 600 ]; do i=$((i + 1)); sleep "
	    "0.05; done");
	run("pkill -KILL -x anycast-holder");
	delete ("2001:db8::53");
	expect(count_zombies() == 0, "zombies where one of the pair was killed", count_zombies());

	/* Another process deletes the last entry: this one is told nothing, and makes up for it. */
	create("2001:db8::53");
	run("\"$inherit\" code delete 2001:db8::53");
	create("2001:db8::53");
	delete ("2001:db8::53");
	expect(count_zombies() == 0, "zombies after others' calls", count_zombies());
}

static pid_t child_that_exits(int status)
{
	pid_t pid = fork();
	siginfo_t info;

	if (pid == 0)
		_exit(status);
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	return pid;
}

/* A program's own holder is its child like any other, and so is one that leads a session. */
static pid_t own_holder(bool session)
{
	pid_t pid = fork();
	siginfo_t info;

	if (pid == 0) {
		if (session)
			setsid();
		prctl(PR_SET_NAME, "anycast-holder");
		_exit(8);
	}
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	return pid;
}

static int volatile signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

static void subreaper(void)
{
	const struct sigaction action = {.sa_handler = count_signal, .sa_flags = SA_RESTART};
	pid_t children[3];
	int status;
	int i;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigaction(SIGCHLD, &action, NULL);
	children[0] = child_that_exits(7);
	children[1] = own_holder(false);
	children[2] = own_holder(true);
	for (i = 0; i < 20; i++) {
		create("2001:db8::53");
		delete ("2001:db8::53");
	}
	expect(count_zombies() == 3, "zombies but the children of the program", count_zombies());
	for (i = 0; i < 3; i++)
		expect(waitpid(children[i], &status, 0) == children[i] &&
			       WEXITSTATUS(status) == (i ? 8 : 7),
		       "a child of the program", i);
	expect(waitpid(-1, &status, 0) < 0, "a child that nobody knows", 0);
	expect(signals > 0, "no SIGCHLD", 0);
}

static void *call(void *arg)
{
	MIB_ANYCASTIPADDRESS_ROW rows[] = {row_of("2001:db8::77"), row_of("192.0.2.77")};
	PMIB_ANYCASTIPADDRESS_TABLE table;
	PMIB_UNICASTIPADDRESS_TABLE unicast;
	PMIB_IF_TABLE2 interfaces;

	(void)arg;
	for (;;) {
		CreateAnycastIpAddressEntry(&rows[0]);
		CreateAnycastIpAddressEntry(&rows[1]);
		if (GetAnycastIpAddressTable(AF_UNSPEC, &table) == NO_ERROR)
			FreeMibTable(table);
		if (GetUnicastIpAddressTable(AF_UNSPEC, &unicast) == NO_ERROR)
			FreeMibTable(unicast);
		if (GetIfTable2(&interfaces) == NO_ERROR)
			FreeMibTable(interfaces);
		DeleteAnycastIpAddressEntry(&rows[1]);
		DeleteAnycastIpAddressEntry(&rows[0]);
		pthread_testcancel();
	}
	return NULL;
}

static int count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (dir && readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void cancel(void)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of("2001:db8::77");
	int before = count_descriptors();
	pthread_t thread;
	int i;

	for (i = 0; i < 300; i++) {
		if (pthread_create(&thread, NULL, call, NULL) != 0)
			abort();
		usleep((useconds_t)(i * 37 % 3000));
		pthread_cancel(thread);
		pthread_join(thread, NULL);
	}
	expect(count_descriptors() == before, "descriptors more", count_descriptors() - before);
	DeleteAnycastIpAddressEntry(&row);
	row = row_of("192.0.2.77");
	DeleteAnycastIpAddressEntry(&row);
	expect(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 12, 0, 0) == 0,
	       "the capability that is lent to the holder stays", 0);
}

static void print_code(const char *verb, const char *text)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(text);

	printf("%u\n", (unsigned int)(*verb == 'c' ? CreateAnycastIpAddressEntry(&row)
						   : DeleteAnycastIpAddressEntry(&row)));
}

static void log_lines(const char *path)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	char line[1000];
	ssize_t n;

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", path);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		abort();
	puts("ready");
	do {
		fflush(stdout);
		n = recv(fd, line, sizeof(line), 0);
	} while (n >= 0 && printf("%.*s\n", (int)n, line) > 0);
}

/* One that lets everything through is there all the same. */
static void filter_calls(void)
{
	struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = {.len = 1, .filter = &code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0)
		abort();
}

static int become(char **argv)
{
	sigset_t all;
	int number;

	sigfillset(&all);
	if (strcmp(argv[1], "undumpable") == 0)
		prctl(PR_SET_DUMPABLE, 0);
	else if (strcmp(argv[1], "blocking") == 0)
		sigprocmask(SIG_BLOCK, &all, NULL);
	else if (strcmp(argv[1], "ignoring") == 0)
		for (number = 1; number < NSIG; number++)
			signal(number, SIG_IGN);
	else if (strcmp(argv[1], "filtered") == 0)
		filter_calls();
	else if (strcmp(argv[1], "slack") == 0)
		prctl(PR_SET_TIMERSLACK, strtoul((++argv)[1], NULL, 10));
	else
		return 2;
	execvp(argv[2], argv + 2);
	return 127;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "first") == 0)
		first(atoi(argv[2]));
	else if (argc == 2 && strcmp(argv[1], "subreaper") == 0)
		subreaper();
	else if (argc == 2 && strcmp(argv[1], "cancel") == 0)
		cancel();
	else if (argc == 3 && strcmp(argv[1], "log") == 0)
		log_lines(argv[2]);
	else if (argc == 4 && strcmp(argv[1], "code") == 0)
		print_code(argv[2], argv[3]);
	else
		return argc > 3 ? become(argv) : 2;
	return bad != 0;
}
