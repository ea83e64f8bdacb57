/* SPDX-License-Identifier: MIT */
/* caller renew|release INTERFACE: calls the function as programs do, with what GetInterfaceInfo()
 * tells of the interface, and prints the code. */

#include <winsock2.h>

#include <iphlpapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static IP_INTERFACE_INFO *read_info(void)
{
	IP_INTERFACE_INFO *info = NULL;
	ULONG size = 0;
	DWORD code;

	do {
		free(info);
		info = malloc(size);
		code = GetInterfaceInfo(info, &size);
	} while (code == ERROR_INSUFFICIENT_BUFFER);
	if (code != NO_ERROR) {
		fprintf(stderr, "caller: GetInterfaceInfo: %u\n", code);
		exit(2);
	}
	return info;
}

int main(int argc, char **argv)
{
	IP_INTERFACE_INFO *info = read_info();
	NET_IFINDEX index = argc == 3 ? if_nametoindex(argv[2]) : 0;
	LONG i;

	for (i = 0; i < info->NumAdapters; i++) {
		if (info->Adapter[i].Index != index)
			continue;
		printf("%u\n", strcmp(argv[1], "renew") == 0 ? IpRenewAddress(&info->Adapter[i])
							     : IpReleaseAddress(&info->Adapter[i]));
		free(info);
		return 0;
	}
	fprintf(stderr, "caller: GetInterfaceInfo() does not tell of the interface\n");
	free(info);
	return 2;
}
