/* test-lessons.c: every lesson from start to end, once wrongly and once rightly, by what stands in ledger and runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cl-lesson-private.h"
#include "cl-table.h"
#include "cl-views.h"
#include "own-home.h"

typedef struct
{
  const ClLesson *lesson;
  ClLedger *ledger;
  ClRunner *runner;
  ClLessonBench *bench;
  char *folder;
} Fixture;

static const ClLesson *
find_lesson (const char *id)
{
  guint n;
  const ClLesson *const *lessons = cl_lessons (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (lessons[i]->id, id) == 0)
      return lessons[i];
  g_error ("there is no lesson “%s”", id);
}

static void
open_lesson (Fixture *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->lesson = find_lesson (id);
  self->folder = g_dir_make_tmp ("lessons-XXXXXX", NULL);
  path = g_build_filename (self->folder, "scratch.ledger", NULL);
  cl_lesson_prepare (self->lesson, path, &error);
  g_assert_no_error (error);
  self->ledger = cl_ledger_open (path, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  self->runner = cl_runner_new (self->ledger, NULL, cl_views_of_ledger (), &error);
  g_assert_no_error (error);
  self->bench =
    cl_lesson_bench_new (self->lesson, self->ledger, self->runner, self->folder, &error);
  g_assert_no_error (error);
}

static void
close_lesson (Fixture *self)
{
  cl_runner_close (self->runner);
  cl_ledger_close (self->ledger);
  cl_lesson_bench_unref (self->bench);
  g_object_unref (self->runner);
  g_object_unref (self->ledger);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
  g_free (self->folder);
}

static void
expect (Fixture *self, ClLessonVerdict verdict)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  ClLessonVerdict found = self->lesson->check (self->bench, &said, &error);

  g_test_message ("%s: %s", self->lesson->id, said != NULL ? said : "–");
  g_assert_no_error (error);
  g_assert_cmpint (found, ==, verdict);
  if (verdict == CL_LESSON_ASTRAY)
    g_assert_nonnull (said);
}

/* --- What a learner does --- */

static void
play (Fixture *self, const char *partition, const char *moves)
{
  g_autoptr (GError) error = NULL;

  cl_lesson_play (self->ledger, partition, moves, &error);
  g_assert_no_error (error);
}

typedef ClDraft *(*Act) (const ClGame *game, GError **error);

static void
act (Fixture *self, const char *partition, Act make)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClGame) game = cl_lesson_load (self->bench, partition, &error);

  g_assert_no_error (error);
  cl_lesson_append (self->ledger, make (game, &error), &error);
  g_assert_no_error (error);
}

static ClDraft *
take_back (const ClGame *game, GError **error)
{
  return cl_table_takeback (game, cl_game_n_plies (game) - 1, g_get_real_time (), error);
}

static ClDraft *
offer_draw (const ClGame *game, GError **error)
{
  return cl_table_offer_draw (game, CHESS_WHITE, g_get_real_time (), error);
}

static ClDraft *
resign (const ClGame *game, GError **error)
{
  return cl_table_resign (game, CHESS_BLACK, g_get_real_time (), error);
}

/* --- The lessons --- */

static void
photograph_wrongly (Fixture *self)
{
  play (self, "table/2", "Nf3");
  expect (self, CL_LESSON_ASTRAY);
}

static void
photograph_same_film (Fixture *self)
{
  play (self, "table/2", "e4 e5 Nf3 Nc6");
  expect (self, CL_LESSON_ASTRAY);
}

static void
photograph_rightly (Fixture *self)
{
  play (self, "table/2", "Nf3 Nc6 e4 e5");
  expect (self, CL_LESSON_DONE);
}

static void
facts_wrongly (Fixture *self)
{
  act (self, "table/1", resign);
  expect (self, CL_LESSON_ASTRAY);
}

static void
facts_rightly (Fixture *self)
{
  act (self, "table/1", offer_draw);
  expect (self, CL_LESSON_ASTRAY);
  act (self, "table/1", resign);
  expect (self, CL_LESSON_DONE);
}

static void
pen_wrongly (Fixture *self)
{
  play (self, "table/1", "O-O Bc5");
  expect (self, CL_LESSON_ASTRAY);
}

static void
pen_rightly (Fixture *self)
{
  act (self, "table/1", take_back);
  expect (self, CL_LESSON_ASTRAY);
  play (self, "table/1", "Bc5");
  expect (self, CL_LESSON_DONE);
}

