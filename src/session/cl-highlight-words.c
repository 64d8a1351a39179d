/* cl-highlight-words.c: why a game is worth opening, in a sentence
 *
 * Each sentence stands whole, once for each side, so that it can be translated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlight-words.h"

#include <glib/gi18n-lib.h>

static guint
move_number (const ClHighlight *self, gint ply)
{
  return self->first_number + ((guint) MAX (ply, 1) - 1 + (self->first == CHESS_BLACK)) / 2;
}

/* What @points are, in the grammatical case of "gave …". */
static const char *
material (gint points)
{
  switch (points)
    {
    case 1:
      return C_ ("material", "a pawn");
    case 2:
      return C_ ("material", "the exchange");
    case 3:
      return C_ ("material", "a piece");
    case 4:
      return C_ ("material", "a piece and a pawn");
    case 5:
      return C_ ("material", "a rook");
    case 6:
      return C_ ("material", "two pieces");
    case 7:
    case 8:
      return C_ ("material", "a rook and more");
    case 9:
    case 10:
      return C_ ("material", "a queen");
    default:
      return C_ ("material", "a queen and more");
    }
}

static char *
say_sacrifice (const ClHighlight *self, const ClReason *reason)
{
  guint move = move_number (self, reason->ply);

  if (reason->side == CHESS_WHITE)
    /* Translators: %s is "a rook", "the exchange" …; %u the number of a move. */
    return g_strdup_printf (_ ("White gave %s on move %u."), material (reason->amount), move);
  /* Translators: %s is "a rook", "the exchange" …; %u the number of a move. */
  return g_strdup_printf (_ ("Black gave %s on move %u."), material (reason->amount), move);
}

static char *
say_behind (const ClReason *reason)
{
  if (reason->side == CHESS_WHITE)
    /* Translators: %s is "a rook", "the exchange" … */
    return g_strdup_printf (_ ("White won while %s behind."), material (reason->amount));
  /* Translators: %s is "a rook", "the exchange" … */
  return g_strdup_printf (_ ("Black won while %s behind."), material (reason->amount));
}

static char *
say_came_back (const ClHighlight *self, const ClReason *reason)
{
  guint move = move_number (self, reason->ply);

  if (reason->side == CHESS_WHITE)
    /* Translators: %s is "a rook", "the exchange" …; %u the number of a move. */
    return g_strdup_printf (_ ("White was %s behind on move %u and won."),
                               material (reason->amount),
                               move);
  /* Translators: %s is "a rook", "the exchange" …; %u the number of a move. */
  return g_strdup_printf (_ ("Black was %s behind on move %u and won."),
                             material (reason->amount),
                             move);
}

static char *
say_comeback (const ClHighlight *self, const ClReason *reason)
{
  guint move = move_number (self, reason->ply), chance = (guint) (reason->amount + 50) / 100;

  if (reason->side == CHESS_WHITE)
    /* Translators: the first %u is a percentage, the second the number of a move. */
    return g_strdup_printf (_ ("White won after chances of %u %% on move %u."), chance, move);
  /* Translators: the first %u is a percentage, the second the number of a move. */
  return g_strdup_printf (_ ("Black won after chances of %u %% on move %u."), chance, move);
}

static char *
say_mate (const ClReason *reason)
{
  switch ((ClMateKind) reason->amount)
    {
    case CL_MATE_SMOTHERED:
      return g_strdup (_ ("It ended in a smothered mate."));
    case CL_MATE_BACK_RANK:
      return g_strdup (_ ("It ended in mate on the back rank."));
    case CL_MATE_PROMOTING:
      return g_strdup (_ ("It ended in mate by a promotion."));
    case CL_MATE_CASTLING:
      return g_strdup (_ ("It ended in mate by castling."));
    case CL_MATE_PAWN:
      return g_strdup (_ ("It ended in mate by a pawn."));
    default:
      return g_strdup (_ ("It ended in mate."));
    }
}

static char *
say_underpromotion (const ClHighlight *self, const ClReason *reason)
{
  guint move = move_number (self, reason->ply);

  if (reason->amount == 1)
    return g_strdup_printf (_ ("On move %u a pawn became a knight."), move);
  if (reason->amount == 2)
    return g_strdup_printf (_ ("On move %u a pawn became a bishop."), move);
  return g_strdup_printf (_ ("On move %u a pawn became a rook."), move);
}

