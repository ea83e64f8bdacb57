/* SPDX-License-Identifier: MIT */
/* Windows' sscanf ("Format Specification Fields: scanf"): l is 32 bits, I64 and ll are 64, and in
 * sscanf_s the size of the buffer follows that of each %s, %c and %[. */

#include <ctype.h>
#include <string.h>

#include "port.h"

#define SPEC_SIZE 300 /* of a conversion; a %[ may have each character */

struct spec {
	char text[SPEC_SIZE]; /* as glibc's scanf wants it */
	bool assigns;
	bool is_text; /* %s, %c, %[ */
	bool is_char;
};

/* Windows' lengths, and the same in C. L is for long double alone. */
static const struct {
	const char *windows;
	const char *c;
} lengths[] = {{"I64", "ll"}, {"I32", ""}, {"hh", "hh"}, {"ll", "ll"}, {"h", "h"},
	       {"l", ""},     {"I", "t"},  {"z", "z"},	 {"j", "j"},   {"t", "t"}};

/* The end of a conversion that begins behind the %, or NULL for one that is none. */
static const char *conversion_end(const char *at)
{
	if (*at != '[')
		return *at && strchr("diouxXcspeEfgGaA", *at) ? at + 1 : NULL;
	at += at[1] == '^' ? 2 : 1;
	at = *at ? strchr(at + 1, ']') : NULL;
	return at ? at + 1 : NULL;
}

static const char *parse(const char *at, struct spec *ret_spec)
{
	const char *length = "";
	const char *end;
	char width[24] = "";
	bool real;
	size_t i;

	ret_spec->assigns = *at != '*';
	at += !ret_spec->assigns;
	for (i = 0; isdigit((unsigned char)*at); at++)
		if (i < sizeof(width) - 1)
			width[i++] = *at;
	for (i = 0; i < ARRAYSIZE(lengths) && !*length; i++)
		if (strncmp(at, lengths[i].windows, strlen(lengths[i].windows)) == 0) {
			at += strlen(lengths[i].windows);
			length = *lengths[i].c ? lengths[i].c : " ";
		}
	end = conversion_end(at);
	if (!end || (size_t)(end - at) > SPEC_SIZE - sizeof(width) - 8)
		return NULL;
	ret_spec->is_text = strchr("sc[", *at);
	ret_spec->is_char = *at == 'c';
	if (ret_spec->is_text && *length && *length != 'h')
		return NULL; /* wide */
	if (ret_spec->is_text)
		length = "";
	real = strchr("eEfgGaA", *at); /* %lf is a double */
	if (real)
		length = *length ? "l" : "";
	(void)(snprintf)(ret_spec->text, SPEC_SIZE, "%%%s%s%s%.*s%%n", ret_spec->assigns ? "" : "*",
			 width, *length == ' ' ? "" : length, (int)(end - at), at);
	return end;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* 1, 0 where the text is another, EOF at its end. used is what was read of it. */
static int convert(const char *text, const struct spec *spec, void *to, int *ret_used)
{
	int used = -1;
	int n = spec->assigns ? (sscanf)(text, spec->text, to, &used)
			      : (sscanf)(text, spec->text, &used);

	if (n == EOF)
		return EOF;
	if (used < 0)
		return 0;
	*ret_used = used;
	return 1;
}
#pragma GCC diagnostic pop

/* A text that would not fit is not read, as on Windows. Only %c has no terminator. */
static bool fits(const struct spec *spec, const char *text, size_t room)
{
	struct spec dry = {.assigns = false};
	size_t before = spec->is_char ? 0 : strspn(text, " \t\n\v\f\r");
	int used = 0;

	(void)(snprintf)(dry.text, sizeof(dry.text), "%%*%s", spec->text + 1);
	if (convert(text + before, &dry, NULL, &used) <= 0)
		return true; /* nothing is written */
	return (size_t)used + !spec->is_char <= room;
}

static int scan(const char *text, const char *format, bool safe, va_list args)
{
	int count = 0;

	while (*format) {
		struct spec spec;
		int used = 0;
		void *to = NULL;
		int n;

		if (isspace((unsigned char)*format)) {
			text += strspn(text, " \t\n\v\f\r");
			format++;
			continue;
		}
		if (*format != '%' || format[1] == '%') {
			format += *format == '%';
			if (*text != *format)
				return *text || count ? count : EOF;
			text++;
			format++;
			continue;
		}
		format = parse(format + 1, &spec);
		if (!format)
			return count;
		if (spec.assigns)
			to = va_arg(args, void *);
		if (spec.assigns && spec.is_text && safe &&
		    !fits(&spec, text, va_arg(args, unsigned int)))
			return count;
		n = convert(text, &spec, to, &used);
		if (n <= 0)
			return n == EOF && count == 0 ? EOF : count;
		text += used;
		count += spec.assigns;
	}
	return count;
}

IPH_EXPORT int winport_sscanf(const char *text, const char *format, ...)
{
	va_list args;
	int count;

	va_start(args, format);
	count = scan(text, format, false, args);
	va_end(args);
	return count;
}

IPH_EXPORT int winport_sscanfs(const char *text, const char *format, ...)
{
	va_list args;
	int count;

	va_start(args, format);
	count = scan(text, format, true, args);
	va_end(args);
	return count;
}
