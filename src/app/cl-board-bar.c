/* cl-board-bar.c: above the board on the screen: what the electronic board of that table asks, or how to put it right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-bar.h"

#include <glib/gi18n.h>

#include "cl-board-card.h"
#include "cl-words-board.h"

struct _ClBoardBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *text;
  GtkWidget *answers;
};

G_DEFINE_FINAL_TYPE (ClBoardBar, cl_board_bar, GTK_TYPE_WIDGET)

static void
cl_board_bar_dispose (GObject *object)
{
  g_clear_pointer (&CL_BOARD_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_board_bar_parent_class)->dispose (object);
}

static void
cl_board_bar_class_init (ClBoardBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_board_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "boardbar");
}

static void
cl_board_bar_init (ClBoardBar *self)
{
  GtkWidget *more = gtk_button_new_with_label (_ ("Show board"));
  GtkWidget *text = gtk_label_new (NULL);

  self->text = GTK_LABEL (text);
  gtk_label_set_xalign (self->text, 0);
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (more), "win.boards");
  gtk_widget_set_tooltip_text (more, _ ("What the board sees, beside what is recorded"));
  self->answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_box_append (GTK_BOX (self->box), text);
  gtk_box_append (GTK_BOX (self->box), self->answers);
  gtk_box_append (GTK_BOX (self->box), more);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
cl_board_bar_show (ClBoardBar *self, ClConnectedBoard *board)
{
  const ClBoardState *state = board ? cl_connected_board_get_state (board) : NULL;
  g_autofree char *status = board ? cl_words_board_status (board) : NULL;
  const char *text;

  g_return_if_fail (CL_IS_BOARD_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), state && cl_words_board_needs_help (state));
  cl_board_card_fill_answers (self->answers, board);
  if (!state)
    return;
  text = state->question   ? state->question
         : state->guidance ? state->guidance
         : state->trouble  ? state->trouble
                           : status;
  gtk_label_set_text (self->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), text);
}
