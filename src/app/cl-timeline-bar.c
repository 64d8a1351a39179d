/* cl-timeline-bar.c: moves through the game or the ledger, by hand and by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-bar.h"

#include <glib/gi18n.h>

#include "cl-game-analysis.h"
#include "cl-session-where.h"
#include "cl-timeline-bar-private.h"
#include "cl-words.h"

/* The pace of a replay at 1×. Pauses longer than MAX_PAUSE_MS are shortened to it: nobody waits half an hour again. */
#define PLY_MS       1000
#define ENTRY_MS     250
#define MIN_PAUSE_MS 150
#define MAX_PAUSE_MS 6000

G_DEFINE_FINAL_TYPE (ClTimelineBar, cl_timeline_bar, GTK_TYPE_WIDGET)

static const char *const scope_names[] = { "game", "session", "everything" };

static char *
describe_entry (ClTimelineBar *self)
{
  g_autofree char *now = cl_words_number (cl_timeline_bar_get_moment (self));
  g_autofree char *head = cl_words_number (cl_session_get_head (self->session));

  /* Translators: two numbers: which of how many entries is shown. */
  return g_strdup_printf (_ ("Entry %s of %s"), now, head);
}

static void
show_pill (ClTimelineBar *self, const ClGame *game)
{
  gboolean travelling = self->session && cl_session_get_position (self->session);
  guint behind = self->session ? cl_session_get_moves_behind (self->session) : 0;
  gboolean running = game && game->status == CL_GAME_PLAYING;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->live, travelling || running || self->scope != SCOPE_GAME);
  if (travelling)
    text = g_strdup (_ ("▸ To now"));
  else if (running && behind)
    {
      g_autofree char *on = cl_words_moves_on (behind);

      text = g_strdup_printf ("▸ %s", on);
    }
  else
    text = g_strdup (C_ ("shown as it stands now", "● LIVE"));
  gtk_button_set_label (GTK_BUTTON (self->live), text);
  if (travelling || behind)
    gtk_widget_remove_css_class (self->live, "now");
  else
    gtk_widget_add_css_class (self->live, "now");
}

void
cl_timeline_bar_show_cursor (ClTimelineBar *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  g_autofree char *caption = NULL;
  gboolean at_live;

  if (!self->session)
    return;
  if (self->scope != SCOPE_GAME)
    caption = describe_entry (self);
  else if (game && game->status != CL_GAME_UNREADABLE)
    caption = cl_words_caption (game, cl_session_get_ply (self->session));
  else
    caption = g_strdup ("");
  gtk_label_set_text (self->caption, caption);
  cl_timeline_set_cursor (self->timeline, cl_timeline_bar_get_moment (self));
  cl_timeline_set_value_text (self->timeline, caption);
  at_live = self->scope == SCOPE_GAME ? game && game->status == CL_GAME_PLAYING &&
                                          cl_session_get_moves_behind (self->session) == 0
                                      : cl_session_get_position (self->session) == 0;
  cl_timeline_set_live (self->timeline, at_live);
  show_pill (self, game);
}

/* --- Playing ----------------------------------------------------------------------------------------------------- */

static gint64
pace_cb (gpointer data)
{
  ClTimelineBar *self = data;
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  guint64 moment = cl_timeline_bar_get_moment (self);
  const ClGameMove *next;
  guint64 first;
  guint64 last;

  cl_timeline_bar_get_extent (self, &first, &last);
  if (moment >= last || (self->until && moment >= self->until))
    return -1;
  if (self->scope != SCOPE_GAME)
    return ENTRY_MS;
  next = game ? cl_game_get_move (game, (guint) moment + 1) : NULL;
  if (!self->by_time || !next || next->used_ms == CL_NO_CLOCK)
    return PLY_MS;
  return CLAMP (next->used_ms, MIN_PAUSE_MS, MAX_PAUSE_MS);
}

