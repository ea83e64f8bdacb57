/* SPDX-License-Identifier: MIT */
/* Which program is started as the anycast holder; compiled twice, see holder-path.h. */

#include "holder-path.h"

const char *iph_holder_path(void)
{
	return HOLDER_DIR "/anycast-holder";
}
