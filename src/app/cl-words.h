/* cl-words.h: how the app says things: moves, times, results, tables. Translated, for people
 *
 * All functions return newly allocated text, never NULL unless they say so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"

G_BEGIN_DECLS

/* "22. Nd5", "22… Nbxd5"; @ply from 1. "Start" for 0. */
char *cl_words_move (const ClGame *game, guint ply);
/* "played at 13:58"; with the day if it is not today's; "begun at 13:41" for 0. Empty where no time was recorded. */
char *cl_words_played (const ClGame *game, guint ply);
/* "22. Nd5 · played at 13:58"; behind the last move of a finished game also the result: "… · White won by resignation, move 44". */
char *cl_words_caption (const ClGame *game, guint ply);
/* "13:58"; with the day if it is not today's. Empty for CL_NO_TIME. */
char *cl_words_time (gint64 time_us);
/* "13:58:03"; with the day if it is not today's. */
char *cl_words_time_exact (gint64 time_us);
/* "0:31:40"; tenths below ten seconds; "–" for CL_NO_CLOCK. */
char *cl_words_clock (gint64 ms);
/* "4 min 12 s", "2 h 5 min". */
char *cl_words_duration (gint64 ms);
/* "1,204" by locale. */
char *cl_words_number (guint64 number);
/* "White won by resignation", "Drawn"; empty while the game goes on and where no result is known. */
char *cl_words_result (const ClGame *game);
/* What the result rests on: "The position stood after 12. Nf3, 14. Nf3, 16. Nf3"; empty where nothing is recorded. */
char *cl_words_evidence (const ClGame *game);
/* (transfer none): "1–0", "½–½", "*". */
const char *cl_words_score (ChessResult result);
/* "44 moves · Hoogovens · 20 January 1999", as much of it as is known. */
char *cl_words_occasion (const ClGame *game);
/* "White won by resignation, move 44", "Drawn by agreement, move 12"; empty while the game goes on. */
char *cl_words_ending (const ClGame *game);
/* The reason of an ending alone, for lists: "resignation"; NULL for CHESS_ENDING_NONE. */
const char *cl_words_ending_name (ChessEnding ending);
/* "Kasparov" of "Kasparov, Garry"; "White" or "Black" of "?". */
char *cl_words_surname (const ClGame *game, ChessColor side);
/* The full name, or "White" / "Black" if it is unknown. */
char *cl_words_name (const ClGame *game, ChessColor side);
/* "Kasparov – Topalov". */
char *cl_words_players (const ClGame *game);
/* "Table 7" of "table/7", "Linares 1999" of "archive/linares-1999.pgn". */
char *cl_words_place (const char *partition);
/* "Table 7 · Kasparov – Topalov". */
char *cl_words_title (const ClGame *game);
/* "5 min + 3 s a move", "No clock"; the PGN text itself where it has no short form. */
char *cl_words_time_control (const char *time_control);
/* "3 moves behind", in numbered moves as on a scoresheet, begun ones included; @plies from 1. */
char *cl_words_behind (guint plies);
/* "3 moves on": the same, seen from what is shown. */
char *cl_words_moves_on (guint plies);

G_END_DECLS
