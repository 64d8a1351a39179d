/* cl-pgn-input-private.h: the bytes of a file, unpacked, with the digest of what lies on the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_PGN_DIGEST_SIZE 32

typedef struct _ClPgnInput ClPgnInput;

ClPgnInput *cl_pgn_input_new (GFile *file, GCancellable *cancellable, GError **error);
void cl_pgn_input_free (ClPgnInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPgnInput, cl_pgn_input_free)

/* Some bytes, unpacked; 0 at the end, -1 on failure. A packed file that turns out to be damaged ends there. */
gssize cl_pgn_input_read (ClPgnInput *self,
                          guint8 *out,
                          gsize size,
                          GCancellable *cancellable,
                          GError **error);

/* Bytes taken from the disk so far, and bytes that the file has (0: not known). */
guint64 cl_pgn_input_get_done (const ClPgnInput *self);
guint64 cl_pgn_input_get_size (const ClPgnInput *self);
/* (nullable): why a packed file could not be read to its end, as a sentence for users. */
const char *cl_pgn_input_get_damage (const ClPgnInput *self);
/* SHA-256 of all bytes on the disk; call once, at the end. */
void cl_pgn_input_finish (ClPgnInput *self, guint8 digest[CL_PGN_DIGEST_SIZE]);

G_END_DECLS
