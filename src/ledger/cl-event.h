/* cl-event.h: one immutable row of the ledger, and batches of them that cross threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CL_NO_TIME   G_MININT64 /* occurred_at of games without times */
#define CL_NO_CLOCK  G_MININT64
#define CL_SEAL_SIZE 32

/**
 * ClMove:
 * @move: from (0–5), to (6–11), promotion (12–14: 0 none, 1 N, 2 B, 3 R, 4 Q) as UCI writes it; 0 with has_move: null move
 * @marks: how SAN writes it: piece (0–2: 1 P … 6 K), captured (3–5: 0 none), file shown (6), rank shown (7),
 *   check (8–9: 1 +, 2 #), castling (10–11: 1 short, 2 long)
 *
 * The columns `uci`, `san` and `captured` of the scoresheet as two numbers; plain SQL in the view spells them out.
 */
typedef struct
{
  guint16 move;
  guint16 marks;
} ClMove;

/* Of @marks, numbered as above. */
static inline guint
cl_move_get_captured (ClMove self)
{
  return self.marks >> 3 & 7;
}

static inline guint
cl_move_get_check (ClMove self)
{
  return self.marks >> 8 & 3;
}

/**
 * ClEvent:
 * @kind: index of @type in the vocabulary given when the ledger was opened, 0 if it is not in there
 *
 * All strings are NUL-terminated UTF-8 and live as long as the batch (or draft) the event is in.
 * @ply and @game are 0 where the type has none.
 */
typedef struct
{
  guint64 position;
  guint64 offset;
  const char *partition;
  const char *type;
  const char *player; /* (nullable) */
  const char *producer;
  const char *details; /* (nullable): JSON object, exactly as stored */
  gint64 occurred_at;  /* µs UTC or CL_NO_TIME */
  gint64 recorded_at;  /* µs UTC */
  gint64 clock_ms;     /* or CL_NO_CLOCK */
  guint32 game;
  guint32 ply;
  guint16 kind;
  guint16 schema;
  guint32 partition_id; /* this ledger's number for the partition; never enters a view */
  gboolean has_move;
  ClMove move;
  guint8 seal[CL_SEAL_SIZE];
} ClEvent;

/* san: up to 10 bytes and NUL; uci: up to 6; captured: "", "P", "N", … Both ways; unpacking is in C and in the view
 * alike. cl_move_from_text returns FALSE if the two contradict or make no sense. */
void cl_move_san (ClMove move, char san[12]);
void cl_move_uci (ClMove move, char uci[6]);
const char *cl_move_captured (ClMove move);
gboolean cl_move_from_text (const char *san, const char *uci, const char *captured, ClMove *move);

/**
 * ClEvents:
 *
 * An immutable, reference-counted array of events, in order of position. May be shared between threads.
 */
typedef struct _ClEvents ClEvents;

ClEvents *cl_events_ref (ClEvents *self);
void cl_events_unref (ClEvents *self);
gsize cl_events_get_length (const ClEvents *self);
const ClEvent *cl_events_get (const ClEvents *self, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEvents, cl_events_unref)

/**
 * ClDraft:
 *
 * Events of one partition on their way to the ledger. Filled by one thread, then frozen by handing it over.
 * Strings are copied into the draft. @origin of cl_draft_new is what the first seal of a *new* partition starts from:
 * NULL for the id of the ledger, else e.g. the digest of the imported file.
 */
typedef struct _ClDraft ClDraft;

ClDraft *cl_draft_new (const char *partition, const char *producer, GBytes *origin);
/* The same events, observed by another. */
ClDraft *cl_draft_copy_by (const ClDraft *self, const char *producer);
ClDraft *cl_draft_ref (ClDraft *self);
void cl_draft_unref (ClDraft *self);
/* Copies @event (its type, schema, game, ply, player, move, clock_ms, details, occurred_at; the rest is ignored). */
void cl_draft_add (ClDraft *self, const ClEvent *event);
gsize cl_draft_get_length (const ClDraft *self);
/* Bytes of memory that its events take, about. */
gsize cl_draft_get_size (const ClDraft *self);
const ClEvent *cl_draft_get (const ClDraft *self, gsize index);
const char *cl_draft_get_partition (const ClDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDraft, cl_draft_unref)

/* An event with everything absent: schema 1, no times, no clock. */
#define CL_EVENT_INIT                                               \
  {                                                                 \
    .schema = 1, .occurred_at = CL_NO_TIME, .clock_ms = CL_NO_CLOCK \
  }

G_END_DECLS
