/* SPDX-License-Identifier: MIT */
/* IP interfaces that have been read: finding one, and what its members mean. */

#include "ipinterface.h"

bool iph_ipif_has(const struct iph_ipif *ipif, uint8_t family)
{
	return family == AF_INET ? ipif->link.ipv4 : ipif->link.ipv6;
}

struct iph_ipif_times *iph_ipif_times(struct iph_ipif *ipif, uint8_t family)
{
	return &ipif->times[family == AF_INET6];
}

/* ipv6_accept_ra(), net/ipv6.h: a router takes them only when told so explicitly. */
bool iph_ipif_takes_ra(int32_t accept_ra, bool forwarding)
{
	return forwarding ? accept_ra == 2 : accept_ra != 0;
}

static int compare_key(const void *key, const void *element)
{
	const uint32_t *index = key;
	const struct iph_ipif *ipif = element;

	return (*index > ipif->link.index) - (*index < ipif->link.index);
}

/* Dumps go through the interfaces in one direction or the other, so that it mostly is a neighbour
 * of the one before. */
struct iph_ipif *iph_ipifs_find(struct iph_ipifs *ipifs, uint32_t index)
{
	size_t near[] = {ipifs->found, ipifs->found + 1, ipifs->found - 1};
	struct iph_ipif *ipif;
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(near); i++) {
		if (near[i] < ipifs->count && ipifs->at[near[i]].link.index == index) {
			ipifs->found = near[i];
			return &ipifs->at[near[i]];
		}
	}
	ipif = bsearch(&index, ipifs->at, ipifs->count, sizeof(*ipif), compare_key);
	if (ipif)
		ipifs->found = (size_t)(ipif - ipifs->at);
	return ipif;
}

void iph_ipifs_free(struct iph_ipifs *ipifs)
{
	iph_table_free(&ipifs->table);
}
