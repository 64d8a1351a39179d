/* cl-move-text.c: a move as the scoresheet writes it, and as the two small numbers that the ledger stores
 *
 * move:  from (0–5), to (6–11), promotion (12–14: 0 none, 1 N, 2 B, 3 R, 4 Q)
 * marks: piece (0–2), captured (3–5), file shown (6), rank shown (7), check (8–9: 1 +, 2 #), castling (10–11: 1, 2)
 * Pieces: 1 P, 2 N, 3 B, 4 R, 5 Q, 6 K. A castling has piece K, its squares as UCI writes them, and no other marks but check. A
 * capturing pawn shows its file. The null move is 0 and 0: "--", "0000". The view `scoresheet` in cl-schema.c spells the
 * same in SQL; a test compares the two for every valid pair.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"

#include <string.h>

#define FILE_SHOWN (1 << 6)
#define RANK_SHOWN (1 << 7)

enum
{
  PAWN = 1,
  KING = 6,
};

static const char piece_letters[] = "?PNBRQK";
static const char promotion_letters[] = "?NBRQ";

#define move_from(m)      ((m).move & 63)
#define move_to(m)        ((m).move >> 6 & 63)
#define move_promotion(m) ((m).move >> 12)
#define marks_piece(m)    ((m).marks & 7)
#define marks_castling(m) ((m).marks >> 10)

gboolean
cl_move_is_valid (ClMove move)
{
  if (move.move == 0)
    return move.marks == 0;
  if (move_from (move) == move_to (move) || move_promotion (move) > 4)
    return FALSE;
  if (marks_piece (move) < PAWN || marks_piece (move) > KING || cl_move_get_captured (move) > KING)
    return FALSE;
  if (cl_move_get_check (move) > 2 || marks_castling (move) > 2)
    return FALSE;
  if (marks_castling (move))
    return marks_piece (move) == KING && cl_move_get_captured (move) == 0 &&
           move_promotion (move) == 0 && (move.marks & (FILE_SHOWN | RANK_SHOWN)) == 0;
  if (marks_piece (move) != PAWN)
    return move_promotion (move) == 0;
  return cl_move_get_captured (move) == 0 || (move.marks & FILE_SHOWN);
}

static char *
write_square (char *out, guint square)
{
  *out++ = (char) ('a' + (square & 7));
  *out++ = (char) ('1' + (square >> 3));
  return out;
}

void
cl_move_san (ClMove move, char san[12])
{
  char *out = san;
  guint from = move_from (move);

  if (!cl_move_is_valid (move) || move.move == 0)
    {
      strcpy (san, cl_move_is_valid (move) ? "--" : "?");
      return;
    }
  if (marks_castling (move))
    out = g_stpcpy (out, marks_castling (move) == 1 ? "O-O" : "O-O-O");
  else
    {
      if (marks_piece (move) != PAWN)
        *out++ = piece_letters[marks_piece (move)];
      if (move.marks & FILE_SHOWN)
        *out++ = (char) ('a' + (from & 7));
      if (move.marks & RANK_SHOWN)
        *out++ = (char) ('1' + (from >> 3));
      if (cl_move_get_captured (move))
        *out++ = 'x';
      out = write_square (out, move_to (move));
      if (move_promotion (move))
        {
          *out++ = '=';
          *out++ = promotion_letters[move_promotion (move)];
        }
    }
  if (cl_move_get_check (move))
    *out++ = cl_move_get_check (move) == 1 ? '+' : '#';
  *out = '\0';
}

void
cl_move_uci (ClMove move, char uci[6])
{
  char *out = uci;

  if (!cl_move_is_valid (move) || move.move == 0)
    {
      strcpy (uci, cl_move_is_valid (move) ? "0000" : "?");
      return;
    }
  out = write_square (out, move_from (move));
  out = write_square (out, move_to (move));
  if (move_promotion (move))
    *out++ = (char) g_ascii_tolower (promotion_letters[move_promotion (move)]);
  *out = '\0';
}

const char *
cl_move_captured (ClMove move)
{
  static const char *const letters[] = { "", "P", "N", "B", "R", "Q", "K", "" };

  return letters[cl_move_get_captured (move)];
}

/* -1 if @letter is not in @letters, which has a place holder at 0. */
static int
find_letter (const char *letters, char letter)
{
  const char *at = letter ? strchr (letters + 1, letter) : NULL;

  return at ? (int) (at - letters) : -1;
}

