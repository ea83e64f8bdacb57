/* SPDX-License-Identifier: MIT */
/* What a program does with the packages: an anycast address on eth0, there and back. */

#ifdef KERNEL_MODE
#include <arpa/inet.h>
#include <netioapi.h>
#else
#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#endif

#include <stdio.h>
#include <string.h>

static int failed(const char *call, NETIO_STATUS status)
{
	printf("%s: %u\n", call, (unsigned int)status);
	return 1;
}

int main(void)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	MIB_ANYCASTIPADDRESS_TABLE *table = NULL;
	NETIO_STATUS status;

	memset(&row, 0, sizeof(row));
	row.InterfaceIndex = if_nametoindex("eth0");
	row.Address.si_family = AF_INET6;
	inet_pton(AF_INET6, "2001:db8::77", &row.Address.Ipv6.sin6_addr);
	status = CreateAnycastIpAddressEntry(&row);
	if (!NETIO_SUCCESS(status))
		return failed("CreateAnycastIpAddressEntry", status);
	status = GetAnycastIpAddressTable(AF_INET6, &table);
	if (!NETIO_SUCCESS(status) || table->NumEntries != 1)
		return failed("GetAnycastIpAddressTable", status);
	FreeMibTable(table);
	status = DeleteAnycastIpAddressEntry(&row);
	if (!NETIO_SUCCESS(status))
		return failed("DeleteAnycastIpAddressEntry", status);
	return 0;
}
