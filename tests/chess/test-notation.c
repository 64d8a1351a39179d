/* test-notation.c: moves as text, SAN and UCI, strict out and lenient in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chess-notation.h"
#include "test-table.h"
#include "own-home.h"

#define START     "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
#define CASTLES   "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
#define PROMOTES  "1k3n2/6P1/5K2/8/8/8/8/8 w - - 0 1"
#define PASSES    "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1"
#define BISHOP    "rnbqkbnr/2pppppp/8/1p6/8/P7/1PPPPPPP/RNBQKBNR b KQkq - 0 1"
#define TWO_ROOKS "6k1/8/8/8/R6R/8/8/R3K3 w - - 0 1"
#define PINNED    "4k3/8/8/8/1b6/2N5/8/4K1N1 w - - 0 1"
#define QUEENS    "1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1"
#define CHECKED   "4k3/8/8/8/8/8/4r3/4K3 w - - 0 1"
#define B_PAWN    "4k3/8/2n5/8/8/8/1P6/4KB2 w - - 0 1"

/* @text is what a person may write; @uci is "" if the move must be refused with @error. */
static const struct
{
  const char *fen, *text, *uci;
  ChessNotationError error;
} input_cases[] = {
  { START, "e4", "e2e4", 0 },
  { START, "e2e4", "e2e4", 0 },
  { START, "e2-e4", "e2e4", 0 },
  { START, "Pe4", "e2e4", 0 },
  { START, "Nf3", "g1f3", 0 },
  { START, "nf3", "g1f3", 0 },
  { START, "Ng1f3", "g1f3", 0 },
  { START, "Ng1-f3", "g1f3", 0 },
  { START, "g1f3", "g1f3", 0 },
  { START, "Nf3!?", "g1f3", 0 },
  { START, "Nxf3+", "g1f3", 0 },
  { START, "--", "0000", 0 },
  { START, "Z0", "0000", 0 },
  { START, "0000", "0000", 0 },
  { START, "", "", CHESS_NOTATION_SYNTAX },
  { START, "e", "", CHESS_NOTATION_SYNTAX },
  { START, "-", "", CHESS_NOTATION_SYNTAX },
  { START, "Sf3", "", CHESS_NOTATION_SYNTAX },
  { START, "e4 ", "", CHESS_NOTATION_SYNTAX },
  { START, "e4e", "", CHESS_NOTATION_SYNTAX },
  { START, "e4-", "", CHESS_NOTATION_SYNTAX },
  { START, "e4x", "", CHESS_NOTATION_SYNTAX },
  { START, "Nf3x", "", CHESS_NOTATION_SYNTAX },
  { START, "Nx3", "", CHESS_NOTATION_SYNTAX },
  { START, "Nf3=Q", "", CHESS_NOTATION_SYNTAX },
  { START, "O", "", CHESS_NOTATION_SYNTAX },
  { START, "O-O-", "", CHESS_NOTATION_SYNTAX },
  { START, "ed", "", CHESS_NOTATION_SYNTAX },
  { START, "e5", "", CHESS_NOTATION_ILLEGAL },
  { START, "exd3", "", CHESS_NOTATION_ILLEGAL },
  { START, "e4=Q", "", CHESS_NOTATION_ILLEGAL },
  { START, "Ke2", "", CHESS_NOTATION_ILLEGAL },
  { START, "O-O", "", CHESS_NOTATION_ILLEGAL },
  { START, "e7e5", "", CHESS_NOTATION_ILLEGAL },
  { CASTLES, "O-O", "e1g1", 0 },
  { CASTLES, "O-O-O+", "e1c1", 0 },
  { CASTLES, "0-0", "e1g1", 0 },
  { CASTLES, "OOO", "e1c1", 0 },
  { CASTLES, "o-o", "e1g1", 0 },
  { CASTLES, "e1g1", "e1g1", 0 },
  { CASTLES, "e1h1", "e1g1", 0 },
  { CASTLES, "0-O", "", CHESS_NOTATION_SYNTAX },
  { CASTLES, "O-O-O-O", "", CHESS_NOTATION_SYNTAX },
  { CASTLES, "Kg1", "", CHESS_NOTATION_ILLEGAL },
  { PROMOTES, "g8=Q", "g7g8q", 0 },
  { PROMOTES, "g8Q", "g7g8q", 0 },
  { PROMOTES, "g8(R)", "g7g8r", 0 },
  { PROMOTES, "g8/N+", "g7g8n", 0 },
  { PROMOTES, "g8=b", "g7g8b", 0 },
  { PROMOTES, "gxf8=N", "g7f8n", 0 },
  { PROMOTES, "gf8N", "g7f8n", 0 },
  { PROMOTES, "g7g8q", "g7g8q", 0 },
  { PROMOTES, "g8", "", CHESS_NOTATION_AMBIGUOUS },
  { PROMOTES, "g7g8", "", CHESS_NOTATION_AMBIGUOUS },
  { PROMOTES, "g8=K", "", CHESS_NOTATION_SYNTAX },
  { PROMOTES, "g8=P", "", CHESS_NOTATION_SYNTAX },
  { PROMOTES, "g8=", "", CHESS_NOTATION_SYNTAX },
  { PROMOTES, "g8(Q", "", CHESS_NOTATION_SYNTAX },
  { PASSES, "exd6", "e5d6", 0 },
  { PASSES, "exd6e.p.", "e5d6", 0 },
  { PASSES, "exd6 e.p.", "e5d6", 0 },
  { PASSES, "e5d6ep", "e5d6", 0 },
  { PASSES, "exd", "e5d6", 0 },
  { PASSES, "d6", "", CHESS_NOTATION_ILLEGAL },
  { BISHOP, "Bb7", "c8b7", 0 },
  { BISHOP, "bb7", "c8b7", 0 },
  { BISHOP, "b4", "b5b4", 0 },
  { BISHOP, "bb4", "", CHESS_NOTATION_SYNTAX },
  { B_PAWN, "bb5", "f1b5", 0 },
  { B_PAWN, "bc4", "f1c4", 0 },
  { TWO_ROOKS, "Rd4", "", CHESS_NOTATION_AMBIGUOUS },
  { TWO_ROOKS, "Rad4", "a4d4", 0 },
  { TWO_ROOKS, "Rhd4", "h4d4", 0 },
  { TWO_ROOKS, "R1a3", "a1a3", 0 },
  { TWO_ROOKS, "R4a3", "a4a3", 0 },
  { PINNED, "Ne2", "g1e2", 0 },
  { PINNED, "Nce2", "", CHESS_NOTATION_ILLEGAL },
  { QUEENS, "Qh4e1", "h4e1", 0 },
  { CHECKED, "--", "", CHESS_NOTATION_ILLEGAL },
  { CHECKED, "0000", "", CHESS_NOTATION_ILLEGAL },
  { CHECKED, "Kxe2", "e1e2", 0 },
};

