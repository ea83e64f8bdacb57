/* SPDX-License-Identifier: MIT */
/* Adapters of this network, and their lines beside those of a command. */
#pragma once

#include <stdio.h>

#include "netns-row.h"

/* peer_setup(), and a /run that nobody else sees. */
void peer_and_run(void);

/* For free(3). */
IP_ADAPTER_ADDRESSES *get_adapters(ULONG family, ULONG flags);
bool has_adapter(const IP_ADAPTER_ADDRESSES *adapters, const char *name);
const IP_ADAPTER_ADDRESSES *find_adapter(const IP_ADAPTER_ADDRESSES *adapters, const char *name);

/* Prints lines about an adapter. */
typedef void (*print_fn)(FILE *file, const IP_ADAPTER_ADDRESSES *adapter);

void print_wide(FILE *file, const WCHAR *text);
void print_address(FILE *file, const SOCKET_ADDRESS *address);
/* "index address" for each element of one of its lists. */
void print_list(FILE *file, const IP_ADAPTER_ADDRESSES *adapter, const void *first);

/* Our lines and those of a command, without regard to their order, are the same. */
void agrees(ULONG family, ULONG flags, print_fn print, const char *command);
