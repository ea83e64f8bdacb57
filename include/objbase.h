/* SPDX-License-Identifier: MIT */
/* GUIDs and their text, {01234567-89AB-CDEF-0123-456789ABCDEF}: link with -lwinport. */
#ifndef IPH_OBJBASE_H
#define IPH_OBJBASE_H

#include <guiddef.h>
#include <winerror.h>

typedef GUID IID, CLSID, *LPIID, *LPCLSID;
#ifdef __cplusplus
typedef const IID &REFIID;
typedef const CLSID &REFCLSID;
extern "C" {
#else
typedef const IID *REFIID;
typedef const CLSID *REFCLSID;
#endif

/* Returns the 39 characters written, terminator included, or 0 if cchMax is less. */
int WINAPI StringFromGUID2(_In_ REFGUID rguid, _Out_writes_(cchMax) LPOLESTR lpsz, _In_ int cchMax);
/* S_OK, CO_E_CLASSSTRING (no GUID in braces), E_INVALIDARG (no result wanted). */
HRESULT WINAPI CLSIDFromString(_In_ LPCOLESTR lpsz, _Out_ LPCLSID pclsid);
HRESULT WINAPI IIDFromString(_In_ LPCOLESTR lpsz, _Out_ LPIID lpiid);

#ifdef __cplusplus
}
#endif

#endif
