/* SPDX-License-Identifier: MIT */
/* NTSTATUS codes in a program: link with -lwinport. */
#ifndef IPH_WINTERNL_H
#define IPH_WINTERNL_H

#include <winnt.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ERROR_MR_MID_NOT_FOUND for a code that it does not know. */
ULONG NTAPI RtlNtStatusToDosError(_In_ NTSTATUS Status);

#ifdef __cplusplus
}
#endif

#endif
