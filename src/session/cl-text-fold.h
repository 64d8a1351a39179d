/* cl-text-fold.h: text without the differences that a person who searches does not type: case, accents, ligatures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folds @length bytes of UTF-8 (invalid bytes stay as they are); "Đorđe Müller" is "dorde muller". */
char *cl_text_fold (const char *text, gsize length);

/* The words of a search, folded; NULL-terminated. */
char **cl_text_fold_words (const char *text);

/* As strcmp () of both folded, without allocating when both are ASCII. */
int cl_text_compare (const char *a, const char *b);
/* The first 8 bytes of the folded text as a number that orders as they do. */
guint64 cl_text_fold_prefix (const char *text);

/* Whether folding is more than lowering ASCII letters. */
gboolean cl_text_is_ascii (const char *text, gsize length);

G_END_DECLS
