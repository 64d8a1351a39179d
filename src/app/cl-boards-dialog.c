/* cl-boards-dialog.c: all electronic boards that are plugged in, one card each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-boards-dialog.h"

#include "cl-board-card.h"

struct _ClBoardsDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *cards;

  ClSession *session;
};

G_DEFINE_FINAL_TYPE (ClBoardsDialog, cl_boards_dialog, ADW_TYPE_WINDOW)

static void
game_opened_cb (ClBoardCard *card, ClBoardsDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (!parent)
    return;
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.view", "s", "board");
  gtk_window_present (parent);
}

static GtkWidget *
get_card (ClBoardsDialog *self, guint index)
{
  GtkWidget *card = gtk_widget_get_first_child (self->cards);

  while (card && index-- > 0)
    card = gtk_widget_get_next_sibling (card);
  return card;
}

static void
boards_changed_cb (GListModel *boards, guint at, guint removed, guint added, ClBoardsDialog *self)
{
  for (; removed > 0; removed--)
    gtk_box_remove (GTK_BOX (self->cards), get_card (self, at));
  for (guint i = at; i < at + added; i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, i);
      GtkWidget *card = cl_board_card_new (self->session, board);

      g_signal_connect_object (card, "game-opened", G_CALLBACK (game_opened_cb), self, 0);
      gtk_box_insert_child_after (GTK_BOX (self->cards),
                                  card,
                                  i > 0 ? get_card (self, i - 1) : NULL);
    }
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (boards) > 0 ? "boards" : "empty");
}

static void
cl_boards_dialog_dispose (GObject *object)
{
  g_clear_object (&CL_BOARDS_DIALOG (object)->session);
  G_OBJECT_CLASS (cl_boards_dialog_parent_class)->dispose (object);
}

static void
cl_boards_dialog_class_init (ClBoardsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_boards_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-boards-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ClBoardsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ClBoardsDialog, cards);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cl_boards_dialog_init (ClBoardsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ClBoardsDialog *
cl_boards_dialog_new (GtkWindow *parent, ClSession *session)
{
  ClBoardsDialog *self = g_object_new (CL_TYPE_BOARDS_DIALOG, "transient-for", parent, NULL);
  GListModel *boards = G_LIST_MODEL (cl_session_get_boards (session));

  self->session = g_object_ref (session);
  if (!boards)
    return self;
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (boards_changed_cb), self, 0);
  boards_changed_cb (boards, 0, 0, g_list_model_get_n_items (boards), self);
  return self;
}
