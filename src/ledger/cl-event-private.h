/* cl-event-private.h: how batches and drafts are laid out, for this folder and its tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

/* The one spelling of each move: exactly what cl_move_from_text () makes. Everything else is refused on the way in and
 * found by verification, so that two numbers never stand for the same text. */
gboolean cl_move_is_valid (ClMove move);

/* Names (partitions, types, players, producers) that many batches point to. One reader fills it; batches keep it alive. */
typedef struct
{
  gatomicrefcount ref_count;
  GStringChunk *strings;
} ClNames;

ClNames *cl_names_new (void);
ClNames *cl_names_ref (ClNames *self);
void cl_names_unref (ClNames *self);

/* Text that only one batch needs, in blocks that never move. */
typedef struct _ClBlock ClBlock;

struct _ClEvents
{
  gatomicrefcount ref_count;
  gsize length;
  ClNames *names;
  ClBlock *blocks;
  ClEvent events[];
};

/* Room for @capacity events; the maker fills events[] and length. */
ClEvents *cl_events_new (ClNames *names, gsize capacity);
ClEvents *cl_events_grow (ClEvents *self, gsize capacity);
const char *cl_events_copy_text (ClEvents *self, const char *text, gsize length);

struct _ClDraft
{
  gatomicrefcount ref_count;
  char *partition;
  char *producer;
  GBytes *origin; /* (nullable) */
  GArray *events; /* (element-type ClEvent) */
  GStringChunk *strings;
  const char *recent[8]; /* equal names of one draft mostly share one pointer */
  guint next_recent;
  gsize size;
  gint frozen; /* atomic */
};

/* From now on cl_draft_add () is a programmer's mistake. */
void cl_draft_freeze (ClDraft *self);

/* Does @draft have the form that a ledger takes? CL_LEDGER_ERROR_INVALID names the event and what is wrong with it. */
gboolean cl_draft_check (const ClDraft *draft, GError **error);

/* Strict JSON (RFC 8259) whose top is an object; refuses \u0000, lone surrogates and more than 64 levels. @where: the
 * byte at which it goes wrong. */
gboolean cl_json_is_object (const char *text, gsize length, gsize *where);

G_END_DECLS
