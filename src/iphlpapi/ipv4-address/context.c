/* SPDX-License-Identifier: MIT */
/* The NTE context: what an IPv4 address is known by in 32 bits, without anybody who keeps a list.
 */

#include "ipv4-address.h"

/* Each bit of value changes half of the result's, and no two values have the same one: the last
 * step of MurmurHash3. */
static uint32_t mix(uint32_t value)
{
	value ^= value >> 16;
	value *= 0x85ebca6b;
	value ^= value >> 13;
	value *= 0xc2b2ae35;
	return value ^ value >> 16;
}

/* So the context of an address that is gone is not that of the same address added again later.
 * Programs write it down as a signed number, read it with atoi(3), and take -1 for none. */
uint32_t iph_ipv4_context(const struct iph_unicast *unicast)
{
	uint32_t context = mix(mix(unicast->created) + unicast->ifindex);

	context = mix(context + ntohl(iph_ipv4_bytes(&unicast->addr)));
	context = mix(context + unicast->prefix_length);
	context &= INT32_MAX;
	return context ? context : 1;
}
