/* cl-job-row.c: long work is visible, can be stopped, and says afterwards what was kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-job-row.h"

#include <glib/gi18n.h>

#include "cl-words.h"

struct _ClJobRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *message;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  GtkWidget *go_on;
  GtkWidget *remove;
  GtkWidget *close;

  ClSession *session;
  ClJob *job;
  GFile *source;
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClJobRow, cl_job_row, GTK_TYPE_WIDGET)

static void watch_job (ClJobRow *self, ClJob *job);

static char *
describe_games (guint64 games)
{
  g_autofree char *count = cl_words_number (games);

  /* Translators: %s is a number. */
  return g_strdup_printf (ngettext ("%s game", "%s games", (gulong) MIN (games, G_MAXLONG)), count);
}

static char *
describe_outcome (ClJobRow *self, guint64 games, gboolean cancelled, const char *message)
{
  const GError *error = cl_job_get_error (self->job);
  g_autofree char *count = describe_games (games);

  if (error)
    return self->source && games
      /* Translators: what went wrong, then how many games were kept. */
      ? g_strdup_printf (_ ("%s. %s were kept; nothing else was changed."), error->message, count)
      : g_strdup_printf (_ ("%s. Nothing was changed."), error->message);
  if (cancelled && self->source)
    /* Translators: %s is “1,204 games”. */
    return g_strdup_printf (_ ("Stopped. %s kept."), count);
  if (cancelled && message && *message)
    return g_strdup (message);
  if (cancelled)
    return g_strdup (_ ("Stopped. The file is incomplete."));
  return message && *message ? g_strdup (message) : g_steal_pointer (&count);
}

static void
refresh (ClJobRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;
  double fraction = -1;
  guint64 games = 0;
  gboolean finished = FALSE;
  gboolean cancelled = FALSE;
  gboolean stopped;

  g_object_get (self->job,
                "title",
                &title,
                "fraction",
                &fraction,
                "games",
                &games,
                "finished",
                &finished,
                "cancelled",
                &cancelled,
                "message",
                &message,
                NULL);
  stopped = finished && self->source && (cancelled || cl_job_get_error (self->job));
  shown = finished ? describe_outcome (self, games, cancelled, message) : describe_games (games);
  if (finished && self->source)
    {
      g_free (title);
      title = g_file_get_basename (self->source);
    }
  gtk_label_set_text (self->title, title ? title : "");
  gtk_label_set_text (self->message, shown);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->message), shown);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  else if (!finished)
    gtk_progress_bar_pulse (self->progress);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !finished);
  gtk_widget_set_visible (self->cancel, !finished);
  gtk_widget_set_visible (self->go_on, stopped);
  gtk_widget_set_visible (self->remove, stopped && games && cl_job_get_partition (self->job));
  gtk_widget_set_visible (self->close, finished);
}

static void
job_changed_cb (ClJob *job, GParamSpec *pspec, ClJobRow *self)
{
  refresh (self);
}

static void
watch_job (ClJobRow *self, ClJob *job)
{
  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  g_signal_connect_object (job, "notify", G_CALLBACK (job_changed_cb), self, 0);
  refresh (self);
}

static void
cancel_clicked_cb (ClJobRow *self, GtkButton *button)
{
  cl_job_cancel (self->job);
}

static void
continue_clicked_cb (ClJobRow *self, GtkButton *button)
{
  g_autoptr (ClJob) job = cl_session_import (self->session, self->source);

  watch_job (self, job);
}

static void
removed_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClJobRow) self = data;

  if (error)
    gtk_label_set_text (self->message, error->message);
  else
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
remove_clicked_cb (ClJobRow *self, GtkButton *button)
{
  cl_session_withdraw_collection (self->session,
                                  cl_job_get_partition (self->job),
                                  removed_cb,
                                  g_object_ref (self));
}

static void
close_clicked_cb (ClJobRow *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
cl_job_row_dispose (GObject *object)
{
  ClJobRow *self = CL_JOB_ROW (object);

  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_object (&self->source);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_job_row_parent_class)->dispose (object);
}

static void
cl_job_row_class_init (ClJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_job_row_dispose;
  signals[SIGNAL_DONE] =
    g_signal_new ("done", CL_TYPE_JOB_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chessledger/ChessLedger/cl-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, box);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, message);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, progress);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, cancel);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, go_on);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, remove);
  gtk_widget_class_bind_template_child (widget_class, ClJobRow, close);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_job_row_init (ClJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cl_job_row_new (ClSession *session, ClJob *job, GFile *source)
{
  ClJobRow *self = g_object_new (CL_TYPE_JOB_ROW, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->source, source);
  watch_job (self, job);
  return GTK_WIDGET (self);
}
