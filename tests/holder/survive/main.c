/* SPDX-License-Identifier: MIT */
/* What survive.sh sends against the anycast holder: kills, and callers that die. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "survive.h"

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	uint32_t ifindex = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	uint32_t other = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
	int count = argc > 4 ? atoi(argv[4]) : 0;
	pid_t pair[MAX_PAIR];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (strcmp(verb, "create") == 0)
		return change_untouched(ifindex, CreateAnycastIpAddressEntry);
	if (strcmp(verb, "delete") == 0)
		return change_untouched(ifindex, DeleteAnycastIpAddressEntry);
	if (strcmp(verb, "murder") == 0)
		return murder(ifindex, other, count);
	if (strcmp(verb, "churn") == 0)
		return kill_beside_churn(ifindex, count);
	if (strcmp(verb, "look") == 0)
		return look_beside_churn(ifindex, count);
	if (strcmp(verb, "flaps") == 0)
		return call_beside_flaps(ifindex, count);
	if (strcmp(verb, "die") == 0)
		return die(ifindex, other, count);
	if (strcmp(verb, "kill-both") == 0)
		return kill_both();
	if (strcmp(verb, "murder-both") == 0)
		return murder_both(ifindex, (int)other);
	if (strcmp(verb, "signal") == 0)
		return terminate(argv[2], (int)other);
	if (strcmp(verb, "pids") == 0)
		return list_pair(), 0;
	if (strcmp(verb, "await") == 0)
		return !await_pair((int)ifindex, pair);
	if (strcmp(verb, "echo") == 0)
		return echo(argv[2]);
	if (strcmp(verb, "talk") == 0)
		return talk(argv[2]);
	if (strcmp(verb, "rest") == 0) /* keeps a namespace */
		return pause();
	fprintf(stderr, "survive: no such verb\n");
	return 2;
}
