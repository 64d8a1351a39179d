/* cl-reader.h: reads a ledger from one thread; short transactions, nothing held between calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"
#include "cl-partition-name.h"

G_BEGIN_DECLS

/* Owned by one thread at a time. Sees every event that was acknowledged before the call. */
typedef struct _ClReader ClReader;

ClReader *cl_reader_new (ClLedger *ledger, GError **error);
/* Another one on the same ledger, for another thread. */
ClReader *cl_reader_dup (ClReader *other, GError **error);
void cl_reader_free (ClReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClReader, cl_reader_free)

/* From now on whole events (not brief ones) that came from another ledger name other partitions by the keys that those have here: in
 * the member "partition" of their details, see cl-citation.h. Else events are told as they are stored and sealed. */
void cl_reader_localize_citations (ClReader *self);

/* Events with position > @after, at most @max and none beyond @until (0: no bound). An empty batch at the end.
 * NULL with @error on failure. */
ClEvents *cl_reader_read (ClReader *self, guint64 after, guint64 until, gsize max, GError **error);

/* Events of one partition with offset > @after_offset. */
ClEvents *cl_reader_read_partition (ClReader *self,
                                    const char *partition,
                                    guint64 after_offset,
                                    gsize max,
                                    GError **error);

/* The same, but of each only partition, offset, type, schema, game, ply, move and details: half the cost. */
ClEvents *cl_reader_read_brief (ClReader *self,
                                const char *partition,
                                guint64 after_offset,
                                gsize max,
                                GError **error);

/* Events of one game with position > @after and ≤ @until (0: no bound). Costs rows of that game only. */
ClEvents *cl_reader_read_game (ClReader *self,
                               const char *partition,
                               guint32 game,
                               guint64 after,
                               guint64 until,
                               gsize max,
                               GError **error);

ClEvents *cl_reader_read_at (ClReader *self,
                             const char *partition,
                             guint64 offset,
                             GError **error); /* 0 or 1 event */

/* (element-type guint32): the games of a partition, in order, between whose events others stand in the ledger. */
GArray *cl_reader_list_scattered_games (ClReader *self, const char *partition, GError **error);

/* The last position recorded at or before @time_us; 0 if none. Binary search. */
guint64 cl_reader_position_at_time (ClReader *self, gint64 time_us, GError **error);

typedef struct
{
  const char *key;
  guint64 head;              /* last offset */
  guint64 head_position;     /* position of that event */
  guint32 last_game;         /* highest game number, 0 if it has none */
  guint8 seal[CL_SEAL_SIZE]; /* of its last event */
  /* What its first seal starts from: the id of the ledger where it began, the digest of a file (cl-partition-name.h). */
  guint8 origin[CL_PARTITION_ORIGIN_MAX];
  guint8 origin_length;
  gboolean began_here; /* the origin is the id of this ledger */
} ClPartitionInfo;

/* All partitions in order of first appearance: the ledger's vector clock. Free with g_array_unref; the keys live as long
 * as the reader. */
GArray *cl_reader_list_partitions (ClReader *self, GError **error);
/* FALSE without @error if there is no such partition. */
gboolean cl_reader_get_partition (ClReader *self,
                                  const char *partition,
                                  ClPartitionInfo *info,
                                  GError **error);

/* Games of one type of event: (position, partition, game) of each GameStarted-like event is the library's work, not ours. */

/* Number of rows stepped through by this reader so far: cost by count, for tests. */
guint64 cl_reader_get_rows_read (const ClReader *self);

G_END_DECLS
