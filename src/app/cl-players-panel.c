/* cl-players-panel.c: the record of either player of the chosen game, or of both against each other
 *
 * Counted on a worker thread when the names, the choice or the place in the ledger change; the newest request wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-players-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cl-gtk-compat.h"
#include "cl-player-report.h"
#include "cl-record-plot.h"

#define MAX_NAMED 8 /* lines of openings and opponents; the export has all */

struct _ClPlayersPanel
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkDropDown *whom;
  GtkWidget *export;
  GtkLabel *status;
  GtkWidget *scroller;
  GtkDrawingArea *plot;
  GtkListBox *lines;

  ClSession *session;
  GSignalGroup *signals;
  char *names[2];
  ClPlayerStats *stats; /* (nullable) */
  GCancellable *cancellable;
  gboolean filling;
  guint64 position; /* for which it was counted last */
  ClGameStatus status_then;
  const char *format; /* of the export under way: "csv", "svg", "png" */
};

G_DEFINE_FINAL_TYPE (ClPlayersPanel, cl_players_panel, GTK_TYPE_WIDGET)

/* --- Counting --- */

typedef struct
{
  ClRunner *runner;
  ClLedger *ledger;
  char *name, *versus;
  guint64 position;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->runner);
  g_object_unref (self->ledger);
  g_free (self->name);
  g_free (self->versus);
  g_free (self);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  ClPlayerStats *stats = cl_player_stats_read (request->runner,
                                               request->name,
                                               request->versus,
                                               request->position,
                                               &error);

  if (stats &&
      !cl_player_quality_read (request->ledger,
                               request->runner,
                               &(ClPlayerChoice){ request->name, request->versus, stats->position },
                               &stats->quality,
                               &error))
    g_clear_pointer (&stats, cl_player_stats_unref);
  if (stats)
    g_task_return_pointer (task, stats, (GDestroyNotify) cl_player_stats_unref);
  else
    g_task_return_error (task, error);
}

/* --- Showing --- */

typedef struct
{
  ClPlayersPanel *panel;
  const char *section;
  guint n;
} Filling;

static const char *
name_section (const char *section, const char *label)
{
  const struct
  {
    const char *section, *label, *shown;
  } names[] = {
    { "all", NULL, _ ("All games") },
      { "colour", "white", _ ("As White") },
        { "colour", "black", _ ("As Black") },
          { "pace", "standard", _ ("Standard time") },
            { "pace", "rapid", _ ("Rapid") },
              { "pace", "blitz", _ ("Blitz") },
                { "pace", "bullet", _ ("Bullet") },
                  { "pace", "unknown", _ ("Time not known") },
                    { "hurried", NULL, _ ("With moves in the last tenth of the time") },
                      { "conversion", NULL, _ ("Stood at 80 % or more") },
                        { "defence", NULL, _ ("Stood at 20 % or less") },
                          { "opponent-rating", "unrated", _ ("Against the unrated") },
                        };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].section, section) == 0 &&
        (!names[i].label || strcmp (names[i].label, label) == 0))
      return names[i].shown;
  return NULL;
}

static char *
dup_title (const char *section, const char *label)
{
  const char *name = name_section (section, label);

  if (name)
    return g_strdup (name);
  if (strcmp (section, "opponent-rating") == 0)
    /* Translators: %s is a band of ratings: 1200–1399 */
    return g_strdup_printf (_ ("Against %s"), label);
  if (strcmp (section, "opening") == 0)
    /* Translators: %s is the first two signs of an ECO code: B9 */
    return g_strdup_printf (_ ("Openings %s"), label);
  return g_strdup (label);
}

static char *
dup_figures (const ClRecord *record)
{
  guint low, high, n = cl_record_n (record);
  g_autofree char *games = g_strdup_printf (ngettext ("%u game", "%u games", n), n);
  g_autofree char *score = NULL;

  if (n == 0)
    return g_steal_pointer (&games);
  cl_record_interval (record, &low, &high);
  /* Translators: 12 games, +5 =4 −3, 58 % (32–81) */
  score = g_strdup_printf (_ ("%s, +%u =%u −%u, %u %% (%u–%u)"),
                              games,
                              record->wins,
                              record->draws,
                              record->losses,
                              (cl_record_share (record) + 5) / 10,
                              (low + 5) / 10,
                              (high + 5) / 10);
  if (record->n_rated == 0)
    return g_steal_pointer (&score);
  /* Translators: %s is the score; performance is a rating */
  return g_strdup_printf (_ ("%s, performance %d"), score, cl_record_performance (record));
}

