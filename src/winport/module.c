/* SPDX-License-Identifier: MIT */
/* Libraries by the names that they have on Windows ("LoadLibraryW function"). */

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "port.h"

/* A file of NULL is the library that this is. */
static const struct {
	const char *name;
	const char *file;
} libraries[] = {
	{"iphlpapi", "libiphlpapi.so.0"},
	{"kernel32", NULL},
	{"kernelbase", NULL},
	{"netio", "libnetio.so.0"},
	{"ntdll", NULL},
	{"ole32", NULL},
	{"ws2_32", NULL},
};

static size_t last_part(const char *name)
{
	size_t start = 0;
	size_t i;

	for (i = 0; name[i]; i++)
		if (name[i] == '/' || name[i] == '\\')
			start = i + 1;
	return start;
}

static bool is_called(const char *name, const char *known)
{
	size_t length = strlen(known);

	if (strncasecmp(name, known, length) != 0)
		return false;
	name += length;
	return !*name || strcasecmp(name, ".dll") == 0 || strcasecmp(name, ".sys") == 0;
}

/* Linked statically, this library is the program itself. */
static void *open_self(int mode)
{
	void *handle = NULL;
	Dl_info info;

	if (dladdr((const void *)&libraries, &info) && info.dli_fname)
		handle = dlopen(info.dli_fname, mode | RTLD_NOLOAD);
	return handle ? handle : dlopen(NULL, mode);
}

/* Where the loader does not look by itself, the library may lie beside this one. */
static void *open_file(const char *file, int mode)
{
	void *handle = dlopen(file, mode);
	char path[PATH_MAX];
	Dl_info info;

	/* Of a program, the loader knows only what its caller says. */
	if (handle || getauxval(AT_SECURE))
		return handle;
	if (!dladdr((const void *)&libraries, &info) || !info.dli_fname)
		return NULL;
	if (snprintf(path, sizeof(path), "%.*s%s", (int)last_part(info.dli_fname), info.dli_fname,
		     file) >= (int)sizeof(path))
		return NULL;
	return strchr(path, '/') ? dlopen(path, mode) : NULL;
}

static void *open_library(const char *name, int mode)
{
	void *handle = NULL;
	size_t i;

	name += last_part(name);
	for (i = 0; i < ARRAYSIZE(libraries); i++) {
		if (!is_called(name, libraries[i].name))
			continue;
		handle = libraries[i].file ? open_file(libraries[i].file, mode) : open_self(mode);
	}
	if (!handle)
		SetLastError(ERROR_MOD_NOT_FOUND);
	return handle;
}

static HMODULE load(const char *name)
{
	if (name)
		return open_library(name, RTLD_NOW | RTLD_LOCAL);
	SetLastError(ERROR_INVALID_PARAMETER);
	return NULL;
}

/* Borrowed: the handle is valid for as long as others keep the library. */
static HMODULE get(const char *name)
{
	void *handle = name ? open_library(name, RTLD_LAZY | RTLD_NOLOAD) : dlopen(NULL, RTLD_LAZY);

	if (handle)
		(void)dlclose(handle);
	return handle;
}

static HMODULE with_narrow(HMODULE (*function)(const char *), const WCHAR *wide)
{
	char *name = wide ? iph_text_narrow_copy(wide) : NULL;
	HMODULE module = NULL;

	if (wide && !name)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	else
		module = function(name);
	free(name);
	return module;
}

IPH_EXPORT HMODULE LoadLibraryA(LPCSTR lpLibFileName)
{
	return load(lpLibFileName);
}

IPH_EXPORT HMODULE LoadLibraryW(LPCWSTR lpLibFileName)
{
	return with_narrow(load, lpLibFileName);
}

IPH_EXPORT HMODULE LoadLibraryExA(LPCSTR lpLibFileName, HANDLE hFile, DWORD dwFlags)
{
	(void)hFile;
	(void)dwFlags;
	return load(lpLibFileName);
}

IPH_EXPORT HMODULE LoadLibraryExW(LPCWSTR lpLibFileName, HANDLE hFile, DWORD dwFlags)
{
	(void)hFile;
	(void)dwFlags;
	return with_narrow(load, lpLibFileName);
}

IPH_EXPORT HMODULE GetModuleHandleA(LPCSTR lpModuleName)
{
	return get(lpModuleName);
}

IPH_EXPORT HMODULE GetModuleHandleW(LPCWSTR lpModuleName)
{
	return with_narrow(get, lpModuleName);
}

/* A name below 65536 is an ordinal, of which we have none. */
IPH_EXPORT FARPROC GetProcAddress(HMODULE hModule, LPCSTR lpProcName)
{
	void *symbol = NULL;
	FARPROC function = NULL;

	if (hModule && (ULONG_PTR)lpProcName > 0xffff)
		symbol = dlsym(hModule, lpProcName);
	if (!symbol)
		SetLastError(hModule ? ERROR_PROC_NOT_FOUND : ERROR_INVALID_HANDLE);
	/* ISO C has no cast between the two; POSIX (dlsym) has them the same. */
	memcpy(&function, &symbol, sizeof(function));
	return function;
}

IPH_EXPORT BOOL FreeLibrary(HMODULE hLibModule)
{
	if (hLibModule && dlclose(hLibModule) == 0)
		return TRUE;
	SetLastError(ERROR_INVALID_HANDLE);
	return FALSE;
}
