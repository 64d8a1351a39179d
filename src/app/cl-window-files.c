/* cl-window-files.c: games come in and go out: files chosen or dropped, clipboard, samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "chess-fen.h"
#include "cl-gtk-compat.h"
#include "cl-window-private.h"

#include "cl-data-path.h"
#include "cl-words.h"

/* --- Import ------------------------------------------------------------------------------------------------------ */

void
cl_window_import (ClWindow *self, GFile *file)
{
  g_autoptr (ClJob) job = NULL;

  g_return_if_fail (CL_IS_WINDOW (self));
  if (!self->session || cl_session_is_read_only (self->session))
    return;
  self->touched = TRUE;
  job = cl_session_import (self->session, file);
  cl_library_page_add_job (self->library_page, job, file);
  cl_window_show_view (self, "library");
}

static void
import_chosen_cb (GFile *file, gpointer data)
{
  if (file)
    cl_window_import (data, file);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_compat_choose_pgn_to_read (GTK_WINDOW (data), import_chosen_cb, G_OBJECT (data));
}

static void
open_samples_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autofree char *path = cl_data_path ("samples/famous.pgn");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (g_file_query_exists (file, NULL))
    cl_window_import (self, file);
  else
    {
      g_autofree char *body = g_strdup_printf (_ ("“%s” is missing. Nothing was changed. Installing the app anew brings it back; your own "
           "games are not touched by that."),
        path);

      cl_compat_show_error (GTK_WINDOW (self), _ ("The sample games are not installed"), body);
    }
}

static gboolean
files_dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  ClWindow *self = data;
  GSList *files;

  if (!self->session || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  files = g_value_get_boxed (value);
  for (GSList *l = files; l; l = l->next)
    cl_window_import (self, l->data);
  return files != NULL;
}

/* --- Export ------------------------------------------------------------------------------------------------------ */

static void
export_finished_cb (ClJob *job, GParamSpec *pspec, ClWindow *self)
{
  const GError *error = cl_job_get_error (job);
  g_autofree char *message = NULL;

  g_object_get (job, "message", &message, NULL);
  if (error)
    cl_compat_show_error (GTK_WINDOW (self), _ ("The export failed"), error->message);
  else if (message && *message)
    cl_window_show_toast (self, message);
}

/* The library shows how far it is; what came of it is said wherever one is by then. */
static void
watch_export (ClWindow *self, ClJob *job)
{
  cl_library_page_add_job (self->library_page, job, NULL);
  g_signal_connect_object (job, "notify::finished", G_CALLBACK (export_finished_cb), self, 0);
}

static void
export_game_chosen_cb (GFile *file, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autoptr (ClJob) job = NULL;

  if (!file || !game)
    return;
  job = cl_session_export (self->session, file, game->partition, game->game);
  watch_export (self, job);
}

static void
export_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autofree char *players = NULL;
  g_autofree char *name = NULL;

  if (!game)
    return;
  players = cl_words_players (game);
  name = g_strdup_printf ("%s.pgn", players);
  g_strdelimit (name, "/", '-');
  cl_compat_choose_pgn_to_write (GTK_WINDOW (self), name, export_game_chosen_cb, G_OBJECT (self));
}

static void
export_selection_chosen_cb (GFile *file, gpointer data)
{
  ClWindow *self = data;
  g_autoptr (GListModel) items = cl_library_page_dup_selection (self->library_page);
  g_autoptr (ClJob) job = NULL;

  if (!file || !items)
    return;
  job = cl_session_export_items (self->session, file, items);
  watch_export (self, job);
}

static void
export_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autoptr (GListModel) items = cl_library_page_dup_selection (self->library_page);

  if (!items)
    {
      cl_window_show_view (self, "library");
      cl_window_show_toast (self, _ ("Select games in the library first"));
      return;
    }
  cl_compat_choose_pgn_to_write (GTK_WINDOW (self),
                                 _ ("selection.pgn"), export_selection_chosen_cb, G_OBJECT (self));
}

