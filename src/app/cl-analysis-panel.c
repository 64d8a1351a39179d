/* cl-analysis-panel.c: puts the analysis of the chosen game into cards, and travels where they are pointed at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analysis-panel.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cl-analyse-card.h"
#include "cl-chance-points.h"
#include "cl-evaluation-graph.h"
#include "cl-game-analysis.h"
#include "cl-lines-card.h"
#include "cl-time-graph.h"
#include "cl-words-analysis.h"
#include "cl-words.h"

struct _ClAnalysisPanel
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *hindsight_row;
  GtkToggleButton *then;
  GtkToggleButton *hindsight;
  GtkBox *column;
  ClAnalyseCard *analyse;
  GtkWidget *chances;
  GtkLabel *evaluator;
  ClEvaluationGraph *graph;
  ClLinesCard *lines;
  GtkBox *pair;
  GtkWidget *accuracy_card;
  GtkLevelBar *bars[2]; /* by ChessColor, and so below */
  GtkLabel *percents[2];
  GtkLabel *mistakes[2];
  GtkLabel *losses[2];
  GtkWidget *time_card;
  GtkLabel *time_note;
  ClTimeGraph *times;
  GtkLabel *opening;

  ClSession *session;
  GSignalGroup *signals;
  GSignalGroup *analysis_signals;
};

G_DEFINE_FINAL_TYPE (ClAnalysisPanel, cl_analysis_panel, GTK_TYPE_WIDGET)

static ClAnalysis *
get_analysis (ClAnalysisPanel *self)
{
  return self->session ? cl_game_analysis_get (cl_session_get_analysis (self->session)) : NULL;
}

static guint
get_ply (ClAnalysisPanel *self, const ClAnalysis *analysis)
{
  return MIN (cl_session_get_ply (self->session), analysis->n_plies);
}

static void
travel (ClAnalysisPanel *self, guint ply)
{
  if (!self->session)
    return;
  cl_session_drop_trial (self->session);
  cl_session_set_ply (self->session, ply);
}

static void
travelled_cb (ClAnalysisPanel *self, guint ply, GtkWidget *graph)
{
  travel (self, ply);
}

/* --- Chances ----------------------------------------------------------------------------------------------------- */

static char *
tell_ply_cb (guint ply, gpointer data)
{
  ClAnalysis *analysis = get_analysis (data);

  return analysis ? cl_words_analysed_ply (analysis, ply) : NULL;
}

static void
show_chances (ClAnalysisPanel *self, const ClAnalysis *analysis)
{
  guint n_points;
  g_autofree ClChancePoint *points = cl_chance_points_new (analysis, &n_points);
  ClGraphPhase phases[CL_N_PHASES];
  guint n_phases = 0;

  for (guint i = 0; i < CL_N_PHASES; i++)
    if (analysis->phase_ply[i] <= analysis->n_plies)
      phases[n_phases++] = (ClGraphPhase){ analysis->phase_ply[i], cl_words_phase ((ClPhase) i) };
  cl_evaluation_graph_set_points (self->graph, points, n_points);
  cl_evaluation_graph_set_phases (self->graph, phases, n_phases);
}

/* --- Accuracy and time ------------------------------------------------------------------------------------------- */

static void
show_side (ClAnalysisPanel *self, const ClAnalysis *analysis, ChessColor side)
{
  const ClAnalysisSide *of = &analysis->sides[side];
  g_autofree char *percent = cl_words_percent (of->quality.accuracy);
  g_autofree char *mistakes = cl_words_mistakes (&of->quality);
  g_autofree char *loss = NULL;

  gtk_level_bar_set_value (self->bars[side], of->quality.accuracy / 100.0);
  gtk_label_set_text (self->percents[side], of->quality.n_moves ? percent : "–");
  gtk_label_set_text (self->mistakes[side], of->quality.n_moves ? mistakes : "");
  if (of->n_choices)
    /* Translators: how many hundredths of a pawn a move lost on average, and how often the best move was played. */
    loss = g_strdup_printf (_ ("Average loss %u · best move %u %%"),
                               (of->quality.acpl_tenths + 5) / 10,
                               (100 * of->n_best + of->n_choices / 2) / of->n_choices);
  else
    /* Translators: how many hundredths of a pawn a move lost on average. */
    loss = g_strdup_printf (_ ("Average loss %u"), (of->quality.acpl_tenths + 5) / 10);
  gtk_label_set_text (self->losses[side], of->quality.n_moves ? loss : "");
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static char *
write_median (GArray *used)
{
  g_array_sort (used, compare_times);
  return cl_words_time_used (used->len ? g_array_index (used, gint64, used->len / 2) : -1);
}

static void
show_times (ClAnalysisPanel *self, const ClAnalysis *analysis)
{
  g_autoptr (GArray) bars = g_array_new (FALSE, TRUE, sizeof (ClTimeBar));
  g_autoptr (GArray) white_used = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) black_used = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *white = NULL;
  g_autofree char *black = NULL;
  g_autofree char *note = NULL;

  for (guint ply = 1; ply <= analysis->n_plies; ply++)
    {
      const ClAnalysisPly *at = &analysis->plies[ply];
      gboolean known = at->used_ms != CL_NO_CLOCK && at->used_ms >= 0;
      ClTimeBar bar = { ply, at->mover == CHESS_WHITE, known ? at->used_ms : -1 };

      if (known)
        g_array_append_val (bar.white ? white_used : black_used, bar.used_ms);
      g_array_append_val (bars, bar);
    }
  gtk_widget_set_visible (self->time_card, white_used->len + black_used->len > 0);
  white = write_median (white_used);
  black = write_median (black_used);
  /* Translators: White’s and Black’s median time for a move. */
  note = g_strdup_printf (_ ("median %s · %s"), white, black);
  gtk_label_set_text (self->time_note, note);
  cl_time_graph_set_bars (self->times, (const ClTimeBar *) bars->data, bars->len, note);
}

