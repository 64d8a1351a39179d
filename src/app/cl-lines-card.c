/* cl-lines-card.c: what is known of the board that is shown, and the engine that adds to it
 *
 * What the live engine says comes some twenty times a second and goes straight into labels that exist. While it has not spoken
 * of a new board yet, the lines of the board before stay, greyed, so that nothing jumps. A fault stays to be read until the
 * board changes after it was mended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lines-card.h"

#include <glib/gi18n.h>

#include "chess-notation.h"

#include "cl-engine-lines.h"
#include "cl-game-analysis.h"
#include "cl-mini-board.h"
#include "cl-session-engines.h"
#include "cl-settings.h"
#include "cl-shown-lines.h"
#include "cl-words-analysis.h"
#include "cl-words.h"

#define MAX_LINE_MOVES 14

struct _ClLinesCard
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkLabel *title;
  GtkWidget *hint;
  GtkSpinButton *count;
  GtkLabel *thinking;
  ClEngineLines *lines;
  GtkLabel *none;
  GtkWidget *trouble_row;
  GtkLabel *trouble;
  GtkWidget *preferences;

  ClSession *session;
  ClSettings *settings;
  GSignalGroup *signals;
  GSignalGroup *analysis_signals;
  GSignalGroup *live_signals;
  gboolean flipped;
  char *fault; /* (nullable): the last one, until the board changes */
};

G_DEFINE_FINAL_TYPE (ClLinesCard, cl_lines_card, GTK_TYPE_WIDGET)

static ClLiveEvaluation *
get_live (ClLinesCard *self)
{
  return cl_session_get_live_evaluation (self->session);
}

/* --- Lines ------------------------------------------------------------------------------------------------------- */

static GStrv
write_sans (const ChessPosition *start, const ClShownLine *line)
{
  GPtrArray *sans = g_ptr_array_new ();
  ChessPosition position = *start;

  for (guint i = 0; i < MIN (line->n_moves, MAX_LINE_MOVES); i++)
    {
      char san[CHESS_SAN_SIZE];

      chess_san_write (&position, line->moves[i], san);
      chess_position_make (&position, line->moves[i]);
      g_ptr_array_add (sans, g_strdup (san));
    }
  g_ptr_array_add (sans, NULL);
  return (GStrv) g_ptr_array_free (sans, FALSE);
}

/* The ply that was played in the game where @lines begin; 0: none. */
static guint
find_played (ClLinesCard *self, const ClShownLines *lines)
{
  const ClGame *game = cl_session_get_game (self->session);

  return game != NULL && lines->n_trial == 0 && lines->ply < cl_game_n_plies (game) ? lines->ply + 1
                                                                                    : 0;
}

static gboolean
is_grave (ClLinesCard *self, guint ply)
{
  ClAnalysis *analysis = cl_game_analysis_get (cl_session_get_analysis (self->session));

  return analysis != NULL && ply <= analysis->n_plies &&
         analysis->plies[ply].judgement >= CL_JUDGEMENT_INACCURACY;
}

static void
fill_lines (ClLinesCard *self, const ClShownLines *lines)
{
  const ClGame *game = cl_session_get_game (self->session);
  guint played = find_played (self, lines);
  char *scores[CL_ENGINE_MAX_LINES] = { NULL };
  GStrv sans[CL_ENGINE_MAX_LINES] = { NULL };
  ClEngineLineText texts[CL_ENGINE_MAX_LINES];

  for (guint i = 0; i < lines->n_lines; i++)
    {
      const ClShownLine *line = &lines->lines[i];
      gboolean tag =
        played > 0 && line->n_moves > 0 && cl_game_get_move (game, played)->move == line->moves[0];

      scores[i] = cl_words_value (line->value);
      sans[i] = write_sans (&lines->position, line);
      texts[i] = (ClEngineLineText){ .score = scores[i],
                                     .sans = (const char *const *) sans[i],
                                     .number = lines->position.fullmove,
                                     .black_begins = lines->position.side == CHESS_BLACK,
                                     .tag = tag ? C_ ("move", "played") : NULL,
                                                      .grave = tag && is_grave (self, played) };
    }
  cl_engine_lines_set (self->lines, texts, lines->n_lines);
  for (guint i = 0; i < lines->n_lines; i++)
    {
      g_free (scores[i]);
      g_strfreev (sans[i]);
    }
}

static const char *
explain_none (ClLinesCard *self, ClLiveState state)
{
  ClAnalysis *analysis = cl_game_analysis_get (cl_session_get_analysis (self->session));
  guint ply = cl_session_get_ply (self->session);
  ChessPosition board;
  ChessMoveList legal;

  cl_session_get_board (self->session, &board, NULL, NULL);
  chess_position_legal_moves (&board, &legal);
  if (legal.n == 0 ||
      (cl_session_get_trial_length (self->session) == 0 && analysis != NULL &&
       ply <= analysis->n_plies && analysis->plies[ply].source == CL_ANALYSIS_BOARD))
    return _ ("The game is decided here.");
  if (state == CL_LIVE_STARTING || state == CL_LIVE_RUNNING)
    return _ ("The engine has been asked…");
  return _ ("No engine has looked at this position.");
}

