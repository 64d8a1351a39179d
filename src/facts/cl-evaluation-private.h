/* cl-evaluation-private.h: the table of keys that both directions of PositionEvaluated follow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-evaluation.h"

G_BEGIN_DECLS

typedef enum
{
  CL_EVALUATION_TEXT,   /* char[size] */
  CL_EVALUATION_BUILD,  /* the same, 16 hex digits */
  CL_EVALUATION_FLAG,   /* gboolean */
  CL_EVALUATION_NUMBER, /* guint32, not written when it is what absence means */
  CL_EVALUATION_LARGE,  /* guint64, the same */
  CL_EVALUATION_LINES,
  CL_EVALUATION_DEPTHS,
} ClEvaluationKind;

typedef struct
{
  const char *key;
  ClEvaluationKind kind;
  gboolean required;
  gsize place; /* in ClEvaluation */
  guint64 min,
    max; /* of a number; min is what absence means, if it is not required. Of a text: max is its buffer's size */
} ClEvaluationField;

#define CL_EVALUATION_N_FIELDS 20

const ClEvaluationField *cl_evaluation_fields (void);

/* The text of details; NULL is never returned. Free with g_string_free. */
GString *cl_evaluation_encode (const ClEvaluation *self);
/* Only details; the caller has looked at the columns. @fault: static text, @key: where. */
gboolean cl_evaluation_decode (const char *details,
                               ClEvaluation *self,
                               const char **key,
                               const char **fault);

G_END_DECLS
