/* cl-window-actions.c: what one does at the board: stepping, resigning, offering, claiming, pausing, trying
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "cl-go-to-dialog.h"
#include "cl-gtk-compat.h"
#include "cl-new-game.h"
#include "cl-window-private.h"
#include "cl-words.h"

/* --- Stepping ---------------------------------------------------------------------------------------------------- */

static void
go_to_ply (ClWindow *self, guint ply)
{
  cl_session_drop_trial (self->session);
  cl_session_set_ply (self->session, ply);
}

static void
step_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  guint ply = cl_session_get_ply (self->session);

  if (ply)
    go_to_ply (self, ply - 1);
}

static void
step_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  guint ply = cl_session_get_ply (self->session);

  if (game && ply < cl_game_n_plies (game))
    go_to_ply (self, ply + 1);
}

static void
first_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  go_to_ply (data, 0);
}

static void
last_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);

  if (game)
    go_to_ply (self, cl_game_n_plies (game));
}

static void
return_to_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_drop_trial (self->session);
  cl_session_return_to_game (self->session);
}

static void
jump_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_session_jump (CL_WINDOW (data)->session, -1);
}

static void
jump_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_session_jump (CL_WINDOW (data)->session, 1);
}

static void
went_cb (ClWindow *self, gboolean in_game)
{
  g_object_set (self->timeline, "scope", in_game ? "game" : "everything", NULL);
  if (in_game)
    cl_window_show_view (self, "board");
}

static void
go_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  ClGoToDialog *dialog = cl_go_to_dialog_new (GTK_WINDOW (self), self->session);

  g_signal_connect_object (dialog, "went", G_CALLBACK (went_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
toggle_play_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_timeline_bar_toggle_play (CL_WINDOW (data)->timeline);
}

/* --- Trying ------------------------------------------------------------------------------------------------------ */

static void
drop_trial_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_session_drop_trial (CL_WINDOW (data)->session);
}

static void
kept_cb (ClSession *session, const GError *error, gpointer data)
{
  ClWindow *self = data;

  if (!error)
    cl_window_show_toast (self, _ ("Kept as a variation of this game"));
  cl_window_intention_done (session, error, data);
}

static void
keep_trial_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_keep_trial (self->session, kept_cb, cl_window_request (self));
}

/* --- The game in play -------------------------------------------------------------------------------------------- */

static ChessColor
read_side (GVariant *parameter)
{
  return strcmp (g_variant_get_string (parameter, NULL), "black") == 0 ? CHESS_BLACK : CHESS_WHITE;
}

static void
resign_white_answered_cb (gboolean yes, gpointer data)
{
  ClWindow *self = data;

  if (yes && self->session)
    cl_session_resign (self->session,
                       CHESS_WHITE,
                       cl_window_intention_done,
                       cl_window_request (self));
}

static void
resign_black_answered_cb (gboolean yes, gpointer data)
{
  ClWindow *self = data;

  if (yes && self->session)
    cl_session_resign (self->session,
                       CHESS_BLACK,
                       cl_window_intention_done,
                       cl_window_request (self));
}

static void
resign_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  ChessColor side = read_side (parameter);
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;
  GtkWindow *question;

  if (!game)
    return;
  name = cl_words_name (game, side);
  /* Translators: %s is a player's name. */
  heading = g_strdup_printf (_ ("Resign for %s?"), name);
  question = cl_compat_ask (GTK_WINDOW (self),
                            heading,
                            side == CHESS_WHITE
                            ? _ ("The game ends and Black wins.")
                            : _ ("The game ends and White wins."), _ ("_Resign"), NULL, TRUE);
  cl_compat_on_answer (question,
                       side == CHESS_WHITE ? resign_white_answered_cb : resign_black_answered_cb,
                       G_OBJECT (self));
  gtk_window_present (question);
}

static void
offer_draw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_offer_draw (self->session,
                         read_side (parameter),
                         cl_window_intention_done,
                         cl_window_request (self));
}

static void
accept_draw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_answer_draw (self->session, TRUE, cl_window_intention_done, cl_window_request (self));
}

static void
decline_draw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_answer_draw (self->session, FALSE, cl_window_intention_done, cl_window_request (self));
}

