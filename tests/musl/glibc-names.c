/* SPDX-License-Identifier: MIT */
/* What Debian's libcheck, libmnl, libnl and libcap-ng, which were built for glibc, want of the C
 * library and musl does not have: functions with the checks of _FORTIFY_SOURCE, which are left out
 * here. */

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

int __vfprintf_chk(FILE *file, int flag, const char *format, va_list list);
int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __printf_chk(int flag, const char *format, ...);
int __vsnprintf_chk(char *text, size_t max, int flag, size_t size, const char *format,
		    va_list list);
int __snprintf_chk(char *text, size_t max, int flag, size_t size, const char *format, ...);
int __vasprintf_chk(char **text, int flag, const char *format, va_list list);
int __asprintf_chk(char **text, int flag, const char *format, ...);
int __sprintf_chk(char *text, int flag, size_t size, const char *format, ...);
void *__memcpy_chk(void *to, const void *from, size_t length, size_t size);
void __syslog_chk(int priority, int flag, const char *format, ...);
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object);
_Noreturn void __longjmp_chk(jmp_buf at, int value);
void __pthread_register_cancel(void *buffer);
void __pthread_unregister_cancel(void *buffer);

int __vfprintf_chk(FILE *file, int flag, const char *format, va_list list)
{
	(void)flag;
	return vfprintf(file, format, list);
}

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
	va_list list;
	int r;

	va_start(list, format);
	r = __vfprintf_chk(file, flag, format, list);
	va_end(list);
	return r;
}

int __printf_chk(int flag, const char *format, ...)
{
	va_list list;
	int r;

	va_start(list, format);
	r = __vfprintf_chk(stdout, flag, format, list);
	va_end(list);
	return r;
}

int __vsnprintf_chk(char *text, size_t max, int flag, size_t size, const char *format, va_list list)
{
	(void)flag;
	(void)size;
	return vsnprintf(text, max, format, list);
}

int __snprintf_chk(char *text, size_t max, int flag, size_t size, const char *format, ...)
{
	va_list list;
	int r;

	va_start(list, format);
	r = __vsnprintf_chk(text, max, flag, size, format, list);
	va_end(list);
	return r;
}

int __vasprintf_chk(char **text, int flag, const char *format, va_list list)
{
	(void)flag;
	return vasprintf(text, format, list);
}

int __asprintf_chk(char **text, int flag, const char *format, ...)
{
	va_list list;
	int r;

	va_start(list, format);
	r = __vasprintf_chk(text, flag, format, list);
	va_end(list);
	return r;
}

int __sprintf_chk(char *text, int flag, size_t size, const char *format, ...)
{
	va_list list;
	int r;

	(void)flag;
	(void)size;
	va_start(list, format);
	r = vsprintf(text, format, list);
	va_end(list);
	return r;
}

void *__memcpy_chk(void *to, const void *from, size_t length, size_t size)
{
	(void)size;
	return memcpy(to, from, length);
}

void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list list;

	(void)flag;
	va_start(list, format);
	vsyslog(priority, format, list);
	va_end(list);
}

int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object)
{
	(void)object;
	return pthread_atfork(prepare, parent, child);
}

void __longjmp_chk(jmp_buf at, int value)
{
	longjmp(at, value);
}

void __pthread_register_cancel(void *buffer)
{
	(void)buffer;
}

void __pthread_unregister_cancel(void *buffer)
{
	(void)buffer;
}
