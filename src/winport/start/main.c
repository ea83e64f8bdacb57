/* SPDX-License-Identifier: MIT */
/*
 * The main() of a program that has a wmain(): the only member of libwinportmain.a, so that the
 * linker takes it only when there is no other main(). C++ has several names for wmain(), one for
 * each list of parameters (Itanium C++ ABI); the tool chain of Windows knows it by any of them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "windows.h"

typedef int wmain_t(int, WCHAR **, WCHAR **);

wmain_t wmain __attribute__((__weak__));
wmain_t _Z5wmainv __attribute__((__weak__));
wmain_t _Z5wmainiPPw __attribute__((__weak__));
wmain_t _Z5wmainiPPKw __attribute__((__weak__));
wmain_t _Z5wmainiPPwS0_ __attribute__((__weak__));
wmain_t _Z5wmainiPPDs __attribute__((__weak__));

static WCHAR *widen(const char *text)
{
	int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
	WCHAR *wide = malloc((size_t)size * sizeof(*wide));

	if (wide)
		(void)MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
	return wide;
}

/* Ends with NULL, as argv does. */
static WCHAR **widen_all(char **texts)
{
	size_t count = 0;
	WCHAR **all;
	size_t i;

	while (texts[count])
		count++;
	all = calloc(count + 1, sizeof(*all));
	for (i = 0; all && i < count; i++) {
		all[i] = widen(texts[i]);
		if (!all[i])
			return NULL;
	}
	return all;
}

int main(int argc, char **argv, char **envp)
{
	wmain_t *const names[] = {wmain,	 _Z5wmainiPPw,	  _Z5wmainv,
				  _Z5wmainiPPKw, _Z5wmainiPPwS0_, _Z5wmainiPPDs};
	WCHAR **wide_argv = widen_all(argv);
	WCHAR **wide_envp = widen_all(envp);
	size_t i;

	if (!wide_argv || !wide_envp) {
		(void)fputs("wmain: no memory for the arguments\n", stderr);
		return EXIT_FAILURE;
	}
	for (i = 0; i < ARRAYSIZE(names); i++)
		if (names[i])
			return names[i](argc, wide_argv, wide_envp);
	(void)fputs("wmain: the program has neither main() nor a wmain() that we know\n", stderr);
	return EXIT_FAILURE;
}
