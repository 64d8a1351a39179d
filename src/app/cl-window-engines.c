/* cl-window-engines.c: analysing games in the background, and what is said of the computer that plays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"
#include "cl-preferences.h"
#include "cl-session-engines.h"
#include "cl-shown-lines.h"
#include "cl-window-private.h"

static void
analysis_finished_cb (ClJob *job, GParamSpec *pspec, ClWindow *self)
{
  const GError *error = cl_job_get_error (job);
  const char *message = cl_job_get_message (job);

  if (!cl_job_is_finished (job))
    return;
  if (error)
    cl_compat_show_error (GTK_WINDOW (self), _ ("The analysis failed"), error->message);
  else if (message && *message)
    cl_window_show_toast (self, message);
}

/* The library shows how far it is; what came of it is said wherever one is by then. */
static void
watch_analysis (ClWindow *self, ClJob *job)
{
  cl_library_page_add_job (self->library_page, job, NULL);
  g_signal_connect_object (job, "notify::finished", G_CALLBACK (analysis_finished_cb), self, 0);
}

static void
analyse_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  g_autoptr (ClJob) job = NULL;

  if (!game)
    return;
  job = cl_session_analyse_game (self->session, game->partition, game->game);
  watch_analysis (self, job);
  cl_window_show_toast (self, _ ("Analysing the game; the library shows how far it is"));
}

static void
analyse_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autoptr (ClJob) job = cl_session_analyse_all (self->session);

  watch_analysis (self, job);
  cl_window_show_view (self, "library");
}

static void
pause_analysis_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  gboolean paused = !cl_session_get_analysis_paused (self->session);

  cl_session_set_analysis_paused (self->session, paused);
  g_simple_action_set_state (action, g_variant_new_boolean (paused));
}

/* The switch on the card, the menu and the key are one. */
static void
change_live_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  ClWindow *self = data;
  gboolean on = g_variant_get_boolean (state);

  if (self->session == NULL)
    return;
  g_simple_action_set_state (action, state);
  cl_live_evaluation_set_running (cl_session_get_live_evaluation (self->session), on);
  if (on)
    g_object_set (self->board_page, "side-page", "analysis", NULL);
}

/* Whoever is the arbiter sees the page of fair play; it is off until somebody says so in the preferences. */
static void
change_arbiter_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  ClWindow *self = data;
  gboolean on = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  cl_settings_set_boolean (self->settings, "arbiter-mode", on);
  cl_board_page_set_arbiter (self->board_page, on);
}

/* Along the best line, on the board alone; back again. */
static void
line_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_shown_lines_step (CL_WINDOW (data)->session);
}

static void
line_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_shown_lines_step_back (CL_WINDOW (data)->session);
}

static void
opponent_changed_cb (ClSession *session, ClWindow *self)
{
  const char *trouble = cl_session_get_opponent_trouble (session);
  g_autofree char *text = NULL;

  if (!trouble)
    return;
  /* Translators: %s is a sentence that says what is wrong with a chess engine */
  text = g_strdup_printf (_ ("The computer cannot move. %s"), trouble);
  cl_window_show_toast (self, text);
}

/* Against the computer one sits at the bottom, until one turns the board oneself. */
static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClWindow *self)
{
  const ClGame *game = cl_window_get_game (self);
  gboolean white = game && cl_session_is_computer (game, CHESS_WHITE);
  g_autofree char *name = NULL;

  if (!game || game->status != CL_GAME_PLAYING ||
      white == cl_session_is_computer (game, CHESS_BLACK))
    return;
  name = g_strdup_printf ("%s %u", game->partition, game->game);
  if (g_strcmp0 (name, self->seated) == 0)
    return;
  g_free (self->seated);
  self->seated = g_steal_pointer (&name);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "flip", g_variant_new_boolean (white));
}

void
cl_window_add_engine_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "analyse-game", analyse_game_cb },
    { "analyse-all", analyse_all_cb },
    { "pause-analysis", pause_analysis_cb, NULL, "false" },
    { "live-engine", NULL, NULL, "false", change_live_cb },
    { "arbiter-mode", NULL, NULL, "false", change_arbiter_cb },
    { "line-forward", line_forward_cb },
    { "line-back", line_back_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
cl_window_watch_engines (ClWindow *self)
{
  cl_preferences_apply_engine (self->settings, self->session);
  g_signal_connect_object (self->session,
                           "opponent-changed",
                           G_CALLBACK (opponent_changed_cb),
                           self,
                           0);
  g_signal_connect_object (self->session, "notify::game", G_CALLBACK (game_changed_cb), self, 0);
}
