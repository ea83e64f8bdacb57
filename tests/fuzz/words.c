/* SPDX-License-Identifier: MIT */
/* The command: any words, any answers of the library. What it writes must be harmless to a
 * terminal. Input: the answers as a block, then the words, each ended by a NUL. */

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"

#include "../../src/base/guid.c"
#include "../../src/cli/batch.h"
#include "../../src/cli/monitor.h"
#include "../../src/cli/names.h"
#include "../../src/cli/netns.h"
#include "../../src/cli/sight.h"
#define fclose keep_open
static int keep_open(FILE *file);
#include "../../src/cli/output.c"
#undef fclose
#define main iphlp_main
#define run iphlp_run
#include "../../src/cli/main.c"
#undef run
#undef main

/* with: address.c anycast.c args.c cell.c complete.c convert.c error.c guess.c help.c inet.c
 * with: interface-row.c interface.c json.c line.c listing.c lost.c monitor-row.c names.c
 * with: neighbor.c option.c path.c request.c route-row.c route.c run.c table.c text.c tree.c
 * with: usage.c words.c */

#define WORDS 24

/* The one object that waits for what never comes here; tests/cli/monitor.sh is about it. */
static int monitor_nothing(struct iph_args *args)
{
	(void)args;
	return 0;
}

static const struct iph_verb monitor_verbs[] = {
	{.name = "", .synopsis = "", .help = "nothing", .run = monitor_nothing},
	{.name = NULL},
};

const struct iph_object iph_monitor_object = {
	.name = "monitor",
	.help = "nothing",
	.verbs = monitor_verbs,
	.columns = iph_event_columns,
	.table = "object",
	.brief = "object",
};

static struct input answers;
static bool raw;      /* completion writes for shells, not for terminals */
static bool coloured; /* an option may ask for escape sequences */

static const DWORD codes[] = {
	ERROR_FILE_NOT_FOUND, ERROR_ACCESS_DENIED,	   ERROR_NOT_ENOUGH_MEMORY,
	ERROR_GEN_FAILURE,    ERROR_NOT_SUPPORTED,	   ERROR_INVALID_PARAMETER,
	ERROR_NOT_FOUND,      ERROR_OBJECT_ALREADY_EXISTS, ERROR_BUFFER_OVERFLOW,
	ERROR_INVALID_NAME,   ERROR_INSUFFICIENT_BUFFER,   12345678,
	ERROR_BAD_NET_NAME,
};

static DWORD answer(void)
{
	uint8_t which = input_u8(&answers);

	return which % 2 ? codes[which / 2 % IPH_ARRAY_SIZE(codes)] : NO_ERROR;
}

/* What the library promises of names: any bytes the kernel allows in one, and an end. */
static void take_name(char *ret_name, size_t size)
{
	size_t length = input_u8(&answers) % size;
	size_t i;

	input_bytes(&answers, ret_name, length);
	for (i = 0; i < length; i++)
		if (!ret_name[i] || strchr(" /:\t\n\v\f\r", ret_name[i]))
			ret_name[i] = 'x';
	ret_name[length] = '\0';
}

static void fill_address(SOCKADDR_INET *ret_address)
{
	memset(ret_address, 0, sizeof(*ret_address));
	ret_address->si_family = input_u8(&answers) % 2 ? AF_INET : AF_INET6;
	if (ret_address->si_family == AF_INET)
		input_bytes(&answers, &ret_address->Ipv4.sin_addr, 4);
	else
		input_bytes(&answers, &ret_address->Ipv6.sin6_addr, 16);
}

static void fill_entry(MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	fill_address(&ret_row->Address);
	ret_row->InterfaceIndex = input_u32(&answers);
	ret_row->InterfaceLuid.Value = input_u8(&answers) % 4;
	ret_row->ScopeId.Value = input_u32(&answers);
}

static void fill_unicast(MIB_UNICASTIPADDRESS_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	fill_address(&ret_row->Address);
	ret_row->InterfaceIndex = input_u32(&answers);
	ret_row->InterfaceLuid.Value = input_u8(&answers) % 4;
	ret_row->PrefixOrigin = (NL_PREFIX_ORIGIN)input_u8(&answers);
	ret_row->SuffixOrigin = (NL_SUFFIX_ORIGIN)input_u8(&answers);
	ret_row->ValidLifetime = input_u32(&answers);
	ret_row->PreferredLifetime = input_u32(&answers);
	ret_row->OnLinkPrefixLength = input_u8(&answers);
	ret_row->SkipAsSource = input_u8(&answers);
	ret_row->DadState = (NL_DAD_STATE)input_u8(&answers);
	input_bytes(&answers, &ret_row->CreationTimeStamp, sizeof(ret_row->CreationTimeStamp));
}

