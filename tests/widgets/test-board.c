/* test-board.c: hands of every kind make the moves that they mean, and screen readers find the pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chess-fen.h"
#include "chess-notation.h"
#include "cl-board-private.h"
#include "cl-board-promotion.h"
#include "cl-board-square.h"
#include "widget-test.h"

#define EDGE 480

typedef struct
{
  GtkWidget *window;
  ClBoard *board;
  ChessMove made;
  guint n_made;
  guint n_refused;
  int stepped;
} Fixture;

static void
made_cb (ClBoard *board, guint move, Fixture *fixture)
{
  fixture->made = (ChessMove) move;
  fixture->n_made++;
}

static void
refused_cb (ClBoard *board, guint from, guint to, Fixture *fixture)
{
  fixture->n_refused++;
}

static void
stepped_cb (ClBoard *board, int direction, Fixture *fixture)
{
  fixture->stepped += direction;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *fen = data;
  GtkWidget *board = cl_board_new ();

  fixture->board = CL_BOARD (board);
  if (fen != NULL)
    {
      ChessPosition position;

      g_assert_cmpint (chess_fen_parse (fen, -1, &position, NULL), ==, CHESS_FEN_OK);
      cl_board_set_position (fixture->board, &position, CHESS_MOVE_NULL, FALSE);
    }
  g_signal_connect (board, "move-made", G_CALLBACK (made_cb), fixture);
  g_signal_connect (board, "move-refused", G_CALLBACK (refused_cb), fixture);
  g_signal_connect (board, "stepped", G_CALLBACK (stepped_cb), fixture);
  fixture->window = widget_test_show (board, EDGE, EDGE);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_cmpint (cl_board_get_edge (fixture->board, NULL, NULL), ==, EDGE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->board, fixture);
  widget_test_close (fixture->window, GTK_WIDGET (fixture->board));
}

static ChessSquare
square (const char *name)
{
  return chess_square (name[0] - 'a', name[1] - '1');
}

static void
center (Fixture *fixture, const char *name, double *x, double *y)
{
  graphene_rect_t bounds;
  ChessSquare at = square (name);

  cl_board_square_bounds (fixture->board, chess_file (at), chess_rank (at), &bounds);
  *x = bounds.origin.x + bounds.size.width / 2;
  *y = bounds.origin.y + bounds.size.height / 2;
}

static void
click (Fixture *fixture, const char *name)
{
  GtkEventController *drag =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_GESTURE_DRAG, 0);
  double x;
  double y;

  center (fixture, name, &x, &y);
  g_signal_emit_by_name (drag, "drag-begin", x, y);
  g_signal_emit_by_name (drag, "drag-update", 1.0, 1.0);
  g_signal_emit_by_name (drag, "drag-end", 1.0, 1.0);
}

/* @to NULL: off the board. */
static void
drag (Fixture *fixture, const char *from, const char *to)
{
  GtkEventController *gesture =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_GESTURE_DRAG, 0);
  double x;
  double y;
  double to_x = -100;
  double to_y = -100;

  center (fixture, from, &x, &y);
  if (to != NULL)
    center (fixture, to, &to_x, &to_y);
  g_signal_emit_by_name (gesture, "drag-begin", x, y);
  g_signal_emit_by_name (gesture, "drag-update", 10.0, 10.0);
  g_signal_emit_by_name (gesture, "drag-update", to_x - x, to_y - y);
  g_signal_emit_by_name (gesture, "drag-end", to_x - x, to_y - y);
}

static void
assert_made (Fixture *fixture, const char *uci)
{
  ChessPosition position;
  char text[CHESS_UCI_SIZE] = "";

  g_assert_cmpuint (fixture->n_made, ==, 1);
  cl_board_get_position (fixture->board, &position);
  chess_uci_write (&position, fixture->made, text);
  g_assert_cmpstr (text, ==, uci);
}

static GtkAccessible *
square_widget (Fixture *fixture, const char *name)
{
  return GTK_ACCESSIBLE (fixture->board->squares[square (name)]);
}

