/* cl-study-card.c: counted by the session on a thread of its own; what is shown stays until the next count is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-study-card.h"

#include <glib/gi18n.h>

#include "cl-panel-text.h"
#include "cl-session-knowledge.h"
#include "cl-settings.h"
#include "cl-words.h"

#define MAX_HABITS 6

struct _ClStudyCard
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkDropDown *whom;
  GtkLabel *totals;
  GtkLabel *won;
  GtkLabel *due;
  GtkWidget *practise;
  GtkWidget *habits_box;
  GtkGrid *habits;

  ClSession *session;
  ClSettings *settings;
  GSignalGroup *signals;
  GCancellable *cancellable;
  ClCoachStudy *study; /* (nullable) */
  char *names[2];
  gboolean filling;
};

enum
{
  PRACTISE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClStudyCard, cl_study_card, GTK_TYPE_WIDGET)

/* --- Showing ----------------------------------------------------------------------------------------------------- */

/* Better or worse than all moves together: colour is not the only sign, the words say it too. */
static void
show_habits (ClStudyCard *self)
{
  const ClCoachStudy *study = self->study;
  double overall = study->n_moves > 0 ? (double) study->n_mistakes / study->n_moves : 0;

  cl_panel_clear (self->habits);
  gtk_widget_set_visible (self->habits_box, study->habits->len > 0);
  for (guint i = 0; i < MIN (study->habits->len, MAX_HABITS); i++)
    {
      const ClHabit *habit = g_ptr_array_index (study->habits, i);
      gboolean worse = habit->n_mistakes > overall * habit->n_moves;
      g_autofree char *share =
        /* Translators: a share in per cent with its 95 % interval, and of how many: "23 % (18–28) of 270". */
        g_strdup_printf (_ ("%u %% (%u–%u) of %u"),
                            (habit->n_mistakes * 100 + habit->n_moves / 2) / habit->n_moves,
                            (habit->low + 5) / 10,
                            (habit->high + 5) / 10,
                            habit->n_moves);

      cl_panel_put (self->habits, 0, i, habit->name, NULL);
      cl_panel_put (self->habits,
                    1,
                    i,
                    worse
                    ? _ ("more mistakes")
                    : _ ("fewer mistakes"), worse ? "cl-worse" : "cl-better");
      cl_panel_put (self->habits, 2, i, share, NULL);
    }
}

static char *
describe_totals (const ClCoachStudy *study)
{
  g_autofree char *games = NULL;

  if (study->n_games == 0)
    return g_strdup (_ ("No engine has looked at this player’s games yet. Analyse some: the coach learns from them."));
  games = g_strdup_printf (ngettext ("%u evaluated game", "%u evaluated games", study->n_games),
                           study->n_games);
  /* Translators: the first %s: "36 evaluated games" */
  return g_strdup_printf (_ ("%s: mistakes in %u of %u moves (%u.%u %%)"),
                             games,
                             study->n_mistakes,
                             study->n_moves,
                             study->n_moves > 0 ? study->n_mistakes * 100 / study->n_moves : 0,
                             study->n_moves > 0 ? study->n_mistakes * 1000 / study->n_moves % 10
                                                : 0);
}

static char *
describe_won (const ClCoachStudy *study)
{
  if (study->n_won_positions + study->n_lost_positions == 0)
    return NULL;
  return g_strdup_printf (_ ("Won positions won: %u of %u · lost positions not lost: %u of %u"),
                             study->n_converted,
                             study->n_won_positions,
                             study->n_saved,
                             study->n_lost_positions);
}

static char *
describe_due (const ClCoachStudy *study)
{
  const ClCard *first = study->cards->len > 0 ? g_ptr_array_index (study->cards, 0) : NULL;
  g_autofree char *when = NULL;

  if (first == NULL)
    return study->n_games > 0
      ? g_strdup (
          _ ("No move was a mistake that one better move would have avoided: there are no cards."))
      : NULL;
  if (study->n_due > 0)
    return g_strdup_printf (ngettext ("%u of %u card from these mistakes is due.",
                                      "%u of %u cards from these mistakes are due.",
                                      study->cards->len),
                            study->n_due,
                            study->cards->len);
  when = cl_words_time (first->state.due_at);
  /* Translators: a number of cards; a day and time */
  return g_strdup_printf (ngettext ("%u card, none due before %s.",
                                    "%u cards, none due before %s.",
                                    study->cards->len),
                          study->cards->len,
                          when);
}

static void
show (ClStudyCard *self, const char *status)
{
  const ClCoachStudy *study = self->study;
  g_autofree char *totals = study != NULL ? describe_totals (study) : NULL;
  g_autofree char *won = study != NULL ? describe_won (study) : NULL;
  g_autofree char *due = study != NULL ? describe_due (study) : NULL;
  gboolean may = self->session != NULL && !cl_session_is_read_only (self->session) &&
                 cl_session_get_position (self->session) == 0;

  cl_panel_set_text (self->totals, totals != NULL ? totals : status);
  cl_panel_set_text (self->won, won);
  cl_panel_set_text (self->due, due);
  gtk_widget_set_visible (self->practise, study != NULL && study->n_due > 0);
  gtk_widget_set_sensitive (self->practise, may);
  gtk_widget_set_tooltip_text (
    self->practise,
    may ? NULL : _ ("Answers are recorded: not while one only looks, or looks back"));
  if (study != NULL)
    show_habits (self);
  else
    gtk_widget_set_visible (self->habits_box, FALSE);
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClStudyCard) self = data;
  g_autoptr (GError) error = NULL;
  ClCoachStudy *study = cl_session_read_study_finish (CL_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->study, cl_coach_study_free);
  self->study = study;
  if (self->session != NULL)
    show (self, error != NULL ? error->message : NULL);
}

