/* cl-coach-study.c: what the evaluated games of one player show together
 *
 * Nothing of this is kept: it is counted from the games and their evaluations when it is asked for, so it holds at any position of
 * the ledger. Only the answers to cards are facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-study.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chess-fen.h"
#include "cl-coach-words.h"
#include "cl-game-analysis.h"
#include "cl-game-load.h"
#include "cl-highlights-view.h"
#include "cl-library-row.h"
#include "cl-players-row.h"
#include "cl-reader.h"
#include "cl-record.h"

#define WON        8000
#define LOST       2000
#define FAST_MS    5000
#define TROUBLE_MS 30000

/* Groups of moves; one move is in several. */
typedef enum
{
  GROUP_OPENING,
  GROUP_MIDDLEGAME,
  GROUP_ENDGAME,
  GROUP_PAWN,
  GROUP_KNIGHT,
  GROUP_BISHOP,
  GROUP_ROOK,
  GROUP_QUEEN,
  GROUP_KING,
  GROUP_WHITE,
  GROUP_BLACK,
  GROUP_FAST,
  GROUP_TROUBLE,
  GROUP_AHEAD,
  GROUP_BEHIND,
  N_GROUPS,
} Group;

static const char *
group_name (Group group)
{
  static const char *const names[N_GROUPS] = {
    N_ ("Opening"),
        N_ ("Middlegame"),
            N_ ("Endgame"),
                N_ ("Moves of pawns"),
                    N_ ("Moves of knights"),
                        N_ ("Moves of bishops"),
                            N_ ("Moves of rooks"),
                                N_ ("Moves of the queen"),
                                    N_ ("Moves of the king"),
                                        N_ ("Playing White"),
                                            N_ ("Playing Black"),
                                                N_ ("Moves made within 5 seconds"),
                                                    N_ ("Moves with less than 30 seconds left"),
                                                        N_ ("Positions that stood well"),
                                                            N_ ("Positions that stood badly"),
                                                        };

  return _ (names[group]);
}

typedef struct
{
  ClRunner *runner;
  ClReader *reader;
  guint64 position;
  gint64 now_us;
  ClCoachStudy *study;
  ClMap *answers; /* of the view "coach" */
  guint n[N_GROUPS], mistakes[N_GROUPS];
} Studying;

static void
card_free (gpointer data)
{
  ClCard *self = data;

  g_free (self->partition);
  g_free (self->fen);
  g_free (self->white);
  g_free (self->black);
  g_free (self->played);
  g_free (self->best);
  g_free (self->sentence);
  g_free (self);
}

static void
habit_free (gpointer data)
{
  ClHabit *self = data;

  g_free (self->name);
  g_free (self);
}

void
cl_coach_study_free (ClCoachStudy *self)
{
  g_free (self->player);
  g_ptr_array_unref (self->habits);
  g_ptr_array_unref (self->cards);
  g_free (self);
}

/* --- Which games --- */

typedef struct
{
  char *partition;
  guint32 game;
} Place;

static void
place_clear (gpointer data)
{
  Place *self = data;

  g_free (self->partition);
}

typedef struct
{
  char *prefix;      /* of the player's games in the view "players" */
  GHashTable *games; /* cl_library_row_key () of each */
  GArray *places;    /* (element-type Place): those of them that are evaluated */
} Choosing;

static gboolean
take_own_cb (const char *key, const char *value, gpointer user_data)
{
  Choosing *self = user_data;
  const char *name, *partition;
  gsize name_length, length;
  guint32 game;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  if (cl_players_split_key (key, &name, &name_length, &partition, &length, &game))
    {
      g_autofree char *own = g_strndup (partition, length);

      g_hash_table_add (self->games, cl_library_row_key (own, game));
    }
  return TRUE;
}

static gboolean
take_game_cb (const char *key, const char *value, gpointer user_data)
{
  Choosing *self = user_data;
  g_autofree char *game_key = NULL;
  g_autoptr (ClHighlight) highlight = NULL;
  Place place;

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX))
    return FALSE;
  game_key = g_strconcat (CL_PLAYERS_GAME_PREFIX, key + strlen (CL_HIGHLIGHT_PREFIX), NULL);
  if (!g_hash_table_contains (self->games, game_key))
    return TRUE;
  highlight = cl_highlight_parse (key, value);
  if (highlight == NULL || !highlight->evaluated || highlight->running || highlight->withdrawn)
    return TRUE;
  place.partition = g_steal_pointer (&highlight->partition);
  place.game = highlight->game;
  g_array_append_val (self->places, place);
  return TRUE;
}

/* --- One game --- */

static void
count_in (Studying *self, Group group, gboolean mistake)
{
  self->n[group]++;
  self->mistakes[group] += mistake;
}

