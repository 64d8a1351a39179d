/* cl-card-pane.c: a card waits for the first move tried in its position, judges it, and has it recorded
 *
 * The game is chosen after the move before the mistake; whatever is tried there, on the board or by typing, is the answer. Other
 * boards that are looked at meanwhile answer nothing. What is recorded is only whether the better move was found; when the card
 * comes again follows from that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-card-pane.h"

#include <glib/gi18n.h>

#include "chess-notation.h"

#include "cl-panel-text.h"
#include "cl-session-knowledge.h"
#include "cl-words.h"

struct _ClCardPane
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkLabel *number;
  GtkLabel *question;
  GtkLabel *occasion;
  GtkEntry *entry;
  GtkLabel *refused;
  GtkLabel *verdict;
  GtkLabel *sentence;
  GtkLabel *next_time;
  GtkWidget *asking_row;
  GtkWidget *answered_row;
  GtkWidget *better;
  GtkButton *next;

  ClSession *session;
  GSignalGroup *signals;
  ClCoachStudy *study; /* (nullable): what is asked */
  guint index;         /* of the card, among the due ones */
  gboolean asking;     /* the card has no answer yet */
};

enum
{
  FINISHED,
  RECORDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClCardPane, cl_card_pane, GTK_TYPE_WIDGET)

static const ClCard *
get_card (ClCardPane *self)
{
  return self->study != NULL && self->index < self->study->n_due
           ? g_ptr_array_index (self->study->cards, self->index)
           : NULL;
}

/* --- Asking ------------------------------------------------------------------------------------------------------ */

/* Whose move it is sits at the bottom. */
static void
show_position (ClCardPane *self)
{
  const ClCard *card = get_card (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (card == NULL || self->session == NULL)
    return;
  cl_session_drop_trial (self->session);
  cl_session_choose_game_at (self->session, card->partition, card->game, card->ply - 1);
  if (G_IS_ACTION_GROUP (root))
    g_action_group_change_action_state (G_ACTION_GROUP (root),
                                        "flip",
                                        g_variant_new_boolean (card->side == CHESS_BLACK));
}

static void
show_question (ClCardPane *self, const ClCard *card)
{
  g_autofree char *number = NULL;
  g_autofree char *question = NULL;
  g_autofree char *occasion = NULL;

  /* Translators: cards to learn from: "Card 3 of 12" */
  number = g_strdup_printf (_ ("Card %u of %u"), self->index + 1, self->study->n_due);
  question = g_strdup_printf (card->side == CHESS_WHITE
                              ? _ ("White to move: what is better than %s?")
                              : _ ("Black to move: what is better than %s?"), card->played);
  occasion = card->state.n_answers == 0
    ? g_strdup_printf (_ ("%s – %s · not asked before"), card->white, card->black)
    : g_strdup_printf (ngettext ("%s – %s · answered %u time, right %u in a row",
                                 "%s – %s · answered %u times, right %u in a row",
                                 card->state.n_answers),
                       card->white,
                       card->black,
                       card->state.n_answers,
                       card->state.streak);
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->question, question);
  gtk_label_set_text (self->occasion, occasion);
}

static void
ask (ClCardPane *self)
{
  const ClCard *card = get_card (self);

  if (card == NULL)
    return;
  self->asking = TRUE;
  show_question (self, card);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  cl_panel_set_text (self->refused, NULL);
  cl_panel_set_text (self->verdict, NULL);
  cl_panel_set_text (self->sentence, NULL);
  cl_panel_set_text (self->next_time, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), TRUE);
  gtk_widget_set_visible (self->asking_row, TRUE);
  gtk_widget_set_visible (self->answered_row, FALSE);
  show_position (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* --- Answering --------------------------------------------------------------------------------------------------- */

static void
recorded_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClCardPane) self = data;

  if (self->next_time == NULL)
    return;
  if (error != NULL)
    cl_panel_set_text (self->next_time, error->message);
  g_signal_emit (self, signals[RECORDED], 0);
}

static char *
describe_interval (guint streak)
{
  guint days = (guint) (cl_card_interval_us (streak) / G_TIME_SPAN_DAY);

  return g_strdup_printf (ngettext ("Asked again in %u day.", "Asked again in %u days.", days),
                          days);
}

/* @tried: (nullable): the move as SAN; NULL: the person gave up. */
static void
answer (ClCardPane *self, const char *tried)
{
  const ClCard *card = get_card (self);
  gboolean right = tried != NULL && g_strcmp0 (tried, card->best) == 0;
  g_autofree char *verdict = NULL;
  g_autofree char *next_time = describe_interval (right ? card->state.streak + 1 : 0);

  self->asking = FALSE;
  if (right)
    /* Translators: %s is a move */
    verdict = g_strdup_printf (_ ("Right: %s."), card->best);
  else if (tried != NULL)
    /* Translators: both are moves */
    verdict = g_strdup_printf (_ ("Not %s: %s was better."), tried, card->best);
  else
    /* Translators: %s is a move */
    verdict = g_strdup_printf (_ ("%s was better."), card->best);
  cl_panel_set_text (self->refused, NULL);
  cl_panel_set_text (self->verdict, verdict);
  cl_panel_set_text (self->sentence, card->sentence);
  cl_panel_set_text (self->next_time, next_time);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), FALSE);
  gtk_widget_set_visible (self->asking_row, FALSE);
  gtk_widget_set_visible (self->answered_row, TRUE);
  gtk_widget_set_visible (self->better, !right);
  gtk_button_set_label (self->next,
                        self->index + 1 < self->study->n_due
                        ? _ ("_Next card")
                        : _ ("_Done"));
  gtk_widget_grab_focus (GTK_WIDGET (self->next));
  cl_session_answer_card (self->session, card, right, recorded_cb, g_object_ref (self));
}

