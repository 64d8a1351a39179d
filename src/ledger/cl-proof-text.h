/* cl-proof-text.h: proofs as files that can be sent to somebody, and what an event's proof says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-checkpoint.h"
#include "cl-proof.h"

G_BEGIN_DECLS

/* Of inclusion if @entry is set (C2SP tlog-proof), else of consistency (the body of a C2SP tlog-witness request). */
typedef struct
{
  GBytes *entry;      /* as cl_prover_read_entry () gives it */
  guint64 number;     /* the event's position, or the size of the older tree */
  GByteArray *hashes; /* 32 bytes each */
  char *note;         /* the checkpoint that it leads to, with its signatures if it has some */
} ClProof;

void cl_proof_clear (ClProof *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClProof, cl_proof_clear)

char *cl_proof_format (const ClProof *self);

/* CL_LEDGER_ERROR_INVALID names the line that is wrong. */
gboolean cl_proof_parse (const char *text, ClProof *out, GError **error);

/**
 * cl_proof_check:
 * @older: (nullable): for consistency, the checkpoint kept from before
 * @newer: (out): the checkpoint that the proof leads to; clear it
 * @error: CL_LEDGER_ERROR_INVALID if the hashes do not lead there
 *
 * Needs no ledger. Signatures are another matter: cl_note_check ().
 */
gboolean cl_proof_check (const ClProof *self,
                         const ClCheckpoint *older,
                         ClCheckpoint *newer,
                         GError **error);

/* What an entry says about its event. All strings live as long as the entry. The partition is not in there: it is what the
 * first seal starts from. */
typedef struct
{
  ClEvent event; /* position, recorded_at, offset and seal are set too */
  guint8 previous[CL_SEAL_SIZE];
  GStringChunk *strings;
} ClProofEntry;

void cl_proof_entry_clear (ClProofEntry *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClProofEntry, cl_proof_entry_clear)

gboolean cl_proof_entry_decode (GBytes *bytes, ClProofEntry *out, GError **error);

G_END_DECLS
