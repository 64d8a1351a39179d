/* cl-fact-private.h: the table that both directions of the codec follow, and the JSON they speak
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fact.h"
#include "cl-json.h"

G_BEGIN_DECLS

/* What a key of `details` holds, and how its absence is kept in the struct. */
typedef enum
{
  CL_FIELD_TEXT,   /* char *, absent NULL */
  CL_FIELD_DIGEST, /* char *, 64 hex digits */
  CL_FIELD_FLAG,   /* gboolean */
  CL_FIELD_CLOCK,  /* gint64, absent CL_NO_CLOCK */
  CL_FIELD_SPAN,   /* the same, never negative */
  CL_FIELD_OFFSET, /* guint64 from 1, absent 0 */
  CL_FIELD_COUNT,  /* guint64 from 0, written when required */
  CL_FIELD_NUMBER, /* guint32 from 1, absent 0 */
  CL_FIELD_SIDE,
  CL_FIELD_RESULT,
  CL_FIELD_ENDING,
  CL_FIELD_TAGS,
  CL_FIELD_TEXTS, /* GPtrArray *, absent NULL or empty */
  CL_FIELD_NAGS,
  CL_FIELD_PLIES, /* GArray * of guint, absent NULL or empty */
  CL_FIELD_EMT,   /* the members of ChessCommands with their bit of `present` */
  CL_FIELD_EVAL_CP,
  CL_FIELD_EVAL_MATE,
  CL_FIELD_EVAL_DEPTH,
} ClFactFieldKind;

typedef struct
{
  const char *key;
  guint8 kind; /* ClFactFieldKind */
  gboolean required;
  gsize place; /* offset in ClFact */
} ClFactField;

typedef struct
{
  const char *name;
  gboolean needs_game, needs_ply, needs_move;
  guint16 schema;
  const ClFactField *fields; /* ends with a NULL key */
} ClFactSpec;

#define CL_FACT_MAX_FIELDS 20
#define CL_FACT_MAX_CLOCK  G_GINT64_CONSTANT (100000000000)
#define CL_FACT_MAX_NAG    65535

const ClFactSpec *cl_fact_spec (ClFactType type);

/* One step of the way from an old shape to today's: changes *@event, which has schema from, as if it had been written
 * with from + 1. A new text for details goes to *@details, freed by the caller (it may free what was there). */
typedef struct
{
  ClFactType type;
  guint16 from;
  gboolean (*upcast) (ClEvent *event, char **details, GError **error);
} ClUpcaster;

gboolean cl_upcasters_check (const ClUpcaster *table, gsize n, GError **error);
gboolean cl_upcasters_apply (const ClUpcaster *table,
                             gsize n,
                             guint16 today,
                             ClEvent *event,
                             char **details,
                             GError **error);
/* Through the table of the product. */
gboolean cl_fact_upcast (ClEvent *event, char **details, GError **error);

G_END_DECLS
