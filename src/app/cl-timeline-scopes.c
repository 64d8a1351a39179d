/* cl-timeline-scopes.c: what the timeline shows in each scope, and what a moment means there
 *
 * In “This game” a moment is a ply, in the others the number of an entry in the ledger. Lanes are counted on a worker
 * thread, one request at a time; while one runs, only the newest range is remembered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "cl-chance-points.h"
#include "cl-game-analysis.h"
#include "cl-timeline-bar-private.h"
#include "cl-words.h"

static ClMarkKind
classify_move (const ClGameMove *move)
{
  if (move->check)
    return CL_MARK_CHECK;
  if (move->captured != CHESS_NO_KIND)
    return CL_MARK_CAPTURE;
  return CL_MARK_MOVE;
}

static ClMarkKind
classify_fact (guint8 type)
{
  switch (type)
    {
    case CL_FACT_GAME_STARTED:
    case CL_FACT_SOURCE_IMPORT_STARTED:
      return CL_MARK_START;
    case CL_FACT_MOVE_PLAYED:
    case CL_FACT_ILLEGAL_MOVE_MADE:
      return CL_MARK_MOVE;
    case CL_FACT_TAKEBACK_AGREED:
    case CL_FACT_MOVE_CORRECTED:
    case CL_FACT_POSITION_CORRECTED:
      return CL_MARK_TAKEBACK;
    case CL_FACT_DRAW_OFFERED:
    case CL_FACT_DRAW_DECLINED:
    case CL_FACT_DRAW_CLAIMED:
      return CL_MARK_OFFER;
    case CL_FACT_CLOCK_STARTED:
    case CL_FACT_CLOCK_PAUSED:
    case CL_FACT_CLOCK_RESUMED:
    case CL_FACT_CLOCK_ADJUSTED:
      return CL_MARK_CLOCK;
    case CL_FACT_GAME_ENDED:
    case CL_FACT_FLAG_FELL:
    case CL_FACT_SOURCE_IMPORTED:
      return CL_MARK_END;
    case CL_TIMELINE_CAPTURE:
      return CL_MARK_CAPTURE;
    case CL_TIMELINE_CHECK:
      return CL_MARK_CHECK;
    case CL_FACT_NONE:
      return CL_MARK_NONE;
    default:
      return CL_MARK_OTHER;
    }
}

/* Times by the clock where it was recorded, else by what the clocks of the scoresheet add up to. */
static gint64
mark_time (const ClGameMove *move, gint64 *elapsed_ms)
{
  if (move->occurred_at != CL_NO_TIME)
    return move->occurred_at;
  if (move->used_ms == CL_NO_CLOCK)
    return G_MININT64;
  *elapsed_ms += move->used_ms;
  return *elapsed_ms * 1000;
}

static char *
label_ply_cb (guint64 moment, gpointer data)
{
  const ClGame *game = data;

  if (moment == 0)
    return g_strdup (C_ ("timeline", "start"));
  if (moment > cl_game_n_plies (game))
    return g_strdup ("");
  return g_strdup_printf ("%u", cl_game_ply_number (game, (guint) moment, NULL));
}

static char *
label_position_cb (guint64 moment, gpointer data)
{
  return cl_words_number (moment);
}

/* The ply at which White's move 0 would have been; from there the round numbers are counted. */
static gint64
find_move_zero (const ClGame *game)
{
  gint64 first_number = game->start.fullmove;

  return game->start.side == CHESS_WHITE ? 1 - 2 * first_number : -2 * first_number;
}

/* Where the position stood that a draw by repetition rests on; the marks of the moves are in @marks already. */
static void
add_evidence (GArray *marks, const ClGame *game)
{
  guint plies = cl_game_n_plies (game);

  for (guint i = 0; game->ending_plies != NULL && i < game->ending_plies->len; i++)
    {
      guint ply = g_array_index (game->ending_plies, guint, i);
      ClMark mark = { ply, G_MININT64, CL_MARK_SAME };

      if (ply > plies)
        continue;
      if (ply > 0)
        mark.time_us = g_array_index (marks, ClMark, ply - 1).time_us;
      g_array_append_val (marks, mark);
    }
}

