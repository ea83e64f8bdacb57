/* SPDX-License-Identifier: MIT */
/* What GetInterfaceInfo() and GetUniDirectionalAdapterInfo() give. */
#ifndef IPH_IPEXPORT_H
#define IPH_IPEXPORT_H

#include <windef.h>

#define MAX_ADAPTER_NAME 128

/* IPv4 addresses and masks in network byte order. */
typedef ULONG IPAddr, IPMask;

typedef struct _IP_ADAPTER_INDEX_MAP {
	ULONG Index;
	WCHAR Name[MAX_ADAPTER_NAME];
} IP_ADAPTER_INDEX_MAP, *PIP_ADAPTER_INDEX_MAP;

typedef struct _IP_INTERFACE_INFO {
	LONG NumAdapters;
	IP_ADAPTER_INDEX_MAP Adapter[1];
} IP_INTERFACE_INFO, *PIP_INTERFACE_INFO;

typedef struct _IP_UNIDIRECTIONAL_ADAPTER_ADDRESS {
	ULONG NumAdapters;
	IPAddr Address[1];
} IP_UNIDIRECTIONAL_ADAPTER_ADDRESS, *PIP_UNIDIRECTIONAL_ADAPTER_ADDRESS;

#endif
