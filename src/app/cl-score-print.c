/* cl-score-print.c: lays a game out on pages: who and where above, moves in two blocks, result and signatures below
 *
 * All measures are points. A page holds two blocks of equal numbers of rows; the first block is filled before the second,
 * as on the sheets that are written by hand. Moves are in the notation of the file, never localised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-score-print.h"

#include <glib/gi18n.h>

#include "cl-words.h"

#define HEAD_HEIGHT 118.0
#define FOOT_HEIGHT 74.0
#define ROW_HEIGHT  17.0
#define BLOCK_GAP   22.0
#define BODY_SIZE   10.0

/* What is drawn on now. */
typedef struct
{
  const ClGame *game;
  GtkPrintContext *context;
  cairo_t *cr;
  double width;
  double height;
} Page;

static guint
count_rows (double height)
{
  double room = height - HEAD_HEIGHT - FOOT_HEIGHT - ROW_HEIGHT; /* a row of titles */

  return room > ROW_HEIGHT ? (guint) (room / ROW_HEIGHT) : 1;
}

int
cl_score_print_count_pages (guint n_moves, double height)
{
  guint per_page = 2 * count_rows (height);

  return (int) MAX ((n_moves + per_page - 1) / per_page, 1);
}

/* The number of the first row: a game may begin with move 31, or with Black. */
static guint
first_number (const ClGame *game)
{
  ChessColor color;

  return cl_game_n_plies (game) > 0 ? cl_game_ply_number (game, 1, &color) : 1;
}

static guint
count_moves (const ClGame *game)
{
  guint plies = cl_game_n_plies (game);
  ChessColor color;

  return plies > 0 ? cl_game_ply_number (game, plies, &color) - first_number (game) + 1 : 0;
}

/* --- Words on paper --- */

/* @align as of Pango; the text is cut with “…” where it does not fit. */
static void
draw_text (Page *page,
           const char *text,
           const graphene_rect_t *box,
           double size,
           gboolean bold,
           PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (page->context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");
  int height;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (box->size.width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &height);
  cairo_move_to (page->cr,
                 box->origin.x,
                 box->origin.y + (box->size.height - (double) height / PANGO_SCALE) / 2);
  pango_cairo_show_layout (page->cr, layout);
}

static void
draw_rule (Page *page, double x, double y, double width, double thickness)
{
  cairo_set_line_width (page->cr, thickness);
  cairo_move_to (page->cr, x, y);
  cairo_line_to (page->cr, x + width, y);
  cairo_stroke (page->cr);
}

static void
draw_player (Page *page, ChessColor side, double y)
{
  g_autofree char *name = cl_words_name (page->game, side);
  const char *rating = cl_game_get_tag (page->game, side == CHESS_WHITE ? "WhiteElo" : "BlackElo");
  gboolean rated = rating && g_ascii_isdigit (*rating) && strcmp (rating, "0") != 0;
  float width = (float) page->width;

  draw_text (page,
             side == CHESS_WHITE
             ? _ ("White")
             : _ ("Black"),
                  &GRAPHENE_RECT_INIT (0, (float) y, 62, 20),
                  BODY_SIZE,
                  FALSE,
                  PANGO_ALIGN_LEFT);
  draw_text (page,
             name,
             &GRAPHENE_RECT_INIT (62, (float) y, width - 62 - 70, 20),
             13,
             TRUE,
             PANGO_ALIGN_LEFT);
  if (rated)
    draw_text (page,
               rating,
               &GRAPHENE_RECT_INIT (width - 70, (float) y, 70, 20),
               13,
               FALSE,
               PANGO_ALIGN_RIGHT);
  draw_rule (page, 62, y + 20, page->width - 62, 0.5);
}

static void
draw_head (Page *page)
{
  g_autofree char *occasion = cl_words_occasion (page->game);
  g_autofree char *control = cl_words_time_control (page->game->time_control);

  draw_text (page,
             _ ("Score sheet"),
                &GRAPHENE_RECT_INIT (0, 0, (float) page->width, 24),
                18,
                TRUE,
                PANGO_ALIGN_LEFT);
  draw_text (page,
             page->game->time_control ? control : "",
             &GRAPHENE_RECT_INIT ((float) page->width / 2, 0, (float) page->width / 2, 24),
             BODY_SIZE,
             FALSE,
             PANGO_ALIGN_RIGHT);
  draw_text (page,
             occasion,
             &GRAPHENE_RECT_INIT (0, 28, (float) page->width, 16),
             BODY_SIZE,
             FALSE,
             PANGO_ALIGN_LEFT);
  draw_player (page, CHESS_WHITE, 50);
  draw_player (page, CHESS_BLACK, 76);
}

/* --- Moves --- */

/* Parts of the width of a block: number, White, its clock, Black, its clock. */
static const double columns[] = { 0, 0.11, 0.37, 0.555, 0.815, 1 };

static void
draw_cell (Page *page,
           const graphene_rect_t *row,
           guint column,
           const char *text,
           double size,
           PangoAlignment align)
{
  double x = row->origin.x + row->size.width * columns[column];
  double width = row->size.width * (columns[column + 1] - columns[column]);

  draw_text (page,
             text,
             &GRAPHENE_RECT_INIT ((float) x, row->origin.y, (float) width - 5, row->size.height),
             size,
             FALSE,
             align);
}

static void
draw_move (Page *page, const graphene_rect_t *row, guint ply)
{
  const ClGameMove *move = cl_game_get_move (page->game, ply);
  g_autofree char *clock = NULL;
  ChessColor color;

  if (!move)
    return;
  cl_game_ply_number (page->game, ply, &color);
  draw_cell (page, row, color == CHESS_WHITE ? 1 : 3, move->san, BODY_SIZE, PANGO_ALIGN_LEFT);
  if (move->clock_ms == CL_NO_CLOCK)
    return;
  clock = cl_words_clock (move->clock_ms);
  draw_cell (page, row, color == CHESS_WHITE ? 2 : 4, clock, BODY_SIZE - 2, PANGO_ALIGN_RIGHT);
}

/* Rows of numbered moves from @first on, counted from 0; empty rows too, to be written in by hand. */
static void
draw_block (Page *page, double x, double width, guint first, guint n_rows)
{
  ChessColor color = CHESS_WHITE;
  guint plies = cl_game_n_plies (page->game);
  guint shift = plies > 0 && cl_game_ply_number (page->game, 1, &color) && color == CHESS_BLACK;
  graphene_rect_t row = GRAPHENE_RECT_INIT ((float) x, HEAD_HEIGHT, (float) width, ROW_HEIGHT);

  draw_cell (page, &row, 1, _ ("White"), BODY_SIZE - 1, PANGO_ALIGN_LEFT);
  draw_cell (page, &row, 3, _ ("Black"), BODY_SIZE - 1, PANGO_ALIGN_LEFT);
  draw_rule (page, x, HEAD_HEIGHT + ROW_HEIGHT, width, 1);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", first_number (page->game) + first + i);
      guint white = 2 * (first + i) + 1; /* its ply, were White the first to move */

      row.origin.y += ROW_HEIGHT;
      draw_cell (page, &row, 0, number, BODY_SIZE - 1, PANGO_ALIGN_RIGHT);
      if (white > shift)
        draw_move (page, &row, white - shift);
      draw_move (page, &row, white + 1 - shift);
      draw_rule (page, x, row.origin.y + ROW_HEIGHT, width, 0.3);
    }
}