static void
input (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (input_cases); i++)
    {
      ChessPosition position = test_position (input_cases[i].fen, FALSE);
      ChessMove move = CHESS_MOVE_NULL;
      ChessNotationError error = chess_san_parse (&position, input_cases[i].text, -1, &move);
      char uci[CHESS_UCI_SIZE];

      g_test_message ("“%s” in %s", input_cases[i].text, input_cases[i].fen);
      g_assert_cmpstr (chess_notation_error_text (error),
                       ==,
                       chess_notation_error_text (input_cases[i].error));
      if (error)
        continue;
      chess_uci_write (&position, move, uci);
      g_assert_cmpstr (uci, ==, input_cases[i].uci);
    }
}

static const struct
{
  const char *fen, *uci, *san;
} output_cases[] = {
  { START, "0000", "--" },          { START, "e2e4", "e4" },
  { CASTLES, "e1g1", "O-O" },       { CASTLES, "e1c1", "O-O-O" },
  { PROMOTES, "g7f8q", "gxf8=Q+" }, { PASSES, "e5d6", "exd6" },
  { PINNED, "g1e2", "Ne2" },        { TWO_ROOKS, "a4d4", "Rad4" },
  { TWO_ROOKS, "a1a3", "R1a3" },    { TWO_ROOKS, "h4g4", "Rhg4+" },
  { QUEENS, "h4e1", "Qh4e1" },      { QUEENS, "h1e1", "Q1e1" },
  { QUEENS, "e4e1", "Qee1" },       { "7k/8/5K2/6Q1/8/8/8/8 w - - 0 1", "g5g7", "Qg7#" },
};

