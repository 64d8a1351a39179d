/* cl-table.h: turns what people intend at a table into facts, checked against the game as it stands
 *
 * Pure functions from a game and an intention to a draft; appending it is the caller's. Each returns NULL with a
 * translated CL_FACT_ERROR if the intention is not acceptable. Times are µs UTC.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"

G_BEGIN_DECLS

typedef struct
{
  const char *white, *black;                                /* "" becomes "?" */
  const char *white_elo, *black_elo, *event, *site, *round; /* (nullable) */
  const char *date; /* "2026.11.24" (nullable): today by occurred_at otherwise */
  const char *
    time_control; /* as chess_time_controls_parse () reads it, recorded in PGN's form; NULL or "-": no clock */
  gboolean increment_first; /* or by "first" in it */
  gboolean added_at_zero;   /* or by "late" in it */
  gboolean chess960;
  const char *fen;           /* (nullable) */
  gboolean recorded_only;    /* "Record a game" */
  gboolean analysis_allowed; /* an engine may help while it is in progress */
  guint computer[2]; /* by ChessColor: Elo of a computer that plays that side; 0: a person does */
  gboolean start_clock_now;     /* by a button; otherwise by the first move */
  const char *origin_partition; /* "Play on from here" (nullable) */
  guint32 origin_game, origin_ply;
  const ChessMove
    *opening_moves; /* moves that lead from fen to where play goes on; recorded as entered */
  guint n_opening_moves;
} ClGameSetup;

ClDraft *cl_table_start (const char *partition,
                         guint32 game,
                         const ClGameSetup *setup,
                         gint64 now,
                         GError **error);

/* Also ends the game if mate, stalemate, dead position (proven), fivefold or 75 moves stand after it; declines a pending offer of
 * the opponent; @used_ms is the measured thinking time (CL_NO_CLOCK: no clock runs). */
ClDraft *
cl_table_move (const ClGame *game, ChessMove move, gint64 used_ms, gint64 now, GError **error);
/* A move that the rules refuse but that stood on the board: @from, @to by squares. */
ClDraft *cl_table_illegal_move (const ClGame *game,
                                ChessSquare from,
                                ChessSquare to,
                                ChessKind promotion,
                                gint64 now,
                                GError **error);
/* The same move is taken back, as the Laws want it (7.5): the first of a player gives the opponent time, the second loses,
 * or draws if the opponent provably cannot mate. @from equal to @to: the clock was pressed without a move. */
ClDraft *cl_table_penalise_illegal_move (const ClGame *game,
                                         ChessSquare from,
                                         ChessSquare to,
                                         ChessKind promotion,
                                         gint64 now,
                                         GError **error);
ClDraft *
cl_table_correct_move (const ClGame *game, guint ply, ChessMove move, gint64 now, GError **error);
ClDraft *cl_table_takeback (const ClGame *game, guint to_ply, gint64 now, GError **error);
ClDraft *cl_table_resign (const ClGame *game, ChessColor side, gint64 now, GError **error);
ClDraft *cl_table_offer_draw (const ClGame *game, ChessColor side, gint64 now, GError **error);
/* Accepts the opponent's pending offer. */
ClDraft *cl_table_agree_draw (const ClGame *game, gint64 now, GError **error);
ClDraft *cl_table_decline_draw (const ClGame *game, ChessColor side, gint64 now, GError **error);
/* Threefold or fifty moves, whichever holds; with @written, which is not played, after that move. */
ClDraft *cl_table_claim_draw (const ClGame *game,
                              ChessColor side,
                              ChessMove written,
                              gint64 now,
                              GError **error);
/* Such a claim of who is to move was wrong: it stays as an offer of a draw, and the opponent gets two minutes, in rapid and blitz
 * one (9.1.2.3, 9.5.3). A move that was written down is still to be played. Refused if the claim is right. */
ClDraft *cl_table_reject_claim (const ClGame *game, ChessMove written, gint64 now, GError **error);
ClDraft *cl_table_start_clock (const ClGame *game, gint64 now, GError **error);
ClDraft *cl_table_pause (const ClGame *game, const char *reason, gint64 now, GError **error);
ClDraft *cl_table_resume (const ClGame *game, gint64 now, GError **error);
/* @reason: "deduct", "give-back", "arbiter" …; CL_NO_CLOCK leaves a side as it is. */
ClDraft *cl_table_adjust_clock (const ClGame *game,
                                gint64 white_ms,
                                gint64 black_ms,
                                const char *reason,
                                gint64 now,
                                GError **error);
ClDraft *cl_table_flag (const ClGame *game, ChessColor side, gint64 now, GError **error);
/* A result set by the people (end of a recorded game, adjudication). */
ClDraft *cl_table_end (const ClGame *game,
                       ChessResult result,
                       ChessEnding ending,
                       const char *text,
                       gint64 now,
                       GError **error);
ClDraft *cl_table_correct_details (const ClGame *game, GPtrArray *tags, gint64 now, GError **error);
ClDraft *cl_table_correct_result (const ClGame *game,
                                  ChessResult result,
                                  ChessEnding ending,
                                  const char *text,
                                  gint64 now,
                                  GError **error);
ClDraft *cl_table_withdraw (const ClGame *game, gboolean restore, gint64 now, GError **error);
/* @ply 0: before the first move. The text is a comment, verbatim. */
ClDraft *
cl_table_add_note (const ClGame *game, guint ply, const char *text, gint64 now, GError **error);
ClDraft *cl_table_add_variation (const ClGame *game,
                                 guint ply,
                                 const char *text,
                                 gint64 now,
                                 GError **error);

G_END_DECLS