static void fill_neighbor(MIB_IPNET_ROW2 *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	fill_address(&ret_row->Address);
	ret_row->InterfaceIndex = input_u32(&answers);
	ret_row->InterfaceLuid.Value = input_u8(&answers) % 4;
	ret_row->PhysicalAddressLength = input_u8(&answers) % (IF_MAX_PHYS_ADDRESS_LENGTH + 1);
	input_bytes(&answers, ret_row->PhysicalAddress, ret_row->PhysicalAddressLength);
	ret_row->State = (NL_NEIGHBOR_STATE)input_u8(&answers);
	ret_row->Flags = input_u8(&answers);
	ret_row->ReachabilityTime.LastReachable = input_u32(&answers);
}

/* UTF-16 of any kind, but terminated and without what the library widens no name to. */
static void fill_wide(WCHAR *ret_text)
{
	size_t length = input_u8(&answers);
	size_t i;

	input_bytes(&answers, ret_text, length * sizeof(*ret_text));
	for (i = 0; i < length; i++)
		if (ret_text[i] < ' ')
			ret_text[i] = 'x';
	ret_text[length] = 0;
}

static void fill_interface(MIB_IF_ROW2 *ret_row, NET_IFINDEX index)
{
	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->InterfaceIndex = index;
	ret_row->InterfaceLuid.Value = index;
	fill_wide(ret_row->Alias);
	fill_wide(ret_row->Description);
	ret_row->PhysicalAddressLength = input_u8(&answers) % (IF_MAX_PHYS_ADDRESS_LENGTH + 1);
	input_bytes(&answers, ret_row->PhysicalAddress, ret_row->PhysicalAddressLength);
	ret_row->Mtu = input_u32(&answers);
	ret_row->Type = input_u32(&answers);
	ret_row->OperStatus = (IF_OPER_STATUS)input_u8(&answers);
	input_bytes(&answers, &ret_row->TransmitLinkSpeed, sizeof(ret_row->TransmitLinkSpeed));
	input_bytes(&answers, &ret_row->InOctets, sizeof(ret_row->InOctets));
}

static void *new_table(size_t size)
{
	void *table = calloc(1, size);

	CHECK(table);
	return table;
}

/* Arguments as the contract has them. */
static void check_row(const MIB_ANYCASTIPADDRESS_ROW *row)
{
	CHECK(row->Address.si_family == AF_INET || row->Address.si_family == AF_INET6);
}

NETIOAPI_API CreateAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	check_row(Row);
	return answer();
}

NETIOAPI_API DeleteAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row)
{
	check_row(Row);
	return answer();
}

NETIOAPI_API GetAnycastIpAddressEntry(PMIB_ANYCASTIPADDRESS_ROW Row)
{
	DWORD code = answer();

	check_row(Row);
	if (code == NO_ERROR)
		fill_entry(Row);
	return code;
}

NETIOAPI_API GetAnycastIpAddressTable(ADDRESS_FAMILY Family, PMIB_ANYCASTIPADDRESS_TABLE *Table)
{
	size_t rows = input_u8(&answers) % 8;
	DWORD code = answer();
	size_t i;

	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_ANYCASTIPADDRESS_TABLE, Table) +
			   rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_entry(&(*Table)->Table[i]);
	return NO_ERROR;
}

VOID InitializeUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row)
{
	memset(Row, 0, sizeof(*Row));
	Row->ValidLifetime = Row->PreferredLifetime = 0xffffffff;
}

static DWORD change_unicast(const MIB_UNICASTIPADDRESS_ROW *row)
{
	CHECK(row->Address.si_family == AF_INET || row->Address.si_family == AF_INET6);
	return answer();
}

NETIOAPI_API CreateUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	CHECK(Row->PreferredLifetime <= Row->ValidLifetime);
	return change_unicast(Row);
}

NETIOAPI_API SetUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	CHECK(Row->PreferredLifetime <= Row->ValidLifetime);
	return change_unicast(Row);
}

NETIOAPI_API DeleteUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row)
{
	return change_unicast(Row);
}

NETIOAPI_API GetUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row)
{
	DWORD code = change_unicast(Row);

	if (code == NO_ERROR)
		fill_unicast(Row);
	return code;
}

