/* cl-board-input.c: hands on the board: dragging, two clicks, the keyboard and the wheel, all at once and without modes
 *
 * One press may become a click or, after DRAG_DISTANCE, a drag, so a single gesture decides. What a hand wants is put to
 * chess_position_move_between; nothing else here knows the rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

#include "cl-board-promotion.h"
#include "cl-board-square.h"

#define DRAG_DISTANCE 3
#define PENDING_MS    3000

gboolean
cl_board_may_pick (ClBoard *self, ChessSquare square)
{
  ChessPiece piece = square < 64 ? self->position.board[square] : CHESS_NO_PIECE;

  return self->interactive && self->pending == CHESS_MOVE_NULL && piece != CHESS_NO_PIECE &&
         (chess_piece_color (piece) == self->position.side) != cl_board_is_waiting (self) &&
         self->input_sides & 1u << chess_piece_color (piece);
}

static void
pick (ClBoard *self, ChessSquare square)
{
  if (self->picked == square)
    return;
  self->picked = square;
  cl_board_update_marks (self);
}

/* Lets go of everything without a word; the pieces stay as they are shown. */
void
cl_board_forget_hand (ClBoard *self)
{
  self->picked = CHESS_NO_SQUARE;
  self->pressed = CHESS_NO_SQUARE;
  self->over = CHESS_NO_SQUARE;
  self->dragging = FALSE;
  self->was_picked = FALSE;
  cl_board_close_promotion (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
pending_timeout_cb (gpointer data)
{
  ClBoard *self = data;

  self->pending_id = 0;
  self->pending = CHESS_MOVE_NULL;
  cl_board_show_pieces (self, self->position.board, TRUE);
  cl_board_update_marks (self);

  return G_SOURCE_REMOVE;
}

static void
make_move (ClBoard *self, ChessMove move, gboolean dragged)
{
  ChessPosition after = self->position;

  cl_board_forget_hand (self);
  chess_position_make (&after, move);
  if (dragged)
    {
      /* The piece lies where the hand put it: only what else moved, a castling rook, has a way to go. */
      ChessSquare from = chess_move_from (move);
      ChessSquare to = chess_move_to (move);

      if (chess_move_form (move) == CHESS_FORM_CASTLING)
        to = chess_square (to > from ? 6 : 2, chess_rank (from));
      else
        cl_board_put_piece (self, from, CHESS_NO_PIECE);
      cl_board_put_piece (self, to, after.board[to]);
    }
  self->pending = move;
  self->pending_id = g_timeout_add (PENDING_MS, pending_timeout_cb, self);
  cl_board_show_pieces (self, after.board, TRUE);
  cl_board_update_marks (self);
  cl_board_emit_made (self, move);
}

void
cl_board_make_move (ClBoard *self, ChessMove move)
{
  make_move (self, move, FALSE);
}

static void
promotion_chosen_cb (ClBoard *self, guint kind)
{
  ClPromotionWish wish = self->wish;
  ChessMove move = CHESS_MOVE_NULL;

  cl_board_close_promotion (self);
  if (kind < CHESS_N_KINDS)
    move = chess_position_move_between (&self->position, wish.from, wish.to, kind, NULL);
  if (move != CHESS_MOVE_NULL)
    make_move (self, move, wish.dragged);
  else
    cl_board_cancel (self);
}

static void
ask_promotion (ClBoard *self, ChessSquare from, ChessSquare to, gboolean dragged)
{
  gboolean at_bottom = (chess_rank (to) == 0) != self->flipped;

  self->wish = (ClPromotionWish){ from, to, dragged };
  self->promotion = cl_board_promotion_new (self->position.side, at_bottom);
  g_signal_connect_swapped (self->promotion, "chosen", G_CALLBACK (promotion_chosen_cb), self);
  gtk_widget_insert_before (self->promotion, GTK_WIDGET (self), NULL);
  self->picked = CHESS_NO_SQUARE;
  cl_board_update_marks (self);
  gtk_widget_grab_focus (self->promotion);
}

/* TRUE if that was a move, or the beginning of a promotion. */
static gboolean
try_move (ClBoard *self, ChessSquare from, ChessSquare to, gboolean dragged)
{
  bool needs_promotion = false;
  ChessMove move;

  if (cl_board_is_waiting (self))
    return cl_board_set_premove (self, from, to);
  move = chess_position_move_between (&self->position, from, to, CHESS_NO_KIND, &needs_promotion);

  if (needs_promotion && self->auto_queen && !self->asks)
    make_move (self,
               chess_position_move_between (&self->position,
                                            from,
                                            to,
                                            CHESS_QUEEN,
                                            &needs_promotion),
               dragged);
  else if (needs_promotion)
    ask_promotion (self, from, to, dragged);
  else if (move != CHESS_MOVE_NULL)
    make_move (self, move, dragged);
  else
    return FALSE;

  return TRUE;
}

/* A click or Enter on @square; TRUE if its piece is now in the hand. */
static gboolean
touch_square (ClBoard *self, ChessSquare square)
{
  ChessSquare from = self->picked;

  if (from != CHESS_NO_SQUARE && from != square)
    {
      if (try_move (self, from, square, FALSE))
        return FALSE;
      if (!cl_board_may_pick (self, square))
        {
          pick (self, CHESS_NO_SQUARE);
          cl_board_emit_refused (self, from, square);
          return FALSE;
        }
    }
  if (!cl_board_may_pick (self, square))
    return FALSE;
  pick (self, square);

  return TRUE;
}

static void
note_alt (ClBoard *self, GtkGesture *gesture)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  self->asks = (state & GDK_ALT_MASK) != 0;
}

static void
drag_begin_cb (ClBoard *self, double x, double y, GtkGesture *gesture)
{
  ChessSquare square = cl_board_square_at (self, x, y);
  ChessSquare before = self->picked;

  note_alt (self, gesture);
  cl_board_clear_premove (self);
  if (self->promotion != NULL)
    {
      GtkWidget *target = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      if (target == NULL || !gtk_widget_is_ancestor (target, self->promotion))
        cl_board_cancel (self);
      return;
    }
  cl_board_clear_drawings (self);
  if (square == CHESS_NO_SQUARE)
    {
      pick (self, CHESS_NO_SQUARE);
      return;
    }

  self->cursor = square;
  self->press_x = x;
  self->press_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!touch_square (self, square))
    return;
  self->pressed = square;
  self->was_picked = before == square;
  self->dragging = FALSE;
}

