/* cl-board-producer-private.h: the parts of a board at a table: its sensor's partition, its table, its questions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-producer.h"
#include "cl-reader.h"
#include "cl-table.h"

G_BEGIN_DECLS

/* Who writes all facts that come from boards. */
#define CL_BOARD_PRODUCER_NAME "board"

/* The time of day in µs: the real one, or *@given. */
static inline gint64
cl_board_now (const gint64 *given)
{
  return given != NULL ? *given : g_get_real_time ();
}

/* What was seen, on its way to the ledger: kept until the partition has its name. */
typedef struct
{
  ClLedger *ledger;
  const char *family;
  char *path;
  char *partition;    /* NULL until the serial number is known, or none came in time */
  guint64 head;       /* of the partition, with what is queued */
  GPtrArray *waiting; /* (element-type ClFact) */
  gboolean has_scan, has_clock, was_running;
  ClPlacement last;     /* what the facts say stands on the board */
  GError *error;        /* (nullable): the first append that failed */
  guint n_pending;      /* appends under way */
  const gint64 *now_us; /* (nullable) */
} ClSensorLog;

void cl_sensor_log_init (ClSensorLog *self, ClLedger *ledger, const char *family, const char *path);
void cl_sensor_log_clear (ClSensorLog *self);
/* Names the partition after @serial, or after the path if it is NULL; finds its head. Blocks on the disk. */
gboolean cl_sensor_log_name (ClSensorLog *self, const char *serial, GError **error);
/* Makes facts of a sight; nothing of one that tells nothing new. */
void cl_sensor_log_see (ClSensorLog *self, const ClSight *sight);
/* The other way round: what such a fact says was seen, but for its time; FALSE if it is of another type or makes no sense. */
gboolean cl_sensor_log_read (const ClFact *fact, ClSight *sight);
/* Hands what waits to the ledger without waiting for it; nothing without a name. */
void cl_sensor_log_flush (ClSensorLog *self);

/* What the board of that partition learnt in an earlier run; (nullable): nothing is known. */
char *cl_board_memory_load (const char *sensor);
void cl_board_memory_save (const char *sensor, const char *chips);

typedef struct
{
  ClLedger *ledger;
  ClReader *reader;
  char *partition;
  ClGame *game; /* (nullable): the last of the table */
  guint64 head;
  const gint64 *now_us; /* (nullable) */
} ClBoardTable;

gboolean
cl_board_table_init (ClBoardTable *self, ClLedger *ledger, const char *partition, GError **error);
void cl_board_table_clear (ClBoardTable *self);
/* Reads what others recorded. *@changed: the game is another, or has other moves. */
gboolean cl_board_table_refresh (ClBoardTable *self, gboolean *changed, GError **error);
/* Appends @draft (transfer full) as this producer's, with @seen and @inferred on its moves, and @clock_ms if the game has no
 * clock of its own. Blocks until it is durable. */
gboolean cl_board_table_append (ClBoardTable *self,
                                ClDraft *draft,
                                guint64 seen,
                                gboolean inferred,
                                gint64 clock_ms,
                                GError **error);
gboolean cl_board_table_start (ClBoardTable *self, GError **error);
gboolean cl_board_table_move (ClBoardTable *self,
                              ChessMove move,
                              guint64 seen,
                              gboolean inferred,
                              gint64 clock_ms,
                              GError **error);
gboolean cl_board_table_attach (ClBoardTable *self,
                                ClFactType type,
                                const char *board,
                                const ClSensorLog *sensor,
                                const char *reason,
                                GError **error);
/* Positions from the start to now. (element-type ChessPosition) */
GArray *cl_board_table_list_positions (const ClBoardTable *self);

/* "white knight", translated. */
const char *cl_board_name_piece (ChessPiece piece);
/* "Put a white knight on f3. Remove the piece from e6." */
char *cl_board_describe_wrong (const ClPlacement *seen, const ClPlacement *expected, guint64 wrong);

#define CL_BOARD_CHOICES 8

typedef enum
{
  CL_BOARD_QUESTION_NONE,
  CL_BOARD_QUESTION_CHOICE,  /* one of moves[]; the last answer: none of them */
  CL_BOARD_QUESTION_LINE,    /* yes: all of moves[] */
  CL_BOARD_QUESTION_RESULT,  /* yes: the game ended so */
  CL_BOARD_QUESTION_ILLEGAL, /* yes: it was played */
} ClBoardQuestionKind;

typedef struct
{
  ClBoardQuestionKind kind;
  ChessMove moves[CL_BOARD_CHOICES];
  guint n_moves;
  ChessResult result;
  ChessSquare from, to;
  ChessKind promotion;
} ClBoardQuestion;

struct _ClBoardProducer
{
  const ClBoardFamily *family;
  ClBoardLink *link;     /* NULL: sights and times are given to it */
  ClBoardDriver *driver; /* (nullable) then: whom to ask, and whose lamps shine */
  gint64 given_ms;       /* the time then */
  gint64 given_us;       /* the time of day then */
  const gint64 *now_us;  /* NULL: the real one */
  ClScanInterpreter *interpreter;
  ClSensorLog sensor;
  ClBoardTable table;
  ClBoardNewsFunc news;
  gpointer news_data;
  GSource *timer;
  gboolean connected, attached, resync, started;
  char *name, *serial;
  guint percent;
  gboolean charging;
  gint64 late_ms; /* the last move */
  char *chips;    /* (nullable): newly learnt, not kept yet */
  ChessMove candidate;
  guint64 wrong;
  ClPlacement expected;
  ClBoardQuestion question;
  gint64 name_by_ms, refresh_at_ms;
  gint64 clock_ms[2]; /* left, right, as last seen; CL_NO_CLOCK */
  gboolean clock_running, lever_right;
};

gint64 cl_board_producer_get_now_ms (const ClBoardProducer *self);
/* The game as the table has it is what the interpreter goes on from. */
void cl_board_producer_give_game (ClBoardProducer *self);
/* Appends @draft (transfer full), or tells why it is @refused (transfer full), and @text if all went well. */
void
cl_board_producer_record (ClBoardProducer *self, ClDraft *draft, GError *refused, const char *text);
void cl_board_producer_schedule (ClBoardProducer *self);
void
cl_board_producer_ask (ClBoardProducer *self, ClBoardQuestionKind kind, const ClReading *reading);

G_END_DECLS
