/* cl-side-panel.c: a switcher over pages, some of which a running game hides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-side-panel.h"

#include "cl-analysis-panel.h"
#include "cl-coach-panel.h"
#include "cl-fair-play-panel.h"
#include "cl-game-analysis.h"
#include "cl-players-panel.h"

struct _ClSidePanel
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkStack *stack;
  GtkStackPage *analysis_page, *coach_page, *players_page, *fair_play_page;
  ClMovesPanel *moves;
  ClAnalysisPanel *analysis;
  ClCoachPanel *coach;
  ClPlayersPanel *players;
  ClFairPlayPanel *fair_play;

  GSignalGroup *signals;
  char *wanted;
  gboolean settling; /* the page changes without a person who wants it */
};

enum
{
  PROP_PAGE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClSidePanel, cl_side_panel, GTK_TYPE_WIDGET)

static gboolean
may_show (ClSidePanel *self, const char *name)
{
  GtkWidget *child = gtk_stack_get_child_by_name (self->stack, name);

  return child && gtk_stack_page_get_visible (gtk_stack_get_page (self->stack, child));
}

static void
settle (ClSidePanel *self)
{
  self->settling = TRUE;
  gtk_stack_set_visible_child_name (self->stack,
                                    may_show (self, self->wanted) ? self->wanted : "moves");
  self->settling = FALSE;
}

static void
want (ClSidePanel *self, const char *name)
{
  if (g_strcmp0 (name, self->wanted) == 0)
    return;
  g_free (self->wanted);
  self->wanted = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
page_changed_cb (ClSidePanel *self, GParamSpec *pspec, GtkStack *stack)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  if (self->wanted && !self->settling && name)
    want (self, name);
}

static void
hidden_changed_cb (ClGameAnalysis *analysis, GParamSpec *pspec, ClSidePanel *self)
{
  self->settling = TRUE;
  gtk_stack_page_set_visible (self->analysis_page, !cl_game_analysis_is_hidden (analysis));
  gtk_stack_page_set_visible (self->coach_page, !cl_game_analysis_is_hidden (analysis));
  /* How well one's opponent plays is nothing to look up during the game either. */
  gtk_stack_page_set_visible (self->players_page, !cl_game_analysis_is_hidden (analysis));
  settle (self);
}

static void
cl_side_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAGE)
    g_value_set_string (value, CL_SIDE_PANEL (object)->wanted);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_side_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAGE)
    cl_side_panel_set_page (CL_SIDE_PANEL (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_side_panel_dispose (GObject *object)
{
  ClSidePanel *self = CL_SIDE_PANEL (object);

  g_clear_object (&self->signals);
  self->settling = TRUE;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_side_panel_parent_class)->dispose (object);
}

static void
cl_side_panel_finalize (GObject *object)
{
  g_free (CL_SIDE_PANEL (object)->wanted);
  G_OBJECT_CLASS (cl_side_panel_parent_class)->finalize (object);
}

static void
cl_side_panel_class_init (ClSidePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_side_panel_dispose;
  object_class->finalize = cl_side_panel_finalize;
  object_class->get_property = cl_side_panel_get_property;
  object_class->set_property = cl_side_panel_set_property;
  properties[PROP_PAGE] =
    g_param_spec_string ("page",
                         NULL,
                         NULL,
                         NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (CL_TYPE_ANALYSIS_PANEL);
  g_type_ensure (CL_TYPE_COACH_PANEL);
  g_type_ensure (CL_TYPE_FAIR_PLAY_PANEL);
  g_type_ensure (CL_TYPE_MOVES_PANEL);
  g_type_ensure (CL_TYPE_PLAYERS_PANEL);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-side-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, column);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, analysis_page);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, coach_page);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, coach);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, players_page);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, players);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, fair_play_page);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, fair_play);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, moves);
  gtk_widget_class_bind_template_child (widget_class, ClSidePanel, analysis);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sidepanel");
}

static void
cl_side_panel_init (ClSidePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wanted = g_strdup ("moves");
  self->signals = g_signal_group_new (CL_TYPE_GAME_ANALYSIS);
  g_signal_group_connect (self->signals, "notify::hidden", G_CALLBACK (hidden_changed_cb), self);
}

void
cl_side_panel_set_session (ClSidePanel *self, ClSession *session)
{
  ClGameAnalysis *analysis = session ? cl_session_get_analysis (session) : NULL;

  g_return_if_fail (CL_IS_SIDE_PANEL (self));
  cl_moves_panel_set_session (self->moves, session);
  cl_analysis_panel_set_session (self->analysis, session);
  cl_coach_panel_set_session (self->coach, session);
  cl_players_panel_set_session (self->players, session);
  cl_fair_play_panel_set_session (self->fair_play, session);
  g_signal_group_set_target (self->signals, analysis);
  if (analysis)
    hidden_changed_cb (analysis, NULL, self);
}

void
cl_side_panel_set_arbiter (ClSidePanel *self, gboolean arbiter)
{
  g_return_if_fail (CL_IS_SIDE_PANEL (self));
  self->settling = TRUE;
  gtk_stack_page_set_visible (self->fair_play_page, arbiter);
  settle (self);
}

void
cl_side_panel_set_compact (ClSidePanel *self, gboolean compact)
{
  g_return_if_fail (CL_IS_SIDE_PANEL (self));
  cl_analysis_panel_set_compact (self->analysis, compact);
}

void
cl_side_panel_set_flipped (ClSidePanel *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_SIDE_PANEL (self));
  cl_analysis_panel_set_flipped (self->analysis, flipped);
}

void
cl_side_panel_set_page (ClSidePanel *self, const char *name)
{
  g_return_if_fail (CL_IS_SIDE_PANEL (self));
  if (!name || !gtk_stack_get_child_by_name (self->stack, name))
    return;
  /* Nobody but the arbiter is led there. */
  if (g_str_equal (name, "fair-play") && !may_show (self, name))
    return;
  want (self, name);
  settle (self);
}

const char *
cl_side_panel_get_page (ClSidePanel *self)
{
  g_return_val_if_fail (CL_IS_SIDE_PANEL (self), NULL);
  return self->wanted;
}

const char *
cl_side_panel_get_visible_page (ClSidePanel *self)
{
  g_return_val_if_fail (CL_IS_SIDE_PANEL (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}

ClMovesPanel *
cl_side_panel_get_moves (ClSidePanel *self)
{
  g_return_val_if_fail (CL_IS_SIDE_PANEL (self), NULL);
  return self->moves;
}
