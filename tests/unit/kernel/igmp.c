/* SPDX-License-Identifier: MIT */
/* src/kernel/igmp.c: /proc/net/igmp as kernels write it, and as they never would. */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "igmp.h"
#include "suite.h"

/* What was read, as lines "index group". */
struct seen {
	char text[512];
	int answer; /* of the reader, to each row */
};

static int note(const struct iph_addr *group, uint32_t ifindex, void *arg)
{
	struct seen *seen = arg;
	char line[64];
	char addr[INET_ADDRSTRLEN];

	ck_assert_int_eq(group->family, AF_INET);
	snprintf(line, sizeof(line), "%u %s\n", ifindex,
		 inet_ntop(AF_INET, group->bytes, addr, sizeof(addr)));
	ck_assert_uint_lt(strlen(seen->text) + strlen(line), sizeof(seen->text));
	strcat(seen->text, line);
	return seen->answer;
}

static int read_text(const char *text, size_t len, struct seen *seen)
{
	FILE *file = fmemopen((void *)text, len, "r");
	int r;

	ck_assert_ptr_nonnull(file);
	seen->text[0] = '\0';
	r = iph_igmp_read(file, note, seen);
	fclose(file);
	return r;
}

static void reads(const char *text, const char *expected)
{
	struct seen seen = {.answer = 0};

	ck_assert_int_eq(read_text(text, strlen(text), &seen), 0);
	ck_assert_str_eq(seen.text, expected);
}

#define HEADER "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"

/* The numbers are written as this machine has them. */
static char *native(const char *addr)
{
	static char hex[9];
	struct in_addr in;

	ck_assert_int_eq(inet_pton(AF_INET, addr, &in), 1);
	snprintf(hex, sizeof(hex), "%08X", in.s_addr);
	return hex;
}

START_TEST(what_the_kernel_writes_is_read)
{
	char text[1024];
	int n = snprintf(text, sizeof(text),
			 HEADER "1\tlo        :     1      V3\n"
				"\t\t\t\t%s     1 0:00000000\t\t0\n",
			 native("224.0.0.1"));

	n += snprintf(text + n, sizeof(text) - (size_t)n,
		      "12\teth0      :     2      V2\n\t\t\t\t%s     1 0:00000000\t\t0\n",
		      native("239.1.2.3"));
	snprintf(text + n, sizeof(text) - (size_t)n, "\t\t\t\t%s     3 1:0000012C\t\t1\n",
		 native("224.0.0.251"));
	reads(text, "1 224.0.0.1\n12 239.1.2.3\n12 224.0.0.251\n");
	reads(HEADER, "");
	reads("\n", "");
}
END_TEST

START_TEST(names_of_interfaces_do_not_confuse)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 HEADER "2147483647\t\"<&%%$\x01    :     1      V3\n"
			"\t\t\t\t%s     1 0:00000000\t\t0\n",
		 native("224.0.0.1"));
	reads(text, "2147483647 224.0.0.1\n");
}
END_TEST

static const char *const nonsense[] = {
	"\t\t\t\t010000E0     1 0:00000000\t\t0\n", /* no interface */
	"0\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n",
	"2147483648\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n",
	"99999999999999999999999\tlo        :\n\t\t\t\t010000E0     1 0:00000000\t\t0\n",
	"1 lo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n",
	"1\tlo :\nx\n\t\t\t\t010000E0     1 0:00000000\t\t0\n",
	"1\tlo :\n010000E0     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t010000E     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t010000E00     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t010000G0     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t-10000E0     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t0x0000E0     1 0:00000000\t\t0\n",
	"1\tlo :\n\t\t\t\t010000E0",
	"1\tlo :\n\t\t\t\t00000000     1 0:00000000\t\t0\n", /* no group */
	"1\tlo :\n\t\t\t\t\n",
};

START_TEST(what_no_kernel_writes_is_skipped)
{
	reads(nonsense[_i], "");
}
END_TEST

/* A line that is too long is one line and not several. */
START_TEST(a_long_line_is_one_line)
{
	static char text[2048];
	size_t at;

	strcpy(text, "1\tlo :\n\t");
	for (at = strlen(text); at < 1000; at++)
		text[at] = 'A';
	strcpy(text + 255, "\t\t\t\t010000E0     1 0:00000000\t\t0\n");
	reads(text, "");
}
END_TEST

START_TEST(a_zero_byte_ends_neither_reading_nor_program)
{
	static const char text[] = "1\tlo :\n\0\n\t\t\t\t010000E0     1 0:00000000\t\t0\n";
	struct seen seen = {.answer = 0};

	ck_assert_int_eq(read_text(text, sizeof(text) - 1, &seen), 0);
}
END_TEST

START_TEST(the_reader_ends_it)
{
	char text[256];
	struct seen seen = {.answer = 1};

	snprintf(text, sizeof(text), "1\tlo :\n\t%s 1\n\t%s 1\n", native("224.0.0.1"), "020000E0");
	ck_assert_int_eq(read_text(text, strlen(text), &seen), 0);
	ck_assert_str_eq(seen.text, "1 224.0.0.1\n");
	seen.answer = -ENOMEM;
	ck_assert_int_eq(read_text(text, strlen(text), &seen), -ENOMEM);
	ck_assert_str_eq(seen.text, "1 224.0.0.1\n");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_an_error)
{
	FILE *file = fopen("/", "re"); /* EISDIR with the first read */
	struct seen seen = {.answer = 0};

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(iph_igmp_read(file, note, &seen), -EIO);
	fclose(file);
}
END_TEST

TEST_SUITE("igmp")
{
	TCase *tcase = tcase_create("iph_igmp_read");

	tcase_add_test(tcase, what_the_kernel_writes_is_read);
	tcase_add_test(tcase, names_of_interfaces_do_not_confuse);
	tcase_add_loop_test(tcase, what_no_kernel_writes_is_skipped, 0,
			    (int)(sizeof(nonsense) / sizeof(nonsense[0])));
	tcase_add_test(tcase, a_long_line_is_one_line);
	tcase_add_test(tcase, a_zero_byte_ends_neither_reading_nor_program);
	tcase_add_test(tcase, the_reader_ends_it);
	tcase_add_test(tcase, a_file_that_cannot_be_read_is_an_error);
	suite_add_tcase(suite, tcase);
}
