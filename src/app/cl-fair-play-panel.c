/* cl-fair-play-panel.c: the report of one player at a time, read on a worker thread while the page is seen
 *
 * There is no list of players by score, on purpose: one player is looked at because there is a reason to. The newest request
 * wins; what is shown stays until the next is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-panel.h"

#include <glib/gi18n.h>

#include "cl-game-load.h"
#include "cl-panel-text.h"
#include "cl-players-row.h"
#include "cl-session-knowledge.h"
#include "cl-words-fair-play.h"
#include "cl-words.h"

/* Where a position of the evidence is, and what a person reads of it. */
typedef struct
{
  char *partition;
  guint32 game;
  guint ply;
  char *title, *text;
} Moment;

/* A report with the words that need its games. */
typedef struct
{
  ClFairReport *report;
  GPtrArray *moments; /* (element-type Moment) */
} Finding;

struct _ClFairPlayPanel
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkDropDown *whom;
  GtkCheckButton *live;
  GtkLabel *status;
  GtkWidget *scroller;
  GtkLabel *strength;
  GtkLabel *sample;
  GtkLabel *score;
  GtkLabel *speaking;
  GtkLabel *caution;
  GtkWidget *matches_card;
  GtkGrid *matches;
  GtkWidget *features_card;
  GtkGrid *features;
  GtkWidget *evidence_card;
  GtkListBox *evidence;
  GtkLabel *origin;

  ClSession *session;
  GSignalGroup *signals;
  char *names[2];
  Finding *finding; /* (nullable) */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ClFairPlayPanel, cl_fair_play_panel, GTK_TYPE_WIDGET)