static void
assert_label (Fixture *fixture, const char *name, const char *label)
{
  gtk_test_accessible_assert_property (square_widget (fixture, name),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
}

static ClSquareMarks
marks (Fixture *fixture, const char *name)
{
  return cl_board_square_get_marks (CL_BOARD_SQUARE (square_widget (fixture, name)));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->board), GTK_ACCESSIBLE_ROLE_GRID);
  for (guint i = 0; i < 64; i++)
    gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->board->squares[i]),
                                     GTK_ACCESSIBLE_ROLE_GRID_CELL);
  assert_label (fixture, "g1", "white knight, g1");
  assert_label (fixture, "e8", "black king, e8");
  assert_label (fixture, "e4", "empty, e4");

  click (fixture, "g1");
  gtk_test_accessible_assert_state (square_widget (fixture, "g1"),
                                    GTK_ACCESSIBLE_STATE_SELECTED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  gtk_test_accessible_assert_property (square_widget (fixture, "f3"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "can be moved to");
}

static void
test_clicks (Fixture *fixture, gconstpointer data)
{
  click (fixture, "e2");
  g_assert_cmpuint (marks (fixture, "e4"), ==, CL_SQUARE_TARGET);
  click (fixture, "d2"); /* another own piece: picked instead */
  g_assert_cmpuint (marks (fixture, "e4"), ==, 0);
  g_assert_cmpuint (marks (fixture, "d2"), ==, CL_SQUARE_PICKED);
  click (fixture, "d2"); /* the same: put back */
  g_assert_cmpuint (marks (fixture, "d2"), ==, 0);
  click (fixture, "e2");
  click (fixture, "e4");
  assert_made (fixture, "e2e4");
  g_assert_cmpuint (fixture->n_refused, ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  click (fixture, "e2");
  click (fixture, "e5");
  g_assert_cmpuint (fixture->n_refused, ==, 1);
  g_assert_cmpuint (marks (fixture, "e2"), ==, 0);
  drag (fixture, "b1", "b3");
  g_assert_cmpuint (fixture->n_refused, ==, 2);
  drag (fixture, "b1", NULL); /* off the board is a change of mind, not a mistake */
  g_assert_cmpuint (fixture->n_refused, ==, 2);
  click (fixture, "e7"); /* not to move */
  g_assert_cmpuint (marks (fixture, "e7"), ==, 0);
  g_assert_cmpuint (fixture->n_made, ==, 0);
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  drag (fixture, "g1", "f3");
  assert_made (fixture, "g1f3");
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  g_assert_false (widget_test_press_key (GTK_WIDGET (fixture->board), GDK_KEY_Escape));
  click (fixture, "e2");
  g_assert_true (widget_test_press_key (GTK_WIDGET (fixture->board), GDK_KEY_Escape));
  g_assert_cmpuint (marks (fixture, "e2"), ==, 0);
  click (fixture, "e4");
  g_assert_cmpuint (fixture->n_made + fixture->n_refused, ==, 0);
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  static const guint keys[] = { GDK_KEY_Up, GDK_KEY_Up, GDK_KEY_Left, GDK_KEY_Return };
  GtkWidget *board = GTK_WIDGET (fixture->board);

  g_assert_true (gtk_widget_child_focus (board, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_get_focus_child (board) == fixture->board->squares[square ("e2")]);
  g_assert_true (widget_test_press_key (board, GDK_KEY_Right));
  g_assert_true (widget_test_press_key (board, GDK_KEY_Left));
  g_assert_true (widget_test_press_key (board, GDK_KEY_space));
  g_assert_cmpuint (marks (fixture, "e2"), ==, CL_SQUARE_PICKED);
  for (guint i = 0; i < 2; i++)
    g_assert_true (widget_test_press_key (board, keys[i]));
  g_assert_true (widget_test_press_key (board, GDK_KEY_Return));
  assert_made (fixture, "e2e4");
  /* Tab leaves the board again. */
  g_assert_false (gtk_widget_child_focus (board, GTK_DIR_TAB_FORWARD));
}

static void
test_keyboard_flipped (Fixture *fixture, gconstpointer data)
{
  GtkWidget *board = GTK_WIDGET (fixture->board);

  cl_board_set_flipped (fixture->board, TRUE);
  g_assert_true (gtk_widget_child_focus (board, GTK_DIR_TAB_FORWARD));
  g_assert_true (widget_test_press_key (board, GDK_KEY_Left));
  g_assert_true (gtk_widget_get_focus_child (board) == fixture->board->squares[square ("f2")]);
  g_assert_true (widget_test_press_key (board, GDK_KEY_Down));
  g_assert_true (gtk_widget_get_focus_child (board) == fixture->board->squares[square ("f3")]);
}

static void
test_castling (void)
{
  static const struct
  {
    const char *from;
    const char *to;
    const char *uci;
    gboolean by_drag;
  } cases[] = {
    { "e1", "g1", "e1g1", FALSE }, { "e1", "h1", "e1g1", FALSE }, { "e1", "c1", "e1c1", FALSE },
    { "e1", "a1", "e1c1", FALSE }, { "e1", "g1", "e1g1", TRUE },  { "e1", "a1", "e1c1", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };

      g_test_message ("%s to %s", cases[i].from, cases[i].to);
      set_up (&fixture, "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1");
      if (cases[i].by_drag)
        drag (&fixture, cases[i].from, cases[i].to);
      else
        {
          click (&fixture, cases[i].from);
          g_assert_cmpuint (marks (&fixture, "g1"), ==, CL_SQUARE_TARGET);
          g_assert_cmpuint (marks (&fixture, "h1"), ==, 0);
          click (&fixture, cases[i].to);
        }
      assert_made (&fixture, cases[i].uci);
      g_assert_cmpuint (marks (&fixture, cases[i].uci[2] == 'g' ? "g1" : "c1"), ==, CL_SQUARE_LAST);
      tear_down (&fixture, NULL);
    }
}

static void
test_promotion_order (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "white queen",
                                       "white knight",
                                       "white rook",
                                       "white bishop" };
  GtkWidget *chooser;
  GtkWidget *button;
  guint i = 0;

  drag (fixture, "b7", "c8");
  g_assert_cmpuint (fixture->n_made, ==, 0);
  chooser = widget_test_find (GTK_WIDGET (fixture->board), CL_TYPE_BOARD_PROMOTION);
  g_assert_nonnull (chooser);
  for (button = gtk_widget_get_first_child (chooser); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button),
                                         GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         names[i++]);
  g_assert_cmpuint (i, ==, 4);

  button = gtk_widget_get_next_sibling (gtk_widget_get_first_child (chooser));
  g_signal_emit_by_name (button, "clicked");
  assert_made (fixture, "b7c8n");
}

static void
test_promotion_keys (void)
{
  static const struct
  {
    guint keyval;
    const char *uci;
  } cases[] = {
    { GDK_KEY_q, "b7b8q" }, { GDK_KEY_n, "b7b8n" },   { GDK_KEY_r, "b7b8r" },
    { GDK_KEY_B, "b7b8b" }, { GDK_KEY_Escape, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };
      GtkWidget *chooser;

      set_up (&fixture, "2r1k3/1P6/8/8/8/8/8/4K3 w - - 0 1");
      click (&fixture, "b7");
      click (&fixture, "b8");
      chooser = widget_test_find (GTK_WIDGET (fixture.board), CL_TYPE_BOARD_PROMOTION);
      g_assert_nonnull (chooser);
      g_assert_true (widget_test_press_key (chooser, cases[i].keyval));
      g_assert_null (widget_test_find (GTK_WIDGET (fixture.board), CL_TYPE_BOARD_PROMOTION));
      if (cases[i].uci != NULL)
        assert_made (&fixture, cases[i].uci);
      else
        g_assert_cmpuint (fixture.n_made, ==, 0);
      tear_down (&fixture, NULL);
    }
}

/* By clicks, by a drag, by the keyboard: no question, and still the whole move. */
static void
test_auto_queen (Fixture *fixture, gconstpointer data)
{
  cl_board_set_auto_queen (fixture->board, TRUE);
  click (fixture, "b7");
  click (fixture, "b8");
  g_assert_null (widget_test_find (GTK_WIDGET (fixture->board), CL_TYPE_BOARD_PROMOTION));
  assert_made (fixture, "b7b8q");
  cl_board_cancel (fixture->board);
  fixture->n_made = 0;
  drag (fixture, "b7", "c8");
  assert_made (fixture, "b7c8q");
}

static void
test_promotion_dropped (Fixture *fixture, gconstpointer data)
{
  ChessPosition position = chess_position_start ();

  click (fixture, "b7");
  click (fixture, "b8");
  cl_board_set_position (fixture->board, &position, CHESS_MOVE_NULL, FALSE);
  g_assert_null (widget_test_find (GTK_WIDGET (fixture->board), CL_TYPE_BOARD_PROMOTION));
}

static void
test_sides (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint sides;
    gboolean interactive;
    gboolean may;
  } cases[] = { { 0, TRUE, FALSE },
                { 1, TRUE, TRUE },
                { 2, TRUE, FALSE },
                { 3, TRUE, TRUE },
                { 3, FALSE, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      cl_board_set_input_sides (fixture->board, cases[i].sides);
      cl_board_set_interactive (fixture->board, cases[i].interactive);
      click (fixture, "e2");
      g_assert_cmpint (marks (fixture, "e2") == CL_SQUARE_PICKED, ==, cases[i].may);
      cl_board_cancel (fixture->board);
    }
}

static void
test_pending (Fixture *fixture, gconstpointer data)
{
  ChessPosition position;

  cl_board_get_position (fixture->board, &position);
  drag (fixture, "e2", "e4");
  assert_made (fixture, "e2e4");
  assert_label (fixture, "e4", "white pawn, e4");
  click (fixture, "d2"); /* nothing more until the answer */
  g_assert_cmpuint (marks (fixture, "d2"), ==, 0);

  cl_board_set_position (fixture->board, &position, CHESS_MOVE_NULL, TRUE);
  assert_label (fixture, "e4", "empty, e4");
  assert_label (fixture, "e2", "white pawn, e2");

  drag (fixture, "e2", "e4");
  chess_position_make (&position, fixture->made);
  cl_board_set_position (fixture->board, &position, fixture->made, TRUE);
  assert_label (fixture, "e4", "white pawn, e4");
  g_assert_cmpuint (marks (fixture, "e4"), ==, CL_SQUARE_LAST);
  click (fixture, "d7");
  g_assert_cmpuint (marks (fixture, "d7"), ==, CL_SQUARE_PICKED);
}

/* Nobody answers: after a while the piece goes back by itself and may be moved again. */
static void
test_unanswered (Fixture *fixture, gconstpointer data)
{
  click (fixture, "e2");
  click (fixture, "e4");
  assert_made (fixture, "e2e4");
  assert_label (fixture, "e4", "white pawn, e4");
  widget_test_wait (fixture->board->pending == CHESS_MOVE_NULL);
  assert_label (fixture, "e2", "white pawn, e2");
  assert_label (fixture, "e4", "empty, e4");
  click (fixture, "e2");
  g_assert_cmpuint (marks (fixture, "e2"), ==, CL_SQUARE_PICKED);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  assert_label (fixture, "e1", "white king, e1, in check");
  g_assert_cmpuint (marks (fixture, "e1"), ==, CL_SQUARE_CHECK);
  click (fixture, "h4");
  g_assert_cmpuint (marks (fixture, "e4"), ==, CL_SQUARE_TARGET | CL_SQUARE_CAPTURE);
}

static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  GtkEventController *scroll =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_EVENT_CONTROLLER_SCROLL, 0);
  gboolean handled = FALSE;

  g_signal_emit_by_name (scroll, "scroll", 0.0, 1.0, &handled);
  g_assert_cmpint (fixture->stepped, ==, 1);
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_assert_cmpint (fixture->stepped, ==, -1);
}

