/* cl-proof-text.c: writes, reads and checks proof files
 *
 * Inclusion, as C2SP tlog-proof has it:        Consistency, as a C2SP tlog-witness is sent it:
 *   c2sp.org/tlog-proof@v1                        old SIZE
 *   extra BASE64 of the entry                     BASE64 of a hash …
 *   index POSITION − 1
 *   BASE64 of a hash …
 * and in both an empty line and the checkpoint. Everything in these files is somebody else's word until it was checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"
#include "cl-proof-text.h"
#include "cl-seal-private.h"

#include <string.h>

#define FIRST_LINE "c2sp.org/tlog-proof@v1"
#define MAX_HASHES 63

void
cl_proof_clear (ClProof *self)
{
  g_clear_pointer (&self->entry, g_bytes_unref);
  g_clear_pointer (&self->hashes, g_byte_array_unref);
  g_clear_pointer (&self->note, g_free);
}

void
cl_proof_entry_clear (ClProofEntry *self)
{
  g_clear_pointer (&self->strings, g_string_chunk_free);
}

char *
cl_proof_format (const ClProof *self)
{
  GString *text = g_string_new (NULL);

  if (self->entry)
    {
      gsize length;
      const guint8 *bytes = g_bytes_get_data (self->entry, &length);
      g_autofree char *base64 = g_base64_encode (bytes, length);

      g_string_append_printf (text,
                              FIRST_LINE "\nextra %s\nindex %" G_GUINT64_FORMAT "\n",
                              base64,
                              self->number - 1);
    }
  else
    g_string_append_printf (text, "old %" G_GUINT64_FORMAT "\n", self->number);
  for (guint i = 0; i < self->hashes->len; i += CL_SEAL_SIZE)
    {
      g_autofree char *base64 = g_base64_encode (self->hashes->data + i, CL_SEAL_SIZE);

      g_string_append_printf (text, "%s\n", base64);
    }
  g_string_append_printf (text, "\n%s", self->note);
  return g_string_free (text, FALSE);
}

static gboolean
fail_line (GError **error, guint line, const char *what)
{
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "No proof: line %u is no %s",
               line + 1,
               what);
  return FALSE;
}

static gboolean
parse_number (const char *line, const char *word, guint64 *number)
{
  gsize length = strlen (word);

  return strncmp (line, word, length) == 0 && g_ascii_isdigit (line[length]) &&
         g_ascii_string_to_unsigned (line + length, 10, 0, G_MAXINT64 - 1, number, NULL);
}

static gboolean
parse_base64 (const char *text, gsize *length, guint8 **bytes)
{
  g_autofree char *again = NULL;

  *bytes = g_base64_decode (text, length);
  again = g_base64_encode (*bytes, *length);
  return *length > 0 && strcmp (again, text) == 0;
}

/* The lines before the hashes; returns how many, 0 with @error. */
static guint
parse_head (char **lines, guint n_lines, ClProof *out, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (n_lines > 0 && parse_number (lines[0], "old ", &out->number))
    return 1;
  if (n_lines == 0 || strcmp (lines[0], FIRST_LINE) != 0)
    return fail_line (error, 0, "“" FIRST_LINE "” or “old SIZE”");
  if (n_lines < 2 || !g_str_has_prefix (lines[1], "extra ") ||
      !parse_base64 (lines[1] + strlen ("extra "), &length, &bytes))
    return fail_line (error, 1, "“extra” with an event");
  if (n_lines < 3 || !parse_number (lines[2], "index ", &out->number))
    return fail_line (error, 2, "“index” with a number");
  out->number++;
  out->entry = g_bytes_new_take (g_steal_pointer (&bytes), length);
  return 3;
}

gboolean
cl_proof_parse (const char *text, ClProof *out, GError **error)
{
  const char *end = strstr (text, "\n\n");
  g_autofree char *head = g_strndup (text, end ? (gsize) (end - text) : 0);
  g_auto (GStrv) lines = g_strsplit (head, "\n", 3 + MAX_HASHES + 1);
  guint n_lines = g_strv_length (lines), at;

  memset (out, 0, sizeof *out);
  at = parse_head (lines, n_lines, out, error);
  if (!at)
    return FALSE;
  out->hashes = g_byte_array_new ();
  for (; at < n_lines; at++)
    {
      g_autofree guint8 *hash = NULL;
      gsize length;

      if (!parse_base64 (lines[at], &length, &hash) || length != CL_SEAL_SIZE ||
          out->hashes->len >= MAX_HASHES * CL_SEAL_SIZE)
        {
          cl_proof_clear (out);
          return fail_line (error, at, "hash in base64");
        }
      g_byte_array_append (out->hashes, hash, CL_SEAL_SIZE);
    }
  out->note = g_strdup (end + 2);
  return TRUE;
}

