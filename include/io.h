/* SPDX-License-Identifier: MIT */
/* Descriptors by the names of the C library of Windows. */
#ifndef IPH_IO_H
#define IPH_IO_H

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define _access(path, mode) access((path), (mode))
#define _close(fd) close(fd)
#define _dup(fd) dup(fd)
#define _dup2(from, to) dup2((from), (to))
#define _fileno(file) fileno(file)
#define _isatty(fd) isatty(fd)
#define _read(fd, buffer, size) ((int)read((fd), (buffer), (size)))
#define _unlink(path) unlink(path)
#define _write(fd, buffer, size) ((int)write((fd), (buffer), (size)))
/* Text files are as binary ones, and wide text is printed as UTF-8. */
#define _O_TEXT 0x4000
#define _O_BINARY 0x8000
#define _O_U16TEXT 0x20000
#define _O_U8TEXT 0x40000
#define _setmode(fd, mode) ((void)(fd), (void)(mode), _O_TEXT)

#endif
