/* cl-vector-clock.h: which facts of each partition somebody has: the only honest position across replicas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

/**
 * ClVectorClock:
 *
 * Partition → last offset seen, with the seal of that event where it is known. Partitions are named by identity
 * (cl_partition_dup_identity ()), so that clocks of different ledgers can be compared; kept in the order of strcmp. A partition that is
 * absent has offset 0. Plain memory: no disk, no threads.
 */
typedef struct _ClVectorClock ClVectorClock;

ClVectorClock *cl_vector_clock_new (void);
void cl_vector_clock_free (ClVectorClock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClVectorClock, cl_vector_clock_free)

/* Everything that @reader's ledger holds now, in one consistent picture. */
ClVectorClock *cl_reader_get_vector_clock (ClReader *reader, GError **error);

/* @seal: (nullable): of the event at @offset. @offset 0 removes the partition. */
void
cl_vector_clock_set (ClVectorClock *self, const char *identity, guint64 offset, const guint8 *seal);
guint64 cl_vector_clock_get (const ClVectorClock *self, const char *identity);
/* (nullable): the seal of the last event seen */
const guint8 *cl_vector_clock_get_seal (const ClVectorClock *self, const char *identity);
gsize cl_vector_clock_get_size (const ClVectorClock *self);
/* What either has seen. */
void cl_vector_clock_merge (ClVectorClock *self, const ClVectorClock *other);

typedef enum
{
  CL_CLOCK_EQUAL,
  CL_CLOCK_BEHIND,     /* all that it has, the other has too, and more */
  CL_CLOCK_AHEAD,      /* the other way round */
  CL_CLOCK_CONCURRENT, /* each has something that the other has not; of one partition: a fork */
} ClClockOrder;

ClClockOrder cl_vector_clock_compare (const ClVectorClock *self, const ClVectorClock *other);

typedef struct
{
  const char *identity; /* lives as long as the clock that has it, @self first */
  guint64 offset;       /* of @self */
  guint64 other_offset;
  ClClockOrder
    order; /* CONCURRENT: the seals at the same offset differ. Forks at other offsets need the ledgers: cl-sync.h */
  guint64 n_events; /* how many behind or ahead */
} ClClockGap;

/**
 * cl_vector_clock_difference:
 * @n_behind: (out) (optional): events that @other has seen and @self has not: what is unread
 * @n_ahead: (out) (optional): the other way round
 *
 * Returns: (transfer full): an array of ClClockGap, one for each partition where the two differ, in order of identity
 */
GArray *cl_vector_clock_difference (const ClVectorClock *self,
                                    const ClVectorClock *other,
                                    guint64 *n_behind,
                                    guint64 *n_ahead);

/* SHA-256 over "CL1.clock", the count and, in order, length-prefixed identity, offset and seal (or 32 zero bytes): equal
 * digests are equal facts. */
void cl_vector_clock_digest (const ClVectorClock *self, guint8 digest[CL_SEAL_SIZE]);

/* A line a partition: identity, tab, offset, tab, seal in hex (or nothing). For keeping what somebody has read. */
char *cl_vector_clock_to_text (const ClVectorClock *self);
/* NULL with CL_LEDGER_ERROR_INVALID, which names the line. */
ClVectorClock *cl_vector_clock_from_text (const char *text, GError **error);

typedef void (*ClVectorClockFunc) (const char *identity,
                                   guint64 offset,
                                   const guint8 *seal, /* (nullable) */
                                   gpointer user_data);
void
cl_vector_clock_foreach (const ClVectorClock *self, ClVectorClockFunc func, gpointer user_data);

G_END_DECLS
