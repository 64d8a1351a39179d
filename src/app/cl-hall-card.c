/* cl-hall-card.c: puts a table of the hall into words, signs and a board for its card
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hall-card.h"

#include "cl-words-hall.h"
#include "cl-words.h"

#define SMALLEST     176 /* width of a card; more columns than that allows are scrolled instead */
#define USUAL        226 /* where all do not fit anyway */
#define LARGEST      470
#define CELL_PADDING 4 /* as in style.css */

void
cl_hall_card_show_clocks (ClTableTile *tile, ClHallTable *table, gint64 now_us)
{
  for (ChessColor side = CHESS_WHITE; side <= CHESS_BLACK; side++)
    {
      gboolean low;
      g_autofree char *text = cl_words_hall_clock (table, side, now_us, &low);

      cl_table_tile_set_clock (tile, side, text, low);
    }
}

static gboolean
is_strong (const ClGame *game, ChessColor side)
{
  if (game->status == CL_GAME_PLAYING)
    return cl_game_side_to_move (game) == side;
  return game->result == (side == CHESS_WHITE ? CHESS_RESULT_WHITE : CHESS_RESULT_BLACK);
}

/* Whose turn it is does not depend on colours: ▸, and a clock that stands has ‖. */
static const char *
find_sign (ClHallTable *table, ChessColor side)
{
  const ClGame *game = cl_hall_table_get_game (table);

  if (game->status != CL_GAME_PLAYING || cl_game_side_to_move (game) != side)
    return "";
  return cl_hall_table_get_state (table) == CL_HALL_PAUSED ? "‖" : "▸";
}

/* The cell has the focus, the card the words: both are told. */
static void
speak (GtkWidget *tile, ClHallTable *table)
{
  g_autofree char *spoken = cl_words_hall_spoken (table);
  GtkWidget *cell = gtk_widget_get_parent (tile);

  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  if (cell)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken,
                                    -1);
}

void
cl_hall_card_show (ClTableTile *tile, ClHallTable *table)
{
  const ClGame *game = cl_hall_table_get_game (table);
  guint plies = cl_game_n_plies (game);
  g_autofree char *white = cl_words_surname (game, CHESS_WHITE);
  g_autofree char *black = cl_words_surname (game, CHESS_BLACK);
  g_autofree char *move = plies ? cl_words_move (game, plies) : g_strdup ("");
  ClTileTone tone;
  g_autofree char *note = cl_words_hall_note (table, &tone);
  ClTileValues values = {
    .title = cl_hall_table_get_label (table),
    .move = move,
    .note = note,
    .tone = tone,
    .names = { white, black },
    .signs = { find_sign (table, CHESS_WHITE), find_sign (table, CHESS_BLACK) },
    .strong = { is_strong (game, CHESS_WHITE), is_strong (game, CHESS_BLACK) },
    .position = game->current,
    .last_move = plies ? cl_game_get_move (game, plies)->move : CHESS_MOVE_NULL,
  };

  cl_table_tile_set (tile, &values);
  cl_hall_card_show_clocks (tile, table, g_get_real_time ());
  speak (GTK_WIDGET (tile), table);
}

static int
measure_card (int width)
{
  g_autoptr (GtkWidget) tile = g_object_ref_sink (cl_table_tile_new ());

  return cl_table_tile_get_height (CL_TABLE_TILE (tile), width - 2 * CELL_PADDING) +
         2 * CELL_PADDING;
}

guint
cl_hall_card_choose_columns (guint n, int width, int height)
{
  int rest = measure_card (SMALLEST) - SMALLEST;

  for (guint columns = 1; columns <= n && width / (int) columns >= SMALLEST; columns++)
    {
      int card = width / (int) columns;
      int rows = (int) ((n + columns - 1) / columns);

      if (card <= LARGEST && rows * (card + rest) <= height)
        return columns;
    }
  return (guint) MAX (width / (n == 0 || width / USUAL > (int) n ? LARGEST : USUAL), 1);
}
