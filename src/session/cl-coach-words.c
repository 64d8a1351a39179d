/* cl-coach-words.c: what the coach says, in sentences
 *
 * The move says whose it was ("18." or "18…"), so that every sentence stands whole for both sides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-words.h"

#include <glib/gi18n-lib.h>

char *
cl_coach_move_text (const ClAnalysis *analysis, guint ply, ChessMove move)
{
  ChessPosition position;
  ChessColor color;
  char san[CHESS_SAN_SIZE];
  guint number = cl_game_ply_number (analysis->game, ply + 1, &color);

  cl_game_position_at (analysis->game, ply, &position);
  chess_san_write (&position, move, san);
  return g_strdup_printf (color == CHESS_WHITE ? "%u. %s" : "%u… %s", number, san);
}

/* In the case of "takes …", "leaves … hanging". */
static const char *
piece_name (ChessKind kind)
{
  switch (kind)
    {
    case CHESS_PAWN:
      return C_ ("coach", "the pawn");
    case CHESS_KNIGHT:
      return C_ ("coach", "the knight");
    case CHESS_BISHOP:
      return C_ ("coach", "the bishop");
    case CHESS_ROOK:
      return C_ ("coach", "the rook");
    default:
      return C_ ("coach", "the queen");
    }
}

typedef struct
{
  const ClRemark *remark;
  char *move, *instead, *reply; /* "" where there is none */
  char square[3];
} Words;

static char *
say_mate (const Words *words)
{
  gulong n = (gulong) words->remark->amount;

  if (words->remark->kind == CL_REMARK_MISSED_MATE)
    return words->instead[0] != '\0'
             /* Translators: %1$s and %3$s are moves, %2$d a number of moves. */
             ? g_strdup_printf (ngettext ("%1$s misses mate in %2$d move: %3$s.",
                                          "%1$s misses mate in %2$d moves: %3$s.",
                                          n),
                                words->move,
                                words->remark->amount,
                                words->instead)
             : g_strdup_printf (ngettext ("%s misses mate in %d move.",
                                          "%s misses mate in %d moves.",
                                          n),
                                words->move,
                                words->remark->amount);
  return words->reply[0] != '\0'
           /* Translators: %1$s and %3$s are moves, %2$d a number of moves. */
           ? g_strdup_printf (ngettext ("%1$s walks into mate in %2$d move: %3$s.",
                                        "%1$s walks into mate in %2$d moves: %3$s.",
                                        n),
                              words->move,
                              words->remark->amount,
                              words->reply)
           : g_strdup_printf (ngettext ("%s walks into mate in %d move.",
                                        "%s walks into mate in %d moves.",
                                        n),
                              words->move,
                              words->remark->amount);
}

static char *
say_piece (const Words *words)
{
  const char *piece = piece_name (words->remark->piece);

  if (words->remark->kind == CL_REMARK_HUNG)
    /* Translators: a move, "the knight", its square, the move that takes it. */
    return g_strdup_printf (_ ("%s leaves %s on %s hanging: %s takes it."),
                               words->move,
                               piece,
                               words->square,
                               words->reply);
  /* Translators: a move, the better move, "the knight", its square. */
  return g_strdup_printf (_ ("Instead of %s, %s wins %s on %s."),
                             words->move,
                             words->instead,
                             piece,
                             words->square);
}

/* Sentences that come with a better move where one is known. */
static char *
say_instead (const Words *words, const char *with, const char *without)
{
  return words->instead[0] != '\0' ? g_strdup_printf (with, words->move, words->instead)
                                   : g_strdup_printf (without, words->move);
}