static void
play_steps_cb (guint steps, gpointer data)
{
  ClTimelineBar *self = data;
  guint64 first;
  guint64 last;

  cl_timeline_bar_get_extent (self, &first, &last);
  if (self->until)
    last = MIN (last, self->until);
  cl_timeline_bar_go_to (self, MIN (cl_timeline_bar_get_moment (self) + steps, last));
}

static void
playing_changed_cb (ClPlayback *playback, GParamSpec *pspec, ClTimelineBar *self)
{
  gboolean playing = cl_playback_is_playing (playback);
  const char *label = playing ? _ ("Pause the replay") : _ ("Replay");

  if (!playing)
    self->until = 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            playing ? "media-playback-pause-symbolic"
                                    : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

void
cl_timeline_bar_set_choosing (ClTimelineBar *self, gboolean choosing)
{
  g_return_if_fail (CL_IS_TIMELINE_BAR (self));
  self->choosing = !!choosing;
  cl_timeline_bar_show_itself (self);
}

void
cl_timeline_bar_toggle_play (ClTimelineBar *self)
{
  guint64 first;
  guint64 last;

  g_return_if_fail (CL_IS_TIMELINE_BAR (self));
  if (cl_playback_is_playing (self->playback))
    {
      cl_playback_stop (self->playback);
      return;
    }
  cl_timeline_bar_get_extent (self, &first, &last);
  if (cl_timeline_bar_get_moment (self) >= last && last > first)
    cl_timeline_bar_go_to (self, first);
  cl_playback_start (self->playback);
}

static void
next_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClTimelineBar) self = data;
  g_autoptr (GError) error = NULL;
  ClMoment moment;
  gboolean found = cl_session_find_moment_finish (CL_SESSION (source), result, &moment, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (!found)
    {
      g_signal_emit_by_name (self, "said", error->message);
      return;
    }
  self->until = moment.in_game ? moment.ply : moment.position;
  cl_playback_start (self->playback);
}

static void
stop_looking (ClTimelineBar *self)
{
  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* --- Actions ----------------------------------------------------------------------------------------------------- */

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClTimelineBar *self = CL_TIMELINE_BAR (widget);
  guint64 moment = cl_timeline_bar_get_moment (self);
  guint64 first;
  guint64 last;

  cl_playback_stop (self->playback);
  cl_timeline_bar_get_extent (self, &first, &last);
  if (strcmp (name, "timeline.first") == 0)
    moment = first;
  else if (strcmp (name, "timeline.back") == 0)
    moment = moment > first ? moment - 1 : first;
  else if (strcmp (name, "timeline.forward") == 0)
    moment = MIN (moment + 1, last);
  else
    moment = last;
  cl_timeline_bar_go_to (self, moment);
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cl_timeline_bar_toggle_play (CL_TIMELINE_BAR (widget));
}

static void
live_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClTimelineBar *self = CL_TIMELINE_BAR (widget);

  cl_playback_stop (self->playback);
  if (self->session)
    {
      cl_session_drop_trial (self->session);
      cl_session_return_to_game (self->session);
    }
}

static void
speed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClTimelineBar *self = CL_TIMELINE_BAR (widget);
  const char *text = g_variant_get_string (parameter, NULL);
  double speed = g_ascii_strtod (text, NULL);
  g_autofree char *label = NULL;

  if (!(speed >= 0.25 && speed <= 64))
    return;
  label = g_strdup_printf ("%s×", text);
  gtk_menu_button_set_label (self->speed, label);
  cl_playback_set_speed (self->playback, speed);
}

static void
until_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const kinds[] = {
    [CL_NEXT_CAPTURE] = "capture",
    [CL_NEXT_CHECK] = "check",
    [CL_NEXT_END] = "end",
  };
  ClTimelineBar *self = CL_TIMELINE_BAR (widget);
  guint kind = 0;

  cl_playback_stop (self->playback);
  stop_looking (self);
  while (kind < G_N_ELEMENTS (kinds) &&
         strcmp (kinds[kind], g_variant_get_string (parameter, NULL)) != 0)
    kind++;
  if (!self->session || kind == G_N_ELEMENTS (kinds))
    return;
  self->looking = g_cancellable_new ();
  cl_session_find_next_async (self->session,
                              kind,
                              self->scope == SCOPE_GAME,
                              self->looking,
                              next_found_cb,
                              g_object_ref (self));
}

