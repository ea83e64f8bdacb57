/* SPDX-License-Identifier: MIT */
/* /proc/net/snmp and snmp6 (net/ipv4/proc.c, net/ipv6/proc.c): no netlink message has the counters
 * of a whole namespace. Lines that are not as the kernel writes them are skipped. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "file.h"
#include "snmp.h"
#include "trace.h"

/* thread-self, because /proc/net is the main thread's namespace. */
#define SNMP "/proc/thread-self/net/snmp"
#define SNMP6 "/proc/thread-self/net/snmp6"

/* Twice what the kernel writes with each of 256 types of messages in both directions. */
#define LONGEST 65536

/* A piece of the text, without an end of its own. */
struct piece {
	const char *at;
	size_t length;
};

/* False when none is left that has its end: the last one may have been cut. */
static bool take_line(struct piece *text, struct piece *ret_line)
{
	const char *newline = text->length ? memchr(text->at, '\n', text->length) : NULL;

	if (!newline)
		return false;
	*ret_line = (struct piece){.at = text->at, .length = (size_t)(newline - text->at)};
	text->at += ret_line->length + 1;
	text->length -= ret_line->length + 1;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next word of a line, of length 0 when there is none. */
static struct piece take_word(struct piece *line)
{
	struct piece word;

	while (line->length > 0 && is_blank(*line->at)) {
		line->at++;
		line->length--;
	}
	word = (struct piece){.at = line->at};
	while (word.length < line->length && !is_blank(line->at[word.length]))
		word.length++;
	line->at += word.length;
	line->length -= word.length;
	return word;
}

static bool parse_number(struct piece word, uint64_t *ret_value)
{
	bool negative = word.length > 0 && *word.at == '-';
	uint64_t value = 0;
	size_t i;

	if (word.length == (size_t)negative)
		return false;
	for (i = negative; i < word.length; i++) {
		unsigned int digit = (unsigned int)word.at[i] - '0';

		if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*ret_value = negative ? -value : value;
	return true;
}

static void take_counter(struct piece group, struct piece name, struct piece number,
			 iph_snmp_fn take, void *arg)
{
	char whole[IPH_SNMP_NAME];
	uint64_t value;

	if (name.length == 0 || group.length + name.length >= sizeof(whole) ||
	    !parse_number(number, &value))
		return;
	memcpy(whole, group.at, group.length);
	memcpy(whole + group.length, name.at, name.length);
	whole[group.length + name.length] = '\0';
	if (strlen(whole) == group.length + name.length)
		take(whole, value, arg);
}

/* "Tcp: ActiveOpens PassiveOpens" and "Tcp: 3 1". False when the lines are of two groups. */
static bool take_lines(struct piece names, struct piece numbers, iph_snmp_fn take, void *arg)
{
	struct piece group = take_word(&names);
	struct piece again = take_word(&numbers);

	if (group.length == 0 || group.length != again.length ||
	    group.at[group.length - 1] != ':' || memcmp(group.at, again.at, group.length) != 0)
		return false;
	group.length--;
	while (names.length > 0 && numbers.length > 0) {
		struct piece name = take_word(&names);

		take_counter(group, name, take_word(&numbers), take, arg);
	}
	return true;
}

void iph_snmp_parse(const char *text, size_t length, iph_snmp_fn take, void *arg)
{
	struct piece left = {.at = text, .length = length};
	struct piece names;
	struct piece numbers;
	bool more = take_line(&left, &names);

	while (more && take_line(&left, &numbers)) {
		if (take_lines(names, numbers, take, arg))
			more = take_line(&left, &names);
		else
			names = numbers;
	}
}

void iph_snmp6_parse(const char *text, size_t length, iph_snmp_fn take, void *arg)
{
	struct piece left = {.at = text, .length = length};
	struct piece line;

	while (take_line(&left, &line)) {
		struct piece name = take_word(&line);

		take_counter((struct piece){.at = name.at}, name, take_word(&line), take, arg);
	}
}

int iph_snmp_read(uint8_t family, iph_snmp_fn take, void *arg)
{
	const char *path = family == AF_INET ? SNMP : SNMP6;
	IPH_AUTO_FREE char *text = malloc(LONGEST);
	size_t length;
	int r;

	if (!text)
		return -ENOMEM;
	r = iph_failed(path, iph_file_read(path, text, LONGEST, &length));
	if (r < 0)
		return r == -ENOENT ? -EOPNOTSUPP : r;
	if (family == AF_INET)
		iph_snmp_parse(text, length, take, arg);
	else
		iph_snmp6_parse(text, length, take, arg);
	return 0;
}
