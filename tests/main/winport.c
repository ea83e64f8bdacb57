/* SPDX-License-Identifier: MIT */
/* Tests of libwinport, which need no privilege and no network. */

#include "suite.h"

int main(int argc, char **argv)
{
	return suite_main(argc, argv);
}
