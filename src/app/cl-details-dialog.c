/* cl-details-dialog.c: shows what is recorded about a game and records only what was changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-details-dialog.h"

#include <glib/gi18n.h>

#include "cl-words.h"

typedef struct
{
  const char *tag, *title;
} Field;

static const Field fields[] = {
  { "White", NC_ ("details", "White") },
    { "WhiteElo", NC_ ("details", "White’s rating") },
      { "Black", NC_ ("details", "Black") },
        { "BlackElo", NC_ ("details", "Black’s rating") },
          { "Event", NC_ ("details", "Event") },
            { "Site", NC_ ("details", "Place") },
              { "Date", NC_ ("details", "Date, such as 2026.11.24") },
                { "Round", NC_ ("details", "Round") },
              };

static const ChessEnding endings[] = {
  CHESS_ENDING_UNKNOWN,      CHESS_ENDING_RESIGNATION, CHESS_ENDING_AGREEMENT,
  CHESS_ENDING_CHECKMATE,    CHESS_ENDING_STALEMATE,   CHESS_ENDING_TIME,
  CHESS_ENDING_THREEFOLD,    CHESS_ENDING_50_MOVES,    CHESS_ENDING_ILLEGAL_MOVES,
  CHESS_ENDING_ADJUDICATION, CHESS_ENDING_ABANDONED,
};

struct _ClDetailsDialog
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *headers;
  AdwComboRow *result;
  AdwComboRow *ending;
  GtkWidget *save;
  GtkLabel *message;

  GtkEditable *entries[G_N_ELEMENTS (fields)];
  char *before[G_N_ELEMENTS (fields)];
  guint result_before, ending_before;
  ClSession *session;
};

G_DEFINE_FINAL_TYPE (ClDetailsDialog, cl_details_dialog, ADW_TYPE_WINDOW)

static void
add_entries (ClDetailsDialog *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkWidget *row = adw_entry_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     g_dpgettext2 (NULL, "details", fields[i].title));
      adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
      adw_preferences_group_add (self->headers, row);
      self->entries[i] = GTK_EDITABLE (row);
    }
}

static void
fill (ClDetailsDialog *self, const ClGame *game)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = cl_game_get_tag (game, fields[i].tag);

      self->before[i] = g_strdup (value && strcmp (value, "?") != 0 ? value : "");
      gtk_editable_set_text (self->entries[i], self->before[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      const char *name = cl_words_ending_name (endings[i]);

      gtk_string_list_append (names, name ? name : C_ ("end of a game", "not known"));
      if (endings[i] == game->ending)
        chosen = i;
    }
  adw_combo_row_set_model (self->ending, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->ending, chosen);
  adw_combo_row_set_selected (self->result, game->result);
  self->result_before = game->result;
  self->ending_before = chosen;
}

static void
result_changed_cb (ClDetailsDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->ending),
                            adw_combo_row_get_selected (self->result) != CHESS_RESULT_NONE);
}

static void
show_error (ClDetailsDialog *self, const GError *error)
{
  gtk_label_set_text (self->message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  gtk_widget_set_sensitive (self->save, TRUE);
}

static void
result_done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClDetailsDialog) self = data;

  if (!self->session)
    return;
  if (error)
    show_error (self, error);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_result (ClDetailsDialog *self)
{
  guint result = adw_combo_row_get_selected (self->result);
  guint ending = adw_combo_row_get_selected (self->ending);

  if (result == self->result_before && ending == self->ending_before)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  cl_session_set_result (self->session,
                         (ChessResult) result,
                         endings[MIN (ending, G_N_ELEMENTS (endings) - 1)],
                         result_done_cb,
                         g_object_ref (self));
}

static void
details_done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClDetailsDialog) self = data;

  if (!self->session)
    return;
  if (error)
    show_error (self, error);
  else
    save_result (self);
}

static void
save_clicked_cb (ClDetailsDialog *self, GtkButton *button)
{
  g_auto (ClFact) changed = { 0 };
  gboolean any = FALSE;

  cl_fact_init (&changed, CL_FACT_DETAILS_CORRECTED);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entries[i])));

      if (strcmp (text, self->before[i]) == 0)
        continue;
      cl_fact_add_tag (&changed, fields[i].tag, *text ? text : "?");
      any = TRUE;
    }
  gtk_widget_set_sensitive (self->save, FALSE);
  if (any)
    cl_session_correct_details (self->session, changed.tags, details_done_cb, g_object_ref (self));
  else
    save_result (self);
}

static void
cl_details_dialog_dispose (GObject *object)
{
  g_clear_object (&CL_DETAILS_DIALOG (object)->session);
  G_OBJECT_CLASS (cl_details_dialog_parent_class)->dispose (object);
}

static void
cl_details_dialog_finalize (GObject *object)
{
  ClDetailsDialog *self = CL_DETAILS_DIALOG (object);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_free (self->before[i]);
  G_OBJECT_CLASS (cl_details_dialog_parent_class)->finalize (object);
}

static void
cl_details_dialog_class_init (ClDetailsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_details_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_details_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ClDetailsDialog, headers);
  gtk_widget_class_bind_template_child (widget_class, ClDetailsDialog, result);
  gtk_widget_class_bind_template_child (widget_class, ClDetailsDialog, ending);
  gtk_widget_class_bind_template_child (widget_class, ClDetailsDialog, save);
  gtk_widget_class_bind_template_child (widget_class, ClDetailsDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, result_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cl_details_dialog_init (ClDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save);
  add_entries (self);
}

ClDetailsDialog *
cl_details_dialog_new (GtkWindow *parent, ClSession *session, gboolean result)
{
  ClDetailsDialog *self = g_object_new (CL_TYPE_DETAILS_DIALOG, "transient-for", parent, NULL);
  const ClGame *game = cl_session_get_game (session);

  g_set_object (&self->session, session);
  if (game)
    fill (self, game);
  result_changed_cb (self, NULL, self->result);
  gtk_widget_grab_focus (result ? GTK_WIDGET (self->result) : GTK_WIDGET (self->entries[0]));
  return self;
}
