/* test-cache.c: whatever happened to the cache, the views are right: wrong seals, foreign or damaged files, kill -9
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"
#include "own-home.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

#define N_KILLS 20

static char *
cache_file (Fixture *fixture)
{
  return g_build_filename (fixture->cache, "views.db", NULL);
}

static void
change_cache (Fixture *fixture, const char *sql)
{
  g_autofree char *path = cache_file (fixture);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
overwrite_cache (Fixture *fixture, gsize from, gsize length)
{
  g_autofree char *path = cache_file (fixture);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  for (gsize i = from; i < from + length && i < size; i++)
    bytes[i] = (char) g_test_rand_int_range (0, 256);
  g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
cut_cache (Fixture *fixture)
{
  g_autofree char *path = cache_file (fixture);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (size / 2), NULL));
}

static void
damage_seal (Fixture *fixture)
{
  change_cache (fixture, "UPDATE consumer SET seal = zeroblob (32) WHERE name = 'words'");
}

static void
damage_position (Fixture *fixture)
{
  change_cache (fixture, "UPDATE consumer SET position = 1000000");
}

static void
damage_ledger_id (Fixture *fixture)
{
  change_cache (fixture, "UPDATE meta SET ledger = 'another'; UPDATE value SET value = '7'");
}

static void
damage_version (Fixture *fixture)
{
  change_cache (fixture, "PRAGMA user_version = 99; DROP TABLE mark");
}

static void
damage_header (Fixture *fixture)
{
  overwrite_cache (fixture, 0, 100);
}

static void
damage_all (Fixture *fixture)
{
  overwrite_cache (fixture, 0, 100000000);
}

static void
damage_pages (Fixture *fixture)
{
  overwrite_cache (fixture, 4096, 100000000);
}

/* What is read only when it is needed. */
static void
damage_late_pages (Fixture *fixture)
{
  overwrite_cache (fixture, (gsize) 4096 * 10, 100000000);
}

static void
empty_file (Fixture *fixture)
{
  g_autofree char *path = cache_file (fixture);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static const struct
{
  const char *name;
  void (*damage) (Fixture *fixture);
} damages[] = {
  { "seal", damage_seal },     { "beyond head", damage_position },  { "foreign", damage_ledger_id },
  { "newer", damage_version }, { "header", damage_header },         { "garbage", damage_all },
  { "pages", damage_pages },   { "late pages", damage_late_pages }, { "cut", cut_cache },
  { "empty", empty_file },
};

static void
test_damage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      Fixture fixture;

      g_test_message ("damage: %s", damages[i].name);
      fixture_init (&fixture);
      fixture_append_random (&fixture, 3000);
      fixture_run (&fixture);
      fixture_wait (&fixture, "words");
      fixture_wait (&fixture, "lazy");
      fixture_wait (&fixture, "careful");
      fixture_stop (&fixture);
      damages[i].damage (&fixture);
      fixture_append_random (&fixture, 200);
      fixture_run (&fixture);
      fixture_wait (&fixture, "words");
      fixture_assert_words_at (&fixture, 3200);
      fixture_assert_words_at (&fixture, 3100);
      fixture_assert_words_at (&fixture, 1500);
      fixture_clear (&fixture);
    }
}

/* Nothing is folded, only read: the reader finds the damage, and the views are built anew. */
static void
test_damage_found_by_reading (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) state = NULL;
  gint64 deadline = g_get_monotonic_time () + FIXTURE_WAIT_MS * 1000;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_wait (&fixture, "lazy");
  fixture_wait (&fixture, "careful");
  fixture_stop (&fixture);
  damage_late_pages (&fixture);
  fixture_run (&fixture);
  state = cl_runner_get_state (fixture.runner, "words", 1500, &error);
  g_assert_null (state);
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CACHE);
  while (state == NULL && g_get_monotonic_time () < deadline)
    state = cl_runner_get_state (fixture.runner, "words", 1500, NULL);
  g_assert_nonnull (state);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 3000);
  fixture_assert_words_at (&fixture, 1500);
  fixture_clear (&fixture);
}

