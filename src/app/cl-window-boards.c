/* cl-window-boards.c: electronic boards at the window: their list, and the game that one begins comes on the screen by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "cl-boards-dialog.h"
#include "cl-window-private.h"

static void
boards_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (!self->session)
    return;
  if (!self->boards_dialog)
    {
      self->boards_dialog = GTK_WINDOW (cl_boards_dialog_new (GTK_WINDOW (self), self->session));
      g_object_add_weak_pointer (G_OBJECT (self->boards_dialog), (gpointer *) &self->boards_dialog);
    }
  gtk_window_present (self->boards_dialog);
}

/* Whoever looks at another game is not disturbed. */
static gboolean
may_show (ClWindow *self, const char *partition)
{
  const ClGame *game = cl_window_get_game (self);

  return cl_session_get_position (self->session) == 0 &&
         (!game || g_strcmp0 (game->partition, partition) == 0);
}

static void
board_changed_cb (ClConnectedBoard *board, ClWindow *self)
{
  const ClBoardState *state = cl_connected_board_get_state (board);
  g_autofree char *partition = g_strdup_printf ("table/%u", cl_connected_board_get_table (board));
  const ClGame *game = cl_window_get_game (self);

  if (state->is_playing && may_show (self, partition) && (!game || game->game < state->game))
    {
      self->touched = TRUE;
      cl_session_choose_game (self->session, partition, state->game);
    }
}

static void
board_news_cb (ClConnectedBoard *board, int kind, const char *text, ClWindow *self)
{
  if (kind == CL_BOARD_NEWS_TROUBLE && text)
    cl_window_show_toast (self, text);
}

static void
boards_changed_cb (GListModel *boards, guint at, guint removed, guint added, ClWindow *self)
{
  for (guint i = at; i < at + added; i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, i);

      g_signal_connect_object (board, "changed", G_CALLBACK (board_changed_cb), self, 0);
      g_signal_connect_object (board, "news", G_CALLBACK (board_news_cb), self, 0);
    }
}

void
cl_window_add_board_actions (ClWindow *self)
{
  static const GActionEntry entries[] = { { "boards", boards_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
cl_window_watch_boards (ClWindow *self)
{
  GListModel *boards;

  cl_session_start_boards (self->session);
  boards = G_LIST_MODEL (cl_session_get_boards (self->session));
  if (!boards)
    return;
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (boards_changed_cb), self, 0);
  boards_changed_cb (boards, 0, 0, g_list_model_get_n_items (boards), self);
  cl_boards_button_set_session (self->boards_button, self->session);
}
