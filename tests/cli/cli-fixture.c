/* cli-fixture.c: runs the real chess-ledger-cli on a ledger of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"
#include "own-home.h"

#include <glib/gstdio.h>
#include <sys/wait.h>

const char *program;

static const char games_pgn[] =
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"1\"]\n[White \"Anna\"]\n[Black \"Béla\"]\n[Result \"0-1\"]\n\n"
  "1. f3 e5 2. g4 {a comment} Qh4# 0-1\n\n"
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"2\"]\n[White \"Carl\"]\n[Black \"Dora\"]\n[Result \"1-0\"]\n\n"
  "1. e4 e5 2. Ke3 1-0\n\n"
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"3\"]\n[White \"Emil\"]\n[Black \"Fritz\"]\n[Result \"1/2-1/2\"]\n\n"
  "1. e4 c5 2. Nf3 d6 3. d4 cxd4 4. Nxd4 Nf6 5. Nc3 a6 1/2-1/2\n";

char **
make_environment (const Fixture *fixture)
{
  char **environment = g_get_environ ();

  environment = g_environ_setenv (environment, "XDG_DATA_HOME", fixture->folder, TRUE);
  environment = g_environ_setenv (environment, "XDG_STATE_HOME", fixture->folder, TRUE);
  return g_environ_setenv (environment, "XDG_CACHE_HOME", fixture->folder, TRUE);
}

void
run (Fixture *fixture, const char *arguments)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", -1), environment = make_environment (fixture);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_ptr_array_add (argv, g_strdup (program));
  for (guint i = 0; words[i]; i++)
    {
      if (strcmp (words[i], "%L") == 0)
        g_ptr_array_add (argv, g_strdup (fixture->ledger));
      else if (strcmp (words[i], "%P") == 0)
        g_ptr_array_add (argv, g_strdup (fixture->pgn));
      else if (*words[i])
        g_ptr_array_add (argv, g_strdelimit (g_strdup (words[i]), "_", ' '));
    }
  g_ptr_array_add (argv, NULL);
  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv->pdata,
                               environment,
                               G_SPAWN_DEFAULT,
                               NULL,
                               NULL,
                               &fixture->out,
                               &fixture->err,
                               &wait_status,
                               &error));
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  fixture->status = WEXITSTATUS (wait_status);
  g_test_message ("%s -> %d\n%.500s%.500s", arguments, fixture->status, fixture->out, fixture->err);
}

void
run_ok (Fixture *fixture, const char *arguments, const char *out)
{
  run (fixture, arguments);
  g_assert_cmpint (fixture->status, ==, 0);
  if (out)
    g_assert_cmpstr (fixture->out, ==, out);
}

void
run_fails (Fixture *fixture, const char *arguments, int status, const char *message)
{
  run (fixture, arguments);
  g_assert_cmpint (fixture->status, ==, status);
  g_assert_nonnull (strstr (fixture->err, message));
  g_assert_cmpstr (fixture->out, ==, "");
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  fixture->folder = g_dir_make_tmp ("cli-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->ledger = g_build_filename (fixture->folder, "test.ledger", NULL);
  fixture->pgn = g_build_filename (fixture->folder, "club.pgn", NULL);
  g_assert_true (g_file_set_contents (fixture->pgn, games_pgn, -1, &error));
}

static void
delete_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      delete_tree (child);
    }
  g_remove (path);
}

void
tear_down (Fixture *fixture, gconstpointer data)
{
  delete_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->ledger);
  g_free (fixture->pgn);
  g_free (fixture->out);
  g_free (fixture->err);
}

int
run_tests (int argc, char **argv, void (*add_tests) (void))
{
  own_home_init (&argc, &argv);
  if (argc < 2)
    {
      g_printerr ("usage: %s PROGRAM\n", argv[0]);
      return 1;
    }
  program = argv[1];
  add_tests ();
  return g_test_run ();
}
