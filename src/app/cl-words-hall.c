/* cl-words-hall.c: how the app speaks of a table of the hall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words-hall.h"

#include <glib/gi18n.h>

#include "cl-words.h"

#define LOW_MS 60000

char *
cl_words_hall_watch (ClHallTable *table, ClTileTone *tone)
{
  switch (cl_hall_table_get_watch (table).kind)
    {
    case CL_HALL_WATCH_SCRAMBLE:
      *tone = CL_TILE_URGENT;
      return g_strdup (C_ ("table of a hall", "time scramble"));
    case CL_HALL_WATCH_UPSET:
      *tone = CL_TILE_GOOD;
      return g_strdup (C_ ("table of a hall", "upset brewing"));
    case CL_HALL_WATCH_OFFER:
      *tone = CL_TILE_NOTICE;
      return g_strdup (C_ ("table of a hall", "draw offered"));
    case CL_HALL_WATCH_HIGHLIGHT:
      *tone = CL_TILE_NOTICE;
      return g_strdup (C_ ("table of a hall", "worth a look"));
    case CL_HALL_WATCH_NONE:
    default:
      *tone = CL_TILE_QUIET;
      return g_strdup ("");
    }
}

static char *
say_over (ClHallTable *table, ClTileTone *tone)
{
  const ClGame *game = cl_hall_table_get_game (table);
  const char *ending = cl_words_ending_name (game->ending);

  *tone = CL_TILE_QUIET;
  if (game->result == CHESS_RESULT_NONE)
    return g_strdup (ending ? ending : C_ ("table of a hall", "no result"));
  if (!ending)
    return g_strdup (cl_words_score (game->result));
  /* Translators: a result and its reason: “1–0 resignation”. */
  return g_strdup_printf (C_ ("table of a hall", "%s %s"), cl_words_score (game->result), ending);
}

char *
cl_words_hall_note (ClHallTable *table, ClTileTone *tone)
{
  const ClGame *game = cl_hall_table_get_game (table);

  *tone = CL_TILE_NOTICE;
  switch (cl_hall_table_get_state (table))
    {
    case CL_HALL_PAUSED:
      return g_strdup (C_ ("table of a hall", "paused"));
    case CL_HALL_WAITING:
      *tone = CL_TILE_QUIET;
      return g_strdup (C_ ("table of a hall", "not started"));
    case CL_HALL_FLAGGED:
      if (game->status == CL_GAME_PLAYING)
        {
          *tone = CL_TILE_URGENT;
          return g_strdup (C_ ("table of a hall", "flag fell"));
        }
      return say_over (table, tone);
    case CL_HALL_ENDED:
      return say_over (table, tone);
    case CL_HALL_PLAYING:
    default:
      return cl_words_hall_watch (table, tone);
    }
}

static char *
say_scramble (const ClGame *game, gint seconds)
{
  g_autofree char *move = cl_words_move (game, cl_game_n_plies (game));

  if (!cl_game_n_plies (game))
    return g_strdup_printf (ngettext ("%d second left", "%d seconds left", (gulong) seconds),
                            seconds);
  /* Translators: %s is a move, “31… Kh7”. */
  return g_strdup_printf (ngettext ("%d second left after %s",
                                    "%d seconds left after %s",
                                    (gulong) seconds),
                          seconds,
                          move);
}

char *
cl_words_hall_reason (ClHallTable *table)
{
  const ClGame *game = cl_hall_table_get_game (table);
  ClHallWatch watch = cl_hall_table_get_watch (table);
  g_autofree char *name =
    cl_words_surname (game, watch.side == CHESS_BLACK ? CHESS_BLACK : CHESS_WHITE);

  switch (watch.kind)
    {
    case CL_HALL_WATCH_SCRAMBLE:
      return say_scramble (game, watch.amount);
    case CL_HALL_WATCH_UPSET:
      /* Translators: %s is a player, %d a number of rating points. */
      return g_strdup_printf (_ ("%s is ahead, rated %d points lower"), name, watch.amount);
    case CL_HALL_WATCH_OFFER:
      /* Translators: %s is a player. */
      return g_strdup_printf (_ ("%s waits for an answer"), name);
    case CL_HALL_WATCH_HIGHLIGHT:
      return g_strdup (cl_hall_table_get_remark (table));
    case CL_HALL_WATCH_NONE:
    default:
      return g_strdup ("");
    }
}

char *
cl_words_hall_clock (ClHallTable *table, ChessColor side, gint64 now_us, gboolean *low)
{
  const ClGame *game = cl_hall_table_get_game (table);
  gint64 moment = cl_hall_table_get_moment (table);
  gint64 shown_ms;
  char text[16];

  *low = FALSE;
  if (!game->clock.has_clock)
    return g_strdup ("");
  shown_ms = cl_game_clock_shown (game, side, moment != CL_NO_TIME ? moment : now_us, NULL);
  if (shown_ms == CL_NO_CLOCK)
    return g_strdup ("");
  shown_ms = MAX (shown_ms, 0);
  *low = game->status == CL_GAME_PLAYING && shown_ms < LOW_MS;
  /* Whole seconds: tenths of two hundred clocks are no information. */
  g_snprintf (text,
              sizeof text,
              "%d:%02d:%02d",
              (int) (shown_ms / 3600000),
              (int) (shown_ms / 60000 % 60),
              (int) (shown_ms / 1000 % 60));
  return g_strdup (text);
}

char *
cl_words_hall_spoken (ClHallTable *table)
{
  const ClGame *game = cl_hall_table_get_game (table);
  g_autofree char *white = cl_words_name (game, CHESS_WHITE);
  g_autofree char *black = cl_words_name (game, CHESS_BLACK);
  g_autofree char *move = cl_words_move (game, cl_game_n_plies (game));
  ClTileTone tone;
  g_autofree char *note = cl_words_hall_note (table, &tone);
  const char *turn =
    cl_game_side_to_move (game) == CHESS_WHITE ? _ ("White to move") : _ ("Black to move");

  if (game->status != CL_GAME_PLAYING)
    /* Translators: “Table 7: Kasparov against Topalov, 1–0 resignation, 44. Qa7”. */
    return g_strdup_printf (_ ("%s: %s against %s, %s, %s"),
                               cl_hall_table_get_label (table),
                               white,
                               black,
                               note,
                               move);
  if (*note == '\0')
    /* Translators: “Table 7: Kasparov against Topalov, 24. Rxd4, Black to move”. */
    return g_strdup_printf (_ ("%s: %s against %s, %s, %s"),
                               cl_hall_table_get_label (table),
                               white,
                               black,
                               move,
                               turn);
  /* Translators: “Table 7: Kasparov against Topalov, 24. Rxd4, Black to move, paused”. */
  return g_strdup_printf (_ ("%s: %s against %s, %s, %s, %s"),
                             cl_hall_table_get_label (table),
                             white,
                             black,
                             move,
                             turn,
                             note);
}

char *
cl_words_hall_counts (guint n_tables, guint n_running)
{
  g_autofree char *tables =
    g_strdup_printf (ngettext ("%u table", "%u tables", n_tables), n_tables);

  /* Translators: %s is “30 tables”, %u how many of them are in play. */
  return g_strdup_printf (_ ("%s, %u in play"), tables, n_running);
}
