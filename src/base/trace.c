/* SPDX-License-Identifier: MIT */
/* NETIOAPI_TRACE: what has failed, on standard error. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trace.h"

#define PREFIX "netioapi: "

bool iph_telling(void)
{
	const char *wish = secure_getenv("NETIOAPI_TRACE");

	return wish && strcmp(wish, "1") == 0;
}

/* A line is one write(2), so that those of several threads are not mixed. */
void iph_tell(const char *format, ...)
{
	char line[256] = PREFIX;
	const size_t size = sizeof(line) - sizeof(PREFIX); /* without PREFIX and the line's end */
	va_list args;
	size_t len;

	va_start(args, format);
	(void)vsnprintf(line + sizeof(PREFIX) - 1, size, format, args);
	va_end(args);
	len = strlen(line);
	line[len] = '\n';
	if (write(STDERR_FILENO, line, len + 1) < 0)
		return; /* there is nobody to tell that, either */
}

int iph_failed(const char *what, int r)
{
	if (r < 0 && iph_telling())
		iph_tell("%s: errno %d (%s)", what, -r, strerror(-r));
	return r;
}

void iph_told(const char *function, uint32_t code, int result)
{
	IPH_PROBE3(call, function, code, -result);
	if (result < 0 && iph_telling())
		/* as people look them up: Win32 codes are decimal, an NTSTATUS begins 0xC */
		iph_tell(code >> 31 ? "%s: code 0x%08X, errno %d (%s)"
				    : "%s: code %u, errno %d (%s)",
			 function, code, -result, strerror(-result));
}
