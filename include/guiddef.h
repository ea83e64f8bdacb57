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