static const char *
get_axis (ClTimelineBar *self)
{
  return self->by_time ? "time" : "move";
}

static const char *
get_scope (ClTimelineBar *self)
{
  return scope_names[self->scope];
}

enum
{
  PROP_AXIS = 1,
  PROP_SCOPE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_axis (ClTimelineBar *self, const char *axis)
{
  gboolean by_time = g_strcmp0 (axis, "time") == 0;

  if (by_time == self->by_time)
    return;
  self->by_time = by_time;
  cl_timeline_set_by_time (self->timeline, by_time);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AXIS]);
}

static void
set_scope (ClTimelineBar *self, const char *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_names); i++)
    if (g_strcmp0 (scope, scope_names[i]) == 0 && i != self->scope)
      {
        cl_playback_stop (self->playback);
        stop_looking (self); /* what is found would be a moment of the other scope */
        self->scope = i;
        cl_timeline_bar_show_scope (self);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPE]);
        return;
      }
}

/* --- Signals ----------------------------------------------------------------------------------------------------- */

static void
scrubbed_cb (ClTimelineBar *self, guint64 moment, ClTimeline *timeline)
{
  cl_playback_stop (self->playback);
  cl_timeline_bar_go_to (self, moment);
}

static void
hovered_cb (ClTimelineBar *self, guint64 moment, double x, ClTimeline *timeline)
{
  cl_timeline_bar_show_hover (self, moment);
}

static void
range_changed_cb (ClTimelineBar *self,
                  guint64 from,
                  guint64 to,
                  guint columns,
                  ClTimeline *timeline)
{
  cl_timeline_bar_read_range (self, from, to, columns);
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClTimelineBar *self)
{
  if (self->scope == SCOPE_GAME)
    cl_timeline_bar_show_scope (self);
  else
    cl_timeline_bar_show_cursor (self);
}

static void
cursor_changed_cb (ClSession *session, GParamSpec *pspec, ClTimelineBar *self)
{
  cl_timeline_bar_show_cursor (self);
}

static void
head_changed_cb (ClSession *session, GParamSpec *pspec, ClTimelineBar *self)
{
  cl_timeline_bar_show_growth (self);
}

static void
timeline_changed_cb (ClSession *session, ClTimelineBar *self)
{
  cl_timeline_bar_read_again (self);
}

static void
cl_timeline_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AXIS)
    g_value_set_string (value, get_axis (CL_TIMELINE_BAR (object)));
  else if (id == PROP_SCOPE)
    g_value_set_string (value, get_scope (CL_TIMELINE_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_timeline_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AXIS)
    set_axis (CL_TIMELINE_BAR (object), g_value_get_string (value));
  else if (id == PROP_SCOPE)
    set_scope (CL_TIMELINE_BAR (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_timeline_bar_dispose (GObject *object)
{
  ClTimelineBar *self = CL_TIMELINE_BAR (object);

  if (self->playback)
    g_signal_handlers_disconnect_by_data (self->playback, self);
  g_clear_object (&self->playback);
  stop_looking (self);
  if (self->density)
    g_cancellable_cancel (self->density);
  g_clear_object (&self->density);
  if (self->peek)
    g_cancellable_cancel (self->peek);
  g_clear_object (&self->peek);
  g_clear_object (&self->signals);
  g_clear_object (&self->analysis_signals);
  if (self->timeline)
    cl_timeline_set_preview (self->timeline, NULL);
  g_clear_object (&self->preview);
  g_clear_object (&self->session);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_timeline_bar_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const steps[] = {
    "timeline.first",
    "timeline.back",
    "timeline.forward",
    "timeline.last",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_class_install_action (widget_class, steps[i], NULL, step_action);
  gtk_widget_class_install_action (widget_class, "timeline.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "timeline.live", NULL, live_action);
  gtk_widget_class_install_action (widget_class, "timeline.speed", "s", speed_action);
  gtk_widget_class_install_action (widget_class, "timeline.until", "s", until_action);
  gtk_widget_class_install_property_action (widget_class, "timeline.axis", "axis");
  gtk_widget_class_install_property_action (widget_class, "timeline.scope", "scope");
}

static void
cl_timeline_bar_class_init (ClTimelineBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cl_timeline_bar_get_property;
  object_class->set_property = cl_timeline_bar_set_property;
  object_class->dispose = cl_timeline_bar_dispose;
  properties[PROP_AXIS] =
    g_param_spec_string ("axis",
                         NULL,
                         NULL,
                         "move",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCOPE] =
    g_param_spec_string ("scope",
                         NULL,
                         NULL,
                         "game",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_signal_new ("said",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                1,
                G_TYPE_STRING);

  g_type_ensure (CL_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-timeline-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, column);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, caption);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, play);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, live);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, speed);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, by_move);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, by_time_button);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, scope_game);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, scope_everything);
  gtk_widget_class_bind_template_child (widget_class, ClTimelineBar, timeline);
  gtk_widget_class_bind_template_callback (widget_class, scrubbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, hovered_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_changed_cb);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timelinebar");
}

