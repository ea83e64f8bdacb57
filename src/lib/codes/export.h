/* SPDX-License-Identifier: MIT */
/* What every public function needs: the export mark and the error gate. */
#pragma once

#include <pthread.h>

#include "netioapi.h"
#include "trace.h"

#define IPH_EXPORT __attribute__((visibility("default")))

/* The public calls, grouped where they return the same codes for the same reasons. */
enum iph_call {
	IPH_CALL_ADDRESS_CHANGE,  /* Create, Delete: anycast */
	IPH_CALL_ADDRESS_GET,	  /* and of neighbours and paths */
	IPH_CALL_ROUTE_CHANGE,	  /* Create, Set, Delete: routes */
	IPH_CALL_IPINTERFACE,	  /* GetIpInterfaceEntry, SetIpInterfaceEntry */
	IPH_CALL_NEIGHBOR_CHANGE, /* Create, Set, Delete, Flush */
	IPH_CALL_NEIGHBOR_RESOLVE,
	IPH_CALL_PATH_FLUSH,	  /* FlushIpPathTable */
	IPH_CALL_TABLE,		  /* every Get...Table with a family */
	IPH_CALL_ROUTE_GET,	  /* GetIpForwardEntry2 */
	IPH_CALL_BEST_ROUTE,	  /* GetBestRoute2 */
	IPH_CALL_INTERFACE_GET,	  /* entry */
	IPH_CALL_INTERFACE_TABLE, /* table, stack tables, GetNumberOfInterfaces */
	IPH_CALL_INDEX_TO_LUID,
	IPH_CALL_LUID_TO_OTHER, /* index, GUID, alias */
	IPH_CALL_OTHER_TO_LUID, /* GUID, alias */
	IPH_CALL_LUID_TO_NAME,
	IPH_CALL_NAME_TO_LUID,
	IPH_CALL_MASK,
	IPH_CALL_NOTIFY, /* Notify...Change */
	IPH_CALL_NOTIFY_STABLE,
	IPH_CALL_NOTIFY_CANCEL,
	/* of libiphlpapi alone: GetAdaptersAddresses, GetAdaptersInfo, GetPerAdapterInfo,
	 * GetNetworkParams; GetAdapterIndex; GetInterfaceInfo, GetUniDirectionalAdapterInfo; */
	IPH_CALL_ADAPTERS,
	IPH_CALL_ADAPTER_INDEX,
	IPH_CALL_INTERFACE_INFO,
	IPH_CALL_BEST_INTERFACE, /* GetBestInterface, GetBestInterfaceEx, GetBestRoute, */
	IPH_CALL_SIZED_TABLE,	 /* GetIpAddrTable, GetIpForwardTable, GetIfTable, GetIpNetTable, */
	IPH_CALL_INTERFACE_SET,	 /* SetIfEntry, */
	IPH_CALL_IP_ADDRESS_ADD, /* AddIPAddress, */
	IPH_CALL_IP_ADDRESS_DELETE, /* DeleteIPAddress, */
	IPH_CALL_FORWARD_CHANGE,    /* Create, Set, DeleteIpForwardEntry, */
	IPH_CALL_ARP_CHANGE,	    /* Create, Set, DeleteIpNetEntry, FlushIpNetTable,
				     * Create, DeleteProxyArpEntry, */
	IPH_CALL_ARP_SEND,	    /* SendARP, */
	IPH_CALL_CONNECTIONS,	    /* GetTcpTable and its brothers, */
	IPH_CALL_DHCP,		    /* IpRenewAddress, IpReleaseAddress, */
	IPH_CALL_ECHO_OPEN,	    /* IcmpCreateFile, Icmp6CreateFile, */
	IPH_CALL_ECHO_CLOSE,	    /* IcmpCloseHandle, */
	IPH_CALL_ECHO,		 /* IcmpSendEcho, IcmpSendEcho2, IcmpSendEcho2Ex, Icmp6SendEcho2, */
	IPH_CALL_STATISTICS,	 /* Get...Statistics, Get...StatisticsEx, Ex2, */
	IPH_CALL_STATISTICS_SET, /* SetIpStatistics, SetIpStatisticsEx, SetIpTTL, */
	IPH_CALL_ADDRESS_WAIT,	 /* NotifyAddrChange, NotifyRouteChange */
	IPH_CALL_UNWRITTEN,
};

/* The only place where an internal result (0 or -errno) becomes a public code. The table is in
 * table.c; win32.c and nt.c take their column of it, and a library links one of them. */
NETIO_STATUS iph_status(enum iph_call call, int result);

/* No call is a cancellation point (pthreads(7)): a thread that ends in one would leave descriptors,
 * a lent capability, and a holder that nobody has waited for. What result calls is between these.
 */
static inline int iph_uncancelled(void)
{
	int state = PTHREAD_CANCEL_ENABLE;

	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	return state;
}

static inline NETIO_STATUS iph_cancelled_as(int state, NETIO_STATUS status)
{
	(void)pthread_setcancelstate(state, NULL);
	return status;
}

static inline NETIO_STATUS iph_told_status(const char *function, enum iph_call call, int result)
{
	NETIO_STATUS status = (iph_status)(call, result);

	iph_told(function, (uint32_t)status, result);
	return status;
}

#ifndef iph_status
#define iph_status(call, result)                                                                   \
	__extension__({                                                                            \
		int iph_state = iph_uncancelled();                                                 \
		iph_cancelled_as(iph_state, iph_told_status(__func__, call, result));              \
	})
#endif
