/* cl-notice-bar.c: keeps past and present apart: a person must never wonder which of the two is on the board
 *
 * One bar at a time, so that the board keeps its size; what changes the meaning of the board most comes first:
 * a trial line, then looking back, then the ledger as it once stood, then time still to be decided about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-notice-bar.h"

#include <glib/gi18n.h>

#include "cl-words.h"

#define CLOCK_INTERVAL_MS 250

struct _ClNoticeBar
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkLabel *trial_text;
  GtkWidget *trial_return;
  GtkWidget *keep;
  GtkLabel *back_text;
  GtkLabel *back_clocks;
  GtkLabel *travel_text;
  GtkLabel *time_text;

  ClSession *session;
  GSignalGroup *signals;
  guint clock_timeout;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (ClNoticeBar, cl_notice_bar, GTK_TYPE_WIDGET)

/* "Kasparov 0:31:40 · Topalov ▸ 0:38:05": the clock that runs has the sign that it has beside the board. Where room is
 * short the sides take the place of the names, which stand beside the board. */
static char *
describe_clocks (const ClGame *game, gboolean compact)
{
  gint64 now = g_get_real_time ();
  g_auto (GStrv) names = g_new0 (char *, 3);
  g_auto (GStrv) times = g_new0 (char *, 3);

  for (ChessColor side = CHESS_WHITE; side <= CHESS_BLACK; side++)
    {
      g_autofree char *time = cl_words_clock (cl_game_clock_shown (game, side, now, NULL));
      gboolean runs = game->clock.running_since != CL_NO_TIME && !game->clock.paused &&
                      game->clock.running == side;

      names[side] =
        compact ? g_strdup (side == CHESS_WHITE ? C_ ("side", "White") : C_ ("side", "Black"))
                                                : cl_words_surname (game, side);
      times[side] = g_strconcat (runs ? "▸ " : "", time, NULL);
    }
  /* Translators: White's name and clock, Black's name and clock. */
  return g_strdup_printf (_ ("%s %s · %s %s"), names[0], times[0], names[1], times[1]);
}

/* Where the game has come to meanwhile: the move that "behind" is counted from, and both clocks. */
static char *
describe_now (const ClGame *game, gboolean compact)
{
  g_autofree char *move = cl_words_move (game, cl_game_n_plies (game));
  g_autofree char *clocks = NULL;

  if (!game->clock.has_clock)
    /* Translators: %s is the last move of the game that goes on. */
    return g_strdup_printf (_ ("Now: %s"), move);
  clocks = describe_clocks (game, compact);
  if (compact)
    /* Translators: %s are both clocks. */
    return g_strdup_printf (C_ ("clocks", "Now: %s"), clocks);
  /* Translators: the last move of the game that goes on, and both clocks. */
  return g_strdup_printf (_ ("Now: %s · %s"), move, clocks);
}

static void
show_now (ClNoticeBar *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  g_autofree char *text = game ? describe_now (game, self->compact) : NULL;

  gtk_label_set_text (self->back_clocks, text ? text : "");
}

static gboolean
clocks_moved_cb (gpointer data)
{
  show_now (data);
  return G_SOURCE_CONTINUE;
}

static void
show_page (ClNoticeBar *self, const char *name)
{
  gboolean ticking = g_strcmp0 (name, "back") == 0;

  if (name)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
  gtk_widget_set_visible (GTK_WIDGET (self), name != NULL);
  if (ticking && !self->clock_timeout)
    self->clock_timeout = g_timeout_add (CLOCK_INTERVAL_MS, clocks_moved_cb, self);
  else if (!ticking)
    g_clear_handle_id (&self->clock_timeout, g_source_remove);
}

static void
show_trial (ClNoticeBar *self, const ClGame *game)
{
  g_autofree char *moves = cl_session_get_trial_text (self->session);
  /* Translators: %s are moves. */
  g_autofree char *text = g_strdup_printf (_ ("Trying: %s — not recorded"), moves ? moves : "");

  gtk_label_set_text (self->trial_text, text);
  gtk_widget_set_visible (self->trial_return, game->status == CL_GAME_PLAYING);
  show_page (self, "trial");
}

