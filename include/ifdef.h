/* SPDX-License-Identifier: MIT */
/* Identity, state and medium of a network interface. */
#ifndef IPH_IFDEF_H
#define IPH_IFDEF_H

#include <ipifcons.h>
#include <windef.h>

/* Characters of a name without its terminator; buffers are one longer. */
#define IF_MAX_STRING_SIZE 256
#define NDIS_IF_MAX_STRING_SIZE IF_MAX_STRING_SIZE
#define IF_MAX_PHYS_ADDRESS_LENGTH 32

/* The Linux interface index. 0 stands for no interface. */
typedef ULONG NET_IFINDEX, *PNET_IFINDEX;
typedef NET_IFINDEX IF_INDEX, *PIF_INDEX;
typedef UINT16 NET_IFTYPE, *PNET_IFTYPE;

#define NET_IFINDEX_UNSPECIFIED ((NET_IFINDEX)0)
#define IFI_UNSPECIFIED NET_IFINDEX_UNSPECIFIED

typedef GUID NET_IF_NETWORK_GUID, *PNET_IF_NETWORK_GUID;

typedef UINT32 NET_IF_COMPARTMENT_ID, *PNET_IF_COMPARTMENT_ID;

#define NET_IF_COMPARTMENT_ID_UNSPECIFIED ((NET_IF_COMPARTMENT_ID)0)
#define NET_IF_COMPARTMENT_ID_PRIMARY ((NET_IF_COMPARTMENT_ID)1)
#define NET_IF_CURRENT_SESSION 0xFFFFFFFFU

/* An enumeration in the SDK, whose values Microsoft does not document. */
typedef UINT32 NET_IF_COMPARTMENT_SCOPE, *PNET_IF_COMPARTMENT_SCOPE;

/*
 * Value = IfType << 48 | NetLuidIndex << 24 | Reserved; 0 stands for no interface. Here
 * NetLuidIndex is the low 24 bits of the interface index and Reserved is the rest of it.
 */
typedef union _NET_LUID_LH {
	ULONG64 Value;
	__extension__ struct {
		IPH_LOW_FIRST_3(ULONG64 Reserved : 24, ULONG64 NetLuidIndex : 24,
				ULONG64 IfType : 16)
	} Info;
} NET_LUID_LH, *PNET_LUID_LH;

typedef NET_LUID_LH NET_LUID, *PNET_LUID;
typedef NET_LUID IF_LUID, *PIF_LUID;

/* Length is in bytes, without the terminator. */
typedef struct _IF_COUNTED_STRING_LH {
	USHORT Length;
	WCHAR String[IF_MAX_STRING_SIZE + 1];
} IF_COUNTED_STRING_LH, *PIF_COUNTED_STRING_LH;

typedef IF_COUNTED_STRING_LH IF_COUNTED_STRING, *PIF_COUNTED_STRING;

typedef struct _IF_PHYSICAL_ADDRESS_LH {
	USHORT Length;
	UCHAR Address[IF_MAX_PHYS_ADDRESS_LENGTH];
} IF_PHYSICAL_ADDRESS_LH, *PIF_PHYSICAL_ADDRESS_LH;

typedef IF_PHYSICAL_ADDRESS_LH IF_PHYSICAL_ADDRESS, *PIF_PHYSICAL_ADDRESS;

typedef enum {
	IfOperStatusUp = 1,
	IfOperStatusDown,
	IfOperStatusTesting,
	IfOperStatusUnknown,
	IfOperStatusDormant,
	IfOperStatusNotPresent,
	IfOperStatusLowerLayerDown
} IF_OPER_STATUS;

typedef enum _NET_IF_OPER_STATUS {
	NET_IF_OPER_STATUS_UP = 1,
	NET_IF_OPER_STATUS_DOWN = 2,
	NET_IF_OPER_STATUS_TESTING = 3,
	NET_IF_OPER_STATUS_UNKNOWN = 4,
	NET_IF_OPER_STATUS_DORMANT = 5,
	NET_IF_OPER_STATUS_NOT_PRESENT = 6,
	NET_IF_OPER_STATUS_LOWER_LAYER_DOWN = 7
} NET_IF_OPER_STATUS, *PNET_IF_OPER_STATUS;

