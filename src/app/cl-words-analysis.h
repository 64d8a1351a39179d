/* cl-words-analysis.h: how the app says what an analysis found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analysis.h"

G_BEGIN_DECLS

/* "+0.2", "−1.3", "#5"; "" if not known. White's view. */
char *cl_words_value (ClValue value);
/* "White 89 %", of whoever stands better; "Even". */
char *cl_words_chance (guint chance);
/* "Blunder"; NULL for what is nothing to speak of. */
const char *cl_words_judgement (ClJudgement judgement);
/* "25. Re7+ · White 89 % · +5.3 · blunder": as much of it as is known. */
char *cl_words_analysed_ply (const ClAnalysis *analysis, guint ply);
/* "Stockfish 15.1 · depth 24": whose evaluation stands at @ply; "" if nobody's. */
char *cl_words_evaluator (const ClAnalysis *analysis, guint ply);
/* "2:10", "1:02:10"; "–" if negative. */
char *cl_words_time_used (gint64 ms);
/* "96.2 %" of hundredths of a per cent, as the locale writes it. */
char *cl_words_percent (guint hundredths);
/* "2 inaccuracies · 1 mistake · 0 blunders". */
char *cl_words_mistakes (const ClSideQuality *quality);
/* (transfer none): "Opening", "Middlegame", "Endgame". */
const char *cl_words_phase (ClPhase phase);

G_END_DECLS
