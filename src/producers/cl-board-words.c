/* cl-board-words.c: tells people how to put a board right, square by square
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include <glib/gi18n-lib.h>

#define MAX_SENTENCES 4

const char *
cl_board_name_piece (ChessPiece piece)
{
  static const char *const names[2][CHESS_N_KINDS] = {
    { N_ ("white pawn"),
          N_ ("white knight"),
              N_ ("white bishop"),
                  N_ ("white rook"),
                      N_ ("white queen"), N_ ("white king") },
                      { N_ ("black pawn"),
                            N_ ("black knight"),
                                N_ ("black bishop"),
                                    N_ ("black rook"), N_ ("black queen"), N_ ("black king") },
                                };

  if (chess_piece_kind (piece) >= CHESS_N_KINDS || chess_piece_color (piece) > CHESS_BLACK)
    return _ ("piece");
  return _ (names[chess_piece_color (piece)][chess_piece_kind (piece)]);
}

char *
cl_board_describe_wrong (const ClPlacement *seen, const ClPlacement *expected, guint64 wrong)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < 64; i++)
    {
      char square[3] = { (char) ('a' + chess_file (i)), (char) ('1' + chess_rank (i)), '\0' };
      ChessPiece piece = expected->squares[i];

      if (!(wrong >> i & 1) || n++ >= MAX_SENTENCES)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      if (piece != CHESS_NO_PIECE)
        /* Translators: %1$s is "white knight", %2$s a square */
        g_string_append_printf (text,
                                _ ("Put the %1$s on %2$s."), cl_board_name_piece (piece), square);
      else
        /* Translators: %1$s is "white knight", %2$s a square */
        g_string_append_printf (text,
                                _ ("Take the %1$s off %2$s."),
                                   cl_board_name_piece (seen->squares[i]),
                                   square);
    }
  if (n > MAX_SENTENCES)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text,
                              ngettext ("And %u more square.",
                                        "And %u more squares.",
                                        n - MAX_SENTENCES),
                              n - MAX_SENTENCES);
    }
  return g_string_free (text, FALSE);
}
