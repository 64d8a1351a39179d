/* labelled-set.c: dossiers of which it is known whether an engine helped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "labelled-set.h"

#include <gio/gio.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-win-chance.h"

#include "chess-pgn.h"

#define MAX_PLIES 512
#define NO_CLOCK  G_MININT64

const char *const policy_words[N_POLICIES] = {
  "clean",       "every move", "50 %",     "25 %",        "10 %",
  "when losing", "complex",    "critical", "second best", "last 5 of 9",
};
const char *const times_words[N_TIMES] = { "copied", "steady", "shuffled" };

typedef struct
{
  guint number;
  char *names[2];
  guint ratings[2];
  gint64 initial_ms, increment_ms, clock_ms[2];
  guint n_plies;
  ClFairPly plies[MAX_PLIES];
  ClFairEvaluation evaluations[MAX_PLIES + 1];
  guint16 helper[MAX_PLIES + 1]; /* 0: none */
  gint16 helper_cp[MAX_PLIES + 1];
} Game;

typedef struct
{
  const Game *game;
  guint color;
} Side;

struct _LabelledSet
{
  char *origin;
  GPtrArray *games;                  /* (element-type Game) */
  GArray *sides[2][CL_FAIR_N_BANDS]; /* (element-type Side) */
};

static void
game_free (gpointer data)
{
  Game *self = data;

  g_free (self->names[0]);
  g_free (self->names[1]);
  g_free (self);
}

/* --- The games of the corpus --- */

static gboolean
is_tag (ChessText name, const char *word)
{
  return name.length == strlen (word) && memcmp (name.text, word, name.length) == 0;
}

static void
tag_cb (void *user, ChessText name, ChessText value)
{
  Game *game = user;
  g_autofree char *text = g_strndup (value.text, value.length);

  if (is_tag (name, "White") || is_tag (name, "Black"))
    game->names[name.text[0] == 'B'] = g_strdup (text);
  else if (is_tag (name, "WhiteElo") || is_tag (name, "BlackElo"))
    game->ratings[name.text[0] == 'B'] = (guint) g_ascii_strtoull (text, NULL, 10);
  else if (is_tag (name, "TimeControl"))
    {
      char *plus;

      game->initial_ms = (gint64) g_ascii_strtoull (text, &plus, 10) * 1000;
      game->increment_ms = *plus == '+' ? (gint64) g_ascii_strtoull (plus + 1, NULL, 10) * 1000 : 0;
    }
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  Game *game = user;
  ClMove plain = cl_move_from_chess (before, move);
  ClFairPly *ply = &game->plies[game->n_plies];

  if (game->n_plies >= MAX_PLIES)
    return;
  ply->move = plain.move;
  ply->capture = cl_move_captured (plain)[0] != '\0';
  ply->used_ds = -1;
  ply->offset = ++game->n_plies;
}

static void
comment_cb (void *user, ChessText text)
{
  Game *game = user;
  ChessCommands commands = { 0 };
  guint color = (game->n_plies + 1) & 1;
  gint64 used;

  chess_commands_parse (text, &commands);
  if (game->n_plies == 0 || !(commands.present & CHESS_COMMAND_CLK))
    return;
  used = game->clock_ms[color] + game->increment_ms - commands.clk_ms;
  game->plies[game->n_plies - 1].used_ds = (gint32) (MAX (used, 0) / 100);
  game->clock_ms[color] = commands.clk_ms;
}

static Game *
read_game (const char *text, gsize length, guint number)
{
  static const ChessPgnVisitor visitor = { .tag = tag_cb, .move = move_cb, .comment = comment_cb };
  Game *game = g_new0 (Game, 1);

  game->number = number;
  /* The tags come before the first clock: a first reading sets the time that it is measured from. */
  chess_pgn_parse (text, length, &visitor, game);
  game->n_plies = 0;
  game->clock_ms[0] = game->clock_ms[1] = game->initial_ms;
  chess_pgn_parse (text,
                   length,
                   &(ChessPgnVisitor){ .move = move_cb, .comment = comment_cb },
                   game);
  return game;
}

/* --- The evaluations --- */

static gint16
read_score (const char *text)
{
  gint64 value = g_ascii_strtoll (text + (text[0] == '#'), NULL, 10);

  if (text[0] == '#')
    value = value > 0 ? 1000 : -1000;
  return (gint16) CLAMP (value, -1000, 1000);
}

/* "e2e4:35" */
static gboolean
read_line (const char *text, guint16 *move, gint16 *cp)
{
  const char *colon = strchr (text, ':');

  if (colon == NULL || !cl_uci_pack (text, (gsize) (colon - text), move))
    return FALSE;
  *cp = read_score (colon + 1);
  return TRUE;
}

