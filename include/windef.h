/* SPDX-License-Identifier: MIT */
/* Scalar types, handles and calling-convention words. */
#ifndef IPH_WINDEF_H
#define IPH_WINDEF_H

#include <basetsd.h>
#include <guiddef.h>
#include <sal.h>

#include <stddef.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

/* Every function uses the convention of the machine. */
#define WINAPI
#define WINAPIV
#define APIENTRY
#define NTAPI
#define CALLBACK
#define PASCAL
#define FAR
#define NEAR
#define __cdecl
#define __stdcall
#define __fastcall
#define __vectorcall
#define _cdecl
#define _stdcall
#ifdef __cplusplus
#define __forceinline inline __attribute__((__always_inline__))
#else
#define __forceinline static inline __attribute__((__always_inline__))
#endif
#ifndef FORCEINLINE
#define FORCEINLINE __forceinline
#endif
#define DECLSPEC_IMPORT
#define DECLSPEC_NORETURN __declspec(noreturn)
#define DECLSPEC_ALIGN(n) __declspec(align(n))
#define DECLSPEC_NOINLINE __declspec(noinline)
#define EXTERN_C_START IPH_EXTERN_C_START
#define EXTERN_C_END IPH_EXTERN_C_END
#ifdef __cplusplus
#define EXTERN_C extern "C"
#define IPH_EXTERN_C_START extern "C" {
#define IPH_EXTERN_C_END }
#else
#define EXTERN_C extern
#define IPH_EXTERN_C_START
#define IPH_EXTERN_C_END
#endif

/*
 * What a word means here; one that is not listed is an error that names it. dllimport is nothing:
 * the linker needs no help.
 */
#ifndef __declspec
#define __declspec(word) IPH_DECLSPEC_##word
#endif
#define IPH_DECLSPEC_dllimport
#define IPH_DECLSPEC_dllexport __attribute__((__visibility__("default")))
#define IPH_DECLSPEC_noreturn __attribute__((__noreturn__))
#define IPH_DECLSPEC_noinline __attribute__((__noinline__))
#define IPH_DECLSPEC_nothrow __attribute__((__nothrow__))
#define IPH_DECLSPEC_restrict __attribute__((__malloc__))
#define IPH_DECLSPEC_selectany __attribute__((__weak__))
#define IPH_DECLSPEC_thread __thread
#define IPH_DECLSPEC_novtable
#define IPH_DECLSPEC_align(n) __attribute__((__aligned__(n)))
#define IPH_DECLSPEC_deprecated(text) __attribute__((__deprecated__(text)))

#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long

#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#ifndef OPTIONAL
#define OPTIONAL
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef VOID
#define VOID void
#endif

#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

/* ULONG, LONG and DWORD have 32 bits wherever "long" has 64. BOOLEAN has 8 bits, BOOL has 32. */
typedef char CHAR, *PCHAR, *PSTR, *LPSTR;
typedef const char *PCSTR, *LPCSTR;
typedef unsigned char UCHAR, *PUCHAR;
typedef unsigned char BYTE, *PBYTE, *LPBYTE;
typedef unsigned char BOOLEAN, *PBOOLEAN;
typedef short SHORT, *PSHORT;
typedef unsigned short USHORT, *PUSHORT;
typedef unsigned short WORD, *PWORD, *LPWORD;
typedef int BOOL, *PBOOL, *LPBOOL;
typedef int INT, *PINT, *LPINT;
typedef int LONG, *PLONG, *LPLONG;
typedef LONG HRESULT;
typedef float FLOAT, *PFLOAT;
typedef unsigned int UINT, *PUINT, *LPUINT;
typedef unsigned int ULONG, *PULONG, *LPULONG;
typedef unsigned int DWORD, *PDWORD, *LPDWORD;
typedef DWORD LCID, *PLCID;
typedef WORD LANGID, ATOM;
typedef INT64 LONGLONG, *PLONGLONG;
typedef UINT64 ULONGLONG, *PULONGLONG;
typedef UINT64 DWORDLONG, *PDWORDLONG;

