/* SPDX-License-Identifier: MIT */
/* Gives each file named to a fuzzing harness, without the fuzzer. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

/* As long as the file is, so that a sanitizer sees what reads beyond it. */
static int replay(const char *path)
{
	FILE *file = fopen(path, "re");
	uint8_t *data = NULL;
	long size = -1;

	if (file && fseek(file, 0, SEEK_END) == 0)
		size = ftell(file);
	if (size >= 0)
		data = malloc(size > 0 ? (size_t)size : 1);
	if (!data || fseek(file, 0, SEEK_SET) < 0 ||
	    fread(data, 1, (size_t)size, file) != (size_t)size) {
		perror(path);
		return 1;
	}
	fclose(file);
	fprintf(stderr, "%s\n", path); /* the last one named is the one that ends us */
	LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	int bad = 0;
	int i;

	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (i = 1; i < argc; i++)
		bad += replay(argv[i]);
	return bad != 0;
}
