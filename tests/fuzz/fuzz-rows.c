/* fuzz-rows.c: any text as a value of the views players and fair-play; what is read is written and read again the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cl-fair-play-row.h"
#include "cl-players-row.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_fair_row (const char *text)
{
  g_autoptr (ClFairRow) row = cl_fair_row_parse (text);
  g_autoptr (ClFairRow) again = NULL;
  g_autoptr (GArray) plies = NULL;
  g_autofree char *value = NULL;

  if (row == NULL)
    return;
  plies = cl_fair_row_get_plies (row);
  if (plies->len != row->n_plies)
    abort ();
  value = cl_fair_row_format (row);
  again = cl_fair_row_parse (value);
  if (again == NULL || again->n_plies != row->n_plies || again->last_offset != row->last_offset)
    abort ();
  cl_fair_row_cut (row, row->n_plies / 2);
  if (row->n_plies != plies->len / 2)
    abort ();
}

static void
check_players_row (const char *text)
{
  g_autoptr (ClPlayersGame) game = cl_players_game_parse (text);
  g_autofree char *value = game != NULL ? cl_players_game_format (game) : NULL;
  g_autoptr (ClPlayersGame) again = value != NULL ? cl_players_game_parse (value) : NULL;
  g_autofree char *clean = cl_players_clean_name (text);
  g_autofree char *twice = cl_players_clean_name (clean);

  if ((value != NULL && again == NULL) || strcmp (clean, twice) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  ClFairEvaluation evaluation;
  ClPlayersGlance glance;
  char buffer[256];
  const char *engine;
  guint64 cites;
  guint ply;

  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  check_fair_row (text);
  check_players_row (text);
  if (cl_fair_evaluation_parse (text, &evaluation, &engine) &&
      (evaluation.n_lines == 0 || evaluation.n_lines > CL_EVALUATION_MAX_LINES))
    abort ();
  cl_fair_evaluation_split (text, &ply, &cites);
  cl_players_game_glance (text, buffer, sizeof buffer, &glance);
  return 0;
}
