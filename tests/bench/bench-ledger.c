/* bench-ledger.c: stretches a few real games to millions of events
 *
 * Moves and comments stay as they are; names, dates and rounds vary, so that searches and sorts have something to do.
 * Everything goes through the importer, so that the ledger is what a user's would be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-ledger.h"

#include <glib/gstdio.h>
#include <string.h>

#include "chess-pgn.h"
#include "cl-fact.h"
#include "cl-import.h"
#include "cl-ledger.h"

#define GAMES_PER_FILE  5000
#define BLOCK           (1024 * 1024)
#define EVENTS_PER_GAME 60 /* at least so many, on average */

/* What is recorded at once is recorded a second after what came before. */
#define FIRST_SECOND G_GINT64_CONSTANT (1700000000)

static const char *const families[] = {
  "Abelard",  "Brandt",    "Castellan", "Dubois",   "Eriksen",   "Fontaine", "Galli",
  "Hartmann", "Ivarsson",  "Jansen",    "Kowalski", "Lindqvist", "Moreau",   "Novak",
  "Okafor",   "Petrosyan", "Quintero",  "Rossi",    "Sorensen",  "Tanaka",   "Ueda",
  "Varga",    "Weber",     "Xanthos",   "Yilmaz",   "Zelenka",
};

static const char *const givens[] = {
  "Ada",  "Boris", "Clara", "Dmitri", "Elena", "Felix", "Greta",
  "Hugo", "Ines",  "Jonas", "Katya",  "Leo",   "Mira",
};

typedef struct
{
  GPtrArray *movetexts; /* of the source games, from the first move on */
  GRand *random;
  guint n_files;
  guint64 n_games;
} Generator;

static void
generator_clear (Generator *self)
{
  g_clear_pointer (&self->movetexts, g_ptr_array_unref);
  g_clear_pointer (&self->random, g_rand_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Generator, generator_clear)

/* The text behind the last tag line. Games with a start position of their own are left out: their moves would not fit. */
static char *
find_movetext (const char *game, gsize length)
{
  g_autofree char *text = g_strndup (game, length);
  const char *at = text;

  if (strstr (text, "[FEN ") || strstr (text, "[Variant "))
    return NULL;
  while (*at == '[' || *at == '\n' || *at == '\r')
    {
      const char *line_feed = strchr (at, '\n');

      if (!line_feed)
        return NULL;
      at = line_feed + 1;
    }
  return *at ? g_strdup (at) : NULL;
}

static const char *
find_result (const char *movetext)
{
  static const char *const results[] = { "1-0", "0-1", "1/2-1/2" };
  g_autofree char *trimmed = g_strchomp (g_strdup (movetext));

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      if (g_str_has_suffix (trimmed, results[i]))
        return results[i];
    }
  return "*";
}

static gboolean
load_source (Generator *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  size_t from = 0;
  ChessPgnSpan span;
  bool need_more;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      char *movetext = find_movetext (text + span.start, span.end - span.start);

      if (movetext)
        g_ptr_array_add (self->movetexts, movetext);
      from = span.end;
    }
  return TRUE;
}

static const char *
pick (GRand *random, const char *const *words, guint n_words)
{
  return words[g_rand_int_range (random, 0, n_words)];
}

static void
write_game (Generator *self, GString *out)
{
  GRand *random = self->random;
  const char *movetext =
    g_ptr_array_index (self->movetexts, g_rand_int_range (random, 0, self->movetexts->len));
  const char *result = find_result (movetext);

  self->n_games++;
  g_string_append_printf (out,
                          "[Event \"Open %d\"]\n[Site \"Hall %d\"]\n",
                          g_rand_int_range (random, 1, 400),
                          g_rand_int_range (random, 1, 40));
  g_string_append_printf (out,
                          "[Date \"%d.%02d.%02d\"]\n",
                          g_rand_int_range (random, 1950, 2026),
                          g_rand_int_range (random, 1, 13),
                          g_rand_int_range (random, 1, 29));
  g_string_append_printf (out, "[Round \"%d\"]\n", g_rand_int_range (random, 1, 12));
  g_string_append_printf (out,
                          "[White \"%s, %s\"]\n",
                          pick (random, families, G_N_ELEMENTS (families)),
                          pick (random, givens, G_N_ELEMENTS (givens)));
  g_string_append_printf (out,
                          "[Black \"%s, %s\"]\n",
                          pick (random, families, G_N_ELEMENTS (families)),
                          pick (random, givens, G_N_ELEMENTS (givens)));
  g_string_append_printf (out,
                          "[Result \"%s\"]\n[Source \"%" G_GUINT64_FORMAT "\"]\n\n",
                          result,
                          self->n_games);
  g_string_append (out, movetext);
  g_string_append (out, "\n");
}

