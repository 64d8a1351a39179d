/* cl-window-games.c: starting games, recording them, and mending what was recorded wrongly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "chess-fen.h"
#include "cl-details-dialog.h"
#include "cl-gtk-compat.h"
#include "cl-new-dialog.h"
#include "cl-new-game.h"
#include "cl-window-private.h"
#include "cl-words.h"

static void
game_started_cb (ClSession *session, const GError *error, gpointer data)
{
  ClWindow *self = data;

  if (!error && self->session)
    cl_window_show_view (self, "board");
  cl_window_intention_done (session, error, data);
}

static void
dialog_started_cb (ClNewDialog *dialog, ClWindow *self)
{
  cl_window_show_view (self, "board");
}

static void
show_new_dialog (ClWindow *self, gboolean record)
{
  ClNewDialog *dialog =
    cl_new_dialog_new (GTK_WINDOW (self), self->session, self->settings, record);

  self->touched = TRUE;
  g_signal_connect_object (dialog, "started", G_CALLBACK (dialog_started_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_new_dialog (data, FALSE);
}

static void
record_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_new_dialog (data, TRUE);
}

/* One click and the pieces can be moved. */
static void
play_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autoptr (ClNewGame) game = cl_new_game_load (self->settings);

  self->touched = TRUE;
  cl_new_game_start (game, self->session, game_started_cb, cl_window_request (self));
}

/* --- Another game ---------------------------------------------------------------------------------------------- */

static gboolean
is_table_taken (ClWindow *self, guint table)
{
  GListModel *games = cl_session_get_running_games (self->session);
  g_autofree char *partition = g_strdup_printf ("table/%u", table);

  for (guint i = 0; i < g_list_model_get_n_items (games); i++)
    {
      g_autoptr (ClRunningGame) running = g_list_model_get_item (games, i);

      if (strcmp (cl_running_game_get_partition (running), partition) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
rematch_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  gboolean change = strcmp (g_variant_get_string (parameter, NULL), "changed") == 0;
  g_autoptr (ClNewGame) next = NULL;

  if (!game || !cl_new_game_may_follow (game))
    return;
  next = cl_new_game_again (game, change, self->settings);
  if (is_table_taken (self, next->table))
    next->table = 0;
  self->touched = TRUE;
  cl_new_game_start (next, self->session, game_started_cb, cl_window_request (self));
}

/* --- Play on from here ------------------------------------------------------------------------------------------- */

static void
play_on_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autoptr (ClNewGame) last = cl_new_game_load (self->settings);
  g_autofree ChessMove *moves = NULL;
  char fen[CHESS_FEN_SIZE];
  ChessPosition standard = chess_position_start ();
  ClGameSetup setup = { 0 };
  guint n_moves = 0;

  if (!game)
    return;
  moves = cl_session_dup_line (self->session, &n_moves);
  chess_fen_write (&game->start, CHESS_FEN_X, fen);

  setup.white = game->white;
  setup.black = game->black;
  setup.time_control = last->time_control;
  setup.chess960 = game->start.chess960;
  setup.fen = game->start.key == standard.key ? NULL : fen;
  setup.origin_partition = game->partition;
  setup.origin_game = game->game;
  setup.origin_ply = cl_session_get_ply (self->session);
  setup.opening_moves = moves;
  setup.n_opening_moves = n_moves;
  cl_session_start_game (self->session, 0, &setup, game_started_cb, cl_window_request (self));
}

/* --- Corrections ------------------------------------------------------------------------------------------------- */

/* Lives as long as the question, whose extra child is the entry. */
typedef struct
{
  GWeakRef window;
  GtkEditable *entry;
  guint ply;
} Correction;

static void
free_correction (gpointer data, GClosure *closure)
{
  Correction *self = data;

  g_weak_ref_clear (&self->window);
  g_free (self);
}

static void
correction_answered_cb (GtkWindow *question, const char *response, gpointer data)
{
  Correction *correction = data;
  g_autoptr (ClWindow) self = g_weak_ref_get (&correction->window);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (correction->entry)));

  if (!self || !self->session || strcmp (response, "yes") != 0 || !*text)
    return;
  cl_session_correct_move (self->session,
                           correction->ply,
                           text,
                           cl_window_intention_done,
                           cl_window_request (self));
}

static void
ask_for_correction (ClWindow *self, const ClGame *game, guint ply)
{
  g_autofree char *move = cl_words_move (game, ply);
  /* Translators: %s is a move such as “22. Nd5”. */
  g_autofree char *heading = g_strdup_printf (_ ("Correct %s"), move);
  GtkWidget *entry = gtk_entry_new ();
  Correction *correction = g_new0 (Correction, 1);
  GtkWindow *question;

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry),
                                  _ ("The move that was played: Nf3, e4, O-O …"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The right move"), -1);
  question = cl_compat_ask (
    GTK_WINDOW (self),
    heading,
    _ ("The first entry stays in the ledger and is marked as corrected. Later moves stay as long "
       "as they remain possible."),
       _ ("_Correct"), entry, FALSE);
  g_weak_ref_init (&correction->window, self);
  correction->entry = GTK_EDITABLE (entry);
  correction->ply = ply;
  g_signal_connect_data (question,
                         "response",
                         G_CALLBACK (correction_answered_cb),
                         correction,
                         free_correction,
                         0);
  gtk_window_present (question);
  gtk_widget_grab_focus (entry);
}

static void
correct_move_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  guint ply = g_variant_get_uint32 (parameter);

  if (game && ply >= 1 && ply <= cl_game_n_plies (game))
    ask_for_correction (self, game, ply);
}

static void
details_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  gtk_window_present (GTK_WINDOW (cl_details_dialog_new (GTK_WINDOW (self), self->session, FALSE)));
}

static void
set_result_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  gtk_window_present (GTK_WINDOW (cl_details_dialog_new (GTK_WINDOW (self), self->session, TRUE)));
}

static void
close_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  self->touched = TRUE;
  cl_session_choose_none (self->session);
}

/* --- Removing from view ------------------------------------------------------------------------------------------ */

static void
withdrawn_cb (ClSession *session, const GError *error, gpointer data)
{
  ClWindow *self = data;

  if (!error && self->session)
    {
      cl_session_choose_none (session);
      cl_window_show_toast (
        self,
        _ ("The game is out of view. The ledger still holds it, and it can be restored."));
    }
  cl_window_intention_done (session, error, data);
}

static void
withdraw_answered_cb (gboolean yes, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);

  if (yes && game)
    cl_session_withdraw_game (self->session,
                              game->partition,
                              game->game,
                              FALSE,
                              withdrawn_cb,
                              cl_window_request (self));
}

static void
withdraw_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWindow *question = cl_compat_ask (
    GTK_WINDOW (self),
    _ ("Remove this game from view?"),
      _ ("It is no longer listed or found. The ledger still holds it: nothing that was recorded is "
       "ever erased."),
         _ ("_Remove"), NULL, TRUE);

  cl_compat_on_answer (question, withdraw_answered_cb, G_OBJECT (self));
  gtk_window_present (question);
}

void
cl_window_add_record_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "new", new_cb },
    { "record", record_cb },
    { "play", play_cb },
    { "play-on", play_on_cb },
    { "rematch", rematch_cb, "s" },
    { "correct-move", correct_move_cb, "u" },
    { "details", details_cb },
    { "set-result", set_result_cb },
    { "close-game", close_game_cb },
    { "withdraw-game", withdraw_game_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
