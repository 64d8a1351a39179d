/* cl-words-event.c: what an event says, as one would say it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words-event.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-words.h"

/* %s is the place: "Table 7, game 3". By ClFactType; moves are told by other words. */
static const char *const sentences[CL_N_FACTS] = {
  [CL_FACT_GAME_STARTED] = N_ ("A game began at %s"),
    [CL_FACT_TAKEBACK_AGREED] = N_ ("A move was taken back at %s"),
      [CL_FACT_POSITION_CORRECTED] = N_ ("The pieces were put right at %s"),
        [CL_FACT_DRAW_OFFERED] = N_ ("A draw was offered at %s"),
          [CL_FACT_DRAW_DECLINED] = N_ ("The draw was declined at %s"),
            [CL_FACT_DRAW_CLAIMED] = N_ ("A draw was claimed at %s"),
              [CL_FACT_MOVE_CORRECTED] = N_ ("A recorded move was corrected at %s"),
                [CL_FACT_DETAILS_CORRECTED] =
                  N_ ("Names or details were corrected at %s"),
                    [CL_FACT_RESULT_CORRECTED] =
                      N_ ("The result was corrected at %s"),
                        [CL_FACT_GAME_WITHDRAWN] =
                          N_ ("The game was taken out of view at %s"),
                            [CL_FACT_GAME_RESTORED] =
                              N_ ("The game was brought back into view at %s"),
                                [CL_FACT_CLOCK_STARTED] = N_ ("The clock was started at %s"),
                                  [CL_FACT_CLOCK_PAUSED] =
                                    N_ ("The clock was paused at %s"),
                                      [CL_FACT_CLOCK_RESUMED] =
                                        N_ ("The clock went on at %s"),
                                          [CL_FACT_CLOCK_ADJUSTED] =
                                            N_ ("The clock was set at %s"),
                                              [CL_FACT_FLAG_FELL] =
                                                N_ ("A flag fell at %s"),
                                                  [CL_FACT_ILLEGAL_MOVE_MADE] = N_ ("An illegal move was made at %s"),
                                                    [CL_FACT_GAME_ENDED] = N_ ("The game ended at %s"),
                                                      [CL_FACT_NOTE_ADDED] = N_ ("A note was added at %s"),
                                                        [CL_FACT_VARIATION_ADDED] = N_ ("A variation was added at %s"),
                                                          [CL_FACT_BOARD_ATTACHED] = N_ ("An electronic board was connected at %s"),
                                                            [CL_FACT_BOARD_DETACHED] = N_ ("An electronic board was disconnected at %s"),
                                                              [CL_FACT_SOURCE_IMPORT_STARTED] = N_ ("An import of a file began: %s"),
                                                                [CL_FACT_SOURCE_IMPORTED] = N_ ("A file was imported: %s"),
                                                                  [CL_FACT_GAME_UNREADABLE] = N_ ("A game could not be read and was kept as text: %s"),
                                                                    [CL_FACT_BOOKMARK_SET] = N_ ("A bookmark was set: %s"),
                                                                      [CL_FACT_EVENT_SET_ASIDE] = N_ ("A partition was set aside for one consumer: %s"),
                                                                        [CL_FACT_SET_ASIDE_ENDED] = N_ ("A partition that was set aside counts again: %s"),
                                                                          [CL_FACT_COMPUTER_SLEPT] = N_ ("The computer had slept: %s"),
                                                                            [CL_FACT_SQUARE_CHANGED] = N_ ("A board saw a square change: %s"),
                                                                              [CL_FACT_BOARD_SCANNED] = N_ ("A board was scanned as a whole: %s"),
                                                                                [CL_FACT_CLOCK_LEVER_CHANGED] = N_ ("The lever of a board’s clock was pressed: %s"),
                                                                                  [CL_FACT_BOARD_CLOCK_READ] =
                                                                                    N_ ("A board’s clock was read: %s"),
                                                                                      [CL_FACT_POSITION_EVALUATED] =
                                                                                        N_ ("An engine evaluated a position: %s"),
                                                                                      };

static char *
name_place (const ClEvent *event)
{
  g_autofree char *place = cl_words_place (event->partition);
  g_autofree char *number = cl_words_number (event->game);

  /* Translators: “Table 7, game 3”. */
  return event->game != 0 ? g_strdup_printf (_ ("%s, game %s"), place, number) : g_strdup (place);
}

/* The move number assumes that White began, which is all that one event can know. */
static char *
tell_move (const ClEvent *event)
{
  g_autofree char *place = name_place (event);
  g_autofree char *left = cl_words_clock (event->clock_ms);
  g_autofree char *number = cl_words_number ((event->ply + 1) / 2);
  char san[12];
  g_autofree char *move = NULL;
  gboolean white = event->ply % 2 == 1;

  cl_move_san (event->move, san);
  move = g_strdup_printf ("%s%s %s", number, white ? "." : "…", san);
  if (event->clock_ms == CL_NO_CLOCK)
    return white ? g_strdup_printf (_ ("White moved at %s: %s"), place, move)
                 : g_strdup_printf (_ ("Black moved at %s: %s"), place, move);
  return white
    ? g_strdup_printf (_ ("White moved at %s: %s, with %s left on the clock"), place, move, left)
    : g_strdup_printf (_ ("Black moved at %s: %s, with %s left on the clock"), place, move, left);
}

char *
cl_words_event (const ClEvent *event)
{
  ClFactType type = cl_fact_type_of (event);
  g_autofree char *place = name_place (event);
  g_autofree char *summary = NULL, *sentence = NULL;

  if (type == CL_FACT_MOVE_PLAYED && event->has_move)
    return tell_move (event);
  if (type == CL_FACT_NONE || type >= CL_N_FACTS || sentences[type] == NULL)
    return g_strdup_printf (_ ("“%s” was recorded: %s"), event->type, place);
  summary = cl_fact_summary (event);
  /* The sentences are a table of ours, checked by translators' tools. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  sentence = g_strdup_printf (_ (sentences[type]), place);
#pragma GCC diagnostic pop
  return *summary != '\0' ? g_strdup_printf ("%s — %s", sentence, summary)
                          : g_steal_pointer (&sentence);
}

static const struct
{
  const char *prefix, *title;
  gboolean policy;
} producers[] = {
  { "screen", N_ ("Screen"), FALSE },
    { "board", N_ ("Electronic board"), FALSE },
      { "import/", N_ ("PGN import"), FALSE },
        { "library", N_ ("Library"), FALSE },
          { "desk", N_ ("Desk"), FALSE },
            { "simulation", N_ ("Simulation"), FALSE },
              { "opponent", N_ ("Computer opponent"), TRUE },
                { "analyst", N_ ("Analyst"), TRUE },
                  { "engine", N_ ("Analyst"), TRUE },
                    { "policy/", N_ ("Policy"), TRUE },
                  };

const char *
cl_words_producer (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (producers); i++)
    if (g_str_has_prefix (name, producers[i].prefix))
      return _ (producers[i].title);
  return name;
}

gboolean
cl_words_is_policy (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (producers); i++)
    if (g_str_has_prefix (name, producers[i].prefix))
      return producers[i].policy;
  return FALSE;
}
