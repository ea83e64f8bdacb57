/* SPDX-License-Identifier: MIT */
/* Integer types of an exact width and of pointer width. */
#ifndef IPH_BASETSD_H
#define IPH_BASETSD_H

#include <stddef.h>
#include <stdint.h>

/*
 * Windows aligns 64 bit integers to 8 bytes on 32 bit x86 too; the i386 System V ABI aligns them
 * to 4 inside a structure. Without this, every row that holds one has another layout there.
 */
#ifdef __i386__
#define IPH_INT64_ALIGN __attribute__((__aligned__(8)))
#else
#define IPH_INT64_ALIGN
#endif

/*
 * The members that share one unit, the lowest bits first, as on Windows. A big-endian compiler
 * begins with the highest, so there they are declared the other way round and must fill the unit.
 */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define IPH_LOW_FIRST_2(a, b) b; a;
#define IPH_LOW_FIRST_3(a, b, c) c; b; a;
#define IPH_LOW_FIRST_8(a, b, c, d, e, f, g, h) h; g; f; e; d; c; b; a;
#define IPH_LOW_FIRST_11(a, b, c, d, e, f, g, h, i, j, k) k; j; i; h; g; f; e; d; c; b; a;
#else
#define IPH_LOW_FIRST_2(a, b) a; b;
#define IPH_LOW_FIRST_3(a, b, c) a; b; c;
#define IPH_LOW_FIRST_8(a, b, c, d, e, f, g, h) a; b; c; d; e; f; g; h;
#define IPH_LOW_FIRST_11(a, b, c, d, e, f, g, h, i, j, k) a; b; c; d; e; f; g; h; i; j; k;
#endif

typedef signed char INT8, *PINT8;
typedef short INT16, *PINT16;
typedef int INT32, *PINT32;
typedef int LONG32, *PLONG32;
typedef unsigned char UINT8, *PUINT8;
typedef unsigned short UINT16, *PUINT16;
typedef unsigned int UINT32, *PUINT32;
typedef unsigned int ULONG32, *PULONG32;
typedef unsigned int DWORD32, *PDWORD32;

/* "long long" on every machine, so that %lld and %llu of Windows source stay right. */
__extension__ typedef long long INT64 IPH_INT64_ALIGN;
__extension__ typedef unsigned long long UINT64 IPH_INT64_ALIGN;
typedef INT64 *PINT64;
typedef UINT64 *PUINT64;
typedef INT64 LONG64, *PLONG64;
typedef UINT64 ULONG64, *PULONG64;
typedef UINT64 DWORD64, *PDWORD64;

typedef intptr_t INT_PTR, *PINT_PTR;
typedef intptr_t LONG_PTR, *PLONG_PTR;
typedef uintptr_t UINT_PTR, *PUINT_PTR;
typedef uintptr_t ULONG_PTR, *PULONG_PTR;
typedef uintptr_t DWORD_PTR, *PDWORD_PTR;
typedef size_t SIZE_T, *PSIZE_T;
typedef ptrdiff_t SSIZE_T, *PSSIZE_T;

#endif
