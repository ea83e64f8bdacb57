#!/bin/sh
# SPDX-License-Identifier: MIT
# Programs in the manner of Windows build and run against an installed tree: as PORTING.md says,
# whose own lines for pkg-config, CMake and Meson are tried, in C and C++, by gcc and clang. Run
# from the top of the tree after make. Exit: 0 all well, 1 not, 77 no pkg-config. Without CMake or
# Meson their lines are left out (1 with IPH_TEST_REQUIRE=check).

# Lists of flags are split on purpose.
# shellcheck disable=SC2086,SC2046
set -eu

if ! command -v pkg-config >/dev/null; then
	echo 'porting: no pkg-config, skipped'
	exit 77
fi

top=$(pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "porting: $*"
	status=1
}

${MAKE:-make} -s install DESTDIR="$tmp/root" >"$tmp/log" 2>&1 || {
	cat "$tmp/log"
	exit 1
}
PKG_CONFIG_PATH=$(dirname "$(find "$tmp/root" -name winport.pc)")
LD_LIBRARY_PATH=$(dirname "$(find "$tmp/root" -name libwinport.so)")
export PKG_CONFIG_PATH LD_LIBRARY_PATH PKG_CONFIG_SYSROOT_DIR="$tmp/root"
# With a root of its own pkg-config says that libmnl's headers are there too, and CMake looks.
mkdir -p "$tmp/root/usr/include"
# That of the libraries may be the system's, which pkg-config leaves out otherwise.
export PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

