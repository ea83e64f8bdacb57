/* SPDX-License-Identifier: MIT */
/* Reading what the kernel continues by counting, without a word when it has changed meanwhile:
 * dumps of IPv6 addresses and of routes skip some entries then, and give others twice. Of IPv4
 * routes it counts those of one address (fn_trie_dump_leaf(), net/ipv4/fib_trie.c). */
#pragma once

#include "nl.h"

/* So often a table is read where the kernel does not say whether it has changed. */
#define IPH_STEADY_TRIES 6

/* Hears of changes from the notices of a group. */
struct iph_steady {
	struct iph_nl notices;
	bool told;  /* false where the kernel does not have the group */
	bool early; /* the kernel tells before it changes something */
};

void iph_steady_open(struct iph_steady *ret_steady, int group);
void iph_steady_close(struct iph_steady *steady);
#define IPH_AUTO_STEADY __attribute__((cleanup(iph_steady_close)))

/* Whether there was, or may have been, a change since it was opened, or asked the last time. */
bool iph_steady_changed(struct iph_steady *steady);

/* Before reading number try, from 0 on. Entries are skipped where one piece of a dump ends and the
 * next begins. A new socket starts with a smaller piece than one that has been used, so that every
 * second reading has its own such places, and what stays is in one or the other. */
int iph_steady_again(struct iph_nl *nl, int try) IPH_MUST_CHECK;

/* The same for a reading with notices. IPv4 routes go after the kernel has told so
 * (fib_table_delete(), net/ipv4/fib_trie.c): whoever has told and is not done is waited for,
 * because nothing more will be heard of that change. nl has joined no group. */
int iph_steady_begin(const struct iph_steady *steady, struct iph_nl *nl, int try) IPH_MUST_CHECK;
