/* cl-analysis.h: one game with what is known about each of its positions: values, judgements, lines, times
 *
 * A value that crosses threads: immutable, reference-counted. Whose game and which evaluations go in decides what it shows:
 * the evaluations as they stood at some position of the ledger give "what was known then", those of today the game with hindsight.
 *
 * Units as in cl-win-chance.h: chances, losses and accuracies in hundredths of a point, times in ms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game-quality.h"
#include "cl-game.h"
#include "cl-view.h"

#include "chess-opening.h"

G_BEGIN_DECLS

typedef enum
{
  CL_ANALYSIS_NOT_KNOWN,
  CL_ANALYSIS_ASSUMED, /* the standard start, which nobody evaluated: +0.15 */
  CL_ANALYSIS_FILE,    /* %eval of an imported game */
  CL_ANALYSIS_ENGINE,  /* a PositionEvaluated */
  CL_ANALYSIS_BOARD,   /* mate, stalemate or a dead position stands there */
} ClAnalysisSource;

typedef enum
{
  CL_PHASE_OPENING, /* until a side has left its back rank (< 4 men there), the 15th move, or the next */
  CL_PHASE_MIDDLEGAME, /* from 10 pieces on, pawns and kings not counted */
  CL_PHASE_ENDGAME,    /* from 6 on */
  CL_N_PHASES,
} ClPhase;

typedef struct
{
  ClValue value;  /* White's view */
  guint16 wdl[3]; /* per mille, White's view; all 0: not said */
  guint n_moves;
  ChessMove *moves; /* legal from the position on */
} ClAnalysisLine;

/* After @i plies: what stands there, and the move that led there (meaningless for 0). */
typedef struct
{
  guint64 offset; /* of the move's event; 0 for the start */

  /* The position */
  ClValue value; /* White's view, CL_VALUE_NONE if not known */
  guint chance;  /* White's; 5000 if not known */
  ClAnalysisSource source;
  const char *engine; /* "Stockfish 15.1", NULL if source is no engine */
  guint depth, elo;
  guint64 nodes;
  guint n_lines; /* of an engine; best first */
  ClAnalysisLine *lines;
  guint n_legal; /* legal moves, if there are lines; else 0 */
  ClPhase phase;

  /* The move */
  ChessColor mover;
  ChessMove move;
  ClJudgement judgement;
  guint loss;     /* hundredths of a point */
  guint cp_loss;  /* centipawns */
  guint accuracy; /* hundredths of a per cent; with judgement UNKNOWN: 0 */
  guint rank; /* among the lines of the position before, from 1; 0: not among them, or no lines */
  gint64 clock_ms; /* CL_NO_CLOCK if not known */
  gint64 used_ms;  /* measured, or told by the file, or the difference of its clocks; CL_NO_CLOCK */
} ClAnalysisPly;

typedef struct
{
  ClSideQuality quality;
  guint n_choices;          /* moves with lines and more than one legal move */
  guint n_best;             /* of these: the engine's first choice was played */
  guint n_choices3, n_top3; /* the same for the first three, where three lines are known */
  guint n_timed;
  gint64 used_ms;    /* of the timed moves together */
  gint64 longest_ms; /* and which ply that was */
  guint longest_ply;
  guint phase_moves[CL_N_PHASES];    /* judged moves */
  guint phase_accuracy[CL_N_PHASES]; /* their plain mean, hundredths of a per cent */
} ClAnalysisSide;

typedef struct
{
  gatomicrefcount ref_count;
  ClGame *game;
  guint n_plies;
  ClAnalysisPly *plies; /* [0 … n_plies] */
  guint n_known;        /* positions whose value is known by file, engine or board */
  guint n_evaluated;    /* of these: by an engine */
  ClAnalysisSide sides[2];
  guint phase_ply
    [CL_N_PHASES]; /* after which ply the phase began; 0 for the opening, G_MAXUINT: never */
  const ChessOpening *opening; /* (nullable): of the last position that has a name */
  guint opening_ply;           /* after which that is */
  guint64 known_at; /* the ledger's position whose evaluations these are; 0: all there are */
} ClAnalysis;

/**
 * cl_analysis_new:
 * @game: frozen from now on
 * @evaluations: (nullable): keys of the view "analysis", this game's among them
 * @known_at: as the member
 *
 * Pure, some tens of microseconds a ply with lines. Where an engine and a file know a position, the engine is believed. Lines
 * that are not legal in the position, as after a correction of the move before, are left out.
 */
ClAnalysis *cl_analysis_new (ClGame *game, ClMap *evaluations, guint64 known_at);
ClAnalysis *cl_analysis_ref (ClAnalysis *self);
void cl_analysis_unref (ClAnalysis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAnalysis, cl_analysis_unref)

/* The value after @ply plies in the view of @side. */
ClValue cl_analysis_value (const ClAnalysis *self, guint ply, ChessColor side);
/* The best move where @ply was played, CHESS_MOVE_NULL if not known; *@line: (out) (optional): its line. */
ChessMove cl_analysis_best (const ClAnalysis *self, guint ply, const ClAnalysisLine **line);
/* "Nf3 d5 d4 …" without numbers, of a line that begins after @ply plies; at most @max moves. Free with g_free. */
char *
cl_analysis_line_to_text (const ClAnalysis *self, guint ply, const ClAnalysisLine *line, guint max);
/* Stable words for JSON. */
const char *cl_analysis_source_word (ClAnalysisSource source);
const char *cl_phase_word (ClPhase phase);

G_END_DECLS