static void
cl_timeline_bar_init (ClTimelineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->preview = CL_MINI_BOARD (g_object_ref_sink (cl_mini_board_new ()));
  self->playback = cl_playback_new (pace_cb, play_steps_cb, self);
  g_signal_connect (self->playback, "notify::playing", G_CALLBACK (playing_changed_cb), self);

  self->analysis_signals = g_signal_group_new (CL_TYPE_GAME_ANALYSIS);
  g_signal_group_connect_swapped (self->analysis_signals,
                                  "notify::analysis",
                                  G_CALLBACK (cl_timeline_bar_show_curve),
                                  self);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect (self->signals, "notify::game", G_CALLBACK (game_changed_cb), self);
  g_signal_group_connect (self->signals, "notify::ply", G_CALLBACK (cursor_changed_cb), self);
  g_signal_group_connect (self->signals, "notify::position", G_CALLBACK (cursor_changed_cb), self);
  g_signal_group_connect (self->signals,
                          "notify::looking-back",
                          G_CALLBACK (cursor_changed_cb),
                          self);
  g_signal_group_connect (self->signals,
                          "notify::moves-behind",
                          G_CALLBACK (cursor_changed_cb),
                          self);
  g_signal_group_connect (self->signals,
                          "timeline-changed",
                          G_CALLBACK (timeline_changed_cb),
                          self);
  g_signal_group_connect (self->signals, "notify::head", G_CALLBACK (head_changed_cb), self);
}

void
cl_timeline_bar_set_session (ClTimelineBar *self, ClSession *session)
{
  g_return_if_fail (CL_IS_TIMELINE_BAR (self));
  if (!g_set_object (&self->session, session))
    return;
  cl_playback_stop (self->playback);
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->analysis_signals,
                             session ? cl_session_get_analysis (session) : NULL);
  if (session)
    {
      cl_timeline_bar_show_scope (self);
      cl_timeline_bar_show_growth (self);
    }
}

void
cl_timeline_bar_set_compact (ClTimelineBar *self, gboolean compact)
{
  g_return_if_fail (CL_IS_TIMELINE_BAR (self));
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
  /* Translators: short forms, for small windows, of “By move”, “By time”, “This game” and “Everything”. */
  gtk_button_set_label (self->by_move, compact ? C_ ("short", "Moves") : _ ("By move"));
  gtk_button_set_label (self->by_time_button, compact ? C_ ("short", "Time") : _ ("By time"));
  gtk_button_set_label (self->scope_game, compact ? C_ ("short", "Game") : _ ("This game"));
  gtk_button_set_label (self->scope_everything, compact ? C_ ("short", "All") : _ ("Everything"));
}

void
cl_timeline_bar_set_flipped (ClTimelineBar *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_TIMELINE_BAR (self));
  self->flipped = !!flipped;
}
