/* cl-player-row.c: says whose pieces are at this edge of the board, how they stand and how much time they have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-row.h"

#include "cl-session-engines.h"

#include <glib/gi18n.h>

#include "cl-words.h"

static const guint full_set[] = { 8, 2, 2, 2, 1 };
static const int values[] = { 1, 3, 3, 5, 9 };

static guint
count_pieces (const ChessPosition *position, ChessColor color, ChessKind kind)
{
  return (guint) __builtin_popcountll (position->kinds[kind] & position->colors[color]);
}

static int
sum_values (const ChessPosition *position, ChessColor color)
{
  int sum = 0;

  for (ChessKind kind = CHESS_PAWN; kind < CHESS_KING; kind++)
    sum += values[kind] * (int) count_pieces (position, color, kind);
  return sum;
}

/* What @side took from the other side. A pawn that was promoted counts as lost. */
static void
show_captured (ClPlayerRow *self, const ChessPosition *position, ChessColor side)
{
  ChessColor other = side == CHESS_WHITE ? CHESS_BLACK : CHESS_WHITE;
  guint8 counts[CHESS_KING];

  for (ChessKind kind = CHESS_PAWN; kind < CHESS_KING; kind++)
    {
      guint left = count_pieces (position, other, kind);

      counts[kind] = left < full_set[kind] ? (guint8) (full_set[kind] - left) : 0;
    }
  cl_player_strip_set_captured (self->strip,
                                counts,
                                sum_values (position, side) - sum_values (position, other));
}

static void
show_moment (ClClockFace *face, const ClGame *game, guint ply, gboolean past)
{
  g_autofree char *move = past && ply ? cl_words_move (game, ply) : NULL;
  /* Translators: %s is a move: this is the tooltip of a clock. */
  g_autofree char *text = move ? g_strdup_printf (_ ("What was left after %s"), move) : NULL;

  cl_clock_face_set_past (face, past);
  gtk_widget_set_tooltip_text (GTK_WIDGET (face),
                               text ? text : past ? _ ("What was left at the start") : NULL);
}

/* FALSE: there is none. */
static gboolean
show_board_clock (ClClockFace *face, ClConnectedBoard *board, ChessColor side)
{
  const ClBoardState *state = cl_connected_board_get_state (board);
  gint64 left_ms = cl_connected_board_get_clock_ms (board, side);

  if (left_ms == CL_NO_CLOCK)
    return FALSE;
  cl_clock_face_set_manner (face, 0, 0, FALSE);
  cl_clock_face_set_past (face, FALSE);
  cl_clock_face_set (face,
                     left_ms,
                     g_get_real_time (),
                     state->clock_running && state->clock_side == side,
                     !state->clock_running && state->clock_side == side);
  gtk_widget_set_tooltip_text (GTK_WIDGET (face), _ ("The clock beside the electronic board"));
  return TRUE;
}

/* In a running game a clock shows what is left, or, marked as past, what was left then. */
void
cl_player_row_show_clock (ClPlayerRow *self,
                          const ClGame *game,
                          ChessColor side,
                          const ClPlayerMoment *moment)
{
  ClClockFace *face = cl_player_strip_get_clock (self->strip);
  const ClClockState *clock = &game->clock;
  gint64 now = g_get_real_time ();
  gint64 shown[2];
  const ChessTimeControl *control = &clock->control[side];
  gboolean mine = clock->running == side, live = moment->live;
  gboolean runs = live && !clock->paused && clock->running_since != CL_NO_TIME;

  if (moment->board && live && !clock->started && show_board_clock (face, moment->board, side))
    return;
  cl_clock_face_set_manner (face,
                            (live ? clock->hidden_ms[side] : 0) +
                              (gint64) control->byoyomi_periods * control->byoyomi_ms,
                            control->byoyomi_periods > 0 ? control->byoyomi_ms : 0,
                            runs && !mine && control->timing == CHESS_TIMING_HOURGLASS);
  show_moment (face, game, moment->ply, game->status == CL_GAME_PLAYING && !live);
  if (live && clock->has_clock)
    {
      cl_clock_face_set (face,
                         cl_game_clock_now (game, side, now),
                         now + (mine ? cl_game_clock_delay_left (game, now) * 1000 : 0),
                         mine && runs,
                         mine && clock->paused);
      return;
    }
  cl_game_clock_at (game, moment->ply, &shown[CHESS_WHITE], &shown[CHESS_BLACK]);
  cl_clock_face_set (face, shown[side], now, FALSE, FALSE);
}

