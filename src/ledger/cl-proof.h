/* cl-proof.h: proofs that an event is in a ledger, and that a longer ledger only adds to a shorter one
 *
 * RFC 6962 §2.1: a tree over all events whose root is what a checkpoint (cl-checkpoint.h) states. A proof is a few hashes: who
 * holds a checkpoint can check it without the ledger. Hashes of a proof stand one after the other, 32 bytes each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

/* Reads what proofs need. Belongs to one thread at a time. Kept subtrees are taken as they are stored; cl_ledger_verify ()
 * checks them. */
typedef struct _ClProver ClProver;

ClProver *cl_prover_new (ClLedger *ledger, GError **error);
void cl_prover_free (ClProver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClProver, cl_prover_free)

/* The root over the first @size events, 0 … head. */
gboolean cl_prover_root (ClProver *self, guint64 size, guint8 root[CL_SEAL_SIZE], GError **error);

/* The hashes that lead from the leaf of @position to the root over @size events; 1 ≤ @position ≤ @size ≤ head. Reads at most
 * some 3,000 rows, however large the ledger is. @hashes is emptied first. */
gboolean cl_prover_inclusion (ClProver *self,
                              guint64 position,
                              guint64 size,
                              GByteArray *hashes,
                              GError **error);

/* The hashes that show the tree over @old_size events to be the beginning of that over @size; @old_size ≤ @size ≤ head. */
gboolean cl_prover_consistency (ClProver *self,
                                guint64 old_size,
                                guint64 size,
                                GByteArray *hashes,
                                GError **error);

/* position (8) ‖ recorded_at (8) ‖ the bytes whose hash is the seal of the event: all that its leaf covers. */
GBytes *cl_prover_read_entry (ClProver *self, guint64 position, GError **error);

/* Rows stepped through so far: cost by count, for tests. */
guint64 cl_prover_get_rows_read (const ClProver *self);

/* The leaf of an entry as above; FALSE if it is too short to be one. */
gboolean cl_proof_entry_leaf (GBytes *entry, guint8 leaf[CL_SEAL_SIZE]);

/* Do @n_hashes @hashes lead from @leaf, number @index (from 0) of @size, to @root? Reads no ledger (RFC 9162 §2.1.3.2). */
/* lint: allow parameters: a proof is all of these */
gboolean cl_proof_check_inclusion (const guint8 leaf[CL_SEAL_SIZE],
                                   guint64 index,
                                   guint64 size,
                                   const guint8 *hashes,
                                   gsize n_hashes,
                                   const guint8 root[CL_SEAL_SIZE]);

/* Is the tree of @old_size leaves with @old_root the beginning of that of @size leaves with @root? (RFC 9162 §2.1.4.2) */
/* lint: allow parameters: a proof is all of these */
gboolean cl_proof_check_consistency (guint64 old_size,
                                     const guint8 old_root[CL_SEAL_SIZE],
                                     guint64 size,
                                     const guint8 root[CL_SEAL_SIZE],
                                     const guint8 *hashes,
                                     gsize n_hashes);

G_END_DECLS
