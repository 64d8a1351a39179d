/* cl-win-chance-private.h: the tables that cl-win-chance-generate.c makes at build time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* By centipawns from 0: hundredths of a point of Win%. */
extern const unsigned short cl_win_chance_table[1001];
/* By hundredths of a point lost: hundredths of a per cent of accuracy. */
extern const unsigned short cl_accuracy_table[10001];
/* By rating points above the opponent: ten-thousandths of a point. */
extern const unsigned short cl_expected_score_table[801];
