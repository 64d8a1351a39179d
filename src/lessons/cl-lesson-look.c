/* cl-lesson-look.c: what lessons record beforehand and look at afterwards, by the same ways as the app
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cl-lesson-private.h"
#include "cl-table.h"

#include "chess-notation.h"

#define ALL_EVENTS 100000 /* more than a lesson ever has */

gboolean
cl_lesson_append (ClLedger *ledger, ClDraft *draft, GError **error)
{
  g_autoptr (ClDraft) owned = draft;
  g_autoptr (ClReader) reader = owned != NULL ? cl_reader_new (ledger, error) : NULL;
  g_autoptr (GError) local = NULL;
  ClPartitionInfo info = { 0 };

  if (reader == NULL)
    return FALSE;
  if (!cl_reader_get_partition (reader, cl_draft_get_partition (owned), &info, &local) &&
      local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return cl_ledger_append (ledger, owned, info.head, NULL, error);
}

static gboolean
play_one (ClLedger *ledger, const char *partition, const char *text, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (ClGame) game = reader != NULL ? cl_game_load (reader, partition, 1, 0, error) : NULL;
  ChessMove move;

  if (game == NULL)
    return FALSE;
  if (chess_san_parse (&game->current, text, -1, &move) != CHESS_NOTATION_OK)
    {
      g_set_error (error, CL_FACT_ERROR, CL_FACT_ERROR_ILLEGAL_MOVE, "“%s” is no move here", text);
      return FALSE;
    }
  return cl_lesson_append (ledger,
                           cl_table_move (game, move, CL_NO_CLOCK, g_get_real_time (), error),
                           error);
}

gboolean
cl_lesson_play (ClLedger *ledger, const char *partition, const char *moves, GError **error)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !play_one (ledger, partition, words[i], error))
      return FALSE;
  return TRUE;
}

gboolean
cl_lesson_start_game (ClLedger *ledger, const char *partition, const char *moves, GError **error)
{
  gboolean second = g_str_has_suffix (partition, "2");
  const ClGameSetup setup = {
    .white = second ? "Carla" : "Anna",
    .black = second ? "David" : "Boris",
    .time_control = "-",
  };

  return cl_lesson_append (ledger,
                           cl_table_start (partition, 1, &setup, g_get_real_time (), error),
                           error) &&
         cl_lesson_play (ledger, partition, moves, error);
}

gboolean
cl_lesson_prepare_one_table (ClLedger *ledger, GError **error)
{
  return cl_lesson_start_game (ledger, "table/1", "e4 e5 Nf3 Nc6", error);
}

gboolean
cl_lesson_prepare_two_tables (ClLedger *ledger, GError **error)
{
  return cl_lesson_start_game (ledger, "table/1", "", error) &&
         cl_lesson_start_game (ledger, "table/2", "", error);
}

ClGame *
cl_lesson_load (ClLessonBench *bench, const char *partition, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (bench->ledger, error);

  return reader != NULL ? cl_game_load (reader, partition, 1, 0, error) : NULL;
}

ClEvents *
cl_lesson_read_new (ClLessonBench *bench, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (bench->ledger, error);

  return reader != NULL ? cl_reader_read (reader, bench->start, 0, ALL_EVENTS, error) : NULL;
}

guint
cl_lesson_count (ClEvents *events, const char *partition, const char *type)
{
  guint n = 0;

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      n += (type == NULL || strcmp (event->type, type) == 0) &&
           (partition == NULL || strcmp (event->partition, partition) == 0);
    }
  return n;
}

guint64
cl_lesson_offset (ClLessonBench *bench, const char *partition)
{
  g_autoptr (ClReader) reader = cl_reader_new (bench->ledger, NULL);
  ClPartitionInfo info = { 0 };

  return reader != NULL && cl_reader_get_partition (reader, partition, &info, NULL) ? info.head : 0;
}

gboolean
cl_lesson_stands_at (ClLessonBench *bench, const char *name, guint64 position)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (bench->runner, name);

  return status != NULL && status->state == CL_CONSUMER_PAUSED && status->position == position;
}