/*
 * One UTF-16 code unit: u"" literals fit, L"" literals (32 bit wchar_t) do not. With
 * -fshort-wchar, which winport.pc adds, L"" literals fit, and in C u"" ones as well.
 */
#if __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#else
typedef char16_t WCHAR;
#endif
typedef WCHAR *PWCHAR, *PWCH, *LPWCH, *PWSTR, *LPWSTR;
typedef const WCHAR *PCWCH, *LPCWCH, *PCWSTR, *LPCWSTR;
typedef WCHAR OLECHAR, *LPOLESTR;
typedef const WCHAR *LPCOLESTR;

typedef void *PVOID, *LPVOID;
typedef const void *PCVOID, *LPCVOID;
typedef void *HANDLE, **PHANDLE, **LPHANDLE;
typedef HANDLE HLOCAL, HGLOBAL, HWND;
typedef struct iph_module *HMODULE;
typedef HMODULE HINSTANCE;
/* Cast it to the type of the function; gcc lets only this type be cast to all others. */
typedef void (*FARPROC)(void);
typedef FARPROC NEARPROC, PROC;

#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)

__extension__ typedef union _LARGE_INTEGER {
	struct {
		IPH_LOW_FIRST_2(DWORD LowPart, LONG HighPart)
	};
	struct {
		IPH_LOW_FIRST_2(DWORD LowPart, LONG HighPart)
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

__extension__ typedef union _ULARGE_INTEGER {
	struct {
		IPH_LOW_FIRST_2(DWORD LowPart, DWORD HighPart)
	};
	struct {
		IPH_LOW_FIRST_2(DWORD LowPart, DWORD HighPart)
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

/* Negative values are warnings and errors. The codes are in ntstatus.h. */
typedef LONG NTSTATUS, *PNTSTATUS;

#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#define NT_INFORMATION(status) ((ULONG)(status) >> 30 == 1)
#define NT_WARNING(status) ((ULONG)(status) >> 30 == 2)
#define NT_ERROR(status) ((ULONG)(status) >> 30 == 3)

#ifndef ANYSIZE_ARRAY
#define ANYSIZE_ARRAY 1
#endif
#define ANY_SIZE 1
#define MAX_PATH 260

#define MAKEWORD(low, high) ((WORD)((BYTE)(low) | (WORD)((BYTE)(high) << 8)))
#define MAKELONG(low, high) ((LONG)((WORD)(low) | (DWORD)(WORD)(high) << 16))
#define LOBYTE(w) ((BYTE)(w))
#define HIBYTE(w) ((BYTE)((WORD)(w) >> 8))
#define LOWORD(l) ((WORD)(l))
#define HIWORD(l) ((WORD)((DWORD)(l) >> 16))

/* In C++ these words are the library's, std::min among them. */
#if !defined(NOMINMAX) && !defined(__cplusplus)
#ifndef max
#define max(a, b) ((a) > (b) ? (a) : (b))
#endif
#ifndef min
#define min(a, b) ((a) < (b) ? (a) : (b))
#endif
#endif

#define UNREFERENCED_PARAMETER(p) ((void)(p))
#define DBG_UNREFERENCED_PARAMETER(p) ((void)(p))
#define RTL_NUMBER_OF(array) (sizeof(array) / sizeof((array)[0]))
#ifndef ARRAYSIZE
#define ARRAYSIZE(array) RTL_NUMBER_OF(array)
#define _ARRAYSIZE(array) RTL_NUMBER_OF(array)
#endif
#ifndef _countof
#define _countof(array) RTL_NUMBER_OF(array)
#endif
#define FIELD_OFFSET(type, member) ((LONG)offsetof(type, member))
#define CONTAINING_RECORD(address, type, member)                                                   \
	((type *)(void *)((char *)(address) - offsetof(type, member)))
#define C_ASSERT(expr) typedef char iph_assert[(expr) ? 1 : -1] __attribute__((__unused__))

#endif
