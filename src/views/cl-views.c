/* cl-views.c: the list of all views of the product
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-views.h"

#include <string.h>

static const ClViewClass *const of_game[] = {
  &cl_board_view,
  &cl_scoresheet_view,
  &cl_clock_view,
  NULL,
};

/* One a line, so that additions do not collide. */
/* clang-format off */
static const ClViewClass *const of_ledger[] = {
  &cl_library_view,
  &cl_moves_view,
  &cl_players_view,
  &cl_analysis_view,
  &cl_fair_play_view,
  &cl_highlights_view,
  &cl_coach_view,
  NULL,
};
/* clang-format on */

const ClViewClass *const *
cl_views_of_game (void)
{
  return of_game;
}

const ClViewClass *const *
cl_views_of_ledger (void)
{
  return of_ledger;
}

const ClViewClass *
cl_views_find (const char *name)
{
  for (guint i = 0; of_game[i] != NULL; i++)
    if (strcmp (of_game[i]->name, name) == 0)
      return of_game[i];
  for (guint i = 0; of_ledger[i] != NULL; i++)
    if (strcmp (of_ledger[i]->name, name) == 0)
      return of_ledger[i];
  return NULL;
}
