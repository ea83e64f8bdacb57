/* SPDX-License-Identifier: MIT */
/* src/kernel/resolv-conf.c: resolv.conf(5), as glibc reads it and as nobody should write it. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "resolv-conf.h"
#include "suite.h"

/* "server server%zone | domain domain", as the parser has understood a text. */
static const char *understood(const char *text, size_t length)
{
	static char result[4096];
	static struct iph_resolv resolv;
	char addr[INET6_ADDRSTRLEN];
	size_t used = 0;
	size_t i;

	memset(&resolv, 0xcc, sizeof(resolv));
	iph_resolv_parse(text, length, &resolv);
	for (i = 0; i < resolv.server_count; i++) {
		const struct iph_resolv_server *server = &resolv.servers[i];

		inet_ntop(server->addr.family, server->addr.bytes, addr, sizeof(addr));
		used += (size_t)sprintf(result + used, "%s%s%s ", addr, *server->zone ? "%" : "",
					server->zone);
	}
	used += (size_t)sprintf(result + used, "|");
	for (i = 0; i < resolv.domain_count; i++)
		used += (size_t)sprintf(result + used, " %s", resolv.domains[i]);
	return result;
}

static const struct {
	const char *text;
	const char *expected;
} texts[] = {
	{"", "|"},
	{"\n\n\n", "|"},
	{"nameserver 192.0.2.1", "192.0.2.1 |"},
	{"nameserver 192.0.2.1\n", "192.0.2.1 |"},
	{"nameserver\t \t192.0.2.1 \t trailing words", "192.0.2.1 |"},
	{"nameserver 2001:db8::1\nnameserver ::1\n", "2001:db8::1 ::1 |"},
	{"nameserver fe80::1%eth0\n", "fe80::1%eth0 |"},
	{"nameserver fe80::1%an-interface-of-too-many-letters\n", "fe80::1 |"},
	{"nameserver 192.0.2.1%eth0\n", "|"},
	/* inet_aton(3), which glibc uses */
	{"nameserver 127.1\n", "127.0.0.1 |"},
	{"nameserver 192.0.2.256\nnameserver 192.0.2.2x\nnameserver name.example\n", "|"},
	{"nameserver 1:2:3\nnameserver\nnameserver \nnameserver", "|"},
	/* three count, and those that are none do not */
	{"nameserver x\nnameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
	 "nameserver 192.0.2.4\n",
	 "192.0.2.1 192.0.2.2 192.0.2.3 |"},
	/* a keyword begins its line and is a word */
	{" nameserver 192.0.2.1\n#nameserver 192.0.2.2\n;nameserver 192.0.2.3\n", "|"},
	{"nameservers 192.0.2.1\nNameserver 192.0.2.2\nname 192.0.2.3\n", "|"},
	{"options ndots:1\nsortlist 192.0.2.0\nnameserver 192.0.2.1\n", "192.0.2.1 |"},
	{"search a.example b.example\n", "| a.example b.example"},
	{"search\ta.example\t b.example \t\n", "| a.example b.example"},
	{"domain a.example b.example\n", "| a.example"},
	/* the last one counts */
	{"domain a.example\nsearch b.example c.example\n", "| b.example c.example"},
	{"search a.example b.example\ndomain c.example\n", "| c.example"},
	{"search a.example\nsearch\nsearch \ndomain\n", "| a.example"},
	{"search 1 2 3 4 5 6 7 8\n", "| 1 2 3 4 5 6"},
	{"search a.example\r\nnameserver 192.0.2.1\r\n", "| a.example\r"},
};
#define TEXTS (int)(sizeof(texts) / sizeof(texts[0]))

START_TEST(a_text_is_understood_as_glibc_does)
{
	const char *seen = understood(texts[_i].text, strlen(texts[_i].text));

	ck_assert_str_eq(seen, texts[_i].expected);
}
END_TEST

START_TEST(a_domain_has_255_bytes_at_most)
{
	char text[600] = "search ";
	char expected[600] = "| ";

	memset(text + 7, 'a', 255);
	memset(expected + 2, 'a', 255);
	strcpy(text + 7 + 255, " b");
	strcpy(expected + 2 + 255, " b");
	ck_assert_str_eq(understood(text, strlen(text)), expected);
	memset(text + 7, 'a', 256);
	strcpy(text + 7 + 256, " b");
	ck_assert_str_eq(understood(text, strlen(text)), "| b");
}
END_TEST

START_TEST(a_line_may_have_any_length_and_any_bytes)
{
	static char text[20000];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = (char)(i % 251 == '\n' ? 'x' : i % 251);
	memcpy(text, "search ", 7);
	memcpy(text + sizeof(text) - 22, "\nnameserver 192.0.2.1\n", 22);
	ck_assert_ptr_nonnull(strstr(understood(text, sizeof(text)), "192.0.2.1 |"));
	memset(text, 'a', sizeof(text));
	ck_assert_str_eq(understood(text, sizeof(text)), "|");
	memcpy(text, "nameserver ", 11);
	ck_assert_str_eq(understood(text, sizeof(text)), "|");
}
END_TEST

START_TEST(a_zero_byte_ends_a_line)
{
	static const char text[] = "nameserver 192.0.2.1\0nameserver 192.0.2.2\n"
				   "nameserver\0 192.0.2.3\nnameserver 192.0.2.4";

	ck_assert_str_eq(understood(text, sizeof(text) - 1), "192.0.2.1 192.0.2.4 |");
}
END_TEST

/* No byte beyond the length is looked at: valgrind and ASan would say so, and the result too. */
START_TEST(a_text_that_is_cut_anywhere_gives_no_more_than_it_has)
{
	static const char whole[] = "nameserver 192.0.2.1\nsearch a.example\n";
	size_t length;

	for (length = 0; length < sizeof(whole); length++) {
		char *cut = malloc(length ? length : 1);

		memcpy(cut, whole, length);
		if (length < strlen("nameserver 0"))
			ck_assert_str_eq(understood(cut, length), "|");
		else if (length == strlen("nameserver 192.0.2.1"))
			ck_assert_str_eq(understood(cut, length), "192.0.2.1 |");
		else
			understood(cut, length);
		free(cut);
	}
}
END_TEST

TEST_SUITE("resolv-conf")
{
	TCase *tcase = tcase_create("iph_resolv_parse");

	tcase_add_loop_test(tcase, a_text_is_understood_as_glibc_does, 0, TEXTS);
	tcase_add_test(tcase, a_domain_has_255_bytes_at_most);
	tcase_add_test(tcase, a_line_may_have_any_length_and_any_bytes);
	tcase_add_test(tcase, a_zero_byte_ends_a_line);
	tcase_add_test(tcase, a_text_that_is_cut_anywhere_gives_no_more_than_it_has);
	suite_add_tcase(suite, tcase);
}