/* Is the position of the card on the board, with what is tried behind it? */
static gboolean
is_at_card (ClCardPane *self, const ClCard *card)
{
  const ClGame *game = cl_session_get_game (self->session);

  return game != NULL && game->game == card->game &&
         g_str_equal (game->partition, card->partition) &&
         cl_session_get_ply (self->session) == card->ply - 1;
}

static void
tried_cb (ClCardPane *self)
{
  const ClCard *card = get_card (self);
  g_autofree ChessMove *line = NULL;
  ChessPosition position;
  char san[CHESS_SAN_SIZE];
  guint n, trial = cl_session_get_trial_length (self->session);

  if (card == NULL || !self->asking || trial == 0 || !is_at_card (self, card))
    return;
  line = cl_session_dup_line (self->session, &n);
  cl_game_position_at (cl_session_get_game (self->session), card->ply - 1, &position);
  chess_san_write (&position, line[n - trial], san);
  answer (self, san);
}

static void
typed_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClCardPane) self = data;

  if (error != NULL && self->refused != NULL)
    cl_panel_set_text (self->refused, error->message);
}

static void
entry_activated_cb (ClCardPane *self, GtkEntry *entry)
{
  const ClCard *card = get_card (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (card == NULL || *text == '\0')
    return;
  if (!is_at_card (self, card))
    show_position (self);
  else
    cl_session_move_text (self->session, text, typed_cb, g_object_ref (self));
}

static void
give_up_clicked_cb (ClCardPane *self, GtkButton *button)
{
  if (get_card (self) != NULL && self->asking)
    answer (self, NULL);
}

static void
back_clicked_cb (ClCardPane *self, GtkButton *button)
{
  show_position (self);
}

static void
better_clicked_cb (ClCardPane *self, GtkButton *button)
{
  const ClCard *card = get_card (self);
  ChessPosition position;
  ChessMove move;

  if (card == NULL)
    return;
  if (!is_at_card (self, card))
    {
      show_position (self);
      return;
    }
  cl_game_position_at (cl_session_get_game (self->session), card->ply - 1, &position);
  if (chess_san_parse (&position, card->best, -1, &move) == CHESS_NOTATION_OK)
    cl_session_try_line (self->session, &move, 1);
}

static void
finish (ClCardPane *self)
{
  self->asking = FALSE;
  if (self->session != NULL)
    cl_session_drop_trial (self->session);
  g_clear_pointer (&self->study, cl_coach_study_free);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
next_clicked_cb (ClCardPane *self, GtkButton *button)
{
  self->index++;
  if (get_card (self) != NULL)
    ask (self);
  else
    finish (self);
}

static void
stop_clicked_cb (ClCardPane *self, GtkButton *button)
{
  finish (self);
}

/* --- The object -------------------------------------------------------------------------------------------------- */

static void
cl_card_pane_dispose (GObject *object)
{
  ClCardPane *self = CL_CARD_PANE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->study, cl_coach_study_free);
  self->next_time = NULL;
  self->refused = NULL;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_card_pane_parent_class)->dispose (object);
}

static void
cl_card_pane_class_init (ClCardPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_card_pane_dispose;
  signals[FINISHED] = g_signal_new ("finished",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
  signals[RECORDED] = g_signal_new ("recorded",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-card-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, column);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, number);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, question);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, occasion);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, entry);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, refused);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, verdict);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, sentence);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, next_time);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, asking_row);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, answered_row);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, better);
  gtk_widget_class_bind_template_child (widget_class, ClCardPane, next);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, give_up_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, better_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_card_pane_init (ClCardPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::trial-length",
                                  G_CALLBACK (tried_cb),
                                  self);
}

void
cl_card_pane_set_session (ClCardPane *self, ClSession *session)
{
  g_return_if_fail (CL_IS_CARD_PANE (self));

  if (!g_set_object (&self->session, session))
    return;
  g_clear_pointer (&self->study, cl_coach_study_free);
  self->asking = FALSE;
  g_signal_group_set_target (self->signals, session);
}

void
cl_card_pane_start (ClCardPane *self, ClCoachStudy *study)
{
  g_return_if_fail (CL_IS_CARD_PANE (self));
  g_return_if_fail (study != NULL && study->n_due > 0);

  g_clear_pointer (&self->study, cl_coach_study_free);
  self->study = study;
  self->index = 0;
  ask (self);
}

gboolean
cl_card_pane_is_asking (ClCardPane *self)
{
  g_return_val_if_fail (CL_IS_CARD_PANE (self), FALSE);

  return self->study != NULL;
}