static void
moment_free (gpointer data)
{
  Moment *self = data;

  g_free (self->partition);
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

static void
finding_free (gpointer data)
{
  Finding *self = data;

  g_clear_pointer (&self->report, cl_fair_report_unref);
  g_clear_pointer (&self->moments, g_ptr_array_unref);
  g_free (self);
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

static char *
describe_moment (const ClFairPosition *position)
{
  guint usual = cl_fair_model_get ()->baseline.usual[position->band][position->kind].best / 100;

  if (position->used_ds < 0)
    /* Translators: players of that rating */
    return g_strdup_printf (_ ("found by %u %% of this rating in such positions"), usual);
  /* Translators: players of that rating; seconds */
  return g_strdup_printf (_ ("found by %u %% of this rating in such positions · in %d.%d s"),
                             usual,
                             position->used_ds / 10,
                             position->used_ds % 10);
}

static Moment *
make_moment (ClReader *reader, const Finding *finding, guint64 until, guint index)
{
  const ClFairDossier *dossier = finding->report->dossier;
  const ClFairPosition *position =
    &g_array_index (dossier->positions,
                    ClFairPosition,
                    g_array_index (finding->report->evidence, guint, index));
  const ClFairGame *of = &g_array_index (dossier->games, ClFairGame, position->game);
  g_autoptr (ClGame) game = cl_game_load (reader, of->partition, of->number, until, NULL);
  g_autofree char *move = NULL;
  g_autofree char *players = NULL;
  Moment *moment;

  if (game == NULL || position->ply > cl_game_n_plies (game))
    return NULL;
  move = cl_words_move (game, position->ply);
  players = cl_words_players (game);
  moment = g_new0 (Moment, 1);
  moment->partition = g_strdup (of->partition);
  moment->game = of->number;
  moment->ply = position->ply;
  moment->title = g_strdup_printf ("%s · %s", move, players);
  moment->text = describe_moment (position);
  return moment;
}

/* The names of moves need the games; a report has only where they are. */
typedef struct
{
  ClLedger *ledger;
  Finding *finding;
} Naming;

static void
naming_free (gpointer data)
{
  Naming *self = data;

  g_object_unref (self->ledger);
  g_clear_pointer (&self->finding, finding_free);
  g_free (self);
}

static void
name_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Naming *naming = data;
  Finding *finding = g_steal_pointer (&naming->finding);
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (naming->ledger, &error);

  if (reader == NULL)
    {
      finding_free (finding);
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < finding->report->evidence->len; i++)
    {
      Moment *moment = make_moment (reader, finding, finding->report->position, i);

      if (moment != NULL)
        g_ptr_array_add (finding->moments, moment);
    }
  g_task_return_pointer (task, finding, finding_free);
}

/* --- Showing ----------------------------------------------------------------------------------------------------- */

static void
show_matches (ClFairPlayPanel *self, const ClFairReport *report)
{
  const char *const titles[] = { _ ("Forced moves excluded"),
                                    _ ("Best"), _ ("Best two"), _ ("Best three") };

  cl_panel_clear (self->matches);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    cl_panel_put (self->matches, i, 0, titles[i], "cl-card-note");
  for (guint i = 0; i <= CL_FAIR_N_BUCKETS; i++)
    {
      cl_panel_put (self->matches, 0, i + 1, cl_words_fair_bucket (i), NULL);
      for (guint k = 0; k < 3; k++)
        {
          g_autofree char *share =
            cl_words_fair_share (report->matches[i].hits[k], report->matches[i].n[k]);

          cl_panel_put (self->matches, k + 1, i + 1, share, NULL);
        }
    }
}

static void
show_features (ClFairPlayPanel *self, const ClFairScore *score)
{
  const char *const titles[] = { _ ("Signal, in standard deviations"),
                                    _ ("Value"), _ ("Coefficient"), _ ("Adds") };
  const ClFairModel *model = cl_fair_model_get ();

  cl_panel_clear (self->features);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    cl_panel_put (self->features, i, 0, titles[i], "cl-card-note");
  for (guint i = 0; i < CL_FAIR_N_FEATURES; i++)
    {
      gboolean known = score->features.known[i];
      g_autofree char *value = cl_words_thousandths (score->features.values[i]);
      g_autofree char *weight =
        g_strdup_printf ("×%d.%02d", model->weight[i] / 1000, model->weight[i] % 1000 / 10);
      g_autofree char *adds = cl_words_thousandths (score->contributions[i]);

      cl_panel_put (self->features, 0, i + 1, cl_words_fair_feature (i), NULL);
      cl_panel_put (self->features, 1, i + 1, known ? value : "–", NULL);
      cl_panel_put (self->features, 2, i + 1, weight, NULL);
      cl_panel_put (self->features, 3, i + 1, known ? adds : "–", known ? "cl-figure" : NULL);
    }
}

static void
moment_activated_cb (ClFairPlayPanel *self, GtkListBoxRow *row, GtkListBox *list)
{
  guint index = (guint) gtk_list_box_row_get_index (row);
  const Moment *moment;

  if (self->finding == NULL || self->session == NULL || index >= self->finding->moments->len)
    return;
  moment = g_ptr_array_index (self->finding->moments, index);
  cl_session_choose_game_at (self->session, moment->partition, moment->game, moment->ply);
}

static void
show_evidence (ClFairPlayPanel *self, GPtrArray *moments)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->evidence))) != NULL)
    gtk_list_box_remove (self->evidence, child);
  for (guint i = 0; i < moments->len; i++)
    {
      const Moment *moment = g_ptr_array_index (moments, i);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
      GtkWidget *labels[] = { gtk_label_new (moment->title), gtk_label_new (moment->text) };

      for (guint k = 0; k < G_N_ELEMENTS (labels); k++)
        {
          gtk_label_set_xalign (GTK_LABEL (labels[k]), 0);
          gtk_label_set_wrap (GTK_LABEL (labels[k]), TRUE);
          gtk_box_append (GTK_BOX (box), labels[k]);
        }
      gtk_widget_add_css_class (labels[1], "cl-card-note");
      gtk_widget_add_css_class (box, "cl-moment");
      gtk_list_box_append (self->evidence, box);
    }
  gtk_widget_set_visible (self->evidence_card, moments->len > 0);
}