static void
claim_draw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_claim_draw (self->session,
                         CHESS_MOVE_NULL,
                         cl_window_intention_done,
                         cl_window_request (self));
}

/* As the arbiter rules: the claim of the side to move stands as an offer, and the opponent gets time (9.5.3). */
static void
reject_claim_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_reject_claim (self->session, cl_window_intention_done, cl_window_request (self));
}

/* With the move that the parameter names in UCI's spelling, written down and not played. */
static void
claim_draw_with_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const ClGame *game = cl_window_get_game (self);
  ChessMove move = CHESS_MOVE_NULL;

  if (!game || chess_uci_parse (&game->current, g_variant_get_string (parameter, NULL), -1, &move))
    return;
  cl_session_claim_draw (self->session, move, cl_window_intention_done, cl_window_request (self));
}

static void
takeback_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_takeback (self->session, cl_window_intention_done, cl_window_request (self));
}

static void
takeback_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_takeback_to (self->session,
                          g_variant_get_uint32 (parameter),
                          cl_window_intention_done,
                          cl_window_request (self));
}

static void
start_clock_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_start_clock (self->session, cl_window_intention_done, cl_window_request (self));
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_set_paused (self->session, TRUE, cl_window_intention_done, cl_window_request (self));
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_set_paused (self->session, FALSE, cl_window_intention_done, cl_window_request (self));
}

static void
deduct_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_account_time (self->session, TRUE, cl_window_intention_done, cl_window_request (self));
}

static void
give_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_session_account_time (self->session,
                           FALSE,
                           cl_window_intention_done,
                           cl_window_request (self));
}

static void
record_illegal_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  guint from;
  guint to;

  g_variant_get (parameter, "(uu)", &from, &to);
  if (from >= 64 || to >= 64)
    return;
  cl_session_record_illegal_move (self->session,
                                  (ChessSquare) from,
                                  (ChessSquare) to,
                                  CHESS_NO_KIND,
                                  cl_window_intention_done,
                                  cl_window_request (self));
}

static void
penalise_illegal_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  guint from;
  guint to;

  g_variant_get (parameter, "(uu)", &from, &to);
  if (from < 64 && to < 64)
    cl_session_penalise_illegal_move (self->session,
                                      (ChessSquare) from,
                                      (ChessSquare) to,
                                      cl_window_intention_done,
                                      cl_window_request (self));
}

/* --- The window -------------------------------------------------------------------------------------------------- */

static void
flip_changed_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  cl_window_set_flipped (data, g_variant_get_boolean (value));
}

static void
view_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_view (data, g_variant_get_string (parameter, NULL));
}

/* Where one sees what comes of it. */
static void
pause_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_view (data, "hall");
  gtk_widget_activate_action (GTK_WIDGET (CL_WINDOW (data)->hall_page), "hall.pause-all", NULL);
}

static void
resume_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_view (data, "hall");
  gtk_widget_activate_action (GTK_WIDGET (CL_WINDOW (data)->hall_page), "hall.resume-all", NULL);
}

static void
side_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_window_show_view (self, "board");
  g_object_set (self->board_page, "side-page", g_variant_get_string (parameter, NULL), NULL);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_window_show_view (self, "library");
  cl_library_page_focus_search (self->library_page);
}

static void
collections_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_window_show_view (self, "library");
  cl_library_page_toggle_collections (self->library_page);
}

static void
next_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_game_switcher_cycle (CL_WINDOW (data)->switcher, 1);
  cl_window_show_view (data, "board");
}

static void
previous_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_game_switcher_cycle (CL_WINDOW (data)->switcher, -1);
  cl_window_show_view (data, "board");
}

