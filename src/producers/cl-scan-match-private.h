/* cl-scan-match-private.h: which moves lead from a position to what stands on the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_SCAN_MAX_CHOICES 8

/* What is known besides the placement. */
typedef struct
{
  gboolean named;  /* the board names its men */
  guint64 put;     /* squares where a man arrived since the position stood */
  guint64 emptied; /* squares seen empty since then */
  ClPlacement now;
} ClScanEvidence;

typedef struct
{
  guint n; /* found; more than CL_SCAN_MAX_CHOICES are counted and not kept */
  ChessMove first[CL_SCAN_MAX_CHOICES], second[CL_SCAN_MAX_CHOICES];
} ClScanMatches;

/* Squares where @expected and the board differ, as far as the board can tell. */
guint64 cl_scan_diff (const ClScanEvidence *evidence, const ChessPosition *expected);
/* Moves of @position after which the board looks as it does. Where occupancy alone is known, captures count only if the square
 * of the victim was seen empty; @loose: also otherwise. */
void cl_scan_match (const ClScanEvidence *evidence,
                    const ChessPosition *position,
                    gboolean loose,
                    ClScanMatches *matches);
/* The same, except that one or two men of the side to move afterwards are in the air; *@lifted: their squares. */
void cl_scan_match_touched (const ClScanEvidence *evidence,
                            const ChessPosition *position,
                            ClScanMatches *matches,
                            guint64 *lifted);
/* Pairs of moves. Unless @anywhere, men must have arrived where each of both ends. */
void cl_scan_match_pairs (const ClScanEvidence *evidence,
                          const ChessPosition *position,
                          gboolean anywhere,
                          ClScanMatches *matches);
/* Pairs of which the second takes back on the square where the first took, with a man that cannot be told from the one that was
 * taken: there the board looks as before. Both men must have left their squares. */
void cl_scan_match_exchange (const ClScanEvidence *evidence,
                             const ChessPosition *position,
                             ClScanMatches *matches);

/* Where the man that is moved ends: of castling the king's square. */
ChessSquare cl_scan_get_target (const ChessPosition *position, ChessMove move);

G_END_DECLS