NETIOAPI_API GetUnicastIpAddressTable(ADDRESS_FAMILY Family, PMIB_UNICASTIPADDRESS_TABLE *Table)
{
	size_t rows = input_u8(&answers) % 8;
	DWORD code = answer();
	size_t i;

	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_UNICASTIPADDRESS_TABLE, Table) +
			   rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_unicast(&(*Table)->Table[i]);
	return NO_ERROR;
}

static DWORD change_neighbor(const MIB_IPNET_ROW2 *row)
{
	CHECK(row->Address.si_family == AF_INET || row->Address.si_family == AF_INET6);
	CHECK(row->PhysicalAddressLength <= IF_MAX_PHYS_ADDRESS_LENGTH);
	return answer();
}

NETIOAPI_API CreateIpNetEntry2(const MIB_IPNET_ROW2 *Row)
{
	return change_neighbor(Row);
}

NETIOAPI_API SetIpNetEntry2(PMIB_IPNET_ROW2 Row)
{
	return change_neighbor(Row);
}

NETIOAPI_API DeleteIpNetEntry2(const MIB_IPNET_ROW2 *Row)
{
	return change_neighbor(Row);
}

NETIOAPI_API GetIpNetEntry2(PMIB_IPNET_ROW2 Row)
{
	DWORD code = change_neighbor(Row);

	if (code == NO_ERROR)
		fill_neighbor(Row);
	return code;
}

NETIOAPI_API ResolveIpNetEntry2(PMIB_IPNET_ROW2 Row, const SOCKADDR_INET *SourceAddress)
{
	CHECK(SourceAddress->si_family == AF_UNSPEC ||
	      SourceAddress->si_family == Row->Address.si_family);
	return GetIpNetEntry2(Row);
}

NETIOAPI_API FlushIpNetTable2(ADDRESS_FAMILY Family, NET_IFINDEX InterfaceIndex)
{
	(void)InterfaceIndex;
	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	return answer();
}

NETIOAPI_API GetIpNetTable2(ADDRESS_FAMILY Family, PMIB_IPNET_TABLE2 *Table)
{
	size_t rows = input_u8(&answers) % 8;
	DWORD code = answer();
	size_t i;

	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_IPNET_TABLE2, Table) + rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_neighbor(&(*Table)->Table[i]);
	return NO_ERROR;
}

/* A source may be missing. */
static void fill_path(MIB_IPPATH_ROW *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	input_bytes(&answers, ret_row, sizeof(*ret_row));
	fill_address(&ret_row->Destination);
	fill_address(&ret_row->CurrentNextHop);
	fill_address(&ret_row->Source);
	if (input_u8(&answers) % 2)
		ret_row->Source.si_family = AF_UNSPEC;
	ret_row->InterfaceLuid.Value = input_u8(&answers) % 4;
}

NETIOAPI_API GetIpPathTable(ADDRESS_FAMILY Family, PMIB_IPPATH_TABLE *Table)
{
	size_t rows = input_u8(&answers) % 8;
	DWORD code = answer();
	size_t i;

	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_IPPATH_TABLE, Table) + rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_path(&(*Table)->Table[i]);
	return NO_ERROR;
}

NETIOAPI_API FlushIpPathTable(ADDRESS_FAMILY Family)
{
	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	return answer();
}

/* Whatever the library makes of a row, the command prints. */
static void fill_route(MIB_IPFORWARD_ROW2 *ret_row)
{
	memset(ret_row, 0, sizeof(*ret_row));
	input_bytes(&answers, ret_row, sizeof(*ret_row));
	ret_row->DestinationPrefix.Prefix.si_family = ret_row->NextHop.si_family =
		input_u8(&answers) % 2 ? AF_INET : AF_INET6;
}

static DWORD change_route(const MIB_IPFORWARD_ROW2 *row)
{
	ADDRESS_FAMILY family = row->DestinationPrefix.Prefix.si_family;

	CHECK(family == AF_INET || family == AF_INET6);
	CHECK(row->NextHop.si_family == family);
	CHECK(row->DestinationPrefix.PrefixLength <= (family == AF_INET ? 32 : 128));
	return answer();
}

VOID NETIOAPI_API_ InitializeIpForwardEntry(PMIB_IPFORWARD_ROW2 Row)
{
	memset(Row, 0xff, sizeof(*Row));
	Row->InterfaceIndex = 0;
}

NETIOAPI_API CreateIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return change_route(Row);
}

NETIOAPI_API SetIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Route)
{
	return change_route(Route);
}

NETIOAPI_API DeleteIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row)
{
	return change_route(Row);
}

