/* cl-import-sink.c: hands the facts of an import to the ledger in batches, without those that are there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-import-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define BATCH       700
#define BATCH_BYTES (1024 * 1024) /* comments may be long */

struct _ClImportSink
{
  ClLedger *ledger;
  char *partition;
  GBytes *origin;
  guint64 n_known; /* facts that were there when we began */
  guint64 foreign; /* facts of others in the partition then */
  guint64 count;   /* facts taken */
  guint64 sent;    /* last offset handed over, or there before */
  ClDraft *draft;  /* (nullable): not handed over yet */
  gboolean is_open;
  GError *error;
};

ClImportSink *
cl_import_sink_new (ClLedger *ledger,
                    const char *partition,
                    GBytes *origin,
                    guint64 n_known,
                    guint64 head)
{
  ClImportSink *self = g_new0 (ClImportSink, 1);

  self->ledger = g_object_ref (ledger);
  self->partition = g_strdup (partition);
  self->origin = g_bytes_ref (origin);
  self->n_known = n_known;
  self->foreign = head - n_known;
  self->sent = head;
  return self;
}

void
cl_import_sink_free (ClImportSink *self)
{
  g_clear_pointer (&self->draft, cl_draft_unref);
  g_clear_error (&self->error);
  g_bytes_unref (self->origin);
  g_free (self->partition);
  g_object_unref (self->ledger);
  g_free (self);
}

static void
send_draft (ClImportSink *self)
{
  gsize length;

  if (self->draft == NULL || !self->is_open || self->error)
    return;
  length = cl_draft_get_length (self->draft);
  if (cl_ledger_append_bulk (self->ledger, self->draft, self->sent, &self->error))
    self->sent += length;
  g_clear_pointer (&self->draft, cl_draft_unref);
}

static gboolean
is_same (const ClEvent *a, const ClEvent *b)
{
  return g_strcmp0 (a->type, b->type) == 0 && a->schema == b->schema && a->game == b->game &&
         a->ply == b->ply && g_strcmp0 (a->player, b->player) == 0 && a->clock_ms == b->clock_ms &&
         a->has_move == b->has_move && a->move.move == b->move.move &&
         a->move.marks == b->move.marks && g_strcmp0 (a->details, b->details) == 0;
}

/* Is the last fact that was there the one that we make of the file today? */
static void
compare_known (ClImportSink *self, const ClFact *fact)
{
  g_autoptr (ClDraft) draft = cl_draft_new (self->partition, CL_IMPORT_PRODUCER, self->origin);
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &self->error);
  g_autoptr (ClEvents) events = NULL;

  if (reader == NULL)
    return;
  events = cl_reader_read_at (reader, self->partition, self->n_known, &self->error);
  if (events == NULL)
    return;
  cl_fact_to_draft (fact, draft);
  if (cl_events_get_length (events) == 1 &&
      (is_same (cl_events_get (events, 0), cl_draft_get (draft, 0)) || self->foreign > 0))
    return;
  g_set_error (&self->error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CONFLICT,
               _ ("“%s” was begun by another version of the import, which read the file differently "
                  "(event %" G_GUINT64_FORMAT ")"),
                 self->partition,
                 self->n_known);
}

guint64
cl_import_sink_add (ClImportSink *self, const ClFact *fact)
{
  self->count++;
  if (self->count <= self->n_known)
    {
      if (self->count == self->n_known && !self->error)
        compare_known (self, fact);
      return self->count;
    }
  if (self->error == NULL)
    {
      if (self->draft == NULL)
        self->draft = cl_draft_new (self->partition, CL_IMPORT_PRODUCER, self->origin);
      cl_fact_to_draft (fact, self->draft);
      if (cl_draft_get_length (self->draft) >= BATCH ||
          cl_draft_get_size (self->draft) >= BATCH_BYTES)
        send_draft (self);
    }
  return self->count + self->foreign;
}

gboolean
cl_import_sink_has_failed (const ClImportSink *self)
{
  return self->error != NULL;
}

gboolean
cl_import_sink_is_catching_up (const ClImportSink *self)
{
  return self->count < self->n_known;
}

guint64
cl_import_sink_get_count (const ClImportSink *self)
{
  return self->count;
}

guint64
cl_import_sink_get_n_new (const ClImportSink *self)
{
  return self->sent - self->n_known - self->foreign;
}

gsize
cl_import_sink_get_waiting (const ClImportSink *self)
{
  return self->draft != NULL ? cl_draft_get_size (self->draft) : 0;
}

void
cl_import_sink_open (ClImportSink *self)
{
  self->is_open = TRUE;
}

gboolean
cl_import_sink_flush (ClImportSink *self, GError **error)
{
  g_autoptr (GError) flush_error = NULL;

  send_draft (self);
  if (!cl_ledger_flush (self->ledger, &flush_error) && self->error == NULL)
    self->error = g_steal_pointer (&flush_error);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
