/* SPDX-License-Identifier: MIT */
/* Sockets: Linux's own calls, with the words Windows source uses for their types. */
#ifndef IPH_WINSOCK2_H
#define IPH_WINSOCK2_H

#include <arpa/inet.h>
#include <inaddr.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <windef.h>
#include <winerror.h>
#include <ws2def.h>

/* A file descriptor: signed and 32 bits wide, unlike on Windows. */
typedef int SOCKET;

#define INVALID_SOCKET ((SOCKET)-1)
#define SOCKET_ERROR (-1)

#endif