/* @to NULL: lets go where it pressed. */
static void
draw (Fixture *fixture, const char *from, const char *to)
{
  GtkEventController *gesture =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_GESTURE_DRAG, 1);
  double x;
  double y;

  center (fixture, from, &x, &y);
  g_signal_emit_by_name (gesture, "drag-begin", x, y);
  if (to != NULL)
    fixture->board->sketch.to = square (to); /* a made-up gesture does not know where it began */
  g_signal_emit_by_name (gesture, "drag-end", 0.0, 0.0);
}

static void
assert_drawn (Fixture *fixture, guint n)
{
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->board));
  g_assert_cmpuint (fixture->board->n_drawings, ==, n);
}

static void
test_drawing (Fixture *fixture, gconstpointer data)
{
  ChessPosition position;

  draw (fixture, "e4", NULL);
  draw (fixture, "g1", "f3");
  assert_drawn (fixture, 2);
  draw (fixture, "e4", NULL); /* the same again */
  assert_drawn (fixture, 1);
  g_assert_true (widget_test_press_key (GTK_WIDGET (fixture->board), GDK_KEY_Escape));
  assert_drawn (fixture, 0);
  g_assert_false (widget_test_press_key (GTK_WIDGET (fixture->board), GDK_KEY_Escape));

  draw (fixture, "a1", "h8");
  click (fixture, "e5");
  assert_drawn (fixture, 0);

  draw (fixture, "a1", "h8");
  cl_board_get_position (fixture->board, &position);
  cl_board_set_position (fixture->board, &position, CHESS_MOVE_NULL, FALSE);
  assert_drawn (fixture, 1); /* the same position */
  chess_position_make (&position,
                       chess_position_move_between (&position,
                                                    square ("e2"),
                                                    square ("e4"),
                                                    CHESS_NO_KIND,
                                                    NULL));
  cl_board_set_position (fixture->board, &position, CHESS_MOVE_NULL, FALSE);
  assert_drawn (fixture, 0);

  for (guint i = 0; i < 3 * CL_BOARD_MAX_SHAPES; i++)
    {
      const char from[] = { 'a' + i % 8, '1' + i / 8 % 8, '\0' };

      draw (fixture, from, i % 2 ? "d4" : NULL);
    }
  g_assert_cmpuint (fixture->board->n_drawings, <=, CL_BOARD_MAX_SHAPES);
  g_assert_cmpuint (fixture->n_made + fixture->n_refused, ==, 0);
}