static void
count_move (Studying *self, const ClAnalysis *analysis, guint number)
{
  const ClAnalysisPly *ply = &analysis->plies[number];
  gboolean mistake = ply->judgement >= CL_JUDGEMENT_MISTAKE;
  ChessPosition before;
  ChessKind kind;
  guint chance;

  self->study->n_moves++;
  self->study->n_mistakes += mistake;
  cl_game_position_at (analysis->game, number - 1, &before);
  kind = chess_piece_kind (before.board[chess_move_from (ply->move)]);
  count_in (self, GROUP_OPENING + (guint) analysis->plies[number - 1].phase, mistake);
  if (kind < CHESS_N_KINDS)
    count_in (self, GROUP_PAWN + (guint) kind, mistake);
  count_in (self, GROUP_WHITE + (guint) ply->mover, mistake);
  if (ply->used_ms != CL_NO_CLOCK && ply->used_ms < FAST_MS)
    count_in (self, GROUP_FAST, mistake);
  if (ply->clock_ms != CL_NO_CLOCK && ply->clock_ms < TROUBLE_MS)
    count_in (self, GROUP_TROUBLE, mistake);
  chance = cl_win_chance (cl_analysis_value (analysis, number - 1, ply->mover));
  if (chance >= WON)
    count_in (self, GROUP_AHEAD, mistake);
  else if (chance <= LOST)
    count_in (self, GROUP_BEHIND, mistake);
}

static void
add_card (Studying *self, const ClAnalysis *analysis, guint number)
{
  const ClGame *game = analysis->game;
  ClRemark remark = cl_coach_name (analysis, number);
  ClCard *card = g_new0 (ClCard, 1);
  ChessPosition before;
  char fen[CHESS_FEN_SIZE], san[CHESS_SAN_SIZE];
  g_autofree char *key = cl_card_key (game->partition, game->game, remark.offset);

  cl_game_position_at (game, number - 1, &before);
  chess_fen_write (&before, CHESS_FEN_X, fen);
  chess_san_write (&before, remark.instead, san);
  card->partition = g_strdup (game->partition);
  card->game = game->game;
  card->ply = number;
  card->offset = remark.offset;
  card->side = remark.side;
  card->fen = g_strdup (fen);
  card->white = g_strdup (game->white);
  card->black = g_strdup (game->black);
  card->played = cl_coach_move_text (analysis, number - 1, analysis->plies[number].move);
  card->best = g_strdup (san);
  card->sentence = cl_remark_sentence (analysis, &remark);
  card->loss = remark.loss;
  cl_card_state_parse (cl_map_get (self->answers, key), &card->state);
  g_ptr_array_add (self->study->cards, card);
}

static void
count_standing (Studying *self, const ClAnalysis *analysis, ChessColor side)
{
  ChessResult own = side == CHESS_WHITE ? CHESS_RESULT_WHITE : CHESS_RESULT_BLACK;
  ChessResult other = side == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE;
  ChessResult result = analysis->game->result;
  gboolean was_won = FALSE, was_lost = FALSE;

  if (result == CHESS_RESULT_NONE)
    return;
  for (guint i = 1; i <= analysis->n_plies; i++)
    if (analysis->plies[i].value != CL_VALUE_NONE)
      {
        guint chance = cl_win_chance (cl_analysis_value (analysis, i, side));

        was_won |= chance >= WON;
        was_lost |= chance <= LOST;
      }
  self->study->n_won_positions += was_won;
  self->study->n_converted += was_won && result == own;
  self->study->n_lost_positions += was_lost;
  self->study->n_saved += was_lost && result != other;
}

static void
study_side (Studying *self, const ClAnalysis *analysis, ChessColor side)
{
  self->study->n_games++;
  count_standing (self, analysis, side);
  for (guint i = 1; i <= analysis->n_plies; i++)
    if (analysis->plies[i].mover == side && analysis->plies[i].judgement != CL_JUDGEMENT_UNKNOWN)
      {
        count_move (self, analysis, i);
        if (cl_coach_is_card (analysis, i))
          add_card (self, analysis, i);
      }
}

static gboolean
is_player (const Studying *self, const char *name)
{
  g_autofree char *clean = cl_players_clean_name (name);

  return clean[0] != '\0' && g_str_equal (clean, self->study->player);
}

static gboolean
study_game (Studying *self, const Place *place, GError **error)
{
  g_autoptr (ClGame) game =
    cl_game_load (self->reader, place->partition, place->game, self->position, error);
  g_autoptr (ClMap) evaluations = NULL;
  g_autoptr (ClAnalysis) analysis = NULL;
  gboolean white, black;

  if (game == NULL)
    return FALSE;
  white = is_player (self, game->white);
  black = is_player (self, game->black);
  if (!white && !black)
    return TRUE;
  evaluations = cl_game_analysis_read_evaluations (self->runner,
                                                   place->partition,
                                                   place->game,
                                                   self->position,
                                                   error);
  if (evaluations == NULL)
    return FALSE;
  analysis = cl_analysis_new (game, evaluations, self->position);
  if (white)
    study_side (self, analysis, CHESS_WHITE);
  if (black)
    study_side (self, analysis, CHESS_BLACK);
  return TRUE;
}

