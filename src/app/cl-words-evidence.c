/* cl-words-evidence.c: says what a result rests on, so that players can look it up in the moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words.h"

#include <glib/gi18n.h>

/* "Start, 12. Nf3, 16. Nf3": of the plies that were played. */
static char *
list_moves (const ClGame *game)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < game->ending_plies->len; i++)
    {
      guint ply = g_array_index (game->ending_plies, guint, i);

      if (ply <= cl_game_n_plies (game))
        g_ptr_array_add (names, cl_words_move (game, ply));
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static char *
describe_repetition (const ClGame *game)
{
  g_autofree char *moves = list_moves (game);

  if (game->ending_written)
    /* Translators: the first %s lists moves, the second is one, such as “Nf3”. */
    return g_strdup_printf (_ ("The position stood after %s; %s, written down for the claim, brings it again"),
      moves,
      game->ending_written);
  /* Translators: %s lists moves, such as “12. Nf3, 14. Nf3, 16. Nf3”. */
  return g_strdup_printf (_ ("The position stood after %s"), moves);
}

static char *
describe_quiet (const ClGame *game)
{
  guint moves = game->ending_quiet_plies / 2;

  if (game->ending_written)
    /* Translators: %u is a number of moves, at least 50; %s a move, such as “Nf3”. */
    return g_strdup_printf (
      ngettext ("%u move by each side without a capture or a pawn move, with %s, written down",
                "%u moves by each side without a capture or a pawn move, with %s, written down",
                moves),
      moves,
      game->ending_written);
  return g_strdup_printf (ngettext ("%u move by each side without a capture or a pawn move",
                                    "%u moves by each side without a capture or a pawn move",
                                    moves),
                          moves);
}

static const char *
describe_proof (ChessProof proof, gboolean dead)
{
  switch (proof)
    {
    case CHESS_PROOF_MATERIAL:
      return dead ? _ ("Neither side has the pieces to mate")
                  : _ ("The opponent does not have the pieces to mate");
    case CHESS_PROOF_BLOCKED:
      return dead ? _ ("The pawns are locked: neither side can ever mate")
                  : _ ("The pawns are locked: the opponent can never mate");
    case CHESS_PROOF_SEARCH:
      return dead ? _ ("Every way to go on was played out: none leads to mate")
                  : _ ("Every way to go on was played out: none lets the opponent mate");
    case CHESS_PROOF_NONE:
    default:
      return "";
    }
}

char *
cl_words_evidence (const ClGame *game)
{
  if (game->status != CL_GAME_ENDED)
    return g_strdup ("");
  if (game->ending_plies)
    return describe_repetition (game);
  if (game->ending_quiet_plies)
    return describe_quiet (game);
  return g_strdup (describe_proof (game->ending_proof, game->ending == CHESS_ENDING_DEAD_POSITION));
}