static void
export_all_chosen_cb (GFile *file, gpointer data)
{
  ClWindow *self = data;
  g_autoptr (ClJob) job = NULL;

  if (!file)
    return;
  job = cl_session_export (self->session, file, NULL, 0);
  watch_export (self, job);
  cl_window_show_view (self, "library");
}

static void
export_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_compat_choose_pgn_to_write (GTK_WINDOW (data),
                                 _ ("games.pgn"), export_all_chosen_cb, G_OBJECT (data));
}

/* --- Clipboard --------------------------------------------------------------------------------------------------- */

static void
copy_text (ClWindow *self, const char *text, const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  cl_window_show_toast (self, said);
}

static void
copy_position (ClWindow *self, const ChessPosition *position)
{
  char fen[CHESS_FEN_SIZE];

  chess_fen_write (position, CHESS_FEN_X, fen);
  copy_text (self, fen, _ ("Position copied as FEN"));
}

static void
copy_fen_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  ChessPosition position;
  ChessMove last_move;
  ChessKind captured;

  cl_session_get_board (self->session, &position, &last_move, &captured);
  copy_position (self, &position);
}

static void
copy_fen_at_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  guint ply = g_variant_get_uint32 (parameter);
  ChessPosition position;

  if (!game || ply > cl_game_n_plies (game))
    return;
  cl_game_position_at (game, ply, &position);
  copy_position (self, &position);
}

/* The position goes into the search field as text, where it can be seen, changed and removed. */
static void
find_position_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  ChessPosition position;
  ChessMove last_move;
  ChessKind captured;
  char fen[CHESS_FEN_SIZE];

  cl_session_get_board (self->session, &position, &last_move, &captured);
  chess_fen_write (&position, CHESS_FEN_X, fen);
  cl_library_page_search_everywhere (self->library_page, fen);
  cl_window_show_view (self, "library");
}

static void
copy_pgn_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!game)
    return;
  cl_export_game (game, text);
  copy_text (self, text->str, _ ("Game copied as PGN"));
}

static void
pasted_game_started_cb (ClSession *session, const GError *error, gpointer data)
{
  ClWindow *self = data;

  if (!error && self->session)
    cl_window_show_view (self, "board");
  cl_window_intention_done (session, error, data);
}

static void
paste_fen (ClWindow *self, const char *fen)
{
  ClGameSetup setup = { .white = "", .black = "", .fen = fen, .recorded_only = TRUE };

  self->touched = TRUE;
  cl_session_start_game (self->session,
                         0,
                         &setup,
                         pasted_game_started_cb,
                         cl_window_request (self));
}

/* Pasted games go through the same door as files, so that they come out the same. The name carries what is in it:
 * pasting the same text twice adds nothing. */
static void
paste_pgn (ClWindow *self, const char *text)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *name = g_strdup_printf ("pasted-%.8s.pgn", sum);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "chess-ledger", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents (path, text, -1, &error))
    cl_window_import (self, file);
  else
    cl_compat_show_error (GTK_WINDOW (self), _ ("Could not take the pasted games"), error->message);
}

static void
clipboard_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClWindow) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  ChessPosition position;

  if (!text || !self->session || !*g_strstrip (text))
    {
      cl_window_show_toast (self, _ ("There is neither a position nor a game to paste"));
      return;
    }
  if (chess_fen_parse (text, -1, &position, NULL) == CHESS_FEN_OK)
    paste_fen (self, text);
  else if (strchr (text, '[') || g_ascii_isdigit (*text))
    paste_pgn (self, text);
  else
    cl_window_show_toast (self, _ ("There is neither a position nor a game to paste"));
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (data));

  gdk_clipboard_read_text_async (clipboard, NULL, clipboard_read_cb, g_object_ref (data));
}

void
cl_window_add_file_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "import", import_cb },
    { "open-samples", open_samples_cb },
    { "export-game", export_game_cb },
    { "export-selection", export_selection_cb },
    { "export-all", export_all_cb },
    { "copy-fen", copy_fen_cb },
    { "copy-fen-at", copy_fen_at_cb, "u" },
    { "copy-pgn", copy_pgn_cb },
    { "find-position", find_position_cb },
    { "paste", paste_cb },
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (target, "drop", G_CALLBACK (files_dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
