/* SPDX-License-Identifier: MIT */
/* Single words of the command line, and saying that they are wrong. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "error.h"
#include "util.h"

const char *iph_args_value(struct iph_args *args)
{
	return *args->next ? *args->next++ : NULL;
}

bool iph_args_is(const char *word, const char *keyword)
{
	return *word && strncmp(word, keyword, strlen(word)) == 0;
}

bool iph_args_asks(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "?") == 0 || strcmp(word, "/?") == 0;
}

static int wrong(const struct iph_args *args, const char *format, va_list list)
{
	IPH_AUTO_FREE char *what = NULL;

	if (vasprintf(&what, format, list) < 0)
		what = NULL;
	iph_error_line("%s (see iphlp %s%shelp)", what ? what : "wrong usage",
		       args->object ? args->object->name : "", args->object ? " --" : "");
	return IPH_EXIT_USAGE;
}

int iph_args_wrong(const struct iph_args *args, const char *format, ...)
{
	va_list list;
	int status;

	va_start(list, format);
	status = wrong(args, format, list);
	va_end(list);
	return status;
}

void iph_args_refuse(struct iph_args *args, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	args->status = wrong(args, format, list);
	va_end(list);
	args->stop = true;
}
