/* test-hints.c: a wake-up is a hint: whether it is lost, doubled, invented or wrong, it changes nothing but time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-runner-private.h"
#include "own-home.h"

#define N_BATCHES  12
#define BATCH_SIZE 20

static const char *const names[] = { "words", "careful", "lazy" };

/* What happens to the hints. */
typedef struct
{
  const char *what;
  gboolean deaf;    /* those that the ledger gives never arrive */
  guint n_more;     /* how often each comes again */
  gint64 mistake;   /* what is added to the head that those tell */
  gboolean between; /* a thread invents some all the time */
} Regime;

static const Regime regimes[] = {
  { "as they come", FALSE, 0, 0, FALSE },     { "lost", TRUE, 0, 0, FALSE },
  { "doubled", FALSE, 1, 0, FALSE },          { "many times over", FALSE, 50, 0, FALSE },
  { "too early", FALSE, 1, 100000, FALSE },   { "too late", TRUE, 1, -3 * BATCH_SIZE, FALSE },
  { "lost but wrong", TRUE, 3, 7, FALSE },    { "invented", FALSE, 0, 0, TRUE },
  { "lost and invented", TRUE, 0, 12, TRUE },
};

typedef struct
{
  Fixture *fixture;
  const Regime *regime;
  gint stop;
} Inventor;

/* The heads that are told, whoever tells them, run through all that is possible, and what is not. */
static gpointer
invent (gpointer user_data)
{
  Inventor *self = user_data;

  for (guint64 i = 0; !g_atomic_int_get (&self->stop); i++)
    {
      cl_runner_wake (self->fixture->runner,
                      i % 3 == 0 ? G_MAXUINT64 : i % (2 * N_BATCHES * BATCH_SIZE));
      g_usleep (20);
    }
  return NULL;
}

static void
append_under (Fixture *fixture, const Regime *regime)
{
  for (guint i = 0; i < N_BATCHES; i++)
    {
      gint64 head;

      fixture_append_random (fixture, BATCH_SIZE);
      head = (gint64) cl_ledger_get_head (fixture->ledger);
      for (guint k = 0; k < regime->n_more; k++)
        cl_runner_wake (fixture->runner, (guint64) MAX (head + regime->mistake, 0));
    }
}

/* Each has seen all of it once, says so, and has what it has after a rebuild. */
static void
check (Fixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ClMap) live = NULL, rebuilt = NULL;
      g_autoptr (ClConsumerStatus) status = NULL;
      g_autoptr (GError) error = NULL;

      fixture_wait (fixture, names[i]);
      status = cl_runner_get_status (fixture->runner, names[i]);
      g_assert_cmpint (status->state, ==, CL_CONSUMER_RUNNING);
      g_assert_cmpuint (status->position, ==, N_BATCHES * BATCH_SIZE);
      g_assert_cmpint (status->lag_us, ==, 0);
      live = cl_runner_get_state (fixture->runner, names[i], 0, &error);
      g_assert_no_error (error);
      cl_runner_rebuild (fixture->runner, names[i], &error);
      fixture_wait (fixture, names[i]);
      rebuilt = cl_runner_get_state (fixture->runner, names[i], 0, &error);
      g_assert_no_error (error);
      fixture_assert_equal (live, rebuilt);
    }
  fixture_assert_words_at (fixture, N_BATCHES * BATCH_SIZE);
}

static void
test_regime (gconstpointer data)
{
  const Regime *regime = data;
  gint64 start = g_get_monotonic_time ();
  Inventor inventor = { .regime = regime };
  GThread *thread = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  fixture_run (&fixture);
  if (regime->deaf)
    cl_runner_deafen (fixture.runner);
  inventor.fixture = &fixture;
  if (regime->between)
    thread = g_thread_new ("inventor", invent, &inventor);
  append_under (&fixture, regime);
  check (&fixture);
  g_atomic_int_set (&inventor.stop, TRUE);
  if (thread != NULL)
    g_thread_join (thread);
  /* Nor much time: without any hint they look every half second. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (regimes); i++)
    {
      g_autofree char *name = g_strdup (regimes[i].what);
      g_autofree char *path =
        g_strconcat ("/consumers/hints/", g_strdelimit (name, " ", '-'), NULL);

      g_test_add_data_func (path, &regimes[i], test_regime);
    }
  return g_test_run ();
}