static void
wait_for (Fixture *self, const char *name, guint64 position)
{
  g_autoptr (GError) error = NULL;

  cl_runner_wait (self->runner, name, position, 20000, &error);
  if (!g_error_matches (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_PAUSED))
    g_assert_no_error (error);
}

static void
seek (Fixture *self, const char *name, guint64 position)
{
  g_assert_true (cl_runner_seek (self->runner, name, position, NULL));
  wait_for (self, name, position);
}

static void
use (Fixture *self, guint tool)
{
  g_autoptr (GError) error = NULL;

  self->lesson->tools[tool].use (self->bench, &error);
  g_assert_no_error (error);
}

static void
consumers_wrongly (Fixture *self)
{
  wait_for (self, "library", 5);
  seek (self, "library", 2);
  expect (self, CL_LESSON_ASTRAY);
}

static void
consumers_all_paused (Fixture *self)
{
  wait_for (self, "library", 5);
  seek (self, "library", 3);
  g_assert_true (cl_runner_pause (self->runner, "players", NULL));
  expect (self, CL_LESSON_ASTRAY);
}

static void
consumers_rightly (Fixture *self)
{
  wait_for (self, "library", 5);
  wait_for (self, "players", 5);
  g_assert_true (cl_runner_rewind (self->runner, "library", 100, NULL));
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_true (cl_runner_step (self->runner, "library", NULL));
      wait_for (self, "library", i);
    }
  expect (self, CL_LESSON_DONE);
}

static void
pace_wrongly (Fixture *self)
{
  g_assert_true (cl_runner_pause (self->runner, "players", NULL));
  g_assert_true (cl_runner_pause (self->runner, "library", NULL));
  play (self, "table/1", "Bb5 a6 Ba4");
  expect (self, CL_LESSON_ASTRAY);
}

static void
pace_rightly (Fixture *self)
{
  wait_for (self, "players", 5);
  g_assert_true (cl_runner_pause (self->runner, "players", NULL));
  play (self, "table/1", "Bb5 a6 Ba4");
  wait_for (self, "library", 8);
  expect (self, CL_LESSON_ASTRAY);
  g_assert_true (cl_runner_resume (self->runner, "players", NULL));
  wait_for (self, "players", 8);
  expect (self, CL_LESSON_DONE);
}

static void
rebuild_wrongly (Fixture *self)
{
  play (self, "table/1", "Bb5");
  expect (self, CL_LESSON_ASTRAY);
}

static void
rebuild_rightly (Fixture *self)
{
  g_assert_true (cl_runner_rebuild (self->runner, "library", NULL));
  wait_for (self, "library", 5);
  expect (self, CL_LESSON_DONE);
}

static void
versions_wrongly (Fixture *self)
{
  play (self, "table/1", "exd5 Qxd5");
  expect (self, CL_LESSON_ASTRAY);
}

static void
versions_rightly (Fixture *self)
{
  play (self, "table/1", "exd5");
  act (self, "table/1", take_back);
  expect (self, CL_LESSON_DONE);
}

static void
partitions_wrongly (Fixture *self)
{
  play (self, "table/1", "e4 e5");
  play (self, "table/2", "d4 d5");
  expect (self, CL_LESSON_ASTRAY);
}

static void
partitions_rightly (Fixture *self)
{
  play (self, "table/1", "e4");
  play (self, "table/2", "d4");
  play (self, "table/1", "e5");
  expect (self, CL_LESSON_ASTRAY);
  play (self, "table/2", "d5");
  expect (self, CL_LESSON_DONE);
}

static void
clocks_wrongly (Fixture *self)
{
  play (self, "table/2", "e4 e5 Nf3");
  expect (self, CL_LESSON_ASTRAY);
}

static void
clocks_rightly (Fixture *self)
{
  play (self, "table/2", "e4 e5");
  expect (self, CL_LESSON_ASTRAY);
  play (self, "table/1", "d4 d5 c4 e6");
  expect (self, CL_LESSON_DONE);
}

static void
replicas_wrongly (Fixture *self)
{
  use (self, 0);
  expect (self, CL_LESSON_ASTRAY);
  use (self, 1);
  use (self, 2);
  expect (self, CL_LESSON_ASTRAY); /* nothing was recorded here meanwhile */
}

