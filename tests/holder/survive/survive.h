/* SPDX-License-Identifier: MIT */
/* What the parts of the survival test share. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#define PATIENCE 20000 /* ms */
#define MAX_PAIR 16

/* common.c */
_Noreturn void give_up(const char *what);
MIB_ANYCASTIPADDRESS_ROW make_row(uint32_t ifindex, const char *text, unsigned int number);
void to_hex(const void *addr, char *ret_text);
long checked(const char *what, DWORD code);

uint32_t draw(uint32_t below);
void pass_moment(uint32_t most_us);
int64_t now_ms(void);

ssize_t read_whole(const char *path, char *buf, size_t size);
int find_pair(pid_t *ret_pids);
bool await_pair(int wanted, pid_t *ret_pids);
int open_pid(pid_t pid);
void await_death(int pidfd);
pid_t start(void);
int finish(pid_t pid);

/* murder.c: all return an exit status */
int murder(uint32_t ifindex, uint32_t other, int kills);
int change_untouched(uint32_t ifindex, DWORD (*call)(const MIB_ANYCASTIPADDRESS_ROW *row));
void kill_one(void);
int kill_both(void);
int murder_both(uint32_t ifindex, int times);
int terminate(const char *name, int number);
void list_pair(void);

/* churn.c */
int kill_beside_churn(uint32_t ifindex, int kills);
int look_beside_churn(uint32_t ifindex, int looks);

/* flaps.c */
int call_beside_flaps(uint32_t ifindex, int seconds);

/* callers.c */
int die(uint32_t ifindex, uint32_t other, int times);

/* peer.c */
int echo(const char *text);
int talk(const char *text);
