/* cl-board-card.c: one electronic board: how it stands, what it sees beside what is recorded, what it asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-card.h"

#include <glib/gi18n.h>

#include "cl-seen-board.h"
#include "cl-words-board.h"

struct _ClBoardCard
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title, *status, *details, *battery, *message, *clock;
  GtkWidget *answers;
  GtkWidget *boards;
  ClSeenBoard *seen, *recorded;
  GtkSpinButton *table;
  GtkWidget *turn, *again, *show;

  ClSession *session;
  ClConnectedBoard *board;
  guint tick;
  gboolean filling; /* the table's number is set by us, not by a person */
};

enum
{
  GAME_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClBoardCard, cl_board_card, GTK_TYPE_WIDGET)

static void
answer_clicked_cb (GtkButton *button, ClConnectedBoard *board)
{
  guint number = 0;

  /* Its place among the answers is the answer. */
  for (GtkWidget *w = gtk_widget_get_prev_sibling (GTK_WIDGET (button)); w;
       w = gtk_widget_get_prev_sibling (w))
    number++;
  cl_connected_board_answer (board, number);
}

static gboolean
has_answers (GtkWidget *box, GStrv answers)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  for (guint i = 0; answers && answers[i]; i++, child = gtk_widget_get_next_sibling (child))
    if (!child || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), answers[i]) != 0)
      return FALSE;
  return child == NULL;
}

/* Buttons with the same words stay, and with them the focus. */
void
cl_board_card_fill_answers (GtkWidget *box, ClConnectedBoard *board)
{
  GStrv answers = board ? cl_connected_board_get_state (board)->answers : NULL;
  GtkWidget *child;

  gtk_widget_set_visible (box, answers != NULL);
  if (has_answers (box, answers))
    return;
  while ((child = gtk_widget_get_first_child (box)))
    gtk_box_remove (GTK_BOX (box), child);
  for (guint i = 0; answers && answers[i]; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (answers[i]);

      g_signal_connect_object (button, "clicked", G_CALLBACK (answer_clicked_cb), board, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (g_strcmp0 (gtk_label_get_text (label), text ? text : "") != 0)
    gtk_label_set_text (label, text ? text : "");
}

static void
show_boards (ClBoardCard *self, const ClBoardState *state)
{
  ClPlacement recorded = cl_placement_empty ();

  gtk_widget_set_visible (self->boards, state->phase == CL_BOARD_CONNECTED || state->has_position);
  if (state->has_position)
    recorded = cl_placement_of (&state->position);
  cl_seen_board_show (self->seen,
                      state->has_seen ? &state->seen : NULL,
                      state->wrong,
                      _ ("What the board sees"));
  cl_seen_board_show (self->recorded,
                      state->has_position ? &recorded : NULL,
                      state->wrong,
                      _ ("What is recorded"));
}

static void
show_clock (ClBoardCard *self)
{
  g_autofree char *clock = cl_words_board_clock (self->board);

  show_text (self->clock, clock);
}

static gboolean
tick_cb (gpointer data)
{
  show_clock (data);
  return G_SOURCE_CONTINUE;
}

static void
refresh (ClBoardCard *self)
{
  const ClBoardState *state = cl_connected_board_get_state (self->board);
  g_autofree char *status = cl_words_board_status (self->board);
  g_autofree char *details = cl_words_board_details (self->board);
  g_autofree char *battery = cl_words_board_battery (state);

  show_text (self->title, cl_connected_board_get_title (self->board));
  show_text (self->status, status);
  show_text (self->details, details);
  show_text (self->battery, battery);
  show_text (self->message,
             state->question   ? state->question
             : state->guidance ? state->guidance
                               : state->trouble);
  cl_board_card_fill_answers (self->answers, self->board);
  show_boards (self, state);
  show_clock (self);
  self->filling = TRUE;
  gtk_spin_button_set_value (self->table, cl_connected_board_get_table (self->board));
  self->filling = FALSE;
  gtk_widget_set_visible (self->turn, state->phase == CL_BOARD_CONNECTED);
  gtk_widget_set_visible (self->again, state->phase == CL_BOARD_FAILED);
  gtk_widget_set_visible (self->show, state->game > 0);
}

static void
changed_cb (ClConnectedBoard *board, ClBoardCard *self)
{
  refresh (self);
}

static void
table_changed_cb (ClBoardCard *self, GtkSpinButton *table)
{
  ClBoards *boards = cl_session_get_boards (self->session);

  if (!self->filling && boards)
    cl_boards_move (boards, self->board, (guint) gtk_spin_button_get_value_as_int (table));
}

static void
turn_clicked_cb (ClBoardCard *self, GtkButton *button)
{
  cl_connected_board_set_turned (self->board, !cl_connected_board_get_state (self->board)->turned);
}

static void
again_clicked_cb (ClBoardCard *self, GtkButton *button)
{
  cl_connected_board_retry (self->board);
}

static void
show_clicked_cb (ClBoardCard *self, GtkButton *button)
{
  g_autofree char *partition =
    g_strdup_printf ("table/%u", cl_connected_board_get_table (self->board));

  cl_session_choose_game (self->session,
                          partition,
                          cl_connected_board_get_state (self->board)->game);
  g_signal_emit (self, signals[GAME_OPENED], 0);
}

static void
cl_board_card_dispose (GObject *object)
{
  ClBoardCard *self = CL_BOARD_CARD (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->board);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_board_card_parent_class)->dispose (object);
}

static void
cl_board_card_class_init (ClBoardCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_board_card_dispose;
  g_type_ensure (CL_TYPE_SEEN_BOARD);
  signals[GAME_OPENED] = g_signal_new ("game-opened",
                                       CL_TYPE_BOARD_CARD,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-board-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, box);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, title);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, status);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, details);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, battery);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, message);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, answers);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, boards);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, seen);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, recorded);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, clock);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, table);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, turn);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, again);
  gtk_widget_class_bind_template_child (widget_class, ClBoardCard, show);
  gtk_widget_class_bind_template_callback (widget_class, table_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, turn_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_board_card_init (ClBoardCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cl_board_card_new (ClSession *session, ClConnectedBoard *board)
{
  ClBoardCard *self = g_object_new (CL_TYPE_BOARD_CARD, NULL);

  self->session = g_object_ref (session);
  self->board = g_object_ref (board);
  g_signal_connect_object (board, "changed", G_CALLBACK (changed_cb), self, 0);
  self->tick = g_timeout_add_seconds (1, tick_cb, self);
  refresh (self);
  return GTK_WIDGET (self);
}

ClConnectedBoard *
cl_board_card_get_board (ClBoardCard *self)
{
  g_return_val_if_fail (CL_IS_BOARD_CARD (self), NULL);
  return self->board;
}
