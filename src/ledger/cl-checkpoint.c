/* cl-checkpoint.c: makes, reads and compares checkpoints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-checkpoint.h"
#include "cl-ledger-private.h"
#include "cl-proof.h"

#include <string.h>

void
cl_checkpoint_clear (ClCheckpoint *self)
{
  g_clear_pointer (&self->origin, g_free);
}

char *
cl_ledger_dup_origin (ClLedger *ledger)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  return g_strdup_printf ("chess-ledger/%s/%" G_GINT64_FORMAT,
                          cl_ledger_get_id (ledger),
                          cl_ledger_get_created_at (ledger));
}

gboolean
cl_ledger_make_checkpoint (ClLedger *ledger, guint64 size, ClCheckpoint *out, GError **error)
{
  g_autoptr (ClProver) prover = cl_prover_new (ledger, error);

  memset (out, 0, sizeof *out);
  if (!prover || !cl_prover_root (prover, size, out->root, error))
    return FALSE;
  out->origin = cl_ledger_dup_origin (ledger);
  out->size = size;
  return TRUE;
}

gboolean
cl_ledger_check_checkpoint (ClLedger *ledger, const ClCheckpoint *checkpoint, GError **error)
{
  g_autofree char *origin = cl_ledger_dup_origin (ledger);
  guint64 head = cl_ledger_get_head (ledger);
  g_auto (ClCheckpoint) now = { 0 };

  if (strcmp (origin, checkpoint->origin) != 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "The checkpoint is of “%s”, this ledger is “%s”",
                   checkpoint->origin,
                   origin);
      return FALSE;
    }
  if (checkpoint->size > head)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "The end is cut off: the ledger has %" G_GUINT64_FORMAT
                   " events, the checkpoint saw %" G_GUINT64_FORMAT,
                   head,
                   checkpoint->size);
      return FALSE;
    }
  if (!cl_ledger_make_checkpoint (ledger, checkpoint->size, &now, error))
    return FALSE;
  if (memcmp (now.root, checkpoint->root, sizeof now.root) == 0)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "The ledger was rewritten: its first %" G_GUINT64_FORMAT
               " events are not those that the checkpoint saw",
               checkpoint->size);
  return FALSE;
}

char *
cl_checkpoint_format (const ClCheckpoint *self)
{
  g_autofree char *root = g_base64_encode (self->root, sizeof self->root);

  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", self->origin, self->size, root);
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, "No checkpoint: %s", what);
  return FALSE;
}

/* Base64 of exactly a hash, in its one spelling. */
static gboolean
parse_hash (const char *text, guint8 hash[CL_SEAL_SIZE])
{
  gsize length;
  g_autofree guint8 *bytes = g_base64_decode (text, &length);
  g_autofree char *again = g_base64_encode (bytes, length);

  if (length != CL_SEAL_SIZE || strcmp (again, text) != 0)
    return FALSE;
  memcpy (hash, bytes, CL_SEAL_SIZE);
  return TRUE;
}

gboolean
cl_checkpoint_parse (const char *text, ClCheckpoint *out, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);

  memset (out, 0, sizeof *out);
  if (g_strv_length (lines) < 4)
    return fail (error, "it has less than three lines");
  if (!*lines[0] || !g_utf8_validate (lines[0], -1, NULL))
    return fail (error, "line 1 names no ledger");
  if (!g_ascii_isdigit (*lines[1]) || (lines[1][0] == '0' && lines[1][1]) ||
      !g_ascii_string_to_unsigned (lines[1], 10, 0, G_MAXINT64, &out->size, NULL))
    return fail (error, "line 2 is no number of events");
  if (!parse_hash (lines[2], out->root))
    return fail (error, "line 3 is no root (32 bytes in base64)");
  out->origin = g_strdup (lines[0]);
  return TRUE;
}
