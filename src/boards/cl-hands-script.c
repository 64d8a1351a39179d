/* cl-hands-script.c: hands that do what they are told, a line at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hands-script.h"

#include <string.h>

#include "chess-notation.h"

#define STEP_MS  200 /* between two touches */
#define SLIDE_MS 120
#define PRESS_MS 300
#define MAX_WAIT 600000

struct _ClHandsScript
{
  ClEmulator *emulator;
  gboolean presses;
  GArray *positions;     /* (element-type ChessPosition): the game as the hands played it */
  ClPlacement placement; /* when all that was said is done */
  gint64 free_ms;        /* then */
  gboolean unpressed;    /* a move was made man by man, and nobody pressed the clock */
  GRand *rand;
};

ClHandsScript *
cl_hands_script_new (ClEmulator *emulator, gboolean presses)
{
  ClHandsScript *self = g_new0 (ClHandsScript, 1);
  ChessPosition start = chess_position_start ();

  self->emulator = emulator;
  self->presses = presses;
  self->positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  g_array_append_val (self->positions, start);
  self->placement = *cl_emulator_get_placement (emulator);
  self->rand = g_rand_new_with_seed (0);
  return self;
}

void
cl_hands_script_free (ClHandsScript *self)
{
  g_array_unref (self->positions);
  g_rand_free (self->rand);
  g_free (self);
}

const char *
cl_hands_script_get_help (void)
{
  return "e4, Nf3, O-O, e8=Q      make that move\n"
         "back                    take the last move back\n"
         "lift e2                 take the man off a square\n"
         "put e4 P                put a man there (KQRNBP White's, kqrnbp Black's)\n"
         "slide a1 c1 f1          push the man that stands on the first square over the others\n"
         "press                   press the clock\n"
         "kings 1-0               put both kings in the centre (1-0, 0-1 or 1/2)\n"
         "start                   set up the start position\n"
         "set PLACEMENT           set up what a FEN begins with\n"
         "wait 1500               wait so many milliseconds\n"
         "off, on                 switch the board off, and on again\n";
}

static gboolean
refuse (GError **error, const char *what, const char *word)
{
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               "%s: “%s”; “help” says what can be said",
               what,
               word != NULL ? word : "");
  return FALSE;
}

static const ChessPosition *
get_last (const ClHandsScript *self)
{
  return &g_array_index (self->positions, ChessPosition, self->positions->len - 1);
}

/* Hands over what is to be done, and remembers how the board stands then. */
static void
give (ClHandsScript *self, GArray *acts)
{
  for (guint i = 0; i < acts->len; i++)
    {
      ClHandAct *act = &g_array_index (acts, ClHandAct, i);

      /* Told hands go on when the board is dark. */
      act->begins = FALSE;
      if (act->kind == CL_HAND_LIFT || act->kind == CL_HAND_PUT)
        self->placement.squares[act->square] =
          act->kind == CL_HAND_PUT ? act->piece : CHESS_NO_PIECE;
      self->free_ms = MAX (self->free_ms, act->at_ms + STEP_MS);
    }
  cl_emulator_add_acts (self->emulator, acts);
}

static void
touch (ClHandsScript *self, ClHandActKind kind, ChessSquare square, ChessPiece piece)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  ClHandAct act = { .at_ms = self->free_ms, .kind = kind, .square = square, .piece = piece };

  g_array_append_val (acts, act);
  give (self, acts);
}

static void
press (ClHandsScript *self, ChessColor color)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  ClHandAct act = { .at_ms = self->free_ms + PRESS_MS, .kind = CL_HAND_PRESS, .color = color };

  g_array_append_val (acts, act);
  give (self, acts);
}

static void
rearrange (ClHandsScript *self, const ClPlacement *to)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));

  cl_hands_rearrange (acts, &self->placement, to, self->free_ms);
  give (self, acts);
}

/* What was done man by man may be a move by now. */
static void
note_move (ClHandsScript *self)
{
  ChessMoveList list;

  chess_position_legal_moves (get_last (self), &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition after = *get_last (self);
      ClPlacement stands;

      chess_position_make (&after, list.moves[i]);
      stands = cl_placement_of (&after);
      if (!cl_placement_equal (&stands, &self->placement))
        continue;
      g_array_append_val (self->positions, after);
      self->unpressed = TRUE;
      return;
    }
}

static gboolean
make_move (ClHandsScript *self, const char *san, GError **error)
{
  ClHandsStyle style = { .tidy = TRUE, .presses = self->presses };
  ChessPosition position = *get_last (self);
  g_autoptr (GArray) acts = NULL;
  ChessMove move;

  if (chess_san_parse (&position, san, -1, &move) != CHESS_NOTATION_OK)
    return refuse (error, "This is no move here", san);
  acts = cl_hands_play (&position, &move, 1, &style, self->rand, self->free_ms);
  give (self, acts);
  chess_position_make (&position, move);
  g_array_append_val (self->positions, position);
  self->unpressed = FALSE;
  return TRUE;
}

static gboolean
take_back (ClHandsScript *self, char **args, GError **error)
{
  ClPlacement to;

  if (self->positions->len < 2)
    return refuse (error, "No move was made", args[0]);
  g_array_set_size (self->positions, self->positions->len - 1);
  to = cl_placement_of (get_last (self));
  rearrange (self, &to);
  return TRUE;
}