/* --- All games --- */

static guint
distance (const ClHabit *habit, guint overall)
{
  return habit->low > overall ? habit->low - overall : overall - habit->high;
}

static gint
compare_habits (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ClHabit *x = *(ClHabit *const *) a, *y = *(ClHabit *const *) b;
  guint overall = *(guint *) user_data;
  guint dx = distance (x, overall), dy = distance (y, overall);

  return dx != dy ? (dx > dy ? -1 : 1) : strcmp (x->name, y->name);
}

static void
find_habits (Studying *self)
{
  ClCoachStudy *study = self->study;
  guint overall = study->n_moves > 0 ? 1000 * study->n_mistakes / study->n_moves : 0;

  for (guint i = 0; i < N_GROUPS; i++)
    {
      ClHabit *habit;
      guint low, high;

      if (self->n[i] < CL_HABIT_MIN_MOVES)
        continue;
      cl_wilson_interval (self->mistakes[i], self->n[i], &low, &high);
      if (low <= overall && overall <= high)
        continue;
      habit = g_new0 (ClHabit, 1);
      habit->name = g_strdup (group_name ((Group) i));
      habit->n_moves = self->n[i];
      habit->n_mistakes = self->mistakes[i];
      habit->low = low;
      habit->high = high;
      g_ptr_array_add (study->habits, habit);
    }
  g_ptr_array_sort_with_data (study->habits, compare_habits, &overall);
}

static gint
compare_cards (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ClCard *x = *(ClCard *const *) a, *y = *(ClCard *const *) b;
  gint64 now = *(gint64 *) user_data;
  gboolean due_x = x->state.due_at <= now, due_y = y->state.due_at <= now;

  if (due_x != due_y)
    return due_x ? -1 : 1;
  if (!due_x && x->state.due_at != y->state.due_at)
    return x->state.due_at < y->state.due_at ? -1 : 1;
  if (x->loss != y->loss)
    return x->loss > y->loss ? -1 : 1;
  if (strcmp (x->partition, y->partition) != 0)
    return strcmp (x->partition, y->partition);
  return (x->offset > y->offset) - (x->offset < y->offset);
}

static void
sort_cards (Studying *self)
{
  ClCoachStudy *study = self->study;

  g_ptr_array_sort_with_data (study->cards, compare_cards, &self->now_us);
  for (guint i = 0; i < study->cards->len; i++)
    {
      const ClCard *card = study->cards->pdata[i];

      study->n_due += card->state.due_at <= self->now_us;
    }
}

static GArray *
list_games (Studying *self, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GHashTable) games = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *prefix = g_strconcat (CL_PLAYERS_PLAYER_PREFIX, self->study->player, "\t", NULL);
  Choosing choosing = { prefix, games, places };

  g_array_set_clear_func (places, place_clear);
  if (!cl_runner_read_state (self->runner,
                             "players",
                             self->position,
                             prefix,
                             take_own_cb,
                             &choosing,
                             NULL,
                             error) ||
      !cl_runner_read_state (self->runner,
                             "highlights",
                             self->position,
                             CL_HIGHLIGHT_PREFIX,
                             take_game_cb,
                             &choosing,
                             NULL,
                             error))
    return NULL;
  return g_steal_pointer (&places);
}

ClCoachStudy *
cl_coach_study_read (ClRunner *runner,
                     const char *player,
                     guint64 position,
                     gint64 now_us,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (ClCoachStudy) study = g_new0 (ClCoachStudy, 1);
  g_autoptr (GArray) places = NULL;
  g_autoptr (ClMap) answers = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_runner_get_ledger (runner), error);
  Studying self = { runner, reader, position, now_us, study, NULL, { 0 }, { 0 } };

  study->player = cl_players_clean_name (player);
  study->habits = g_ptr_array_new_with_free_func (habit_free);
  study->cards = g_ptr_array_new_with_free_func (card_free);
  answers = reader != NULL ? cl_runner_get_state (runner, "coach", position, error) : NULL;
  if (answers == NULL)
    return NULL;
  self.answers = answers;
  places = list_games (&self, error);
  if (places == NULL)
    return NULL;
  for (guint i = 0; i < places->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !study_game (&self, &g_array_index (places, Place, i), error))
      return NULL;
  find_habits (&self);
  sort_cards (&self);
  return g_steal_pointer (&study);
}
