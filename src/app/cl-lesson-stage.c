/* cl-lesson-stage.c: where a lesson is done: a board of the scratch ledger, and that ledger below it
 *
 * Made anew for each scratch ledger: a reset leaves nothing behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-stage.h"

#include <glib/gi18n.h>

#include "cl-board.h"
#include "cl-ledger-page.h"
#include "cl-words.h"

#define BOARD_EDGE   220
#define LEDGER_WIDTH 900 /* what the ledger's page has here, about */

struct _ClLessonStage
{
  GtkWidget parent_instance;

  GtkWidget *paned, *board_side;
  ClBoard *board;
  GtkLabel *names, *count;
  GtkWidget *back, *tables;
  ClSession *session;
};

enum
{
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLessonStage, cl_lesson_stage, GTK_TYPE_WIDGET)

/* --- Intentions --- */

static void
done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClLessonStage) self = data;

  if (error != NULL && self->session != NULL)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error->message);
}

static void
show_board (ClLessonStage *self, gboolean animate)
{
  const ClGame *game = cl_session_get_game (self->session);
  gboolean live = cl_session_is_at_live_end (self->session);
  ChessPosition position;
  ChessMove last;
  ChessKind captured;

  cl_session_get_board (self->session, &position, &last, &captured);
  cl_board_set_interactive (self->board, live);
  cl_board_set_position (self->board, &position, last, animate);
  gtk_widget_set_visible (self->back, game != NULL && game->status == CL_GAME_PLAYING && !live);
  if (game != NULL)
    {
      g_autofree char *title = cl_words_title (game);

      gtk_label_set_text (self->names, title);
    }
}

static void
move_done_cb (ClSession *session, const GError *error, gpointer data)
{
  ClLessonStage *self = data;

  if (error != NULL && self->session != NULL)
    show_board (self, FALSE); /* the piece goes back */
  done_cb (session, error, data);
}

static void
moved_cb (ClBoard *board, guint move, ClLessonStage *self)
{
  cl_session_move (self->session, (ChessMove) move, move_done_cb, g_object_ref (self));
}

static void
move_refused_cb (ClBoard *board, guint from, guint to, ClLessonStage *self)
{
  g_signal_emit (self,
                 signals[SIGNAL_REFUSED],
                 0,
                 _ ("The rules refuse that move: it was an intention, and no fact came of it"));
}

static void
take_back_cb (GtkButton *button, ClLessonStage *self)
{
  cl_session_takeback (self->session, done_cb, g_object_ref (self));
}

/* Who made the last move. */
static void
offer_cb (GtkButton *button, ClLessonStage *self)
{
  const ClGame *game = cl_session_get_game (self->session);

  if (game != NULL)
    cl_session_offer_draw (self->session,
                           cl_game_side_to_move (game) == CHESS_WHITE ? CHESS_BLACK : CHESS_WHITE,
                           done_cb,
                           g_object_ref (self));
}

/* Who is to move. */
static void
resign_cb (GtkButton *button, ClLessonStage *self)
{
  const ClGame *game = cl_session_get_game (self->session);

  if (game != NULL)
    cl_session_resign (self->session, cl_game_side_to_move (game), done_cb, g_object_ref (self));
}

static void
back_cb (GtkButton *button, ClLessonStage *self)
{
  cl_session_return_to_game (self->session);
}

static void
table_cb (GtkToggleButton *button, ClLessonStage *self)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (button));

  if (gtk_toggle_button_get_active (button))
    cl_session_choose_game (self->session, name, 1);
}

/* --- What is shown --- */

static void
shown_cb (GObject *session, GParamSpec *pspec, ClLessonStage *self)
{
  show_board (self, TRUE);
}

static void
head_cb (GObject *session, GParamSpec *pspec, ClLessonStage *self)
{
  guint64 head = cl_session_get_head (self->session);
  g_autofree char *number = cl_words_number (head);
  g_autofree char *text =
    g_strdup_printf (ngettext ("%s event in the ledger", "%s events in the ledger", (gulong) head),
                     number);

  gtk_label_set_text (self->count, text);
}

static void
refused_cb (ClLedgerPage *page, const char *text, ClLessonStage *self)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, text);
}

