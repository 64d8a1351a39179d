/* cl-board-page.c: puts what the session says about the chosen game on the board, and hands moves to the session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cl-board-bar.h"
#include "cl-board-layout.h"
#include "cl-board-shapes.h"
#include "cl-chance-points.h"
#include "cl-evaluation-bar.h"
#include "cl-game-analysis.h"
#include "cl-moves-panel.h"
#include "cl-notice-bar.h"
#include "cl-player-row.h"
#include "cl-session-engines.h"
#include "cl-shown-lines.h"
#include "cl-side-panel.h"
#include "cl-words-analysis.h"
#include "cl-words.h"

struct _ClBoardPage
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  ClNoticeBar *notice;
  ClBoardBar *board_bar;
  ClBoardLayout *layout;
  ClPlayerStrip *top;
  ClPlayerStrip *bottom;
  ClBoard *board;
  ClEvaluationBar *bar;
  ClSidePanel *side;
  AdwStatusPage *unreadable_page;
  GtkTextBuffer *unreadable_text;

  ClSession *session;
  GSignalGroup *signals;
  GSignalGroup *analysis_signals;
  GSignalGroup *live_signals;
  GSignalGroup *board_signals; /* of the electronic board at the table that is shown */
  ClPlayerRow rows[2];         /* top, bottom */
  gboolean flipped;

  /* What is on the board now, to know whether a change is one step and worth gliding. */
  char *shown_partition;
  guint32 shown_game;
  guint shown_ply;
};

enum
{
  PROP_SIDE_PAGE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClBoardPage, cl_board_page, GTK_TYPE_WIDGET)

static gboolean
note_shown (ClBoardPage *self, const ClGame *game, guint ply)
{
  gboolean same =
    g_strcmp0 (self->shown_partition, game->partition) == 0 && self->shown_game == game->game;
  gboolean one_step = same && ABS ((int) ply - (int) self->shown_ply) == 1;

  if (!same)
    {
      g_free (self->shown_partition);
      self->shown_partition = g_strdup (game->partition);
      self->shown_game = game->game;
    }
  self->shown_ply = ply;
  return one_step;
}

/* What the live engine says of this board, else what the analysis knows; of a line that is tried only the engine knows. */
static ClValue
find_value (ClBoardPage *self, const ClAnalysis *analysis)
{
  ClValue live = cl_shown_lines_live_value (self->session);
  guint ply = cl_session_get_ply (self->session);

  if (live != CL_VALUE_NONE)
    return live;
  if (!cl_chance_points_are_known (analysis) || ply > analysis->n_plies ||
      cl_session_get_trial_length (self->session))
    return CL_VALUE_NONE;
  return analysis->plies[ply].value;
}

/* Nobody asked, or the players must not see it: no bar. */
static gboolean
is_evaluated_live (ClBoardPage *self)
{
  ClLiveEvaluation *live = cl_session_get_live_evaluation (self->session);

  return cl_live_evaluation_get_running (live) &&
         cl_live_evaluation_get_state (live) != CL_LIVE_HIDDEN;
}

/* The bar beside the board, while anything is known of this game or an engine looks at it. */
static void
show_chances (ClBoardPage *self)
{
  ClAnalysis *analysis = cl_game_analysis_get (cl_session_get_analysis (self->session));
  ClValue found = find_value (self, analysis);
  g_autofree char *value = cl_words_value (found);
  g_autofree char *chance = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          cl_chance_points_are_known (analysis) || is_evaluated_live (self));
  if (!*value)
    {
      cl_evaluation_bar_set_value (self->bar, CL_CHANCE_NONE, NULL, NULL);
      return;
    }
  chance = cl_words_chance (cl_chance_shown (found));
  text = g_strdup_printf ("%s · %s", chance, value);
  cl_evaluation_bar_set_value (self->bar, cl_chance_shown (found), value, text);
}

