/* SPDX-License-Identifier: MIT */
/*
 * Links, addresses and routes come, go and change at random while others register and cancel. What
 * ip(8) lists before, with all that is told applied to it, must be what ip(8) lists after; and
 * nothing may be told to come that is there, nor to go or change that is not.
 * IPH_NOTIFY_CHURN is for how many seconds; 30 in each of the two libraries make a minute.
 */

#include <arpa/inet.h>
#include <pthread.h>
#include <search.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "netns.h"
#include "notes.h"
#include "suite.h"

#define OTHERS 4
#define LINE 192

/* What one registration has been told of, as a tree of lines. */
struct model {
	const char *name;
	const char *list; /* the judge's command */
	void *lines;
	size_t count;
	pthread_mutex_t lock;
	char wrong[LINE + 32]; /* the first thing that was */
	unsigned int told;
};

static int compare(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void put(struct model *model, const char *line)
{
	char *own = strdup(line);

	if (*(char **)tsearch(own, &model->lines, compare) != own)
		free(own); /* two of the kernel's that are one row */
	else
		model->count++;
}

static void drop(struct model *model, const char *line)
{
	char **found = tfind(line, &model->lines, compare);
	char *own = *found;

	tdelete(line, &model->lines, compare);
	free(own);
	model->count--;
}

static void apply(struct model *model, MIB_NOTIFICATION_TYPE type, const char *line)
{
	bool known;

	pthread_mutex_lock(&model->lock);
	known = tfind(line, &model->lines, compare);
	model->told++;
	if (known == (type == MibAddInstance)) {
		if (!model->wrong[0])
			snprintf(model->wrong, sizeof(model->wrong), "told %d of \"%s\"", (int)type,
				 line);
	} else if (type == MibAddInstance) {
		put(model, line);
	} else if (type == MibDeleteInstance) {
		drop(model, line);
	}
	pthread_mutex_unlock(&model->lock);
}

static const char *text_of(const SOCKADDR_INET *addr, char *text)
{
	const void *bytes = addr->si_family == AF_INET ? (const void *)&addr->Ipv4.sin_addr
						       : (const void *)&addr->Ipv6.sin6_addr;

	return inet_ntop(addr->si_family, bytes, text, INET6_ADDRSTRLEN);
}

static VOID WINAPI on_address(PVOID model, PMIB_UNICASTIPADDRESS_ROW row,
			      MIB_NOTIFICATION_TYPE type)
{
	char text[INET6_ADDRSTRLEN];
	char line[LINE];

	snprintf(line, sizeof(line), "%u %s", row->InterfaceIndex, text_of(&row->Address, text));
	apply(model, type, line);
}

static VOID WINAPI on_interface(PVOID model, PMIB_IPINTERFACE_ROW row, MIB_NOTIFICATION_TYPE type)
{
	char line[LINE];

	snprintf(line, sizeof(line), "%u %d", row->InterfaceIndex, row->Family);
	apply(model, type, line);
}

static VOID WINAPI on_route(PVOID model, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	char prefix[INET6_ADDRSTRLEN], hop[INET6_ADDRSTRLEN];
	char line[LINE];

	snprintf(line, sizeof(line), "%u %s/%u %s", row->InterfaceIndex,
		 text_of(&row->DestinationPrefix.Prefix, prefix),
		 row->DestinationPrefix.PrefixLength, text_of(&row->NextHop, hop));
	apply(model, type, line);
}

/* ip(8) calls interfaces by their names: those of this test are a letter and their index. */
static const char list_routes[] =
	"{ ip -4 -o -d -N route show table all; ip -6 -o -d -N route show table all; } | awk '"
	"function show() { if (dev) { sub(/^[a-z]*/, \"\", dev);"
	"	print dev == \"\" ? 1 : dev, prefix, via ? via : none } via = dev = \"\" }"
	"{ six = NR > 1 && six || $2 ~ /:/ || / pref /; none = six ? \"::\" : \"0.0.0.0\";"
	"  prefix = $2; if (prefix == \"default\") prefix = none \"/0\";"
	"  if (prefix !~ /[/]/) prefix = prefix (six ? \"/128\" : \"/32\");"
	"  table = 254; via = dev = \"\";"
	"  for (i = 3; i <= NF; i++) {"
	"	if ($i == \"table\") table = $(i + 1);"
	"	if ($i == \"nexthop\") show();"
	"	if ($i == \"via\") via = $(i + 1) == \"inet6\" ? $(i + 2) : $(i + 1);"
	"	if ($i == \"dev\") dev = $(i + 1) == \"lo\" ? \"lo\" : $(i + 1);"
	"	if (($i == \"dev\" || $i == \"nexthop\") && table != 254 && table != 255) break;"
	"  }"
	"  if (table == 254 || table == 255) show() }'";

static struct model models[] = {
	{.name = "addresses",
	 .list = "ip -o addr | awk '{ sub(/:/, \"\", $1); sub(/[/].*/, \"\", $4); print $1, $4 }'"},
	{.name = "interfaces",
	 .list = "ip -o link | awk '{ sub(/:.*/, \"\", $1); print $1, 2; print $1, 10 }'"},
	{.name = "routes", .list = list_routes},
};

/* Calls each for every line that the judge has. */
static void ask_judge(struct model *model, struct model *ret_seen)
{
	char *text = output_of("%s", model->list);
	char *line = strtok(text, "\n");

	for (; line; line = strtok(NULL, "\n"))
		put(ret_seen, line);
	free(text);
}

static struct model *other;
static char difference[4 * LINE];

static void note_missing(const void *node, VISIT visit, int depth)
{
	const char *line = *(char *const *)node;
	size_t length = strlen(difference);

	(void)depth;
	if ((visit == postorder || visit == leaf) && !tfind(line, &other->lines, compare))
		snprintf(difference + length, sizeof(difference) - length, "\n%s", line);
}

static bool agrees(struct model *model)
{
	struct model seen = {0};

	ask_judge(model, &seen);
	difference[0] = '\0';
	pthread_mutex_lock(&model->lock);
	other = model;
	twalk(seen.lines, note_missing);
	if (difference[0])
		strncat(difference, "\nand too much:", sizeof(difference) - strlen(difference) - 1);
	other = &seen;
	twalk(model->lines, note_missing);
	pthread_mutex_unlock(&model->lock);
	tdestroy(seen.lines, free);
	return !difference[0];
}

static void await_agreement(struct model *model)
{
	time_t end = time(NULL) + 30 * slowness();

	while (!agrees(model)) {
		ck_assert_msg(time(NULL) < end, "%s after %u calls lack:%s", model->name,
			      model->told, difference);
		usleep(10000);
	}
	ck_assert_msg(!model->wrong[0], "%s", model->wrong);
}

static atomic_bool over;

static VOID WINAPI no_matter(PVOID context, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	(void)type;
}

static void *come_and_go(void *arg)
{
	HANDLE handles[5];
	size_t i;

	(void)arg;
	while (!over) {
		for (i = 0; i < 5; i++)
			assert_code(NotifyRouteChange2(i % 2 ? AF_INET : AF_UNSPEC, no_matter, NULL,
						       TRUE, &handles[i]),
				    CODE_SUCCESS);
		usleep(20000);
		for (i = 0; i < 5; i++)
			assert_code(CancelMibChangeNotify2(handles[i]), CODE_SUCCESS);
	}
	return NULL;
}

/* A hundred changes, of which many are refused. At a hop on an interface that is not there ip(8)
 * ends, whatever follows: so routes of several hops have an ip(8) of their own. */
static void change_at_random(unsigned int seed)
{
	(void)try_run("awk -v seed=%u -v alone='ip -batch - >/dev/null 2>&1' '"
		      "function any(n) { return int(rand() * n) }"
		      "function v4() { return \"10.\" any(3) \".0.\" 1 + any(9) }"
		      "function v6() { return \"2001:db8:\" any(3) \"::\" 1 + any(9) }"
		      "function p4() { return \"10.\" 100 + any(4) \".0.0/\" 16 + any(2) * 8 }"
		      "function p6() { return \"2001:db8:\" 100 + any(4) \"::/\" 48 + any(2) * 16 }"
		      "function how() { return substr(\"add    append replaceprepend\", 1 + 7 * "
		      "any(4), 7) }"
		      "BEGIN { srand(seed); for (i = 0; i < 100; i++) { d = \"d\" 100 + any(4);"
		      "n = any(16); m = any(3) ? \"\" : \" metric \" 1 + any(3);"
		      "if (n == 0) print \"link add\", d, \"index\", substr(d, 2), \"type veth "
		      "peer name\","
		      "	\"p\" 100 + substr(d, 2), \"index\", 100 + substr(d, 2);"
		      "else if (n == 1 && any(4) == 0) print \"link del\", d;"
		      "else if (n == 2) print \"link set\", d, \"down\";"
		      "else if (n < 5) { print \"link set\", d, \"up\";"
		      "	print \"link set p\" 100 + substr(d, 2), \"up\" }"
		      "else if (n == 5) print \"link set\", d, \"mtu\", 1300 + any(200);"
		      "else if (n < 8) print \"addr add\", v4() \"/24 dev\", d;"
		      "else if (n == 8) print \"addr add\", v6() \"/64 nodad dev\", d;"
		      "else if (n == 9) print \"addr del\", (any(2) ? v4() \"/24\" : v6() \"/64\"),"
		      "	\"dev\", d;"
		      "else if (n < 12) print \"route\", how(), p4(), \"via\", v4(), \"dev\", d m;"
		      "else if (n == 12) print \"route\", how(), p4(), \"dev\", d m;"
		      "else if (n == 13) print \"route\", how(), p6(), \"via\", v6(), \"dev\", d m;"
		      "else if (n == 14) print \"route del\", (any(2) ? p4() : p6()), \"dev\", d;"
		      "else { print \"route\", how(), p4(), \"nexthop via\", v4(), \"dev\", d,"
		      "	\"nexthop via\", v4(), \"dev\", d | alone; close(alone) } }"
		      "}' | ip -force -batch - >/dev/null 2>&1",
		      seed);
}

static void begin(HANDLE handles[3])
{
	size_t i;

	for (i = 0; i < 3; i++) {
		pthread_mutex_init(&models[i].lock, NULL);
		ask_judge(&models[i], &models[i]);
	}
	assert_code(
		NotifyUnicastIpAddressChange(AF_UNSPEC, on_address, &models[0], FALSE, &handles[0]),
		CODE_SUCCESS);
	assert_code(
		NotifyIpInterfaceChange(AF_UNSPEC, on_interface, &models[1], FALSE, &handles[1]),
		CODE_SUCCESS);
	assert_code(NotifyRouteChange2(AF_UNSPEC, on_route, &models[2], FALSE, &handles[2]),
		    CODE_SUCCESS);
}

static void churn(void *arg)
{
	const char *wish = getenv("IPH_NOTIFY_CHURN");
	time_t end = time(NULL) + (wish ? atoi(wish) : 30);
	unsigned int seed = (unsigned int)time(NULL);
	pthread_t threads[OTHERS];
	HANDLE handles[3];
	size_t i;

	(void)arg;
	printf("seed %u\n", seed);
	fflush(stdout);
	begin(handles);
	for (i = 0; i < OTHERS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, come_and_go, NULL), 0);
	run("ip link add d100 index 100 type veth peer name p200 index 200");
	run("ip addr add 10.0.0.1/24 dev d100");
	while (time(NULL) < end) {
		change_at_random(seed++);
		for (i = 0; i < 3; i++)
			await_agreement(&models[i]);
	}
	over = true;
	for (i = 0; i < OTHERS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	for (i = 0; i < 3; i++) {
		printf("%u calls about %s\n", models[i].told, models[i].name);
		fflush(stdout);
		ck_assert_uint_gt(models[i].told, 0);
		assert_code(CancelMibChangeNotify2(handles[i]), CODE_SUCCESS);
	}
}

START_TEST(what_is_told_is_what_has_changed)
{
	in_child(churn, NULL);
}
END_TEST

TEST_SUITE("notify churn")
{
	TCase *tcase = netns_tcase(suite, "churn", NULL);

	tcase_set_timeout(tcase, 1200);
	tcase_add_test(tcase, what_is_told_is_what_has_changed);
}
