/* SPDX-License-Identifier: MIT */
/* Clocks and dates: FILETIME counts 100 ns since 1601-01-01 UTC ("FILETIME structure"). */

#include <errno.h>
#include <time.h>

#include "port.h"

#define EPOCH INT64_C(11644473600) /* seconds from 1601 to 1970 */
#define TICKS INT64_C(10000000)	   /* in a second */

static ULONGLONG count(const FILETIME *time)
{
	return (ULONGLONG)time->dwHighDateTime << 32 | time->dwLowDateTime;
}

static FILETIME file_time(ULONGLONG ticks)
{
	FILETIME time;

	time.dwLowDateTime = (DWORD)ticks;
	time.dwHighDateTime = (DWORD)(ticks >> 32);
	return time;
}

static SYSTEMTIME system_time(const struct tm *tm, long nanoseconds)
{
	SYSTEMTIME time;

	time.wYear = (WORD)(tm->tm_year + 1900);
	time.wMonth = (WORD)(tm->tm_mon + 1);
	time.wDayOfWeek = (WORD)tm->tm_wday;
	time.wDay = (WORD)tm->tm_mday;
	time.wHour = (WORD)tm->tm_hour;
	time.wMinute = (WORD)tm->tm_min;
	time.wSecond = (WORD)tm->tm_sec;
	time.wMilliseconds = (WORD)(nanoseconds / 1000000);
	return time;
}

IPH_EXPORT VOID GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	*lpSystemTimeAsFileTime =
		file_time(((ULONGLONG)now.tv_sec + EPOCH) * TICKS + (ULONGLONG)now.tv_nsec / 100);
}

IPH_EXPORT VOID GetSystemTime(LPSYSTEMTIME lpSystemTime)
{
	struct timespec now;
	struct tm tm;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &tm);
	*lpSystemTime = system_time(&tm, now.tv_nsec);
}

IPH_EXPORT VOID GetLocalTime(LPSYSTEMTIME lpSystemTime)
{
	struct timespec now;
	struct tm tm;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)localtime_r(&now.tv_sec, &tm);
	*lpSystemTime = system_time(&tm, now.tv_nsec);
}

IPH_EXPORT BOOL FileTimeToSystemTime(const FILETIME *lpFileTime, LPSYSTEMTIME lpSystemTime)
{
	ULONGLONG ticks = count(lpFileTime);
	time_t seconds = (time_t)((LONGLONG)(ticks / TICKS) - EPOCH);
	struct tm tm;

	if (ticks >> 63 || !gmtime_r(&seconds, &tm)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	*lpSystemTime = system_time(&tm, (long)(ticks % TICKS) * 100);
	return TRUE;
}

IPH_EXPORT BOOL SystemTimeToFileTime(const SYSTEMTIME *lpSystemTime, LPFILETIME lpFileTime)
{
	struct tm tm = {.tm_year = lpSystemTime->wYear - 1900,
			.tm_mon = lpSystemTime->wMonth - 1,
			.tm_mday = lpSystemTime->wDay,
			.tm_hour = lpSystemTime->wHour,
			.tm_min = lpSystemTime->wMinute,
			.tm_sec = lpSystemTime->wSecond};
	struct tm same = tm;
	time_t seconds = timegm(&same);

	if (lpSystemTime->wYear < 1601 || lpSystemTime->wMilliseconds > 999 ||
	    same.tm_mday != tm.tm_mday || same.tm_mon != tm.tm_mon || same.tm_sec != tm.tm_sec ||
	    same.tm_min != tm.tm_min || same.tm_hour != tm.tm_hour) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	*lpFileTime = file_time((ULONGLONG)((seconds + EPOCH) * TICKS) +
				lpSystemTime->wMilliseconds * (ULONGLONG)10000);
	return TRUE;
}

IPH_EXPORT BOOL FileTimeToLocalFileTime(const FILETIME *lpFileTime, LPFILETIME lpLocalFileTime)
{
	ULONGLONG ticks = count(lpFileTime);
	time_t seconds = (time_t)((LONGLONG)(ticks / TICKS) - EPOCH);
	struct tm tm;

	if (ticks >> 63 || !localtime_r(&seconds, &tm)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	*lpLocalFileTime = file_time(ticks + (ULONGLONG)(tm.tm_gmtoff * TICKS));
	return TRUE;
}

/* Since the machine started, the time asleep included. */
IPH_EXPORT ULONGLONG GetTickCount64(VOID)
{
	struct timespec up;

	(void)clock_gettime(CLOCK_BOOTTIME, &up);
	return (ULONGLONG)up.tv_sec * 1000 + (ULONGLONG)up.tv_nsec / 1000000;
}

IPH_EXPORT DWORD GetTickCount(VOID)
{
	return (DWORD)GetTickCount64();
}

IPH_EXPORT BOOL QueryPerformanceCounter(LARGE_INTEGER *lpPerformanceCount)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	lpPerformanceCount->QuadPart = (LONGLONG)now.tv_sec * TICKS + now.tv_nsec / 100;
	return TRUE;
}

IPH_EXPORT BOOL QueryPerformanceFrequency(LARGE_INTEGER *lpFrequency)
{
	lpFrequency->QuadPart = TICKS;
	return TRUE;
}

IPH_EXPORT int winport_localtime(struct tm *ret_tm, LONGLONG seconds)
{
	time_t time = (time_t)seconds;

	return localtime_r(&time, ret_tm) ? 0 : EINVAL;
}
