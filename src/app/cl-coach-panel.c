/* cl-coach-panel.c: what the coach says of a game follows from its analysis alone; below it what all games show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-panel.h"

#include <glib/gi18n.h>

#include "cl-card-pane.h"
#include "cl-chance-points.h"
#include "cl-coach-words.h"
#include "cl-coach.h"
#include "cl-game-analysis.h"
#include "cl-study-card.h"
#include "cl-words.h"

/* A button of a remark: where it leads. */
typedef struct
{
  ClCoachPanel *panel; /* owns the button, and so this */
  guint ply;
  ChessMove instead; /* to be tried there; CHESS_MOVE_NULL: just look */
} Way;

struct _ClCoachPanel
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkBox *column;
  GtkBox *remarks; /* (nullable) */
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *to_analysis;
  ClCardPane *cards;
  ClStudyCard *study;

  ClSession *session;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (ClCoachPanel, cl_coach_panel, GTK_TYPE_WIDGET)

static void
go (GtkButton *button, Way *way)
{
  ClSession *session = way->panel->session;

  cl_session_drop_trial (session);
  cl_session_set_ply (session, way->ply);
  if (way->instead != CHESS_MOVE_NULL)
    cl_session_try_line (session, &way->instead, 1);
}

static void
free_way (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
add_button (ClCoachPanel *self, GtkBox *row, const char *label, guint ply, ChessMove instead)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  Way *way = g_new0 (Way, 1);

  *way = (Way){ self, ply, instead };
  g_signal_connect_data (button, "clicked", G_CALLBACK (go), way, free_way, 0);
  gtk_widget_add_css_class (button, "cl-act");
  /* Rather shortened than wider than the card in a narrow window. */
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_box_append (row, button);
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* The move and whose it was, the sentence, and where it leads: to the moment, before it to try oneself, to what was better. */
static void
add_remark (ClCoachPanel *self, const ClAnalysis *analysis, const ClRemark *remark)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  g_autofree char *move = cl_words_move (analysis->game, remark->ply);
  g_autofree char *name = cl_words_surname (analysis->game, remark->side);
  g_autofree char *title = g_strdup_printf ("%s · %s", move, name);
  g_autofree char *sentence = cl_remark_sentence (analysis, remark);

  gtk_widget_add_css_class (card, "cl-card");
  gtk_widget_add_css_class (card, "cl-padded");
  gtk_box_append (GTK_BOX (card), create_label (title, "cl-card-title"));
  gtk_box_append (GTK_BOX (card), create_label (sentence, NULL));
  add_button (self, row, _ ("_Show the moment"), remark->ply, CHESS_MOVE_NULL);
  if (remark->loss)
    add_button (self, row, _ ("_Try it yourself"), remark->ply - 1, CHESS_MOVE_NULL);
  if (remark->instead != CHESS_MOVE_NULL)
    add_button (self, row, _ ("The _better move"), remark->ply - 1, remark->instead);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (row));
  gtk_box_append (self->remarks, card);
}

static void
show_empty (ClCoachPanel *self, gboolean known)
{
  gtk_label_set_text (self->empty_title,
                      known
                      ? _ ("Nothing to say about this game")
                      : _ ("The coach has not seen this game"));
  gtk_label_set_text (self->empty_text,
                      known
                      ? _ ("No move changed much that a better one would have kept.")
                      : _ ("It speaks when an engine has looked at the moves."));
  gtk_widget_set_visible (self->to_analysis, !known);
}

/* A new box each time: GTK 4.8 keeps the way in which a box was measured on a page that was never seen yet, so one that was empty
 * then would be too low for what is put into it. */
static void
renew_remarks (ClCoachPanel *self)
{
  if (self->remarks)
    gtk_box_remove (self->column, GTK_WIDGET (self->remarks));
  self->remarks = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->remarks), "cl-cards");
  gtk_box_insert_child_after (self->column, GTK_WIDGET (self->remarks), GTK_WIDGET (self->cards));
}

static void
refresh (ClCoachPanel *self)
{
  ClAnalysis *analysis =
    self->session ? cl_game_analysis_get (cl_session_get_analysis (self->session)) : NULL;
  gboolean known = cl_chance_points_are_known (analysis);
  ClRemark remarks[CL_MAX_REMARKS];
  guint n = known ? cl_coach_remarks (analysis, -1, remarks) : 0;
  gboolean asking = cl_card_pane_is_asking (self->cards);

  renew_remarks (self);
  for (guint i = 0; i < n; i++)
    if (remarks[i].ply)
      add_remark (self, analysis, &remarks[i]);
  /* While a card is asked the remarks would tell its answer. */
  gtk_widget_set_visible (GTK_WIDGET (self->cards), asking);
  gtk_widget_set_visible (GTK_WIDGET (self->study), !asking);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), n > 0 && !asking);
  gtk_widget_set_visible (self->empty, n == 0 && !asking);
  show_empty (self, known);
}

static void
practise_cb (ClCoachPanel *self, ClStudyCard *card)
{
  ClCoachStudy *study = cl_study_card_steal_study (card);

  if (study == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->cards), TRUE);
  cl_card_pane_start (self->cards, study);
  refresh (self);
}

/* The card of the study is mapped by that, and counts anew. */
static void
finished_cb (ClCoachPanel *self, ClCardPane *cards)
{
  refresh (self);
}

/* The next count knows it. */
static void
recorded_cb (ClCoachPanel *self, ClCardPane *cards)
{
  if (!cl_card_pane_is_asking (cards))
    cl_study_card_refresh (self->study);
}

static void
cl_coach_panel_dispose (GObject *object)
{
  ClCoachPanel *self = CL_COACH_PANEL (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_coach_panel_parent_class)->dispose (object);
}

static void
cl_coach_panel_class_init (ClCoachPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_coach_panel_dispose;
  g_type_ensure (CL_TYPE_CARD_PANE);
  g_type_ensure (CL_TYPE_STUDY_CARD);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-coach-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, column);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty_title);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty_text);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, to_analysis);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, cards);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, study);
  gtk_widget_class_bind_template_callback (widget_class, practise_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, recorded_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "coachpanel");
}

static void
cl_coach_panel_init (ClCoachPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CL_TYPE_GAME_ANALYSIS);
  g_signal_group_connect_swapped (self->signals, "notify::analysis", G_CALLBACK (refresh), self);
}

void
cl_coach_panel_set_session (ClCoachPanel *self, ClSession *session)
{
  g_return_if_fail (CL_IS_COACH_PANEL (self));
  if (!g_set_object (&self->session, session))
    return;
  cl_card_pane_set_session (self->cards, session);
  cl_study_card_set_session (self->study, session);
  g_signal_group_set_target (self->signals, session ? cl_session_get_analysis (session) : NULL);
  refresh (self);
}