static void
show_lines (ClLinesCard *self)
{
  ClLiveState state = cl_live_evaluation_get_state (get_live (self));
  gboolean awaited = cl_live_evaluation_get_running (get_live (self)) && state != CL_LIVE_FAILED &&
                     state != CL_LIVE_IDLE;
  ClShownLines lines;
  ChessPosition board;
  gboolean any = cl_shown_lines_read (self->session, &lines);
  gboolean stale = awaited && !lines.live && cl_session_get_trial_length (self->session) > 0;

  cl_session_get_board (self->session, &board, NULL, NULL);
  if (any && !lines.live)
    board = lines.position;
  gtk_label_set_text (self->title,
                      board.side == CHESS_WHITE
                      ? _ ("Best moves for White")
                      : _ ("Best moves for Black"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->lines), !stale);
  if (stale && gtk_widget_get_visible (GTK_WIDGET (self->lines)))
    return;
  if (any)
    fill_lines (self, &lines);
  gtk_widget_set_visible (GTK_WIDGET (self->lines), any);
  gtk_widget_set_visible (self->hint, any);
  gtk_widget_set_visible (GTK_WIDGET (self->none), !any);
  if (!any)
    gtk_label_set_text (self->none, explain_none (self, state));
}

static void
line_tried_cb (ClLinesCard *self, guint index, guint n_moves, ClEngineLines *lines)
{
  if (self->session != NULL)
    cl_shown_lines_try (self->session, index, n_moves);
}

static GtkWidget *
preview_line_cb (guint index, guint n_moves, gpointer data)
{
  ClLinesCard *self = data;
  g_autofree char *value = NULL;
  ClShownLines lines;
  GtkWidget *board;
  char san[CHESS_SAN_SIZE] = "";

  if (self->session == NULL || !cl_shown_lines_read (self->session, &lines) ||
      index >= lines.n_lines || n_moves > lines.lines[index].n_moves)
    return NULL;
  for (guint i = 0; i < n_moves; i++)
    {
      if (i + 1 == n_moves)
        chess_san_write (&lines.position, lines.lines[index].moves[i], san);
      chess_position_make (&lines.position, lines.lines[index].moves[i]);
    }
  value = cl_words_value (lines.lines[index].value);
  board = cl_mini_board_new ();
  cl_mini_board_show (CL_MINI_BOARD (board),
                      &lines.position,
                      lines.lines[index].moves[n_moves - 1],
                      self->flipped,
                      san,
                      value);
  return board;
}

/* --- The engine -------------------------------------------------------------------------------------------------- */

/* "Stockfish 15.1 · depth 24 · 1,204,000 positions a second" */
static char *
describe_thinking (ClLiveEvaluation *live)
{
  const ClEngineAnswer *answer = cl_live_evaluation_get_answer (live);
  const char *engine = cl_live_evaluation_get_engine (live);
  g_autofree char *speed = NULL;

  if (engine == NULL)
    engine = _ ("Engine");
  if (answer == NULL || answer->n_lines == 0)
    /* Translators: %s is the name of an engine */
    return g_strdup_printf (_ ("%s · starting"), engine);
  if (answer->time_ms < 100)
    return g_strdup_printf (_ ("%s · depth %u"), engine, answer->depth);
  speed = cl_words_number (answer->nodes / answer->time_ms);
  if (cl_live_evaluation_get_state (live) == CL_LIVE_DONE)
    /* Translators: the name of an engine, how many half-moves it looked ahead, thousands of positions a second. */
    return g_strdup_printf (_ ("%s · depth %u · %s kN/s · done"), engine, answer->depth, speed);
  /* Translators: the name of an engine, how many half-moves it looked ahead, thousands of positions a second. */
  return g_strdup_printf (_ ("%s · depth %u · %s kN/s"), engine, answer->depth, speed);
}

static char *
describe_trouble (ClLinesCard *self, ClLiveState state)
{
  if (self->fault == NULL)
    return NULL;
  if (state == CL_LIVE_FAILED)
    return g_strdup (self->fault);
  if (state == CL_LIVE_STARTING)
    /* Translators: %s says what was wrong with an engine: "The engine has ended" */
    return g_strdup_printf (_ ("%s. It is being started again."), self->fault);
  /* Translators: %s says what was wrong with an engine: "The engine has ended" */
  return g_strdup_printf (_ ("%s. It was stopped and started again; the game is not touched."),
                             self->fault);
}

