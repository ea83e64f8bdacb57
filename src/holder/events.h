/* SPDX-License-Identifier: MIT */
/* What others do to the interfaces, addresses and routes that entries hang on. */
#pragma once

#include "nl.h"

/* A socket that gets the kernel's notices: ret_fd. */
int events_open(int *ret_fd) IPH_MUST_CHECK;

/* Keeps what concerns no entry away from it, and the changes of records that are made over nl; also
 * from one that another version has opened. */
int events_filter(int fd, const struct iph_nl *nl) IPH_MUST_CHECK;

/* Handles the notices that wait, up to a number. -errno only when the kernel can no longer be
 * asked. */
int events_handle(int fd, struct iph_nl *nl) IPH_MUST_CHECK;
