/* SPDX-License-Identifier: MIT */
/*
 * The few system calls that IP Helper programs cannot do without: link with -lwinport.
 * winport(7) has their differences from Windows. Where a call fails, GetLastError() has the code.
 */
#ifndef IPH_WINBASE_H
#define IPH_WINBASE_H

#include <stdarg.h>

#include <winnt.h>

#ifdef UNICODE
#define IPH_AW(name) name##W
#else
#define IPH_AW(name) name##A
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define INFINITE 0xFFFFFFFFU
#define WAIT_OBJECT_0 0U
#define WAIT_ABANDONED 0x80U
#define WAIT_ABANDONED_0 0x80U
#define WAIT_TIMEOUT 258U
#define WAIT_FAILED 0xFFFFFFFFU
#define MAXIMUM_WAIT_OBJECTS 64

#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000FFU
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100U
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200U
#define FORMAT_MESSAGE_FROM_STRING 0x00000400U
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800U
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000U
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000U

#define LMEM_FIXED 0x0000U
#define LMEM_MOVEABLE 0x0002U
#define LMEM_ZEROINIT 0x0040U
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define GMEM_FIXED LMEM_FIXED
#define GMEM_MOVEABLE LMEM_MOVEABLE
#define GMEM_ZEROINIT LMEM_ZEROINIT
#define GPTR LPTR
#define HEAP_NO_SERIALIZE 0x00000001U
#define HEAP_GENERATE_EXCEPTIONS 0x00000004U
#define HEAP_ZERO_MEMORY 0x00000008U
#define HEAP_REALLOC_IN_PLACE_ONLY 0x00000010U

#define LOAD_LIBRARY_AS_DATAFILE 0x00000002U
#define LOAD_WITH_ALTERED_SEARCH_PATH 0x00000008U
#define LOAD_LIBRARY_SEARCH_APPLICATION_DIR 0x00000200U
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x00000800U
#define LOAD_LIBRARY_SEARCH_DEFAULT_DIRS 0x00001000U