/* Keeps the key. */
NETIOAPI_API GetIpForwardEntry2(PMIB_IPFORWARD_ROW2 Row)
{
	MIB_IPFORWARD_ROW2 key = *Row;
	DWORD code = change_route(Row);

	if (code != NO_ERROR)
		return code;
	fill_route(Row);
	Row->DestinationPrefix = key.DestinationPrefix;
	Row->NextHop = key.NextHop;
	return code;
}

NETIOAPI_API GetIpForwardTable2(ADDRESS_FAMILY Family, PMIB_IPFORWARD_TABLE2 *Table)
{
	size_t rows = input_u8(&answers) % 8;
	DWORD code = answer();
	size_t i;

	CHECK(Family == AF_UNSPEC || Family == AF_INET || Family == AF_INET6);
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_IPFORWARD_TABLE2, Table) +
			   rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_route(&(*Table)->Table[i]);
	return NO_ERROR;
}

NETIOAPI_API GetBestRoute2(NET_LUID *InterfaceLuid, NET_IFINDEX InterfaceIndex,
			   const SOCKADDR_INET *SourceAddress,
			   const SOCKADDR_INET *DestinationAddress, ULONG AddressSortOptions,
			   PMIB_IPFORWARD_ROW2 BestRoute, SOCKADDR_INET *BestSourceAddress)
{
	DWORD code = answer();

	(void)InterfaceLuid;
	(void)InterfaceIndex;
	(void)AddressSortOptions;
	CHECK(!SourceAddress || SourceAddress->si_family == DestinationAddress->si_family);
	memset(BestRoute, 0, sizeof(*BestRoute));
	memset(BestSourceAddress, 0, sizeof(*BestSourceAddress));
	if (code != NO_ERROR)
		return code;
	fill_route(BestRoute);
	*BestSourceAddress = BestRoute->NextHop;
	return code;
}

NETIOAPI_API GetIfEntry2Ex(MIB_IF_ENTRY_LEVEL Level, PMIB_IF_ROW2 Row)
{
	DWORD code = answer();

	(void)Level;
	if (code == NO_ERROR)
		fill_interface(Row, input_u32(&answers));
	return code;
}

/* By index, as the contract has it. */
NETIOAPI_API GetIfTable2Ex(MIB_IF_TABLE_LEVEL Level, PMIB_IF_TABLE2 *Table)
{
	size_t rows = input_u8(&answers) % 8;
	NET_IFINDEX index = 0;
	DWORD code = answer();
	size_t i;

	(void)Level;
	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_IF_TABLE2, Table) + rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++)
		fill_interface(&(*Table)->Table[i], index += 1u + input_u8(&answers) % 2);
	return NO_ERROR;
}

/* Any relations: loops, interfaces that are not there. */
NETIOAPI_API GetIfStackTable(PMIB_IFSTACK_TABLE *Table)
{
	size_t rows = input_u8(&answers) % 4;
	DWORD code = answer();
	size_t i;

	*Table = NULL;
	if (code != NO_ERROR)
		return code;
	*Table = new_table(offsetof(MIB_IFSTACK_TABLE, Table) + rows * sizeof((*Table)->Table[0]));
	(*Table)->NumEntries = (ULONG)rows;
	for (i = 0; i < rows; i++) {
		(*Table)->Table[i].HigherLayerInterfaceIndex = input_u8(&answers) % 8;
		(*Table)->Table[i].LowerLayerInterfaceIndex = input_u8(&answers) % 8;
	}
	return NO_ERROR;
}

VOID FreeMibTable(PVOID Memory)
{
	free(Memory);
}

static DWORD answer_luid(NET_LUID *ret_luid)
{
	DWORD code = answer();

	ret_luid->Value = code == NO_ERROR ? input_u8(&answers) % 4 : 0;
	return code;
}

NETIOAPI_API ConvertInterfaceNameToLuidA(const CHAR *InterfaceName, NET_LUID *InterfaceLuid)
{
	CHECK(InterfaceName);
	return answer_luid(InterfaceLuid);
}

NETIOAPI_API ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex, PNET_LUID InterfaceLuid)
{
	(void)InterfaceIndex;
	return answer_luid(InterfaceLuid);
}

NETIOAPI_API ConvertInterfaceGuidToLuid(const GUID *InterfaceGuid, PNET_LUID InterfaceLuid)
{
	CHECK(InterfaceGuid);
	return answer_luid(InterfaceLuid);
}