static void
show_opening (ClAnalysisPanel *self, const ClAnalysis *analysis)
{
  const ChessOpening *opening = analysis->opening;
  g_autofree char *last = opening ? cl_words_move (analysis->game, analysis->opening_ply) : NULL;
  g_autofree char *text = NULL;

  if (opening)
    /* Translators: the name of an opening, its code, the last move that belongs to it. */
    text = g_strdup_printf (_ ("%s (%s) · until %s"), opening->name, opening->eco, last);
  gtk_label_set_text (self->opening, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->opening), text != NULL);
}

/* --- The whole --------------------------------------------------------------------------------------------------- */

static void
show_cursor (ClAnalysisPanel *self)
{
  ClAnalysis *analysis = get_analysis (self);
  g_autofree char *evaluator = NULL;
  guint ply;

  if (!analysis)
    return;
  ply = get_ply (self, analysis);
  evaluator = cl_words_evaluator (analysis, ply);
  gtk_label_set_text (self->evaluator, evaluator);
  cl_evaluation_graph_set_current (self->graph, ply);
  cl_time_graph_set_current (self->times, ply);
}

static void
show_travel (ClAnalysisPanel *self)
{
  ClGameAnalysis *analysis = cl_session_get_analysis (self->session);
  gboolean hindsight = cl_game_analysis_get_hindsight (analysis);

  gtk_widget_set_visible (self->hindsight_row, cl_session_get_position (self->session) != 0);
  gtk_toggle_button_set_active (hindsight ? self->hindsight : self->then, TRUE);
}

/* On top where nothing else is to be seen; else, while an engine could still add something, at the end. */
static void
show_analyse (ClAnalysisPanel *self, const ClAnalysis *analysis, gboolean known)
{
  gboolean lacking = 2 * analysis->n_evaluated < analysis->n_plies;

  cl_analyse_card_refresh (self->analyse, known);
  gtk_widget_set_visible (GTK_WIDGET (self->analyse),
                          lacking || cl_analyse_card_is_busy (self->analyse));
  gtk_box_reorder_child_after (self->column,
                               GTK_WIDGET (self->analyse),
                               known ? GTK_WIDGET (self->opening) : self->hindsight_row);
}

static void
refresh (ClAnalysisPanel *self)
{
  ClAnalysis *analysis = get_analysis (self);
  gboolean known;

  gtk_widget_set_visible (self->scroller, analysis != NULL);
  if (!self->session)
    return;
  show_travel (self);
  if (!analysis)
    return;
  known = cl_chance_points_are_known (analysis);
  show_analyse (self, analysis, known);
  gtk_widget_set_visible (self->chances, known);
  gtk_widget_set_visible (self->accuracy_card, known);
  show_chances (self, analysis);
  show_side (self, analysis, CHESS_WHITE);
  show_side (self, analysis, CHESS_BLACK);
  show_times (self, analysis);
  show_opening (self, analysis);
  show_cursor (self);
}

static void
changed_cb (ClAnalysisPanel *self)
{
  refresh (self);
}

static void
cursor_changed_cb (ClAnalysisPanel *self)
{
  show_cursor (self);
}

static void
hindsight_toggled_cb (ClAnalysisPanel *self, GtkToggleButton *button)
{
  if (self->session)
    cl_game_analysis_set_hindsight (cl_session_get_analysis (self->session),
                                    gtk_toggle_button_get_active (self->hindsight));
}

