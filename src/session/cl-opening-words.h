/* cl-opening-words.h: which openings the words of a search mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ClOpeningWords ClOpeningWords;

/* @words: folded, NULL-terminated, at least one. */
ClOpeningWords *cl_opening_words_new (const char *const *words);
void cl_opening_words_free (ClOpeningWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClOpeningWords, cl_opening_words_free)

/* Whether word number @word occurs in the code or name of @opening (a number as in ClLibraryRow; FALSE for 0). */
gboolean cl_opening_words_match (const ClOpeningWords *self, guint word, guint opening);

/* Ranks by code, then by name, indexed by opening number; 0 is none and comes last. (transfer full) */
guint16 *cl_opening_ranks_new (void);

G_END_DECLS
