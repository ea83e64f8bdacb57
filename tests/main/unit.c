/* SPDX-License-Identifier: MIT */
/* Tests that need no kernel state and no privilege. */

#include "suite.h"

int main(int argc, char **argv)
{
	return suite_main(argc, argv);
}
