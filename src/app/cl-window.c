/* cl-window.c: holds header, views and timeline together, and gives them the session when it is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-window.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"
#include "cl-shrink.h"
#include "cl-window-private.h"
#include "cl-words.h"

/* Below this height strips, gaps and timeline are smaller, so that the board keeps 360 px in 800×600. */
#define COMPACT_HEIGHT 720
#define COMPACT_WIDTH  1000

G_DEFINE_FINAL_TYPE (ClWindow, cl_window, ADW_TYPE_APPLICATION_WINDOW)

void
cl_window_show_toast (ClWindow *self, const char *text)
{
  AdwToast *toast;
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  toast = adw_toast_new (escaped);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

gpointer
cl_window_request (ClWindow *self)
{
  return g_object_ref (self);
}

void
cl_window_intention_done (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClWindow) self = data;

  if (error && self->session)
    cl_window_show_toast (self, error->message);
}

const ClGame *
cl_window_get_game (ClWindow *self)
{
  return self->session ? cl_session_get_game (self->session) : NULL;
}

void
cl_window_show_view (ClWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->views, name);
}

/* --- Size -------------------------------------------------------------------------------------------------------- */

static void
set_compact (ClWindow *self, gboolean compact)
{
  if (compact == self->compact)
    return;
  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  cl_board_page_set_compact (self->board_page, compact);
  cl_timeline_bar_set_compact (self->timeline, compact);
  /* The smallest size has changed, and the display has to be told. */
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
is_small (int width, int height)
{
  return height < COMPACT_HEIGHT || width < COMPACT_WIDTH;
}

static void
surface_layout_cb (GdkSurface *surface, int width, int height, ClWindow *self)
{
  set_compact (self, is_small (width, height));
  cl_library_page_set_width (self->library_page, width);
  cl_hall_page_set_width (self->hall_page, width);
  cl_ledger_page_set_width (self->ledger_page, width);
  cl_game_switcher_set_window_width (self->switcher, width);
}

static void
cl_window_realize (GtkWidget *widget)
{
  GdkSurface *surface;

  GTK_WIDGET_CLASS (cl_window_parent_class)->realize (widget);
  surface = gtk_native_get_surface (GTK_NATIVE (widget));
  g_signal_connect_object (surface, "layout", G_CALLBACK (surface_layout_cb), widget, 0);
}

static void
restore_size (ClWindow *self)
{
  int width = cl_settings_get_int (self->settings, "window-width");
  int height = cl_settings_get_int (self->settings, "window-height");

  gtk_window_set_default_size (GTK_WINDOW (self),
                               width > 0 ? width : 1360,
                               height > 0 ? height : 860);
  if (cl_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
timeline_said_cb (ClWindow *self, const char *text, ClTimelineBar *timeline)
{
  cl_window_show_toast (self, text);
}

static void
axis_changed_cb (ClWindow *self, GParamSpec *pspec, ClTimelineBar *timeline)
{
  g_autofree char *axis = NULL;

  g_object_get (timeline, "axis", &axis, NULL);
  cl_settings_set_boolean (self->settings, "timeline-by-time", g_strcmp0 (axis, "time") == 0);
}

static void
side_page_changed_cb (ClWindow *self, GParamSpec *pspec, ClBoardPage *page)
{
  g_autofree char *name = NULL;

  g_object_get (page, "side-page", &name, NULL);
  cl_settings_set_string (self->settings, "side-page", name ? name : "");
}

static void
restore_side_page (ClWindow *self)
{
  g_autofree char *name = cl_settings_dup_string (self->settings, "side-page");

  if (*name)
    g_object_set (self->board_page, "side-page", name, NULL);
}

static void
remember_size (ClWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  cl_settings_set_int (self->settings, "window-width", MAX (width, 360));
  cl_settings_set_int (self->settings, "window-height", MAX (height, 360));
  cl_settings_set_boolean (self->settings,
                           "window-maximized",
                           gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
cl_window_close_request (GtkWindow *window)
{
  remember_size (CL_WINDOW (window));
  return GTK_WINDOW_CLASS (cl_window_parent_class)->close_request (window);
}

/* --- Session ----------------------------------------------------------------------------------------------------- */

static void
show_title (ClWindow *self)
{
  const ClGame *game = cl_window_get_game (self);
  g_autofree char *title = game ? cl_words_title (game) : g_strdup (_ ("Chess Ledger"));

  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClWindow *self)
{
  show_title (self);
  cl_window_update_actions (self);
}

static void
cursor_changed_cb (ClSession *session, GParamSpec *pspec, ClWindow *self)
{
  cl_window_update_actions (self);
}

static gint64
read_last_time (ClRunningGame *running)
{
  const ClGame *game = cl_running_game_get_snapshot (running);
  guint plies = game ? cl_game_n_plies (game) : 0;

  if (!game)
    return CL_NO_TIME;
  return plies ? cl_game_get_move (game, plies)->occurred_at : game->started_at;
}

/* After a start the game that was on the board is there again: of those that run, the one moved in last. */
static void
restore_game (ClWindow *self)
{
  GListModel *games = cl_session_get_running_games (self->session);
  g_autoptr (ClRunningGame) last = g_list_model_get_item (games, 0);

  if (self->touched || !last || cl_window_get_game (self))
    return;
  for (guint i = 1; i < g_list_model_get_n_items (games); i++)
    {
      g_autoptr (ClRunningGame) running = g_list_model_get_item (games, i);

      if (read_last_time (running) > read_last_time (last))
        g_set_object (&last, running);
    }
  self->touched = TRUE;
  cl_session_choose_game (self->session,
                          cl_running_game_get_partition (last),
                          cl_running_game_get_game (last));
}

static void
running_games_changed_cb (GListModel *games, guint at, guint removed, guint added, ClWindow *self)
{
  restore_game (self);
}

static void
game_opened_cb (ClWindow *self, const char *partition, guint game, int ply, GtkWidget *page)
{
  self->touched = TRUE;
  if (ply >= 0)
    cl_session_choose_game_at (self->session, partition, game, (guint) ply);
  else
    cl_session_choose_game (self->session, partition, game);
  cl_window_show_view (self, "board");
}

static void
refused_cb (ClWindow *self, const char *message, GtkWidget *page)
{
  cl_window_show_toast (self, message);
}

static void
view_changed_cb (ClWindow *self, GParamSpec *pspec, GtkStack *stack)
{
  const char *name = gtk_stack_get_visible_child_name (self->views);

  cl_window_update_bare (self);
  if (self->timeline)
    cl_timeline_bar_set_choosing (self->timeline, g_strcmp0 (name, "library") == 0);
  if (g_strcmp0 (name, "library") == 0)
    cl_library_page_focus_search (self->library_page);
  else if (g_strcmp0 (name, "hall") == 0)
    cl_hall_page_focus (self->hall_page);
  else if (g_strcmp0 (name, "ledger") == 0)
    cl_ledger_page_focus (self->ledger_page);
  else
    gtk_widget_grab_focus (GTK_WIDGET (cl_board_page_get_board (self->board_page)));
}

static void
cl_window_dispose (GObject *object)
{
  ClWindow *self = CL_WINDOW (object);

  g_clear_weak_pointer (&self->boards_dialog);
  if (self->audience)
    gtk_window_destroy (GTK_WINDOW (self->audience));
  g_clear_weak_pointer (&self->audience);
  g_clear_object (&self->signals);
  g_clear_object (&self->sounds);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->seated, g_free);
  g_clear_pointer (&self->turned, g_free);
  G_OBJECT_CLASS (cl_window_parent_class)->dispose (object);
}

static void
cl_window_class_init (ClWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_window_dispose;
  widget_class->realize = cl_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = cl_window_close_request;
  g_type_ensure (CL_TYPE_BOARD_PAGE);
  g_type_ensure (CL_TYPE_BOARDS_BUTTON);
  g_type_ensure (CL_TYPE_GAME_SWITCHER);
  g_type_ensure (CL_TYPE_HALL_PAGE);
  g_type_ensure (CL_TYPE_LEDGER_PAGE);
  g_type_ensure (CL_TYPE_LIBRARY_PAGE);
  g_type_ensure (CL_TYPE_SHRINK);
  g_type_ensure (CL_TYPE_TIMELINE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chessledger/ChessLedger/cl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ClWindow, header);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, views);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, boards_button);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, board_page);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, library_page);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, hall_page);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, ledger_page);
  gtk_widget_class_bind_template_child (widget_class, ClWindow, timeline);
  gtk_widget_class_bind_template_callback (widget_class, game_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, timeline_said_cb);
  gtk_widget_class_bind_template_callback (widget_class, side_page_changed_cb);
}

