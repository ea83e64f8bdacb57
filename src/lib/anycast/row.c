/* SPDX-License-Identifier: MIT */
/* An anycast entry as a row of Windows. */

#include <string.h>

#include "entry.h"

void iph_anycast_row(const struct iph_addr *addr, uint32_t ifindex,
		     MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	iph_row_set_addr(&ret_row->Address, addr, ifindex);
	ret_row->InterfaceIndex = ifindex;
	ret_row->ScopeId = iph_row_scope(addr, ifindex);
}
