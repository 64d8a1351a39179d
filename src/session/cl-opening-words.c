/* cl-opening-words.c: looks for the words of a search in two thousand names once, not in a million games each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-opening-words.h"

#include <stdlib.h>
#include <string.h>

#include "chess-opening.h"

#include "cl-text-fold.h"

struct _ClOpeningWords
{
  guint n_openings; /* numbers 0 … n_openings */
  guint8 *matches;  /* word * (n_openings + 1) + opening */
};

static guint
count_openings (void)
{
  guint n = 0;

  while (chess_opening_get (n) != NULL)
    n++;
  return n;
}

ClOpeningWords *
cl_opening_words_new (const char *const *words)
{
  ClOpeningWords *self = g_new0 (ClOpeningWords, 1);
  guint n_words = g_strv_length ((char **) words);

  self->n_openings = count_openings ();
  self->matches = g_new0 (guint8, (gsize) n_words * (self->n_openings + 1));
  for (guint i = 0; i < self->n_openings; i++)
    {
      const ChessOpening *opening = chess_opening_get (i);
      g_autofree char *text = g_strconcat (opening->eco, " ", opening->name, NULL);
      g_autofree char *folded = cl_text_fold (text, strlen (text));

      for (guint k = 0; k < n_words; k++)
        self->matches[k * (self->n_openings + 1) + i + 1] = strstr (folded, words[k]) != NULL;
    }
  return self;
}

void
cl_opening_words_free (ClOpeningWords *self)
{
  g_free (self->matches);
  g_free (self);
}

gboolean
cl_opening_words_match (const ClOpeningWords *self, guint word, guint opening)
{
  return opening <= self->n_openings && self->matches[word * (self->n_openings + 1) + opening];
}

static int
compare_openings (const void *a, const void *b)
{
  const ChessOpening *x = chess_opening_get (*(const guint16 *) a - 1);
  const ChessOpening *y = chess_opening_get (*(const guint16 *) b - 1);
  int order = strcmp (x->eco, y->eco);

  return order != 0 ? order : cl_text_compare (x->name, y->name);
}

guint16 *
cl_opening_ranks_new (void)
{
  guint n = count_openings ();
  guint16 *ranks = g_new0 (guint16, n + 1);
  g_autofree guint16 *numbers = g_new (guint16, n + 1);

  for (guint i = 0; i < n; i++)
    numbers[i] = (guint16) (i + 1);
  qsort (numbers, n, sizeof *numbers, compare_openings);
  for (guint i = 0; i < n; i++)
    ranks[numbers[i]] = (guint16) i;
  ranks[0] = G_MAXUINT16;
  return ranks;
}
