/* SPDX-License-Identifier: MIT */
/* What the holder costs while it holds: memory of its two processes. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "holder.h"
#include "world.h"

#define MOST_LOOKS 1000
#define LOOK_PAUSE 1000 /* µs */

/* A value in KiB from smaps_rollup, or 0. */
static double memory_of(pid_t pid, const char *key)
{
	char path[64];
	char line[256];
	double value = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	file = pid ? fopen(path, "re") : NULL;
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, key, strlen(key)) == 0)
			sscanf(line + strlen(key), " %lf", &value);
	if (file)
		fclose(file);
	return value;
}

/* It is started after the first answer; nothing tells when it has got its name. */
pid_t holder_await_keeper(void)
{
	pid_t keeper = world_keeper();
	int looks;

	for (looks = 0; !keeper && looks < MOST_LOOKS; looks++) {
		usleep(LOOK_PAUSE);
		keeper = world_keeper();
	}
	return keeper;
}

void holder_memory(long entries)
{
	pid_t holder = world_holder();
	pid_t keeper = holder_await_keeper();

	bench_figure("holder-memory", entries, "holder, resident", memory_of(holder, "Rss:"), "KiB",
		     0);
	bench_figure("holder-memory", entries, "keeper, resident", memory_of(keeper, "Rss:"), "KiB",
		     0);
	bench_figure("holder-memory", entries, "both, shared pages counted once",
		     memory_of(holder, "Pss:") + memory_of(keeper, "Pss:"), "KiB", 0);
}