/* Nobody resigns in the past, nor for the computer. */
static void
show_acts (ClPlayerRow *self, const ClGame *game, ChessColor side, gboolean live)
{
  const char *target = side == CHESS_WHITE ? "white" : "black";
  gboolean possible =
    live && !self->bare && !game->recorded_only && !cl_session_is_computer (game, side);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resign), "s", target);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->offer), "s", target);
  gtk_widget_set_visible (self->resign, possible);
  gtk_widget_set_visible (self->offer, possible && !game->draw_offered[side]);
  gtk_widget_set_visible (self->claim,
                          possible && cl_game_side_to_move (game) == side &&
                            cl_game_find_claim (game, CHESS_MOVE_NULL) != CHESS_ENDING_NONE);
}

void
cl_player_row_show (ClPlayerRow *self,
                    const ClGame *game,
                    ChessColor side,
                    const ChessPosition *position,
                    const ClPlayerMoment *moment)
{
  const char *name = side == CHESS_WHITE ? game->white : game->black;
  const char *rating = cl_game_get_tag (game, side == CHESS_WHITE ? "WhiteElo" : "BlackElo");
  gboolean rated = rating && g_ascii_isdigit (*rating) && strcmp (rating, "0") != 0;
  gboolean over = game->status == CL_GAME_ENDED && moment->ply >= cl_game_n_plies (game);

  cl_player_strip_set_side (self->strip, side == CHESS_WHITE);
  cl_player_strip_set_player (self->strip,
                              strcmp (name, "?") == 0 ? NULL : name,
                              rated ? rating : NULL);
  cl_player_strip_set_to_move (self->strip, position->side == side && !over);
  show_captured (self, position, side);
  cl_player_row_show_clock (self, game, side, moment);
  if (self->resign)
    show_acts (self, game, side, moment->live);
}

void
cl_player_row_set_bare (ClPlayerRow *self, gboolean bare)
{
  self->bare = bare;
}

/* The name stays the whole word when only a sign is shown. */
static void
set_name (GtkWidget *button, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
create_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, label);
  set_name (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "white");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "cl-act");
  return button;
}

void
cl_player_row_set_compact (ClPlayerRow *self, gboolean compact)
{
  if (compact)
    gtk_button_set_icon_name (GTK_BUTTON (self->resign), "emoji-flags-symbolic");
  else
    gtk_button_set_label (GTK_BUTTON (self->resign), _ ("Resign"));
  gtk_button_set_label (GTK_BUTTON (self->offer), compact ? "½" : _ ("Offer draw"));
  cl_player_strip_set_compact (self->strip, compact);
  set_name (self->resign, _ ("Resign"));
  set_name (self->offer, _ ("Offer draw"));
  gtk_button_set_label (GTK_BUTTON (self->claim), compact ? "½!" : _ ("Claim draw"));
  set_name (self->claim, _ ("Claim draw"));
}

void
cl_player_row_init_plain (ClPlayerRow *self, ClPlayerStrip *strip)
{
  *self = (ClPlayerRow){ strip };
  /* A new strip has no side yet; only a change gives it one. */
  cl_player_strip_set_side (strip, !cl_player_strip_get_side (strip));
}

void
cl_player_row_init (ClPlayerRow *self, ClPlayerStrip *strip)
{
  cl_player_row_init_plain (self, strip);
  self->resign = create_button (_ ("Resign"), "win.resign");
  self->offer = create_button (_ ("Offer draw"), "win.offer-draw");
  self->claim = create_button (_ ("Claim draw"), "win.claim-draw");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->claim), NULL);
  cl_player_strip_add_action (strip, self->resign);
  cl_player_strip_add_action (strip, self->offer);
  cl_player_strip_add_action (strip, self->claim);
}
