/* cl-board.c: the board's state, its layout in whole pixels and its order of drawing
 *
 * Each square is a child widget, for its CSS colours and for screen readers; the pieces are drawn by the board over all
 * of them, since they fly. Marks (last move, check, targets) are recomputed from the state as a whole, never patched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

#include <glib/gi18n.h>

#include "cl-board-promotion.h"
#include "cl-board-square.h"
#include "cl-gtk-compat.h"

#define MIN_SQUARE     20
#define NATURAL_SQUARE 70

enum
{
  PROP_FLIPPED = 1,
  PROP_INTERACTIVE,
  PROP_COORDINATES,
  PROP_AUTO_QUEEN,
  PROP_INPUT_SIDES,
  N_PROPS
};

enum
{
  MOVE_MADE,
  MOVE_REFUSED,
  STEPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClBoard, cl_board, GTK_TYPE_WIDGET)

ChessSquare
cl_board_square_at (ClBoard *self, double x, double y)
{
  double column = self->edge > 0 ? floor ((x - self->x) / self->edge) : -1;
  double row = self->edge > 0 ? floor ((y - self->y) / self->edge) : -1;

  if (!(column >= 0 && column < 8 && row >= 0 && row < 8))
    return CHESS_NO_SQUARE;
  if (self->flipped)
    return chess_square (7 - (int) column, (int) row);

  return chess_square ((int) column, 7 - (int) row);
}

void
cl_board_square_bounds (ClBoard *self, double file, double rank, graphene_rect_t *bounds)
{
  double column = self->flipped ? 7 - file : file;
  double row = self->flipped ? rank : 7 - rank;

  graphene_rect_init (bounds,
                      (float) (self->x + column * self->edge),
                      (float) (self->y + row * self->edge),
                      (float) self->edge,
                      (float) self->edge);
}

/* Castling is stored as king takes rook, but people look where the king arrives. */
static ChessSquare
arrival (ChessMove move)
{
  ChessSquare from = chess_move_from (move);
  ChessSquare to = chess_move_to (move);

  if (chess_move_form (move) == CHESS_FORM_CASTLING)
    return chess_square (to > from ? 6 : 2, chess_rank (from));

  return to;
}

static void
mark_last_move (ClBoard *self, ClSquareMarks marks[64])
{
  ChessMove move = self->pending != CHESS_MOVE_NULL ? self->pending : self->last_move;

  if (self->pending == CHESS_MOVE_NULL && self->provisional != CHESS_MOVE_NULL)
    {
      marks[chess_move_from (self->provisional)] |= CL_SQUARE_MAYBE;
      marks[arrival (self->provisional)] |= CL_SQUARE_MAYBE;
    }
  if (self->premove.from != CHESS_NO_SQUARE)
    {
      marks[self->premove.from] |= CL_SQUARE_PREMOVE;
      marks[self->premove.to] |= CL_SQUARE_PREMOVE;
    }
  if (move == CHESS_MOVE_NULL)
    return;
  marks[chess_move_from (move)] |= CL_SQUARE_LAST;
  marks[arrival (move)] |= CL_SQUARE_LAST;
}

static void
mark_targets (ClBoard *self, ClSquareMarks marks[64])
{
  ChessPosition position;
  ChessMoveList list;

  if (self->picked == CHESS_NO_SQUARE)
    return;

  marks[self->picked] |= CL_SQUARE_PICKED;
  cl_board_get_hand_position (self, &position);
  chess_position_legal_moves (&position, &list);
  for (size_t i = 0; i < list.n; i++)
    {
      ChessMove move = list.moves[i];

      if (chess_move_from (move) != self->picked)
        continue;
      if (chess_move_form (move) == CHESS_FORM_CASTLING)
        {
          if (self->position.chess960)
            marks[chess_move_to (move)] |= CL_SQUARE_TARGET;
          else
            marks[arrival (move)] |= CL_SQUARE_TARGET;
          continue;
        }
      marks[chess_move_to (move)] |= CL_SQUARE_TARGET;
      if (chess_position_captured (&position, move) != CHESS_NO_PIECE)
        marks[chess_move_to (move)] |= CL_SQUARE_CAPTURE;
    }
  if (self->over < 64 && self->over != self->picked)
    marks[self->over] |= CL_SQUARE_OVER;
}

void
cl_board_update_marks (ClBoard *self)
{
  ClSquareMarks marks[64] = { 0 };

  mark_last_move (self, marks);
  if (self->pending == CHESS_MOVE_NULL && chess_position_in_check (&self->position))
    {
      ChessSquare king = chess_position_king (&self->position, self->position.side);

      if (king < 64)
        marks[king] |= CL_SQUARE_CHECK;
    }
  mark_targets (self, marks);

  for (ChessSquare square = 0; square < 64; square++)
    cl_board_square_set_marks (CL_BOARD_SQUARE (self->squares[square]), marks[square]);
}