/* A drawing hand takes nothing, and a right press lets go of what the left hand holds. */
/* What a note or an engine shows is told with what the person draws, and stays when that is wiped. */
static void
test_shapes (Fixture *fixture, gconstpointer data)
{
  static const ClBoardShape shapes[] = {
    { 12, 28, CL_SHAPE_BEST },
    { 35, 35, CL_SHAPE_RED },
    { 70, 12, CL_SHAPE_RED }, /* on no board */
  };

  cl_board_set_shapes (fixture->board, shapes, G_N_ELEMENTS (shapes));
  draw (fixture, "g1", "f3");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->board));
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (fixture->board),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    "Arrow from e2 to e4, best move; Circle on d5, red; Arrow from g1 to f3, green");
  cl_board_cancel (fixture->board);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->board),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Arrow from e2 to e4, best move; Circle on d5, red");
  cl_board_set_shapes (fixture->board, NULL, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->board),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "");
}

static void
test_drawing_drops_piece (Fixture *fixture, gconstpointer data)
{
  GtkEventController *drag_gesture =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_GESTURE_DRAG, 0);
  double x;
  double y;

  center (fixture, "e2", &x, &y);
  g_signal_emit_by_name (drag_gesture, "drag-begin", x, y);
  g_signal_emit_by_name (drag_gesture, "drag-update", 10.0, 10.0);
  draw (fixture, "e4", NULL);
  g_signal_emit_by_name (drag_gesture, "drag-end", 10.0, -120.0);
  g_assert_cmpuint (fixture->n_made, ==, 0);
  g_assert_cmpuint (marks (fixture, "e2"), ==, 0);
  assert_drawn (fixture, 0);
}

