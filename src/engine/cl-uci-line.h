/* cl-uci-line.h: one line of a chess engine, taken apart without an allocation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CL_UCI_OTHER, /* what we do not know or need: "info string", copyright, registration, noise */
  CL_UCI_ID_NAME,
  CL_UCI_OPTION,
  CL_UCI_OK,
  CL_UCI_READY,
  CL_UCI_INFO,
  CL_UCI_BEST_MOVE,
} ClUciKind;

typedef enum
{
  CL_UCI_CHECK,
  CL_UCI_SPIN,
  CL_UCI_COMBO,
  CL_UCI_BUTTON,
  CL_UCI_STRING,
} ClUciOptionType;

typedef enum
{
  CL_UCI_EXACT,
  CL_UCI_LOWER_BOUND,
  CL_UCI_UPPER_BOUND,
} ClUciBound;

/* All texts point into the line that was read. */
typedef struct
{
  ClUciKind kind;
  ChessText text; /* ID_NAME: the name; BEST_MOVE: the move; INFO: the moves of "pv" */

  /* OPTION: text is its name */
  ClUciOptionType type;
  ChessText preset; /* what follows "default" */
  gint64 min, max;
  ChessText values; /* from the first "var" on */

  /* INFO: 0 where the line does not say it */
  guint32 depth, seldepth, multipv, time_ms;
  guint64 nodes;
  gboolean has_score;
  ClUciBound bound;
  gint32 cp, mate; /* from the view of the side to move; mate 0: cp counts */
  guint16 wdl[3];
} ClUciLine;

/* Any bytes; a line that is not understood is CL_UCI_OTHER. Numbers out of all reason leave their part unsaid. */
void cl_uci_line_parse (const char *text, gsize length, ClUciLine *line);

/* The next word of @rest, which moves behind it; FALSE at the end. Blanks, tabs and carriage returns separate. */
gboolean cl_uci_next_word (ChessText *rest, ChessText *word);
gboolean cl_uci_word_is (ChessText word, const char *text);

G_END_DECLS
