/* SPDX-License-Identifier: MIT */
/* Holders that have become children of the calling process.
 *
 * The library keeps no list of the holders that it started, and they may be others' in the same
 * container. Each is known by its name and by its session: a holder is in the session of the
 * process that started it, which has ended at once, and in nobody else's. One that the program has
 * started itself leads a session or is in the program's own, and is left to the program. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "children.h"

static bool gets_orphans(void)
{
	int on = 0;

	return getpid() == 1 || (prctl(PR_GET_CHILD_SUBREAPER, &on, 0, 0, 0) == 0 && on);
}

static bool is_dead_holder(int pid)
{
	char path[40];
	char name[16] = "";
	char state = '?';
	int session = 0;
	int group = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	if (fscanf(file, "%*d (%15[^)]) %c %*d %d %d", name, &state, &group, &session) != 4)
		state = '?';
	fclose(file);
	return state == 'Z' && group == session && session != pid && session != getsid(0) &&
	       (strcmp(name, "anycast-holder") == 0 || strcmp(name, "anycast-keeper") == 0);
}

/* While children go the kernel's list of them may leave others out: so it is read again. */
static bool reap_some(void)
{
	bool some = false;
	char path[60];
	FILE *file;
	int pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	file = fopen(path, "re");
	if (!file)
		return false;
	while (fscanf(file, "%d", &pid) == 1)
		if (is_dead_holder(pid) && waitpid(pid, NULL, WNOHANG | __WALL) == pid)
			some = true;
	fclose(file);
	return some;
}

void iph_children_reap(void)
{
	if (!gets_orphans())
		return;
	while (reap_some())
		;
}