# block LANGUAGE: the first fenced block of PORTING.md in it.
block() {
	awk -v fence="^ *\`\`\`$1\$" '
		$0 ~ fence && !seen { on = seen = 1; next }
		/^ *```$/ { on = 0 }
		on { sub(/^ {3}/, ""); print }' "$top/PORTING.md"
}

mkdir "$tmp/src"
cd "$tmp/src"

# What there is of the API, from a program with a wmain and wide text.
cat >x.c <<'END'
#ifndef UNICODE
#define UNICODE
#endif
#include <WinSock2.h>
#include <Windows.h>
#include <WS2tcpip.h>
#include <IPHlpApi.h>
#include <stdio.h>
#include <stdlib.h>
#include <tchar.h>

#pragma comment(lib, "iphlpapi.lib")

static DWORD Explain(_In_ DWORD dwCode)
{
	LPTSTR lpText = NULL;

	if (!FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM |
				   FORMAT_MESSAGE_IGNORE_INSERTS,
			   NULL, dwCode, MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT),
			   (LPTSTR)&lpText, 0, NULL))
		return GetLastError();
	_tprintf(TEXT("%lu: %s"), dwCode, lpText);
	LocalFree(lpText);
	return NO_ERROR;
}

int __cdecl wmain(int argc, WCHAR **argv)
{
	WCHAR szName[IF_MAX_STRING_SIZE + 1], szGuid[40];
	char szNarrow[40];
	HMODULE hModule = LoadLibrary(TEXT("IPHLPAPI.DLL"));
	NET_LUID luid;
	GUID guid;
	DWORD dwRet;

	if (argc != 2 || wcscmp(argv[1], L"\u00e9") != 0)
		return 1;
	if (!hModule || !GetProcAddress(hModule, "ConvertInterfaceLuidToAlias"))
		return 2;
	dwRet = ConvertInterfaceAliasToLuid(L"lo", &luid);
	if (dwRet != NO_ERROR || Explain(dwRet) != NO_ERROR)
		return 3;
	ConvertInterfaceLuidToAlias(&luid, szName, _countof(szName));
	ConvertInterfaceLuidToGuid(&luid, &guid);
#ifdef __cplusplus
	StringFromGUID2(guid, szGuid, 40);
#else
	StringFromGUID2(&guid, szGuid, 40);
#endif
	wprintf(L"%s %ws %hs %I64u %lu %d\n", szName, argv[1], "narrow", 1ULL << 40,
		luid.Info.NetLuidIndex, (int)wcslen(szGuid));
	printf("%S %c\n", szName, 'c');
	if (fputws(szName, stdout) < 0 || _putws(L"\u00e9") < 0)
		return 5;
	if (wcstombs(szNarrow, szName, sizeof(szNarrow)) != 2 || strcmp(szNarrow, "lo") != 0 ||
	    mbstowcs(szName, "eth0", _countof(szName)) != 4 || wcscmp(szName, L"eth0") != 0)
		return 4;
	return 0;
}
END
printf '0: Success.\r\nlo \303\251 narrow 1099511627776 1 38\nlo c\nlo\303\251\n' >x.expected

# Sockets, addresses and events, and the other form of wmain.
cat >y.c <<'END'
#include <stdio.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <mstcpip.h>

HANDLE hEvent;

/* As on Microsoft's page: nothing but the event is set in the OVERLAPPED. */
static int Watch(void)
{
	HANDLE hand = NULL;
	OVERLAPPED overlap;
	DWORD bytes;
	int gone;

	overlap.hEvent = WSACreateEvent();
	if (NotifyAddrChange(&hand, &overlap) == NO_ERROR || WSAGetLastError() != WSA_IO_PENDING)
		return 0;
	/* FALSE: the machine has got an address in between. */
	gone = CancelIPChangeNotify(&overlap);
	if (WaitForSingleObject(overlap.hEvent, INFINITE) != WAIT_OBJECT_0)
		return 0;
	if (gone && (GetOverlappedResult(hand, &overlap, &bytes, TRUE) ||
		     GetLastError() != ERROR_OPERATION_ABORTED))
		return 0;
	return WSACloseEvent(overlap.hEvent);
}

static VOID CALLBACK Changed(PVOID pContext, PMIB_UNICASTIPADDRESS_ROW pRow,
			     MIB_NOTIFICATION_TYPE NotificationType)
{
	if (pContext == NULL && NotificationType == MibAddInstance && pRow != NULL)
		SetEvent(hEvent);
}

int __cdecl wmain()
{
	PUNICAST_IPADDRESS_CHANGE_CALLBACK pCallback = Changed;
	MIB_UNICASTIPADDRESS_ROW row = {0};
	struct sockaddr_in sin = {0};
	struct in_addr addr;
	SOCKADDR_IN6 sin6;
	CHAR szText[46];
	WSADATA wsa;
	SOCKET s;

	if (WSAStartup(MAKEWORD(2, 2), &wsa) != 0)
		return 1;
	sin.sin_family = AF_INET;
	sin.sin_addr.S_un.S_addr = inet_addr("127.0.0.1");
	row.Address.Ipv4 = sin;
	addr = row.Address.Ipv4.sin_addr;
	printf("%s %u\n", inet_ntoa(addr), IN4_IS_ADDR_LOOPBACK(&addr));
	sin6.sin6_addr = in6addr_loopback;
	printf("%d %d\n", IN6_IS_ADDR_LOOPBACK(&sin6.sin6_addr), sin6.sin6_addr.u.Byte[15]);
	if (RtlIpv4AddressToStringA(&addr, szText) != szText + 9 ||
	    strcmp(szText, "127.0.0.1") != 0)
		return 5;
	if (RtlIpv6AddressToStringA(&sin6.sin6_addr, szText) != szText + 3)
		return 6;
	s = socket(AF_INET, SOCK_DGRAM, 0);
	if (s == INVALID_SOCKET || bind(s, (struct sockaddr *)&sin, sizeof(sin)) == SOCKET_ERROR)
		return 2;
	if (closesocket(s) != 0 || closesocket(s) != SOCKET_ERROR)
		return 3;
	printf("%d\n", WSAGetLastError() == WSAENOTSOCK);
	hEvent = CreateEvent(NULL, FALSE, FALSE, NULL);
	pCallback(NULL, &row, MibAddInstance);
	printf("%lu\n", WaitForSingleObject(hEvent, 1000));
	if (!Watch())
		return 7;
	return CloseHandle(hEvent) && WSACleanup() == 0 ? 0 : 4;
}
END
printf '127.0.0.1 1\n1 1\n1\n0\n' >y.expected

# Kernel mode.
cat >z.c <<'END'
#include <ntddk.h>
#include <netioapi.h>
#include <winternl.h>
#include <stdio.h>

int main(void)
{
	NET_LUID Luid;
	NTSTATUS Status = ConvertInterfaceIndexToLuid(0, &Luid);

	PAGED_CODE();
	if (NT_SUCCESS(Status))
		return 1;
	return RtlNtStatusToDosError(Status) == 87 ? 0 : 2;
}
END
: >z.expected

# What they use of the system beside it.
cat >w.c <<'END'
/* What programs around IP Helper use of the system. */
#define UNICODE
#include <winsock2.h>
#include <windows.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <iphlpapi.h>
#include <mstcpip.h>
#include <initguid.h>
#include <process.h>
#include <io.h>
#include <strsafe.h>
#include <sysinfoapi.h>
#include <signal.h>
#include <stdio.h>

DEFINE_GUID(OURS, 0x01234567, 0x89ab, 0xcdef, 1, 2, 3, 4, 5, 6, 7, 8);

static CRITICAL_SECTION lock;
static int count;

static DWORD WINAPI Work(LPVOID argument)
{
	EnterCriticalSection(&lock);
	EnterCriticalSection(&lock);
	count += *(int *)argument;
	LeaveCriticalSection(&lock);
	LeaveCriticalSection(&lock);
	return 0;
}

static unsigned __stdcall Work2(void *argument)
{
	Work(argument);
	_endthreadex(0);
	return 0;
}

static HANDLE ended;
static BOOL WINAPI OnCtrl(DWORD type)
{
	return type == CTRL_C_EVENT && SetEvent(ended);
}

static int CheckThreads(void)
{
	HANDLE threads[3];
	int three = 3;
	DWORD id = 0;

	InitializeCriticalSection(&lock);
	threads[0] = CreateThread(NULL, 0, Work, &three, 0, &id);
	threads[1] = (HANDLE)_beginthreadex(NULL, 0, Work2, &three, 0, NULL);
	threads[2] = CreateEvent(NULL, FALSE, TRUE, NULL);
	if (!threads[0] || !threads[1] || id == 0 || id == GetCurrentThreadId())
		return 1;
	if (WaitForMultipleObjects(3, threads, TRUE, INFINITE) != WAIT_OBJECT_0 || count != 6)
		return 2;
	if (WaitForMultipleObjects(3, threads, TRUE, 0) != WAIT_TIMEOUT)
		return 3;
	if (!CloseHandle(threads[0]) || !CloseHandle(threads[1]) || !CloseHandle(threads[2]))
		return 4;
	DeleteCriticalSection(&lock);
	ended = CreateEvent(NULL, TRUE, FALSE, NULL);
	if (!SetConsoleCtrlHandler(OnCtrl, TRUE) || raise(SIGINT) != 0)
		return 5;
	return WaitForSingleObject(ended, INFINITE) != WAIT_OBJECT_0;
}

static int CheckText(void)
{
	char name[8], narrow[6], *next;
	WCHAR wide[6];
	ULONG number;
	unsigned __int64 large;
	int a, b;

	if (sscanf_s("12.34 eth0:x", "%d.%d %[^:]", &a, &b, name, (unsigned)sizeof(name)) != 3 ||
	    a != 12 || b != 34 || strcmp(name, "eth0") != 0)
		return 1;
	if (sscanf_s("abcdefghi", "%s", name, (unsigned)sizeof(name)) != 0)
		return 2;
	if (sscanf_s("4294967295 18446744073709551615", "%lu %I64u", &number, &large) != 2 ||
	    number != 0xffffffff || large + 1 != 0)
		return 3;
	if (StringCchPrintfA(narrow, 6, "%lu", 12345ul) != S_OK ||
	    StringCchCatA(narrow, 6, "6") != STRSAFE_E_INSUFFICIENT_BUFFER ||
	    strcmp(narrow, "12345") != 0)
		return 4;
	if (StringCchCopy(wide, 6, L"123456") != STRSAFE_E_INSUFFICIENT_BUFFER || wide[5] != 0)
		return 5;
	if (_snwprintf_s(wide, 6, _TRUNCATE, L"%s", L"abcdefg") != -1 ||
	    wcscmp(wide, L"abcde") != 0)
		return 6;
	strcpy_s(name, sizeof(name), "a,b");
	if (strcmp(strtok_s(name, ",", &next), "a") != 0 ||
	    strcmp(strtok_s(NULL, ",", &next), "b") != 0)
		return 7;
	return strncpy_s(narrow, 6, "abcdefg", 3) != 0 || strcmp(narrow, "abc") != 0 ||
	       _strtoui64("18446744073709551615", NULL, 10) + 1 != 0;
}

static int CheckTime(void)
{
	ULONGLONG before = GetTickCount64();
	__time32_t seconds = 0;
	SYSTEMTIME date;
	FILETIME time, same;
	char text[26];
	struct tm tm;
	errno_t error = _localtime32_s(&tm, &seconds);

	GetSystemTimeAsFileTime(&time);
	if (!FileTimeToSystemTime(&time, &date) || date.wYear < 2024 ||
	    !SystemTimeToFileTime(&date, &same))
		return 1;
	if (same.dwHighDateTime != time.dwHighDateTime)
		return 2;
	return error != 0 || asctime_s(text, sizeof(text), &tm) != 0 || GetTickCount64() < before;
}

static int CheckAddresses(void)
{
	SOCKADDR_INET a = {0};
	IN6_ADDR x = IN6ADDR_LOOPBACK_INIT;

	a.si_family = AF_INET6;
	INETADDR_SET_ADDRESS((PSOCKADDR)&a, (PUCHAR)&x);
	INETADDR_SET_PORT((PSOCKADDR)&a, htons(53));
	if (!INETADDR_ISLOOPBACK((PSOCKADDR)&a) || INETADDR_PORT((PSOCKADDR)&a) != htons(53))
		return 1;
	INETADDR_SETANY((PSOCKADDR)&a);
	if (!INETADDR_ISANY((PSOCKADDR)&a) || INETADDR_PORT((PSOCKADDR)&a) != 0)
		return 2;
	IN4ADDR_SETLOOPBACK(&a.Ipv4);
	if (!INETADDR_ISLOOPBACK((PSOCKADDR)&a) || a.Ipv4.sin_addr.s_net != 127 ||
	    a.Ipv4.sin_addr.s_impno != 1 || INETADDR_SCOPE_ID((PSOCKADDR)&a).Value != 0)
		return 3;
	IN6ADDR_SETV4MAPPED(&a.Ipv6, &a.Ipv4.sin_addr, INETADDR_SCOPE_ID((PSOCKADDR)&a), 0);
	return !INETADDR_ISV4MAPPED((PSOCKADDR)&a) || *INETADDR_ADDRESS((PSOCKADDR)&a) != 0;
}

int main(void)
{
	printf("%d %d %d %d\n", CheckThreads(), CheckText(), CheckTime(), CheckAddresses());
	return _isatty(_fileno(stdin)) > 1 || OURS.Data1 != 0x01234567 || _getpid() != getpid();
}
END
printf '0 0 0 0\n' >w.expected

# consumer COMPILER SOURCE LIBRARY FLAG...
consumer() {
	what="$1 $2 ${4:-}"
	case $1 in
	*++) source="-x c++ $2 -x none" ;;
	*) source=$2 ;;
	esac
	compiler=$1
	base=${2%.c}
	library=$3
	shift 3
	"$compiler" $(pkg-config --cflags "$library" winport) -Wall -Werror "$@" \
		${SANITIZE:-} $source \
		-o program $(pkg-config --libs "$library" winport) >log 2>&1 || {
		fail "$what does not build: $(cat log)"
		return 0
	}
	./program "$(printf '\303\251')" >out 2>&1 || fail "$what: returns $?"
	cmp -s out "$base.expected" || fail "$what: prints $(cat out)"
	count=$((count + 1))
}

count=0
for compiler in ${CC:-cc} ${CXX:-c++} clang clang++; do
	command -v "$compiler" >/dev/null || continue
	case $compiler in
	clang*) less='-Wno-nonportable-include-path -Wno-missing-braces' ;;
	*) less=-Wno-missing-field-initializers ;;
	esac
	consumer "$compiler" x.c iphlpapi $less
	consumer "$compiler" y.c iphlpapi $less
	consumer "$compiler" z.c netio $less
	consumer "$compiler" w.c iphlpapi $less
	consumer "$compiler" y.c iphlpapi -fno-short-wchar -Wno-format $less
done

# What cannot work is refused with a line that says what to write.
cat >bad.c <<'END'
#include <windows.h>

int main(void)
{
	WCHAR text[80];

	return fgetws(text, 80, stdin) == 0;
}
END
if ${CC:-cc} $(pkg-config --cflags winport) -c bad.c 2>log; then
	fail 'fgetws of 16 bit characters compiles'
fi
grep -q 'error.*use fgets' log || fail "fgetws: the error does not help: $(cat log)"

# So is each of the older calls and structures.
sed -n 's/^typedef struct \(not_here_use_[A-Za-z0-9_]*\) \([A-Z_]*\),.*/sizeof(\2) \1/p
	s/^int \([A-Za-z0-9]*\)(.*IPH_INSTEAD("\(.*\)");/\1(0) is unavailable: not here, use \2/p' \
	"$top/include/iphlpapi.h" >instead
[ "$(wc -l <instead)" = "$(grep -c ') IPH_INSTEAD("\|^typedef struct not_here_' \
	"$top/include/iphlpapi.h")" ] || fail 'a call that is missing is overlooked here'
while read -r use words; do
	printf '#include <winsock2.h>\n#include <iphlpapi.h>\n' >bad.c
	printf 'int main(void) { return %s != 0; }\n' "$use" >>bad.c
	for compiler in ${CC:-cc} ${CXX:-c++}; do
		$compiler $(pkg-config --cflags iphlpapi winport) -c bad.c 2>log &&
			fail "$use compiles"
		grep "error: .*$words" log >/dev/null ||
			fail "$use: the error does not help: $(cat log)"
	done
done <instead

# Calls that are not written yet are told when asked, each of them.
sed -n 's/^UNWRITTEN[A-Z_]*(\([A-Za-z0-9]*\),.*/\1/p' "$top/src/lib/codes/unwritten.c" |
	grep -v '^name$' >unwritten
[ "$(wc -l <unwritten)" -gt 20 ] || fail 'no unwritten call is found'
{
	printf '#include <winsock2.h>\n#include <iphlpapi.h>\nint main(void)\n{\n'
	while read -r name; do
		echo "	(void)&$name;"
	done <unwritten
	echo '	return 0; }'
} >early.c
for compiler in ${CC:-cc} ${CXX:-c++}; do
	$compiler $(pkg-config --cflags iphlpapi winport) -c early.c 2>log ||
		fail 'unwritten calls do not compile'
	grep 'not written yet' log >/dev/null && fail 'unwritten calls are told of unasked'
	$compiler $(pkg-config --cflags iphlpapi winport) -DNETIOAPI_WARN_UNWRITTEN -c \
		early.c 2>log ||
		fail 'unwritten calls are errors'
	while read -r name; do
		grep "$name.*deprecated: not written yet" log >/dev/null ||
			fail "$name: nobody says that it is not written"
	done <unwritten
done

# With winport's flags C++98 is enough.
printf '#include <winsock2.h>\n#include <iphlpapi.h>\n#include <strsafe.h>\n' >old.cpp
echo 'int main() { return 0; }' >>old.cpp
${CXX:-c++} -std=c++98 $(pkg-config --cflags iphlpapi winport) -c old.cpp 2>log ||
	fail "C++98: $(cat log)"

# Each spelling of a header is that header.
cut -d' ' -f2 "$top/tools/header-aliases" | sed 's/.*/#include <&>/' >spellings.c
[ "$(wc -l <spellings.c)" -gt 200 ] || fail 'there are hardly any spellings of headers'
echo 'extern int something;' >>spellings.c
${CC:-cc} $(pkg-config --cflags iphlpapi winport) -Wall -Werror -c spellings.c 2>log ||
	fail "a spelling of a header: $(cat log)"

# Every code of the headers has a text.
{
	echo '#include <windows.h>'
	echo '#include <ntstatus.h>'
	echo 'static const struct { const char *name; DWORD code; int nt; } codes[] = {'
	sed -n 's/^#define \([EW][A-Z_]*\) [0-9]*$/{ "\1", \1, 0 },/p' "$top/include/winerror.h" |
		grep -v WSABASEERR
	sed -n 's/^#define \(STATUS_[A-Z_]*\) .*/{ "\1", (DWORD)\1, 1 },/p' \
		"$top/include/ntstatus.h"
	cat <<-'END'
		};

		int main(void)
		{
			char text[128];
			unsigned int i, missing = 0;
			DWORD flag;

			for (i = 0; i < ARRAYSIZE(codes); i++) {
				flag = codes[i].nt ? FORMAT_MESSAGE_FROM_HMODULE
						   : FORMAT_MESSAGE_FROM_SYSTEM;
				if (FormatMessageA(flag, GetModuleHandle("ntdll.dll"),
						   codes[i].code, 0, text, sizeof(text), NULL))
					continue;
				printf("%s\n", codes[i].name);
				missing++;
			}
			return missing || i < 100;
		}
	END
} >codes.c
${CC:-cc} $(pkg-config --cflags winport) ${SANITIZE:-} -o codes codes.c $(pkg-config --libs winport)
./codes >log || fail "no text for: $(cat log)"

# try WHAT PROGRAM: x.c, built by WHAT.
try() {
	if ! "$2" "$(printf '\303\251')" >out || ! cmp -s out x.expected; then
		fail "$1: the program fails"
	fi
}

# The lines of PORTING.md.
line=$(block sh)
rm -f a.out
eval "$(echo "$line" | sed "s|^cc|${CC:-cc} ${SANITIZE:-}|")" || fail "does not work: $line"
try pkg-config ./a.out
tried=pkg-config

# absent TOOL...: one of them is not here.
absent() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null && continue
		tried="$tried, no $tool"
		case ${IPH_TEST_REQUIRE:-} in
		*check*) fail "$tool is not installed" ;;
		esac
		return 0
	done
	return 1
}

# With sanitizers the flags of pkg-config do not suffice.
if [ -n "${SANITIZE:-}" ]; then
	tried="$tried only"
else
	if ! absent cmake; then
		block cmake >CMakeLists.txt
		{ cmake -S . -B cmake && cmake --build cmake; } >log 2>&1 ||
			fail "CMake: $(cat log)"
		try CMake ./cmake/x
		tried="$tried, CMake"
	fi
	if ! absent meson ninja; then
		block meson >meson.build
		{ meson setup meson && ninja -C meson; } >log 2>&1 || fail "Meson: $(cat log)"
		try Meson ./meson/x
		tried="$tried, Meson"
	fi
fi

[ $status -eq 0 ] && echo "porting: ok, $count programs, $tried"
exit $status