static void
draw_foot (Page *page, int number, int n_pages)
{
  g_autofree char *ending = cl_words_ending (page->game);
  g_autofree char *result =
    g_strdup_printf ("%s   %s", cl_words_score (page->game->result), ending);
  /* Translators: the number of a page, and of how many. */
  g_autofree char *pages = g_strdup_printf (_ ("Page %d of %d"), number + 1, n_pages);
  float y = (float) (page->height - FOOT_HEIGHT + 12);
  float half = (float) page->width / 2;

  draw_text (page,
             number + 1 == n_pages ? result : "",
             &GRAPHENE_RECT_INIT (0, y, half * 1.6f, 18),
             12,
             TRUE,
             PANGO_ALIGN_LEFT);
  draw_text (page,
             pages,
             &GRAPHENE_RECT_INIT (half * 1.6f, y, half * 0.4f, 18),
             BODY_SIZE - 1,
             FALSE,
             PANGO_ALIGN_RIGHT);
  if (number + 1 < n_pages)
    return;
  draw_rule (page, 0, y + 46, half - BLOCK_GAP / 2, 0.5);
  draw_rule (page, half + BLOCK_GAP / 2, y + 46, half - BLOCK_GAP / 2, 0.5);
  draw_text (page,
             _ ("Signature of White"),
                &GRAPHENE_RECT_INIT (0, y + 47, half, 14),
                BODY_SIZE - 2,
                FALSE,
                PANGO_ALIGN_LEFT);
  draw_text (page,
             _ ("Signature of Black"),
                &GRAPHENE_RECT_INIT (half + (float) BLOCK_GAP / 2, y + 47, half, 14),
                BODY_SIZE - 2,
                FALSE,
                PANGO_ALIGN_LEFT);
}

/* --- The operation --- */

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, ClGame *game)
{
  gtk_print_operation_set_n_pages (operation,
                                   cl_score_print_count_pages (count_moves (game),
                                                               gtk_print_context_get_height (
                                                                 context)));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int number, ClGame *game)
{
  Page page = { game,
                context,
                gtk_print_context_get_cairo_context (context),
                gtk_print_context_get_width (context),
                gtk_print_context_get_height (context) };
  guint n_rows = count_rows (page.height);
  double block = (page.width - BLOCK_GAP) / 2;
  guint first = (guint) number * 2 * n_rows;

  cairo_set_source_rgb (page.cr, 0, 0, 0);
  draw_head (&page);
  draw_block (&page, 0, block, first, n_rows);
  draw_block (&page, block + BLOCK_GAP, block, first + n_rows, n_rows);
  draw_foot (&page, number, cl_score_print_count_pages (count_moves (game), page.height));
}

static void
release_game (gpointer game, GClosure *closure)
{
  cl_game_unref (game);
}

GtkPrintOperation *
cl_score_print_new (const ClGame *game)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autofree char *players = cl_words_players (game);

  gtk_page_setup_set_top_margin (setup, 15, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, 15, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, 18, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, 18, GTK_UNIT_MM);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, players);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation,
                         "begin-print",
                         G_CALLBACK (begin_cb),
                         cl_game_ref ((ClGame *) game),
                         release_game,
                         0);
  g_signal_connect_data (operation,
                         "draw-page",
                         G_CALLBACK (draw_page_cb),
                         cl_game_ref ((ClGame *) game),
                         release_game,
                         0);

  return operation;
}
