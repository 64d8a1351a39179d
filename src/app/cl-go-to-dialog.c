/* cl-go-to-dialog.c: looks up what is written as it is written; the newest text counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-go-to-dialog.h"

#include <glib/gi18n.h>

#include "cl-session-where.h"
#include "cl-where.h"
#include "cl-words.h"

struct _ClGoToDialog
{
  AdwWindow parent_instance;

  GtkEditable *entry;
  GtkLabel *message;
  GtkWidget *go;

  ClSession *session;
  GCancellable *looking; /* (nullable): of what is written now */
  ClMoment moment;       /* where it leads, if go is sensitive */
};

G_DEFINE_FINAL_TYPE (ClGoToDialog, cl_go_to_dialog, ADW_TYPE_WINDOW)

static void
show_message (ClGoToDialog *self, const char *text, gboolean is_wrong)
{
  gtk_label_set_text (self->message, text);
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text,
                                  -1);
}

static void
peeked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClGoToDialog) self = data;
  g_autoptr (GError) error = NULL;
  ClPeek *peek = cl_session_peek_finish (CL_SESSION (source), result, &error);
  g_autofree char *number = NULL, *time = NULL, *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!peek)
    {
      show_message (self, error->message, TRUE);
      return;
    }
  number = cl_words_number (peek->position);
  time = cl_words_time_exact (peek->recorded_at);
  /* Translators: number of an entry of the ledger, what happened, and when. */
  text = g_strdup_printf (_ ("Entry %s: %s, %s"), number, peek->summary, time);
  show_message (self, text, FALSE);
  cl_peek_free (peek);
}

static void
describe (ClGoToDialog *self)
{
  const ClGame *game = cl_session_get_game (self->session);
  g_autofree char *text = NULL;

  if (!self->moment.in_game)
    {
      cl_session_peek_async (self->session,
                             self->moment.position,
                             self->looking,
                             peeked_cb,
                             g_object_ref (self));
      return;
    }
  text = game ? cl_words_caption (game, self->moment.ply) : g_strdup ("");
  show_message (self, text, FALSE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClGoToDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = cl_session_find_moment_finish (CL_SESSION (source), result, &self->moment, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->go, ok);
  if (ok)
    describe (self);
  else
    show_message (self, error->message, TRUE);
}

static void
stop_looking (ClGoToDialog *self)
{
  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
changed_cb (ClGoToDialog *self, GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);

  stop_looking (self);
  gtk_widget_set_sensitive (self->go, FALSE);
  if (*text == '\0')
    {
      show_message (self, _ ("23 or 23... · #12,345 · 14:05 · 2026-11-25 14:05 · a FEN"), FALSE);
      return;
    }
  self->looking = g_cancellable_new ();
  cl_session_find_moment_async (self->session, text, self->looking, found_cb, g_object_ref (self));
}

static void
go_cb (ClGoToDialog *self)
{
  if (!gtk_widget_get_sensitive (self->go))
    return;
  cl_session_go_to_moment (self->session, &self->moment);
  g_signal_emit_by_name (self, "went", self->moment.in_game);
  gtk_window_close (GTK_WINDOW (self));
}

static void
cl_go_to_dialog_dispose (GObject *object)
{
  ClGoToDialog *self = CL_GO_TO_DIALOG (object);

  stop_looking (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cl_go_to_dialog_parent_class)->dispose (object);
}

static void
cl_go_to_dialog_class_init (ClGoToDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_go_to_dialog_dispose;
  g_signal_new ("went",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                1,
                G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-go-to-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ClGoToDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, ClGoToDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ClGoToDialog, go);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cl_go_to_dialog_init (ClGoToDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ClGoToDialog *
cl_go_to_dialog_new (GtkWindow *parent, ClSession *session)
{
  ClGoToDialog *self = g_object_new (CL_TYPE_GO_TO_DIALOG, "transient-for", parent, NULL);

  g_set_object (&self->session, session);
  changed_cb (self, self->entry);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}
