/* cl-words-board.c: what people are told about an electronic board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words-board.h"

#include <glib/gi18n.h>

#include "cl-words.h"

static char *
describe_game (const ClBoardState *state)
{
  if (state->is_playing && state->candidate != CHESS_MOVE_NULL && state->candidate_san)
    /* Translators: %1$u is a game's number, %2$s a move that is not certain yet. */
    return g_strdup_printf (_ ("Game %1$u · perhaps %2$s"), state->game, state->candidate_san);
  if (state->is_playing)
    return g_strdup_printf (ngettext ("Game %1$u · %2$u half-move",
                                      "Game %1$u · %2$u half-moves",
                                      state->n_plies),
                            state->game,
                            state->n_plies);
  return g_strdup (_ ("Set up the start position to begin a game"));
}

char *
cl_words_board_status (ClConnectedBoard *board)
{
  const ClBoardState *state = cl_connected_board_get_state (board);

  switch (state->phase)
    {
    case CL_BOARD_CONNECTED:
      return describe_game (state);
    case CL_BOARD_AWAY:
      return g_strdup (_ ("Unplugged. The game goes on when it is there again."));
    case CL_BOARD_FAILED:
      return g_strdup (_ ("Cannot be used"));
    default:
      return g_strdup (state->family ? _ ("Connecting…") : _ ("Asking which board it is…"));
    }
}

char *
cl_words_board_details (ClConnectedBoard *board)
{
  const ClBoardState *state = cl_connected_board_get_state (board);
  const char *serial = cl_connected_board_get_serial (board);
  GString *text = g_string_new (cl_connected_board_get_device (board));

  if (serial)
    {
      g_string_prepend (text, " · ");
      g_string_prepend (text, serial);
    }
  if (state->name)
    {
      g_string_prepend (text, " · ");
      g_string_prepend (text, state->name);
    }
  return g_string_free (text, FALSE);
}

char *
cl_words_board_battery (const ClBoardState *state)
{
  if (state->percent == 0)
    return NULL;
  if (state->charging)
    /* Translators: of a battery; %u is a number from 1 to 100. */
    return g_strdup_printf (_ ("Battery %u %%, charging"), state->percent);
  /* Translators: of a battery; %u is a number from 1 to 100. */
  return g_strdup_printf (_ ("Battery %u %%"), state->percent);
}

char *
cl_words_board_clock (ClConnectedBoard *board)
{
  const ClBoardState *state = cl_connected_board_get_state (board);
  gint64 white_ms = cl_connected_board_get_clock_ms (board, CHESS_WHITE);
  gint64 black_ms = cl_connected_board_get_clock_ms (board, CHESS_BLACK);
  g_autofree char *white = NULL;
  g_autofree char *black = NULL;

  if (white_ms == CL_NO_CLOCK || black_ms == CL_NO_CLOCK)
    return NULL;
  white = cl_words_clock (white_ms);
  black = cl_words_clock (black_ms);
  /* Translators: the two times of a chess clock; %2$s is a sign that points to the side whose time runs. */
  return g_strdup_printf (_ ("Clock: White %1$s %2$s %3$s Black"),
                             white,
                             !state->clock_running              ? "·"
                             : state->clock_side == CHESS_WHITE ? "◂"
                                                                : "▸",
                             black);
}

gboolean
cl_words_board_needs_help (const ClBoardState *state)
{
  return state->question || state->guidance || state->trouble || state->phase == CL_BOARD_AWAY;
}