static void
update_coordinates (ClBoard *self)
{
  guint left = self->flipped ? 7 : 0;

  for (ChessSquare square = 0; square < 64; square++)
    {
      char file = chess_rank (square) == left ? 'a' + chess_file (square) : '\0';
      char rank = chess_file (square) == left ? '1' + chess_rank (square) : '\0';

      cl_board_square_set_coordinates (CL_BOARD_SQUARE (self->squares[square]),
                                       self->coordinates ? file : '\0',
                                       self->coordinates ? rank : '\0');
    }
}

void
cl_board_emit_made (ClBoard *self, ChessMove move)
{
  g_signal_emit (self, signals[MOVE_MADE], 0, (guint) move);
}

void
cl_board_emit_refused (ClBoard *self, ChessSquare from, ChessSquare to)
{
  g_signal_emit (self, signals[MOVE_REFUSED], 0, (guint) from, (guint) to);
}

void
cl_board_emit_stepped (ClBoard *self, int direction)
{
  g_signal_emit (self, signals[STEPPED], 0, direction);
}

/* Gives the focus back to the board if the chooser had it. */
gboolean
cl_board_close_promotion (ClBoard *self)
{
  GtkWidget *promotion = g_steal_pointer (&self->promotion);
  gboolean focused;

  if (promotion == NULL)
    return FALSE;

  focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) == promotion;
  g_signal_handlers_disconnect_by_data (promotion, self);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_unparent (promotion);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return TRUE;
}

static void
cl_board_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);

  *minimum = 8 * MIN_SQUARE;
  *natural = 8 * NATURAL_SQUARE;
}

static void
allocate_child (GtkWidget *child, const graphene_rect_t *bounds, int rows)
{
  GtkAllocation allocation = {
    (int) bounds->origin.x,
    (int) bounds->origin.y,
    (int) bounds->size.width,
    (int) bounds->size.height * rows,
  };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
cl_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClBoard *self = CL_BOARD (widget);
  graphene_rect_t bounds;

  self->edge = MIN (width, height) / 8;
  self->x = (width - 8 * self->edge) / 2;
  self->y = (height - 8 * self->edge) / 2;

  for (ChessSquare square = 0; square < 64; square++)
    {
      cl_board_square_bounds (self, chess_file (square), chess_rank (square), &bounds);
      allocate_child (self->squares[square], &bounds, 1);
    }

  if (self->promotion != NULL)
    {
      cl_board_square_bounds (self,
                              chess_file (self->wish.to),
                              chess_rank (self->wish.to),
                              &bounds);
      if ((int) bounds.origin.y > self->y)
        bounds.origin.y -= (float) (3 * self->edge);
      allocate_child (self->promotion, &bounds, 4);
    }
}

static void
cl_board_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClBoard *self = CL_BOARD (widget);

  for (ChessSquare square = 0; square < 64; square++)
    gtk_widget_snapshot_child (widget, self->squares[square], snapshot);
  cl_board_snapshot_pieces (self, snapshot);
  cl_board_snapshot_drawings (self, snapshot);

  if (self->promotion != NULL)
    {
      GdkRGBA shade;

      cl_gtk_lookup_color (widget, "cl_board_shade", &shade);
      gtk_snapshot_append_color (snapshot,
                                 &shade,
                                 &GRAPHENE_RECT_INIT (self->x,
                                                      self->y,
                                                      self->edge * 8,
                                                      self->edge * 8));
      gtk_widget_snapshot_child (widget, self->promotion, snapshot);
    }

  if (self->dragging && self->pressed != CHESS_NO_SQUARE)
    cl_piece_set_snapshot (cl_piece_set_for_display (gtk_widget_get_display (widget)),
                           snapshot,
                           widget,
                           self->shown[self->pressed],
                           &GRAPHENE_RECT_INIT (roundf ((float) self->drag_x -
                                                        (float) self->edge / 2),
                                                roundf ((float) self->drag_y -
                                                        (float) self->edge / 2),
                                                self->edge,
                                                self->edge));
}

