/* cl-game.h: one game as its facts tell it; the fold that board, scoresheet and clock are views of
 *
 * Pure: no clock, no I/O. `position` and `recorded_at` of an event are never read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fact.h"

G_BEGIN_DECLS

typedef enum
{
  CL_GAME_EMPTY, /* no GameStarted yet */
  CL_GAME_PLAYING,
  CL_GAME_ENDED,
  CL_GAME_UNREADABLE, /* only text is known */
} ClGameStatus;

/* One half-move as it stands today (after takebacks and corrections). */
typedef struct
{
  guint64 offset; /* of its MovePlayed (or IllegalMoveMade) */
  ChessMove move; /* CHESS_MOVE_NULL for a null move */
  char san[12];
  gint64 clock_ms; /* mover's, after the move */
  gint64 used_ms;
  gint64 occurred_at;
  guint8 captured; /* ChessKind */
  gboolean check;
  gboolean inferred;    /* nobody saw it made: an electronic board was away, and found it made */
  gboolean corrected;   /* a MoveCorrected replaced what was first recorded */
  gboolean illegal;     /* stood although the rules forbid it, or broken */
  gboolean broken;      /* illegal by a correction before it: not on the board, kept as text */
  guint64 key;          /* of the position after the move */
  guint64 stands_since; /* offset of the event since which that position stands */
  char *comment;        /* (nullable): all comments joined by a space, commands stripped */
  GArray *nags;         /* (element-type guint) (nullable) */
  GPtrArray *escapes;   /* (element-type utf8) (nullable): hidden lines of that file */
  char *order;          /* (nullable): of nags, comments and variations in the file they are from */
  GPtrArray *raw_comments; /* (nullable): verbatim, for export */
  GPtrArray *variations;   /* (nullable): verbatim, of VariationAdded citing this move */
} ClGameMove;

typedef struct
{
  guint64 offset;
  guint32 ply;
  char san[12];
  gint64 occurred_at; /* of the takeback */
  gboolean illegal;   /* the rules forbade it, and it did not stand */
} ClTakenBack;

/* The clocks by the facts. The display between moves is paint: remaining − (now − running_since). */
typedef struct
{
  ChessTimeControl control[2]; /* by ChessColor */
  gboolean has_clock;
  gint64 remaining_ms[2]; /* byo-yomi included, and what is hidden */
  gint64 hidden_ms[2];    /* of it, not seen before the rest is used up */
  gboolean started, paused;
  gint64 running_since; /* µs, when the running side's time began; CL_NO_TIME: nothing runs */
  ChessColor running;
  gint64 thinking_ms; /* already spent on this move before a pause */
  gboolean flag_fallen[2];
} ClClockState;

/**
 * ClGame:
 *
 * Read its members, change it only by cl_game_apply (). Once shared between threads it is frozen: cl_game_ref ()
 * it, or cl_game_copy () it to go on.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *partition;
  guint32 game;
  guint64
    last_offset; /* of the last event applied; what an append expects is the *partition's* head */
  ClGameStatus status;
  GPtrArray *tags;     /* (element-type ClTag), corrected ones applied, never NULL */
  char *white, *black; /* never NULL; "?" if unknown */
  char *time_control;  /* (nullable) */
  ChessPosition start;
  ChessPosition current; /* after the last move that stands */
  GArray *moves;         /* (element-type ClGameMove) */
  GArray *taken_back;    /* (element-type ClTakenBack) */
  GPtrArray *intro;   /* (element-type utf8) (nullable): comments before the first move, verbatim */
  GArray *intro_nags; /* (element-type guint) (nullable): before the first move */
  GPtrArray *intro_escapes; /* (element-type utf8) (nullable): as of a move */
  char *intro_order;        /* (nullable): as of a move */
  char *before;             /* (nullable): what the file had before the game, verbatim */
  GPtrArray *late_comments; /* (element-type utf8) (nullable): behind the result, verbatim */
  ClClockState clock;
  ChessOutcome outcome; /* of the current position */
  ChessResult result;
  ChessEnding ending;
  char *ending_text; /* (nullable): free text reason */
  GArray
    *ending_plies; /* (element-type guint) (nullable): after which the repeated position stood */
  guint ending_quiet_plies; /* since the last capture or pawn move, where that ended it; else 0 */
  char *ending_written;     /* (nullable): the move that was written down for the claim, SAN */
  ChessProof ending_proof;  /* that the opponent, or neither, could mate */
  gint64 started_at, ended_at; /* occurred_at or CL_NO_TIME */
  gboolean draw_offered[2];    /* pending offer by that side */
  guint illegal_moves[2];      /* by that side, that did not stand: the second loses (7.5.5) */
  gboolean recorded_only;
  gboolean analysis_allowed;
  guint32
    computer[2]; /* by ChessColor: the strength of a computer that plays that side, 0: none does */
  guint64
    start_since; /* offset of the event since which the position before the first move stands */
  gboolean withdrawn;
  char *text;             /* GAME_UNREADABLE: the PGN text */
  char *reason;           /* GAME_UNREADABLE: why, with the line */
  char *origin_partition; /* (nullable) */
  guint32 origin_game, origin_ply;
} ClGame;

