/* SPDX-License-Identifier: MIT */
/* Registrations for notices: their threads, and all that is writable in the library. */
#pragma once

#include "registration.h"

/* Ends with a registration, whose handle is stored before its callback is called for the first
 * time. An initial call has returned by then. Nothing that has happened before is told.
 * -ENOMEM, ... and then there is none. */
int iph_notify_register(const struct iph_notify_wish *wish, HANDLE *ret_handle) IPH_MUST_CHECK;

/* -EINVAL for NULL, -EBADF for what is no handle of a registration. */
int iph_notify_cancel(HANDLE handle) IPH_MUST_CHECK;
