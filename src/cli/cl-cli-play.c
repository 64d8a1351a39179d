/* cl-cli-play.c: appends moves to a game, all of them or none
 *
 * Every move is checked against the game as it would stand after those before; only then one draft with all their facts is
 * appended, so a refused move changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cl-table.h"

#include "chess-fen.h"

typedef struct
{
  ClGame *game;
  ClDraft *draft; /* (nullable): everything so far */
  guint64 head;   /* of the partition, before the draft */
} Play;

/* Adds @facts to the draft and to the game. */
static gboolean
take_facts (Play *self, ClDraft *facts, GError **error)
{
  if (!self->draft)
    self->draft =
      cl_draft_new (cl_draft_get_partition (facts), cl_draft_get (facts, 0)->producer, NULL);
  for (gsize i = 0; i < cl_draft_get_length (facts); i++)
    {
      ClEvent event = *cl_draft_get (facts, i);

      cl_draft_add (self->draft, &event);
      event.offset = self->head + cl_draft_get_length (self->draft);
      if (!cl_game_apply (self->game, &event, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_word (GError **error, const char *message)
{
  g_set_error_literal (error, CL_FACT_ERROR, CL_FACT_ERROR_UNACCEPTABLE, message);
  return FALSE;
}

static gboolean
read_move (const Play *self, const char *text, ChessMove *move, GError **error)
{
  ChessNotationError fault = chess_san_parse (&self->game->current, text, -1, move);

  if (fault == CHESS_NOTATION_OK)
    return TRUE;
  g_set_error_literal (error,
                       CL_FACT_ERROR,
                       CL_FACT_ERROR_ILLEGAL_MOVE,
                       chess_notation_error_text (fault));
  return FALSE;
}

/* "e1e3"; "" is a clock pressed without a move. */
static gboolean
read_squares (const char *text, ChessSquare *from, ChessSquare *to)
{
  *from = *to = 0;
  if (*text == '\0')
    return TRUE;
  for (guint i = 0; i < 4; i++)
    if (text[i] < (i % 2 ? '1' : 'a') || text[i] > (i % 2 ? '8' : 'h'))
      return FALSE;
  *from = (ChessSquare) chess_square (text[0] - 'a', text[1] - '1');
  *to = (ChessSquare) chess_square (text[2] - 'a', text[3] - '1');
  return text[4] == '\0' && *from != *to;
}

/* ":claim" → "", ":claim=Nf3" → "Nf3"; NULL: @word is another act. */
static const char *
find_argument (const char *word, const char *act)
{
  gsize length = strlen (act);

  if (strncmp (word, act, length) != 0 || (word[length] != '\0' && word[length] != '='))
    return NULL;
  return word + length + (word[length] == '=');
}

/* @text: the move that was written down, "": none was. */
static ClDraft *
build_claim (const Play *self, const char *text, gboolean is_wrong, GError **error)
{
  ChessMove written = CHESS_MOVE_NULL;
  gint64 now = g_get_real_time ();

  if (*text != '\0' && !read_move (self, text, &written, error))
    return NULL;
  if (is_wrong)
    return cl_table_reject_claim (self->game, written, now, error);
  return cl_table_claim_draw (self->game, cl_game_side_to_move (self->game), written, now, error);
}

static ClDraft *
build_illegal (const Play *self, const char *squares, GError **error)
{
  ChessSquare from, to;

  if (read_squares (squares, &from, &to))
    return cl_table_penalise_illegal_move (self->game,
                                           from,
                                           to,
                                           CHESS_NO_KIND,
                                           g_get_real_time (),
                                           error);
  refuse_word (error, "an illegal move is named by its squares, for example :illegal=e1e3");
  return NULL;
}

/* The words behind a colon; whose turn it is does them, but for an offer and its answer. */
static ClDraft *
build_act (const Play *self, const char *word, GError **error)
{
  const ClGame *game = self->game;
  ChessColor side = cl_game_side_to_move (game);
  gint64 now = g_get_real_time ();
  const char *argument;

  if (strcmp (word, ":resign") == 0)
    return cl_table_resign (game, side, now, error);
  /* As the Laws have it: made after one's own move (9.1.2.1). */
  if (strcmp (word, ":offer") == 0)
    return cl_table_offer_draw (game, (ChessColor) !side, now, error);
  if (strcmp (word, ":accept") == 0)
    return cl_table_agree_draw (game, now, error);
  if (strcmp (word, ":decline") == 0)
    return cl_table_decline_draw (game, side, now, error);
  if (strcmp (word, ":flag") == 0)
    return cl_table_flag (game, side, now, error);
  if ((argument = find_argument (word, ":illegal")))
    return build_illegal (self, argument, error);
  if ((argument = find_argument (word, ":claim")))
    return build_claim (self, argument, FALSE, error);
  if ((argument = find_argument (word, ":wrong-claim")))
    return build_claim (self, argument, TRUE, error);
  refuse_word (error,
               "the acts are :resign :offer :accept :decline :claim :claim=MOVE :wrong-claim "
               ":wrong-claim=MOVE :flag :illegal=SQUARES");
  return NULL;
}

static ClDraft *
build_facts (const Play *self, const char *text, GError **error)
{
  ChessMove move;

  if (*text == ':')
    return build_act (self, text, error);
  return read_move (self, text, &move, error)
           ? cl_table_move (self->game, move, CL_NO_CLOCK, g_get_real_time (), error)
           : NULL;
}

static gboolean
take_move (Play *self, guint number, const char *text, GError **error)
{
  g_autoptr (ClDraft) facts = NULL;

  if (self->game->status == CL_GAME_ENDED)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_UNACCEPTABLE,
                   "Move %u, “%s”: The game is over",
                   number,
                   text);
      return FALSE;
    }
  facts = build_facts (self, text, error);
  if (facts && take_facts (self, facts, error))
    return TRUE;
  g_prefix_error (error, "Move %u, “%s”: ", number, text);
  return FALSE;
}

typedef struct
{
  const char *partition;
  guint32 game; /* 0: new */
  ClGameSetup setup;
  char **moves;
} PlayRequest;

static void
clear_play (Play *self)
{
  g_clear_pointer (&self->game, cl_game_unref);
  g_clear_pointer (&self->draft, cl_draft_unref);
}

/* An archive is its file and nothing else, and the others hold no games: a game begun there would spoil them. */
static gboolean
check_place (const char *partition, GError **error)
{
  static const char *const kinds[] = { "archive/", "sensor/", "engine/", "tournament/", "desk/" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (partition, kinds[i]))
      {
        g_set_error (error,
                     CL_FACT_ERROR,
                     CL_FACT_ERROR_UNACCEPTABLE,
                     "No game begins in “%s”: use a table, for example “table/1”",
                     partition);
        return FALSE;
      }
  return TRUE;
}

/* The game as it stands, or a new one with its first fact. @reader: NULL if there is no ledger yet. */
static gboolean
load_game (Play *self, ClReader *reader, const PlayRequest *request, GError **error)
{
  g_autoptr (ClDraft) facts = NULL;
  ClPartitionInfo info = { 0 };
  GError *local = NULL;

  if (reader && !cl_reader_get_partition (reader, request->partition, &info, &local) && local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self->head = info.head;
  if (request->game)
    {
      self->game = cl_cli_load_game (reader, request->partition, request->game, 0, error);
      return self->game != NULL;
    }
  if (!check_place (request->partition, error))
    return FALSE;
  self->game = cl_game_new (request->partition, info.last_game + 1);
  facts = cl_table_start (request->partition,
                          info.last_game + 1,
                          &request->setup,
                          g_get_real_time (),
                          error);
  return facts && take_facts (self, facts, error);
}

static gboolean
check_all (Play *self, ClReader *reader, const PlayRequest *request, GError **error)
{
  if (!load_game (self, reader, request, error))
    return FALSE;
  for (guint i = 0; request->moves[i]; i++)
    if (!take_move (self, i + 1, request->moves[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
play_all (Play *self,
          ClLedger *ledger,
          const PlayRequest *request,
          ClAppended *appended,
          GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);

  return reader && check_all (self, reader, request, error) &&
         cl_ledger_append (ledger, self->draft, self->head, appended, error);
}

static void
print_played (ClCli *cli, const Play *self, const ClAppended *appended)
{
  g_autoptr (GString) json = NULL;
  char fen[CHESS_FEN_SIZE];

  if (!cli->json)
    {
      printf ("%u\n", self->game->game);
      return;
    }
  chess_fen_write (&self->game->current, CHESS_FEN_X, fen);
  json = g_string_new ("{\"partition\":");
  cl_cli_append_json (json, self->game->partition);
  g_string_append_printf (json,
                          ",\"game\":%u,\"plies\":%u,\"first_position\":%" G_GUINT64_FORMAT
                          ",\"last_position\":%" G_GUINT64_FORMAT
                          ",\"result\":\"%s\",\"fen\":\"%s\"}",
                          self->game->game,
                          cl_game_n_plies (self->game),
                          appended->first_position,
                          appended->last_position,
                          chess_result_text (self->game->result),
                          fen);
  puts (json->str);
}

static ClCliStatus
play (ClCli *cli, const PlayRequest *request)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger;
  Play state = { 0 };
  ClAppended appended = { 0 };
  ClCliStatus status;

  if (request->game == 0 && !cl_cli_has_ledger (cli))
    {
      gboolean ok = check_all (&state, NULL, request, &error);

      clear_play (&state);
      if (!ok)
        return cl_cli_fail_error (error);
    }
  ledger = cl_cli_open (cli, TRUE, request->game == 0, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  state = (Play){ 0 };
  if (play_all (&state, ledger, request, &appended, &error))
    {
      print_played (cli, &state, &appended);
      status = cl_cli_finish_output ();
    }
  else
    status = cl_cli_fail_error (error);
  clear_play (&state);
  cl_cli_close (ledger);
  return status;
}

/* "new" or a number from 1; FALSE if it is neither. */
static gboolean
parse_game (const char *text, guint32 *game)
{
  guint64 number;

  *game = 0;
  if (g_strcmp0 (text, "new") == 0)
    return TRUE;
  if (!text || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &number, NULL))
    return FALSE;
  *game = (guint32) number;
  return TRUE;
}

static ClCliStatus
run_play (ClCli *cli, char **args)
{
  g_auto (GStrv) moves = g_strdupv (args);
  g_autofree char *partition = NULL, *game = NULL, *white = NULL, *black = NULL, *fen = NULL,
                  *clock = NULL;
  gboolean chess960 = FALSE;
  PlayRequest request = { 0 };
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING, &partition, "Where the game is", "P" },
    { "game", 0, 0, G_OPTION_ARG_STRING, &game, "Which game of it, or “new”", "N" },
    { "white", 0, 0, G_OPTION_ARG_STRING, &white, "Who has White in a new game", "NAME" },
    { "black", 0, 0, G_OPTION_ARG_STRING, &black, "Who has Black in a new game", "NAME" },
    { "fen", 0, 0, G_OPTION_ARG_STRING, &fen, "Where a new game begins", "FEN" },
    { "clock", 0, 0, G_OPTION_ARG_STRING, &clock, "The time control of a new game", "CONTROL" },
    { "chess960",
      0,
      0,
      G_OPTION_ARG_NONE,
      &chess960,
      "A new game castles by the rules of Chess960",
      NULL },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_play, entries, &moves))
    return CL_CLI_MISUSED;
  if (!partition || !*partition || !parse_game (game, &request.game))
    return cl_cli_misuse (&cl_cli_play, "--partition and --game (a number or “new”) are needed");
  if (request.game && !moves[0])
    return cl_cli_misuse (&cl_cli_play, "A move is missing");
  if (request.game && (white || black || fen || clock || chess960))
    return cl_cli_misuse (&cl_cli_play,
                          "--white, --black, --fen, --clock and --chess960 are for new games");
  request.partition = partition;
  request.moves = moves;
  request.setup = (ClGameSetup){ .white = white ? white : "",
                                 .black = black ? black : "",
                                 .fen = fen,
                                 .time_control = clock,
                                 .chess960 = chess960 };
  return play (cli, &request);
}

const ClCliCommand cl_cli_play = {
  "play",
  "--partition P --game N|new [--white NAME] [--black NAME] [--fen FEN] [--clock CONTROL] [--chess960] [MOVE…]",
  "Append moves to a game",
  "Moves are SAN or UCI. All are checked first: if one is refused, none is recorded. The last line is the game's number.\n\n"
  "Between the moves may stand what players do: :resign, :offer (by who has just moved), :accept, :decline,\n"
  ":claim (a draw by repetition or the fifty-move rule), :claim=MOVE (with a move written down and not played),\n"
  ":wrong-claim, :wrong-claim=MOVE (such a claim that does not hold: an offer, and time for the opponent),\n"
  ":flag (of who is to move, fell), :illegal=e1e3 (an illegal move, taken back with its penalty; :illegal alone is\n"
  "a clock pressed without a move).\n\n"
  "The clock runs from the first move on, each move takes the time since the one before. CONTROL is, for example,\n"
  "5m+3s, 40/90m+30s,30m+30s, 1h:5x30 (byo-yomi), 25m d5 (delay), 25m b5 (Bronstein), *3m (hourglass),\n"
  "W5m+3s-B2m (a side each); with “first” behind it the first increment is there at the start, as on approved clocks.",
  run_play,
};