/* One stop for Tab: the square cursor. Arrows do not wander out of the board. */
static gboolean
cl_board_focus (GtkWidget *widget, GtkDirectionType direction)
{
  ClBoard *self = CL_BOARD (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (self->promotion != NULL)
    {
      if (!gtk_widget_child_focus (self->promotion, direction))
        gtk_widget_grab_focus (self->promotion);
      return TRUE;
    }
  if (child != NULL)
    return FALSE;
  if (gtk_widget_is_focus (widget) && direction != GTK_DIR_TAB_FORWARD)
    return FALSE;

  return gtk_widget_grab_focus (self->squares[self->cursor]);
}

static void
cl_board_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClBoard *self = CL_BOARD (object);

  switch (id)
    {
    case PROP_FLIPPED:
      g_value_set_boolean (value, self->flipped);
      break;
    case PROP_INTERACTIVE:
      g_value_set_boolean (value, self->interactive);
      break;
    case PROP_COORDINATES:
      g_value_set_boolean (value, self->coordinates);
      break;
    case PROP_AUTO_QUEEN:
      g_value_set_boolean (value, self->auto_queen);
      break;
    case PROP_INPUT_SIDES:
      g_value_set_uint (value, self->input_sides);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_board_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClBoard *self = CL_BOARD (object);

  switch (id)
    {
    case PROP_FLIPPED:
      cl_board_set_flipped (self, g_value_get_boolean (value));
      break;
    case PROP_INTERACTIVE:
      cl_board_set_interactive (self, g_value_get_boolean (value));
      break;
    case PROP_COORDINATES:
      cl_board_set_coordinates (self, g_value_get_boolean (value));
      break;
    case PROP_AUTO_QUEEN:
      cl_board_set_auto_queen (self, g_value_get_boolean (value));
      break;
    case PROP_INPUT_SIDES:
      cl_board_set_input_sides (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_board_dispose (GObject *object)
{
  ClBoard *self = CL_BOARD (object);

  g_clear_handle_id (&self->pending_id, g_source_remove);
  g_clear_handle_id (&self->premove_id, g_source_remove);
  cl_board_clear_motion (self);
  self->picked = CHESS_NO_SQUARE;
  g_clear_pointer (&self->promotion, gtk_widget_unparent);
  for (ChessSquare square = 0; square < 64; square++)
    g_clear_pointer (&self->squares[square], gtk_widget_unparent);

  G_OBJECT_CLASS (cl_board_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_FLIPPED] = g_param_spec_boolean ("flipped", NULL, NULL, FALSE, flags);
  properties[PROP_INTERACTIVE] = g_param_spec_boolean ("interactive", NULL, NULL, TRUE, flags);
  properties[PROP_COORDINATES] = g_param_spec_boolean ("coordinates", NULL, NULL, TRUE, flags);
  properties[PROP_AUTO_QUEEN] = g_param_spec_boolean ("auto-queen", NULL, NULL, FALSE, flags);
  properties[PROP_INPUT_SIDES] = g_param_spec_uint ("input-sides", NULL, NULL, 0, 3, 3, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static guint
new_signal (const char *name, GObjectClass *object_class, guint n, GType type)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (object_class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n,
                       type,
                       type);
}

static void
cl_board_class_init (ClBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_board_dispose;
  object_class->get_property = cl_board_get_property;
  object_class->set_property = cl_board_set_property;
  widget_class->measure = cl_board_measure;
  widget_class->size_allocate = cl_board_size_allocate;
  widget_class->snapshot = cl_board_snapshot;
  widget_class->focus = cl_board_focus;

  install_properties (object_class);
  signals[MOVE_MADE] = new_signal ("move-made", object_class, 1, G_TYPE_UINT);
  signals[MOVE_REFUSED] = new_signal ("move-refused", object_class, 2, G_TYPE_UINT);
  signals[STEPPED] = new_signal ("stepped", object_class, 1, G_TYPE_INT);

  gtk_widget_class_set_css_name (widget_class, "board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
cl_board_init (ClBoard *self)
{
  self->interactive = TRUE;
  self->coordinates = TRUE;
  self->input_sides = 3;
  self->cursor = chess_square (4, 1);
  self->picked = CHESS_NO_SQUARE;
  self->pressed = CHESS_NO_SQUARE;
  self->over = CHESS_NO_SQUARE;
  self->premove.from = self->premove.to = CHESS_NO_SQUARE;
  self->position = chess_position_start ();
  memset (self->shown, CHESS_NO_PIECE, sizeof self->shown);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Chess board"), -1);
  /* From a8 to h1, the order in which a screen reader walks. */
  for (int rank = 7; rank >= 0; rank--)
    for (int file = 0; file < 8; file++)
      {
        ChessSquare square = chess_square (file, rank);

        self->squares[square] = cl_board_square_new (square);
        gtk_widget_set_parent (self->squares[square], GTK_WIDGET (self));
      }
  cl_board_show_pieces (self, self->position.board, FALSE);
  update_coordinates (self);
  cl_board_init_input (self);
  cl_board_init_drawing (self);
}

GtkWidget *
cl_board_new (void)
{
  return g_object_new (CL_TYPE_BOARD, NULL);
}

static void
show_position (ClBoard *self, gboolean animate)
{
  ChessPosition shown = self->position;

  if (self->provisional != CHESS_MOVE_NULL)
    chess_position_make (&shown, self->provisional);
  cl_board_show_pieces (self, shown.board, animate);
  cl_board_update_marks (self);
}

void
cl_board_set_position (ClBoard *self,
                       const ChessPosition *position,
                       ChessMove last_move,
                       gboolean animate)
{
  gboolean changed;

  g_return_if_fail (CL_IS_BOARD (self));
  g_return_if_fail (position != NULL);

  changed = memcmp (position, &self->position, sizeof *position) != 0;
  if (self->pending != CHESS_MOVE_NULL || changed)
    {
      cl_board_forget_hand (self);
      cl_board_clear_drawings (self);
      self->provisional = CHESS_MOVE_NULL;
    }
  g_clear_handle_id (&self->pending_id, g_source_remove);
  self->pending = CHESS_MOVE_NULL;
  self->position = *position;
  self->last_move = last_move;
  show_position (self, animate);
  if (changed)
    cl_board_try_premove (self);
}

void
cl_board_set_provisional (ClBoard *self, ChessMove move)
{
  g_return_if_fail (CL_IS_BOARD (self));

  if (move == self->provisional ||
      (move != CHESS_MOVE_NULL && !chess_position_is_legal (&self->position, move)))
    return;
  self->provisional = move;
  if (self->pending == CHESS_MOVE_NULL && self->picked == CHESS_NO_SQUARE)
    show_position (self, TRUE);
}

ChessMove
cl_board_get_provisional (ClBoard *self)
{
  g_return_val_if_fail (CL_IS_BOARD (self), CHESS_MOVE_NULL);

  return self->provisional;
}

void
cl_board_get_position (ClBoard *self, ChessPosition *position)
{
  g_return_if_fail (CL_IS_BOARD (self));
  g_return_if_fail (position != NULL);

  *position = self->position;
}

gboolean
cl_board_cancel (ClBoard *self)
{
  gboolean busy;

  g_return_val_if_fail (CL_IS_BOARD (self), FALSE);

  busy =
    self->picked != CHESS_NO_SQUARE || self->promotion != NULL || self->pending != CHESS_MOVE_NULL;
  if (self->dragging && self->pressed != CHESS_NO_SQUARE)
    cl_board_glide_back (self, self->pressed, self->drag_x, self->drag_y);
  cl_board_forget_hand (self);
  if (cl_board_clear_drawings (self))
    busy = TRUE;
  if (cl_board_clear_premove (self))
    busy = TRUE;
  g_clear_handle_id (&self->pending_id, g_source_remove);
  self->pending = CHESS_MOVE_NULL;
  show_position (self, TRUE);

  return busy;
}

void
cl_board_set_flipped (ClBoard *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_BOARD (self));

  flipped = !!flipped;
  if (self->flipped == flipped)
    return;
  cl_board_cancel (self);
  cl_board_clear_motion (self);
  self->flipped = flipped;
  update_coordinates (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FLIPPED]);
}

gboolean
cl_board_get_flipped (ClBoard *self)
{
  g_return_val_if_fail (CL_IS_BOARD (self), FALSE);

  return self->flipped;
}

void
cl_board_set_interactive (ClBoard *self, gboolean interactive)
{
  g_return_if_fail (CL_IS_BOARD (self));

  interactive = !!interactive;
  if (self->interactive == interactive)
    return;
  self->interactive = interactive;
  if (!interactive)
    cl_board_cancel (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERACTIVE]);
}

gboolean
cl_board_get_interactive (ClBoard *self)
{
  g_return_val_if_fail (CL_IS_BOARD (self), FALSE);

  return self->interactive;
}

void
cl_board_set_coordinates (ClBoard *self, gboolean coordinates)
{
  g_return_if_fail (CL_IS_BOARD (self));

  coordinates = !!coordinates;
  if (self->coordinates == coordinates)
    return;
  self->coordinates = coordinates;
  update_coordinates (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COORDINATES]);
}

void
cl_board_set_auto_queen (ClBoard *self, gboolean auto_queen)
{
  g_return_if_fail (CL_IS_BOARD (self));

  auto_queen = !!auto_queen;
  if (self->auto_queen == auto_queen)
    return;
  self->auto_queen = auto_queen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTO_QUEEN]);
}

void
cl_board_set_input_sides (ClBoard *self, guint sides)
{
  g_return_if_fail (CL_IS_BOARD (self));
  g_return_if_fail (sides <= 3);

  if (self->input_sides == sides)
    return;
  self->input_sides = sides;
  if (!cl_board_may_pick (self, self->picked))
    cl_board_forget_hand (self);
  cl_board_update_marks (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INPUT_SIDES]);
}

int
cl_board_get_edge (ClBoard *self, int *x, int *y)
{
  g_return_val_if_fail (CL_IS_BOARD (self), 0);

  if (x != NULL)
    *x = self->x;
  if (y != NULL)
    *y = self->y;

  return 8 * self->edge;
}