static char *
describe_families (const ClFairScore *score)
{
  GString *names = g_string_new (NULL);
  g_autofree char *list = NULL;

  for (guint i = 0; i < CL_FAIR_N_FAMILIES; i++)
    if (score->family_speaks[i])
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", cl_words_fair_family (i));
  list = g_string_free (names, FALSE);
  if (*list == '\0')
    return g_strdup (_ ("No family of signals is beyond 95 in 100 clean players."));
  /* Translators: a list of: matches, loss, course of the games, thinking times. */
  return g_strdup_printf (_ ("Beyond 95 in 100 clean players: %s."), list);
}

static void
show (ClFairPlayPanel *self, const char *status)
{
  const ClFairReport *report = self->finding != NULL ? self->finding->report : NULL;
  g_autofree char *sample = NULL, *score = NULL, *families = NULL, *origin = NULL;
  gboolean any = report != NULL && report->score.n_positions > 0;
  gboolean enough = any && report->score.strength != CL_FAIR_INSUFFICIENT;

  cl_panel_set_text (self->status, status);
  gtk_widget_set_visible (self->scroller, report != NULL);
  if (report == NULL)
    return;
  sample = cl_words_fair_sample (report);
  /* A number from a handful of positions would only mislead. */
  if (enough)
    {
      score = cl_words_fair_score (report);
      families = describe_families (&report->score);
    }
  origin = cl_words_fair_origin (report);
  gtk_label_set_text (self->strength, cl_words_fair_strength (report->score.strength));
  cl_panel_set_text (
    self->sample,
    any
      ? sample
      : _ ("No engine has looked at this player’s games with several lines yet: analyse them first."));
  cl_panel_set_text (self->score, score);
  cl_panel_set_text (self->speaking, families);
  cl_panel_set_text (self->origin, origin);
  gtk_widget_set_visible (self->matches_card, any);
  gtk_widget_set_visible (self->features_card, enough);
  show_matches (self, report);
  show_features (self, &report->score);
  show_evidence (self, self->finding->moments);
}

static void
take_finding (ClFairPlayPanel *self, Finding *finding, const GError *error)
{
  g_clear_pointer (&self->finding, finding_free);
  self->finding = finding;
  if (self->scroller != NULL)
    show (self, error != NULL ? error->message : NULL);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClFairPlayPanel) self = data;
  g_autoptr (GError) error = NULL;
  Finding *finding = g_task_propagate_pointer (G_TASK (result), &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_finding (self, finding, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClFairPlayPanel) self = data;
  g_autoptr (GError) error = NULL;
  ClFairReport *report = cl_session_read_fair_play_finish (CL_SESSION (source), result, &error);
  g_autoptr (GTask) task = NULL;
  Naming *naming;

  if (report == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_finding (self, NULL, error);
  if (report == NULL)
    return;
  naming = g_new0 (Naming, 1);
  naming->ledger = g_object_ref (cl_session_get_ledger (CL_SESSION (source)));
  naming->finding = g_new0 (Finding, 1);
  naming->finding->report = report;
  naming->finding->moments = g_ptr_array_new_with_free_func (moment_free);
  task = g_task_new (NULL, self->cancellable, named_cb, g_object_ref (self));
  g_task_set_source_tag (task, read_cb);
  g_task_set_task_data (task, naming, naming_free);
  g_task_run_in_thread (task, name_in_thread);
}

static void
start_reading (ClFairPlayPanel *self)
{
  guint whom = gtk_drop_down_get_selected (self->whom);
  ClFairScope scope = { .live = gtk_check_button_get_active (self->live) };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session == NULL || self->names[0] == NULL || whom > 1 || *self->names[whom] == '\0')
    {
      take_finding (self, NULL, NULL);
      show (self, _ ("Nobody is named in this game"));
      return;
    }
  self->cancellable = g_cancellable_new ();
  cl_session_read_fair_play_async (self->session,
                                   self->names[whom],
                                   &scope,
                                   self->cancellable,
                                   read_cb,
                                   g_object_ref (self));
}