static gboolean
check_inclusion (const ClProof *self, const ClCheckpoint *newer, GError **error)
{
  guint8 leaf[CL_SEAL_SIZE];
  guint64 position;

  if (g_bytes_get_size (self->entry) > sizeof position)
    {
      memcpy (&position, g_bytes_get_data (self->entry, NULL), sizeof position);
      if (cl_proof_entry_leaf (self->entry, leaf) && GUINT64_FROM_BE (position) == self->number &&
          cl_proof_check_inclusion (leaf,
                                    self->number - 1,
                                    newer->size,
                                    self->hashes->data,
                                    self->hashes->len / CL_SEAL_SIZE,
                                    newer->root))
        return TRUE;
    }
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "The proof fails: this event is not number %" G_GUINT64_FORMAT " of the checkpoint",
               self->number);
  return FALSE;
}

static gboolean
check_consistency (const ClProof *self,
                   const ClCheckpoint *older,
                   const ClCheckpoint *newer,
                   GError **error)
{
  if (!older || older->size != self->number || strcmp (older->origin, newer->origin) != 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "The proof is about the checkpoint of “%s” at %" G_GUINT64_FORMAT
                   " events, which is needed",
                   newer->origin,
                   self->number);
      return FALSE;
    }
  if (cl_proof_check_consistency (older->size,
                                  older->root,
                                  newer->size,
                                  newer->root,
                                  self->hashes->data,
                                  self->hashes->len / CL_SEAL_SIZE))
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "The proof fails: the newer checkpoint does not begin with the older one");
  return FALSE;
}

gboolean
cl_proof_check (const ClProof *self, const ClCheckpoint *older, ClCheckpoint *newer, GError **error)
{
  if (!cl_checkpoint_parse (self->note, newer, error))
    return FALSE;
  return self->entry ? check_inclusion (self, newer, error)
                     : check_consistency (self, older, newer, error);
}

/* Bytes being taken apart; @ok turns FALSE where they end too early or hold what no event has. */
typedef struct
{
  const guint8 *at;
  gsize left;
  GStringChunk *strings;
  gboolean ok;
} Reading;

static const guint8 *
take (Reading *self, gsize length)
{
  const guint8 *bytes = self->at;

  self->ok = self->ok && length <= self->left;
  if (!self->ok)
    return NULL;
  self->at += length;
  self->left -= length;
  return bytes;
}

static guint64
take_number (Reading *self, gsize length)
{
  const guint8 *bytes = take (self, length);
  guint64 value = 0;

  for (gsize i = 0; bytes && i < length; i++)
    value = value << 8 | bytes[i];
  return value;
}

static const char *
take_text (Reading *self)
{
  guint32 length = (guint32) take_number (self, 4);
  const char *text = length == G_MAXUINT32 ? NULL : (const char *) take (self, length);

  if (!text)
    return NULL;
  self->ok = g_utf8_validate_len (text, length, NULL);
  return self->ok ? g_string_chunk_insert_len (self->strings, text, length) : NULL;
}

static gint64
take_optional (Reading *self, gint64 absent)
{
  guint32 length = (guint32) take_number (self, 4);

  if (length == G_MAXUINT32)
    return absent;
  self->ok = self->ok && length == 8;
  return (gint64) take_number (self, 8);
}

static void
take_move (Reading *self, ClEvent *event)
{
  const char *san = take_text (self), *uci = take_text (self), *captured = take_text (self);

  event->has_move = san != NULL;
  if (san)
    self->ok =
      self->ok && uci && cl_move_from_text (san, uci, captured ? captured : "", &event->move);
  else
    self->ok = self->ok && !uci && !captured;
}

static void
take_event (Reading *self, ClProofEntry *out)
{
  const guint8 *name = take (self, 9), *previous;
  ClEvent *event = &out->event;
  guint64 schema;

  self->ok = self->ok && memcmp (name, "CL1.event", 9) == 0;
  previous = take (self, CL_SEAL_SIZE);
  if (previous)
    memcpy (out->previous, previous, CL_SEAL_SIZE);
  event->offset = take_number (self, 8);
  event->type = take_text (self);
  schema = take_number (self, 4);
  event->schema = (guint16) schema;
  self->ok = self->ok && schema <= G_MAXUINT16;
  event->game = (guint32) take_number (self, 4);
  event->ply = (guint32) take_number (self, 4);
  event->player = take_text (self);
  take_move (self, event);
  event->clock_ms = take_optional (self, CL_NO_CLOCK);
  event->details = take_text (self);
  event->occurred_at = take_optional (self, CL_NO_TIME);
  event->producer = take_text (self);
}

gboolean
cl_proof_entry_decode (GBytes *bytes, ClProofEntry *out, GError **error)
{
  Reading reading = { .ok = TRUE };
  ClSealer sealer;

  memset (out, 0, sizeof *out);
  out->strings = g_string_chunk_new (256);
  reading.strings = out->strings;
  reading.at = g_bytes_get_data (bytes, &reading.left);
  out->event.position = take_number (&reading, 8);
  out->event.recorded_at = (gint64) take_number (&reading, 8);
  if (reading.ok)
    {
      cl_sealer_init (&sealer);
      cl_sealer_hash (&sealer, reading.at, reading.left, out->event.seal);
      cl_sealer_clear (&sealer);
    }
  take_event (&reading, out);
  if (reading.ok && reading.left == 0 && out->event.type && out->event.producer)
    return TRUE;
  cl_proof_entry_clear (out);
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "The proof holds no event that this program knows how to read");
  return FALSE;
}