static void
start_reading (ClStudyCard *self)
{
  guint whom = gtk_drop_down_get_selected (self->whom);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session == NULL || whom > 1 || self->names[whom] == NULL || *self->names[whom] == '\0')
    {
      g_clear_pointer (&self->study, cl_coach_study_free);
      show (self, _ ("Nobody is named in this game"));
      return;
    }
  self->cancellable = g_cancellable_new ();
  cl_session_read_study_async (self->session,
                               self->names[whom],
                               self->cancellable,
                               read_cb,
                               g_object_ref (self));
}

/* --- What changes ------------------------------------------------------------------------------------------------ */

static void
whom_changed_cb (ClStudyCard *self)
{
  if (!self->filling && gtk_widget_get_mapped (GTK_WIDGET (self)))
    start_reading (self);
}

/* Who was looked at before, else who plays here, else White. */
static guint
find_person (ClStudyCard *self, const char *before, char *const *names)
{
  g_auto (GStrv) own = cl_settings_dup_names (self->settings);

  for (guint i = 0; i < 2; i++)
    if (before != NULL && *before != '\0' && g_str_equal (before, names[i]))
      return i;
  for (guint i = 0; i < 2; i++)
    if (g_strv_contains ((const char *const *) own, names[i]))
      return i;
  return 0;
}

static char *
dup_name (const char *name)
{
  return g_strdup (name != NULL && !g_str_equal (name, "?") ? name : "");
}

/* TRUE: somebody is chosen of whom nothing is shown yet. */
static gboolean
update_names (ClStudyCard *self)
{
  const ClGame *game = self->session != NULL ? cl_session_get_game (self->session) : NULL;
  guint chosen = gtk_drop_down_get_selected (self->whom);
  g_autofree char *before = chosen <= 1 ? g_strdup (self->names[chosen]) : NULL;
  g_autofree char *white = dup_name (game != NULL ? game->white : NULL);
  g_autofree char *black = dup_name (game != NULL ? game->black : NULL);
  char *const names[] = { white, black };
  const char *const texts[] = {
    *white != '\0' ? white : _ ("White"), *black != '\0' ? black : _ ("Black"), NULL };
  g_autoptr (GtkStringList) model = NULL;

  if (g_strcmp0 (white, self->names[0]) == 0 && g_strcmp0 (black, self->names[1]) == 0)
    return FALSE;
  model = gtk_string_list_new (texts);
  self->filling = TRUE;
  gtk_drop_down_set_model (self->whom, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->whom, find_person (self, before, names));
  self->filling = FALSE;
  g_free (self->names[0]);
  g_free (self->names[1]);
  self->names[0] = g_steal_pointer (&white);
  self->names[1] = g_steal_pointer (&black);
  return self->study == NULL ||
         g_strcmp0 (before, self->names[gtk_drop_down_get_selected (self->whom)]) != 0;
}

static void
game_changed_cb (ClStudyCard *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && update_names (self))
    start_reading (self);
}

/* Read anew in any case: answers and games may have come meanwhile. */
static void
cl_study_card_map (GtkWidget *widget)
{
  ClStudyCard *self = CL_STUDY_CARD (widget);

  GTK_WIDGET_CLASS (cl_study_card_parent_class)->map (widget);
  update_names (self);
  start_reading (self);
}

static void
practise_clicked_cb (ClStudyCard *self, GtkButton *button)
{
  if (self->study != NULL && self->study->n_due > 0)
    g_signal_emit (self, signals[PRACTISE], 0);
}

static void
cl_study_card_dispose (GObject *object)
{
  ClStudyCard *self = CL_STUDY_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->study, cl_coach_study_free);
  g_clear_pointer (&self->names[0], g_free);
  g_clear_pointer (&self->names[1], g_free);
  self->filling = TRUE;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_study_card_parent_class)->dispose (object);
}

static void
cl_study_card_class_init (ClStudyCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_study_card_dispose;
  widget_class->map = cl_study_card_map;
  signals[PRACTISE] = g_signal_new ("practise",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-study-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, column);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, whom);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, totals);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, won);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, due);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, practise);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, habits_box);
  gtk_widget_class_bind_template_child (widget_class, ClStudyCard, habits);
  gtk_widget_class_bind_template_callback (widget_class, whom_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, practise_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_study_card_init (ClStudyCard *self)
{
  self->settings = cl_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::game",
                                  G_CALLBACK (game_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::position",
                                  G_CALLBACK (whom_changed_cb),
                                  self);
}

void
cl_study_card_set_session (ClStudyCard *self, ClSession *session)
{
  g_return_if_fail (CL_IS_STUDY_CARD (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  game_changed_cb (self);
}

ClCoachStudy *
cl_study_card_steal_study (ClStudyCard *self)
{
  g_return_val_if_fail (CL_IS_STUDY_CARD (self), NULL);

  return g_steal_pointer (&self->study);
}

void
cl_study_card_refresh (ClStudyCard *self)
{
  g_return_if_fail (CL_IS_STUDY_CARD (self));

  start_reading (self);
}
