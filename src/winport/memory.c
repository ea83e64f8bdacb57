/* SPDX-License-Identifier: MIT */
/*
 * Heaps are malloc(3). The room that malloc gives beyond what was asked for is kept zero, so that
 * HeapReAlloc() can keep its promise: with HEAP_ZERO_MEMORY all that is new is zero.
 */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"

static void clear_from(void *memory, size_t size)
{
	size_t usable = malloc_usable_size(memory);

	if (size < usable)
		memset((char *)memory + size, 0, usable - size);
}

static void *allocate(size_t size, bool zero)
{
	void *memory = malloc(size ? size : 1);

	if (memory)
		clear_from(memory, zero ? 0 : size);
	return memory;
}

static void *local_allocate(UINT flags, size_t size)
{
	void *memory = allocate(size, flags & LMEM_ZEROINIT);

	if (!memory)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return memory;
}

IPH_EXPORT HLOCAL LocalAlloc(UINT uFlags, SIZE_T uBytes)
{
	return local_allocate(uFlags, uBytes);
}

IPH_EXPORT HLOCAL LocalFree(HLOCAL hMem)
{
	free(hMem);
	return NULL;
}

IPH_EXPORT HGLOBAL GlobalAlloc(UINT uFlags, SIZE_T dwBytes)
{
	return local_allocate(uFlags, dwBytes);
}

IPH_EXPORT HGLOBAL GlobalFree(HGLOBAL hMem)
{
	free(hMem);
	return NULL;
}

/* Something that is not NULL; nobody looks at it. */
IPH_EXPORT HANDLE GetProcessHeap(VOID)
{
	return (HANDLE)(ULONG_PTR)1;
}

IPH_EXPORT LPVOID HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes)
{
	(void)hHeap;
	return allocate(dwBytes, dwFlags & HEAP_ZERO_MEMORY);
}

IPH_EXPORT LPVOID HeapReAlloc(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem, SIZE_T dwBytes)
{
	size_t old;
	void *memory;

	(void)hHeap;
	if (!lpMem)
		return NULL;
	old = malloc_usable_size(lpMem);
	if (dwFlags & HEAP_REALLOC_IN_PLACE_ONLY)
		memory = dwBytes <= old ? lpMem : NULL;
	else
		memory = realloc(lpMem, dwBytes ? dwBytes : 1);
	if (memory)
		clear_from(memory, dwBytes > old && (dwFlags & HEAP_ZERO_MEMORY) ? old : dwBytes);
	return memory;
}

IPH_EXPORT BOOL HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem)
{
	(void)hHeap;
	(void)dwFlags;
	free(lpMem);
	return TRUE;
}
