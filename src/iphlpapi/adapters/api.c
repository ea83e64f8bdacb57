/* SPDX-License-Identifier: MIT */
/* GetAdaptersAddresses(). */

#include "adapters.h"

#include <errno.h>

#include "table/key.h"

static int get_adapters(ULONG family, ULONG flags, IP_ADAPTER_ADDRESSES *buffer, ULONG *size)
{
	IPH_AUTO_ADAPTERS struct iph_adapters adapters = {0};
	struct iph_adapters_wish wish = {.flags = flags};
	size_t needed;
	int r;

	if (!size)
		return -EINVAL;
	r = iph_row_family(family, &wish.family);
	if (r == 0)
		r = iph_adapters_read(&wish, &adapters);
	if (r < 0)
		return r;
	needed = iph_adapters_lay_out(&adapters, &wish, NULL);
	if (needed == 0)
		return -ENODATA;
	if (needed > UINT32_MAX)
		return -EINVAL; /* as the page says */
	if (!buffer || *size < needed) {
		*size = (ULONG)needed;
		return -EOVERFLOW;
	}
	iph_adapters_lay_out(&adapters, &wish, buffer);
	return 0;
}

IPH_EXPORT ULONG GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved,
				      PIP_ADAPTER_ADDRESSES AdapterAddresses, PULONG SizePointer)
{
	(void)Reserved;
	return iph_status(IPH_CALL_ADAPTERS,
			  get_adapters(Family, Flags, AdapterAddresses, SizePointer));
}
