/* SPDX-License-Identifier: MIT */
/* Only in a build with AddressSanitizer: the library starts the holder with an empty environment
 * and closes its standard error, so where complaints go is built in. Leaks are valgrind's job:
 * LeakSanitizer needs a /proc that fits the PID namespace. */

#if defined(__SANITIZE_ADDRESS__)

/* Hidden, as all our symbols are, the sanitizer's library would not find it. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "detect_leaks=0:log_path=" COMPLAINTS;
}

#else

typedef int nothing; /* ISO C wants a declaration in every file */

#endif
