/* chess-pgn-words.c: the small dictionaries of PGN: symbols of annotators, figurines, escapes, what an error means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-pgn-private.h"

#include <string.h>

bool
pgn_read_symbol (ChessText token, unsigned *nag)
{
  static const struct
  {
    const char text[5];
    unsigned nag; /* 0: says nothing */
  } symbols[] = {
    { "!", 1 },    { "?", 2 },   { "!!", 3 },   { "??", 4 },  { "!?", 5 },   { "?!", 6 },
    { "=", 10 },   { "+=", 14 }, { "+/=", 14 }, { "=+", 15 }, { "=/+", 15 }, { "+/-", 16 },
    { "-/+", 17 }, { "+-", 18 }, { "-+", 19 },  { "N", 146 }, { "TN", 146 }, { "D", 220 },
    { "e.p.", 0 }, { "ep", 0 },  { "+", 0 },    { "++", 0 },
  };

  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
    if (token.length == strlen (symbols[i].text) &&
        memcmp (token.text, symbols[i].text, token.length) == 0)
      {
        *nag = symbols[i].nag;
        return true;
      }
  return false;
}

size_t
pgn_spell_figurine (ChessText token, char out[16])
{
  static const char letters[] = "KQRBN";
  unsigned char last;
  size_t kind, length = 0;

  if (token.length < 3 || token.length > 12 || memcmp (token.text, "\xe2\x99", 2) != 0)
    return 0;
  last = (unsigned char) token.text[2];
  if (last < 0x94 || last > 0x9f)
    return 0;
  kind = (last - 0x94u) % 6;
  if (kind < 5)
    out[length++] = letters[kind];
  memcpy (out + length, token.text + 3, token.length - 3);
  return length + token.length - 3;
}

const char *
chess_pgn_error_text (ChessPgnError error)
{
  switch (error)
    {
    case CHESS_PGN_OK:
      return "no error";
    case CHESS_PGN_BAD_MOVE:
      return "not a legal move";
    case CHESS_PGN_BAD_FEN:
      return "the start position is not valid";
    case CHESS_PGN_UNCLOSED_COMMENT:
      return "a comment is not closed";
    case CHESS_PGN_UNCLOSED_VARIATION:
      return "a variation is not closed";
    case CHESS_PGN_STRAY_TEXT:
      return "text that is neither a move nor a comment";
    case CHESS_PGN_UNKNOWN_VARIANT:
      return "a variant of chess that is not supported";
    case CHESS_PGN_NO_GAME:
      return "text that holds no game";
    }
  return "unknown error";
}

size_t
chess_pgn_unescape (ChessText raw, char *out)
{
  size_t length = 0;

  for (size_t i = 0; i < raw.length; i++)
    {
      if (raw.text[i] == '\\' && i + 1 < raw.length &&
          (raw.text[i + 1] == '"' || raw.text[i + 1] == '\\'))
        i++;
      out[length++] = raw.text[i];
    }
  return length;
}
