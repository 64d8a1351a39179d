/* cl-boards-button.c: in the header while an electronic board is there; calls when one needs a person
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-boards-button.h"

#include <glib/gi18n.h>

#include "cl-words-board.h"

struct _ClBoardsButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *alert;
  GListModel *boards; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ClBoardsButton, cl_boards_button, GTK_TYPE_WIDGET)

static char *
describe (guint n, ClConnectedBoard *in_need)
{
  if (in_need)
    /* Translators: %1$u is the number of a table, %2$s the name of a board. */
    return g_strdup_printf (_ ("Table %1$u: %2$s needs you"),
                               cl_connected_board_get_table (in_need),
                               cl_connected_board_get_title (in_need));
  return g_strdup_printf (ngettext ("%u electronic board", "%u electronic boards", n), n);
}

static void
refresh (ClBoardsButton *self)
{
  guint n = self->boards ? g_list_model_get_n_items (self->boards) : 0;
  g_autoptr (ClConnectedBoard) in_need = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n && !in_need; i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (self->boards, i);

      if (cl_words_board_needs_help (cl_connected_board_get_state (board)))
        g_set_object (&in_need, board);
    }
  text = describe (n, in_need);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_widget_set_visible (self->alert, in_need != NULL);
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
}

static void
board_changed_cb (ClConnectedBoard *board, ClBoardsButton *self)
{
  refresh (self);
}

static void
boards_changed_cb (GListModel *boards, guint at, guint removed, guint added, ClBoardsButton *self)
{
  for (guint i = at; i < at + added; i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, i);

      g_signal_connect_object (board, "changed", G_CALLBACK (board_changed_cb), self, 0);
    }
  refresh (self);
}

static void
cl_boards_button_dispose (GObject *object)
{
  ClBoardsButton *self = CL_BOARDS_BUTTON (object);

  g_clear_object (&self->boards);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_boards_button_parent_class)->dispose (object);
}

static void
cl_boards_button_class_init (ClBoardsButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_boards_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_boards_button_init (ClBoardsButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->alert = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->alert, "warning");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("chess-board-symbolic"));
  gtk_box_append (GTK_BOX (box), self->alert);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.boards");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
cl_boards_button_set_session (ClBoardsButton *self, ClSession *session)
{
  ClBoards *boards;

  g_return_if_fail (CL_IS_BOARDS_BUTTON (self));

  boards = cl_session_get_boards (session);
  if (!boards || !g_set_object (&self->boards, G_LIST_MODEL (boards)))
    return;
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (boards_changed_cb), self, 0);
  boards_changed_cb (self->boards, 0, 0, g_list_model_get_n_items (self->boards), self);
}