static void
drag_update_cb (ClBoard *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  ChessSquare over;

  if (self->pressed == CHESS_NO_SQUARE)
    return;
  if (!self->dragging && hypot (offset_x, offset_y) < DRAG_DISTANCE)
    return;
  if (!self->dragging)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);

  self->dragging = TRUE;
  self->drag_x = self->press_x + offset_x;
  self->drag_y = self->press_y + offset_y;
  over = cl_board_square_at (self, self->drag_x, self->drag_y);
  if (over != self->over)
    {
      self->over = over;
      cl_board_update_marks (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_piece (ClBoard *self, ChessSquare from, ChessSquare to)
{
  self->dragging = FALSE;
  self->over = CHESS_NO_SQUARE;

  if (to == from) /* put back: it stays picked, for a click on the target */
    {
      cl_board_update_marks (self);
      cl_board_glide_back (self, from, self->drag_x, self->drag_y);
    }
  else if (to == CHESS_NO_SQUARE)
    {
      pick (self, CHESS_NO_SQUARE);
      cl_board_glide_back (self, from, self->drag_x, self->drag_y);
    }
  else if (!try_move (self, from, to, TRUE))
    {
      pick (self, CHESS_NO_SQUARE);
      cl_board_glide_back (self, from, self->drag_x, self->drag_y);
      cl_board_emit_refused (self, from, to);
    }
}

static void
drag_end_cb (ClBoard *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  ChessSquare from = self->pressed;

  if (from == CHESS_NO_SQUARE)
    return;
  self->pressed = CHESS_NO_SQUARE;
  note_alt (self, gesture);

  if (self->dragging)
    drop_piece (self, from, cl_board_square_at (self, self->drag_x, self->drag_y));
  else if (self->was_picked)
    pick (self, CHESS_NO_SQUARE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_cancel_cb (ClBoard *self)
{
  if (self->dragging && self->pressed != CHESS_NO_SQUARE)
    cl_board_glide_back (self, self->pressed, self->drag_x, self->drag_y);
  self->dragging = FALSE;
  self->pressed = CHESS_NO_SQUARE;
  self->over = CHESS_NO_SQUARE;
  cl_board_update_marks (self);
}

static void
move_cursor (ClBoard *self, int files, int ranks)
{
  int file = (int) chess_file (self->cursor) + (self->flipped ? -files : files);
  int rank = (int) chess_rank (self->cursor) + (self->flipped ? -ranks : ranks);

  self->cursor = chess_square (CLAMP (file, 0, 7), CLAMP (rank, 0, 7));
  gtk_widget_grab_focus (self->squares[self->cursor]);
}

static gboolean
handle_square_key (ClBoard *self, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_cursor (self, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_cursor (self, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if (self->picked == self->cursor)
        pick (self, CHESS_NO_SQUARE);
      else
        touch_square (self, self->cursor);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
key_pressed_cb (ClBoard *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    return cl_board_cancel (self);
  if (!CL_IS_BOARD_SQUARE (child))
    return GDK_EVENT_PROPAGATE;
  self->cursor = cl_board_square_get_square (CL_BOARD_SQUARE (child));

  return handle_square_key (self, keyval);
}

/* Who clicks or goes elsewhere has thought better of it. */
static void
focus_left_cb (ClBoard *self)
{
  if (!self->dragging && self->promotion == NULL)
    pick (self, CHESS_NO_SQUARE);
}

static gboolean
scroll_cb (ClBoard *self, double dx, double dy)
{
  if (dy == 0)
    return GDK_EVENT_PROPAGATE;
  cl_board_emit_stepped (self, dy > 0 ? 1 : -1);

  return GDK_EVENT_STOP;
}

void
cl_board_init_input (ClBoard *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
    GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
