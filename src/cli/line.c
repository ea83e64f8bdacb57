/* SPDX-License-Identifier: MIT */
/* A row as one line of text: what is known, with blanks between, as ip(8) writes it. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "text.h"
#include "util.h"

/* Words that say what follows. */
static const char *word_before(const struct iph_column *column)
{
	if (strcmp(column->name, "gateway") == 0)
		return "via ";
	return column->ink == IPH_INK_INTERFACE ? "dev " : "";
}

int iph_row_line(const struct iph_rows_view *view, const struct iph_row *row, FILE *out)
{
	const char *blank = "";
	size_t i;

	for (i = 0; i < view->column_count; i++) {
		IPH_AUTO_FREE char *safe = NULL;

		if (!row->texts[i])
			continue;
		safe = iph_text_for_terminal(row->texts[i]);
		if (!safe)
			return -ENOMEM;
		fprintf(out, "%s%s%s", blank, word_before(view->columns[i]), safe);
		blank = " ";
	}
	fputc('\n', out);
	return 0;
}
