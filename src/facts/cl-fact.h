/* cl-fact.h: the catalogue of facts: each type of event as a C struct, to and from the ledger's columns
 *
 * src/facts/README.md has the table of each type's columns and keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-evaluation.h"
#include "cl-event.h"

#include "chess-comment.h"
#include "chess-helpmate.h"
#include "chess-notation.h"
#include "chess-outcome.h"
#include "chess-time-control.h"

G_BEGIN_DECLS

#define CL_FACT_ERROR (cl_fact_error_quark ())
GQuark cl_fact_error_quark (void);

typedef enum
{
  CL_FACT_ERROR_UNKNOWN_TYPE,
  CL_FACT_ERROR_NEWER_SCHEMA,
  CL_FACT_ERROR_BAD_DETAILS, /* a field is missing, of the wrong kind or out of range */
  CL_FACT_ERROR_UNACCEPTABLE, /* the Laws or the state of the game forbid it; the message says why, for users */
  CL_FACT_ERROR_ILLEGAL_MOVE,
} ClFactError;

/* The order is the ledger's vocabulary (event->kind); append only. */
typedef enum
{
  CL_FACT_NONE,
  CL_FACT_GAME_STARTED,
  CL_FACT_MOVE_PLAYED,
  CL_FACT_TAKEBACK_AGREED,
  CL_FACT_POSITION_CORRECTED,
  CL_FACT_DRAW_OFFERED,
  CL_FACT_DRAW_DECLINED,
  CL_FACT_DRAW_CLAIMED,
  CL_FACT_MOVE_CORRECTED,
  CL_FACT_DETAILS_CORRECTED,
  CL_FACT_RESULT_CORRECTED,
  CL_FACT_GAME_WITHDRAWN,
  CL_FACT_GAME_RESTORED,
  CL_FACT_CLOCK_STARTED,
  CL_FACT_CLOCK_PAUSED,
  CL_FACT_CLOCK_RESUMED,
  CL_FACT_CLOCK_ADJUSTED,
  CL_FACT_FLAG_FELL,
  CL_FACT_ILLEGAL_MOVE_MADE,
  CL_FACT_GAME_ENDED,
  CL_FACT_NOTE_ADDED,
  CL_FACT_VARIATION_ADDED,
  CL_FACT_BOARD_ATTACHED,
  CL_FACT_BOARD_DETACHED,
  CL_FACT_SOURCE_IMPORT_STARTED,
  CL_FACT_SOURCE_IMPORTED,
  CL_FACT_GAME_UNREADABLE,
  CL_FACT_BOOKMARK_SET,
  CL_FACT_EVENT_SET_ASIDE,
  CL_FACT_COMPUTER_SLEPT,
  CL_FACT_SET_ASIDE_ENDED,
  CL_FACT_SQUARE_CHANGED,
  CL_FACT_BOARD_SCANNED,
  CL_FACT_CLOCK_LEVER_CHANGED,
  CL_FACT_BOARD_CLOCK_READ,
  CL_FACT_POSITION_EVALUATED,
  CL_FACT_CARD_ANSWERED,
  CL_N_FACTS,
} ClFactType;

/* "GameStarted", …, NULL-terminated, for cl_ledger_open (). */
const char *const *cl_fact_vocabulary (void);
const char *cl_fact_type_name (ClFactType type);
ClFactType cl_fact_type_from_name (const char *name); /* CL_FACT_NONE if unknown */
/* The type of @event, whatever vocabulary its ledger was opened with. */
ClFactType cl_fact_type_of (const ClEvent *event);

typedef struct
{
  char *name;
  char *value; /* NULL in a DetailsCorrected: the tag is removed */
} ClTag;

/* (element-type ClTag) arrays. A name may be there several times, as files have it; then the last is meant. */
GPtrArray *cl_tags_new (void);
void cl_tags_add (GPtrArray *tags, const char *name, const char *value);
/* A name that is there keeps its place and takes the new value. */
void cl_tags_set (GPtrArray *tags, const char *name, const char *value);
void cl_tags_remove (GPtrArray *tags, const char *name);     /* all with that name */
const char *cl_tags_get (GPtrArray *tags, const char *name); /* (nullable), @tags may be NULL */
void cl_tag_free (ClTag *self);

/**
 * ClFact:
 *
 * One fact, decoded. Which members mean something depends on @type: src/facts/README.md has the table, with units.
 * Absent text is NULL, absent times CL_NO_TIME / CL_NO_CLOCK, absent numbers 0 or -1 as said.
 */
