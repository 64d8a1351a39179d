/* runner-fixture.c: a ledger of random events about words, views of it that need no chess, and their slow twins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

const char *const fixture_vocabulary[] = { "Said", "Erased", "Coughed", NULL };

gint fixture_poisonous = TRUE;

static const char *
word_of (const ClEvent *event)
{
  return event->details != NULL ? event->details : "{}";
}

static void
bump (ClState *state, const char *kind, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", kind, name);

  cl_state_set_int (state, key, cl_state_get_int (state, key, 0) + 1);
}

static gboolean
apply_words (ClState *state, const ClEvent *event, GError **error)
{
  g_autofree char *last = g_strdup_printf ("last/%s/%s", event->partition, event->player);

  if (g_str_equal (event->type, "Erased"))
    {
      cl_state_set (state, last, NULL);
      return TRUE;
    }
  cl_state_set (state, last, word_of (event));
  bump (state, "partition", event->partition);
  bump (state, "word", word_of (event));
  return TRUE;
}

static gboolean
apply_careful (ClState *state, const ClEvent *event, GError **error)
{
  bump (state, "seen", event->type);
  bump (state, "trace", word_of (event));
  if (strstr (word_of (event), "poison") == NULL || !g_atomic_int_get (&fixture_poisonous))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "it tastes bitter");
  return FALSE;
}

static gpointer
create_counter (void)
{
  return g_new0 (guint64, 1);
}

static gboolean
apply_lazy (ClState *state, const ClEvent *event, GError **error)
{
  guint64 *counter = cl_state_get_scratch (state);

  *counter += 1;
  return TRUE;
}

static void
flush_lazy (ClState *state, gpointer scratch)
{
  guint64 *counter = scratch;

  cl_state_set_int (state, "events", cl_state_get_int (state, "events", 0) + (gint64) *counter);
  *counter = 0;
}

static gpointer
create_talk (const char *partition, guint32 game)
{
  return g_string_new (NULL);
}

static gboolean
apply_talk (gpointer fold, const ClEvent *event, GError **error)
{
  if (strstr (word_of (event), "poison") != NULL)
    return FALSE;
  g_string_append (fold, word_of (event));
  return TRUE;
}

static void
describe_talk (gpointer fold, ClMap *map)
{
  cl_map_set (map, "talk", ((GString *) fold)->str);
}

static void
destroy_talk (gpointer fold)
{
  g_string_free (fold, TRUE);
}

static const char *const said_and_erased[] = { "Said", "Erased", NULL };
static const char *const said[] = { "Said", NULL };
static const char *const coughed[] = { "Coughed", NULL };
static const char *const all_others[] = { "*", NULL };

const ClViewClass fixture_words_view = {
  .name = "words",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = said_and_erased,
  .ignores = all_others,
  .apply = apply_words,
};

const ClViewClass fixture_careful_view = {
  .name = "careful",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = said_and_erased,
  .ignores = coughed,
  .apply = apply_careful,
};

const ClViewClass fixture_lazy_view = {
  .name = "lazy",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = said,
  .ignores = all_others,
  .apply = apply_lazy,
  .create_scratch = create_counter,
  .flush = flush_lazy,
  .destroy_scratch = g_free,
};

const ClViewClass fixture_talk_view = {
  .name = "talk",
  .version = 1,
  .scope = CL_VIEW_OF_GAME,
  .handles = said,
  .ignores = coughed,
  .create = create_talk,
  .apply_game = apply_talk,
  .describe = describe_talk,
  .destroy = destroy_talk,
};

void
fixture_init (Fixture *self)
{
  memset (self, 0, sizeof *self);
  self->dir = g_dir_make_tmp ("chess-ledger-XXXXXX", NULL);
  g_assert_nonnull (self->dir);
  self->path = g_build_filename (self->dir, "test.ledger", NULL);
  self->cache = g_build_filename (self->dir, "cache", NULL);
  fixture_open_ledger (self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
fixture_clear (Fixture *self)
{
  fixture_stop (self);
  fixture_close_ledger (self);
  remove_tree (self->dir);
  g_clear_pointer (&self->folded, cl_map_unref);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->cache);
}

void
fixture_open_ledger (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->ledger =
    cl_ledger_open (self->path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, fixture_vocabulary, &error);
  g_assert_no_error (error);
}

void
fixture_close_ledger (Fixture *self)
{
  if (self->ledger != NULL)
    cl_ledger_close (self->ledger);
  g_clear_object (&self->ledger);
}

void
fixture_run (Fixture *self)
{
  static const ClViewClass *const views[] = { &fixture_words_view,
                                              &fixture_careful_view,
                                              &fixture_lazy_view,
                                              NULL };
  g_autoptr (GError) error = NULL;

  self->runner = cl_runner_new (self->ledger, self->cache, views, &error);
  g_assert_no_error (error);
}

void
fixture_stop (Fixture *self)
{
  if (self->runner != NULL)
    cl_runner_close (self->runner);
  if (self->runner != NULL)
    g_assert_finalize_object (self->runner);
  self->runner = NULL;
}

void
fixture_remove_cache (Fixture *self)
{
  remove_tree (self->cache);
}

void
fixture_wait (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;

  cl_runner_wait (self->runner, name, cl_ledger_get_head (self->ledger), FIXTURE_WAIT_MS, &error);
  g_assert_no_error (error);
}

static guint64
get_offset (Fixture *self, const char *partition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  ClPartitionInfo info = { 0 };
  gboolean found;

  g_assert_no_error (error);
  found = cl_reader_get_partition (reader, partition, &info, &error);
  g_assert_no_error (error);
  return found ? info.head : 0;
}

static void
add_details (ClDraft *draft,
             const char *type,
             const char *player,
             const char *details,
             guint32 game)
{
  ClEvent event = CL_EVENT_INIT;

  event.type = type;
  event.player = player;
  event.details = details;
  event.game = game;
  cl_draft_add (draft, &event);
}

static void
add_event (ClDraft *draft, const char *type, const char *player, const char *word, guint32 game)
{
  g_autofree char *details = g_strdup_printf ("{\"word\":\"%s\"}", word);

  add_details (draft, type, player, details, game);
}

static void
append (Fixture *self, ClDraft *draft)
{
  g_autoptr (GError) error = NULL;

  cl_ledger_append (self->ledger,
                    draft,
                    get_offset (self, cl_draft_get_partition (draft)),
                    NULL,
                    &error);
  g_assert_no_error (error);
}

void
fixture_append (Fixture *self,
                const char *partition,
                const char *type,
                const char *player,
                const char *word)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "test", NULL);

  add_event (draft, type, player, word, 1);
  append (self, draft);
}

void
fixture_append_details (Fixture *self, const char *partition, const char *type, const char *details)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "test", NULL);

  add_details (draft, type, NULL, details, 0);
  append (self, draft);
}

void
fixture_append_random (Fixture *self, guint n)
{
  static const char *const partitions[] = { "table/1", "table/2", "archive/a", "desk/x" };
  static const char *const players[] = { "Ann", "Bob", "Cleo", "Đorđe" };
  guint64 offsets[G_N_ELEMENTS (partitions)];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (partitions); i++)
    offsets[i] = get_offset (self, partitions[i]);
  while (n > 0)
    {
      guint k = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (partitions));
      guint length = (guint) g_test_rand_int_range (1, (gint32) MIN (n, 60) + 1);
      g_autoptr (ClDraft) draft = cl_draft_new (partitions[k], "test", NULL);

      for (guint i = 0; i < length; i++)
        {
          gint32 dice = g_test_rand_int_range (0, 100);
          g_autofree char *word = g_strdup_printf ("w%d", g_test_rand_int_range (0, 400));

          add_event (draft,
                     dice < 80   ? "Said"
                     : dice < 90 ? "Erased"
                                 : "Coughed",
                     players[g_test_rand_int_range (0, G_N_ELEMENTS (players))],
                     word,
                     (guint32) g_test_rand_int_range (1, 4));
        }
      cl_ledger_append_bulk (self->ledger, draft, offsets[k], &error);
      g_assert_no_error (error);
      offsets[k] += length;
      n -= length;
    }
  cl_ledger_flush (self->ledger, &error);
  g_assert_no_error (error);
}

static void
bump_map (ClMap *map, const char *kind, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", kind, name);
  const char *old = cl_map_get (map, key);

  cl_map_set_int (map, key, (old != NULL ? g_ascii_strtoll (old, NULL, 10) : 0) + 1);
}

static void
fold_word (ClMap *map, const ClEvent *event)
{
  g_autofree char *last = g_strdup_printf ("last/%s/%s", event->partition, event->player);

  if (g_str_equal (event->type, "Said"))
    {
      cl_map_set (map, last, event->details);
      bump_map (map, "partition", event->partition);
      bump_map (map, "word", event->details);
    }
  else if (g_str_equal (event->type, "Erased"))
    cl_map_set (map, last, NULL);
}

ClMap *
fixture_fold_words (Fixture *self, guint64 until)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  ClMap *copy = cl_map_new ();

  g_assert_no_error (error);
  if (self->folded == NULL || self->folded_to > until)
    {
      g_clear_pointer (&self->folded, cl_map_unref);
      self->folded = cl_map_new ();
      self->folded_to = 0;
    }
  while (self->folded_to < until)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, self->folded_to, until, 70, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (cl_events_get_length (events), >, 0);
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        fold_word (self->folded, cl_events_get (events, i));
      self->folded_to += cl_events_get_length (events);
    }
  cl_map_foreach (self->folded, NULL, cl_map_set_cb, copy);
  return copy;
}

void
fixture_assert_equal (ClMap *a, ClMap *b)
{
  g_autofree char *ja = cl_map_to_json (a);
  g_autofree char *jb = cl_map_to_json (b);
  guint8 da[32], db[32];

  g_assert_cmpstr (ja, ==, jb);
  cl_map_digest (a, da);
  cl_map_digest (b, db);
  g_assert_cmpmem (da, 32, db, 32);
}

void
fixture_assert_words_at (Fixture *self, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) expected = fixture_fold_words (self, position);
  g_autoptr (ClMap) state = cl_runner_get_state (self->runner, "words", position, &error);

  g_assert_no_error (error);
  fixture_assert_equal (state, expected);
}