static void
show_looking_back (ClNoticeBar *self, const ClGame *game)
{
  guint ply = cl_session_get_ply (self->session);
  g_autofree char *shown = cl_words_move (game, ply);
  g_autofree char *time = cl_words_played (game, ply);
  g_autofree char *behind = cl_words_behind (cl_session_get_moves_behind (self->session));
  g_autofree char *text = NULL;

  if (*time)
    /* Translators: a move, “played at 13:58”, “3 moves behind”. */
    text = g_strdup_printf (_ ("Looking back: %s, %s — %s"), shown, time, behind);
  else
    /* Translators: a move, “3 moves behind”. */
    text = g_strdup_printf (_ ("Looking back: %s — %s"), shown, behind);
  gtk_label_set_text (self->back_text, text);
  show_now (self);
  show_page (self, "back");
}

static void
show_unaccounted (ClNoticeBar *self, const ClGame *game)
{
  g_autofree char *gone = cl_words_duration (cl_session_get_unaccounted_ms (self->session));
  g_autofree char *text = NULL;

  /* Translators: %s is a duration such as “4 min 12 s”. */
  text = g_strdup_printf (cl_game_side_to_move (game) == CHESS_WHITE
                          ? _ ("The app was closed for %s while White’s clock ran.")
                          : _ ("The app was closed for %s while Black’s clock ran."), gone);
  gtk_label_set_text (self->time_text, text);
  show_page (self, "time");
}

static void
show_travel (ClNoticeBar *self)
{
  guint64 later = cl_session_get_head (self->session) - cl_session_get_position (self->session);
  g_autofree char *count = cl_words_number (later);
  /* Translators: %s is a number. */
  g_autofree char *text =
    g_strdup_printf (ngettext ("Everything is shown as it stood once — %s entry was made since.",
                               "Everything is shown as it stood once — %s entries were made since.",
                               (gulong) MIN (later, G_MAXLONG)),
                     count);

  gtk_label_set_text (self->travel_text, text);
  show_page (self, "travel");
}

static void
refresh (ClNoticeBar *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (game && cl_session_get_trial_length (self->session))
    show_trial (self, game);
  else if (self->session && cl_session_get_position (self->session))
    show_travel (self);
  else if (game && cl_session_get_looking_back (self->session))
    show_looking_back (self, game);
  else if (game && !cl_session_is_read_only (self->session) &&
           cl_session_get_unaccounted_ms (self->session) > 0)
    show_unaccounted (self, game);
  else
    show_page (self, NULL);
}

static void
session_changed_cb (ClSession *session, GParamSpec *pspec, ClNoticeBar *self)
{
  refresh (self);
}

static void
cl_notice_bar_dispose (GObject *object)
{
  ClNoticeBar *self = CL_NOTICE_BAR (object);

  g_clear_handle_id (&self->clock_timeout, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_notice_bar_parent_class)->dispose (object);
}

static void
cl_notice_bar_class_init (ClNoticeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_notice_bar_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-notice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, stack);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, trial_text);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, trial_return);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, keep);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, back_text);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, back_clocks);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, travel_text);
  gtk_widget_class_bind_template_child (widget_class, ClNoticeBar, time_text);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "noticebar");
}

static void
cl_notice_bar_init (ClNoticeBar *self)
{
  static const char *const watched[] = {
    "notify::game",     "notify::ply",          "notify::looking-back",   "notify::trial-length",
    "notify::position", "notify::moves-behind", "notify::unaccounted-ms",
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect (self->signals, watched[i], G_CALLBACK (session_changed_cb), self);
}

void
cl_notice_bar_set_session (ClNoticeBar *self, ClSession *session)
{
  g_return_if_fail (CL_IS_NOTICE_BAR (self));
  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  refresh (self);
}

void
cl_notice_bar_set_compact (ClNoticeBar *self, gboolean compact)
{
  g_return_if_fail (CL_IS_NOTICE_BAR (self));
  self->compact = !!compact;
  show_now (self);
}