NETIOAPI_API ConvertInterfaceLuidToIndex(const NET_LUID *InterfaceLuid, PNET_IFINDEX InterfaceIndex)
{
	CHECK(InterfaceLuid);
	*InterfaceIndex = input_u32(&answers);
	return answer();
}

NETIOAPI_API ConvertInterfaceLuidToGuid(const NET_LUID *InterfaceLuid, GUID *InterfaceGuid)
{
	CHECK(InterfaceLuid);
	input_bytes(&answers, InterfaceGuid, sizeof(*InterfaceGuid));
	return answer();
}

NETIOAPI_API ConvertInterfaceLuidToNameA(const NET_LUID *InterfaceLuid, PSTR InterfaceName,
					 SIZE_T Length)
{
	DWORD code = answer();

	CHECK(InterfaceLuid && Length >= IF_MAX_STRING_SIZE + 1);
	if (code == NO_ERROR)
		take_name(InterfaceName, 32);
	return code;
}

NETIOAPI_API ConvertInterfaceLuidToAlias(const NET_LUID *InterfaceLuid, PWSTR InterfaceAlias,
					 SIZE_T Length)
{
	DWORD code = answer();

	CHECK(InterfaceLuid && Length >= IF_MAX_STRING_SIZE + 1);
	if (code == NO_ERROR)
		fill_wide(InterfaceAlias);
	return code;
}

/* No other namespaces, no files: what they hold goes the same way as this. */
int iph_netns_enter(const char *name)
{
	return *name ? IPH_EXIT_DONE : IPH_EXIT_FAILED;
}

int iph_batch_run(const struct iph_args *args, int (*run)(struct iph_args *args))
{
	CHECK(args->batch && !args->in_batch && run);
	return IPH_EXIT_DONE;
}

struct iph_sight *iph_sight_new(enum iph_sight_need need)
{
	(void)need;
	return NULL;
}

void iph_sight_free(struct iph_sight *sight)
{
	CHECK(!sight);
}

bool iph_sight_lost(const struct iph_sight *sight, size_t *at, MIB_ANYCASTIPADDRESS_ROW *ret_row)
{
	(void)sight;
	(void)at;
	(void)ret_row;
	return false;
}

bool iph_sight_is_lost(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	CHECK(!sight && row);
	return input_u8(&answers) % 2;
}

static const char *sight_word(const char *word)
{
	return input_u8(&answers) % 2 ? word : NULL;
}

const char *iph_sight_state(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	CHECK(!sight && row);
	return sight_word("works");
}

const char *iph_sight_maker(const struct iph_sight *sight, const MIB_ANYCASTIPADDRESS_ROW *row)
{
	CHECK(!sight && row);
	return sight_word("us");
}

const char *iph_sight_scope(const struct iph_sight *sight, const SOCKADDR_INET *address,
			    NET_IFINDEX index)
{
	(void)index;
	CHECK(!sight && address);
	return "global";
}

static int keep_open(FILE *file)
{
	return fflush(file);
}

static ssize_t judge(void *cookie, const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];

		CHECK(raw || byte == '\n' || (byte >= ' ' && byte != 0x7f) ||
		      (byte == '\033' && coloured));
		CHECK(byte < 0x7f || cookie == &stdout); /* not even UTF-8 in the C locale */
	}
	return (ssize_t)size;
}

/* The streams only: the descriptors stay libFuzzer's and the sanitizers'. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const cookie_io_functions_t functions = {.write = judge};

	(void)argc;
	(void)argv;
	setenv("LC_ALL", "C", 1);
	stdout = fopencookie(&stdout, "w", functions);
	stderr = fopencookie(&stderr, "w", functions);
	CHECK(stdout && stderr);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {.at = data, .left = size};
	char *argv[WORDS + 2];
	char name[] = "iphlp";
	int argc = 0;
	char *words;
	size_t at;
	int status;

	answers = input_block(&input);
	words = calloc(1, input.left + 1);
	CHECK(words);
	if (input.left)
		memcpy(words, input.at, input.left);
	argv[argc++] = name;
	for (at = 0; at < input.left && argc <= WORDS; at += strlen(words + at) + 1)
		argv[argc++] = words + at;
	argv[argc] = NULL;
	raw = argc > 1 && strcmp(argv[1], "__complete") == 0;
	coloured = false;
	for (at = 1; at < (size_t)argc; at++)
		coloured = coloured || (argv[at][0] == '-' && strchr(argv[at], 'c'));
	status = iphlp_main(argc, argv);
	CHECK(status >= IPH_EXIT_DONE && status <= IPH_EXIT_USAGE);
	fflush(stderr);
	free(words);
	return 0;
}
