/* SPDX-License-Identifier: MIT */
/* FormatMessage ("FormatMessageW function"): the text of a code. */

#include <stdlib.h>
#include <string.h>

#include "ntstatus.h"
#include "port.h"
#include "winternl.h"

#define TEXT_SIZE 128

/* Win32 codes may come as HRESULT_FROM_WIN32() makes them. */
static DWORD plain_code(DWORD id)
{
	return id >> 16 == (0x8000U | FACILITY_WIN32) ? id & 0xffff : id;
}

/* Returns 0 or a Win32 code. The text has the line end that the flags ask for. */
static DWORD find_text(DWORD flags, LPCVOID module, DWORD id, char ret_text[TEXT_SIZE])
{
	const char *text = NULL;
	DWORD code;

	if (flags & FORMAT_MESSAGE_FROM_STRING)
		return ERROR_NOT_SUPPORTED;
	if (!(flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)))
		return ERROR_INVALID_PARAMETER;
	/* All modules that have messages are this library: theirs are those of ntdll.dll. */
	if ((flags & FORMAT_MESSAGE_FROM_HMODULE) && module) {
		code = RtlNtStatusToDosError((NTSTATUS)id);
		if (code != ERROR_MR_MID_NOT_FOUND)
			text = iph_message(code);
	}
	if (!text && (flags & FORMAT_MESSAGE_FROM_SYSTEM))
		text = iph_message(plain_code(id));
	if (!text)
		return ERROR_MR_MID_NOT_FOUND;
	(void)snprintf(ret_text, TEXT_SIZE, "%s%s", text,
		       (flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK
			       ? " "
			       : "\r\n");
	return NO_ERROR;
}

static DWORD fail(DWORD code)
{
	SetLastError(code);
	return 0;
}

/* unit is the size of a character: the texts are ASCII. */
static DWORD format(DWORD flags, LPCVOID module, DWORD id, void *buffer, DWORD size, size_t unit)
{
	char text[TEXT_SIZE];
	DWORD length;
	DWORD code;
	DWORD i;

	if (!buffer)
		return fail(ERROR_INVALID_PARAMETER);
	code = find_text(flags, module, id, text);
	if (code != NO_ERROR)
		return fail(code);
	length = (DWORD)strlen(text);
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		void *copy = LocalAlloc(LPTR, (length >= size ? length + 1 : size) * unit);

		if (!copy)
			return 0;
		memcpy(buffer, &copy, sizeof(copy));
		buffer = copy;
	} else if (length >= size) {
		return fail(ERROR_INSUFFICIENT_BUFFER);
	}
	for (i = 0; i <= length; i++)
		if (unit == sizeof(char))
			((char *)buffer)[i] = text[i];
		else
			((WCHAR *)buffer)[i] = (WCHAR)text[i];
	return length;
}

IPH_EXPORT DWORD FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
				DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize, va_list *Arguments)
{
	(void)dwLanguageId;
	(void)Arguments;
	return format(dwFlags, lpSource, dwMessageId, lpBuffer, nSize, sizeof(char));
}

IPH_EXPORT DWORD FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
				DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize,
				va_list *Arguments)
{
	(void)dwLanguageId;
	(void)Arguments;
	return format(dwFlags, lpSource, dwMessageId, lpBuffer, nSize, sizeof(WCHAR));
}
