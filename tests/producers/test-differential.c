/* test-differential.c: another program reads the same games: same moves, results, players and dates, game by game
 *
 * pgn-extract rewrites each corpus with its moves as UCI, one game a line; ours are spelled from the events of an import, so the
 * whole way through the ledger is compared. What may differ, and why:
 * - pgn-extract copies bytes, we record UTF-8: its output is converted as the import says that it read the file;
 * - its tags stand in another order, and missing ones of the seven are made up as "?": they are looked up by name;
 * - it writes a promotion as "h1Q", where UCI says "h1q";
 * - where the tag Result contradicts the movetext both follow the movetext, and only the movetext is compared.
 * Nothing else does. The small corpus is for every run, all are for CHESS_LEDGER_THOROUGH.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <string.h>

#include "cl-fact.h"
#include "own-home.h"

#define PGN_EXTRACT "/usr/games/pgn-extract"

static const char *const compared_tags[] = { "White", "Black", "Date", "Round" };

/* One program's view of a file: a line a game. */
typedef struct
{
  GPtrArray *lines; /* (element-type utf8) */
  GString *line;    /* of the game being read */
  char *tags[G_N_ELEMENTS (compared_tags)];
} View;

static void
view_begin (View *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->line = g_string_new (NULL);
}

static void
view_set_tag (View *self, const char *name, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (compared_tags); i++)
    if (g_str_equal (name, compared_tags[i]))
      {
        g_free (self->tags[i]);
        self->tags[i] = g_strdup (value);
      }
}

static void
view_end_game (View *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (compared_tags); i++)
    {
      g_string_append_printf (text, "%s | ", self->tags[i] ? self->tags[i] : "?");
      g_clear_pointer (&self->tags[i], g_free);
    }
  g_string_append (text, self->line->str);
  g_string_truncate (self->line, 0);
  g_ptr_array_add (self->lines, g_string_free (text, FALSE));
}

static void
view_clear (View *self)
{
  g_ptr_array_unref (self->lines);
  g_string_free (self->line, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (compared_tags); i++)
    g_free (self->tags[i]);
}

/* --- Ours --- */

static void
take_event (View *self, const ClEvent *event)
{
  g_auto (ClFact) fact = { 0 };
  ClFactType type = cl_fact_type_of (event);
  char uci[6];

  if (type == CL_FACT_MOVE_PLAYED)
    {
      cl_move_uci (event->move, uci);
      g_string_append_printf (self->line, "%s ", uci);
      return;
    }
  if (type != CL_FACT_GAME_STARTED && type != CL_FACT_GAME_ENDED)
    return;
  g_assert_true (cl_fact_from_event (event, &fact, NULL));
  for (guint i = 0; fact.tags && i < fact.tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (fact.tags, i);

      view_set_tag (self, tag->name, tag->value);
    }
  if (type == CL_FACT_GAME_STARTED)
    return;
  g_string_append (self->line, chess_result_text (fact.result));
  view_end_game (self);
}

/* In the encoding that it was read as. (transfer full) */
static char *
read_ours (View *self, const char *path)
{
  ClImportResult result;
  Fixture fixture;
  g_autoptr (GPtrArray) batches = NULL;
  char *encoding;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import (&fixture, path, NULL, &result);
  g_assert_cmpuint (result.n_unreadable, ==, 0);
  batches = fixture_read (&fixture, result.partition);
  for (guint i = 0; i < batches->len; i++)
    {
      const ClEvents *events = g_ptr_array_index (batches, i);

      for (gsize k = 0; k < cl_events_get_length (events); k++)
        take_event (self, cl_events_get (events, k));
    }
  encoding = g_strdup (result.encoding);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
  return encoding;
}

/* --- Theirs --- */

/* [Name "value"], as pgn-extract writes it; it leaves the escapes of the file as they are. */
static void
take_tag (View *self, const char *line)
{
  const char *space = strchr (line, ' '), *end = strrchr (line, '"');
  g_autofree char *name = NULL, *value = NULL;

  g_assert_true (space != NULL && end > space + 1);
  name = g_strndup (line + 1, (gsize) (space - line - 1));
  value = g_strndup (space + 2, (gsize) (end - space - 2));
  view_set_tag (self, name, value);
}

