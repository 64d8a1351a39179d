/* cl-words-board.h: what people are told about an electronic board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-connected-board.h"

G_BEGIN_DECLS

/* All are (transfer full). */
char *cl_words_board_status (ClConnectedBoard *board);    /* "Game 2 · 14 half-moves" */
char *cl_words_board_details (ClConnectedBoard *board);   /* "DGT 1.8 · 01025 · /dev/ttyACM0" */
char *cl_words_board_battery (const ClBoardState *state); /* NULL: not known */
char *cl_words_board_clock (ClConnectedBoard *board);     /* NULL: it has none */
/* Is there something that a person should see or answer? */
gboolean cl_words_board_needs_help (const ClBoardState *state);

G_END_DECLS
