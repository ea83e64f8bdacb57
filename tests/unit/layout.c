/* SPDX-License-Identifier: MIT */
/*
 * The rows of include/ have Windows' sizes and offsets. With -DLAYOUT_MAIN this is a program of
 * its own, which needs no check(1): that is how the 32 bit layout is tested.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef LAYOUT_MAIN
#include "suite.h"
#endif

#include "iphlpapi.h"

#define LAYOUT_FILE (sizeof(void *) == 8 ? "win64-layout.csv" : "win32-layout.csv")

/* set is NULL unless the row is a bit-field; offset and size are then those of its unit. */
struct layout_row {
	const char *type;
	const char *member;
	size_t offset;
	size_t size;
	size_t object_size;
	void (*set)(void *object, unsigned long long ones);
	unsigned int width;
	unsigned int bit;
};

/* Pass 1: for each bit-field, a function that sets it to all ones. */
#define PASTE(a, b) a##b
#define SETTER(line) PASTE(set_bits_, line)
#define STRUCT(type)
#define MEMBER(type, member)
#define SCALAR(type)
#define SCALAR_CALLED(name, type)
#define BITS_OF(type, field, width, bit)                                                           \
	static void SETTER(__LINE__)(void *object, unsigned long long ones)                        \
	{                                                                                          \
		((type *)object)->field = (__typeof__(((type *)object)->field + 0))ones;           \
	}
#define BITS(type, unit, field, width, bit) BITS_OF(type, field, width, bit)
#include "layout-table.h"
#undef STRUCT
#undef MEMBER
#undef SCALAR
#undef SCALAR_CALLED
#undef BITS_OF
#undef BITS

