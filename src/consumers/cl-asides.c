/* cl-asides.c: which partitions a consumer leaves out, read from the facts in which a person decided it
 *
 * An event that a consumer cannot apply halts it, until the fold is mended or a person sets the partition aside for that
 * consumer, from that event on: all of it, since what follows in the partition builds on the event. The decision is a fact
 * like any other. It counts for the whole history, wherever in the order of arrival it stands, so that every order
 * gives the same view; a desk may take back only what it decided itself, and of several desks' decisions the one that leaves out
 * most counts.
 *
 * A desk that came from another ledger calls partitions as that one does: cl-citation.h says which they are here.
 *
 * A text tells what a consumer leaves out: "OFFSET<space>PARTITION<line feed>" for each partition, in order of their names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-asides-private.h"

#include <sqlite3.h>
#include <string.h>

#include "cl-citation.h"
#include "cl-runner.h"

#define BATCH_SIZE 500

struct _ClAsides
{
  gatomicrefcount ref_count;
  GHashTable *offsets; /* partition → guint64 */
};

gboolean
cl_asides_is_about (const char *type)
{
  return strcmp (type, CL_ASIDES_SET) == 0 || strcmp (type, CL_ASIDES_ENDED) == 0;
}

ClAsides *
cl_asides_parse (const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  ClAsides *self;

  if (lines == NULL)
    return NULL;
  self = g_new0 (ClAsides, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->offsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *partition;
      guint64 offset = g_ascii_strtoull (lines[i], &partition, 10);

      if (offset > 0 && *partition == ' ')
        g_hash_table_insert (self->offsets,
                             g_strdup (partition + 1),
                             g_memdup2 (&offset, sizeof offset));
    }
  return self;
}

ClAsides *
cl_asides_ref (ClAsides *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_asides_unref (ClAsides *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->offsets);
  g_free (self);
}

guint64
cl_asides_get (ClAsides *self, const char *partition)
{
  const guint64 *offset = self != NULL ? g_hash_table_lookup (self->offsets, partition) : NULL;

  return offset != NULL ? *offset : 0;
}

/* Reading the desks. @wanted: consumer → (partition → offset) as this desk, or all so far, decided. */
typedef struct
{
  ClReader *reader;
  ClCitations *citations;
  sqlite3 *db;
  sqlite3_stmt *parse;
} Desks;

/* One inner table of @wanted. */
static GHashTable *
ensure_table (GHashTable *wanted, const char *consumer)
{
  GHashTable *table = g_hash_table_lookup (wanted, consumer);

  if (table == NULL)
    {
      table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (wanted, g_strdup (consumer), table);
    }
  return table;
}

static GHashTable *
new_wanted (void)
{
  return g_hash_table_new_full (g_str_hash,
                                g_str_equal,
                                g_free,
                                (GDestroyNotify) g_hash_table_unref);
}

/* A fact that does not say what it is about changes nothing: it must not halt those who need it. */
static void
take_fact (Desks *self, GHashTable *wanted, const ClEvent *event)
{
  const char *consumer, *partition;
  guint64 offset;

  if (!cl_asides_is_about (event->type) || event->details == NULL)
    return;
  sqlite3_bind_text (self->parse, 1, event->details, -1, SQLITE_STATIC);
  if (sqlite3_step (self->parse) == SQLITE_ROW)
    {
      consumer = (const char *) sqlite3_column_text (self->parse, 0);
      partition = (const char *) sqlite3_column_text (self->parse, 1);
      if (partition != NULL)
        partition = cl_citations_resolve (self->citations, event->partition, partition);
      offset = (guint64) MAX (sqlite3_column_int64 (self->parse, 2), 0);
      if (consumer == NULL || partition == NULL || strpbrk (partition, "\n") != NULL)
        offset = 0;
      else if (strcmp (event->type, CL_ASIDES_ENDED) == 0)
        g_hash_table_remove (ensure_table (wanted, consumer), partition);
      else if (offset > 0)
        g_hash_table_insert (ensure_table (wanted, consumer),
                             g_strdup (partition),
                             g_memdup2 (&offset, sizeof offset));
    }
  sqlite3_reset (self->parse);
}

static gboolean
read_desk (Desks *self, const char *desk, GHashTable *wanted, GError **error)
{
  guint64 after = 0;

  for (;;)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (self->reader, desk, after, BATCH_SIZE, error);
      gsize n = events != NULL ? cl_events_get_length (events) : 0;

      if (events == NULL)
        return FALSE;
      if (n == 0)
        return TRUE;
      for (gsize i = 0; i < n; i++)
        take_fact (self, wanted, cl_events_get (events, i));
      after = cl_events_get (events, n - 1)->offset;
    }
}

