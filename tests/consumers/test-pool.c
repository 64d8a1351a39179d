/* test-pool.c: many consumers on two threads, wake-ups that are lost or invented, and every order of arrival
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-runner-private.h"
#include "own-home.h"

#include <string.h>

#define N_CONSUMERS 200

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((task = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/comm", task);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, "consumers-"))
        n++;
    }
  return n;
}

static void
test_many (void)
{
  static ClViewClass classes[N_CONSUMERS]; /* lint: allow global-state: too big for the stack */
  const ClViewClass *views[N_CONSUMERS + 1] = { NULL };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) first = NULL;
  guint64 n_reads;
  Fixture fixture;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 500);
  for (guint i = 0; i < N_CONSUMERS; i++)
    {
      classes[i] = fixture_words_view;
      classes[i].name = g_strdup_printf ("words-%u", i);
      g_ptr_array_add (names, (gpointer) classes[i].name);
      views[i] = &classes[i];
    }
  fixture.runner = cl_runner_new (fixture.ledger, fixture.cache, views, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_CONSUMERS; i++)
    fixture_wait (&fixture, classes[i].name);
  g_assert_cmpuint (count_threads (), ==, 2);
  /* They walk side by side: each event is decoded a few times, not two hundred. */
  n_reads = cl_ring_get_reads (fixture.runner->ring);
  g_assert_cmpuint (n_reads, <=, 60);
  fixture_append_random (&fixture, 20);
  first = cl_runner_get_state (fixture.runner, classes[0].name, 520, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_CONSUMERS; i++)
    {
      g_autoptr (ClMap) state = NULL;

      fixture_wait (&fixture, classes[i].name);
      state = cl_runner_get_state (fixture.runner, classes[i].name, 0, &error);
      g_assert_no_error (error);
      fixture_assert_equal (state, first);
    }
  fixture_clear (&fixture);
}

/* A gate at which a fold gets stuck until the test opens it. */
static struct
{
  GMutex lock;
  GCond opened;
  gboolean open, reached;
} gate; /* lint: allow global-state: a pure fold has no other way to be stopped by a test */

static gboolean
apply_stuck (ClState *state, const ClEvent *event, GError **error)
{
  g_mutex_lock (&gate.lock);
  gate.reached = TRUE;
  while (!gate.open)
    g_cond_wait (&gate.opened, &gate.lock);
  g_mutex_unlock (&gate.lock);
  cl_state_set_int (state, "events", cl_state_get_int (state, "events", 0) + 1);
  return TRUE;
}

static void
test_stuck (void)
{
  ClViewClass stuck = fixture_lazy_view;
  const ClViewClass *views[] = { &fixture_lazy_view,
                                 &stuck,
                                 &fixture_words_view,
                                 &fixture_careful_view,
                                 NULL };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  stuck.name = "stuck";
  stuck.apply = apply_stuck;
  stuck.flush = NULL;
  stuck.create_scratch = NULL;
  fixture_init (&fixture);
  fixture.runner = cl_runner_new (fixture.ledger, fixture.cache, views, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 30; i++)
    {
      fixture_append_random (&fixture, 10);
      fixture_wait (&fixture, "words");
      fixture_wait (&fixture, "lazy");
      fixture_wait (&fixture, "careful");
    }
  fixture_assert_words_at (&fixture, 300);
  g_mutex_lock (&gate.lock);
  g_assert_true (gate.reached);
  gate.open = TRUE;
  g_cond_broadcast (&gate.opened);
  g_mutex_unlock (&gate.lock);
  fixture_wait (&fixture, "stuck");
  fixture_clear (&fixture);
}

/* Steers and reads from two threads while events arrive; then all is as it should be. */
static gpointer
meddle (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 150; i++)
    {
      guint64 head = cl_ledger_get_head (fixture->ledger);
      g_autoptr (ClMap) state = NULL;

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0:
          cl_runner_pause (fixture->runner, "words", NULL);
          break;
        case 1:
          cl_runner_rebuild (fixture->runner, "words", NULL);
          break;
        case 2:
          cl_runner_step (fixture->runner, "words", NULL);
          break;
        case 3:
          cl_runner_resume (fixture->runner, "words", NULL);
          break;
        default:
          state = cl_runner_get_state (fixture->runner,
                                       "words",
                                       head > 0 ? 1 + g_rand_int (rand) % head : 0,
                                       NULL);
        }
    }
  return NULL;
}

static void
test_meddling (void)
{
  Fixture fixture;
  GThread *threads[2];

  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  fixture_run (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("meddler", meddle, &fixture);
  for (guint i = 0; i < 50; i++)
    fixture_append_random (&fixture, 20);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cl_runner_resume (fixture.runner, "words", NULL);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 4000);
  for (guint i = 0; i < 5; i++)
    fixture_assert_words_at (&fixture, (guint64) g_test_rand_int_range (1, 4000));
  fixture_clear (&fixture);
}

/* Copies the events of @from into @to in another order that keeps each partition's. */
static void
shuffle_into (Fixture *from, Fixture *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (from->ledger, &error);
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, &error);
  g_autofree guint64 *offsets = g_new0 (guint64, partitions->len);
  guint64 left = cl_ledger_get_head (from->ledger);

  while (left > 0)
    {
      guint k = (guint) g_test_rand_int_range (0, (gint32) partitions->len);
      const char *key = g_array_index (partitions, ClPartitionInfo, k).key;
      gsize max = (gsize) g_test_rand_int_range (1, 50);
      g_autoptr (ClEvents) events = cl_reader_read_partition (reader, key, offsets[k], max, &error);
      g_autoptr (ClDraft) draft = cl_draft_new (key, "test", NULL);

      g_assert_no_error (error);
      if (cl_events_get_length (events) == 0)
        continue;
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        cl_draft_add (draft, cl_events_get (events, i));
      cl_ledger_append_bulk (to->ledger, draft, offsets[k], &error);
      g_assert_no_error (error);
      offsets[k] += cl_draft_get_length (draft);
      left -= cl_draft_get_length (draft);
    }
  cl_ledger_flush (to->ledger, &error);
  g_assert_no_error (error);
}

static void
test_shuffle (void)
{
  Fixture fixture;
  g_autoptr (ClMap) expected = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 2000);
  expected = fixture_fold_words (&fixture, 2000);
  for (guint i = 0; i < 4; i++)
    {
      Fixture shuffled;
      g_autoptr (ClMap) state = NULL;

      fixture_init (&shuffled);
      shuffle_into (&fixture, &shuffled);
      fixture_run (&shuffled);
      fixture_wait (&shuffled, "words");
      state = cl_runner_get_state (shuffled.runner, "words", 0, NULL);
      fixture_assert_equal (state, expected);
      fixture_clear (&shuffled);
    }
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/pool/many", test_many);
  g_test_add_func ("/consumers/pool/stuck", test_stuck);
  g_test_add_func ("/consumers/pool/meddling", test_meddling);
  g_test_add_func ("/consumers/pool/shuffle", test_shuffle);
  return g_test_run ();
}