typedef struct
{
  ClFactType type;
  guint32 game; /* 0 for facts about no game */
  guint32 ply;  /* of the move; what stands after a takeback */
  gint64 occurred_at;
  char *player;    /* name of the mover, offerer, claimer, resigner … */
  ChessColor side; /* whose: draw offers, claims, flags, clock acts */
  guint64 cites;   /* offset in the same partition that this speaks about, 0: none */

  /* MovePlayed, MoveCorrected, IllegalMoveMade */
  ClMove move;
  gboolean has_move;
  gint64 clock_ms;        /* the mover's, after the move */
  gint64 used_ms;         /* measured thinking time, or CL_NO_CLOCK */
  GPtrArray *comments;    /* (element-type utf8) (nullable): verbatim, without braces, in order */
  GArray *nags;           /* (element-type guint) (nullable) */
  GPtrArray *escapes;     /* (element-type utf8) (nullable): hidden lines, without their % */
  char *order;            /* (nullable): README.md, "order" */
  ChessCommands commands; /* what %clk %emt %eval in the comments say */
  gboolean entered;       /* typed in afterwards ("Record a game"), not played here */

  /* GameStarted, GameUnreadable, DetailsCorrected: tags in the order given. For DetailsCorrected only the changed ones. */
  GPtrArray *tags; /* (element-type ClTag) (nullable) */
  char *fen;       /* start position (X-FEN) if not the standard one */
  gboolean chess960;
  char *time_control;       /* as PGN's TimeControl tag, NULL unknown, "-" none */
  gboolean increment_first; /* the first increment is on the clock at the start */
  gboolean added_at_zero;   /* a new period is seen once the display is at zero */
  char *origin_partition;   /* "Play on from here": the game it came from, NULL otherwise */
  guint32 origin_game, origin_ply;
  gboolean
    recorded_only; /* "Record a game": no clock, moves may be entered for both sides at any time */
  gboolean analysis_allowed; /* an engine may help while the game is in progress */
  guint32 computer
    [2]; /* by ChessColor: a computer plays that side, about as well as this Elo; 0: a person does */

  gboolean stood; /* IllegalMoveMade: it stayed on the board; otherwise it was taken back */

  /* GameEnded, ResultCorrected, DrawClaimed (ending = the rule) */
  ChessResult result;
  ChessEnding ending;

  /* GameEnded: what the ending rests on, each absent where it says nothing */
  GArray *
    plies; /* (element-type guint) (nullable): after which the repeated position stood, 0: the start */
  guint32 quiet_plies; /* since the last capture or pawn move */
  char *written;       /* (nullable): also DrawClaimed: the move written down for the claim, SAN */
  char *proof; /* (nullable): why nobody, or not the opponent, can mate: chess_proof_word () */

  /* ClockStarted/Paused/Resumed/Adjusted, FlagFell */
  gint64 white_ms, black_ms; /* remaining times, CL_NO_CLOCK: unchanged */

  /* NoteAdded, VariationAdded, PositionCorrected (text = FEN), GameUnreadable (text), BoardAttached (text = which
   * board), BookmarkSet (text), CardAnswered (text = "right" or "wrong"), EventSetAside, SetAsideEnded (text = consumer; the desk's facts name the partition in
   * origin_partition), all acts with a reason; ComputerSlept says how long in used_ms */
  char *text;
  char *reason; /* stable word or sentence; "deduct", "give-back", "arbiter", "app-closed" … */

  /* GameStarted, GameUnreadable, SourceImported: what stood before the game, or behind the last, verbatim */
  char *outside;

  /* SourceImportStarted, SourceImported, GameUnreadable */
  char *file;     /* base name */
  char *digest;   /* SHA-256 of the bytes, hex */
  char *encoding; /* "UTF-8", "windows-1252" … */
  guint64 n_games, n_unreadable, line;

  /* SquareChanged, BoardScanned (text = placement), ClockLeverChanged, BoardClockRead: what a board saw. The times of its
   * clock are white_ms (the left one) and black_ms (the right one), whoever sits there. */
  gint64 at_ms;        /* since the board was connected; CL_NO_CLOCK: absent */
  char *square;        /* "e4", as the board names it */
  char *piece;         /* "P" … "k", "o" if it cannot be named, "." for nothing */
  char *lever;         /* "left" or "right": whose clock runs, or would */
  gboolean is_running; /* the board's clock */

  /* MovePlayed … read from a board; BoardAttached: from where on (origin_partition = the sensor's) */
  guint64 seen; /* offset in the sensor's partition of the last thing seen before; 0: none */
  gboolean
    inferred; /* made while the board was away, or between two looks, and concluded from what stood on it then */

  /* PositionEvaluated: all that it says. origin_partition and cites repeat what it is about, and are not written. */
  ClEvaluation *evaluation; /* (nullable) */
} ClFact;

void cl_fact_init (ClFact *self, ClFactType type);
void cl_fact_clear (ClFact *self);
/* Behind the others, also if the name is there already. @value NULL: removed (DetailsCorrected only). */
void cl_fact_add_tag (ClFact *self, const char *name, const char *value);
void cl_fact_add_comment (ClFact *self, const char *text, gssize length); /* @length -1: to NUL */
void cl_fact_add_escape (ClFact *self, const char *text, gssize length);
void cl_fact_add_nag (ClFact *self, guint number);
void cl_fact_add_ply (ClFact *self, guint ply);
const char *cl_fact_get_tag (const ClFact *self, const char *name); /* (nullable) */

/* Checks once at start that each type has a chain of upcasters from schema 1 to today's, without gap. */
gboolean cl_fact_check_upcasters (GError **error);

/* Decodes @event through the upcasters of its type. On failure @fact is cleared. */
gboolean cl_fact_from_event (const ClEvent *event, ClFact *fact, GError **error);

/* Appends @fact to @draft. A MovePlayed without comments, times or NAGs has NULL details and costs no allocation.
 * Only what the type's table has is written. */
void cl_fact_to_draft (const ClFact *fact, ClDraft *draft);

/* One line for logs and lists, untranslated: "24. Rxd4 (0:32:07)". */
char *cl_fact_summary (const ClEvent *event);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClFact, cl_fact_clear)

/* Between the core's moves and the ledger's: @before is the position in which it is played. */
ClMove cl_move_from_chess (const ChessPosition *before, ChessMove move);
/* A move that the rules refuse, as a hand made it: written long, without check signs. From an empty square it has no
 * piece, which nothing accepts. */
ClMove cl_move_from_hand (const ChessPosition *before,
                          ChessSquare from,
                          ChessSquare to,
                          ChessKind promotion);
/* CHESS_MOVE_NULL for the null move; FALSE if it is not legal in @before. */
gboolean cl_move_to_chess (ClMove move, const ChessPosition *before, ChessMove *out);

G_END_DECLS
