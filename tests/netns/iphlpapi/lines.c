/* SPDX-License-Identifier: MIT */
/* Adapters of this network, and their lines beside those of a command. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "lines.h"

IP_ADAPTER_ADDRESSES *get_adapters(ULONG family, ULONG flags)
{
	ULONG size = 0;
	IP_ADAPTER_ADDRESSES *adapters;

	assert_code(GetAdaptersAddresses(family, flags, NULL, NULL, &size), 111);
	adapters = malloc(size);
	ck_assert_ptr_nonnull(adapters);
	assert_code(GetAdaptersAddresses(family, flags, NULL, adapters, &size), 0);
	return adapters;
}

static const IP_ADAPTER_ADDRESSES *look_for(const IP_ADAPTER_ADDRESSES *adapters, const char *name)
{
	unsigned int index = index_of(name);

	while (adapters && adapters->Luid.Info.NetLuidIndex != index)
		adapters = adapters->Next;
	return adapters;
}

bool has_adapter(const IP_ADAPTER_ADDRESSES *adapters, const char *name)
{
	return look_for(adapters, name) != NULL;
}

const IP_ADAPTER_ADDRESSES *find_adapter(const IP_ADAPTER_ADDRESSES *adapters, const char *name)
{
	const IP_ADAPTER_ADDRESSES *adapter = look_for(adapters, name);

	ck_assert_msg(adapter != NULL, "no adapter for %s", name);
	return adapter;
}

void print_wide(FILE *file, const WCHAR *text)
{
	while (*text)
		fputc((char)*text++, file);
}

void print_address(FILE *file, const SOCKET_ADDRESS *address)
{
	char addr[INET6_ADDRSTRLEN];
	const SOCKADDR_INET *inet = (const SOCKADDR_INET *)address->lpSockaddr;
	bool ipv4 = inet->si_family == AF_INET;

	ck_assert_int_eq(address->iSockaddrLength, ipv4 ? 16 : 28);
	inet_ntop(inet->si_family,
		  ipv4 ? (const void *)&inet->Ipv4.sin_addr : &inet->Ipv6.sin6_addr, addr,
		  sizeof(addr));
	fputs(addr, file);
}

void print_list(FILE *file, const IP_ADAPTER_ADDRESSES *adapter, const void *first)
{
	const IP_ADAPTER_ANYCAST_ADDRESS *element = first;

	for (; element; element = element->Next) {
		fprintf(file, "%u ", adapter->IfIndex);
		print_address(file, &element->Address);
		fputc('\n', file);
	}
}

void agrees(ULONG family, ULONG flags, print_fn print, const char *command)
{
	IP_ADAPTER_ADDRESSES *adapters = get_adapters(family, flags);
	const IP_ADAPTER_ADDRESSES *adapter;
	FILE *file = fopen("/run/ours", "we");
	char *theirs;
	char *ours;

	ck_assert_ptr_nonnull(file);
	for (adapter = adapters; adapter; adapter = adapter->Next)
		print(file, adapter);
	fclose(file);
	ours = output_of("LC_ALL=C sort /run/ours");
	theirs = output_of("(%s) | LC_ALL=C sort", command);
	judge_same(ours, theirs);
	ck_assert_msg(strchr(ours, '\n') != NULL, "nothing was compared");
	free(ours);
	free(theirs);
	free(adapters);
}

static void own_run(void)
{
	ck_assert_msg(mount("none", "/run", "tmpfs", 0, NULL) == 0, "/run: %s", strerror(errno));
}

void peer_and_run(void)
{
	own_run();
	peer_setup();
}
