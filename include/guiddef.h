/* SPDX-License-Identifier: MIT */
/* GUID and its comparison. */
#ifndef IPH_GUIDDEF_H
#define IPH_GUIDDEF_H

#include <string.h>

/* Data1 to Data3 are in host byte order, Data4 is in the order of the text form. */
typedef struct _GUID {
	unsigned int Data1;
	unsigned short Data2;
	unsigned short Data3;
	unsigned char Data4[8];
} GUID, *PGUID, *LPGUID;

typedef const GUID *LPCGUID;

/* A declaration, and with <initguid.h> before it a definition that may be there several times. */
#ifdef __cplusplus
#define IPH_GUID extern "C" const GUID
#define IPH_GUID_HERE extern "C" const GUID
#else
#define IPH_GUID extern const GUID
#define IPH_GUID_HERE const GUID
#endif
#define IPH_DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)                           \
	IPH_GUID name __attribute__((__weak__));                                                   \
	IPH_GUID_HERE name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#ifdef INITGUID
#define DEFINE_GUID(...) IPH_DEFINE_GUID(__VA_ARGS__)
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) IPH_GUID name
#endif

#ifdef __cplusplus
typedef const GUID &REFGUID;

static inline int IsEqualGUID(REFGUID a, REFGUID b)
{
	return memcmp(&a, &b, sizeof(GUID)) == 0;
}

static inline bool operator==(REFGUID a, REFGUID b)
{
	return IsEqualGUID(a, b) != 0;
}

static inline bool operator!=(REFGUID a, REFGUID b)
{
	return IsEqualGUID(a, b) == 0;
}
#else
typedef const GUID *REFGUID;

#define IsEqualGUID(a, b) (memcmp((a), (b), sizeof(GUID)) == 0)
#endif

#endif
