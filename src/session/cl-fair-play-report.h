/* cl-fair-play-report.h: what the games of one player look like beside an engine: evidence, never a verdict
 *
 * Computed from the view "fair-play" in integers, so whoever has the same facts and the same version gets the same report.
 * It is for the arbiter, who decides after hearing the player; nothing in the program acts on it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-model.h"
#include "cl-fair-play-rating.h"
#include "cl-runner.h"

G_BEGIN_DECLS

typedef struct
{
  gatomicrefcount ref_count;
  char *name;
  guint64 position; /* of the ledger that it shows */
  gboolean live;    /* games in progress are in it */

  ClFairDossier *dossier; /* its games have partition and number */
  ClFairScore score;
  ClFairRating rating;      /* at which such moves are usual */
  guint n_games;            /* of that player, in view */
  guint n_playing;          /* of them left out because they are in progress */
  guint n_left_out;         /* because a move or position was corrected, or an illegal move stood */
  guint n_own, n_evaluated; /* own moves of the games taken; of which both values are known */
  guint n_book; /* qualifying positions in which the move played is in the table of openings */
  ClFairMatches matches[CL_FAIR_N_BUCKETS + 1], unclear[CL_FAIR_N_BUCKETS + 1];
  char *engines; /* "Stockfish 15.1", several by ", "; "" if nobody evaluated anything */
  guint64 min_nodes, max_nodes; /* of the searches used */
  GArray *
    evidence; /* (element-type guint): positions of the dossier in which what others rarely find was found, rarest first */
} ClFairReport;

/* Which games of a player. */
typedef struct
{
  const char *partition; /* (nullable): this game alone; NULL: all */
  guint32 game;
  gboolean live; /* with the games in progress, for an arbiter during play */
} ClFairScope;

/**
 * cl_fair_report_read:
 * @runner: runs the view "fair-play"
 * @name: exactly as the view "players" has it
 * @scope: (nullable): NULL: all games that have ended
 * @position: 0: now
 *
 * Blocks; any thread but the main one. A player of whom nothing is evaluated has a report too: it says so.
 */
ClFairReport *cl_fair_report_read (ClRunner *runner,
                                   const char *name,
                                   const ClFairScope *scope,
                                   guint64 position,
                                   GError **error);
ClFairReport *cl_fair_report_ref (ClFairReport *self);
void cl_fair_report_unref (ClFairReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFairReport, cl_fair_report_unref)

/* What the labelled set gives for help at every second move, and what "unusual" is meant to cost (tests/fair-play), per mille:
 * for cl_fair_share_right (). */
#define CL_FAIR_SENSITIVITY  800
#define CL_FAIR_FALSE_ALARMS 10

/* For people, untranslated; the same lines of caution each time. Free with g_free. */
char *cl_fair_report_to_text (const ClFairReport *self);
char *cl_fair_report_to_json (const ClFairReport *self);

G_END_DECLS
