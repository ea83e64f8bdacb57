/* SPDX-License-Identifier: MIT */
/* Address families, scopes, and the socket address types that do not depend on IPv6. */
#ifndef IPH_WS2DEF_H
#define IPH_WS2DEF_H

#include <inaddr.h>
#include <sys/socket.h>
#include <windef.h>

/*
 * The AF_ constants are Linux's, from <sys/socket.h>: AF_INET6 is 10 here and 23 on Windows.
 * Every input of this API, in a row or as a parameter, takes 10 and 23 alike; output is 10.
 */
typedef USHORT ADDRESS_FAMILY;

typedef enum {
	ScopeLevelInterface = 1,
	ScopeLevelLink = 2,
	ScopeLevelSubnet = 3,
	ScopeLevelAdmin = 4,
	ScopeLevelSite = 5,
	ScopeLevelOrganization = 8,
	ScopeLevelGlobal = 14,
	ScopeLevelCount = 16
} SCOPE_LEVEL;

/* Level is a SCOPE_LEVEL. */
__extension__ typedef union {
	struct {
		IPH_LOW_FIRST_2(ULONG Zone : 28, ULONG Level : 4)
	};
	ULONG Value;
} SCOPE_ID, *PSCOPE_ID;

#define SCOPEID_UNSPECIFIED_INIT { { 0, 0 } }

typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_storage SOCKADDR_STORAGE, *PSOCKADDR_STORAGE, *LPSOCKADDR_STORAGE;

typedef struct _SOCKET_ADDRESS {
	LPSOCKADDR lpSockaddr;
	INT iSockaddrLength;
} SOCKET_ADDRESS, *PSOCKET_ADDRESS, *LPSOCKET_ADDRESS;

typedef struct _SOCKET_ADDRESS_LIST {
	INT iAddressCount;
	SOCKET_ADDRESS Address[1];
} SOCKET_ADDRESS_LIST, *PSOCKET_ADDRESS_LIST, *LPSOCKET_ADDRESS_LIST;

/* Same bytes as struct sockaddr_in. Port and address in network byte order. */
typedef struct __attribute__((__may_alias__)) iph_sockaddr_in {
	ADDRESS_FAMILY sin_family;
	USHORT sin_port;
	IN_ADDR sin_addr;
	CHAR sin_zero[8];
} SOCKADDR_IN, *PSOCKADDR_IN, *LPSOCKADDR_IN;

#endif
