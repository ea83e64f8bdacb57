/* SPDX-License-Identifier: MIT */
/* What resolv.conf(5) says of name servers and domains, read as glibc's resolv/res_init.c does:
 * a keyword begins its line, the last "domain" or "search" counts. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "file.h"
#include "resolv-conf.h"

/* Nobody's resolv.conf is longer; what is behind is not read. */
#define LONGEST 65536

#define BLANKS " \t"

/* The next word of a line, "" when there is none. */
static char *next_word(char **line)
{
	char *word = *line + strspn(*line, BLANKS);
	char *end = word + strcspn(word, BLANKS);

	*line = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static void take_server(char *line, struct iph_resolv *resolv)
{
	struct iph_resolv_server server = {0};
	char *word = next_word(&line);
	char *zone = strchr(word, '%');
	struct in_addr ipv4;

	if (resolv->server_count == IPH_ARRAY_SIZE(resolv->servers))
		return;
	if (zone)
		*zone++ = '\0';
	/* inet_aton(3) takes white space at the end, glibc here does not */
	if (!zone && !strpbrk(word, "\r\v\f") && inet_aton(word, &ipv4)) {
		server.addr.family = AF_INET;
		memcpy(server.addr.bytes, &ipv4, sizeof(ipv4));
	} else if (inet_pton(AF_INET6, word, server.addr.bytes) == 1) {
		server.addr.family = AF_INET6;
	} else {
		return;
	}
	if (zone && strlen(zone) < sizeof(server.zone))
		memcpy(server.zone, zone, strlen(zone));
	resolv->servers[resolv->server_count++] = server;
}

static void take_domains(char *line, size_t most, struct iph_resolv *resolv)
{
	char *word = next_word(&line);

	if (!*word)
		return;
	resolv->domain_count = 0;
	for (; *word && resolv->domain_count < most; word = next_word(&line)) {
		size_t length = strlen(word);

		if (length < IPH_DOMAIN_SIZE)
			memcpy(resolv->domains[resolv->domain_count++], word, length + 1);
	}
}

static void take_line(char *line, struct iph_resolv *resolv)
{
	size_t length = strcspn(line, BLANKS);
	char *rest = line + length;

	if (!*rest)
		return;
	*rest++ = '\0';
	if (strcmp(line, "nameserver") == 0)
		take_server(rest, resolv);
	else if (strcmp(line, "search") == 0)
		take_domains(rest, MAXDNSRCH, resolv);
	else if (strcmp(line, "domain") == 0)
		take_domains(rest, 1, resolv);
}

void iph_resolv_parse(const char *text, size_t length, struct iph_resolv *ret_resolv)
{
	/* Longer than all domains that count; a longer line ends in the middle. */
	char line[MAXDNSRCH * IPH_DOMAIN_SIZE + sizeof("search ")];
	const char *end = text + length;

	memset(ret_resolv, 0, sizeof(*ret_resolv));
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t whole = (size_t)((newline ? newline : end) - text);
		size_t kept = whole < sizeof(line) ? whole : sizeof(line) - 1;

		memcpy(line, text, kept);
		line[kept] = '\0';
		take_line(line, ret_resolv);
		text += newline ? whole + 1 : whole;
	}
}

int iph_resolv_read(struct iph_resolv *ret_resolv)
{
	IPH_AUTO_FREE char *text = malloc(LONGEST);
	size_t length = 0;
	int r;

	if (!text)
		return -ENOMEM;
	r = iph_file_read(_PATH_RESCONF, text, LONGEST, &length);
	switch (r) {
	case -ENOMEM:
	case -EMFILE:
	case -ENFILE:
		return r;
	default:
		/* No file is no name server, and so is one that cannot be read. */
		iph_resolv_parse(text, r < 0 ? 0 : length, ret_resolv);
		return 0;
	}
}