/* --- What changes ------------------------------------------------------------------------------------------------ */

static void
choice_changed_cb (ClFairPlayPanel *self)
{
  if (!self->filling && gtk_widget_get_mapped (GTK_WIDGET (self)))
    start_reading (self);
}

static void
fill_names (ClFairPlayPanel *self, char *white, char *black)
{
  const char *const texts[] = {
    *white != '\0' ? white : _ ("White"), *black != '\0' ? black : _ ("Black"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (texts);
  guint chosen = gtk_drop_down_get_selected (self->whom);
  const char *name = chosen <= 1 ? self->names[chosen] : NULL;
  /* The player one looks at stays, with whatever colour they have in the next game. */
  guint selected = name != NULL && *name != '\0' && g_str_equal (name, black) ? 1 : 0;

  g_free (self->names[0]);
  g_free (self->names[1]);
  self->names[0] = white;
  self->names[1] = black;
  self->filling = TRUE;
  gtk_drop_down_set_model (self->whom, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->whom, selected);
  self->filling = FALSE;
}

static void
game_changed_cb (ClFairPlayPanel *self)
{
  const ClGame *game = self->session != NULL ? cl_session_get_game (self->session) : NULL;
  char *white, *black;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  white = cl_players_clean_name (game != NULL ? game->white : NULL);
  black = cl_players_clean_name (game != NULL ? game->black : NULL);
  if (g_strcmp0 (white, self->names[0]) != 0 || g_strcmp0 (black, self->names[1]) != 0)
    {
      g_autofree char *before = g_strdup (self->finding != NULL && self->finding->report != NULL
                                            ? self->finding->report->name
                                            : NULL);

      fill_names (self, white, black);
      if (before != NULL &&
          g_strcmp0 (before, self->names[gtk_drop_down_get_selected (self->whom)]) == 0)
        return; /* another game of the same player: the same report */
      start_reading (self);
      return;
    }
  g_free (white);
  g_free (black);
  if (self->finding == NULL ||
      (game != NULL && game->status == CL_GAME_PLAYING && gtk_check_button_get_active (self->live)))
    start_reading (self);
}

static void
position_changed_cb (ClFairPlayPanel *self)
{
  choice_changed_cb (self);
}

static void
cl_fair_play_panel_map (GtkWidget *widget)
{
  ClFairPlayPanel *self = CL_FAIR_PLAY_PANEL (widget);

  GTK_WIDGET_CLASS (cl_fair_play_panel_parent_class)->map (widget);
  g_clear_pointer (&self->finding, finding_free);
  game_changed_cb (self);
}

static void
cl_fair_play_panel_dispose (GObject *object)
{
  ClFairPlayPanel *self = CL_FAIR_PLAY_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->finding, finding_free);
  g_clear_pointer (&self->names[0], g_free);
  g_clear_pointer (&self->names[1], g_free);
  self->filling = TRUE;
  self->scroller = NULL;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_fair_play_panel_parent_class)->dispose (object);
}

static void
cl_fair_play_panel_class_init (ClFairPlayPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_fair_play_panel_dispose;
  widget_class->map = cl_fair_play_panel_map;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-fair-play-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, column);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, whom);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, live);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, status);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, strength);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, sample);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, score);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, speaking);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, caution);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, matches_card);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, matches);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, features_card);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, features);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, evidence_card);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, evidence);
  gtk_widget_class_bind_template_child (widget_class, ClFairPlayPanel, origin);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, moment_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fairplaypanel");
}

static void
cl_fair_play_panel_init (ClFairPlayPanel *self)
{
  g_autofree char *caution = cl_words_fair_caution ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->caution, caution);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::game",
                                  G_CALLBACK (game_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::position",
                                  G_CALLBACK (position_changed_cb),
                                  self);
}

void
cl_fair_play_panel_set_session (ClFairPlayPanel *self, ClSession *session)
{
  g_return_if_fail (CL_IS_FAIR_PLAY_PANEL (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  game_changed_cb (self);
}