/* What notes draw; and the best moves, while the page that names them is seen. */
static void
show_shapes (ClBoardPage *self, const ClGame *game)
{
  gboolean wanted = g_strcmp0 (cl_side_panel_get_visible_page (self->side), "analysis") == 0;
  gboolean trial = cl_session_get_trial_length (self->session) > 0;
  ClBoardShape shapes[CL_BOARD_MAX_SHAPES];
  ClShownLines lines;
  guint n = 0;

  if (!trial)
    n += cl_board_shapes_of_note (game,
                                  cl_session_get_ply (self->session),
                                  shapes,
                                  G_N_ELEMENTS (shapes));
  if (wanted && cl_shown_lines_read (self->session, &lines) && (lines.live || !trial))
    n += cl_board_shapes_of_lines (&lines, shapes + n, G_N_ELEMENTS (shapes) - n);
  cl_board_set_shapes (self->board, shapes, n);
}

/* The electronic board at the table whose game is shown as it stands now; NULL: none. */
static ClConnectedBoard *
find_electronic_board (ClBoardPage *self, const ClGame *game)
{
  ClBoards *boards = cl_session_get_boards (self->session);

  return boards && cl_session_is_at_live_end (self->session)
           ? cl_boards_find_at (boards, game->partition)
           : NULL;
}

/* What it sees and is no fact yet is marked; what it asks stands above. */
static void
show_electronic_board (ClBoardPage *self, const ClGame *game)
{
  ClConnectedBoard *board = find_electronic_board (self, game);
  const ClBoardState *state = board ? cl_connected_board_get_state (board) : NULL;
  gboolean current = state && state->game == game->game && state->n_plies == cl_game_n_plies (game);

  g_signal_group_set_target (self->board_signals, board);
  cl_board_set_provisional (self->board, current ? state->candidate : CHESS_MOVE_NULL);
  cl_board_bar_show (self->board_bar, board);
}

/* The electronic board if it plays this very game. */
static ClConnectedBoard *
find_playing_board (ClBoardPage *self, const ClGame *game)
{
  ClConnectedBoard *board = find_electronic_board (self, game);

  return board && cl_connected_board_get_state (board)->game == game->game &&
             game->status == CL_GAME_PLAYING
           ? board
           : NULL;
}

static void
board_changed_cb (ClConnectedBoard *board, ClBoardPage *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  ChessColor at_top = self->flipped ? CHESS_WHITE : CHESS_BLACK;

  if (!game)
    return;
  show_electronic_board (self, game);
  if (cl_session_is_at_live_end (self->session))
    {
      ClPlayerMoment moment = { cl_session_get_ply (self->session),
                                TRUE,
                                find_playing_board (self, game) };

      cl_player_row_show_clock (&self->rows[0], game, at_top, &moment);
      cl_player_row_show_clock (&self->rows[1], game, !at_top, &moment);
    }
}

/* Against the computer one moves one's own pieces only, and may do so before it has answered. */
static void
show_hands (ClBoardPage *self, const ClGame *game, gboolean live)
{
  gboolean white = cl_session_is_computer (game, CHESS_WHITE);
  gboolean black = cl_session_is_computer (game, CHESS_BLACK);
  gboolean against = live && game->status == CL_GAME_PLAYING && white != black;

  cl_board_set_input_sides (self->board, against ? (white ? 2 : 1) : 3);
  cl_board_set_premoves (self->board, against);
}

static void
show_game (ClBoardPage *self, const ClGame *game)
{
  ChessPosition position;
  ChessMove last_move;
  ChessKind captured;
  guint trial = cl_session_get_trial_length (self->session);
  guint ply = cl_session_get_ply (self->session);
  gboolean live = cl_session_is_at_live_end (self->session);
  ChessColor at_top = self->flipped ? CHESS_WHITE : CHESS_BLACK;
  ClPlayerMoment moment = { ply, live, find_playing_board (self, game) };

  cl_session_get_board (self->session, &position, &last_move, &captured);
  cl_board_set_interactive (self->board, !cl_session_is_read_only (self->session) || !live);
  show_hands (self, game, live);
  cl_board_set_position (self->board, &position, last_move, note_shown (self, game, ply + trial));
  show_electronic_board (self, game);
  cl_player_row_show (&self->rows[0], game, at_top, &position, &moment);
  cl_player_row_show (&self->rows[1], game, !at_top, &position, &moment);
  show_chances (self);
  show_shapes (self, game);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "game");
}