static gboolean
read_position (Game *game, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = g_strv_length (words);
  guint64 ply = n > 0 ? g_ascii_strtoull (words[0], NULL, 10) : G_MAXUINT64;
  ClFairEvaluation *evaluation;
  const char *dot;

  if (ply > game->n_plies || n < 2)
    return FALSE;
  if (n == 2)
    return TRUE; /* over on the board */
  evaluation = &game->evaluations[ply];
  if (strcmp (words[1], "-") != 0 &&
      !read_line (words[1], &game->helper[ply], &game->helper_cp[ply]))
    return FALSE;
  dot = strchr (words[2], '.');
  if (dot == NULL)
    return FALSE;
  evaluation->depth = (guint8) g_ascii_strtoull (words[2], NULL, 10);
  evaluation->settled = (guint8) g_ascii_strtoull (dot + 1, NULL, 10);
  for (guint i = 3; i < n && evaluation->n_lines < CL_EVALUATION_MAX_LINES; i++)
    {
      guint k = evaluation->n_lines++;

      if (!read_line (words[i], &evaluation->lines[k].move, &evaluation->lines[k].cp))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_evaluations (LabelledSet *self, const char *text, GPtrArray *corpus, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Game *game = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean ok = TRUE;

      if (lines[i][0] == '#')
        self->origin = g_strdup (lines[i] + 2);
      else if (lines[i][0] == 'g')
        {
          guint64 number = g_ascii_strtoull (lines[i] + 1, NULL, 10);

          ok = number >= 1 && number <= corpus->len;
          if (ok)
            {
              game = corpus->pdata[number - 1];
              corpus->pdata[number - 1] = NULL;
              ok = game != NULL;
            }
          if (ok)
            g_ptr_array_add (self->games, game);
        }
      else if (lines[i][0] != '\0')
        ok = game != NULL && read_position (game, lines[i]);
      if (ok)
        continue;
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_DATA,
                   "Line %u of the evaluations does not fit the corpus",
                   i + 1);
      return FALSE;
    }
  return TRUE;
}

static void
sort_sides (LabelledSet *self)
{
  for (guint i = 0; i < self->games->len; i++)
    for (guint color = 0; color < 2; color++)
      {
        const Game *game = self->games->pdata[i];
        Side side = { game, color };
        g_autofree char *sum =
          g_compute_checksum_for_string (G_CHECKSUM_SHA256, game->names[color], -1);
        guint half = g_ascii_xdigit_value (sum[0]) & 1;

        g_array_append_val (self->sides[half][cl_fair_band (game->ratings[color])], side);
      }
}

LabelledSet *
labelled_set_load (const char *corpus, const char *evaluations, GError **error)
{
  g_autoptr (LabelledSet) self = g_new0 (LabelledSet, 1);
  g_autoptr (GPtrArray) games = g_ptr_array_new ();
  g_autofree char *pgn = NULL, *text = NULL;
  ChessPgnSpan span;
  bool need_more;
  gsize length;
  gboolean ok;

  self->games = g_ptr_array_new_with_free_func (game_free);
  for (guint half = 0; half < 2; half++)
    for (guint band = 0; band < CL_FAIR_N_BANDS; band++)
      self->sides[half][band] = g_array_new (FALSE, FALSE, sizeof (Side));
  if (!g_file_get_contents (corpus, &pgn, &length, error) ||
      !g_file_get_contents (evaluations, &text, NULL, error))
    return NULL;
  for (gsize from = 0; chess_pgn_next (pgn, length, from, true, &span, &need_more); from = span.end)
    g_ptr_array_add (games, read_game (pgn + span.start, span.end - span.start, games->len + 1));
  ok = read_evaluations (self, text, games, error);
  for (guint i = 0; i < games->len; i++)
    g_clear_pointer (&games->pdata[i], game_free);
  if (!ok)
    return NULL;
  sort_sides (self);
  return g_steal_pointer (&self);
}

void
labelled_set_free (LabelledSet *self)
{
  for (guint half = 0; half < 2; half++)
    for (guint band = 0; band < CL_FAIR_N_BANDS; band++)
      g_array_unref (self->sides[half][band]);
  g_ptr_array_unref (self->games);
  g_free (self->origin);
  g_free (self);
}

const char *
labelled_set_get_origin (const LabelledSet *self)
{
  return self->origin;
}

guint
labelled_set_n_games (const LabelledSet *self)
{
  return self->games->len;
}

guint
labelled_set_n_sides (const LabelledSet *self, guint half, guint band)
{
  return self->sides[half][band]->len;
}

/* --- Substitution --- */

/* May the helper step in at half-move @i? */
static gboolean
can_help (const Game *game, guint i)
{
  return i >= CL_FAIR_FIRST_PLY && game->helper[i] != 0 && game->evaluations[i].n_lines >= 2;
}

static guint
gap_of (const Game *game, guint i)
{
  return cl_win_loss (game->evaluations[i].lines[0].cp, game->evaluations[i].lines[1].cp);
}

static guint
complexity_of (const Game *game, guint i)
{
  const ClFairEvaluation *evaluation = &game->evaluations[i];
  guint close = 0;

  for (guint k = 0; k < evaluation->n_lines; k++)
    close += cl_win_loss (evaluation->lines[0].cp, evaluation->lines[k].cp) <= 500;
  return close * 8 + evaluation->settled;
}

