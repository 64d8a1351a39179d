/* cl-placement.c: what stands on 64 squares, compared, turned, written and read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-placement.h"

#include <string.h>

static const char letters[] = "PNBRQK";

ClPlacement
cl_placement_empty (void)
{
  ClPlacement self;

  memset (self.squares, CHESS_NO_PIECE, sizeof self.squares);
  return self;
}

ClPlacement
cl_placement_of (const ChessPosition *position)
{
  ClPlacement self;

  memcpy (self.squares, position->board, sizeof self.squares);
  return self;
}

ClPlacement
cl_placement_start (void)
{
  ChessPosition start = chess_position_start ();

  return cl_placement_of (&start);
}

ClPlacement
cl_placement_turned (const ClPlacement *self)
{
  ClPlacement turned;

  for (guint i = 0; i < 64; i++)
    turned.squares[63 - i] = self->squares[i];
  return turned;
}

ClPlacement
cl_placement_unnamed (const ClPlacement *self)
{
  ClPlacement unnamed;

  for (guint i = 0; i < 64; i++)
    unnamed.squares[i] = self->squares[i] == CHESS_NO_PIECE ? CHESS_NO_PIECE : CL_PIECE_SOME;
  return unnamed;
}

gboolean
cl_placement_equal (const ClPlacement *a, const ClPlacement *b)
{
  return memcmp (a->squares, b->squares, sizeof a->squares) == 0;
}

guint64
cl_placement_diff (const ClPlacement *a, const ClPlacement *b)
{
  guint64 diff = 0;

  for (guint i = 0; i < 64; i++)
    if (a->squares[i] != b->squares[i])
      diff |= G_GUINT64_CONSTANT (1) << i;
  return diff;
}

guint64
cl_placement_occupied (const ClPlacement *self)
{
  guint64 occupied = 0;

  for (guint i = 0; i < 64; i++)
    if (self->squares[i] != CHESS_NO_PIECE)
      occupied |= G_GUINT64_CONSTANT (1) << i;
  return occupied;
}

char
cl_piece_letter (ChessPiece piece)
{
  if (piece == CL_PIECE_SOME)
    return 'o';
  if (chess_piece_kind (piece) >= CHESS_NO_KIND)
    return '.';
  return chess_piece_color (piece) == CHESS_WHITE
           ? letters[chess_piece_kind (piece)]
           : g_ascii_tolower (letters[chess_piece_kind (piece)]);
}

gboolean
cl_piece_from_letter (char letter, ChessPiece *piece)
{
  const char *at = letter != '\0' ? strchr (letters, g_ascii_toupper (letter)) : NULL;

  if (at != NULL)
    *piece = chess_piece (g_ascii_isupper (letter) ? CHESS_WHITE : CHESS_BLACK,
                          (ChessKind) (at - letters));
  else if (letter == 'o')
    *piece = CL_PIECE_SOME;
  else if (letter == '.')
    *piece = CHESS_NO_PIECE;
  else
    return FALSE;
  return TRUE;
}

void
cl_placement_write (const ClPlacement *self, char text[CL_PLACEMENT_SIZE])
{
  char *out = text;

  for (int rank = 7; rank >= 0; rank--)
    {
      guint empty = 0;

      for (guint file = 0; file < 8; file++)
        {
          ChessPiece piece = self->squares[chess_square (file, rank)];

          if (piece == CHESS_NO_PIECE)
            {
              empty++;
              continue;
            }
          if (empty > 0)
            *out++ = (char) ('0' + empty);
          empty = 0;
          *out++ = cl_piece_letter (piece);
        }
      if (empty > 0)
        *out++ = (char) ('0' + empty);
      if (rank > 0)
        *out++ = '/';
    }
  *out = '\0';
}

gboolean
cl_placement_parse (const char *text, ClPlacement *self)
{
  ClPlacement read = cl_placement_empty ();
  guint file = 0;
  int rank = 7;

  for (; *text != '\0'; text++)
    {
      if (*text == '/')
        {
          if (file != 8 || rank == 0)
            return FALSE;
          file = 0;
          rank--;
        }
      else if (*text >= '1' && *text <= '8')
        file += (guint) (*text - '0');
      else if (*text == '.' || file > 7 ||
               !cl_piece_from_letter (*text, &read.squares[chess_square (file, rank)]))
        return FALSE;
      else
        file++;
      if (file > 8)
        return FALSE;
    }
  if (rank != 0 || file != 8)
    return FALSE;
  *self = read;
  return TRUE;
}
