/* SPDX-License-Identifier: MIT */
/* GUIDs and their text ("StringFromGUID2 function", "CLSIDFromString function"). */

#include <string.h>

#include "guid.h"
#include "objbase.h"
#include "port.h"

#define GUID_LENGTH (IPH_GUID_TEXT_SIZE - 1)

IPH_EXPORT int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax)
{
	char text[IPH_GUID_TEXT_SIZE];
	int i;

	if (!rguid || !lpsz || cchMax <= GUID_LENGTH)
		return 0;
	iph_guid_text(rguid, text);
	for (i = 0; i <= GUID_LENGTH; i++)
		lpsz[i] = (WCHAR)text[i];
	return GUID_LENGTH + 1;
}

IPH_EXPORT HRESULT CLSIDFromString(LPCOLESTR lpsz, LPCLSID pclsid)
{
	char text[IPH_GUID_TEXT_SIZE + 1] = "";
	int i;

	if (!pclsid)
		return E_INVALIDARG;
	if (!lpsz) {
		memset(pclsid, 0, sizeof(*pclsid));
		return S_OK;
	}
	/* what is longer than a GUID is none, and so is what is not ASCII */
	for (i = 0; i < IPH_GUID_TEXT_SIZE && lpsz[i]; i++)
		text[i] = lpsz[i] < 0x80 ? (char)lpsz[i] : '?';
	return iph_guid_parse(text, pclsid) ? S_OK : CO_E_CLASSSTRING;
}

IPH_EXPORT HRESULT IIDFromString(LPCOLESTR lpsz, LPIID lpiid)
{
	return CLSIDFromString(lpsz, lpiid);
}
