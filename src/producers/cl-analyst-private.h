/* cl-analyst-private.h: from games to questions, and from answers to facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analyst.h"
#include "cl-game.h"
#include "cl-reader.h"

G_BEGIN_DECLS

/* A position that an engine can be asked about. */
typedef struct
{
  char *partition;
  guint32 game, ply;
  guint64 cites;
  ClEngineQuery *query;
  guint n_tries;
} ClAnalystPosition;

void cl_analyst_position_free (ClAnalystPosition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAnalystPosition, cl_analyst_position_free)

/* Who is asked and how, as far as it tells one evaluation from another. */
typedef struct
{
  char engine[CL_EVALUATION_NAME_SIZE];
  char build[17]; /* "" if not known */
  char options[CL_EVALUATION_NAME_SIZE];
  guint threads, hash_mb;
  guint multipv;
  guint64 limit_nodes;
  guint limit_depth, limit_ms;
  gboolean by_depth;
} ClAnalystManner;

/* What a known engine (cl_engine_is_known ()) calls itself and how it is set; the rest is 0, and one line. */
void cl_analyst_manner_init (ClAnalystManner *self, ClEngine *engine);

/* (element-type ClAnalystPosition): the positions of @game that have a legal move, in order. */
GPtrArray *cl_analyst_list_positions (const ClGame *game);
/* The one after @ply half-moves; NULL if it has no legal move, or does not stand on the board. */
ClAnalystPosition *cl_analyst_position_at (const ClGame *game, guint ply);

/* Is @known as good as what @manner would give for a position of Chess960 or not? */
gboolean
cl_analyst_covers (const ClEvaluation *known, const ClAnalystManner *manner, gboolean chess960);

/* Where what @engine says is recorded: cl_engine_partition (), or that with the mark of @ledger if another ledger's engine has
 * that key here: what began there goes on there. NULL with @error. Free with g_free. */
char *cl_analyst_partition (ClLedger *ledger, ClReader *reader, const char *engine, GError **error);

/* Removes from @positions, all of one game, what the ledger has in partitions of the name @engine_partition (cl_engine_partition ()), wherever they
 * began; *@n_known counts them. @reader tells citations as keys of this ledger (cl_reader_localize_citations ()). */
gboolean cl_analyst_drop_known (ClReader *reader,
                                const char *engine_partition,
                                const ClAnalystManner *manner,
                                GPtrArray *positions,
                                guint64 *n_known,
                                GError **error);

/* PositionEvaluated; @answer has a line. @name: what the fact has to call the partition of @position: cl_citations_name (). */
void cl_analyst_add_fact (ClDraft *draft,
                          const ClAnalystPosition *position,
                          const char *name,
                          const ClAnalystManner *manner,
                          const ClEngineAnswer *answer,
                          gint64 now);

G_END_DECLS