static gboolean
import_file (Generator *self,
             ClLedger *ledger,
             const char *folder,
             guint64 n_events,
             GError **error)
{
  g_autofree char *name = g_strdup_printf ("load-%03u.pgn", ++self->n_files);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GString) text = g_string_new (NULL);
  ClImportResult result = { 0 };
  gboolean ok;

  for (guint64 i = 0; i < MIN (n_events / EVENTS_PER_GAME + 1, GAMES_PER_FILE); i++)
    write_game (self, text);
  if (!g_file_set_contents (path, text->str, text->len, error))
    return FALSE;
  ok = cl_import_pgn (ledger, file, NULL, NULL, NULL, NULL, NULL, &result, error);
  cl_import_result_clear (&result);
  g_unlink (path);
  return ok;
}

/* A clock of its own, or two ledgers from one seed would differ in recorded_at. */
static gint64
tick (gpointer user_data)
{
  gint64 *now = user_data;

  return *now += G_USEC_PER_SEC;
}

static gboolean
load_sources (Generator *self, const char *const *sources, GError **error)
{
  g_autofree char *samples = g_build_filename (CHESS_LEDGER_SAMPLES, "famous.pgn", NULL);
  const char *const own[] = { samples, NULL };

  for (const char *const *source = sources ? sources : own; *source; source++)
    if (!load_source (self, *source, error))
      return FALSE;
  if (self->movetexts->len > 0)
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_DATA,
               "No game to stretch in “%s”",
               sources ? sources[0] : samples);
  return FALSE;
}

gboolean
bench_ledger_write_pgn (const char *path,
                        guint64 n_games,
                        guint32 seed,
                        const char *const *sources,
                        GError **error)
{
  g_auto (Generator) generator = { g_ptr_array_new_with_free_func (g_free),
                                   g_rand_new_with_seed (seed),
                                   0,
                                   0 };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean ok = load_sources (&generator, sources, error);

  if (ok)
    stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  ok = stream != NULL;
  for (guint64 i = 0; ok && i < n_games; i++)
    {
      write_game (&generator, text);
      if (text->len < BLOCK && i + 1 < n_games)
        continue;
      ok = g_output_stream_write_all (G_OUTPUT_STREAM (stream),
                                      text->str,
                                      text->len,
                                      NULL,
                                      NULL,
                                      error);
      g_string_truncate (text, 0);
    }
  return ok && g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

gboolean
bench_ledger_make (const char *path,
                   guint64 n_events,
                   guint32 seed,
                   const char *const *sources,
                   GError **error)
{
  g_auto (Generator) generator = { g_ptr_array_new_with_free_func (g_free),
                                   g_rand_new_with_seed (seed),
                                   0,
                                   0 };
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ClLedger) ledger = NULL;
  gint64 now = FIRST_SECOND * G_USEC_PER_SEC;
  gboolean ok = TRUE;

  if (!load_sources (&generator, sources, error))
    return FALSE;
  ledger = cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), error);
  if (!ledger)
    return FALSE;
  cl_ledger_set_clock (ledger, tick, &now);
  while (ok && cl_ledger_get_head (ledger) < n_events)
    ok = import_file (&generator, ledger, folder, n_events - cl_ledger_get_head (ledger), error);
  cl_ledger_close (ledger);
  return ok;
}

char *
bench_ledger_ensure (guint64 n_events, GError **error)
{
  g_autofree char *name =
    g_strdup_printf ("chess-ledger-bench-%" G_GUINT64_FORMAT ".ledger", n_events);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *unfinished = g_strconcat (path, ".part", NULL);

      g_remove (unfinished);
      if (!bench_ledger_make (unfinished, n_events, 1, NULL, error))
        return NULL;
      if (g_rename (unfinished, path) != 0)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       "Renaming “%s”: %s",
                       unfinished,
                       g_strerror (errno));
          return NULL;
        }
    }
  return g_steal_pointer (&path);
}