static void
show_engine (ClLinesCard *self)
{
  ClLiveEvaluation *live = get_live (self);
  ClLiveState state = cl_live_evaluation_get_state (live);
  gboolean on = cl_live_evaluation_get_running (live);
  g_autofree char *thinking = NULL;
  g_autofree char *trouble = on ? describe_trouble (self, state) : NULL;

  if (on && state != CL_LIVE_IDLE && state != CL_LIVE_FAILED && state != CL_LIVE_HIDDEN)
    thinking = describe_thinking (live);
  gtk_widget_set_visible (GTK_WIDGET (self->count), on);
  gtk_widget_set_visible (GTK_WIDGET (self->thinking), thinking != NULL);
  gtk_label_set_text (self->thinking, thinking != NULL ? thinking : "");
  gtk_widget_set_visible (self->trouble_row, trouble != NULL);
  gtk_label_set_text (self->trouble, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->preferences, state == CL_LIVE_FAILED);
}

static void
refresh (ClLinesCard *self)
{
  if (self->session == NULL || cl_session_get_game (self->session) == NULL)
    return;
  show_lines (self);
  show_engine (self);
}

static void
board_changed_cb (ClLinesCard *self)
{
  if (self->session != NULL && cl_live_evaluation_get_state (get_live (self)) != CL_LIVE_FAILED)
    g_clear_pointer (&self->fault, g_free);
  refresh (self);
}

static void
live_changed_cb (ClLinesCard *self)
{
  const char *message = cl_live_evaluation_get_message (get_live (self));

  if (!cl_live_evaluation_get_running (get_live (self)))
    g_clear_pointer (&self->fault, g_free);
  else if (message != NULL && g_strcmp0 (message, self->fault) != 0)
    {
      g_free (self->fault);
      self->fault = g_strdup (message);
    }
  refresh (self);
}

static void
count_changed_cb (ClLinesCard *self, GtkSpinButton *button)
{
  int count = gtk_spin_button_get_value_as_int (button);

  cl_settings_set_int (self->settings, "live-lines", count);
  if (self->session != NULL)
    cl_live_evaluation_set_lines (get_live (self), (guint) MAX (count, 1));
}

/* --- The object -------------------------------------------------------------------------------------------------- */

static void
cl_lines_card_dispose (GObject *object)
{
  ClLinesCard *self = CL_LINES_CARD (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->analysis_signals);
  g_clear_object (&self->live_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->fault, g_free);
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_lines_card_parent_class)->dispose (object);
}

static void
cl_lines_card_class_init (ClLinesCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_lines_card_dispose;
  g_type_ensure (CL_TYPE_ENGINE_LINES);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-lines-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, column);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, title);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, hint);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, count);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, thinking);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, lines);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, none);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, trouble_row);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, trouble);
  gtk_widget_class_bind_template_child (widget_class, ClLinesCard, preferences);
  gtk_widget_class_bind_template_callback (widget_class, line_tried_cb);
  gtk_widget_class_bind_template_callback (widget_class, count_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GSignalGroup *
watch (ClLinesCard *self, GType type, const char *const *signals, GCallback callback)
{
  GSignalGroup *group = g_signal_group_new (type);

  for (guint i = 0; signals[i] != NULL; i++)
    g_signal_group_connect_swapped (group, signals[i], callback, self);
  return group;
}

static void
cl_lines_card_init (ClLinesCard *self)
{
  static const char *const board[] = { "notify::game",
                                       "notify::ply",
                                       "notify::trial-length",
                                       NULL };
  static const char *const analysis[] = { "notify::analysis", NULL };
  static const char *const live[] = { "notify::running", "notify::state",  "notify::answer",
                                      "notify::message", "notify::engine", NULL };
  int count;

  self->settings = cl_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cl_engine_lines_set_preview_func (self->lines, preview_line_cb, self);
  self->signals = watch (self, CL_TYPE_SESSION, board, G_CALLBACK (board_changed_cb));
  self->analysis_signals = watch (self, CL_TYPE_GAME_ANALYSIS, analysis, G_CALLBACK (refresh));
  self->live_signals = watch (self, CL_TYPE_LIVE_EVALUATION, live, G_CALLBACK (live_changed_cb));
  count = cl_settings_get_int (self->settings, "live-lines");
  gtk_spin_button_set_value (self->count, count > 0 ? count : 3);
}

void
cl_lines_card_set_session (ClLinesCard *self, ClSession *session)
{
  g_return_if_fail (CL_IS_LINES_CARD (self));

  if (!g_set_object (&self->session, session))
    return;
  if (session != NULL)
    count_changed_cb (self, self->count);
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->analysis_signals,
                             session != NULL ? cl_session_get_analysis (session) : NULL);
  g_signal_group_set_target (self->live_signals,
                             session != NULL ? cl_session_get_live_evaluation (session) : NULL);
  refresh (self);
}

void
cl_lines_card_set_flipped (ClLinesCard *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_LINES_CARD (self));

  self->flipped = !!flipped;
}
