/* cl-simulation-scores.c: the games of a PGN file, folded
 *
 * The file is imported into a ledger of its own, which is thrown away: so a simulation reads what an import reads, in every
 * encoding, packed or not, with the same idea of times and endings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-simulation.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cl-game-load.h"
#include "cl-import.h"

typedef struct
{
  guint max;
  GCancellable *enough;
} Reading;

static void
progress_cb (guint64 done, guint64 total, guint64 games, gpointer user_data)
{
  Reading *self = user_data;

  if (games >= self->max)
    g_cancellable_cancel (self->enough);
}

static void
forward_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
is_playable (const ClGame *game)
{
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    {
      const ClGameMove *move = cl_game_get_move (game, ply);

      if (move->illegal || move->broken || move->move == CHESS_MOVE_NULL)
        return FALSE;
    }
  return game->text == NULL && cl_game_n_plies (game) > 0;
}

static gboolean
fold_games (ClLedger *ledger, GPtrArray *scores, guint max, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GArray) partitions = reader != NULL ? cl_reader_list_partitions (reader, error) : NULL;

  if (partitions == NULL)
    return FALSE;
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);

      for (guint32 number = 1; number <= info->last_game && scores->len < max; number++)
        {
          g_autoptr (ClGame) game = cl_game_load (reader, info->key, number, 0, error);

          if (game == NULL)
            return FALSE;
          if (is_playable (game))
            g_ptr_array_add (scores, g_steal_pointer (&game));
        }
    }
  return TRUE;
}

/* Into @folder, which holds nothing else. */
static gboolean
read_into (const char *folder, GFile *file, GPtrArray *scores, Reading *reading, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "scores.ledger", NULL);
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), error);
  ClImportResult result = { 0 };
  gboolean ok;

  if (ledger == NULL)
    return FALSE;
  ok = cl_import_pgn (ledger,
                      file,
                      NULL,
                      progress_cb,
                      NULL,
                      reading,
                      reading->enough,
                      &result,
                      error) &&
       fold_games (ledger, scores, reading->max, error);
  cl_import_result_clear (&result);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return ok;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

GPtrArray *
cl_simulation_read_scores (GFile *file, guint max, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) scores = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_unref);
  g_autoptr (GCancellable) enough = g_cancellable_new ();
  g_autofree char *folder = g_dir_make_tmp ("chess-ledger-scores-XXXXXX", error);
  Reading reading = { max, enough };
  gulong id;
  gboolean ok;

  if (folder == NULL)
    return NULL;
  id = cancellable != NULL
         ? g_cancellable_connect (cancellable, G_CALLBACK (forward_cb), enough, NULL)
         : 0;
  ok = read_into (folder, file, scores, &reading, error);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, id);
  remove_folder (folder);
  if (!ok || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (scores->len > 0)
    return g_steal_pointer (&scores);
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       _ ("The file holds no game that can be played again"));
  return NULL;
}