static void
cl_analysis_panel_dispose (GObject *object)
{
  ClAnalysisPanel *self = CL_ANALYSIS_PANEL (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->analysis_signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_analysis_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    gsize offset;
  } children[] = {
    { "scroller", G_STRUCT_OFFSET (ClAnalysisPanel, scroller) },
    { "hindsight_row", G_STRUCT_OFFSET (ClAnalysisPanel, hindsight_row) },
    { "then", G_STRUCT_OFFSET (ClAnalysisPanel, then) },
    { "hindsight", G_STRUCT_OFFSET (ClAnalysisPanel, hindsight) },
    { "column", G_STRUCT_OFFSET (ClAnalysisPanel, column) },
    { "analyse", G_STRUCT_OFFSET (ClAnalysisPanel, analyse) },
    { "chances", G_STRUCT_OFFSET (ClAnalysisPanel, chances) },
    { "evaluator", G_STRUCT_OFFSET (ClAnalysisPanel, evaluator) },
    { "graph", G_STRUCT_OFFSET (ClAnalysisPanel, graph) },
    { "lines", G_STRUCT_OFFSET (ClAnalysisPanel, lines) },
    { "pair", G_STRUCT_OFFSET (ClAnalysisPanel, pair) },
    { "accuracy_card", G_STRUCT_OFFSET (ClAnalysisPanel, accuracy_card) },
    { "white_bar", G_STRUCT_OFFSET (ClAnalysisPanel, bars[CHESS_WHITE]) },
    { "black_bar", G_STRUCT_OFFSET (ClAnalysisPanel, bars[CHESS_BLACK]) },
    { "white_percent", G_STRUCT_OFFSET (ClAnalysisPanel, percents[CHESS_WHITE]) },
    { "black_percent", G_STRUCT_OFFSET (ClAnalysisPanel, percents[CHESS_BLACK]) },
    { "white_mistakes", G_STRUCT_OFFSET (ClAnalysisPanel, mistakes[CHESS_WHITE]) },
    { "black_mistakes", G_STRUCT_OFFSET (ClAnalysisPanel, mistakes[CHESS_BLACK]) },
    { "white_loss", G_STRUCT_OFFSET (ClAnalysisPanel, losses[CHESS_WHITE]) },
    { "black_loss", G_STRUCT_OFFSET (ClAnalysisPanel, losses[CHESS_BLACK]) },
    { "time_card", G_STRUCT_OFFSET (ClAnalysisPanel, time_card) },
    { "time_note", G_STRUCT_OFFSET (ClAnalysisPanel, time_note) },
    { "times", G_STRUCT_OFFSET (ClAnalysisPanel, times) },
    { "opening", G_STRUCT_OFFSET (ClAnalysisPanel, opening) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class,
                                               children[i].name,
                                               FALSE,
                                               (gssize) children[i].offset);
}

static void
cl_analysis_panel_class_init (ClAnalysisPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_analysis_panel_dispose;
  g_type_ensure (CL_TYPE_ANALYSE_CARD);
  g_type_ensure (CL_TYPE_EVALUATION_GRAPH);
  g_type_ensure (CL_TYPE_LINES_CARD);
  g_type_ensure (CL_TYPE_TIME_GRAPH);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-analysis-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, travelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, hindsight_toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "analysispanel");
}

static void
cl_analysis_panel_init (ClAnalysisPanel *self)
{
  static const char *const changes[] = { "notify::analysis",
                                         "notify::hidden",
                                         "notify::hindsight" };

  gtk_widget_init_template (GTK_WIDGET (self));
  cl_evaluation_graph_set_text_func (self->graph, tell_ply_cb, self, NULL);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::ply",
                                  G_CALLBACK (cursor_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::position", G_CALLBACK (changed_cb), self);
  self->analysis_signals = g_signal_group_new (CL_TYPE_GAME_ANALYSIS);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_group_connect_swapped (self->analysis_signals,
                                    changes[i],
                                    G_CALLBACK (changed_cb),
                                    self);
}

void
cl_analysis_panel_set_session (ClAnalysisPanel *self, ClSession *session)
{
  g_return_if_fail (CL_IS_ANALYSIS_PANEL (self));
  if (!g_set_object (&self->session, session))
    return;
  cl_analyse_card_set_session (self->analyse, session);
  cl_lines_card_set_session (self->lines, session);
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->analysis_signals,
                             session ? cl_session_get_analysis (session) : NULL);
  refresh (self);
}

void
cl_analysis_panel_set_compact (ClAnalysisPanel *self, gboolean compact)
{
  g_return_if_fail (CL_IS_ANALYSIS_PANEL (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->pair),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->pair, !compact);
}

void
cl_analysis_panel_set_flipped (ClAnalysisPanel *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_ANALYSIS_PANEL (self));
  cl_lines_card_set_flipped (self->lines, flipped);
}
