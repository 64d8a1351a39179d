/* fuzz-fact.c: any details and any order of facts: decoding and folding end in an error or in a sound game
 *
 * A line of the input is one event: its type (a letter), its ply (a letter), its move (four bytes), then the details. What
 * decodes must encode to something that decodes to the same bytes; a game that took an event must have a position that
 * its core agrees with; and one that refused it must be as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-game.h"

#include "chess-fen.h"

#define HEADER     6
#define MAX_EVENTS 60

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* @schema: the one that it is written with, which is today's. */
static char *
encode (const ClEvent *event, guint16 *schema)
{
  g_auto (ClFact) fact = { 0 };
  g_autoptr (ClDraft) draft = NULL;
  const ClEvent *encoded;

  if (!cl_fact_from_event (event, &fact, NULL))
    return NULL;
  draft = cl_draft_new ("table/1", "fuzz", NULL);
  cl_fact_to_draft (&fact, draft);
  encoded = cl_draft_get (draft, 0);
  *schema = encoded->schema;
  return g_strdup (encoded->details != NULL ? encoded->details : "{}");
}

static void
check_codec (const ClEvent *event)
{
  ClEvent again = *event;
  g_autofree char *once = encode (event, &again.schema), *twice = NULL;
  g_autofree char *summary = cl_fact_summary (event);

  if (!g_utf8_validate (summary, -1, NULL))
    abort ();
  if (once == NULL)
    return;
  again.details = once;
  twice = encode (&again, &again.schema);
  if (twice == NULL || strcmp (once, twice) != 0)
    abort ();
}

static void
check_game (const ClGame *game)
{
  gint64 white, black;
  ChessPosition position;

  if (game->current.key != chess_position_compute_key (&game->current))
    abort ();
  for (guint ply = 0; ply <= cl_game_n_plies (game); ply++)
    {
      cl_game_position_at (game, ply, &position);
      cl_game_clock_at (game, ply, &white, &black);
      cl_game_ply_number (game, ply, NULL);
      if (ply > 0 && position.key != cl_game_get_move (game, ply)->key)
        abort ();
    }
}

static ClEvent
make_event (const uint8_t *line, const char *details)
{
  ClEvent event = CL_EVENT_INIT;

  event.partition = "table/1";
  event.kind = (guint16) (1 + (line[0] - 'A') % (CL_N_FACTS - 1));
  event.type = cl_fact_type_name (event.kind);
  event.game = 1;
  event.ply = line[1] >= '0' ? line[1] - '0' : 0;
  event.has_move = TRUE;
  event.move.move = (guint16) (line[2] | line[3] << 8);
  event.move.marks = (guint16) (line[4] | line[5] << 8);
  event.details = *details != '\0' ? details : NULL;
  return event;
}

/* A line whose move is four letters of a legal move is easier to find than its bits. */
static void
make_legal (const ClGame *game, const uint8_t *line, ClEvent *event)
{
  ChessMove move;

  if (chess_uci_parse (&game->current, (const char *) line + 2, 4, &move) == CHESS_NOTATION_OK)
    event->move = cl_move_from_chess (&game->current, move);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (ClGame) game = cl_game_new ("table/1", 1);
  const uint8_t *end = data + size;
  guint64 offset = 0;

  for (guint i = 0; i < MAX_EVENTS && end - data > HEADER; i++)
    {
      const uint8_t *newline = memchr (data, '\n', (size_t) (end - data));
      size_t length = (size_t) ((newline != NULL ? newline : end) - data);

      if (length >= HEADER && data[0] >= 'A')
        {
          g_autofree char *details = g_strndup ((const char *) data + HEADER, length - HEADER);
          g_autoptr (ClGame) copy = cl_game_copy (game);
          ClEvent event = make_event (data, details);

          make_legal (game, data, &event);
          event.offset = ++offset;
          check_codec (&event);
          if (cl_game_apply (game, &event, NULL))
            check_game (game);
          else if (memcmp (&game->current, &copy->current, sizeof game->current) != 0 ||
                   game->moves->len != copy->moves->len || game->status != copy->status)
            abort ();
        }
      if (newline == NULL)
        break;
      data = newline + 1;
    }
  return 0;
}
