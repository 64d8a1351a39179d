/* cl-gtk-compat.c: the only file that calls what later versions of GTK and libadwaita have deprecated
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-gtk-compat.h"

#include <glib/gi18n.h>

typedef struct
{
  GWeakRef owner;
  ClFileChosen chosen;
  ClAnswered answered;
} Request;

static Request *
create_request (GObject *owner)
{
  Request *self = g_new0 (Request, 1);

  g_weak_ref_init (&self->owner, owner);
  return self;
}

static void
free_request (gpointer data, GClosure *closure)
{
  Request *self = data;

  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static void
chooser_response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Request *request = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&request->owner);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (owner)
    request->chosen (file, owner);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) pgn = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (pgn, _ ("Chess games (PGN)"));
  gtk_file_filter_add_mime_type (pgn, "application/x-chess-pgn");
  gtk_file_filter_add_suffix (pgn, "pgn");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, pgn);
  gtk_file_chooser_add_filter (chooser, all);
}

static void
run_chooser (GtkFileChooserNative *dialog, ClFileChosen chosen, GObject *owner)
{
  Request *request = create_request (owner);

  request->chosen = chosen;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (chooser_response_cb),
                         request,
                         free_request,
                         0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
cl_compat_choose_pgn_to_read (GtkWindow *parent, ClFileChosen chosen, GObject *owner)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Import games"),
                                                                 parent,
                                                                 GTK_FILE_CHOOSER_ACTION_OPEN,
                                                                 _ ("_Import"), _ ("_Cancel"));

  add_filters (GTK_FILE_CHOOSER (dialog));
  run_chooser (dialog, chosen, owner);
}

void
cl_compat_choose_pgn_to_write (GtkWindow *parent,
                               const char *name,
                               ClFileChosen chosen,
                               GObject *owner)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Export games"),
                                                                 parent,
                                                                 GTK_FILE_CHOOSER_ACTION_SAVE,
                                                                 _ ("_Export"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  add_filters (GTK_FILE_CHOOSER (dialog));
  run_chooser (dialog, chosen, owner);
}

void
cl_compat_choose_program (GtkWindow *parent, ClFileChosen chosen, GObject *owner)
{
  run_chooser (gtk_file_chooser_native_new (_ ("Choose a chess engine"),
                                               parent,
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Choose"), _ ("_Cancel")),
                                               chosen,
                                               owner);
}

void
cl_compat_choose_to_write (GtkWindow *parent, const char *name, ClFileChosen chosen, GObject *owner)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Export"),
                                                                 parent,
                                                                 GTK_FILE_CHOOSER_ACTION_SAVE,
                                                                 _ ("_Export"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  run_chooser (dialog, chosen, owner);
}

void
cl_compat_show_error (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

GtkWindow *
cl_compat_ask (GtkWindow *parent,
               const char *heading,
               const char *body,
               const char *yes,
               GtkWidget *extra,
               gboolean destructive)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "yes", yes);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "yes");
  adw_message_dialog_set_response_appearance (dialog,
                                              "yes",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  if (extra)
    adw_message_dialog_set_extra_child (dialog, extra);
  return GTK_WINDOW (dialog);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Request *request = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&request->owner);

  if (owner)
    request->answered (strcmp (response, "yes") == 0, owner);
}

void
cl_compat_on_answer (GtkWindow *question, ClAnswered answered, GObject *owner)
{
  Request *request = create_request (owner);

  request->answered = answered;
  g_signal_connect_data (question, "response", G_CALLBACK (answered_cb), request, free_request, 0);
}

void
cl_compat_show_about (GtkWindow *parent)
{
  static const char *const developers[] = { "The Chess Ledger developers", NULL };

  adw_show_about_window (
    parent,
    "application-name",
    _ ("Chess Ledger"),
       "application-icon",
       APP_ID,
       "version",
       VERSION,
       "comments",
       _ ("Records chess in pen: every move is kept, in order, and any moment can be seen again."),
          "license-type",
          GTK_LICENSE_GPL_3_0,
          "developers",
          developers,
          NULL);
}

void
cl_compat_show_shortcuts (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/chessledger/ChessLedger/shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

/* The first child of a GtkColumnView is the row of titles, each a widget around a box of label and arrow. */
void
cl_compat_end_align_title (GtkColumnView *view)
{
  GtkWidget *titles = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = titles ? gtk_widget_get_last_child (titles) : NULL;
  GtkWidget *box = title ? gtk_widget_get_first_child (title) : NULL;

  if (!GTK_IS_BOX (box))
    return;
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  /* The arrow's place is kept free where there is no arrow: before the label it does no harm. */
  gtk_box_reorder_child_after (GTK_BOX (box), gtk_widget_get_last_child (box), NULL);
}

void
cl_compat_get_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}