static void
show_unreadable (ClBoardPage *self, const ClGame *game)
{
  adw_status_page_set_description (self->unreadable_page, game->reason ? game->reason : "");
  gtk_text_buffer_set_text (self->unreadable_text, game->text ? game->text : "", -1);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "unreadable");
}

static void
refresh (ClBoardPage *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (!self->session)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "opening");
  else if (game && game->status == CL_GAME_EMPTY && cl_session_get_position (self->session) != 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "before");
  else if (!game || game->status == CL_GAME_EMPTY)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
  else if (game->status == CL_GAME_UNREADABLE)
    show_unreadable (self, game);
  else
    show_game (self, game);
}

static void
session_changed_cb (ClSession *session, GParamSpec *pspec, ClBoardPage *self)
{
  refresh (self);
}

static void
analysis_changed_cb (ClBoardPage *self)
{
  refresh (self);
}

/* The engine speaks often, and of nothing else. */
static void
live_changed_cb (ClBoardPage *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (!game || game->status == CL_GAME_EMPTY || game->status == CL_GAME_UNREADABLE)
    return;
  show_chances (self);
  show_shapes (self, game);
}

static void
page_changed_cb (ClBoardPage *self, GParamSpec *pspec, ClSidePanel *side)
{
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDE_PAGE]);
}

static void
move_done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClBoardPage) self = data;

  if (!error || !self->session)
    return;
  cl_moves_panel_show_hint (cl_side_panel_get_moves (self->side), error->message);
  /* The board may show the move already that was not recorded. */
  refresh (self);
}

static void
move_made_cb (ClBoardPage *self, guint move, ClBoard *board)
{
  if (self->session)
    cl_session_move (self->session, (ChessMove) move, move_done_cb, g_object_ref (self));
}

static void
move_refused_cb (ClBoardPage *self, guint from, guint to, ClBoard *board)
{
  if (self->session)
    cl_moves_panel_show_refused (cl_side_panel_get_moves (self->side),
                                 (ChessSquare) from,
                                 (ChessSquare) to);
}

static void
stepped_cb (ClBoardPage *self, int direction, ClBoard *board)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              direction > 0 ? "win.step-forward" : "win.step-back",
                              NULL);
}

static void
cl_board_page_dispose (GObject *object)
{
  ClBoardPage *self = CL_BOARD_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->analysis_signals);
  g_clear_object (&self->live_signals);
  g_clear_object (&self->board_signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_board_page_parent_class)->dispose (object);
}

static void
cl_board_page_finalize (GObject *object)
{
  g_free (CL_BOARD_PAGE (object)->shown_partition);
  G_OBJECT_CLASS (cl_board_page_parent_class)->finalize (object);
}

static void
cl_board_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIDE_PAGE)
    g_value_set_string (value, cl_side_panel_get_page (CL_BOARD_PAGE (object)->side));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_board_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIDE_PAGE)
    cl_side_panel_set_page (CL_BOARD_PAGE (object)->side, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_board_page_class_init (ClBoardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_board_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_board_page_finalize;
  G_OBJECT_CLASS (klass)->get_property = cl_board_page_get_property;
  G_OBJECT_CLASS (klass)->set_property = cl_board_page_set_property;
  properties[PROP_SIDE_PAGE] =
    g_param_spec_string ("side-page",
                         NULL,
                         NULL,
                         NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_type_ensure (CL_TYPE_BOARD);
  g_type_ensure (CL_TYPE_BOARD_BAR);
  g_type_ensure (CL_TYPE_BOARD_LAYOUT);
  g_type_ensure (CL_TYPE_EVALUATION_BAR);
  g_type_ensure (CL_TYPE_NOTICE_BAR);
  g_type_ensure (CL_TYPE_PLAYER_STRIP);
  g_type_ensure (CL_TYPE_SIDE_PANEL);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, notice);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, board_bar);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, layout);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, top);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, bottom);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, board);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, side);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, unreadable_page);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPage, unreadable_text);
  gtk_widget_class_bind_template_callback (widget_class, move_made_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, stepped_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "boardpage");
}