/* Pass 2: the rows. As in the csv, alignment stands in the offset column of a whole type. */
#define BIT_NAME(field, width, bit) #field ":" #width "[bit" #bit "]"
#define STRUCT(t) {#t, "__struct__", _Alignof(t), sizeof(t), sizeof(t), NULL, 0, 0},
#define MEMBER(t, m) {#t, #m, offsetof(t, m), sizeof(((t *)NULL)->m), sizeof(t), NULL, 0, 0},
#define SCALAR_CALLED(name, t) {name, "__scalar__", _Alignof(t), sizeof(t), sizeof(t), NULL, 0, 0},
#define SCALAR(t) SCALAR_CALLED(#t, t)
#define BITS_OF(t, field, width, bit)                                                              \
	{#t, BIT_NAME(field, width, bit), 0, sizeof(t), sizeof(t), SETTER(__LINE__), width, bit},
#define BITS(t, unit, field, width, bit)                                                           \
	{#t,                                                                                       \
	 BIT_NAME(field, width, bit),                                                              \
	 offsetof(t, unit),                                                                        \
	 sizeof(((t *)NULL)->unit),                                                                \
	 sizeof(t),                                                                                \
	 SETTER(__LINE__),                                                                         \
	 width,                                                                                    \
	 bit},
static const struct layout_row layout_rows[] = {
#include "layout-table.h"
};

#define LAYOUT_ROWS (sizeof(layout_rows) / sizeof(layout_rows[0]))

#define BIG_ENDIAN_HERE (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

struct report {
	char text[16384];
	size_t length;
	unsigned int failures;
};

__attribute__((__format__(__printf__, 2, 3))) static void complain(struct report *report,
								   const char *format, ...)
{
	size_t room = sizeof(report->text) - report->length;
	va_list args;
	int length;

	report->failures++;
	va_start(args, format);
	length = vsnprintf(report->text + report->length, room, format, args);
	va_end(args);
	if (length > 0)
		report->length += (size_t)length < room ? (size_t)length : room - 1;
}

/* Bits are counted from the lowest, units from the object's beginning; size bytes are a unit. */
static bool bit_is_set(const unsigned char *object, size_t bit, size_t size)
{
	size_t byte = bit / 8;

	if (BIG_ENDIAN_HERE)
		byte = byte / size * size + (size - 1 - byte % size);
	return object[byte] >> bit % 8 & 1;
}

/* The bits of the field, all of them and no others, are those that the row says. */
static void check_bits(struct report *report, const struct layout_row *row)
{
	size_t first = row->offset * 8 + row->bit;
	union {
		max_align_t align;
		unsigned char bytes[sizeof(MIB_IF_ROW2)];
	} object = {.bytes = {0}};

	if (row->object_size > sizeof(object) || row->bit + row->width > row->size * 8) {
		complain(report, "%s,%s: does not fit its unit\n", row->type, row->member);
		return;
	}
	row->set(object.bytes, ~0ULL);
	for (size_t bit = 0; bit < row->object_size * 8; bit++) {
		bool expected = bit >= first && bit < first + row->width;

		if (bit_is_set(object.bytes, bit, row->size) != expected) {
			complain(report, "%s,%s: bit %zu is %sset\n", row->type, row->member, bit,
				 expected ? "not " : "");
			return;
		}
	}
}

static size_t find_row(const char *type, const char *member)
{
	size_t i = 0;

	while (i < LAYOUT_ROWS && (strcmp(layout_rows[i].type, type) != 0 ||
				   strcmp(layout_rows[i].member, member) != 0))
		i++;
	return i;
}

static void check_line(struct report *report, const char *line, bool *seen)
{
	char type[64];
	char member[64];
	size_t offset;
	size_t size;
	size_t i;
	int end = 0;

	if (sscanf(line, "%63[^,],%63[^,],%zu,%zu %n", type, member, &offset, &size, &end) != 4 ||
	    line[end] != '\0') {
		complain(report, "not a layout line: %s", line);
		return;
	}
	i = find_row(type, member);
	if (i == LAYOUT_ROWS) {
		complain(report, "%s,%s: in the csv, not in the table\n", type, member);
		return;
	}
	if (seen[i])
		complain(report, "%s,%s: twice in the csv\n", type, member);
	seen[i] = true;
	/* the halves of a number lie in the machine's order */
	if (BIG_ENDIAN_HERE && strcmp(type, "LARGE_INTEGER") == 0 && member[0] == 'u')
		offset = size - offset;
	if (layout_rows[i].offset != offset || layout_rows[i].size != size)
		complain(report, "%s,%s: %zu,%zu here, %zu,%zu on Windows\n", type, member,
			 layout_rows[i].offset, layout_rows[i].size, offset, size);
	if (layout_rows[i].set != NULL)
		check_bits(report, &layout_rows[i]);
}

static void check_lines(struct report *report, FILE *file)
{
	bool seen[LAYOUT_ROWS] = {false};
	char line[256];

	if (fgets(line, sizeof(line), file) == NULL ||
	    strcmp(line, "struct,member,offset,size\n") != 0)
		complain(report, "no header line\n");
	while (fgets(line, sizeof(line), file) != NULL)
		check_line(report, line, seen);
	if (ferror(file))
		complain(report, "cannot read the csv\n");
	for (size_t i = 0; i < LAYOUT_ROWS; i++) {
		if (!seen[i])
			complain(report, "%s,%s: in the table, not in the csv\n",
				 layout_rows[i].type, layout_rows[i].member);
	}
}

static void check_layout(struct report *report)
{
	const char *directory = getenv("IPH_TEST_DATA");
	char path[4096];
	FILE *file;

#ifdef TESTS_DATA_DIR
	if (directory == NULL)
		directory = TESTS_DATA_DIR;
#endif
	if (directory == NULL) {
		complain(report, "IPH_TEST_DATA does not name the directory of the csv\n");
		return;
	}
	(void)snprintf(path, sizeof(path), "%s/%s", directory, LAYOUT_FILE);
	file = fopen(path, "re");
	if (file == NULL) {
		complain(report, "cannot open %s\n", path);
		return;
	}
	check_lines(report, file);
	(void)fclose(file);
}

#ifdef LAYOUT_MAIN
int main(void)
{
	struct report report = {.length = 0};

	check_layout(&report);
	if (report.failures == 0)
		return 0;
	(void)fprintf(stderr, "%s: %u failures\n%s", LAYOUT_FILE, report.failures, report.text);
	return 1;
}
#else
START_TEST(rows_have_the_layout_of_windows)
{
	struct report report = {.length = 0};

	check_layout(&report);
	ck_assert_msg(report.failures == 0, "%s: %u failures\n%s", LAYOUT_FILE, report.failures,
		      report.text);
}
END_TEST

TEST_SUITE("layout")
{
	TCase *tcase = tcase_create("rows");

	tcase_add_test(tcase, rows_have_the_layout_of_windows);
	suite_add_tcase(suite, tcase);
}
#endif
