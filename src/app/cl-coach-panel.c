/* cl-coach-panel.c: what the coach says follows from the analysis alone, so it changes with it and with nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-panel.h"

#include <glib/gi18n.h>

#include "cl-chance-points.h"
#include "cl-coach-words.h"
#include "cl-coach.h"
#include "cl-game-analysis.h"
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
  GtkBox *remarks;
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *to_analysis;

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
add_button (ClCoachPanel *self, GtkFlowBox *row, const char *label, guint ply, ChessMove instead)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  Way *way = g_new0 (Way, 1);

  *way = (Way){ self, ply, instead };
  g_signal_connect_data (button, "clicked", G_CALLBACK (go), way, free_way, 0);
  gtk_flow_box_insert (row, button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
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
  GtkFlowBox *row = GTK_FLOW_BOX (gtk_flow_box_new ());
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
  gtk_flow_box_set_selection_mode (row, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (row, 8);
  gtk_flow_box_set_row_spacing (row, 6);
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

static void
refresh (ClCoachPanel *self)
{
  ClAnalysis *analysis =
    self->session ? cl_game_analysis_get (cl_session_get_analysis (self->session)) : NULL;
  gboolean known = cl_chance_points_are_known (analysis);
  ClRemark remarks[CL_MAX_REMARKS];
  guint n = known ? cl_coach_remarks (analysis, -1, remarks) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->remarks))))
    gtk_box_remove (self->remarks, child);
  for (guint i = 0; i < n; i++)
    if (remarks[i].ply)
      add_remark (self, analysis, &remarks[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->remarks), n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
  show_empty (self, known);
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
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-coach-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, remarks);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty_title);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, empty_text);
  gtk_widget_class_bind_template_child (widget_class, ClCoachPanel, to_analysis);
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
  g_signal_group_set_target (self->signals, session ? cl_session_get_analysis (session) : NULL);
  refresh (self);
}
