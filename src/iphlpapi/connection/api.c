/* SPDX-License-Identifier: MIT */
/* GetTcpTable() and its brothers: connections in a buffer of the caller's. */

#include "iphlpapi.h"

#include <errno.h>

#include "connection.h"
#include "sized.h"
#include "table/key.h"

static int get_table(void *buffer, ULONG *size, enum iph_connection_row row, bool listeners,
		     bool others)
{
	const struct iph_connection_shape *shape = iph_connection_shape(row);
	const struct iph_connection_wish wish = {.family = shape->family,
						 .protocol = shape->protocol,
						 .listeners = listeners,
						 .others = others};
	IPH_AUTO_TABLE struct iph_table table = {0};
	size_t count;
	size_t i;
	int r;

	if (!size)
		return -EINVAL;
	r = iph_connections_read(&wish, &table);
	if (r < 0)
		return r;
	count = iph_table_count(&table);
	r = iph_sized_fit(buffer, size, shape->first, shape->row, count);
	if (r == 0 && shape->owned)
		r = iph_connections_own(&table);
	if (r < 0)
		return r;
	*(DWORD *)buffer = (DWORD)count;
	for (i = 0; i < count; i++)
		shape->fill(iph_table_row(&table, i),
			    (char *)buffer + shape->first + i * shape->row);
	return 0;
}

static int get_all(void *buffer, ULONG *size, enum iph_connection_row row)
{
	return get_table(buffer, size, row, true, true);
}

static int get_tcp(void *buffer, ULONG *size, ULONG family, TCP_TABLE_CLASS class)
{
	static const struct {
		bool listeners;
		bool others;
		enum iph_connection_row ipv4;
		enum iph_connection_row ipv6;
	} classes[] = {
		[TCP_TABLE_BASIC_LISTENER] = {true, false, IPH_ROW_TCP, IPH_ROW_TCP6},
		[TCP_TABLE_BASIC_CONNECTIONS] = {false, true, IPH_ROW_TCP, IPH_ROW_TCP6},
		[TCP_TABLE_BASIC_ALL] = {true, true, IPH_ROW_TCP, IPH_ROW_TCP6},
		[TCP_TABLE_OWNER_PID_LISTENER] = {true, false, IPH_ROW_TCP_PID, IPH_ROW_TCP6_PID},
		[TCP_TABLE_OWNER_PID_CONNECTIONS] = {false, true, IPH_ROW_TCP_PID,
						     IPH_ROW_TCP6_PID},
		[TCP_TABLE_OWNER_PID_ALL] = {true, true, IPH_ROW_TCP_PID, IPH_ROW_TCP6_PID},
		[TCP_TABLE_OWNER_MODULE_LISTENER] = {true, false, IPH_ROW_TCP_MODULE,
						     IPH_ROW_TCP6_MODULE},
		[TCP_TABLE_OWNER_MODULE_CONNECTIONS] = {false, true, IPH_ROW_TCP_MODULE,
							IPH_ROW_TCP6_MODULE},
		[TCP_TABLE_OWNER_MODULE_ALL] = {true, true, IPH_ROW_TCP_MODULE,
						IPH_ROW_TCP6_MODULE},
	};
	uint8_t own;
	int r = iph_row_one_family(family, &own);

	if (r < 0)
		return r;
	if ((size_t) class >= IPH_ARRAY_SIZE(classes))
		return -EINVAL;
	return get_table(buffer, size, own == AF_INET ? classes[class].ipv4 : classes[class].ipv6,
			 classes[class].listeners, classes[class].others);
}

static int get_udp(void *buffer, ULONG *size, ULONG family, UDP_TABLE_CLASS class)
{
	static const enum iph_connection_row rows[][2] = {
		[UDP_TABLE_BASIC] = {IPH_ROW_UDP, IPH_ROW_UDP6},
		[UDP_TABLE_OWNER_PID] = {IPH_ROW_UDP_PID, IPH_ROW_UDP6_PID},
		[UDP_TABLE_OWNER_MODULE] = {IPH_ROW_UDP_MODULE, IPH_ROW_UDP6_MODULE},
	};
	uint8_t own;
	int r = iph_row_one_family(family, &own);

	if (r < 0)
		return r;
	if ((size_t) class >= IPH_ARRAY_SIZE(rows))
		return -EINVAL;
	return get_all(buffer, size, rows[class][own == AF_INET6]);
}

/* Sorted in any case. */
IPH_EXPORT ULONG GetTcpTable(PMIB_TCPTABLE TcpTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(TcpTable, SizePointer, IPH_ROW_TCP));
}

IPH_EXPORT ULONG GetTcpTable2(PMIB_TCPTABLE2 TcpTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(TcpTable, SizePointer, IPH_ROW_TCP_2));
}

IPH_EXPORT ULONG GetTcp6Table(PMIB_TCP6TABLE TcpTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(TcpTable, SizePointer, IPH_ROW_TCP6));
}

IPH_EXPORT ULONG GetTcp6Table2(PMIB_TCP6TABLE2 TcpTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(TcpTable, SizePointer, IPH_ROW_TCP6_2));
}

IPH_EXPORT ULONG GetUdpTable(PMIB_UDPTABLE UdpTable, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(UdpTable, SizePointer, IPH_ROW_UDP));
}

IPH_EXPORT ULONG GetUdp6Table(PMIB_UDP6TABLE Udp6Table, PULONG SizePointer, BOOL Order)
{
	(void)Order;
	return iph_status(IPH_CALL_CONNECTIONS, get_all(Udp6Table, SizePointer, IPH_ROW_UDP6));
}

IPH_EXPORT DWORD GetExtendedTcpTable(PVOID pTcpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
				     TCP_TABLE_CLASS TableClass, ULONG Reserved)
{
	(void)bOrder;
	(void)Reserved;
	return iph_status(IPH_CALL_CONNECTIONS, get_tcp(pTcpTable, pdwSize, ulAf, TableClass));
}

IPH_EXPORT DWORD GetExtendedUdpTable(PVOID pUdpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
				     UDP_TABLE_CLASS TableClass, ULONG Reserved)
{
	(void)bOrder;
	(void)Reserved;
	return iph_status(IPH_CALL_CONNECTIONS, get_udp(pUdpTable, pdwSize, ulAf, TableClass));
}