/* Where nothing can be written the views are folded in memory. */
static void
test_no_folder (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 300);
  g_assert_true (g_file_set_contents (fixture.cache, "a file, no folder", -1, NULL));
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 150);
  fixture_assert_words_at (&fixture, 300);
  fixture_clear (&fixture);
}

static void
test_default_folder (void)
{
  Fixture fixture;
  g_autofree char *dir = NULL;

  fixture_init (&fixture);
  dir = cl_runner_default_cache_dir (fixture.ledger);
  g_assert_true (g_str_has_prefix (dir, g_get_user_cache_dir ()));
  g_assert_nonnull (strstr (dir, cl_ledger_get_id (fixture.ledger)));
  fixture_clear (&fixture);
}

static void
test_version (void)
{
  static const ClViewClass *views[] = { NULL, NULL };
  ClViewClass newer = fixture_words_view;
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 1000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_stop (&fixture);
  newer.version = 2;
  views[0] = &newer;
  fixture.runner = cl_runner_new (fixture.ledger, fixture.cache, views, &error);
  g_assert_no_error (error);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 1000);
  fixture_assert_words_at (&fixture, 10);
  fixture_clear (&fixture);
}

/* A process that appends and runs consumers until it is killed; it rings a bell for each commit it saw. */
static int
run_child (const char *dir)
{
  Fixture fixture = { 0 };

  fixture.path = g_build_filename (dir, "test.ledger", NULL);
  fixture.cache = g_build_filename (dir, "cache", NULL);
  fixture_open_ledger (&fixture);
  fixture_run (&fixture);
  for (guint64 seen = 0;;)
    {
      g_autoptr (ClConsumerStatus) status = NULL;

      fixture_append_random (&fixture, 200);
      status = cl_runner_get_status (fixture.runner, "words");
      if (status->position > seen && write (STDOUT_FILENO, "\a", 1) != 1)
        return 1;
      seen = status->position;
    }
}

static void
kill_child (Fixture *fixture, const char *program)
{
  const char *argv[] = { program, "--child", fixture->dir, NULL };
  g_autoptr (GError) error = NULL;
  gint bells = g_test_rand_int_range (1, 12);
  GPid pid;
  int output, status;
  char bell;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            &output,
                            NULL,
                            &error);
  g_assert_no_error (error);
  while (bells > 0 && read (output, &bell, 1) == 1)
    if (bell == '\a')
      bells--;
  g_assert_cmpint (bells, ==, 0);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  close (output);
}

static void
test_kill (gconstpointer program)
{
  Fixture fixture;
  guint64 head = 0;

  fixture_init (&fixture);
  fixture_close_ledger (&fixture);
  for (guint i = 0; i < N_KILLS; i++)
    {
      kill_child (&fixture, program);
      fixture_open_ledger (&fixture);
      g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), >=, head);
      head = cl_ledger_get_head (fixture.ledger);
      fixture_run (&fixture);
      fixture_wait (&fixture, "words");
      fixture_assert_words_at (&fixture, head);
      fixture_assert_words_at (&fixture, (guint64) g_test_rand_int_range (1, (gint32) head + 1));
      fixture_stop (&fixture);
      fixture_close_ledger (&fixture);
    }
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  const char *child = argc == 3 && g_str_equal (argv[1], "--child") ? argv[2] : NULL;

  if (child != NULL)
    argc = 1;
  own_home_init (&argc, &argv);
  if (child != NULL)
    return run_child (child);
  g_test_add_func ("/consumers/cache/damage", test_damage);
  g_test_add_func ("/consumers/cache/damage-found-by-reading", test_damage_found_by_reading);
  g_test_add_func ("/consumers/cache/no-folder", test_no_folder);
  g_test_add_func ("/consumers/cache/default-folder", test_default_folder);
  g_test_add_func ("/consumers/cache/version", test_version);
  g_test_add_data_func ("/consumers/cache/kill", argv[0], test_kill);
  return g_test_run ();
}