static void
show_game_marks (ClTimelineBar *self, const ClGame *game)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (ClMark));
  gint64 elapsed_ms = 0;
  guint plies = cl_game_n_plies (game);

  for (guint ply = 1; ply <= plies; ply++)
    {
      const ClGameMove *move = cl_game_get_move (game, ply);
      ClMark mark = { ply, mark_time (move, &elapsed_ms), classify_move (move) };

      g_array_append_val (marks, mark);
    }
  for (guint i = 0; i < game->taken_back->len; i++)
    {
      const ClTakenBack *taken = &g_array_index (game->taken_back, ClTakenBack, i);
      ClMark mark = { MIN (taken->ply, plies), taken->occurred_at, CL_MARK_TAKEBACK };

      g_array_append_val (marks, mark);
    }
  add_evidence (marks, game);
  if (game->status == CL_GAME_ENDED)
    {
      ClMark mark = { plies, game->ended_at, CL_MARK_END };

      g_array_append_val (marks, mark);
    }
  cl_timeline_set_marks (self->timeline, (const ClMark *) marks->data, marks->len, 0, plies);
  cl_timeline_set_labels (self->timeline,
                          2,
                          find_move_zero (game),
                          label_ply_cb,
                          cl_game_ref ((ClGame *) game),
                          (GDestroyNotify) cl_game_unref);
}

void
cl_timeline_bar_get_extent (ClTimelineBar *self, guint64 *first, guint64 *last)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  *first = *last = 0;
  if (!self->session)
    return;
  if (self->scope == SCOPE_GAME)
    {
      if (game)
        *last = cl_game_n_plies (game);
      return;
    }
  *last = cl_session_get_head (self->session);
  *first = MIN (1, *last);
  if (self->scope == SCOPE_SESSION)
    *first = CLAMP (cl_session_get_session_start (self->session), *first, *last);
}

guint64
cl_timeline_bar_get_moment (ClTimelineBar *self)
{
  guint64 position;

  if (!self->session)
    return 0;
  if (self->scope == SCOPE_GAME)
    return cl_session_get_ply (self->session);
  position = cl_session_get_position (self->session);
  return position ? position : cl_session_get_head (self->session);
}

void
cl_timeline_bar_go_to (ClTimelineBar *self, guint64 moment)
{
  if (!self->session)
    return;
  if (self->scope == SCOPE_GAME)
    {
      cl_session_drop_trial (self->session);
      cl_session_set_ply (self->session, (guint) MIN (moment, G_MAXUINT));
    }
  else
    cl_session_set_position (self->session, MAX (moment, 1));
}

/* --- The wider scopes -------------------------------------------------------------------------------------------- */

typedef struct
{
  ClTimelineBar *self;
  guint64 from, to;
} DensityRequest;

static char *
dup_lane_title (const char *lane)
{
  if (strcmp (lane, "tables") == 0)
    return g_strdup (C_ ("timeline", "Tables"));
  if (strcmp (lane, "archives") == 0)
    return g_strdup (C_ ("timeline", "Imports"));
  return cl_words_place (lane);
}

static GPtrArray *
translate_lanes (GPtrArray *counted)
{
  GPtrArray *lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_lane_free);

  for (guint i = 0; i < counted->len; i++)
    {
      const ClTimelineLane *from = g_ptr_array_index (counted, i);
      g_autofree char *title = dup_lane_title (from->lane);
      ClLane *lane = cl_lane_new (title, from->n_buckets);

      for (guint k = 0; k < from->n_buckets; k++)
        {
          lane->counts[k] = from->counts[k];
          lane->kinds[k] = from->counts[k] ? classify_fact (from->kinds[k]) : CL_MARK_NONE;
        }
      g_ptr_array_add (lanes, lane);
    }
  return lanes;
}

static void
density_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree DensityRequest *request = data;
  g_autoptr (ClTimelineBar) self = request->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) counted =
    cl_session_read_density_finish (CL_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->density);
  if (error)
    g_warning ("Could not read the timeline: %s", error->message);
  if (counted && self->scope != SCOPE_GAME)
    {
      g_autoptr (GPtrArray) lanes = translate_lanes (counted);

      cl_timeline_set_lanes (self->timeline, lanes, request->from, request->to);
    }
  if (self->density_again)
    cl_timeline_bar_read_range (self, self->range_from, self->range_to, self->columns);
}

void
cl_timeline_bar_read_range (ClTimelineBar *self, guint64 from, guint64 to, guint columns)
{
  DensityRequest *request;

  self->range_from = from;
  self->range_to = to;
  self->columns = columns;
  /* The first entry that is seen counts as well. */
  from = from ? from - 1 : 0;
  self->density_again = self->density != NULL;
  if (!self->session || self->scope == SCOPE_GAME || !columns || to <= from || self->density)
    return;
  request = g_new0 (DensityRequest, 1);
  request->self = g_object_ref (self);
  request->from = from;
  request->to = to;
  self->density = g_cancellable_new ();
  cl_session_read_density_async (self->session,
                                 from,
                                 to,
                                 columns,
                                 self->density,
                                 density_read_cb,
                                 request);
}

