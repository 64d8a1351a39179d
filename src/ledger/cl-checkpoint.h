/* cl-checkpoint.h: what a ledger was at one size, in three lines of text that can be kept, printed, signed and held against it
 *
 * The text form is C2SP tlog-checkpoint: origin, number of events, root in base64. With an Ed25519 key it becomes a C2SP signed note. The
 * origin names ledger and time of creation, so that neither can be changed behind an older checkpoint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

typedef struct
{
  char *origin;
  guint64 size; /* events */
  guint8 root[CL_SEAL_SIZE];
} ClCheckpoint;

void cl_checkpoint_clear (ClCheckpoint *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClCheckpoint, cl_checkpoint_clear)

/* "chess-ledger/<id>/<created_at>". */
char *cl_ledger_dup_origin (ClLedger *ledger);

/* Fills @out with the checkpoint of the first @size events, 0 … head. */
gboolean
cl_ledger_make_checkpoint (ClLedger *ledger, guint64 size, ClCheckpoint *out, GError **error);

/* Is @ledger the one of @checkpoint, and does it still begin with the same events? CL_LEDGER_ERROR_INVALID: it is another
 * ledger; CL_LEDGER_ERROR_CORRUPT: its end was cut off, or what came before was rewritten. */
gboolean
cl_ledger_check_checkpoint (ClLedger *ledger, const ClCheckpoint *checkpoint, GError **error);

/* The three lines, each with its line feed. */
char *cl_checkpoint_format (const ClCheckpoint *self);

/* Reads a checkpoint or a signed note with one; lines that extend it and signatures are skipped. CL_LEDGER_ERROR_INVALID names the
 * line that is wrong. */
gboolean cl_checkpoint_parse (const char *text, ClCheckpoint *out, GError **error);

/* An Ed25519 key from a PEM file: a private one signs and checks, a public one checks. */
typedef struct _ClKey ClKey;

ClKey *cl_key_load (const char *path, GError **error);
void cl_key_free (ClKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClKey, cl_key_free)
/* "name+hash+base64", as programs for signed notes take a public key. */
char *cl_key_describe (ClKey *self, const char *name);

/* @text (its last line ends) with an empty line and a signature in the name of @name behind it. */
char *cl_note_sign (const char *text, const char *name, ClKey *key, GError **error);
/* Holds @note a valid signature of @key in the name of @name? */
gboolean cl_note_check (const char *note, const char *name, ClKey *key, GError **error);

G_END_DECLS
