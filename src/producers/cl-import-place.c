/* cl-import-place.c: where in a ledger a file belongs, and what is there of an earlier import of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-import.h"

#include "cl-import-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 160  /* bytes of the file's name in the partition key */
#define BLOCK    1000 /* events read at a time while looking for the end */

/* Others may write to the collection at this moment: a note on a game, say. */
#define RESTORE_TRIES 5

static gboolean
is_ours (const ClEvent *event)
{
  return g_strcmp0 (event->producer, CL_IMPORT_PRODUCER) == 0;
}

static gboolean
read_completion (const ClEvent *event, ClImportPlace *known, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (cl_fact_type_of (event) != CL_FACT_SOURCE_IMPORTED)
    return TRUE;
  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  known->complete = TRUE;
  known->n_games = fact.n_games;
  known->n_unreadable = fact.n_unreadable;
  return TRUE;
}

/* A fact without a game speaks about the whole collection. */
static void
note_foreign (const ClEvent *event, ClImportPlace *known)
{
  if (event->game == 0 && cl_fact_type_of (event) == CL_FACT_GAME_WITHDRAWN)
    known->withdrawn = TRUE;
  if (event->game == 0 && cl_fact_type_of (event) == CL_FACT_GAME_RESTORED)
    known->withdrawn = FALSE;
}

/* Counts our facts; people may have added notes or corrections behind them. */
static gboolean
count_known (ClReader *reader, const char *partition, ClImportPlace *known, GError **error)
{
  g_autoptr (ClEvents) last = cl_reader_read_at (reader, partition, known->head, error);
  guint64 offset = 0;

  if (last == NULL)
    return FALSE;
  if (cl_events_get_length (last) == 1 && is_ours (cl_events_get (last, 0)) &&
      cl_fact_type_of (cl_events_get (last, 0)) == CL_FACT_SOURCE_IMPORTED)
    {
      known->n_known = known->head;
      return read_completion (cl_events_get (last, 0), known, error);
    }
  while (offset < known->head)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (reader, partition, offset, BLOCK, error);

      if (events == NULL)
        return FALSE;
      if (cl_events_get_length (events) == 0)
        break;
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        if (is_ours (cl_events_get (events, i)))
          {
            known->n_known++;
            if (!read_completion (cl_events_get (events, i), known, error))
              return FALSE;
          }
        else
          note_foreign (cl_events_get (events, i), known);
      offset += cl_events_get_length (events);
    }
  return TRUE;
}

/* Is @partition free, or of the same file? */
static gboolean
is_usable (ClReader *reader,
           const char *partition,
           const char *digest,
           ClImportPlace *known,
           GError **error)
{
  g_autoptr (ClEvents) first = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (ClFact) fact = { 0 };
  ClPartitionInfo info;

  *known = (ClImportPlace){ 0 };
  if (!cl_reader_get_partition (reader, partition, &info, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return local_error == NULL;
    }
  first = cl_reader_read_at (reader, partition, 1, error);
  if (first == NULL || cl_events_get_length (first) != 1)
    return FALSE;
  if (cl_fact_type_of (cl_events_get (first, 0)) != CL_FACT_SOURCE_IMPORT_STARTED ||
      !cl_fact_from_event (cl_events_get (first, 0), &fact, NULL) ||
      g_strcmp0 (fact.digest, digest) != 0)
    return FALSE;
  known->head = info.head;
  return count_known (reader, partition, known, error);
}

char *
cl_import_make_name (GFile *file, const char *name)
{
  g_autofree char *base = name ? g_strdup (name) : g_file_get_basename (file);
  g_autofree char *valid = g_utf8_make_valid (base ? base : "", -1);
  gsize length = strlen (valid);

  for (char *c = valid; *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f || *c == '/')
      *c = '_';
  if (length > MAX_NAME)
    for (length = MAX_NAME; ((guchar) valid[length] & 0xc0) == 0x80; length--)
      ;
  valid[length] = 0;
  return length > 0 ? g_steal_pointer (&valid) : g_strdup ("games.pgn");
}

gboolean
cl_import_find_place (ClLedger *ledger,
                      const char *name,
                      const char *digest,
                      ClImportPlace *place,
                      GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *plain = g_strconcat ("archive/", name, NULL);
  g_autofree char *marked = g_strdup_printf ("%s~%.8s", plain, digest);

  if (reader == NULL)
    return FALSE;
  if (is_usable (reader, plain, digest, place, &local_error))
    place->partition = g_steal_pointer (&plain);
  else if (local_error == NULL && is_usable (reader, marked, digest, place, &local_error))
    place->partition = g_steal_pointer (&marked);
  else if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CONFLICT,
                 _ ("“%s” is taken by another file"), marked);
  return place->partition != NULL;
}

gboolean
cl_import_restore (ClLedger *ledger, const char *partition, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GError) local_error = NULL;
  g_auto (ClFact) fact = { 0 };

  if (reader == NULL)
    return FALSE;
  cl_fact_init (&fact, CL_FACT_GAME_RESTORED);
  fact.occurred_at = g_get_real_time ();
  for (guint i = 0; i < RESTORE_TRIES; i++)
    {
      g_autoptr (ClDraft) draft = cl_draft_new (partition, CL_LIBRARY_PRODUCER, NULL);
      ClPartitionInfo info;

      g_clear_error (&local_error);
      cl_fact_to_draft (&fact, draft);
      if (!cl_reader_get_partition (reader, partition, &info, &local_error))
        break;
      if (cl_ledger_append (ledger, draft, info.head, NULL, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