typedef enum _NET_IF_ADMIN_STATUS {
	NET_IF_ADMIN_STATUS_UP = 1,
	NET_IF_ADMIN_STATUS_DOWN = 2,
	NET_IF_ADMIN_STATUS_TESTING = 3
} NET_IF_ADMIN_STATUS, *PNET_IF_ADMIN_STATUS;

typedef enum _NET_IF_MEDIA_CONNECT_STATE {
	MediaConnectStateUnknown = 0,
	MediaConnectStateConnected = 1,
	MediaConnectStateDisconnected = 2
} NET_IF_MEDIA_CONNECT_STATE, *PNET_IF_MEDIA_CONNECT_STATE;

typedef enum _NET_IF_MEDIA_DUPLEX_STATE {
	MediaDuplexStateUnknown = 0,
	MediaDuplexStateHalf = 1,
	MediaDuplexStateFull = 2
} NET_IF_MEDIA_DUPLEX_STATE, *PNET_IF_MEDIA_DUPLEX_STATE;

typedef enum _NET_IF_ACCESS_TYPE {
	NET_IF_ACCESS_LOOPBACK = 1,
	NET_IF_ACCESS_BROADCAST = 2,
	NET_IF_ACCESS_POINT_TO_POINT = 3,
	NET_IF_ACCESS_POINT_TO_MULTI_POINT = 4,
	NET_IF_ACCESS_MAXIMUM = 5
} NET_IF_ACCESS_TYPE, *PNET_IF_ACCESS_TYPE;

typedef enum _NET_IF_DIRECTION_TYPE {
	NET_IF_DIRECTION_SENDRECEIVE = 0,
	NET_IF_DIRECTION_SENDONLY = 1,
	NET_IF_DIRECTION_RECEIVEONLY = 2,
	NET_IF_DIRECTION_MAXIMUM = 3
} NET_IF_DIRECTION_TYPE, *PNET_IF_DIRECTION_TYPE;

typedef enum _NET_IF_CONNECTION_TYPE {
	NET_IF_CONNECTION_DEDICATED = 1,
	NET_IF_CONNECTION_PASSIVE = 2,
	NET_IF_CONNECTION_DEMAND = 3,
	NET_IF_CONNECTION_MAXIMUM = 4
} NET_IF_CONNECTION_TYPE, *PNET_IF_CONNECTION_TYPE;

typedef enum _NDIS_MEDIUM {
	NdisMedium802_3 = 0,
	NdisMedium802_5 = 1,
	NdisMediumFddi = 2,
	NdisMediumWan = 3,
	NdisMediumLocalTalk = 4,
	NdisMediumDix = 5,
	NdisMediumArcnetRaw = 6,
	NdisMediumArcnet878_2 = 7,
	NdisMediumAtm = 8,
	NdisMediumWirelessWan = 9,
	NdisMediumIrda = 10,
	NdisMediumBpc = 11,
	NdisMediumCoWan = 12,
	NdisMedium1394 = 13,
	NdisMediumInfiniBand = 14,
	NdisMediumTunnel = 15,
	NdisMediumNative802_11 = 16,
	NdisMediumLoopback = 17,
	NdisMediumWiMAX = 18,
	NdisMediumIP = 19
} NDIS_MEDIUM, *PNDIS_MEDIUM;

typedef enum _NDIS_PHYSICAL_MEDIUM {
	NdisPhysicalMediumUnspecified = 0,
	NdisPhysicalMediumWirelessLan = 1,
	NdisPhysicalMediumCableModem = 2,
	NdisPhysicalMediumPhoneLine = 3,
	NdisPhysicalMediumPowerLine = 4,
	NdisPhysicalMediumDSL = 5,
	NdisPhysicalMediumFibreChannel = 6,
	NdisPhysicalMedium1394 = 7,
	NdisPhysicalMediumWirelessWan = 8,
	NdisPhysicalMediumNative802_11 = 9,
	NdisPhysicalMediumBluetooth = 10,
	NdisPhysicalMediumInfiniband = 11,
	NdisPhysicalMediumWiMax = 12,
	NdisPhysicalMediumUWB = 13,
	NdisPhysicalMedium802_3 = 14,
	NdisPhysicalMedium802_5 = 15,
	NdisPhysicalMediumIrda = 16,
	NdisPhysicalMediumWiredWAN = 17,
	NdisPhysicalMediumWiredCoWan = 18,
	NdisPhysicalMediumOther = 19
} NDIS_PHYSICAL_MEDIUM, *PNDIS_PHYSICAL_MEDIUM;

#endif