static void
add_line (ClPlayersPanel *self, const char *title, const char *figures)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *labels[] = { gtk_label_new (title), gtk_label_new (figures) };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_widget_add_css_class (labels[i], i == 0 ? "cl-card-title" : "cl-card-note");
      gtk_box_append (GTK_BOX (box), labels[i]);
    }
  gtk_widget_set_margin_start (box, 8);
  gtk_widget_set_margin_end (box, 8);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_list_box_append (self->lines, box);
}

static void
line_cb (const char *section,
         const char *label,
         const ClRecord *record,
         guint rating,
         gpointer user_data)
{
  Filling *filling = user_data;
  gboolean named = strcmp (section, "opening") == 0 || strcmp (section, "opponent") == 0;
  g_autofree char *title = dup_title (section, label);
  g_autofree char *figures = dup_figures (record);

  if (g_strcmp0 (section, filling->section) != 0)
    filling->n = 0;
  filling->section = section;
  if (!named || filling->n++ < MAX_NAMED)
    add_line (filling->panel, title, figures);
}

static void
add_quality (ClPlayersPanel *self)
{
  const ClPlayerQuality *quality = &self->stats->quality;
  g_autofree char *figures = NULL;

  if (quality->n_games == 0)
    return;
  /* Translators: accuracy with its 95 % interval; centipawns are hundredths of a pawn */
  figures = g_strdup_printf (
    ngettext ("Accuracy %u.%u %% (%u–%u) in %u game, %u.%u centipawns lost a move",
              "Accuracy %u.%u %% (%u–%u) in %u games, %u.%u centipawns lost a move",
              quality->n_games),
    quality->accuracy / 100,
    quality->accuracy % 100 / 10,
    (quality->accuracy_low + 50) / 100,
    (quality->accuracy_high + 50) / 100,
    quality->n_games,
    quality->acpl_tenths / 10,
    quality->acpl_tenths % 10);
  add_line (self, _ ("Analysed games"), figures);
}

static void
show_stats (ClPlayersPanel *self, const char *status)
{
  Filling filling = { self, NULL, 0 };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))))
    gtk_list_box_remove (self->lines, child);
  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), status[0] != '\0');
  gtk_widget_set_visible (self->scroller, self->stats != NULL);
  gtk_widget_set_sensitive (self->export, self->stats != NULL);
  if (!self->stats)
    return;
  cl_player_stats_foreach (self->stats, line_cb, &filling);
  add_quality (self);
  gtk_widget_set_visible (GTK_WIDGET (self->plot), self->stats->periods->len > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->plot));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClPlayersPanel *self = CL_PLAYERS_PANEL (source);
  g_autoptr (GError) error = NULL;
  ClPlayerStats *stats = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->stats, cl_player_stats_unref);
  self->stats = stats;
  if (stats)
    show_stats (self, "");
  else if (g_error_matches (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN))
    show_stats (self, _ ("No games are recorded yet"));
  else
    show_stats (self, error->message);
}

static void
count (ClPlayersPanel *self)
{
  guint whom = gtk_drop_down_get_selected (self->whom);
  g_autoptr (GTask) task = NULL;
  Request *request;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!self->session || !self->names[0] || whom > 2 || self->names[whom == 1][0] == '\0' ||
      (whom == 2 && self->names[1][0] == '\0'))
    {
      g_clear_pointer (&self->stats, cl_player_stats_unref);
      show_stats (self, _ ("Nobody is named in this game"));
      return;
    }
  self->cancellable = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->runner = g_object_ref (cl_session_get_runner (self->session));
  request->ledger = g_object_ref (cl_session_get_ledger (self->session));
  request->name = g_strdup (self->names[whom == 1]);
  request->versus = whom == 2 ? g_strdup (self->names[1]) : NULL;
  request->position = cl_session_get_position (self->session);
  task = g_task_new (self, self->cancellable, counted_cb, NULL);
  g_task_set_source_tag (task, count);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, count_in_thread);
}

/* --- What changes --- */

static void
whom_changed_cb (ClPlayersPanel *self)
{
  if (!self->filling && gtk_widget_get_mapped (GTK_WIDGET (self)))
    count (self);
}

