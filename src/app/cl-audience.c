/* cl-audience.c: decides what of the chosen game spectators may see, and shows it large
 *
 * Keys: F11 and a double click fill the screen, Escape leaves it, F flips. No move can be made here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-audience.h"

#include <glib/gi18n.h>

#include "cl-board-layout.h"
#include "cl-player-row.h"
#include "cl-words.h"

struct _ClAudience
{
  AdwWindow parent_instance;

  GtkWidget *header;
  GtkStack *stack;
  ClPlayerStrip *top;
  ClPlayerStrip *bottom;
  ClBoard *board;
  GtkLabel *occasion;
  GtkLabel *outcome;

  ClSession *session;
  ClPlayerRow rows[2]; /* top, bottom */
  gboolean flipped;
  guint shown_ply;
};

G_DEFINE_FINAL_TYPE (ClAudience, cl_audience, ADW_TYPE_WINDOW)

static void
show_outcome (ClAudience *self, const ClGame *game, guint ply)
{
  gboolean over = game->status == CL_GAME_ENDED && ply >= cl_game_n_plies (game);
  g_autofree char *ending = over ? cl_words_ending (game) : NULL;
  g_autofree char *move = cl_words_move (game, ply);
  g_autofree char *text =
    over ? g_strdup_printf ("%s · %s", cl_words_score (game->result), ending) : NULL;

  gtk_label_set_text (self->outcome, text ? text : ply > 0 ? move : "");
}

/* Of a running game the present; of another what the main window shows, a tried line apart. */
static void
show_game (ClAudience *self, const ClGame *game)
{
  gboolean live = game->status == CL_GAME_PLAYING;
  guint ply = live ? cl_game_n_plies (game)
                   : MIN (cl_session_get_ply (self->session), cl_game_n_plies (game));
  const ClGameMove *last = ply > 0 ? cl_game_get_move (game, ply) : NULL;
  ChessColor at_top = self->flipped ? CHESS_WHITE : CHESS_BLACK;
  g_autofree char *occasion = cl_words_occasion (game);
  g_autofree char *title = cl_words_players (game);
  ClBoards *boards = cl_session_get_boards (self->session);
  ClPlayerMoment moment = { ply,
                            live,
                            live && boards ? cl_boards_find_at (boards, game->partition) : NULL };
  ChessPosition position;

  cl_game_position_at (game, ply, &position);
  cl_board_set_position (self->board,
                         &position,
                         last && !last->broken ? last->move : CHESS_MOVE_NULL,
                         ABS ((int) ply - (int) self->shown_ply) == 1);
  self->shown_ply = ply;
  cl_player_row_show (&self->rows[0], game, at_top, &position, &moment);
  cl_player_row_show (&self->rows[1], game, !at_top, &position, &moment);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->occasion, occasion);
  show_outcome (self, game, ply);
  gtk_stack_set_visible_child_name (self->stack, "game");
}

static void
refresh (ClAudience *self)
{
  const ClGame *game = cl_session_get_live_game (self->session);

  if (game && game->status != CL_GAME_EMPTY && game->status != CL_GAME_UNREADABLE)
    show_game (self, game);
  else
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Chess Ledger"));
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
toggle_fullscreen (ClAudience *self)
{
  g_object_set (self, "fullscreened", !gtk_window_is_fullscreen (GTK_WINDOW (self)), NULL);
}

static void
fullscreened_cb (ClAudience *self)
{
  gtk_widget_set_visible (self->header, !gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

static void
pressed_cb (ClAudience *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (n_press == 2)
    toggle_fullscreen (self);
}

static gboolean
key_pressed_cb (ClAudience *self, guint key, guint code, GdkModifierType state)
{
  switch (key)
    {
    case GDK_KEY_F11:
      toggle_fullscreen (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (!gtk_window_is_fullscreen (GTK_WINDOW (self)))
        return GDK_EVENT_PROPAGATE;
      toggle_fullscreen (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_f:
    case GDK_KEY_F:
      cl_audience_set_flipped (self, !self->flipped);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
cl_audience_dispose (GObject *object)
{
  g_clear_object (&CL_AUDIENCE (object)->session);
  G_OBJECT_CLASS (cl_audience_parent_class)->dispose (object);
}

static void
cl_audience_class_init (ClAudienceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_audience_dispose;
  g_type_ensure (CL_TYPE_BOARD);
  g_type_ensure (CL_TYPE_BOARD_LAYOUT);
  g_type_ensure (CL_TYPE_PLAYER_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chessledger/ChessLedger/cl-audience.ui");
  gtk_widget_class_bind_template_child (widget_class, ClAudience, header);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, stack);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, top);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, bottom);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, board);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, occasion);
  gtk_widget_class_bind_template_child (widget_class, ClAudience, outcome);
  gtk_widget_class_bind_template_callback (widget_class, fullscreened_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_w,
                                       GDK_CONTROL_MASK,
                                       "window.close",
                                       NULL);
}

static void
cl_audience_init (ClAudience *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cl_player_row_init_plain (&self->rows[0], self->top);
  cl_player_row_init_plain (&self->rows[1], self->bottom);
}

ClAudience *
cl_audience_new (GtkApplication *app, ClSession *session)
{
  static const char *const watched[] = { "notify::game",
                                         "notify::ply",
                                         "notify::head",
                                         "notify::looking-back",
                                         "notify::moves-behind" };
  ClAudience *self = g_object_new (CL_TYPE_AUDIENCE, "application", app, NULL);

  self->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (session, watched[i], G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);

  return self;
}

void
cl_audience_set_flipped (ClAudience *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_AUDIENCE (self));

  self->flipped = !!flipped;
  cl_board_set_flipped (self->board, self->flipped);
  refresh (self);
}

ClBoard *
cl_audience_get_board (ClAudience *self)
{
  g_return_val_if_fail (CL_IS_AUDIENCE (self), NULL);

  return self->board;
}