/* How many of the side's moves have a higher @measure than @i. */
static guint
rank_of (const Game *game, guint i, guint (*measure) (const Game *game, guint i))
{
  guint rank = 0, own = measure (game, i);

  for (guint k = i & 1; k < game->n_plies; k += 2)
    rank += can_help (game, k) && (measure (game, k) > own || (measure (game, k) == own && k < i));
  return rank;
}

static guint
count_own (const Game *game, guint color)
{
  guint n = 0;

  for (guint i = color; i < game->n_plies; i += 2)
    n += can_help (game, i);
  return n;
}

static gboolean
helps (const Game *game, guint i, Policy policy, guint nth_game, GRand *rand)
{
  switch (policy)
    {
    case POLICY_EVERY:
    case POLICY_SECOND:
      return TRUE;
    case POLICY_HALF:
      return g_rand_int_range (rand, 0, 100) < 50;
    case POLICY_QUARTER:
      return g_rand_int_range (rand, 0, 100) < 25;
    case POLICY_TENTH:
      return g_rand_int_range (rand, 0, 100) < 10;
    case POLICY_WHEN_LOSING:
      return cl_win_chance (game->evaluations[i].lines[0].cp) < 4500;
    case POLICY_COMPLEX:
      return rank_of (game, i, complexity_of) * 5 < count_own (game, i & 1);
    case POLICY_CRITICAL:
      return rank_of (game, i, gap_of) < 3;
    case POLICY_LATE:
      return nth_game >= 4;
    default:
      return FALSE;
    }
}

static void
substitute (const Game *game, guint i, Policy policy, ClFairPly *ply)
{
  const ClFairEvaluation *evaluation = &game->evaluations[i];

  ply->move = game->helper[i];
  ply->cp = game->helper_cp[i];
  for (guint k = 1; policy == POLICY_SECOND && k < evaluation->n_lines; k++)
    if (cl_win_loss (evaluation->lines[0].cp, evaluation->lines[k].cp) <= 300)
      {
        ply->move = evaluation->lines[k].move;
        ply->cp = evaluation->lines[k].cp;
        break;
      }
  ply->has_cp = TRUE;
}

static void
add_side (ClFairDossier *dossier, const Side *side, guint nth, const Help *help, GRand *rand)
{
  const Game *game = side->game;
  const ClFairEvaluation *evaluations[MAX_PLIES + 1];
  ClFairPly plies[MAX_PLIES];

  memcpy (plies, game->plies, sizeof plies);
  for (guint i = 0; i <= game->n_plies; i++)
    evaluations[i] = game->evaluations[i].n_lines > 0 ? &game->evaluations[i] : NULL;
  for (guint i = side->color; i < game->n_plies && help->policy != POLICY_CLEAN; i += 2)
    {
      guint other =
        side->color + 2 * (guint) g_rand_int_range (rand, 4, (gint32) (game->n_plies / 2));

      if (!can_help (game, i) || !helps (game, i, help->policy, nth, rand))
        continue;
      substitute (game, i, help->policy, &plies[i]);
      if (help->times == TIMES_STEADY)
        plies[i].used_ds = g_rand_int_range (rand, 3, 9) * 10;
      else if (help->times == TIMES_SHUFFLED)
        plies[i].used_ds = game->plies[MIN (other, game->n_plies - 1)].used_ds;
    }
  cl_fair_dossier_add_game (dossier,
                            &(ClFairInput){ .number = game->number,
                                            .first = CHESS_WHITE,
                                            .plies = plies,
                                            .n_plies = game->n_plies,
                                            .evaluations = evaluations },
                            (ChessColor) side->color,
                            game->ratings[side->color]);
}

ClFairDossier *
labelled_set_make (const LabelledSet *self,
                   GRand *rand,
                   guint half,
                   guint band,
                   GArray *players,
                   const Help *help)
{
  ClFairDossier *dossier = cl_fair_dossier_new ();
  GArray *sides = self->sides[half][band];
  guint n = players != NULL ? players->len : sides->len;
  g_autofree guint *order = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint nth = 0; nth < help->n_games && n > 0; nth++)
    {
      guint at = nth % n;
      guint swap = (guint) g_rand_int_range (rand, (gint32) at, (gint32) n);
      guint chosen = order[swap];

      order[swap] = order[at];
      order[at] = chosen;
      if (players != NULL)
        chosen = g_array_index (players, guint, chosen);
      add_side (dossier, &g_array_index (sides, Side, chosen), nth, help, rand);
    }
  return dossier;
}

ClFairDossier *
labelled_set_side (const LabelledSet *self, guint half, guint band, guint index)
{
  ClFairDossier *dossier = cl_fair_dossier_new ();

  add_side (dossier,
            &g_array_index (self->sides[half][band], Side, index),
            0,
            &(Help){ 1, POLICY_CLEAN, TIMES_COPIED },
            NULL);
  return dossier;
}