static char *
say_time (const Words *words)
{
  const ClRemark *remark = words->remark;

  if (remark->kind == CL_REMARK_TIME_TROUBLE)
    /* Translators: a move, a number of mistakes, a number of moves. */
    return g_strdup_printf (_ ("From %s on there was little time left: %d of %u moves were mistakes."),
      words->move,
      remark->amount,
      remark->n_after);
  if (words->instead[0] != '\0')
    /* Translators: a move, a number of seconds, the better move. */
    return g_strdup_printf (_ ("%s was played in %d seconds, with time to find %s."),
                               words->move,
                               (remark->amount + 500) / 1000,
                               words->instead);
  /* Translators: a move, a number of seconds. */
  return g_strdup_printf (_ ("%s was played in %d seconds, though there was time."),
                             words->move,
                             (remark->amount + 500) / 1000);
}

static char *
say_standing (const Words *words)
{
  guint chance = (guint) (words->remark->amount + 50) / 100;

  if (words->remark->kind == CL_REMARK_CONVERSION)
    return words->instead[0] != '\0'
      /* Translators: a percentage, a move, the better move. */
      ? g_strdup_printf (_ ("With chances of %u %%, %s gives the win away; %s keeps it."),
                            chance,
                            words->move,
                            words->instead)
      /* Translators: a percentage, a move. */
      : g_strdup_printf (_ ("With chances of %u %%, %s gives the win away."), chance, words->move);
  /* Translators: a move, a percentage. */
  return g_strdup_printf (_ ("Well defended: after %s the chances were %u %%, and the game was not lost."),
    words->move,
    chance);
}

static char *
say (const Words *words)
{
  switch (words->remark->kind)
    {
    case CL_REMARK_ONLY_MOVE:
      return g_strdup_printf (_ ("Well found: %s was the only move."), words->move);
    case CL_REMARK_MISSED_MATE:
    case CL_REMARK_ALLOWED_MATE:
      return say_mate (words);
    case CL_REMARK_HUNG:
    case CL_REMARK_MISSED_WIN:
      return say_piece (words);
    case CL_REMARK_ALLOWED_FORK:
      return g_strdup_printf (_ ("%s allows the fork %s."), words->move, words->reply);
    case CL_REMARK_MISSED_FORK:
      return g_strdup_printf (_ ("Instead of %s, %s is a fork."), words->move, words->instead);
    case CL_REMARK_UNPUNISHED:
      return say_instead (words,
                          _ ("%s lets the mistake before go; %s punishes it."),
                             _ ("%s lets the mistake before go."));
    case CL_REMARK_OPENING:
      return say_instead (words,
                          _ ("%s leaves the known lines to one's own cost; %s is better."),
                             _ ("%s leaves the known lines to one's own cost."));
    case CL_REMARK_ENDGAME:
      return say_instead (words,
                          _ ("An endgame to study: instead of %s, %s holds what there is."),
                             _ ("An endgame to study: %s gives away what there is."));
    case CL_REMARK_TOO_FAST:
    case CL_REMARK_TIME_TROUBLE:
      return say_time (words);
    case CL_REMARK_CONVERSION:
    case CL_REMARK_GOOD_DEFENCE:
      return say_standing (words);
    default:
      return say_instead (words, _ ("%s is a mistake; %s is better."), _ ("%s is a mistake."));
    }
}

char *
cl_remark_sentence (const ClAnalysis *analysis, const ClRemark *remark)
{
  g_autofree char *move =
    cl_coach_move_text (analysis, remark->ply - 1, analysis->plies[remark->ply].move);
  g_autofree char *instead = remark->instead != CHESS_MOVE_NULL
                               ? cl_coach_move_text (analysis, remark->ply - 1, remark->instead)
                               : g_strdup ("");
  g_autofree char *reply = remark->reply != CHESS_MOVE_NULL
                             ? cl_coach_move_text (analysis, remark->ply, remark->reply)
                             : g_strdup ("");
  Words words = { remark, move, instead, reply, "" };

  if (remark->square < 64)
    {
      words.square[0] = (char) ('a' + chess_file (remark->square));
      words.square[1] = (char) ('1' + chess_rank (remark->square));
    }
  return say (&words);
}