static gboolean
read_square (const char *text, guint *square)
{
  if (text[0] < 'a' || text[0] > 'h' || text[1] < '1' || text[1] > '8')
    return FALSE;
  *square = (guint) (text[0] - 'a') | (guint) (text[1] - '1') << 3;
  return TRUE;
}

static gboolean
read_uci (const char *uci, ClMove *move)
{
  gsize length = strlen (uci);
  guint from, to;
  int promotion = 0;

  if (length < 4 || length > 5 || !read_square (uci, &from) || !read_square (uci + 2, &to))
    return FALSE;
  if (length == 5)
    promotion =
      g_ascii_islower (uci[4]) ? find_letter (promotion_letters, g_ascii_toupper (uci[4])) : -1;
  if (promotion < 0)
    return FALSE;
  move->move = (guint16) (from | to << 6 | (guint) promotion << 12);
  return TRUE;
}

/* What stands before the target square: "", "N", "Nb", "N1", "Nb1", "e", "exd" without the rest. */
static gboolean
read_san_start (const char *start, gsize length, ClMove *move)
{
  int piece = length ? find_letter (piece_letters, start[0]) : -1;

  if (piece > PAWN)
    {
      start++;
      length--;
    }
  else
    piece = PAWN;
  move->marks |= (guint16) piece;
  if (length && start[length - 1] == 'x')
    length--;
  if (length && *start == (char) ('a' + (move_from (*move) & 7)))
    {
      move->marks |= FILE_SHOWN;
      start++;
      length--;
    }
  if (length && *start == (char) ('1' + (move_from (*move) >> 3)))
    {
      move->marks |= RANK_SHOWN;
      length--;
    }
  return length == 0;
}

/* @move has its squares from UCI already; the SAN must say the same. The final comparison finds what slipped through. */
static gboolean
read_san (const char *san, ClMove *move)
{
  gsize length = strlen (san);

  if (length && (san[length - 1] == '+' || san[length - 1] == '#'))
    move->marks |= san[--length] == '+' ? 1 << 8 : 2 << 8;
  if (length == 3 && strncmp (san, "O-O", 3) == 0)
    move->marks |= KING | 1 << 10;
  else if (length == 5 && strncmp (san, "O-O-O", 5) == 0)
    move->marks |= KING | 2 << 10;
  else
    {
      if (move_promotion (*move))
        length -= MIN (length, 2);
      if (length < 2)
        return FALSE;
      return read_san_start (san, length - 2, move);
    }
  return TRUE;
}

gboolean
cl_move_from_text (const char *san, const char *uci, const char *captured, ClMove *move)
{
  ClMove read = { 0 };
  int taken;
  char again[12];

  g_return_val_if_fail (san != NULL && uci != NULL && move != NULL, FALSE);

  *move = read;
  captured = captured ? captured : "";
  if (strcmp (uci, "0000") == 0)
    return strcmp (san, "--") == 0 && *captured == '\0';
  taken = *captured ? find_letter (piece_letters, *captured) : 0;
  if (taken < 0 || (taken > 0 && captured[1] != '\0') || strlen (san) >= sizeof again)
    return FALSE;
  read.marks = (guint16) (taken << 3);
  if (!read_uci (uci, &read) || !read_san (san, &read) || !cl_move_is_valid (read))
    return FALSE;
  cl_move_san (read, again);
  if (strcmp (again, san) != 0)
    return FALSE;
  *move = read;
  return TRUE;
}
