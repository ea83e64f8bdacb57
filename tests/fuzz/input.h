/* SPDX-License-Identifier: MIT */
/* The fuzzer's bytes, taken from the front; what is not there any more is 0. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What most sources need that a harness includes, and no input changes. A harness with kernel/nl.c
 * includes kernel/nl-trace.c, too. */
#include "../../src/base/trace.c"

struct input {
	const uint8_t *at;
	size_t left;
};

/* Ends the run when a promise is broken; libFuzzer keeps the input. */
#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			dprintf(2, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);         \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

static inline size_t input_bytes(struct input *input, void *ret_bytes, size_t size)
{
	size_t n = size < input->left ? size : input->left;

	memset(ret_bytes, 0, size);
	if (n > 0)
		memcpy(ret_bytes, input->at, n);
	input->at += n;
	input->left -= n;
	return n;
}

static inline uint8_t input_u8(struct input *input)
{
	uint8_t value;

	input_bytes(input, &value, sizeof(value));
	return value;
}

static inline uint16_t input_u16(struct input *input)
{
	uint16_t value;

	input_bytes(input, &value, sizeof(value));
	return value;
}

static inline uint32_t input_u32(struct input *input)
{
	uint32_t value;

	input_bytes(input, &value, sizeof(value));
	return value;
}

/* A part of the input: 16 bits of length, and as many of these bytes as are left. */
static inline struct input input_block(struct input *input)
{
	struct input block;

	block.left = input_u16(input);
	if (block.left > input->left)
		block.left = input->left;
	block.at = input->at;
	input->at += block.left;
	input->left -= block.left;
	return block;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