static void
output (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (output_cases); i++)
    {
      ChessPosition position = test_position (output_cases[i].fen, FALSE);
      char san[CHESS_SAN_SIZE];
      ChessMove move = CHESS_MOVE_NULL;

      g_test_message ("%s in %s", output_cases[i].uci, output_cases[i].fen);
      g_assert_cmpint (chess_uci_parse (&position, output_cases[i].uci, -1, &move), ==, 0);
      g_assert_cmpuint (chess_san_write (&position, move, san), ==, strlen (output_cases[i].san));
      g_assert_cmpstr (san, ==, output_cases[i].san);
    }
}

static void
uci (void)
{
  static const struct
  {
    const char *fen, *text;
    ChessNotationError error;
  } cases[] = {
    { START, "e2e4", CHESS_NOTATION_OK },         { START, "e2e", CHESS_NOTATION_SYNTAX },
    { START, "e2e4qq", CHESS_NOTATION_SYNTAX },   { START, "E2E4", CHESS_NOTATION_SYNTAX },
    { START, "e2i4", CHESS_NOTATION_SYNTAX },     { START, "e2e9", CHESS_NOTATION_SYNTAX },
    { START, "e2e5", CHESS_NOTATION_ILLEGAL },    { START, "e2e4q", CHESS_NOTATION_ILLEGAL },
    { PROMOTES, "g7g8n", CHESS_NOTATION_OK },     { PROMOTES, "g7g8", CHESS_NOTATION_AMBIGUOUS },
    { PROMOTES, "g7g8k", CHESS_NOTATION_SYNTAX }, { CASTLES, "e1g1", CHESS_NOTATION_OK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessPosition position = test_position (cases[i].fen, FALSE);
      ChessMove move;

      g_test_message ("%s in %s", cases[i].text, cases[i].fen);
      g_assert_cmpint (chess_uci_parse (&position, cases[i].text, -1, &move), ==, cases[i].error);
    }
}

static void
vectors (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/san.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      const char *san = test_table_get (rows, i, "san");
      ChessPosition position =
        test_position (test_table_get (rows, i, "fen"), test_table_get_yes (rows, i, "chess960"));
      char text[CHESS_FEN_SIZE];
      ChessMove move, read;

      g_assert_cmpint (chess_uci_parse (&position, test_table_get (rows, i, "uci"), -1, &move),
                       ==,
                       CHESS_NOTATION_OK);
      chess_san_write (&position, move, text);
      g_assert_cmpstr (text, ==, san);
      g_assert_cmpint (chess_san_parse (&position, san, -1, &read), ==, CHESS_NOTATION_OK);
      g_assert_cmpuint (read, ==, move);
      chess_uci_write (&position, move, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "uci"));
      chess_position_make (&position, move);
      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "fen_after"));
    }
}

typedef enum
{
  ANY, /* what the table says, or a refusal */
  ACCEPTED,
  REFUSED,
} Verdict;

