/* SPDX-License-Identifier: MIT */
/* The world of a test with real kernel state. */

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "netns.h"

#define PATIENCE 20 /* seconds, times slowness() */

#define MAX_HOLDERS 8

static pid_t init_pid = -1;
static int own_pid_namespace = -1;

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return done;
}

/* Without root: become root of a user namespace that has nobody else in it. */
static bool become_root(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	char map[64];

	if (unshare(CLONE_NEWUSER) < 0)
		return false;
	(void)write_file("/proc/self/setgroups", "deny"); /* Linux before 3.19 has no such file */
	snprintf(map, sizeof(map), "0 %u 1", uid);
	if (!write_file("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_file("/proc/self/gid_map", map);
}

static bool leave_host(void)
{
	const int namespaces = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID;

	if (unshare(namespaces) == 0)
		return true;
	return errno == EPERM && become_root() && unshare(namespaces) == 0;
}

bool world_possible(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		pid = leave_host() ? fork() : -1;
		if (pid > 0)
			waitpid(pid, &status, 0);
		_exit(pid < 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		status = -1;
	if (status != 0)
		fprintf(stderr, "cannot make namespaces here: neither root nor user namespaces\n");
	return status == 0;
}

/* Process 1 of the namespace: orphans come to it, and with it all others die. */
static _Noreturn void be_init(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "test-init");
	signal(SIGCHLD, SIG_IGN);
	for (;;)
		pause();
}

void world_setup(void)
{
	own_pid_namespace = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
	ck_assert_msg(leave_host(), "unshare: %s", strerror(errno));
	ck_assert_msg(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "mount: %s",
		      strerror(errno));
	init_pid = fork();
	ck_assert_int_ge(init_pid, 0);
	if (init_pid == 0)
		be_init();
	/* no address of an interface changes by itself, later than the command that made it */
	set_sysctl("net/ipv6/conf/default/accept_dad", "0");
	set_sysctl("net/ipv6/conf/default/accept_ra", "0");
	run("ip link set lo up");
}

void world_teardown(void)
{
	kill(init_pid, SIGKILL);
	waitpid(init_pid, NULL, 0);
	/* No process can start in what is left of the namespace, not even LeakSanitizer's at our
	 * end. In a user namespace this is refused, and then that has to do without. */
	(void)setns(own_pid_namespace, CLONE_NEWPID);
	close(own_pid_namespace);
}

/* Gives the command's status and all it writes. */
static int run_command(const char *command, char **ret_output)
{
	size_t size = 0;
	FILE *output = open_memstream(ret_output, &size);
	FILE *pipe = popen(command, "re");
	char buf[4096];
	size_t n;

	ck_assert_ptr_nonnull(output);
	ck_assert_ptr_nonnull(pipe);
	while ((n = fread(buf, 1, sizeof(buf), pipe)) > 0)
		fwrite(buf, 1, n, output);
	fclose(output);
	return pclose(pipe);
}

static char *vformat(const char *format, va_list args)
{
	static const char both[] = "exec 2>&1; ";
	char *text;
	char *command;

	ck_assert_int_ge(vasprintf(&text, format, args), 0);
	ck_assert_int_ge(asprintf(&command, "%s%s", both, text), 0);
	free(text);
	return command;
}

static char *output_or_fail(char *command)
{
	char *output = NULL;
	int status = run_command(command, &output);

	ck_assert_msg(status == 0, "%s: status 0x%x: %s", command, status, output);
	free(command);
	return output;
}

void run(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	free(output_or_fail(vformat(format, args)));
	va_end(args);
}

void run_ip(const char *format, ...)
{
	char *lines;
	va_list args;

	va_start(args, format);
	ck_assert_int_ge(vasprintf(&lines, format, args), 0);
	va_end(args);
	run("ip -batch - <<'END'\n%s\nEND\n", lines);
	free(lines);
}

char *output_of(const char *format, ...)
{
	va_list args;
	char *output;

	va_start(args, format);
	output = output_or_fail(vformat(format, args));
	va_end(args);
	return output;
}

bool try_run(const char *format, ...)
{
	char *command;
	char *output = NULL;
	va_list args;
	int status;

	va_start(args, format);
	command = vformat(format, args);
	va_end(args);
	status = run_command(command, &output);
	free(command);
	free(output);
	return status == 0;
}

static int number_in_environment(const char *name)
{
	const char *text = getenv(name);
	int number = text ? atoi(text) : 1;

	return number > 1 ? number : 1;
}

int slowness(void)
{
	return number_in_environment("CK_TIMEOUT_MULTIPLIER");
}

int many(int usual)
{
	int number = usual / number_in_environment("IPH_TEST_DIVISOR");

	return number > 2 ? number : 2;
}

void set_sysctl(const char *name, const char *value)
{
	char path[256];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	ck_assert_msg(write_file(path, value), "%s: %s", path, strerror(errno));
}

unsigned int index_of(const char *ifname)
{
	unsigned int index = if_nametoindex(ifname);

	ck_assert_msg(index != 0, "there is no interface %s", ifname);
	return index;
}

pid_t start(child_fn function, void *arg)
{
	pid_t pid = fork();

	ck_assert_msg(pid >= 0, "fork: %s", strerror(errno));
	if (pid == 0) {
		function(arg);
		_exit(0);
	}
	return pid;
}

void finish(pid_t pid)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(status == 0, "a child ended with status 0x%x", status);
}

void in_child(child_fn function, void *arg)
{
	finish(start(function, arg));
}

void end(pid_t pid)
{
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

/* Whether an argument of the process is a path that ends in the holder's name: under valgrind
 * it is not the first one. */
static bool is_holder(const char *pid)
{
	char path[300];
	char words[4096];
	char *word;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, words, sizeof(words) - 1);
	close(fd);
	if (n <= 0)
		return false;
	words[n] = '\0';
	for (word = words; word < words + n; word += strlen(word) + 1)
		if (strcmp(basename(word), "anycast-holder") == 0)
			return true;
	return false;
}

/* A dead process has no namespace any more, also while it is a zombie. */
static bool is_in_our_network(const char *pid)
{
	char path[300];
	struct stat ours;
	struct stat its;

	snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
	return stat("/proc/thread-self/ns/net", &ours) == 0 && stat(path, &its) == 0 &&
	       ours.st_ino == its.st_ino && ours.st_dev == its.st_dev;
}

static int find_holders(pid_t *ret_pids)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)))
		if (is_in_our_network(entry->d_name) && is_holder(entry->d_name) &&
		    count < MAX_HOLDERS)
			ret_pids[count++] = (pid_t)atoi(entry->d_name);
	closedir(dir);
	return count;
}

int count_holders(void)
{
	pid_t pids[MAX_HOLDERS];

	return find_holders(pids);
}

void await_no_holders(void)
{
	pid_t pids[MAX_HOLDERS];
	int count;
	int i;

	while ((count = find_holders(pids)) > 0) {
		for (i = 0; i < count; i++) {
			struct pollfd death = {.events = POLLIN};

			death.fd = (int)syscall(SYS_pidfd_open, pids[i], 0);
			if (death.fd < 0)
				continue; /* dead already */
			ck_assert_msg(poll(&death, 1, PATIENCE * slowness() * 1000) == 1,
				      "a holder goes on with nothing to hold");
			close(death.fd);
		}
	}
}
