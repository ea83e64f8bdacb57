/* SPDX-License-Identifier: MIT */
/* TCHAR, language identifiers, memory macros. UNICODE makes TCHAR wide. */
#ifndef IPH_WINNT_H
#define IPH_WINNT_H

#include <string.h>

#include <windef.h>

#ifdef UNICODE
typedef WCHAR TCHAR, TBYTE;
#if __SIZEOF_WCHAR_T__ == 2
#define __TEXT(text) L##text
#else
#define __TEXT(text) u##text
#endif
#else
typedef char TCHAR, TBYTE;
#define __TEXT(text) text
#endif
typedef TCHAR *PTCHAR, *PTSTR, *LPTSTR;
typedef const TCHAR *PCTSTR, *LPCTSTR;

#define TEXT(text) __TEXT(text)

/* There is one language. */
#define LANG_NEUTRAL 0
#define LANG_ENGLISH 9
#define SUBLANG_NEUTRAL 0
#define SUBLANG_DEFAULT 1
#define SUBLANG_SYS_DEFAULT 2
#define SUBLANG_ENGLISH_US 1
#define MAKELANGID(language, sublanguage) ((WORD)((WORD)(sublanguage) << 10 | (WORD)(language)))

#define RtlZeroMemory(memory, size) ((void)memset((memory), 0, (size)))
#define RtlFillMemory(memory, size, byte) ((void)memset((memory), (byte), (size)))
#define RtlCopyMemory(to, from, size) ((void)memcpy((to), (from), (size)))
#define RtlMoveMemory(to, from, size) ((void)memmove((to), (from), (size)))
#define RtlEqualMemory(a, b, size) (memcmp((a), (b), (size)) == 0)
#define ZeroMemory RtlZeroMemory
#define FillMemory RtlFillMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory

/* A barrier keeps the compiler from dropping the stores to memory that nobody reads again. */
static inline void *iph_secure_zero(void *memory, size_t size)
{
	memset(memory, 0, size);
	__asm__ __volatile__("" : : "r"(memory) : "memory");
	return memory;
}

#define SecureZeroMemory(memory, size) iph_secure_zero((memory), (size))
#define RtlSecureZeroMemory(memory, size) iph_secure_zero((memory), (size))

/* UTF-16 code units of an NTSTATUS call; both lengths are in bytes. */
typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;

typedef const UNICODE_STRING *PCUNICODE_STRING;

#endif
