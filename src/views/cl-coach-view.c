/* cl-coach-view.c: how the cards of the coach were answered
 *
 * Value: "<time in µs> r" or "… w" for each answer, separated by semicolons, in the order of time and then of text: answers may
 * come from several desks, whose facts arrive in any order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-view.h"

#include "cl-fact.h"
#include "cl-views.h"

#include <stdlib.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

char *
cl_card_key (const char *partition, guint32 game, guint64 offset)
{
  return g_strdup_printf ("card/%s/%08u/%010" G_GUINT64_FORMAT, partition, game, offset);
}

static gint
compare_answers (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  gint64 at_x = g_ascii_strtoll (x, NULL, 10), at_y = g_ascii_strtoll (y, NULL, 10);

  if (at_x != at_y)
    return at_x < at_y ? -1 : 1;
  return strcmp (x, y);
}

static gboolean
apply_to_coach (ClState *state, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) known = NULL;
  g_autofree char *key = NULL, *value = NULL;
  const char *stored;

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  key = cl_card_key (fact.origin_partition, fact.origin_game, fact.cites);
  stored = cl_state_get (state, key);
  known = g_strsplit (stored != NULL ? stored : "", ";", -1);
  for (guint i = 0; known[i] != NULL; i++)
    if (known[i][0] != '\0')
      g_ptr_array_add (answers, g_strdup (known[i]));
  g_ptr_array_add (answers,
                   g_strdup_printf ("%" G_GINT64_FORMAT " %c",
                                    MAX (event->occurred_at, 0),
                                    g_str_equal (fact.text, "right") ? 'r' : 'w'));
  g_ptr_array_sort (answers, compare_answers);
  g_ptr_array_add (answers, NULL);
  value = g_strjoinv (";", (char **) answers->pdata);
  cl_state_set (state, key, value);
  return TRUE;
}

static const char *const handled_types[] = { "CardAnswered", NULL };
static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_coach_view = {
  .name = "coach",
  .version = 2, /* 1 did not find answers to cards of archives */
  .scope = CL_VIEW_OF_LEDGER,
  .handles = handled_types,
  .ignores = ignored_types,
  .apply = apply_to_coach,
};

gint64
cl_card_interval_us (guint streak)
{
  static const guint days[] = { 1, 1, 3, 7, 21 };

  return days[MIN (streak, G_N_ELEMENTS (days) - 1)] * DAY_US;
}

void
cl_card_state_parse (const char *value, ClCardState *self)
{
  g_auto (GStrv) answers = g_strsplit (value != NULL ? value : "", ";", -1);

  *self = (ClCardState){ 0 };
  for (guint i = 0; answers[i] != NULL; i++)
    {
      char *end;
      gint64 at = g_ascii_strtoll (answers[i], &end, 10);

      if (end == answers[i] || end[0] != ' ' || (end[1] != 'r' && end[1] != 'w'))
        return;
      self->n_answers++;
      self->streak = end[1] == 'r' ? self->streak + 1 : 0;
      self->last_at = at;
      self->due_at = at + cl_card_interval_us (self->streak);
    }
}