static void
replicas_rightly (Fixture *self)
{
  use (self, 0);
  use (self, 1);
  use (self, 1);
  play (self, "table/1", "Bb5 a6");
  expect (self, CL_LESSON_ASTRAY);
  use (self, 2);
  expect (self, CL_LESSON_DONE);
}

static void
policies_wrongly (Fixture *self)
{
  wait_for (self, "library", self->bench->start);
  seek (self, "library", 2);
  expect (self, CL_LESSON_ASTRAY); /* not read on yet */
}

static void
policies_rightly (Fixture *self)
{
  wait_for (self, "library", self->bench->start);
  seek (self, "library", 0);
  expect (self, CL_LESSON_ASTRAY);
  g_assert_true (cl_runner_resume (self->runner, "library", NULL));
  wait_for (self, "library", self->bench->start);
  expect (self, CL_LESSON_DONE);
}

static void
seals_wrongly (Fixture *self)
{
  use (self, 0);
  expect (self, CL_LESSON_ASTRAY);
}

static void
seals_rightly (Fixture *self)
{
  use (self, 0);
  use (self, 1);
  expect (self, CL_LESSON_DONE);
}

typedef struct
{
  const char *id;
  void (*learn) (Fixture *self);
  const char *name;
} Case;

static const Case cases[] = {
  { "photograph", photograph_wrongly, "wrongly" },
  { "photograph", photograph_same_film, "same-film" },
  { "photograph", photograph_rightly, "rightly" },
  { "facts", facts_wrongly, "wrongly" },
  { "facts", facts_rightly, "rightly" },
  { "pen", pen_wrongly, "wrongly" },
  { "pen", pen_rightly, "rightly" },
  { "consumers", consumers_wrongly, "wrongly" },
  { "consumers", consumers_all_paused, "all-paused" },
  { "consumers", consumers_rightly, "rightly" },
  { "pace", pace_wrongly, "wrongly" },
  { "pace", pace_rightly, "rightly" },
  { "rebuild", rebuild_wrongly, "wrongly" },
  { "rebuild", rebuild_rightly, "rightly" },
  { "versions", versions_wrongly, "wrongly" },
  { "versions", versions_rightly, "rightly" },
  { "partitions", partitions_wrongly, "wrongly" },
  { "partitions", partitions_rightly, "rightly" },
  { "clocks", clocks_wrongly, "wrongly" },
  { "clocks", clocks_rightly, "rightly" },
  { "replicas", replicas_wrongly, "wrongly" },
  { "replicas", replicas_rightly, "rightly" },
  { "policies", policies_wrongly, "wrongly" },
  { "policies", policies_rightly, "rightly" },
  { "seals", seals_wrongly, "wrongly" },
  { "seals", seals_rightly, "rightly" },
};

static void
learn (gconstpointer data)
{
  const Case *of = data;
  Fixture fixture = { 0 };

  open_lesson (&fixture, of->id);
  expect (&fixture, CL_LESSON_OPEN);
  of->learn (&fixture);
  close_lesson (&fixture);
}

/* Each has its parts, can be done wrongly and rightly here, and all fit into the 45 minutes of a class. */
static void
course (void)
{
  guint n, minutes = 0;
  const ClLesson *const *lessons = cl_lessons (&n);

  for (guint i = 0; i < n; i++)
    {
      guint n_cases = 0, n_choices = 0;

      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        n_cases += strcmp (cases[k].id, lessons[i]->id) == 0;
      while (n_choices < CL_LESSON_MAX_CHOICES && lessons[i]->choices[n_choices].text != NULL)
        g_assert_nonnull (lessons[i]->choices[n_choices++].why);
      g_test_message ("%s", lessons[i]->id);
      g_assert_cmpuint (n_cases, >=, 2);
      g_assert_cmpuint (n_choices, >=, 2);
      g_assert_cmpuint (lessons[i]->right, <, n_choices);
      g_assert_nonnull (lessons[i]->notes);
      g_assert_nonnull (lessons[i]->afterwards);
      minutes += lessons[i]->minutes;
    }
  g_assert_cmpuint (minutes, <=, 45);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/lessons/course", course);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/lessons/%s/%s", cases[i].id, cases[i].name);

      g_test_add_data_func (path, &cases[i], learn);
    }
  return g_test_run ();
}
