/* SPDX-License-Identifier: MIT */
/* Text between UTF-16 and UTF-8, the only code page: link with -lwinport. */
#ifndef IPH_WINNLS_H
#define IPH_WINNLS_H

#include <windef.h>

/* All of them are UTF-8. */
#define CP_ACP 0
#define CP_OEMCP 1
#define CP_THREAD_ACP 3
#define CP_UTF8 65001

#define MB_PRECOMPOSED 0x00000001U
#define MB_ERR_INVALID_CHARS 0x00000008U
#define WC_ERR_INVALID_CHARS 0x00000080U
#define WC_NO_BEST_FIT_CHARS 0x00000400U

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A length of -1 includes the terminator; a result size of 0 asks for the length. What is not
 * UTF-8 or UTF-16 becomes U+FFFD, or ERROR_NO_UNICODE_TRANSLATION with _ERR_INVALID_CHARS. Return
 * the units or bytes written, or 0: ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_FLAGS.
 */
int WINAPI MultiByteToWideChar(_In_ UINT CodePage, _In_ DWORD dwFlags, _In_ LPCSTR lpMultiByteStr,
			       _In_ int cbMultiByte, _Out_ LPWSTR lpWideCharStr,
			       _In_ int cchWideChar);
int WINAPI WideCharToMultiByte(_In_ UINT CodePage, _In_ DWORD dwFlags, _In_ LPCWSTR lpWideCharStr,
			       _In_ int cchWideChar, _Out_ LPSTR lpMultiByteStr,
			       _In_ int cbMultiByte, _In_opt_ LPCSTR lpDefaultChar,
			       _Out_opt_ LPBOOL lpUsedDefaultChar);

#ifdef __cplusplus
}
#endif

#endif
