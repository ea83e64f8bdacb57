/* SPDX-License-Identifier: MIT */
/* FreeMibTable: every table is one allocation. */

#include <stdlib.h>

#include "codes/export.h"

IPH_EXPORT VOID FreeMibTable(PVOID Memory)
{
	free(Memory);
}
