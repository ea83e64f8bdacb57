/* SPDX-License-Identifier: MIT */
/*
 * Windows source takes NDIS_MEDIUM and NDIS_PHYSICAL_MEDIUM from here, often ahead of
 * <iphlpapi.h>; what else there is of NDIS belongs to drivers.
 */
#ifndef IPH_NTDDNDIS_H
#define IPH_NTDDNDIS_H

#include <ifdef.h>

#endif
