/* SPDX-License-Identifier: MIT */
/*
 * printf with Windows' rules ("Format specification syntax: printf and wprintf functions"): each
 * directive is taken apart and printed by glibc as one of its own.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"

enum size {
	SIZE_INT,
	SIZE_CHAR,
	SIZE_SHORT,
	SIZE_LONG, /* of Windows: 32 bits */
	SIZE_WIDE,
	SIZE_64,
	SIZE_POINTER,
	SIZE_LONG_DOUBLE,
};

struct directive {
	char flags[8];
	int width;
	int precision; /* -1: none */
	enum size size;
	char conversion;
};

/* An array type cannot be handed on by reference; a structure with it can. */
struct arguments {
	va_list list;
};

static int read_number(const char **format, struct arguments *args)
{
	int number = 0;

	if (**format == '*') {
		(*format)++;
		return va_arg(args->list, int);
	}
	while (**format >= '0' && **format <= '9' && number < 1000000)
		number = number * 10 + *(*format)++ - '0';
	return number;
}

static enum size read_size(const char **format)
{
	static const struct {
		const char *text;
		enum size size;
	} sizes[] = {
		{"I64", SIZE_64},    {"I32", SIZE_INT},	  {"I", SIZE_POINTER},
		{"hh", SIZE_CHAR},   {"h", SIZE_SHORT},	  {"ll", SIZE_64},
		{"l", SIZE_LONG},    {"w", SIZE_WIDE},	  {"j", SIZE_64},
		{"z", SIZE_POINTER}, {"t", SIZE_POINTER}, {"L", SIZE_LONG_DOUBLE},
	};
	size_t i;

	for (i = 0; i < ARRAYSIZE(sizes); i++) {
		if (strncmp(*format, sizes[i].text, strlen(sizes[i].text)) != 0)
			continue;
		*format += strlen(sizes[i].text);
		return sizes[i].size;
	}
	return SIZE_INT;
}

/* format stands behind the percent sign, and then behind the directive. */
static struct directive read_directive(const char **format, struct arguments *args)
{
	struct directive d = {.precision = -1};
	size_t flags = 0;

	while (**format && strchr("-+ #0", **format)) {
		if (flags < sizeof(d.flags) - 2)
			d.flags[flags++] = **format;
		(*format)++;
	}
	d.width = read_number(format, args);
	if (d.width < 0) {
		d.flags[flags] = '-';
		d.width = d.width == INT32_MIN ? INT32_MAX : -d.width;
	}
	if (**format == '.') {
		(*format)++;
		d.precision = read_number(format, args);
	}
	d.size = read_size(format);
	d.conversion = **format;
	if (d.conversion)
		(*format)++;
	return d;
}

/* What glibc takes for it; type is the length modifier of the argument. */
static void write_directive(const struct directive *d, const char *type, char ret_text[64])
{
	if (d->precision < 0)
		(void)snprintf(ret_text, 64, "%%%s%.0d%s%c", d->flags, d->width, type,
			       d->conversion);
	else
		(void)snprintf(ret_text, 64, "%%%s%.0d.%d%s%c", d->flags, d->width, d->precision,
			       type, d->conversion);
}

static uint64_t take_unsigned(enum size size, struct arguments *args)
{
	switch (size) {
	case SIZE_CHAR:
		return (unsigned char)va_arg(args->list, unsigned int);
	case SIZE_SHORT:
		return (unsigned short)va_arg(args->list, unsigned int);
	case SIZE_64:
		return va_arg(args->list, uint64_t);
	case SIZE_POINTER:
		return va_arg(args->list, uintptr_t);
	case SIZE_INT:
	case SIZE_LONG:
	case SIZE_WIDE:
	case SIZE_LONG_DOUBLE:
		break;
	}
	return va_arg(args->list, unsigned int);
}

static int64_t take_signed(enum size size, struct arguments *args)
{
	uint64_t value = take_unsigned(size, args);

	if (size == SIZE_CHAR)
		return (signed char)value;
	if (size == SIZE_SHORT)
		return (short)value;
	if (size == SIZE_64 || (size == SIZE_POINTER && sizeof(void *) == 8))
		return (int64_t)value;
	return (int)value;
}

