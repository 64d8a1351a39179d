/* cl-analyse-card.c: the job belongs to the game it was begun for; another game on the board has its own button
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analyse-card.h"

#include <glib/gi18n.h>

#include "cl-session-engines.h"

struct _ClAnalyseCard
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkLabel *title;
  GtkLabel *text;
  GtkProgressBar *progress;
  GtkWidget *begin;
  GtkWidget *preferences;
  GtkWidget *cancel;

  ClSession *session;
  ClJob *job; /* (nullable): the last one */
  char *job_partition;
  guint32 job_game;
  gboolean by_file;
};

G_DEFINE_FINAL_TYPE (ClAnalyseCard, cl_analyse_card, GTK_TYPE_WIDGET)

static gboolean
is_of_chosen_game (ClAnalyseCard *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  return self->job && game && game->game == self->job_game &&
         g_strcmp0 (game->partition, self->job_partition) == 0;
}

static gboolean
is_running (ClAnalyseCard *self)
{
  return is_of_chosen_game (self) && !cl_job_is_finished (self->job);
}

/* What went wrong comes first: whoever pressed the button waits for it. */
static char *
describe (ClAnalyseCard *self, gboolean has_engine)
{
  const GError *error = is_of_chosen_game (self) ? cl_job_get_error (self->job) : NULL;

  if (is_running (self))
    return g_strdup (
      _ ("An engine looks at each position; what it has found is kept if you cancel."));
  if (error)
    return g_strdup (error->message);
  if (!has_engine)
    return g_strdup (
      _ ("No engine found: install Stockfish, or choose another in the preferences."));
  if (self->by_file)
    return g_strdup (_ ("The values are those of the file. An engine adds the better moves."));
  return g_strdup (
    _ ("An analysis shows who stood better, where that changed, and what the better move was."));
}

static void
show (ClAnalyseCard *self)
{
  g_autofree char *engine = self->session ? cl_session_dup_engine (self->session) : NULL;
  gboolean running = is_running (self);
  gboolean writable = self->session && !cl_session_is_read_only (self->session);
  g_autofree char *text = describe (self, engine != NULL);

  gtk_label_set_text (self->title,
                      running
                      ? _ ("Analysing…")
                      : _ ("No engine has looked at this game"));
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_set_visible (self->cancel, running);
  gtk_widget_set_visible (self->begin, !running);
  gtk_widget_set_sensitive (self->begin, engine && writable);
  gtk_widget_set_visible (self->preferences, !running && !engine);
  if (running)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (cl_job_get_fraction (self->job), 0, 1));
}

static void
job_changed_cb (ClJob *job, GParamSpec *pspec, ClAnalyseCard *self)
{
  if (job == self->job)
    show (self);
}

static void
begin_clicked_cb (ClAnalyseCard *self, GtkButton *button)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (!game || is_running (self))
    return;
  g_clear_object (&self->job);
  g_free (self->job_partition);
  self->job_partition = g_strdup (game->partition);
  self->job_game = game->game;
  self->job = cl_session_analyse_game (self->session, game->partition, game->game);
  g_signal_connect_object (self->job, "notify", G_CALLBACK (job_changed_cb), self, 0);
  show (self);
  gtk_widget_grab_focus (self->cancel);
}

static void
cancel_clicked_cb (ClAnalyseCard *self, GtkButton *button)
{
  if (self->job)
    cl_job_cancel (self->job);
}

static void
cl_analyse_card_dispose (GObject *object)
{
  ClAnalyseCard *self = CL_ANALYSE_CARD (object);

  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_analyse_card_parent_class)->dispose (object);
}

static void
cl_analyse_card_finalize (GObject *object)
{
  g_free (CL_ANALYSE_CARD (object)->job_partition);
  G_OBJECT_CLASS (cl_analyse_card_parent_class)->finalize (object);
}

static void
cl_analyse_card_class_init (ClAnalyseCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_analyse_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_analyse_card_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-analyse-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, column);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, title);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, text);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, progress);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, begin);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, preferences);
  gtk_widget_class_bind_template_child (widget_class, ClAnalyseCard, cancel);
  gtk_widget_class_bind_template_callback (widget_class, begin_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_analyse_card_init (ClAnalyseCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cl_analyse_card_set_session (ClAnalyseCard *self, ClSession *session)
{
  g_return_if_fail (CL_IS_ANALYSE_CARD (self));
  g_set_object (&self->session, session);
  show (self);
}

void
cl_analyse_card_refresh (ClAnalyseCard *self, gboolean by_file)
{
  g_return_if_fail (CL_IS_ANALYSE_CARD (self));
  self->by_file = by_file;
  show (self);
}

gboolean
cl_analyse_card_is_busy (ClAnalyseCard *self)
{
  g_return_val_if_fail (CL_IS_ANALYSE_CARD (self), FALSE);
  return is_running (self) || (is_of_chosen_game (self) && cl_job_get_error (self->job));
}