/* --- Parts --- */

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, ClLessonStage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect (button, "clicked", callback, self);
  gtk_widget_add_css_class (button, "cl-act");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_tables (ClLessonStage *self, guint n_tables)
{
  GtkToggleButton *first = NULL;

  for (guint i = 1; i <= n_tables; i++)
    {
      g_autofree char *label = g_strdup_printf (_ ("Table %u"), i);
      g_autofree char *partition = g_strdup_printf ("table/%u", i);
      GtkWidget *button = gtk_toggle_button_new_with_label (label);

      gtk_widget_set_name (button, partition);
      if (first != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
      else
        first = GTK_TOGGLE_BUTTON (button);
      g_signal_connect (button, "toggled", G_CALLBACK (table_cb), self);
      gtk_box_append (GTK_BOX (self->tables), button);
    }
  gtk_widget_set_visible (self->tables, n_tables > 1);
  if (first != NULL)
    gtk_toggle_button_set_active (first, TRUE);
}

static GtkWidget *
make_board_side (ClLessonStage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10), *acts;

  self->board = CL_BOARD (cl_board_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->board), BOARD_EDGE, BOARD_EDGE);
  g_signal_connect_object (self->board, "move-made", G_CALLBACK (moved_cb), self, 0);
  g_signal_connect_object (self->board, "move-refused", G_CALLBACK (move_refused_cb), self, 0);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->board));
  gtk_widget_set_hexpand (GTK_WIDGET (self->board), TRUE);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  self->tables = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->tables, "linked");
  gtk_box_append (GTK_BOX (column), self->tables);
  self->names = add_label (column, "title-4");
  self->count = add_label (column, "cl-quiet");
  acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  add_button (acts, _ ("_Take back"), G_CALLBACK (take_back_cb), self);
  add_button (acts, _ ("Offer a _draw"), G_CALLBACK (offer_cb), self);
  add_button (acts, _ ("_Resign"), G_CALLBACK (resign_cb), self);
  gtk_box_append (GTK_BOX (column), acts);
  self->back = add_button (column, _ ("Return to the _present"), G_CALLBACK (back_cb), self);
  gtk_widget_set_halign (self->back, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->back, "suggested-action");
  gtk_box_append (GTK_BOX (row), column);
  gtk_widget_add_css_class (row, "cl-lesson-board");
  return row;
}

/* --- GObject --- */

static void
cl_lesson_stage_dispose (GObject *object)
{
  ClLessonStage *self = CL_LESSON_STAGE (object);

  g_clear_pointer (&self->paned, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cl_lesson_stage_parent_class)->dispose (object);
}

static void
cl_lesson_stage_class_init (ClLessonStageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cl_lesson_stage_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
}

static void
cl_lesson_stage_init (ClLessonStage *self)
{
  self->paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->paned, GTK_WIDGET (self));
}

GtkWidget *
cl_lesson_stage_new (const ClLesson *lesson, ClSession *session)
{
  static const char *const properties[] = { "notify::game", "notify::ply", "notify::position" };
  ClLessonStage *self = g_object_new (CL_TYPE_LESSON_STAGE, NULL);
  GtkWidget *page = g_object_new (CL_TYPE_LEDGER_PAGE, NULL);

  self->session = g_object_ref (session);
  gtk_paned_set_start_child (GTK_PANED (self->paned), make_board_side (self));
  gtk_paned_set_resize_start_child (GTK_PANED (self->paned), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->paned), FALSE);
  gtk_paned_set_end_child (GTK_PANED (self->paned), page);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->paned), TRUE);
  cl_session_set_guided (session, lesson->n_tables > 0);
  add_tables (self, lesson->n_tables);
  cl_ledger_page_set_width (CL_LEDGER_PAGE (page), LEDGER_WIDTH);
  cl_ledger_page_set_session (CL_LEDGER_PAGE (page), session);
  g_signal_connect_object (page, "refused", G_CALLBACK (refused_cb), self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_signal_connect_object (session, properties[i], G_CALLBACK (shown_cb), self, 0);
  g_signal_connect_object (session, "notify::head", G_CALLBACK (head_cb), self, 0);
  head_cb (NULL, NULL, self);
  show_board (self, FALSE);
  return GTK_WIDGET (self);
}
