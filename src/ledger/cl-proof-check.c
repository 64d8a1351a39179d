/* cl-proof-check.c: checks proofs with nothing but the proof and a checkpoint, as those who have no ledger do
 *
 * The loops of RFC 9162 §2.1.3.2 and §2.1.4.2: `fn` and `sn` there are index and last here. They walk from the leaf to the root;
 * a 1 bit, or being the last node of its level, says that the next hash stands on the left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-proof.h"
#include "cl-seal-private.h"

#include <string.h>

#define ENTRY_HEAD 16 /* position and recorded_at */

static gboolean
same (const guint8 *a, const guint8 *b)
{
  return memcmp (a, b, CL_SEAL_SIZE) == 0;
}

gboolean
cl_proof_entry_leaf (GBytes *entry, guint8 leaf[CL_SEAL_SIZE])
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (entry, &length);
  guint8 seal[CL_SEAL_SIZE];
  guint64 position, recorded_at;
  ClSealer sealer;

  if (length <= ENTRY_HEAD)
    return FALSE;
  memcpy (&position, bytes, sizeof position);
  memcpy (&recorded_at, bytes + sizeof position, sizeof recorded_at);
  cl_sealer_init (&sealer);
  cl_sealer_hash (&sealer, bytes + ENTRY_HEAD, length - ENTRY_HEAD, seal);
  cl_sealer_leaf (&sealer,
                  GUINT64_FROM_BE (position),
                  (gint64) GUINT64_FROM_BE (recorded_at),
                  seal,
                  leaf);
  cl_sealer_clear (&sealer);
  return TRUE;
}

/* One step up for @index of @last at this level. */
typedef struct
{
  guint64 index;
  guint64 last;
} Place;

/* Is the sibling on the left? If so, also skips the levels at which the node has no sibling. */
static gboolean
turn_left (Place *place)
{
  if (!(place->index & 1) && place->index != place->last)
    return FALSE;
  while (!(place->index & 1) && place->index != 0)
    {
      place->index >>= 1;
      place->last >>= 1;
    }
  return TRUE;
}

static void
go_up (Place *place)
{
  place->index >>= 1;
  place->last >>= 1;
}

/* lint: allow parameters: a proof is all of these */
gboolean
cl_proof_check_inclusion (const guint8 leaf[CL_SEAL_SIZE],
                          guint64 index,
                          guint64 size,
                          const guint8 *hashes,
                          gsize n_hashes,
                          const guint8 root[CL_SEAL_SIZE])
{
  Place place = { index, size - 1 };
  guint8 hash[CL_SEAL_SIZE];
  gboolean fits = index < size;
  ClSealer sealer;

  memcpy (hash, leaf, sizeof hash);
  cl_sealer_init (&sealer);
  for (gsize i = 0; fits && i < n_hashes; i++)
    {
      const guint8 *sibling = hashes + i * CL_SEAL_SIZE;

      if (place.last == 0)
        fits = FALSE;
      else if (turn_left (&place))
        cl_sealer_node (&sealer, sibling, hash, hash);
      else
        cl_sealer_node (&sealer, hash, sibling, hash);
      go_up (&place);
    }
  cl_sealer_clear (&sealer);
  return fits && place.last == 0 && same (hash, root);
}

static gboolean
is_empty_root (const guint8 root[CL_SEAL_SIZE])
{
  ClTree empty = { 0 };
  guint8 expected[CL_SEAL_SIZE];
  ClSealer sealer;

  cl_sealer_init (&sealer);
  cl_tree_root (&empty, &sealer, expected);
  cl_sealer_clear (&sealer);
  return same (expected, root);
}

/* 0 < old_size < size. */
/* lint: allow parameters: a proof is all of these */
static gboolean
check_growth (guint64 old_size,
              const guint8 old_root[CL_SEAL_SIZE],
              guint64 size,
              const guint8 root[CL_SEAL_SIZE],
              const guint8 *hashes,
              gsize n_hashes)
{
  Place place = { old_size - 1, size - 1 };
  guint8 old_hash[CL_SEAL_SIZE], hash[CL_SEAL_SIZE];
  gsize used = 0;
  gboolean fits = TRUE;
  ClSealer sealer;

  while (place.index & 1)
    go_up (&place);
  /* A complete old tree is its own first hash. */
  if ((old_size & (old_size - 1)) != 0 && n_hashes == 0)
    return FALSE;
  memcpy (hash, (old_size & (old_size - 1)) == 0 ? old_root : hashes + used++, sizeof hash);
  memcpy (old_hash, hash, sizeof hash);
  cl_sealer_init (&sealer);
  for (; fits && used < n_hashes; used++)
    {
      const guint8 *sibling = hashes + used * CL_SEAL_SIZE;

      if (place.last == 0)
        fits = FALSE;
      else if (turn_left (&place))
        {
          cl_sealer_node (&sealer, sibling, old_hash, old_hash);
          cl_sealer_node (&sealer, sibling, hash, hash);
        }
      else
        cl_sealer_node (&sealer, hash, sibling, hash);
      go_up (&place);
    }
  cl_sealer_clear (&sealer);
  return fits && place.last == 0 && same (old_hash, old_root) && same (hash, root);
}

/* lint: allow parameters: a proof is all of these */
gboolean
cl_proof_check_consistency (guint64 old_size,
                            const guint8 old_root[CL_SEAL_SIZE],
                            guint64 size,
                            const guint8 root[CL_SEAL_SIZE],
                            const guint8 *hashes,
                            gsize n_hashes)
{
  if (old_size > size)
    return FALSE;
  if (old_size == size)
    return n_hashes == 0 && same (old_root, root);
  if (old_size == 0)
    return n_hashes == 0 && is_empty_root (old_root);
  return check_growth (old_size, old_root, size, root, hashes, n_hashes);
}