void
cl_timeline_bar_read_again (ClTimelineBar *self)
{
  cl_timeline_bar_read_range (self, self->range_from, self->range_to, self->columns);
}

/* Nothing was ever recorded: there is no time to travel in. Where games are chosen, none is yet: no strip of one. */
void
cl_timeline_bar_show_itself (ClTimelineBar *self)
{
  gboolean any = self->session && cl_session_get_head (self->session) > 0;
  gboolean idle = self->choosing && self->scope == SCOPE_GAME &&
                  !(self->session && cl_session_get_game (self->session));

  gtk_widget_set_visible (GTK_WIDGET (self), any && !idle);
}

void
cl_timeline_bar_show_growth (ClTimelineBar *self)
{
  guint64 first;
  guint64 last;

  cl_timeline_bar_show_itself (self);
  if (self->scope == SCOPE_GAME)
    return;
  cl_timeline_bar_get_extent (self, &first, &last);
  cl_timeline_set_extent (self->timeline, first, last);
  cl_timeline_bar_show_cursor (self);
}

void
cl_timeline_bar_show_curve (ClTimelineBar *self)
{
  ClAnalysis *analysis =
    self->session ? cl_game_analysis_get (cl_session_get_analysis (self->session)) : NULL;
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  g_autofree ClChancePoint *points = NULL;
  guint n_points = 0;

  if (self->scope != SCOPE_GAME)
    return;
  if (game && cl_chance_points_are_known (analysis))
    points = cl_chance_points_new (analysis, &n_points);
  cl_timeline_set_curve (self->timeline, points, n_points);
}

void
cl_timeline_bar_show_scope (ClTimelineBar *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  guint64 first;
  guint64 last;

  if (self->scope == SCOPE_GAME)
    {
      if (self->density)
        g_cancellable_cancel (self->density);
      g_clear_object (&self->density);
      if (game)
        show_game_marks (self, game);
      else
        cl_timeline_set_marks (self->timeline, NULL, 0, 0, 0);
      cl_timeline_bar_show_curve (self);
    }
  else
    {
      cl_timeline_bar_get_extent (self, &first, &last);
      cl_timeline_set_labels (self->timeline, 1, 0, label_position_cb, NULL, NULL);
      cl_timeline_set_extent (self->timeline, first, last);
    }
  cl_timeline_bar_show_itself (self);
  cl_timeline_bar_show_cursor (self);
}

/* --- Hovering ---------------------------------------------------------------------------------------------------- */

static void
show_ply (ClTimelineBar *self, const ClGame *game, guint ply)
{
  const ClGameMove *move = ply ? cl_game_get_move (game, ply) : NULL;
  g_autofree char *title = cl_words_move (game, ply);
  g_autofree char *time = cl_words_played (game, ply);
  g_autofree char *clock = NULL;
  ChessPosition position;

  if (!*time && move && move->clock_ms != CL_NO_CLOCK)
    clock = cl_words_clock (move->clock_ms);
  cl_game_position_at (game, ply, &position);
  cl_mini_board_show (self->preview,
                      &position,
                      move ? move->move : CHESS_MOVE_NULL,
                      self->flipped,
                      title,
                      clock ? clock : time);
  cl_timeline_set_preview (self->timeline, GTK_WIDGET (self->preview));
}

static void
peeked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClTimelineBar) self = data;
  g_autoptr (GError) error = NULL;
  ClPeek *peek = cl_session_peek_finish (CL_SESSION (source), result, &error);
  g_autofree char *time = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->peek);
  if (!peek)
    {
      g_warning ("Could not look up the moment under the pointer: %s", error->message);
      return;
    }
  time = cl_words_time_exact (peek->recorded_at);
  cl_mini_board_show (self->preview,
                      peek->has_board ? &peek->board : NULL,
                      peek->last_move,
                      self->flipped,
                      peek->summary,
                      time);
  cl_timeline_set_preview (self->timeline, GTK_WIDGET (self->preview));
  cl_peek_free (peek);
}

void
cl_timeline_bar_show_hover (ClTimelineBar *self, guint64 moment)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (self->peek)
    g_cancellable_cancel (self->peek);
  g_clear_object (&self->peek);
  if (moment == G_MAXUINT64 || !self->session)
    {
      cl_timeline_set_preview (self->timeline, NULL);
      return;
    }
  if (self->scope == SCOPE_GAME)
    {
      if (game && moment <= cl_game_n_plies (game))
        show_ply (self, game, (guint) moment);
      return;
    }
  self->peek = g_cancellable_new ();
  cl_session_peek_async (self->session, moment, self->peek, peeked_cb, g_object_ref (self));
}