static void
test_focus_leaves (Fixture *fixture, gconstpointer data)
{
  GtkEventController *focus =
    widget_test_controller (GTK_WIDGET (fixture->board), GTK_TYPE_EVENT_CONTROLLER_FOCUS, 0);

  click (fixture, "e2");
  g_assert_cmpuint (marks (fixture, "e2"), ==, CL_SQUARE_PICKED);
  g_signal_emit_by_name (focus, "leave");
  g_assert_cmpuint (marks (fixture, "e2"), ==, 0);
}

static void
test_any_size (void)
{
  static const int sizes[][2] = { { 160, 160 },
                                  { 561, 560 },
                                  { 567, 900 },
                                  { 1001, 403 },
                                  { 3, 5 } };
  ClBoard *board = g_object_ref_sink (CL_BOARD (cl_board_new ()));

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int x;
      int y;
      int edge;

      gtk_widget_measure (GTK_WIDGET (board),
                          GTK_ORIENTATION_HORIZONTAL,
                          -1,
                          NULL,
                          NULL,
                          NULL,
                          NULL);
      GTK_WIDGET_GET_CLASS (board)->size_allocate (GTK_WIDGET (board),
                                                   sizes[i][0],
                                                   sizes[i][1],
                                                   -1);
      edge = cl_board_get_edge (board, &x, &y);
      g_assert_cmpint (edge % 8, ==, 0);
      g_assert_cmpint (edge, <=, MIN (sizes[i][0], sizes[i][1]));
      g_assert_cmpint (edge, >, MIN (sizes[i][0], sizes[i][1]) - 8);
      g_assert_cmpint (x, ==, (sizes[i][0] - edge) / 2);
      g_assert_cmpint (y, ==, (sizes[i][1] - edge) / 2);
    }
  g_assert_finalize_object (board);
}