ClGame *cl_game_new (const char *partition, guint32 game);
ClGame *cl_game_ref (ClGame *self);
void cl_game_unref (ClGame *self);
ClGame *cl_game_copy (const ClGame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClGame, cl_game_unref)

/* Folds one event of this game (others are a programmer's mistake). An event that makes no sense is an error and
 * changes nothing. */
gboolean cl_game_apply (ClGame *self, const ClEvent *event, GError **error);

/* What is acceptable now, by the Laws and the state of the game; @error explains it in a translated sentence. */
gboolean cl_game_accepts (const ClGame *self, const ClFact *fact, GError **error);

/* The draw that the side to move may claim now: THREEFOLD, 50_MOVES or NONE; with @written, a legal move that it writes
 * down and does not play, for the position after that (9.2, 9.3). CHESS_MOVE_NULL: as the board stands. */
ChessEnding cl_game_find_claim (const ClGame *self, ChessMove written);
/* The legal moves with which a claim would hold though none holds as the board stands. */
void cl_game_find_claiming_moves (const ClGame *self, ChessMoveList *moves);
/* The half-moves after which a position with @key stood, oldest first; 0 is the start. As for repetition: what stood before
 * a capture, a pawn move or a correction of the board is not looked at. Returns: (transfer full) (element-type guint) */
GArray *cl_game_find_occurrences (const ClGame *self, guint64 key);
/* What ends the game as the board stands, the dead position that has to be proven included; may take a millisecond. */
ChessOutcome cl_game_find_end (const ClGame *self, ChessProof *proof);
/* Is it proven that @winner cannot mate any more (6.9)? May take some milliseconds. */
gboolean cl_game_cannot_mate (const ClGame *self, ChessColor winner, ChessProof *proof);

guint cl_game_n_plies (const ClGame *self);
const ClGameMove *cl_game_get_move (const ClGame *self, guint ply); /* ply from 1; NULL if none */
void cl_game_position_at (const ClGame *self, guint ply, ChessPosition *position); /* 0: start */
/* Offset of the event since which the position after @ply half-moves (0: the start) stands as it does: the move, or the
 * correction behind it that changed it. What an evaluation cites; another since that says that it speaks of what was. */
guint64 cl_game_stands_since (const ClGame *self, guint ply);
const char *cl_game_get_tag (const ClGame *self, const char *name); /* (nullable) */
/* Clock times after @ply plies; CL_NO_CLOCK where unknown. */
void cl_game_clock_at (const ClGame *self, guint ply, gint64 *white_ms, gint64 *black_ms);
/* What is left to @side at @now_us in a running game, byo-yomi included. */
gint64 cl_game_clock_now (const ClGame *self, ChessColor side, gint64 now_us);
/* What is seen of that; *@periods_left (nullable): as of chess_time_control_shown_ms (). CL_NO_CLOCK if it is not known. */
gint64
cl_game_clock_shown (const ClGame *self, ChessColor side, gint64 now_us, guint *periods_left);
/* For how long at @now_us the running clock goes on standing still by its delay, ms. */
gint64 cl_game_clock_delay_left (const ClGame *self, gint64 now_us);
/* Which of its moves the side to move thinks about, from 1; periods change by it. */
guint cl_game_clock_move (const ClGame *self);
ChessColor cl_game_side_to_move (const ClGame *self);
/* Fullmove number and colour of @ply (from 1), by the start position. */
guint cl_game_ply_number (const ClGame *self, guint ply, ChessColor *color);

G_END_DECLS
