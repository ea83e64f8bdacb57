/* SPDX-License-Identifier: MIT */
/*
 * For the parts of kernel-mode source that call netioapi.h with NTSTATUS codes (-lnetio). They run
 * as a program: there is no IRQL, no device and no DriverEntry(). <iphlpapi.h> has no place there.
 */
#ifndef IPH_NTDDK_H
#define IPH_NTDDK_H

#include <stdlib.h>

#include <ntdef.h>
#include <ntstatus.h>

#define PASSIVE_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2
#define PAGED_CODE() ((void)0)
#define NT_ASSERT(expr) ((void)sizeof(expr))
#ifndef ASSERT
#define ASSERT(expr) NT_ASSERT(expr)
#endif

typedef enum _POOL_TYPE {
	NonPagedPool = 0,
	PagedPool = 1,
	NonPagedPoolNx = 512
} POOL_TYPE;

/* To stderr: link with -lwinport. As in a driver that is built for release, KdPrint() is
 * nothing. */
#ifdef __cplusplus
extern "C"
#endif
ULONG __cdecl DbgPrint(_In_ PCSTR Format, ...);
#define DbgPrintEx(component, level, ...) DbgPrint(__VA_ARGS__)
#define KdPrint(arguments) ((void)0)
#define KdPrintEx(arguments) ((void)0)

#define RtlUshortByteSwap(value) __builtin_bswap16(value)
#define RtlUlongByteSwap(value) __builtin_bswap32(value)
#define RtlUlonglongByteSwap(value) __builtin_bswap64(value)

#define POOL_FLAG_NON_PAGED 0x40ULL
#define POOL_FLAG_PAGED 0x100ULL

/* malloc(3): neither the pool nor the tag means anything here. */
#define ExAllocatePoolWithTag(type, size, tag) ((void)(type), (void)(tag), malloc(size))
#define ExAllocatePool2(flags, size, tag) ((void)(flags), (void)(tag), calloc(1, (size)))
#define ExFreePoolWithTag(memory, tag) ((void)(tag), free(memory))
#define ExFreePool(memory) free(memory)

#endif