/* The directives come from write_directive(), which knows their types. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static int print_number(FILE *file, const struct directive *d, struct arguments *args)
{
	char text[64];

	if (strchr("di", d->conversion)) {
		write_directive(d, "ll", text);
		return fprintf(file, text, (long long)take_signed(d->size, args));
	}
	if (strchr("uoxX", d->conversion)) {
		write_directive(d, "ll", text);
		return fprintf(file, text, (unsigned long long)take_unsigned(d->size, args));
	}
	if (d->size == SIZE_LONG_DOUBLE) {
		write_directive(d, "L", text);
		return fprintf(file, text, va_arg(args->list, long double));
	}
	write_directive(d, "", text);
	return fprintf(file, text, va_arg(args->list, double));
}

#pragma GCC diagnostic pop

/* Columns are characters of UTF-8; glibc would count bytes. */
static int print_padded(FILE *file, const struct directive *d, const char *text, size_t bytes)
{
	int characters = 0;
	int padding;
	size_t i;

	for (i = 0; i < bytes; i++)
		characters += (text[i] & 0xc0) != 0x80;
	padding = d->width > characters ? d->width - characters : 0;
	if (!strchr(d->flags, '-') && fprintf(file, "%*s", padding, "") < 0)
		return -1;
	/* A character may be the one with the code 0. */
	if (fwrite(text, 1, bytes, file) != bytes)
		return -1;
	if (strchr(d->flags, '-') && fprintf(file, "%*s", padding, "") < 0)
		return -1;
	return padding + (int)bytes;
}

static int print_narrow(FILE *file, const struct directive *d, const char *text)
{
	if (!text)
		text = "(null)";
	return print_padded(file, d, text,
			    d->precision < 0 ? strlen(text) : strnlen(text, (size_t)d->precision));
}

static int print_units(FILE *file, const struct directive *d, const WCHAR *wide, size_t length)
{
	ptrdiff_t bytes = iph_text_narrow(wide, length, NULL, 0, false);
	char *text = malloc((size_t)bytes + 1);
	int result;

	if (!text)
		return -1;
	(void)iph_text_narrow(wide, length, text, (size_t)bytes, false);
	result = print_padded(file, d, text, (size_t)bytes);
	free(text);
	return result;
}

static int print_wide(FILE *file, const struct directive *d, const WCHAR *wide)
{
	size_t length = 0;

	if (!wide)
		return print_narrow(file, d, NULL);
	while ((d->precision < 0 || length < (size_t)d->precision) && wide[length])
		length++;
	return print_units(file, d, wide, length);
}

/* %s is of the width of the format and %S of the other one, unless a size says it. */
static bool is_wide(const struct directive *d, bool wide)
{
	if (d->size == SIZE_LONG || d->size == SIZE_WIDE)
		return true;
	if (d->size == SIZE_SHORT)
		return false;
	return strchr("SC", d->conversion) ? !wide : wide;
}

static int print_text(FILE *file, const struct directive *d, bool wide, struct arguments *args)
{
	WCHAR unit;
	char byte;

	wide = is_wide(d, wide);
	if (strchr("sS", d->conversion))
		return wide ? print_wide(file, d, va_arg(args->list, const WCHAR *))
			    : print_narrow(file, d, va_arg(args->list, const char *));
	unit = (WCHAR)va_arg(args->list, int);
	if (wide)
		return print_units(file, d, &unit, 1);
	byte = (char)unit;
	return print_padded(file, d, &byte, 1);
}

static int print_one(FILE *file, const struct directive *d, bool wide, struct arguments *args)
{
	struct directive hex = {.width = 2 * sizeof(void *),
				.precision = 2 * sizeof(void *),
				.size = SIZE_POINTER,
				.conversion = 'X'};

	switch (d->conversion) {
	case '%':
		return fputc('%', file) == EOF ? -1 : 1;
	case 'c':
	case 'C':
	case 's':
	case 'S':
		return print_text(file, d, wide, args);
	case 'p':
		return print_number(file, &hex, args);
	default:
		/* No %n: Windows has it switched off too. */
		return d->conversion && strchr("diouxXaAeEfFgG", d->conversion)
			       ? print_number(file, d, args)
			       : -1;
	}
}

int iph_print(FILE *file, const char *format, bool wide, va_list args)
{
	struct arguments copy;
	struct directive d;
	int total = 0;
	int printed = 0;

	va_copy(copy.list, args);
	while (*format && printed >= 0) {
		size_t plain = strcspn(format, "%");

		if (plain > 0) {
			printed = fwrite(format, 1, plain, file) == plain ? (int)plain : -1;
			format += plain;
		} else {
			format++;
			d = read_directive(&format, &copy);
			printed = print_one(file, &d, wide, &copy);
		}
		total += printed;
	}
	va_end(copy.list);
	return printed < 0 ? -1 : total;
}