static void
cl_window_init (ClWindow *self)
{
  static const char *const cursors[] = {
    "notify::ply",
    "notify::position",
    "notify::trial-length",
    "notify::looking-back",
  };

  self->settings = cl_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cl_window_add_game_actions (self);
  cl_window_add_record_actions (self);
  cl_window_add_file_actions (self);
  cl_window_add_engine_actions (self);
  cl_window_add_board_actions (self);
  cl_window_add_keys (self);
  cl_window_add_screen_actions (self);
  cl_window_add_print_actions (self);
  cl_window_apply_look (self);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect (self->signals, "notify::game", G_CALLBACK (game_changed_cb), self);
  g_signal_group_connect_swapped (self->signals,
                                  "jumps-changed",
                                  G_CALLBACK (cl_window_update_actions),
                                  self);
  for (gsize i = 0; i < G_N_ELEMENTS (cursors); i++)
    g_signal_group_connect (self->signals, cursors[i], G_CALLBACK (cursor_changed_cb), self);
  restore_size (self);
  if (cl_settings_get_boolean (self->settings, "arbiter-mode"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "arbiter-mode", NULL);
  restore_side_page (self);
  if (cl_settings_get_boolean (self->settings, "timeline-by-time"))
    g_object_set (self->timeline, "axis", "time", NULL);
  if (cl_settings_get_boolean (self->settings, "board-flipped"))
    g_action_group_activate_action (G_ACTION_GROUP (self), "flip", NULL);
  cl_window_update_actions (self);
}

ClWindow *
cl_window_new (ClApplication *application)
{
  return g_object_new (CL_TYPE_WINDOW, "application", application, NULL);
}

/* What is whole is shown; what is not may be saved by other means. */
static void
tell_damage (ClWindow *self, ClSession *session)
{
  g_autofree char *body = g_strdup_printf (_ ("%s.\n\nThe file “%s” was left as it is: you can look at the games and export them, but not record. "
                        "The command “chess-ledger-cli salvage” saves what is whole to a new file."),
    cl_session_get_damage (session),
    cl_ledger_get_path (cl_session_get_ledger (session)));

  cl_compat_show_error (GTK_WINDOW (self), _ ("These games are damaged"), body);
}

void
cl_window_set_session (ClWindow *self, ClSession *session)
{
  g_return_if_fail (CL_IS_WINDOW (self));
  g_return_if_fail (CL_IS_SESSION (session));
  g_return_if_fail (!self->session);
  self->session = g_object_ref (session);
  cl_session_set_guided (session, TRUE);
  cl_window_watch_engines (self);
  cl_window_watch_boards (self);
  cl_window_watch_look (self);
  self->sounds = cl_sounds_new (session, self->settings);
  cl_board_page_set_session (self->board_page, session);
  cl_library_page_set_session (self->library_page, session);
  cl_hall_page_set_session (self->hall_page, session);
  cl_ledger_page_set_session (self->ledger_page, session);
  cl_timeline_bar_set_session (self->timeline, session);
  cl_game_switcher_set_session (self->switcher, session);
  g_signal_group_set_target (self->signals, session);
  g_signal_connect_object (cl_session_get_running_games (session),
                           "items-changed",
                           G_CALLBACK (running_games_changed_cb),
                           self,
                           0);
  show_title (self);
  cl_window_update_actions (self);
  restore_game (self);
  if (cl_session_get_damage (session) != NULL)
    tell_damage (self, session);
  else if (cl_session_is_read_only (session))
    cl_window_show_toast (self, _ ("Only looking: another program records these games"));
}

ClBoard *
cl_window_get_board (ClWindow *self)
{
  g_return_val_if_fail (CL_IS_WINDOW (self), NULL);
  return cl_board_page_get_board (self->board_page);
}

ClSounds *
cl_window_get_sounds (ClWindow *self)
{
  g_return_val_if_fail (CL_IS_WINDOW (self), NULL);
  return self->sounds;
}

GtkEditable *
cl_window_get_search (ClWindow *self)
{
  g_return_val_if_fail (CL_IS_WINDOW (self), NULL);
  return cl_library_page_get_search (self->library_page);
}
