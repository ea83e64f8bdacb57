/* SPDX-License-Identifier: MIT */
/* Compartments: a process sees one, the network namespace that it is in. */

#include "codes/export.h"

IPH_EXPORT NET_IF_COMPARTMENT_ID GetCurrentThreadCompartmentId(VOID)
{
	return NET_IF_COMPARTMENT_ID_PRIMARY;
}

IPH_EXPORT NET_IF_COMPARTMENT_ID GetDefaultCompartmentId(VOID)
{
	return NET_IF_COMPARTMENT_ID_PRIMARY;
}