/* What we promise for the kinds of spelling in the table, where it leaves room or we go further. */
static Verdict
find_verdict (const char *kind, const char *class)
{
  static const struct
  {
    const char *kind;
    Verdict verdict;
  } kinds[] = {
    { "capture-mark-missing", ACCEPTED },
    { "false-capture-mark", ACCEPTED },
    { "castle-check-suffix", ACCEPTED },
    { "castle-lower", ACCEPTED },
    { "castle-mixed", REFUSED },
    { "castle-zeros", ACCEPTED },
    { "check-mark-missing", ACCEPTED },
    { "double-plus", ACCEPTED },
    { "ep-suffix", ACCEPTED },
    { "ep-suffix-short", ACCEPTED },
    { "ep-suffix-space", ACCEPTED },
    { "false-check-mark", ACCEPTED },
    { "file-disambiguated", ACCEPTED },
    { "german-letter", REFUSED },
    { "king-with-from", ACCEPTED },
    { "long-hyphen", ACCEPTED },
    { "lower-case-king", ACCEPTED },
    { "lower-case-piece", ACCEPTED },
    { "mate-as-check", ACCEPTED },
    { "over-disambiguated-square", ACCEPTED },
    { "pawn-letter", ANY },
    { "pawn-long", ACCEPTED },
    { "pawn-long-hyphen", ACCEPTED },
    { "promo-lower", ACCEPTED },
    { "promo-missing", REFUSED },
    { "promo-no-equals", ACCEPTED },
    { "promo-paren", ACCEPTED },
    { "promo-pawn", REFUSED },
    { "promo-slash", ACCEPTED },
    { "suffix-bang", ACCEPTED },
    { "suffix-mixed", ACCEPTED },
    { "suffix-qq", ACCEPTED },
    { "trailing-dot", ACCEPTED },
    { "uci", ACCEPTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return kinds[i].verdict;
  if (g_str_equal (class, "accept"))
    return ACCEPTED;
  return g_str_equal (class, "reject") ? REFUSED : ANY;
}

static void
input_vectors (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/san_input.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      const char *kind = test_table_get (rows, i, "kind"),
                 *text = test_table_get (rows, i, "input");
      const char *class = test_table_get (rows, i, "class"), *fen = test_table_get (rows, i, "fen");
      const char *expected = test_table_get (rows, i, "uci");
      ChessPosition position = test_position (fen, FALSE);
      Verdict verdict = find_verdict (kind, class);
      char written[CHESS_UCI_SIZE];
      ChessMove move = CHESS_MOVE_NULL;
      ChessNotationError error = chess_san_parse (&position, text, -1, &move);

      g_test_message ("%s, %s: “%s” in %s: %d", kind, class, text, fen, error);
      if (verdict != ANY)
        g_assert_cmpint (error == CHESS_NOTATION_OK, ==, verdict == ACCEPTED);
      if (error || g_str_equal (class, "reject") || g_str_equal (class, "conflict"))
        continue;
      chess_uci_write (&position, move, written);
      /* Read by one program only, which takes "f8/R" for a knight and "Pf5" for any pawn's capture. */
      if (!g_str_equal (kind, "promo-slash") && !g_str_equal (kind, "pawn-letter"))
        g_assert_cmpstr (written, ==, expected);
    }
}

static void
chess960_castling (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/chess960_castling.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      ChessPosition position = test_position (test_table_get (rows, i, "fen_shredder"), TRUE);
      const char *expected = test_table_get (rows, i, "uci_king_takes_rook");
      const char *castling = test_table_get (rows, i, "castling");
      ChessNotationError error;
      char text[CHESS_FEN_SIZE];
      ChessMove move;

      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "fen_x"));
      error = chess_san_parse (&position, castling, -1, &move);
      g_test_message ("%s in %s", castling, text);
      g_assert_cmpint (error == CHESS_NOTATION_OK, ==, test_table_get_yes (rows, i, "legal"));
      if (error)
        continue;
      chess_uci_write (&position, move, text);
      g_assert_cmpstr (text, ==, expected);
      chess_san_write (&position, move, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "san"));
      chess_position_make (&position, move);
      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "fen_after_x"));
    }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/notation/input", input);
  g_test_add_func ("/chess/notation/output", output);
  g_test_add_func ("/chess/notation/uci", uci);
  g_test_add_func ("/chess/notation/vectors", vectors);
  g_test_add_func ("/chess/notation/input-vectors", input_vectors);
  g_test_add_func ("/chess/notation/chess960-castling", chess960_castling);
  return g_test_run ();
}
