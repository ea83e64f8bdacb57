/* SPDX-License-Identifier: MIT */
/* What the holder costs while it holds. */
#pragma once

void holder_memory(long entries);