static char *
say_upset (const ClReason *reason)
{
  if (reason->kind == CL_REASON_UPSET_DRAW)
    return g_strdup_printf (_ ("The lower rated by %d points drew."), reason->amount);
  if (reason->side == CHESS_WHITE)
    return g_strdup_printf (_ ("White won, rated %d points lower."), reason->amount);
  return g_strdup_printf (_ ("Black won, rated %d points lower."), reason->amount);
}

static char *
say_whole_game (const ClHighlight *self, const ClReason *reason)
{
  switch (reason->kind)
    {
    case CL_REASON_LEAD_CHANGES:
      return g_strdup_printf (ngettext ("The lead changed %d time.",
                                        "The lead changed %d times.",
                                        (gulong) reason->amount),
                              reason->amount);
    case CL_REASON_FIGHT:
      return g_strdup (_ ("It swung to and fro until late."));
    case CL_REASON_QUALITY:
      return g_strdup_printf (_ ("Both played with an accuracy above %d %%."),
                                 reason->amount / 100);
    case CL_REASON_SCRAMBLE:
      return g_strdup_printf (_ ("From move %u on it was played in the last seconds."),
                                 move_number (self, reason->ply));
    case CL_REASON_QUEENS:
      return g_strdup (_ ("Four queens were on the board."));
    case CL_REASON_KING_WALK:
      return g_strdup_printf (_ ("On move %u a king had walked up the whole board."),
                                 move_number (self, reason->ply));
    case CL_REASON_STALEMATE:
      return g_strdup (_ ("It ended in stalemate."));
    case CL_REASON_SHORT:
      return g_strdup_printf (_ ("It was decided in %d moves."), reason->amount);
    case CL_REASON_LONG:
      return g_strdup_printf (_ ("It took %d moves to win."), reason->amount);
    default:
      return NULL;
    }
}

char *
cl_highlight_sentence (const ClHighlight *highlight, const ClReason *reason)
{
  switch (reason->kind)
    {
    case CL_REASON_SACRIFICE:
      return say_sacrifice (highlight, reason);
    case CL_REASON_WON_BEHIND:
      return say_behind (reason);
    case CL_REASON_CAME_BACK:
      return say_came_back (highlight, reason);
    case CL_REASON_COMEBACK:
      return say_comeback (highlight, reason);
    case CL_REASON_SAVED:
      return g_strdup_printf (_ ("A game that was lost on move %u was drawn."),
                                 move_number (highlight, reason->ply));
    case CL_REASON_UPSET:
    case CL_REASON_UPSET_DRAW:
      return say_upset (reason);
    case CL_REASON_MATE:
      return say_mate (reason);
    case CL_REASON_UNDERPROMOTION:
      return say_underpromotion (highlight, reason);
    default:
      return say_whole_game (highlight, reason);
    }
}

char *
cl_highlight_why (const ClHighlight *highlight, guint max)
{
  GString *why = g_string_new (NULL);

  for (guint i = 0, n = 0; i < highlight->n_reasons && n < max; i++)
    {
      g_autofree char *sentence = cl_highlight_sentence (highlight, &highlight->reasons[i]);

      if (sentence == NULL)
        continue;
      if (why->len > 0)
        g_string_append_c (why, ' ');
      g_string_append (why, sentence);
      n++;
    }
  return g_string_free (why, FALSE);
}

void
cl_highlight_mark_free (ClHighlightMark *self)
{
  g_free (self->text);
  g_free (self);
}

static gint
compare_marks (gconstpointer a, gconstpointer b)
{
  const ClHighlightMark *x = *(ClHighlightMark *const *) a, *y = *(ClHighlightMark *const *) b;

  return (x->ply > y->ply) - (x->ply < y->ply);
}

GPtrArray *
cl_highlight_marks (const ClHighlight *highlight)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_highlight_mark_free);

  for (guint i = 0; i < highlight->n_reasons; i++)
    {
      const ClReason *reason = &highlight->reasons[i];
      char *text = reason->ply > 0 ? cl_highlight_sentence (highlight, reason) : NULL;
      ClHighlightMark *mark;

      if (text == NULL)
        continue;
      mark = g_new (ClHighlightMark, 1);
      mark->ply = (guint) reason->ply;
      mark->text = text;
      g_ptr_array_add (marks, mark);
    }
  g_ptr_array_sort (marks, compare_marks);
  return marks;
}
