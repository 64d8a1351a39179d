/* test-shuffle.c: every whole-ledger view comes out the same, byte by byte, for every order that keeps each partition's
 *
 * 500 random orders (CHESS_LEDGER_THOROUGH: 5,000) of the same events: games at several tables and in archives, taken
 * back, corrected, withdrawn and restored, and evaluated by an engine; and answers to the coach.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chess-position.h"
#include "cl-fact.h"
#include "cl-fold.h"
#include "cl-views.h"
#include "own-home.h"

#define N_ORDERS 500
#define N_GAMES  3

static const char *const partitions[] = { "table/1",       "table/2",   "archive/a.pgn",
                                          "archive/b.pgn", "table/10",  "engine/testfish-1",
                                          "desk/one",      "desk/other" };

#define N_PARTITIONS G_N_ELEMENTS (partitions)
#define ENGINE       (N_PARTITIONS - 3)

static void
say (ClDraft *draft, ClFactType type, guint32 game, guint32 ply, const char *value)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, type);
  fact.game = game;
  fact.ply = ply;
  fact.result = CHESS_RESULT_WHITE;
  fact.ending = CHESS_ENDING_UNKNOWN;
  if (value != NULL)
    {
      cl_fact_add_tag (&fact, "White", value);
      cl_fact_add_tag (&fact, "Black", "Grace");
    }
  cl_fact_to_draft (&fact, draft);
}

static void
play (ClDraft *draft, guint32 game)
{
  ChessPosition position = chess_position_start ();
  ChessMoveList moves;
  guint n = (guint) g_test_rand_int_range (4, 20);

  say (draft, CL_FACT_GAME_STARTED, game, 0, "Ada");
  for (guint ply = 1; ply <= n; ply++)
    {
      g_auto (ClFact) fact = { 0 };
      ChessMove move;

      chess_position_legal_moves (&position, &moves);
      move = moves.moves[g_test_rand_int_range (0, (gint32) moves.n)];
      cl_fact_init (&fact, CL_FACT_MOVE_PLAYED);
      fact.game = game;
      fact.ply = ply;
      fact.has_move = TRUE;
      fact.move = cl_move_from_chess (&position, move);
      cl_fact_to_draft (&fact, draft);
      chess_position_make (&position, move);
    }
  say (draft, CL_FACT_TAKEBACK_AGREED, game, n - 2, NULL);
  say (draft, CL_FACT_GAME_ENDED, game, n - 2, NULL);
  say (draft, CL_FACT_DETAILS_CORRECTED, game, n - 2, "Emmy");
  say (draft, CL_FACT_GAME_WITHDRAWN, game, 0, NULL);
  if (g_test_rand_bit ())
    say (draft, CL_FACT_GAME_RESTORED, game, 0, NULL);
}

/* About positions of all games, some twice, as deep or deeper; they may well arrive before the moves. */
static void
evaluate (ClDraft *draft, ClDraft *game)
{
  ClEvaluation evaluation;

  for (gsize i = 0; i < cl_draft_get_length (game); i++)
    {
      const ClEvent *event = cl_draft_get (game, i);
      g_auto (ClFact) fact = { 0 };

      if (!g_str_equal (event->type, "MovePlayed") || g_test_rand_int_range (0, 3) == 0)
        continue;
      cl_evaluation_init (&evaluation);
      g_strlcpy (evaluation.partition, cl_draft_get_partition (game), sizeof evaluation.partition);
      g_strlcpy (evaluation.engine, "Testfish 1", sizeof evaluation.engine);
      evaluation.cites = i + 1;
      evaluation.depth = (guint32) g_test_rand_int_range (1, 4);
      evaluation.n_lines = 1;
      evaluation.lines[0] = (ClEvaluationLine){ .n_moves = 1, .moves = { 12 | 28 << 6 } };
      evaluation.lines[0].score.cp = g_test_rand_int_range (-400, 400);
      cl_fact_init (&fact, CL_FACT_POSITION_EVALUATED);
      fact.game = event->game;
      fact.ply = event->ply;
      fact.evaluation = g_memdup2 (&evaluation, sizeof evaluation);
      cl_fact_to_draft (&fact, draft);
      i -= g_test_rand_int_range (0, 4) == 0;
    }
}

