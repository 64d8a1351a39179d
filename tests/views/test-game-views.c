/* test-game-views.c: what board, scoresheet and clock say of one game, and that they say it the same from any cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-views.h"
#include "story.h"
#include "own-home.h"

#include <string.h>

typedef struct
{
  const char *key, *value; /* NULL: no such key */
} Entry;

static Story
tell (void)
{
  Story story;
  ClFact fact;

  story_begin (&story, "table/2");
  story.now = G_GINT64_CONSTANT (1700000000000000);
  story_start (&story, "300+3", NULL);
  story_fact (&story, &fact, CL_FACT_CLOCK_STARTED);
  story_say (&story, &fact);
  story_play (&story, "e4 d5 exd5 Qxd5 Nf3");
  story_takeback (&story, 4);
  story_play (&story, "Nc3 Qe5+");
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.ply = 6;
  fact.cites = story_offset (&story, 6);
  fact.text = g_strdup ("premature");
  cl_fact_add_nag (&fact, 2);
  story_say (&story, &fact);
  story_correct (&story, 6, "Qa5");
  story_fact (&story, &fact, CL_FACT_DRAW_OFFERED);
  fact.side = CHESS_BLACK;
  story_say (&story, &fact);
  return story;
}

static ClMap *
fold (const ClViewClass *view, const Story *story, gsize until)
{
  gpointer state = view->create ("table/2", 1);
  ClMap *map = cl_map_new ();

  for (gsize i = 0; i < until; i++)
    {
      ClEvent event = story_get_event (story, i);
      g_autoptr (GError) error = NULL;

      view->apply_game (state, &event, &error);
      g_assert_no_error (error);
    }
  view->describe (state, map);
  view->destroy (state);
  return map;
}

static void
assert_entries (ClMap *map, const Entry *entries)
{
  for (guint i = 0; entries[i].key != NULL; i++)
    {
      g_test_message ("%s", entries[i].key);
      g_assert_cmpstr (cl_map_get (map, entries[i].key), ==, entries[i].value);
    }
}

static void
test_board (void)
{
  static const Entry entries[] = {
    { "fen", "rnb1kbnr/ppp1pppp/8/q7/8/2N5/PPPP1PPP/R1BQKBNR w KQkq - 2 4" },
    { "side", "white" },
    { "castling", "KQkq" },
    { "en-passant", "-" },
    { "halfmove", "2" },
    { "fullmove", "4" },
    { "ply", "6" },
    { "square/a1", "R" },
    { "square/a5", "q" },
    { "square/e4", NULL },
    { "last-move", "d5a5" },
    { "check", NULL },
    { "status", "playing" },
    { "result", "*" },
    { "ending", "none" },
    { "white", "Ada" },
    { NULL, NULL },
  };
  g_auto (Story) story = tell ();
  g_autoptr (ClMap) map = fold (&cl_board_view, &story, story_get_length (&story));

  assert_entries (map, entries);
}

static void
test_scoresheet (void)
{
  static const Entry entries[] = {
    { "tag/White", "Ada" },
    { "plies", "6" },
    { "ply/0001/san", "e4" },
    { "ply/0001/corrected", NULL },
    { "ply/0006/san", "Qa5" },
    { "ply/0006/corrected", "yes" },
    { "ply/0006/check", NULL },
    { "ply/0001/clock_ms", "302000" },
    { "ply/0001/number", "1" },
    { "ply/0001/side", "white" },
    { "ply/0003/san", "exd5" },
    { "ply/0003/captured", "P" },
    { "ply/0003/illegal", NULL },
    { "ply/0006/side", "black" },
    { "ply/0006/comment", "premature" },
    { "ply/0006/nags", "$2" },
    { "taken-back/0001/san", "Nf3" },
    { "taken-back/0001/ply", "5" },
    { "taken-back/0002/san", NULL },
    { "offer/black", "yes" },
    { "offer/white", NULL },
    { "status", "playing" },
    { NULL, NULL },
  };
  g_auto (Story) story = tell ();
  g_autoptr (ClMap) map = fold (&cl_scoresheet_view, &story, story_get_length (&story));

  assert_entries (map, entries);
}

static void
test_clock (void)
{
  static const Entry entries[] = {
    { "has-clock", "yes" }, { "control", "300+3" }, { "started", "yes" }, { "paused", "no" },
    { "running", "white" }, { "thinking_ms", "0" }, { NULL, NULL },
  };
  g_auto (Story) story = tell ();
  g_autoptr (ClMap) map = fold (&cl_clock_view, &story, story_get_length (&story));

  assert_entries (map, entries);
  g_assert_nonnull (cl_map_get (map, "white_ms"));
  g_assert_nonnull (cl_map_get (map, "since"));
}

/* The same events give the same digest, however often, and a view says nothing about what came later. */
static void
test_digests (void)
{
  g_auto (Story) story = tell ();

  for (guint i = 0; cl_views_of_game ()[i] != NULL; i++)
    for (gsize until = 0; until <= story_get_length (&story); until++)
      {
        g_autoptr (ClMap) one = fold (cl_views_of_game ()[i], &story, until);
        g_autoptr (ClMap) other = fold (cl_views_of_game ()[i], &story, until);
        guint8 first[32], second[32];

        cl_map_digest (one, first);
        cl_map_digest (other, second);
        g_assert_cmpmem (first, 32, second, 32);
        g_assert_cmpuint (cl_map_get_size (one), >, 0);
      }
}

/* Every type of the catalogue is handled or ignored by name, so that none is poison. */
static void
test_types (void)
{
  for (guint i = 0; cl_views_of_game ()[i] != NULL; i++)
    for (guint type = CL_FACT_NONE + 1; type < CL_N_FACTS; type++)
      {
        const ClViewClass *view = cl_views_of_game ()[i];
        const char *name = cl_fact_type_name (type);

        g_assert_true (g_strv_contains (view->handles, name) !=
                       g_strv_contains (view->ignores, name));
      }
}

static void
test_find (void)
{
  g_assert_true (cl_views_find ("board") == &cl_board_view);
  g_assert_true (cl_views_find ("library") == &cl_library_view);
  g_assert_null (cl_views_find ("weather"));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/views/board", test_board);
  g_test_add_func ("/views/scoresheet", test_scoresheet);
  g_test_add_func ("/views/clock", test_clock);
  g_test_add_func ("/views/digests", test_digests);
  g_test_add_func ("/views/types", test_types);
  g_test_add_func ("/views/find", test_find);
  return g_test_run ();
}