static gboolean
parse_square (const char *text, ChessSquare *square)
{
  if (text == NULL || strlen (text) != 2 || text[0] < 'a' || text[0] > 'h' || text[1] < '1' ||
      text[1] > '8')
    return FALSE;
  *square = chess_square ((guint) (text[0] - 'a'), (guint) (text[1] - '1'));
  return TRUE;
}

static gboolean
lift (ClHandsScript *self, char **args, GError **error)
{
  ChessSquare square;

  if (!parse_square (args[1], &square))
    return refuse (error, "This is no square", args[1]);
  touch (self, CL_HAND_LIFT, square, CHESS_NO_PIECE);
  note_move (self);
  return TRUE;
}

static gboolean
put (ClHandsScript *self, char **args, GError **error)
{
  ChessSquare square;
  ChessPiece piece;

  if (!parse_square (args[1], &square))
    return refuse (error, "This is no square", args[1]);
  if (args[2] == NULL || strlen (args[2]) != 1 || !cl_piece_from_letter (args[2][0], &piece) ||
      piece == CHESS_NO_PIECE || piece == CL_PIECE_SOME)
    return refuse (error, "This is no man", args[2]);
  touch (self, CL_HAND_PUT, square, piece);
  note_move (self);
  return TRUE;
}

static gboolean
slide (ClHandsScript *self, char **args, GError **error)
{
  ChessSquare at, next;
  ChessPiece piece;

  for (guint i = 1; i == 1 || args[i] != NULL; i++)
    if (!parse_square (args[i], &next))
      return refuse (error, "This is no square", args[i]);
  parse_square (args[1], &at);
  piece = self->placement.squares[at];
  if (args[2] == NULL || piece == CHESS_NO_PIECE)
    return refuse (error, "Nothing can be pushed from there", args[1]);
  for (guint i = 2; args[i] != NULL; i++)
    {
      parse_square (args[i], &next);
      touch (self, CL_HAND_LIFT, at, CHESS_NO_PIECE);
      self->free_ms += SLIDE_MS - STEP_MS;
      touch (self, CL_HAND_PUT, next, piece);
      at = next;
    }
  note_move (self);
  return TRUE;
}

/* Whoever made the last move, man by man; else whoever has to move, as after a move that is not legal. */
static gboolean
press_clock (ClHandsScript *self, char **args, GError **error)
{
  ChessColor side = (ChessColor) get_last (self)->side;

  press (self, self->unpressed ? !side : side);
  self->unpressed = FALSE;
  return TRUE;
}

static gboolean
put_kings (ClHandsScript *self, char **args, GError **error)
{
  static const struct
  {
    const char *result;
    ChessSquare white, black;
  } ways[] = { { "1-0", 28, 35 }, { "0-1", 27, 36 }, { "1/2", 28, 36 } };
  ClPlacement to = self->placement;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (args[1], ways[i].result) == 0)
      {
        for (guint square = 0; square < 64; square++)
          if (to.squares[square] != CHESS_NO_PIECE &&
              chess_piece_kind (to.squares[square]) == CHESS_KING)
            to.squares[square] = CHESS_NO_PIECE;
        to.squares[ways[i].white] = chess_piece (CHESS_WHITE, CHESS_KING);
        to.squares[ways[i].black] = chess_piece (CHESS_BLACK, CHESS_KING);
        rearrange (self, &to);
        return TRUE;
      }
  return refuse (error, "This is no result", args[1]);
}

static gboolean
set_up_start (ClHandsScript *self, char **args, GError **error)
{
  ClPlacement start = cl_placement_start ();

  rearrange (self, &start);
  g_array_set_size (self->positions, 1);
  self->unpressed = FALSE;
  return TRUE;
}

static gboolean
set_up (ClHandsScript *self, char **args, GError **error)
{
  ClPlacement to;

  if (args[1] == NULL || !cl_placement_parse (args[1], &to))
    return refuse (error, "This is no placement", args[1]);
  rearrange (self, &to);
  note_move (self);
  return TRUE;
}

static gboolean
wait_so_long (ClHandsScript *self, char **args, GError **error)
{
  guint64 ms;

  if (args[1] == NULL || !g_ascii_string_to_unsigned (args[1], 10, 0, MAX_WAIT, &ms, NULL))
    return refuse (error, "Not a number of milliseconds", args[1]);
  self->free_ms += (gint64) ms;
  return TRUE;
}

static gboolean
switch_board (ClHandsScript *self, char **args, GError **error)
{
  touch (self,
         strcmp (args[0], "on") == 0 ? CL_HAND_SWITCH_ON : CL_HAND_SWITCH_OFF,
         0,
         CHESS_NO_PIECE);
  return TRUE;
}

static const struct
{
  const char *word;
  gboolean (*run) (ClHandsScript *self, char **args, GError **error);
} commands[] = {
  { "back", take_back },    { "lift", lift },          { "put", put },
  { "place", put },         { "slide", slide },        { "press", press_clock },
  { "kings", put_kings },   { "start", set_up_start }, { "set", set_up },
  { "wait", wait_so_long }, { "off", switch_board },   { "on", switch_board },
};

gboolean
cl_hands_script_do (ClHandsScript *self, const char *line, gint64 now_ms, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (line));
  g_auto (GStrv) args = g_strsplit_set (text, " \t", -1);

  if (args[0] == NULL || args[0][0] == '\0' || args[0][0] == '#')
    return TRUE;
  self->free_ms = MAX (self->free_ms, now_ms);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].word, args[0]) == 0)
      return commands[i].run (self, args, error);
  if (args[1] != NULL)
    return refuse (error, "This is not understood", text);
  return make_move (self, args[0], error);
}