/* The same few cards, at two desks. */
static void
answer (ClDraft *draft)
{
  for (guint i = 0; i < 10; i++)
    {
      g_auto (ClFact) fact = { 0 };

      cl_fact_init (&fact, CL_FACT_CARD_ANSWERED);
      fact.origin_partition = g_strdup (partitions[0]);
      fact.origin_game = 1;
      fact.origin_ply = fact.cites = (guint) g_test_rand_int_range (2, 4);
      fact.text = g_strdup (g_test_rand_bit () ? "right" : "wrong");
      fact.occurred_at = g_test_rand_int_range (1, 5);
      cl_fact_to_draft (&fact, draft);
    }
}

static guint16
get_kind (const char *type)
{
  const char *const *vocabulary = cl_fact_vocabulary ();

  for (guint16 i = 0; vocabulary[i] != NULL; i++)
    if (strcmp (vocabulary[i], type) == 0)
      return (guint16) (i + 1);
  return 0;
}

/* One order: the numbers that a ledger gives by arrival are different each time, the partitions' own are not. */
static void
fold_shuffled (ClDraft **drafts, const ClViewClass *view, GRand *rand, guint8 digest[32])
{
  g_autoptr (ClFold) fold = cl_fold_new (view, NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) map = NULL;
  gsize next[N_PARTITIONS] = { 0 };
  guint32 ids[N_PARTITIONS] = { 0 }, n_ids = 0;
  guint64 position = 0, total = 0;

  for (guint i = 0; i < N_PARTITIONS; i++)
    total += cl_draft_get_length (drafts[i]);
  while (position < total)
    {
      guint k = (guint) g_rand_int_range (rand, 0, N_PARTITIONS);
      gsize run = (gsize) g_rand_int_range (rand, 1, 12);

      if (ids[k] == 0)
        ids[k] = ++n_ids;
      for (; run > 0 && next[k] < cl_draft_get_length (drafts[k]); run--)
        {
          ClEvent event = *cl_draft_get (drafts[k], next[k]++);

          event.partition = partitions[k];
          event.partition_id = ids[k];
          event.producer = "test";
          event.offset = next[k];
          event.position = ++position;
          event.recorded_at = (gint64) position;
          event.kind = get_kind (event.type);
          cl_fold_apply (fold, &event, &error);
          g_assert_no_error (error);
        }
    }
  map = cl_fold_get_map (fold);
  g_assert_cmpuint (cl_map_get_size (map), >, 0);
  cl_map_digest (map, digest);
}

static void
test_shuffle (gconstpointer data)
{
  const ClViewClass *view = data;
  guint n_orders = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL ? 10 * N_ORDERS : N_ORDERS;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  ClDraft *drafts[N_PARTITIONS];
  guint8 first[32], digest[32];

  for (guint i = 0; i < N_PARTITIONS; i++)
    {
      drafts[i] = cl_draft_new (partitions[i], "test", NULL);
      for (guint32 game = 1; game <= N_GAMES && i < ENGINE; game++)
        play (drafts[i], game);
      for (guint k = 0; k < ENGINE && i == ENGINE; k++)
        evaluate (drafts[i], drafts[k]);
      if (i > ENGINE)
        answer (drafts[i]);
      if (i == 1)
        say (drafts[i], CL_FACT_GAME_WITHDRAWN, 0, 0, NULL);
    }
  fold_shuffled (drafts, view, rand, first);
  for (guint i = 0; i < n_orders; i++)
    {
      fold_shuffled (drafts, view, rand, digest);
      g_assert_cmpmem (digest, 32, first, 32);
    }
  for (guint i = 0; i < N_PARTITIONS; i++)
    cl_draft_unref (drafts[i]);
}

int
main (int argc, char **argv)
{
  const ClViewClass *const *views = cl_views_of_ledger ();

  own_home_init (&argc, &argv);
  for (guint i = 0; views[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/views/shuffle/%s", views[i]->name);

      g_test_add_data_func (path, views[i], test_shuffle);
    }
  return g_test_run ();
}
