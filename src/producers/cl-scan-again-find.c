/* cl-scan-again-find.c: finds the game that a board recorded, and which of the board's facts belong to it
 *
 * BoardAttached at a table names the sensor and how much it had seen by then; so the facts of a game lie between its own
 * BoardAttached and that of the next game, at whatever table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-again-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "cl-fact.h"

#define BATCH 1000

typedef struct
{
  const char *table;
  guint32 game;
  guint64 seen;
} Attachment;

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, CL_FACT_ERROR, CL_FACT_ERROR_UNACCEPTABLE, text);
  return FALSE;
}

/* The longest name of a family that fits: a serial number may begin with anything. */
const ClBoardFamily *
cl_scan_again_find_family (const char *sensor, GError **error)
{
  const ClBoardFamily *found = NULL;

  for (guint i = 0; cl_board_family_get (i) != NULL; i++)
    {
      const ClBoardFamily *family = cl_board_family_get (i);
      g_autofree char *prefix = g_strdup_printf ("sensor/%s-", family->name);

      if (g_str_has_prefix (sensor, prefix) &&
          (found == NULL || strlen (family->name) > strlen (found->name)))
        found = family;
    }
  if (found == NULL)
    refuse (error, _ ("“%s” is not what a board saw; its name begins with “sensor/”"), sensor);
  return found;
}

static gboolean
list_attachments_at (ClReader *reader,
                     const char *table,
                     const char *sensor,
                     GArray *found,
                     GError **error)
{
  guint64 after = 0;
  gsize n;

  do
    {
      g_autoptr (ClEvents) events = cl_reader_read_brief (reader, table, after, BATCH, error);

      if (events == NULL)
        return FALSE;
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);
          g_auto (ClFact) fact = { 0 };
          Attachment attachment = { .table = table, .game = event->game };

          after = event->offset;
          if (cl_fact_type_of (event) != CL_FACT_BOARD_ATTACHED)
            continue;
          if (!cl_fact_from_event (event, &fact, error))
            return FALSE;
          attachment.seen = fact.seen;
          if (g_strcmp0 (fact.origin_partition, sensor) == 0)
            g_array_append_val (found, attachment);
        }
    }
  while (n == BATCH);
  return TRUE;
}

/* At all tables. (element-type Attachment) */
static GArray *
list_attachments (ClReader *reader, const char *sensor, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Attachment));

  if (partitions == NULL)
    return NULL;
  for (guint i = 0; i < partitions->len; i++)
    {
      const char *key = g_array_index (partitions, ClPartitionInfo, i).key;

      if (g_str_has_prefix (key, "table/") &&
          !list_attachments_at (reader, key, sensor, found, error))
        return NULL;
    }
  return g_steal_pointer (&found);
}

static gboolean
choose (const GArray *attachments,
        const char *sensor,
        const char *table,
        guint32 game,
        ClScanAgainPlace *place,
        GError **error)
{
  const Attachment *first = NULL;
  guint64 last = 0;

  for (guint i = 0; i < attachments->len; i++)
    {
      const Attachment *a = &g_array_index (attachments, Attachment, i);

      if (a->game != game || (table != NULL && strcmp (table, a->table) != 0))
        continue;
      if (first != NULL && strcmp (first->table, a->table) != 0)
        return refuse (error,
                       _ ("This board recorded a game %u at “%s” and at “%s”: say at which table"),
                          game,
                          first->table,
                          a->table);
      if (first == NULL)
        first = a;
      last = MAX (last, a->seen);
    }
  if (first == NULL && table != NULL)
    return refuse (error, _ ("“%s” recorded no game %u at “%s”"), sensor, game, table);
  if (first == NULL)
    return refuse (error, _ ("“%s” recorded no game %u"), sensor, game);
  place->table = g_strdup (first->table);
  place->begins = first->seen;
  place->ends = G_MAXUINT64;
  for (guint i = 0; i < attachments->len; i++)
    {
      const Attachment *a = &g_array_index (attachments, Attachment, i);

      if ((a->game != game || strcmp (a->table, first->table) != 0) && a->seen > last)
        place->ends = MIN (place->ends, a->seen);
    }
  return TRUE;
}

static gboolean
read_game (ClReader *reader,
           const char *sensor,
           guint32 game,
           ClScanAgainPlace *place,
           GError **error)
{
  ClPartitionInfo info = { 0 };
  guint64 after = 0;
  gsize n;

  if (!cl_reader_get_partition (reader, place->table, &info, error))
    return FALSE;
  place->head = info.head;
  place->attached = G_MAXUINT;
  do
    {
      ClEvents *events = cl_reader_read_game (reader, place->table, game, after, 0, BATCH, error);

      if (events == NULL)
        return FALSE;
      g_ptr_array_add (place->batches, events);
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);
          g_auto (ClFact) fact = { 0 };

          after = event->position;
          g_ptr_array_add (place->events, (gpointer) event);
          if (place->attached != G_MAXUINT || cl_fact_type_of (event) != CL_FACT_BOARD_ATTACHED)
            continue;
          if (!cl_fact_from_event (event, &fact, error))
            return FALSE;
          if (g_strcmp0 (fact.origin_partition, sensor) == 0)
            place->attached = place->events->len - 1;
        }
    }
  while (n == BATCH);
  return TRUE;
}

gboolean
cl_scan_again_find (ClReader *reader,
                    const char *sensor,
                    const char *table,
                    guint32 game,
                    ClScanAgainPlace *place,
                    GError **error)
{
  g_autoptr (GArray) attachments = list_attachments (reader, sensor, error);

  *place = (ClScanAgainPlace){ 0 };
  if (attachments == NULL || !choose (attachments, sensor, table, game, place, error))
    return FALSE;
  place->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_events_unref);
  place->events = g_ptr_array_new ();
  if (read_game (reader, sensor, game, place, error))
    return TRUE;
  cl_scan_again_place_clear (place);
  return FALSE;
}

void
cl_scan_again_place_clear (ClScanAgainPlace *self)
{
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->batches, g_ptr_array_unref);
}
