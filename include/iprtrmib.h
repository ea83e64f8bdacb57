/* SPDX-License-Identifier: MIT */
/* The row of an interface before netioapi.h. */
#ifndef IPH_IPRTRMIB_H
#define IPH_IPRTRMIB_H

#include <ifdef.h>
#include <ipifcons.h>
#include <ipmib.h>
#include <nldef.h>
#include <tcpmib.h>
#include <udpmib.h>
#include <windef.h>

#define MAX_INTERFACE_NAME_LEN 256
#define MAXLEN_IFDESCR 256

typedef struct _MIB_IFROW {
	WCHAR wszName[MAX_INTERFACE_NAME_LEN];
	IF_INDEX dwIndex;
	IFTYPE dwType;
	DWORD dwMtu;
	DWORD dwSpeed;
	DWORD dwPhysAddrLen;
	UCHAR bPhysAddr[MAXLEN_PHYSADDR];
	DWORD dwAdminStatus;
	INTERNAL_IF_OPER_STATUS dwOperStatus;
	DWORD dwLastChange;
	DWORD dwInOctets;
	DWORD dwInUcastPkts;
	DWORD dwInNUcastPkts;
	DWORD dwInDiscards;
	DWORD dwInErrors;
	DWORD dwInUnknownProtos;
	DWORD dwOutOctets;
	DWORD dwOutUcastPkts;
	DWORD dwOutNUcastPkts;
	DWORD dwOutDiscards;
	DWORD dwOutErrors;
	DWORD dwOutQLen;
	DWORD dwDescrLen;
	UCHAR bDescr[MAXLEN_IFDESCR];
} MIB_IFROW, *PMIB_IFROW;

typedef struct _MIB_IFTABLE {
	DWORD dwNumEntries;
	MIB_IFROW table[ANY_SIZE];
} MIB_IFTABLE, *PMIB_IFTABLE;

/* Which sockets a table has, and what its rows tell of their owners. */
typedef enum _TCP_TABLE_CLASS {
	TCP_TABLE_BASIC_LISTENER,
	TCP_TABLE_BASIC_CONNECTIONS,
	TCP_TABLE_BASIC_ALL,
	TCP_TABLE_OWNER_PID_LISTENER,
	TCP_TABLE_OWNER_PID_CONNECTIONS,
	TCP_TABLE_OWNER_PID_ALL,
	TCP_TABLE_OWNER_MODULE_LISTENER,
	TCP_TABLE_OWNER_MODULE_CONNECTIONS,
	TCP_TABLE_OWNER_MODULE_ALL
} TCP_TABLE_CLASS, *PTCP_TABLE_CLASS;

typedef enum _UDP_TABLE_CLASS {
	UDP_TABLE_BASIC,
	UDP_TABLE_OWNER_PID,
	UDP_TABLE_OWNER_MODULE
} UDP_TABLE_CLASS, *PUDP_TABLE_CLASS;

#endif