static void
cl_board_page_init (ClBoardPage *self)
{
  static const char *const watched[] = {
    "notify::game",
    "notify::ply",
    "notify::trial-length",
    "notify::looking-back",
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  cl_player_row_init (&self->rows[0], self->top);
  cl_player_row_init (&self->rows[1], self->bottom);
  self->board_signals = g_signal_group_new (CL_TYPE_CONNECTED_BOARD);
  g_signal_group_connect (self->board_signals, "changed", G_CALLBACK (board_changed_cb), self);
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect (self->signals, watched[i], G_CALLBACK (session_changed_cb), self);
  self->analysis_signals = g_signal_group_new (CL_TYPE_GAME_ANALYSIS);
  g_signal_group_connect_swapped (self->analysis_signals,
                                  "notify::analysis",
                                  G_CALLBACK (analysis_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->analysis_signals,
                                  "notify::hidden",
                                  G_CALLBACK (analysis_changed_cb),
                                  self);
  self->live_signals = g_signal_group_new (CL_TYPE_LIVE_EVALUATION);
  g_signal_group_connect_swapped (self->live_signals,
                                  "notify::answer",
                                  G_CALLBACK (live_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->live_signals,
                                  "notify::state",
                                  G_CALLBACK (live_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->live_signals,
                                  "notify::running",
                                  G_CALLBACK (live_changed_cb),
                                  self);
}

void
cl_board_page_set_session (ClBoardPage *self, ClSession *session)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  if (!g_set_object (&self->session, session))
    return;
  cl_side_panel_set_session (self->side, session);
  cl_notice_bar_set_session (self->notice, session);
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->analysis_signals,
                             session ? cl_session_get_analysis (session) : NULL);
  g_signal_group_set_target (self->live_signals,
                             session ? cl_session_get_live_evaluation (session) : NULL);
  if (session)
    refresh (self);
}

void
cl_board_page_set_arbiter (ClBoardPage *self, gboolean arbiter)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  cl_side_panel_set_arbiter (self->side, arbiter);
}

void
cl_board_page_set_compact (ClBoardPage *self, gboolean compact)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  cl_board_layout_set_compact (self->layout, compact);
  cl_notice_bar_set_compact (self->notice, compact);
  cl_side_panel_set_compact (self->side, compact);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    cl_player_row_set_compact (&self->rows[i], compact);
}

void
cl_board_page_set_flipped (ClBoardPage *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  self->flipped = !!flipped;
  cl_board_set_flipped (self->board, self->flipped);
  cl_evaluation_bar_set_flipped (self->bar, self->flipped);
  cl_side_panel_set_flipped (self->side, self->flipped);
  refresh (self);
}

gboolean
cl_board_page_get_flipped (ClBoardPage *self)
{
  g_return_val_if_fail (CL_IS_BOARD_PAGE (self), FALSE);
  return self->flipped;
}

ClBoard *
cl_board_page_get_board (ClBoardPage *self)
{
  g_return_val_if_fail (CL_IS_BOARD_PAGE (self), NULL);
  return self->board;
}

void
cl_board_page_set_bare (ClBoardPage *self, gboolean bare)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  gtk_widget_set_visible (GTK_WIDGET (self->side), !bare);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    cl_player_row_set_bare (&self->rows[i], bare);
  refresh (self);
}

gboolean
cl_board_page_type (ClBoardPage *self, const char *text)
{
  g_return_val_if_fail (CL_IS_BOARD_PAGE (self), FALSE);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "game") != 0 ||
      !gtk_widget_get_visible (GTK_WIDGET (self->side)))
    return FALSE;
  cl_side_panel_set_page (self->side, "moves");
  cl_moves_panel_type (cl_side_panel_get_moves (self->side), text);
  return TRUE;
}

void
cl_board_page_show_hint (ClBoardPage *self, const char *text)
{
  g_return_if_fail (CL_IS_BOARD_PAGE (self));
  cl_moves_panel_show_hint (cl_side_panel_get_moves (self->side), text);
}
