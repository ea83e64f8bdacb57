/* SPDX-License-Identifier: MIT */
/* Words for the API's enumerations and numbers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <winsock2.h>

#include <iphlpapi.h>

/* One value of an enumeration. A table of them ends with a NULL word. */
struct iph_word {
	const char *word;
	unsigned int value;
};

extern const struct iph_word iph_words_prefix_origin[];
extern const struct iph_word iph_words_suffix_origin[];
extern const struct iph_word iph_words_dad_state[];
extern const struct iph_word iph_words_neighbor_state[];
extern const struct iph_word iph_words_route_protocol[];
extern const struct iph_word iph_words_route_origin[];
extern const struct iph_word iph_words_oper_status[];
extern const struct iph_word iph_words_admin_status[];
extern const struct iph_word iph_words_media_state[];
extern const struct iph_word iph_words_iftype[];

/* "?" for a value that the table does not have. */
const char *iph_words_name(const struct iph_word *table, unsigned int value);

/* By the word or the beginning of it; the first that fits. */
bool iph_words_find(const struct iph_word *table, const char *text, unsigned int *ret_value);

/* Room for every text that the functions below write. */
#define IPH_WORDS_TEXT 64

/* Seconds, or "forever"; always a number for JSON. */
void iph_words_lifetime(ULONG seconds, bool json, char *ret_text);

/* A large number, exact or to three digits: "10G" and so on. */
void iph_words_large(ULONG64 number, bool exact, char *ret_text);

/* 100 ns since 1601, in UTC to the second (ISO 8601); false for 0. */
bool iph_words_time(LONGLONG ticks, char *ret_text);

/* Hardware addresses: bytes with colons. NULL when there are none, else ret_text. */
#define IPH_HARDWARE_TEXT (3 * IF_MAX_PHYS_ADDRESS_LENGTH + 1)
const char *iph_words_hardware(const UCHAR *bytes, size_t count, char ret_text[IPH_HARDWARE_TEXT]);