/* Adds what one desk wants to what all want. */
static void
merge (GHashTable *all, GHashTable *desk)
{
  GHashTableIter consumers, partitions;
  const char *consumer, *partition;
  GHashTable *table;
  const guint64 *offset;

  g_hash_table_iter_init (&consumers, desk);
  while (g_hash_table_iter_next (&consumers, (gpointer *) &consumer, (gpointer *) &table))
    {
      g_hash_table_iter_init (&partitions, table);
      while (g_hash_table_iter_next (&partitions, (gpointer *) &partition, (gpointer *) &offset))
        {
          GHashTable *target = ensure_table (all, consumer);
          const guint64 *other = g_hash_table_lookup (target, partition);

          if (other == NULL || *offset < *other)
            g_hash_table_insert (target, g_strdup (partition), g_memdup2 (offset, sizeof *offset));
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
describe_table (GHashTable *table)
{
  guint n;
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (table, &n);
  GString *text = g_string_new (NULL);

  if (n > 1)
    qsort (names, n, sizeof *names, compare_names);
  for (guint i = 0; i < n; i++)
    {
      const guint64 *offset = g_hash_table_lookup (table, names[i]);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s\n", *offset, names[i]);
    }
  return g_string_free (text, FALSE);
}

static GHashTable *
describe_all (GHashTable *all)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  const char *consumer;
  GHashTable *table;

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &consumer, (gpointer *) &table))
    if (g_hash_table_size (table) > 0)
      g_hash_table_insert (texts, g_strdup (consumer), describe_table (table));
  return texts;
}

static gboolean
read_desks (Desks *self, GHashTable *all, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (self->reader, error);

  if (partitions == NULL)
    return FALSE;
  for (guint i = 0; i < partitions->len; i++)
    {
      const char *key = g_array_index (partitions, ClPartitionInfo, i).key;
      g_autoptr (GHashTable) desk = NULL;

      if (!g_str_has_prefix (key, "desk/"))
        continue;
      desk = new_wanted ();
      if (!read_desk (self, key, desk, error))
        return FALSE;
      merge (all, desk);
    }
  return TRUE;
}

GHashTable *
cl_asides_read (ClReader *reader, GError **error)
{
  static const char sql[] = "SELECT ?1 ->> 'consumer', ?1 ->> 'partition', ?1 ->> 'cites'"
                            " WHERE json_valid (?1)";
  g_autoptr (ClCitations) citations = cl_citations_new (reader, error);
  Desks desks = { .reader = reader, .citations = citations };
  g_autoptr (GHashTable) all = new_wanted ();
  gboolean ok;

  if (citations == NULL)
    return NULL;
  ok = sqlite3_open (":memory:", &desks.db) == SQLITE_OK &&
       sqlite3_prepare_v2 (desks.db, sql, -1, &desks.parse, NULL) == SQLITE_OK;
  if (!ok)
    g_set_error_literal (error,
                         CL_RUNNER_ERROR,
                         CL_RUNNER_ERROR_CACHE,
                         "cannot read what was set aside");
  ok = ok && read_desks (&desks, all, error);
  sqlite3_finalize (desks.parse);
  sqlite3_close (desks.db);
  return ok ? describe_all (all) : NULL;
}

/* *@position: the first event of @partition from @offset on. */
static gboolean
lower_position (ClReader *reader,
                const char *partition,
                guint64 offset,
                guint64 *position,
                GError **error)
{
  g_autoptr (ClEvents) events = cl_reader_read_at (reader, partition, offset, error);

  if (events == NULL)
    return FALSE;
  if (cl_events_get_length (events) > 0)
    {
      guint64 found = cl_events_get (events, 0)->position;

      *position = *position == 0 ? found : MIN (*position, found);
    }
  return TRUE;
}

gboolean
cl_asides_find_difference (ClAsides *from,
                           ClAsides *to,
                           ClReader *reader,
                           guint64 *position,
                           GError **error)
{
  ClAsides *const sides[] = { from, to };

  *position = 0;
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GHashTableIter iter;
      const char *partition;
      const guint64 *offset;

      if (sides[i] == NULL)
        continue;
      g_hash_table_iter_init (&iter, sides[i]->offsets);
      while (g_hash_table_iter_next (&iter, (gpointer *) &partition, (gpointer *) &offset))
        if (cl_asides_get (sides[1 - i], partition) != *offset &&
            !lower_position (reader, partition, *offset, position, error))
          return FALSE;
    }
  return TRUE;
}
