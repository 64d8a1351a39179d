/* cl-scan-again-correct.c: what differs between two readings of a game, and the facts that correct it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-again.h"

#include <glib/gi18n-lib.h>

#include "cl-table.h"

#define PRODUCER "interpreter"
#define REASON   "read-again"

static const ClScanAgainMove *
get_read (const ClScanAgain *self, guint ply)
{
  return ply >= 1 && ply <= self->moves->len
           ? &g_array_index (self->moves, ClScanAgainMove, ply - 1)
           : NULL;
}

guint
cl_scan_again_n_plies (const ClScanAgain *self)
{
  return MAX (self->moves->len, cl_game_n_plies (self->game));
}

gboolean
cl_scan_again_differs (const ClScanAgain *self, guint ply)
{
  const ClGameMove *recorded = cl_game_get_move (self->game, ply);
  const ClScanAgainMove *read = get_read (self, ply);

  if (recorded == NULL || read == NULL)
    return recorded != NULL || read != NULL;
  return recorded->move != read->move || recorded->broken;
}

typedef struct
{
  const ClScanAgain *again;
  ClGame *game; /* with the corrections so far */
  ClDraft *draft;
} Correction;

/* Takes over the facts of @facts, those of moves with what they rest on. */
static gboolean
take (Correction *self, ClDraft *facts, guint64 seen, GError **error)
{
  g_autoptr (ClDraft) owned = facts;

  if (facts == NULL)
    return FALSE;
  for (gsize i = 0; i < cl_draft_get_length (facts); i++)
    {
      g_auto (ClFact) fact = { 0 };
      ClEvent event;

      if (!cl_fact_from_event (cl_draft_get (facts, i), &fact, error))
        return FALSE;
      if (fact.type == CL_FACT_MOVE_CORRECTED || fact.type == CL_FACT_MOVE_PLAYED)
        {
          fact.seen = seen;
          g_free (fact.reason);
          fact.reason = g_strdup (REASON);
        }
      if (fact.type == CL_FACT_MOVE_CORRECTED)
        fact.origin_partition = g_strdup (self->again->sensor);
      cl_fact_to_draft (&fact, self->draft);
      event = *cl_draft_get (self->draft, cl_draft_get_length (self->draft) - 1);
      event.offset = self->again->head + cl_draft_get_length (self->draft);
      if (!cl_game_apply (self->game, &event, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
correct_ply (Correction *self, guint ply, gint64 now, GError **error)
{
  const ClScanAgainMove *read = get_read (self->again, ply);
  const ClGameMove *recorded = cl_game_get_move (self->game, ply);

  if (recorded == NULL)
    return take (self,
                 cl_table_move (self->game, read->move, CL_NO_CLOCK, now, error),
                 read->seen,
                 error);
  if (recorded->move == read->move && !recorded->broken)
    return TRUE;
  return take (self,
               cl_table_correct_move (self->game, ply, read->move, now, error),
               read->seen,
               error);
}

static gboolean
check (const ClScanAgain *self, GError **error)
{
  guint read = self->moves->len, recorded = cl_game_n_plies (self->game);

  if (read >= recorded && (read == recorded || self->game->status == CL_GAME_PLAYING))
    return TRUE;
  g_set_error (
    error,
    CL_FACT_ERROR,
    CL_FACT_ERROR_UNACCEPTABLE,
    _ ("%u half-moves are recorded and %u are read now: moves can be exchanged by corrections, not added to "
                  "a game that is over or removed"),
      recorded,
      read);
  return FALSE;
}

ClDraft *
cl_scan_again_correct (const ClScanAgain *self, gint64 now, GError **error)
{
  Correction correction = { .again = self };
  gboolean ok;

  if (!check (self, error))
    return NULL;
  correction.game = cl_game_copy (self->game);
  correction.draft = cl_draft_new (self->table, PRODUCER, NULL);
  ok = TRUE;
  for (guint ply = 1; ok && ply <= cl_scan_again_n_plies (self); ply++)
    if (cl_scan_again_differs (self, ply))
      ok = correct_ply (&correction, ply, now, error);
  cl_game_unref (correction.game);
  if (ok && cl_draft_get_length (correction.draft) > 0)
    return correction.draft;
  cl_draft_unref (correction.draft);
  return NULL;
}
