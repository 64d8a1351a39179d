/* cl-window-look.c: which way the board is turned, and what the preferences say of it
 *
 * A board turned by hand stays so for that game, in this run and the next. Where two people share one side of the screen it
 * turns with every move instead, and that is not remembered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-engines.h"
#include "cl-window-private.h"

#define MAX_TURNED 200

static char *
dup_game_key (ClWindow *self)
{
  const ClGame *game = cl_window_get_game (self);

  return game ? g_strdup_printf ("%s %u", game->partition, game->game) : NULL;
}

static void
show_flipped (ClWindow *self, gboolean flipped)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "flip");

  cl_board_page_set_flipped (self->board_page, flipped);
  cl_timeline_bar_set_flipped (self->timeline, flipped);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (flipped));
}

/* "+" or "-" and the game: turned, or not. The latest first, so that old ones fall off the end. */
static void
remember_flipped (ClWindow *self, gboolean flipped)
{
  g_autofree char *key = dup_game_key (self);
  g_auto (GStrv) before = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) after = NULL;
  g_autofree char *line = NULL;

  cl_settings_set_boolean (self->settings, "board-flipped", flipped);
  if (!key)
    return;
  before = cl_settings_dup_texts (self->settings, "turned-games");
  builder = g_strv_builder_new ();
  line = g_strdup_printf ("%c%s", flipped ? '+' : '-', key);
  g_strv_builder_add (builder, line);
  for (guint i = 0; before[i] && i < MAX_TURNED - 1; i++)
    if (*before[i] && strcmp (before[i] + 1, key) != 0)
      g_strv_builder_add (builder, before[i]);
  after = g_strv_builder_end (builder);
  cl_settings_set_texts (self->settings, "turned-games", (const char *const *) after);
}

void
cl_window_set_flipped (ClWindow *self, gboolean flipped)
{
  show_flipped (self, flipped);
  remember_flipped (self, flipped);
}

/* Two people share this screen and the game goes on. */
static gboolean
is_turning (ClWindow *self, const ClGame *game)
{
  return cl_settings_get_boolean (self->settings, "board-turns") &&
         game->status == CL_GAME_PLAYING && cl_session_is_at_live_end (self->session) &&
         !cl_session_is_computer (game, CHESS_WHITE) && !cl_session_is_computer (game, CHESS_BLACK);
}

static void
turn_to_mover (ClWindow *self)
{
  const ClGame *game = cl_window_get_game (self);

  if (game && is_turning (self, game))
    show_flipped (self, game->current.side == CHESS_BLACK);
}

/* Another game than before comes as it was left. */
static void
restore_flipped (ClWindow *self)
{
  g_autofree char *key = dup_game_key (self);
  g_auto (GStrv) turned = NULL;

  if (!key || g_strcmp0 (key, self->turned) == 0)
    return;
  g_free (self->turned);
  self->turned = g_steal_pointer (&key);
  turned = cl_settings_dup_texts (self->settings, "turned-games");
  for (guint i = 0; turned[i]; i++)
    if (*turned[i] && strcmp (turned[i] + 1, self->turned) == 0)
      {
        show_flipped (self, *turned[i] == '+');
        return;
      }
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClWindow *self)
{
  restore_flipped (self);
  turn_to_mover (self);
}

static void
settings_changed_cb (ClSettings *settings, const char *key, ClWindow *self)
{
  ClBoard *board = cl_board_page_get_board (self->board_page);

  cl_board_set_coordinates (board, cl_settings_get_boolean (settings, "board-coordinates"));
  cl_board_set_auto_queen (board, cl_settings_get_boolean (settings, "board-auto-queen"));
  if (self->session && g_strcmp0 (key, "board-turns") == 0)
    turn_to_mover (self);
}

void
cl_window_apply_look (ClWindow *self)
{
  static const char *const watched[] = { "changed::board-coordinates",
                                         "changed::board-auto-queen",
                                         "changed::board-turns" };

  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (self->settings, watched[i], G_CALLBACK (settings_changed_cb), self, 0);
  settings_changed_cb (self->settings, "", self);
}

void
cl_window_watch_look (ClWindow *self)
{
  g_signal_connect_object (self->session, "notify::game", G_CALLBACK (game_changed_cb), self, 0);
}
