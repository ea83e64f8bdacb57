/* SPDX-License-Identifier: MIT */
/* What a VPN does with routes: all traffic goes into the tunnel, but for that to its own server.
 *
 *     cc vpn-routes.c $(pkg-config --cflags --libs iphlpapi) -o vpn-routes
 *     vpn-routes up tun0 198.51.100.7
 *     vpn-routes down tun0 198.51.100.7
 *
 * Needs CAP_NET_ADMIN, and a tunnel that is up. */

#include <iphlpapi.h>
#include <stdio.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Two halves are more specific than the default route, which stays as it is. */
static const struct {
	ADDRESS_FAMILY family;
	const char *address;
	UINT8 length;
} halves[] = {
	{AF_INET, "0.0.0.0", 1},
	{AF_INET, "128.0.0.0", 1},
	{AF_INET6, "::", 1},
	{AF_INET6, "8000::", 1},
};

static void print_address(const SOCKADDR_INET *address)
{
	char text[INET6_ADDRSTRLEN];
	const void *bytes = address->si_family == AF_INET ? (const void *)&address->Ipv4.sin_addr
							  : (const void *)&address->Ipv6.sin6_addr;

	fputs(inet_ntop(address->si_family, bytes, text, sizeof(text)), stdout);
}

static void print_route(const char *what, const MIB_IPFORWARD_ROW2 *row)
{
	printf("%-8s ", what);
	print_address(&row->DestinationPrefix.Prefix);
	printf("/%u via ", row->DestinationPrefix.PrefixLength);
	print_address(&row->NextHop);
	printf(" interface %u metric %u\n", row->InterfaceIndex, row->Metric);
}

/* Who connects again finds its routes, and who leaves late does not. */
static int change(int up, const MIB_IPFORWARD_ROW2 *row)
{
	DWORD code = up ? CreateIpForwardEntry2(row) : DeleteIpForwardEntry2(row);

	if (code == NO_ERROR || code == (up ? ERROR_OBJECT_ALREADY_EXISTS : ERROR_NOT_FOUND)) {
		print_route(up ? "added" : "deleted", row);
		return 0;
	}
	fprintf(stderr, "%s: %u\n", up ? "CreateIpForwardEntry2" : "DeleteIpForwardEntry2", code);
	return 1;
}

/* By way of the next hop that it has now, with the longest prefix there is. */
static int change_server(int up, const SOCKADDR_INET *server)
{
	MIB_IPFORWARD_ROW2 best;
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET source;
	DWORD code = GetBestRoute2(NULL, 0, NULL, server, 0, &best, &source);

	if (code != NO_ERROR) {
		fprintf(stderr, "GetBestRoute2: %u\n", code);
		return 1;
	}
	InitializeIpForwardEntry(&row);
	row.InterfaceLuid = best.InterfaceLuid;
	row.InterfaceIndex = best.InterfaceIndex;
	row.DestinationPrefix.Prefix = *server;
	row.DestinationPrefix.PrefixLength = server->si_family == AF_INET ? 32 : 128;
	row.NextHop = best.NextHop;
	row.Metric = 0;
	row.Protocol = MIB_IPPROTO_NETMGMT;
	return change(up, &row);
}

static int change_half(int up, NET_IFINDEX tunnel, size_t i)
{
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET *prefix = &row.DestinationPrefix.Prefix;

	InitializeIpForwardEntry(&row);
	row.InterfaceIndex = tunnel;
	prefix->si_family = halves[i].family;
	inet_pton(halves[i].family, halves[i].address,
		  halves[i].family == AF_INET ? (void *)&prefix->Ipv4.sin_addr
					      : (void *)&prefix->Ipv6.sin6_addr);
	row.DestinationPrefix.PrefixLength = halves[i].length;
	row.NextHop.si_family = halves[i].family; /* of zeroes: the tunnel itself */
	row.Metric = 0;
	row.Protocol = MIB_IPPROTO_NETMGMT;
	return change(up, &row);
}

/* Which way a packet goes now. */
static void show_best(const SOCKADDR_INET *destination)
{
	MIB_IPFORWARD_ROW2 best;
	SOCKADDR_INET source;

	if (GetBestRoute2(NULL, 0, NULL, destination, 0, &best, &source) != NO_ERROR)
		return;
	print_address(destination);
	fputs(" from ", stdout);
	print_address(&source);
	print_route(" goes by", &best);
}

int main(int argc, char **argv)
{
	SOCKADDR_INET anywhere = {.Ipv4.sin_family = AF_INET};
	SOCKADDR_INET server = {.si_family = AF_UNSPEC};
	int up = argc == 4 && strcmp(argv[1], "up") == 0;
	NET_IFINDEX tunnel = argc == 4 ? if_nametoindex(argv[2]) : 0;
	int failed;
	size_t i;

	if (tunnel && inet_pton(AF_INET, argv[3], &server.Ipv4.sin_addr) == 1)
		server.si_family = AF_INET;
	else if (tunnel && inet_pton(AF_INET6, argv[3], &server.Ipv6.sin6_addr) == 1)
		server.si_family = AF_INET6;
	if (!server.si_family || (!up && strcmp(argv[1], "down") != 0)) {
		fputs("usage: vpn-routes up|down TUNNEL SERVER\n", stderr);
		return 2;
	}
	failed = change_server(up, &server);
	for (i = 0; i < COUNT(halves); i++)
		failed |= change_half(up, tunnel, i);
	inet_pton(AF_INET, "203.0.113.9", &anywhere.Ipv4.sin_addr);
	show_best(&anywhere);
	show_best(&server);
	return failed;
}