static void
changed_cb (ClPlayersPanel *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  g_autofree char *white = cl_players_clean_name (game ? game->white : NULL);
  g_autofree char *black = cl_players_clean_name (game ? game->black : NULL);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (g_strcmp0 (white, self->names[0]) != 0 || g_strcmp0 (black, self->names[1]) != 0)
    {
      const char *const texts[] = {
        white[0] ? white
                 : _ ("White"), black[0] ? black : _ ("Black"), _ ("Against each other"), NULL };
      g_autoptr (GtkStringList) model = gtk_string_list_new (texts);
      guint selected = gtk_drop_down_get_selected (self->whom);

      g_free (self->names[0]);
      g_free (self->names[1]);
      self->names[0] = g_steal_pointer (&white);
      self->names[1] = g_steal_pointer (&black);
      self->filling = TRUE;
      gtk_drop_down_set_model (self->whom, G_LIST_MODEL (model));
      gtk_drop_down_set_selected (self->whom, selected <= 2 ? selected : 0);
      self->filling = FALSE;
    }
  else if (self->stats && self->position == cl_session_get_position (self->session) &&
           (!game || game->status == self->status_then))
    return; /* a move: nobody's record changes by that */
  self->position = self->session ? cl_session_get_position (self->session) : 0;
  self->status_then = game ? game->status : CL_GAME_EMPTY;
  count (self);
}

static void
cl_players_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cl_players_panel_parent_class)->map (widget);
  changed_cb (CL_PLAYERS_PANEL (widget));
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  ClPlayersPanel *self = user_data;
  const GdkRGBA accent = { 0.21, 0.52, 0.89, 1 };
  GdkRGBA color;

  if (!self->stats)
    return;
  cl_compat_get_color (GTK_WIDGET (area), &color);
  cl_record_plot_draw (cr, width, height, self->stats, &color, &accent);
}

/* --- Export --- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ClPlayersPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) && root)
    cl_compat_show_error (GTK_WINDOW (root), _ ("The file could not be written"), error->message);
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  ClPlayersPanel *self = user_data;
  g_autoptr (GBytes) bytes = NULL;

  if (!file || !self->stats)
    return;
  if (strcmp (self->format, "svg") == 0)
    bytes = cl_record_plot_to_svg (self->stats);
  else if (strcmp (self->format, "png") == 0)
    bytes = cl_record_plot_to_png (self->stats);
  else
    {
      char *csv = cl_player_stats_to_csv (self->stats);

      bytes = g_bytes_new_take (csv, strlen (csv));
    }
  g_file_replace_contents_bytes_async (file,
                                       bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_NONE,
                                       NULL,
                                       written_cb,
                                       g_object_ref (self));
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ClPlayersPanel *self = CL_PLAYERS_PANEL (widget);
  g_autofree char *name = NULL;

  if (!self->stats)
    return;
  self->format = strrchr (action, '-') + 1;
  name = g_strdup_printf ("%s.%s", self->stats->name, self->format);
  g_strdelimit (name, "/", '-');
  cl_compat_choose_to_write (GTK_WINDOW (gtk_widget_get_root (widget)),
                             name,
                             chosen_cb,
                             G_OBJECT (self));
}

/* --- The object --- */

static void
cl_players_panel_dispose (GObject *object)
{
  ClPlayersPanel *self = CL_PLAYERS_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->stats, cl_player_stats_unref);
  g_clear_pointer (&self->names[0], g_free);
  g_clear_pointer (&self->names[1], g_free);
  self->filling = TRUE;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_players_panel_parent_class)->dispose (object);
}

static void
cl_players_panel_class_init (ClPlayersPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_players_panel_dispose;
  widget_class->map = cl_players_panel_map;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-players-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, column);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, whom);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, export);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, status);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, ClPlayersPanel, lines);
  gtk_widget_class_bind_template_callback (widget_class, whom_changed_cb);
  gtk_widget_class_install_action (widget_class, "players.export-csv", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "players.export-svg", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "players.export-png", NULL, export_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "playerspanel");
}

static void
cl_players_panel_init (ClPlayersPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->plot, draw_cb, self, NULL);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::game", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::position", G_CALLBACK (changed_cb), self);
  show_stats (self, "");
}

void
cl_players_panel_set_session (ClPlayersPanel *self, ClSession *session)
{
  g_return_if_fail (CL_IS_PLAYERS_PANEL (self));
  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  changed_cb (self);
}

const ClPlayerStats *
cl_players_panel_get_stats (ClPlayersPanel *self)
{
  g_return_val_if_fail (CL_IS_PLAYERS_PANEL (self), NULL);
  return self->stats;
}