/* Jumps between unrelated positions, with gliding on and interrupted at once, always end in the position asked for. */
static void
test_random_jumps (void)
{
  Fixture fixture = { 0 };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  set_up (&fixture, NULL);
  for (guint jump = 0; jump < 60; jump++)
    {
      ChessPosition position = chess_position_start ();
      ChessMove move = CHESS_MOVE_NULL;
      int plies = g_test_rand_int_range (0, 120);

      for (int ply = 0; ply < plies; ply++)
        {
          ChessMoveList list;

          chess_position_legal_moves (&position, &list);
          if (list.n == 0)
            break;
          move = list.moves[g_test_rand_int_range (0, (int) list.n)];
          chess_position_make (&position, move);
        }
      cl_board_set_flipped (fixture.board, g_test_rand_bit ());
      cl_board_set_position (fixture.board, &position, move, TRUE);
      if (g_test_rand_bit ())
        g_main_context_iteration (NULL, FALSE);
      for (ChessSquare at = 0; at < 64; at++)
        g_assert_cmpuint (cl_board_square_get_piece (CL_BOARD_SQUARE (fixture.board->squares[at])),
                          ==,
                          position.board[at]);
    }
  widget_test_wait (fixture.board->n_glides == 0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  tear_down (&fixture, NULL);
}

#define ADD(path, fen, test) g_test_add (path, Fixture, fen, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  static const char promotion[] = "2r1k3/1P6/8/8/8/8/8/4K3 w - - 0 1";

  widget_test_init (&argc, &argv);

  ADD ("/widgets/board/accessible", NULL, test_accessible);
  ADD ("/widgets/board/clicks", NULL, test_clicks);
  ADD ("/widgets/board/refused", NULL, test_refused);
  ADD ("/widgets/board/drag", NULL, test_drag);
  ADD ("/widgets/board/escape", NULL, test_escape);
  ADD ("/widgets/board/keyboard", NULL, test_keyboard);
  ADD ("/widgets/board/keyboard-flipped", NULL, test_keyboard_flipped);
  g_test_add_func ("/widgets/board/castling", test_castling);
  ADD ("/widgets/board/promotion/order", promotion, test_promotion_order);
  g_test_add_func ("/widgets/board/promotion/keys", test_promotion_keys);
  ADD ("/widgets/board/promotion/auto-queen", promotion, test_auto_queen);
  ADD ("/widgets/board/promotion/dropped", promotion, test_promotion_dropped);
  ADD ("/widgets/board/sides", NULL, test_sides);
  ADD ("/widgets/board/pending", NULL, test_pending);
  ADD ("/widgets/board/unanswered", NULL, test_unanswered);
  ADD ("/widgets/board/check", "4k3/8/8/8/4r2R/8/8/4K3 w - - 0 1", test_check);
  ADD ("/widgets/board/wheel", NULL, test_wheel);
  ADD ("/widgets/board/drawing", NULL, test_drawing);
  ADD ("/widgets/board/shapes", NULL, test_shapes);
  ADD ("/widgets/board/drawing/drops-piece", NULL, test_drawing_drops_piece);
  ADD ("/widgets/board/focus-leaves", NULL, test_focus_leaves);
  g_test_add_func ("/widgets/board/any-size", test_any_size);
  g_test_add_func ("/widgets/board/random-jumps", test_random_jumps);

  return g_test_run ();
}