void
cl_window_add_game_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "step-back", step_back_cb },
    { "step-forward", step_forward_cb },
    { "first", first_cb },
    { "last", last_cb },
    { "return-to-game", return_to_game_cb },
    { "jump-back", jump_back_cb },
    { "jump-forward", jump_forward_cb },
    { "go-to", go_to_cb },
    { "toggle-play", toggle_play_cb },
    { "drop-trial", drop_trial_cb },
    { "keep-trial", keep_trial_cb },
    { "resign", resign_cb, "s" },
    { "offer-draw", offer_draw_cb, "s" },
    { "accept-draw", accept_draw_cb },
    { "decline-draw", decline_draw_cb },
    { "claim-draw", claim_draw_cb },
    { "claim-draw-with", claim_draw_with_cb, "s" },
    { "reject-claim", reject_claim_cb },
    { "takeback", takeback_cb },
    { "takeback-to", takeback_to_cb, "u" },
    { "start-clock", start_clock_cb },
    { "pause", pause_cb },
    { "resume", resume_cb },
    { "deduct", deduct_cb },
    { "give-back", give_back_cb },
    { "record-illegal", record_illegal_cb, "(uu)" },
    { "penalise-illegal", penalise_illegal_cb, "(uu)" },
    { "flip", NULL, NULL, "false", flip_changed_cb },
    { "view", view_cb, "s" },
    { "pause-all", pause_all_cb },
    { "resume-all", resume_all_cb },
    { "side-page", side_page_cb, "s" },
    { "search", search_cb },
    { "collections", collections_cb },
    { "next-game", next_game_cb },
    { "previous-game", previous_game_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
enable (ClWindow *self, const char *const *names, gboolean enabled)
{
  for (; *names; names++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), *names);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
}

void
cl_window_update_actions (ClWindow *self)
{
  static const char *const need_session[] = { "audience",      "search",
                                              "go-to",         "next-game",
                                              "previous-game", "export-selection",
                                              "export-all",    NULL };
  static const char *const need_writer[] = { "new",         "play",           "record",
                                             "import",      "paste",          "open-samples",
                                             "analyse-all", "pause-analysis", NULL };
  static const char *const need_game[] = { "step-back",     "step-forward",
                                           "first",         "last",
                                           "toggle-play",   "copy-fen",
                                           "copy-fen-at",   "copy-pgn",
                                           "find-position", "export-game",
                                           "close-game",    "live-engine",
                                           "line-forward",  NULL };
  /* Before the chosen game began there is no game, but a way back. */
  static const char *const need_present[] = { "return-to-game", NULL };
  static const char *const need_writable[] = { "details",       "set-result",   "correct-move",
                                               "withdraw-game", "analyse-game", NULL };
  static const char *const need_playing[] = { "takeback-to", "accept-draw", "decline-draw",
                                              "deduct",      "give-back",   NULL };
  static const char *const need_live[] = { "resign",           "offer-draw",     "claim-draw",
                                           "takeback",         "start-clock",    "pause",
                                           "resume",           "record-illegal", "claim-draw-with",
                                           "penalise-illegal", "reject-claim",   NULL };
  static const char *const need_readable[] = { "print", "export-pdf", NULL };
  static const char *const need_ended[] = { "rematch", NULL };
  static const char *const need_past[] = { "jump-back", NULL };
  static const char *const need_future[] = { "jump-forward", NULL };
  static const char *const need_trial[] = { "drop-trial", "keep-trial", "line-back", NULL };
  static const char *const need_origin[] = { "play-on", NULL };
  const ClGame *game = cl_window_get_game (self);
  gboolean open = self->session != NULL;
  gboolean writer = open && !cl_session_is_read_only (self->session);
  gboolean known = game && game->status != CL_GAME_EMPTY;
  gboolean readable = known && game->status != CL_GAME_UNREADABLE;
  gboolean trial = known && cl_session_get_trial_length (self->session) > 0;
  gboolean playing = writer && readable && game->status == CL_GAME_PLAYING &&
                     !cl_session_get_position (self->session);

  enable (self, need_session, open);
  enable (self, need_writer, writer);
  enable (self, need_game, known);
  enable (self, need_readable, readable);
  enable (self, need_present, known || (open && cl_session_get_position (self->session)));
  enable (self, need_writable, writer && readable);
  /* What stood once cannot be played on: only the present can. */
  enable (self, need_playing, playing);
  /* Who looks back at an earlier move must not do by a key what they cannot see. */
  enable (self, need_live, playing && cl_session_is_at_live_end (self->session));
  enable (self, need_ended, writer && readable && cl_new_game_may_follow (game));
  enable (self, need_trial, trial);
  enable (self, need_past, open && cl_session_can_jump (self->session, -1));
  enable (self, need_future, open && cl_session_can_jump (self->session, 1));
  enable (self, need_origin, writer && readable);
}
