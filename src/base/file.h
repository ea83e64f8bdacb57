/* SPDX-License-Identifier: MIT */
/* Small files of the system, read whole. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "util.h"

/* As much of a file as fits. -errno: -ENOENT when it is not there, ... */
int iph_file_read(const char *path, char *buf, size_t size, size_t *ret_length) IPH_MUST_CHECK;

/* For files of /proc/sys: a decimal number. Beyond its beginning the kernel takes nothing
 * (kernel.sysctl_writes_strict): it is written there whatever was written before. */
int iph_file_read_number(const char *path, uint32_t *ret_number) IPH_MUST_CHECK;
int iph_file_write_number(int fd, int64_t number) IPH_MUST_CHECK;
