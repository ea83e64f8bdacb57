/* SPDX-License-Identifier: MIT */
/* Peers that are programs of their own, and files they read. */
#pragma once

/* Runs a program, its output thrown away, until its end: 0 when it succeeded. arg: its argv. */
int process_run(void *arg);

/* Reads a file to its end, in pieces of 32 KiB. arg: its path. */
int process_read_file(void *arg);
