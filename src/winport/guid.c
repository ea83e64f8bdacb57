/* SPDX-License-Identifier: MIT */
/* GUIDs and their text ("StringFromGUID2 function", "CLSIDFromString function"). */

#include <string.h>

#include "objbase.h"
#include "port.h"

#define GUID_LENGTH 38

/* For each character of the text: the byte of the GUID it is half of, or what it must be. */
#define AT(byte) (0x80 | (byte)), (0x80 | (byte))
static const unsigned char form[GUID_LENGTH] = {
	'{', AT(0), AT(1), AT(2), AT(3),  '-',	  AT(4),  AT(5),  '-',	  AT(6),  AT(7),
	'-', AT(8), AT(9), '-',	  AT(10), AT(11), AT(12), AT(13), AT(14), AT(15), '}',
};

/* The bytes in the order of the text: Data1 to Data3 begin with their highest. */
static void to_bytes(const GUID *guid, unsigned char ret_bytes[16])
{
	int i;

	for (i = 0; i < 4; i++)
		ret_bytes[i] = (unsigned char)(guid->Data1 >> (24 - 8 * i));
	for (i = 0; i < 2; i++) {
		ret_bytes[4 + i] = (unsigned char)(guid->Data2 >> (8 - 8 * i));
		ret_bytes[6 + i] = (unsigned char)(guid->Data3 >> (8 - 8 * i));
	}
	memcpy(ret_bytes + 8, guid->Data4, 8);
}

static void from_bytes(const unsigned char bytes[16], GUID *ret_guid)
{
	ret_guid->Data1 = (unsigned int)bytes[0] << 24 | (unsigned int)bytes[1] << 16 |
			  (unsigned int)bytes[2] << 8 | bytes[3];
	ret_guid->Data2 = (unsigned short)(bytes[4] << 8 | bytes[5]);
	ret_guid->Data3 = (unsigned short)(bytes[6] << 8 | bytes[7]);
	memcpy(ret_guid->Data4, bytes + 8, 8);
}

static int digit_value(WCHAR digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

IPH_EXPORT int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax)
{
	unsigned char bytes[16];
	bool high = true;
	int i;

	if (!rguid || !lpsz || cchMax <= GUID_LENGTH)
		return 0;
	to_bytes(rguid, bytes);
	for (i = 0; i < GUID_LENGTH; i++) {
		lpsz[i] = form[i];
		if (!(form[i] & 0x80))
			continue;
		lpsz[i] = (WCHAR) "0123456789ABCDEF"[bytes[form[i] & 15] >> (high ? 4 : 0) & 15];
		high = !high;
	}
	lpsz[GUID_LENGTH] = 0;
	return GUID_LENGTH + 1;
}

IPH_EXPORT HRESULT CLSIDFromString(LPCOLESTR lpsz, LPCLSID pclsid)
{
	unsigned char bytes[16] = {0};
	int value;
	int i;

	if (!pclsid)
		return E_INVALIDARG;
	for (i = 0; lpsz && i < GUID_LENGTH; i++) {
		value = digit_value(lpsz[i]);
		if (form[i] & 0x80 ? value < 0 : lpsz[i] != form[i])
			return CO_E_CLASSSTRING;
		if (form[i] & 0x80)
			bytes[form[i] & 15] = (unsigned char)(bytes[form[i] & 15] << 4 | value);
	}
	if (lpsz && lpsz[GUID_LENGTH])
		return CO_E_CLASSSTRING;
	from_bytes(bytes, pclsid);
	return S_OK;
}

IPH_EXPORT HRESULT IIDFromString(LPCOLESTR lpsz, LPIID lpiid)
{
	return CLSIDFromString(lpsz, lpiid);
}