static char *
spawn (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                &out,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  return out;
}

static void
read_theirs (View *self, const char *path, const char *encoding)
{
  const char *argv[] = { PGN_EXTRACT, "-s", "-Wuci", "-w1000000", "-C", "-N", "-V", path, NULL };
  g_autofree char *raw = spawn (argv);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_convert (raw, -1, "UTF-8", encoding, NULL, NULL, &error);
  char *line = text;

  g_assert_no_error (error);
  while (*line != '\0')
    {
      char *end = line + strcspn (line, "\n");
      gboolean is_last = *end == '\0';

      *end = '\0';
      if (*line == '[')
        take_tag (self, line);
      else if (*line != '\0')
        {
          g_string_assign (self->line, line);
          g_string_ascii_down (self->line);
          view_end_game (self);
        }
      line = is_last ? end : end + 1;
    }
}

/* --- Comparing --- */

static void
check_file (const char *path, guint n_games)
{
  View ours = { 0 }, theirs = { 0 };
  g_autofree char *encoding = NULL;
  guint n_differ = 0;

  view_begin (&ours);
  view_begin (&theirs);
  encoding = read_ours (&ours, path);
  read_theirs (&theirs, path, encoding);
  g_assert_cmpuint (ours.lines->len, ==, n_games);
  g_assert_cmpuint (theirs.lines->len, ==, n_games);
  for (guint i = 0; i < n_games; i++)
    if (!g_str_equal (g_ptr_array_index (ours.lines, i), g_ptr_array_index (theirs.lines, i)))
      {
        g_test_message ("game %u: %s", i + 1, (char *) g_ptr_array_index (ours.lines, i));
        g_test_message ("  theirs: %s", (char *) g_ptr_array_index (theirs.lines, i));
        n_differ++;
      }
  g_assert_cmpuint (n_differ, ==, 0);
  view_clear (&ours);
  view_clear (&theirs);
}

typedef struct
{
  const char *name, *file, *unpack; /* (nullable) */
  guint n_games;
  gboolean is_small;
} Corpus;

static const Corpus corpora[] = {
  { "dortmund", "dortmund.pgn", NULL, 182, TRUE },
  { "lichess", "lichess-2021-clk.pgn", NULL, 999, FALSE },
  { "fics", "fics-movetimes-2008-2010.pgn", NULL, 975, FALSE },
  { "masters-a", "masters-a.pgn", NULL, 13048, FALSE },
  { "masters-b", "masters-b.pgn.gz", "gzip", 8793, FALSE },
  { "big-players", "big-players.pgn.zst", "zstd", 100000, FALSE },
};

static void
check_packed (const Corpus *corpus, const char *path)
{
  const char *argv[] = { corpus->unpack, "-dcq", path, NULL };
  g_autofree char *text = NULL, *unpacked = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  text = spawn (argv);
  fixture_open (&fixture, NULL, "unused.ledger");
  unpacked = g_build_filename (fixture.folder, "games.pgn", NULL);
  g_file_set_contents (unpacked, text, -1, &error);
  g_assert_no_error (error);
  check_file (unpacked, corpus->n_games);
  fixture_close (&fixture);
}

static void
test_corpus (gconstpointer data)
{
  const Corpus *corpus = data;
  g_autofree char *program = g_find_program_in_path (corpus->unpack ? corpus->unpack : PGN_EXTRACT);
  g_autofree char *path = NULL;

  if (!corpus->is_small && g_getenv ("CHESS_LEDGER_THOROUGH") == NULL)
    {
      g_test_skip ("for the thorough run");
      return;
    }
  if (program == NULL || !g_file_test (PGN_EXTRACT, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("no pgn-extract, or nothing to unpack with");
      return;
    }
  path = fixture_data ("pgn/corpus", corpus->file);
  if (path != NULL && corpus->unpack != NULL)
    check_packed (corpus, path);
  else if (path != NULL)
    check_file (path, corpus->n_games);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (corpora); i++)
    {
      g_autofree char *path = g_strconcat ("/differential/", corpora[i].name, NULL);

      g_test_add_data_func (path, &corpora[i], test_corpus);
    }
  return g_test_run ();
}