typedef struct _SECURITY_ATTRIBUTES {
	DWORD nLength;
	LPVOID lpSecurityDescriptor;
	BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef struct _OVERLAPPED {
	ULONG_PTR Internal;
	ULONG_PTR InternalHigh;
	__extension__ union {
		__extension__ struct {
			DWORD Offset;
			DWORD OffsetHigh;
		};
		PVOID Pointer;
	};
	HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

/* One for each thread; success does not reset it. */
DWORD WINAPI GetLastError(VOID);
VOID WINAPI SetLastError(_In_ DWORD dwErrCode);

/*
 * The text of a Win32 or Winsock code (FROM_SYSTEM) or of an NTSTATUS code (FROM_HMODULE, with the
 * handle of "ntdll.dll"). Inserts and FROM_STRING are not supported: ERROR_NOT_SUPPORTED. Returns
 * the length in characters, or 0: ERROR_MR_MID_NOT_FOUND, ERROR_INSUFFICIENT_BUFFER,
 * ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY. Free an allocated buffer with LocalFree().
 */
DWORD WINAPI FormatMessageA(_In_ DWORD dwFlags, _In_opt_ LPCVOID lpSource, _In_ DWORD dwMessageId,
			    _In_ DWORD dwLanguageId, _Out_ LPSTR lpBuffer, _In_ DWORD nSize,
			    _In_opt_ va_list *Arguments);
DWORD WINAPI FormatMessageW(_In_ DWORD dwFlags, _In_opt_ LPCVOID lpSource, _In_ DWORD dwMessageId,
			    _In_ DWORD dwLanguageId, _Out_ LPWSTR lpBuffer, _In_ DWORD nSize,
			    _In_opt_ va_list *Arguments);
#define FormatMessage IPH_AW(FormatMessage)

/* All of these are malloc(3)'s memory. Handles of movable memory are the memory itself. */
HLOCAL WINAPI LocalAlloc(_In_ UINT uFlags, _In_ SIZE_T uBytes);
HLOCAL WINAPI LocalFree(_Frees_ptr_opt_ HLOCAL hMem);
HGLOBAL WINAPI GlobalAlloc(_In_ UINT uFlags, _In_ SIZE_T dwBytes);
HGLOBAL WINAPI GlobalFree(_Frees_ptr_opt_ HGLOBAL hMem);
HANDLE WINAPI GetProcessHeap(VOID);
LPVOID WINAPI HeapAlloc(_In_ HANDLE hHeap, _In_ DWORD dwFlags, _In_ SIZE_T dwBytes);
LPVOID WINAPI HeapReAlloc(_In_ HANDLE hHeap, _In_ DWORD dwFlags, _Frees_ptr_opt_ LPVOID lpMem,
			  _In_ SIZE_T dwBytes);
BOOL WINAPI HeapFree(_In_ HANDLE hHeap, _In_ DWORD dwFlags, _Frees_ptr_opt_ LPVOID lpMem);

/* Milliseconds; INFINITE never ends. */
VOID WINAPI Sleep(_In_ DWORD dwMilliseconds);

/* Events of this process, without a name (ERROR_NOT_SUPPORTED). */
HANDLE WINAPI CreateEventA(_In_opt_ LPSECURITY_ATTRIBUTES lpEventAttributes, _In_ BOOL bManualReset,
			   _In_ BOOL bInitialState, _In_opt_ LPCSTR lpName);
HANDLE WINAPI CreateEventW(_In_opt_ LPSECURITY_ATTRIBUTES lpEventAttributes, _In_ BOOL bManualReset,
			   _In_ BOOL bInitialState, _In_opt_ LPCWSTR lpName);
#define CreateEvent IPH_AW(CreateEvent)
BOOL WINAPI SetEvent(_In_ HANDLE hEvent);
BOOL WINAPI ResetEvent(_In_ HANDLE hEvent);
BOOL WINAPI CloseHandle(_In_ HANDLE hObject);
/* Events and threads. WAIT_OBJECT_0, WAIT_TIMEOUT, or WAIT_FAILED with ERROR_INVALID_HANDLE. */
DWORD WINAPI WaitForSingleObject(_In_ HANDLE hHandle, _In_ DWORD dwMilliseconds);
/* The same for up to 64, for the first of them or for all. */
DWORD WINAPI WaitForMultipleObjects(_In_ DWORD nCount, _In_reads_(nCount) const HANDLE *lpHandles,
				    _In_ BOOL bWaitAll, _In_ DWORD dwMilliseconds);

/*
 * A thread: its end sets the handle, like an event. It begins at once (CREATE_SUSPENDED:
 * ERROR_NOT_SUPPORTED), and its exit code is nobody's.
 */
#define CREATE_SUSPENDED 0x00000004U
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000U
typedef DWORD(WINAPI *LPTHREAD_START_ROUTINE)(LPVOID lpThreadParameter);
typedef LPTHREAD_START_ROUTINE PTHREAD_START_ROUTINE;
HANDLE WINAPI CreateThread(_In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
			   _In_ SIZE_T dwStackSize, _In_ LPTHREAD_START_ROUTINE lpStartAddress,
			   _In_opt_ LPVOID lpParameter, _In_ DWORD dwCreationFlags,
			   _Out_opt_ LPDWORD lpThreadId);
VOID WINAPI ExitThread(_In_ DWORD dwExitCode);
DWORD WINAPI GetCurrentThreadId(VOID);
DWORD WINAPI GetCurrentProcessId(VOID);

/* A lock that its owner may take again. */
typedef union _RTL_CRITICAL_SECTION {
	char iph_bytes[64];
	void *iph_aligned;
} CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;
VOID WINAPI InitializeCriticalSection(_Out_ LPCRITICAL_SECTION lpCriticalSection);
BOOL WINAPI InitializeCriticalSectionAndSpinCount(_Out_ LPCRITICAL_SECTION lpCriticalSection,
						  _In_ DWORD dwSpinCount);
VOID WINAPI EnterCriticalSection(_Inout_ LPCRITICAL_SECTION lpCriticalSection);
BOOL WINAPI TryEnterCriticalSection(_Inout_ LPCRITICAL_SECTION lpCriticalSection);
VOID WINAPI LeaveCriticalSection(_Inout_ LPCRITICAL_SECTION lpCriticalSection);
VOID WINAPI DeleteCriticalSection(_Inout_ LPCRITICAL_SECTION lpCriticalSection);

/*
 * Called in a thread of its own on SIGINT (CTRL_C_EVENT) and SIGTERM (CTRL_CLOSE_EVENT); FALSE ends
 * the process. There is one handler: a further one takes its place. NULL: SIGINT is ignored.
 */
#define CTRL_C_EVENT 0
#define CTRL_BREAK_EVENT 1
#define CTRL_CLOSE_EVENT 2
#define CTRL_LOGOFF_EVENT 5
#define CTRL_SHUTDOWN_EVENT 6
typedef BOOL(WINAPI *PHANDLER_ROUTINE)(DWORD CtrlType);
BOOL WINAPI SetConsoleCtrlHandler(_In_opt_ PHANDLER_ROUTINE HandlerRoutine, _In_ BOOL Add);

/* 100 ns since 1601-01-01 UTC, and the same as a date. */
typedef struct _FILETIME {
	DWORD dwLowDateTime;
	DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _SYSTEMTIME {
	WORD wYear;
	WORD wMonth;
	WORD wDayOfWeek;
	WORD wDay;
	WORD wHour;
	WORD wMinute;
	WORD wSecond;
	WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;
VOID WINAPI GetSystemTimeAsFileTime(_Out_ LPFILETIME lpSystemTimeAsFileTime);
VOID WINAPI GetSystemTime(_Out_ LPSYSTEMTIME lpSystemTime);
VOID WINAPI GetLocalTime(_Out_ LPSYSTEMTIME lpSystemTime);
BOOL WINAPI FileTimeToSystemTime(_In_ const FILETIME *lpFileTime, _Out_ LPSYSTEMTIME lpSystemTime);
BOOL WINAPI SystemTimeToFileTime(_In_ const SYSTEMTIME *lpSystemTime, _Out_ LPFILETIME lpFileTime);
BOOL WINAPI FileTimeToLocalFileTime(_In_ const FILETIME *lpFileTime,
				    _Out_ LPFILETIME lpLocalFileTime);
/* Milliseconds since the machine started. */
DWORD WINAPI GetTickCount(VOID);
ULONGLONG WINAPI GetTickCount64(VOID);
BOOL WINAPI QueryPerformanceCounter(_Out_ LARGE_INTEGER *lpPerformanceCount);
BOOL WINAPI QueryPerformanceFrequency(_Out_ LARGE_INTEGER *lpFrequency);

/*
 * For the requests of NotifyAddrChange() and NotifyRouteChange(), the only ones there are. bWait
 * waits for hEvent of the OVERLAPPED, or for hFile where that is NULL. FALSE: ERROR_IO_INCOMPLETE;
 * ERROR_OPERATION_ABORTED after CancelIPChangeNotify().
 */
BOOL WINAPI GetOverlappedResult(_In_ HANDLE hFile, _In_ LPOVERLAPPED lpOverlapped,
				_Out_ LPDWORD lpNumberOfBytesTransferred, _In_ BOOL bWait);
#define HasOverlappedIoCompleted(overlapped) \
	(*(volatile const ULONG_PTR *)&(overlapped)->Internal != 0x103 /* STATUS_PENDING */)

/*
 * dlopen(3) with Windows' names: "iphlpapi.dll" is libiphlpapi, "netio.sys" libnetio, and
 * "ws2_32.dll", "kernel32.dll" and "ntdll.dll" are libwinport, in any case, with or without a path
 * or ".dll". All other names: ERROR_MOD_NOT_FOUND.
 */
HMODULE WINAPI LoadLibraryA(_In_ LPCSTR lpLibFileName);
HMODULE WINAPI LoadLibraryW(_In_ LPCWSTR lpLibFileName);
HMODULE WINAPI LoadLibraryExA(_In_ LPCSTR lpLibFileName, _In_ HANDLE hFile, _In_ DWORD dwFlags);
HMODULE WINAPI LoadLibraryExW(_In_ LPCWSTR lpLibFileName, _In_ HANDLE hFile, _In_ DWORD dwFlags);
#define LoadLibrary IPH_AW(LoadLibrary)
#define LoadLibraryEx IPH_AW(LoadLibraryEx)
/* NULL is the program. A library that nobody has loaded: ERROR_MOD_NOT_FOUND. */
HMODULE WINAPI GetModuleHandleA(_In_opt_ LPCSTR lpModuleName);
HMODULE WINAPI GetModuleHandleW(_In_opt_ LPCWSTR lpModuleName);
#define GetModuleHandle IPH_AW(GetModuleHandle)
/* NULL: ERROR_PROC_NOT_FOUND. There are no ordinals. */
FARPROC WINAPI GetProcAddress(_In_ HMODULE hModule, _In_ LPCSTR lpProcName);
BOOL WINAPI FreeLibrary(_In_ HMODULE hLibModule);

#ifdef __cplusplus
}
#endif

#endif
