/* SPDX-License-Identifier: MIT */
/* A program as it is written for Windows: an interface by its alias, and what the code means. */

#include <iphlpapi.h>
#include <stdio.h>
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>

int wmain(void)
{
	MIB_IF_ROW2 row = {0};
	WCHAR text[256];
	DWORD code;

	code = ConvertInterfaceAliasToLuid(L"eth0", &row.InterfaceLuid);
	if (code == NO_ERROR)
		code = GetIfEntry2(&row);
	FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0,
		       text, 256, NULL);
	wprintf(L"%ws: %ls\n", row.Alias, text);
	return code == NO_ERROR ? 0 : 1;
}
