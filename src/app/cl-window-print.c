/* cl-window-print.c: the score sheet of the chosen game, to a printer or into a PDF file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"
#include "cl-score-print.h"
#include "cl-window-private.h"
#include "cl-words.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, ClWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      cl_compat_show_error (GTK_WINDOW (self),
                            _ ("The score sheet was not printed"), error ? error->message : "");
      return;
    }
  g_object_get (operation, "export-filename", &path, NULL);
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY && path)
    cl_window_show_toast (self, _ ("Score sheet written"));
}

static void
run (ClWindow *self, GtkPrintOperation *operation, GtkPrintOperationAction action)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), self, 0);
  /* What goes wrong comes to done_cb (), too. */
  gtk_print_operation_run (operation, action, GTK_WINDOW (self), &error);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autoptr (GtkPrintOperation) operation = NULL;

  if (!game)
    return;
  operation = cl_score_print_new (game);
  run (self, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG);
}

static void
pdf_chosen_cb (GFile *file, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;

  if (!path || !game)
    return;
  operation = cl_score_print_new (game);
  gtk_print_operation_set_export_filename (operation, path);
  run (self, operation, GTK_PRINT_OPERATION_ACTION_EXPORT);
}

static void
export_pdf_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autofree char *players = game ? cl_words_players (game) : NULL;
  g_autofree char *name = NULL;

  if (!game)
    return;
  name = g_strdup_printf ("%s.pdf", players);
  g_strdelimit (name, "/", '-');
  cl_compat_choose_to_write (GTK_WINDOW (self), name, pdf_chosen_cb, G_OBJECT (self));
}

void
cl_window_add_print_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "print", print_cb },
    { "export-pdf", export_pdf_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
