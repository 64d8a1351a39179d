/* uci-double.c: a chess engine for tests: sound, or faulty in the way that its first argument names
 *
 *   good        answers every search by its limits; scores and moves follow from the position alone
 *   silent      never says uciok            deaf-go     says nothing any more after go
 *   deaf-stop   searches on after stop      dies        ends in every search
 *   dies-once   ends in the first search ever: a file named by the second argument tells
 *   dies-early  ends at once                floods      writes without end in a search
 *   garbage     noise, half lines and a line of a megabyte around good lines, CR LF at the ends
 *   lies        names a move that is not legal
 *   lies-line   a line that begins with one, and a good answer
 *   late        answers twice, the second time long after
 *   stamps      says until stop what time it is, µs of the monotonic clock, in the place of its nodes
 *   hopeless    thinks itself lost in every position
 *   endless     searches that have an end have none, but it answers isready
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-fen.h"
#include "chess-notation.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  const char *way, *end;
  ChessPosition position;
  bool chess960;
  int multipv;
  int owed; /* answers that "late" still gives */
} Double;

static bool
is (const Double *self, const char *way)
{
  return strcmp (self->way, way) == 0;
}

static void
say (const Double *self, const char *text)
{
  fputs (text, stdout);
  fputs (self->end, stdout);
}

static void
read_position (Double *self, char *line)
{
  char *moves = strstr (line, " moves ");
  char *fen = strstr (line, "fen ");

  self->position = chess_position_start ();
  if (fen != NULL)
    {
      size_t length = moves != NULL ? (size_t) (moves - fen) - 4 : strlen (fen + 4);

      if (chess_fen_parse (fen + 4, (ptrdiff_t) length, &self->position, NULL) != CHESS_FEN_OK)
        exit (3);
    }
  self->position.chess960 = self->chess960;
  if (moves == NULL)
    return;
  for (char *word = strtok (moves + 7, " "); word != NULL; word = strtok (NULL, " "))
    {
      ChessMove move;

      if (chess_uci_parse (&self->position, word, -1, &move) != CHESS_NOTATION_OK)
        exit (4);
      chess_position_make (&self->position, move);
    }
}

static void
write_pv (const ChessPosition *start, ChessMove first, char *out)
{
  ChessPosition position = *start;
  ChessMove move = first;

  *out = '\0';
  for (int i = 0; i < 3; i++)
    {
      ChessMoveList list;
      char uci[CHESS_UCI_SIZE];

      chess_uci_write (&position, move, uci);
      strcat (out, " ");
      strcat (out, uci);
      chess_position_make (&position, move);
      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        return;
      move = list.moves[0];
    }
}

static long long
nodes_of (const Double *self, int depth)
{
  struct timespec now;

  if (!is (self, "stamps"))
    return depth * 100;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

static void
say_depth (const Double *self, const ChessMoveList *list, int depth)
{
  char line[300], pv[64];

  for (int i = 0; i < self->multipv && i < (int) list->n; i++)
    {
      write_pv (&self->position, list->moves[i], pv);
      snprintf (line,
                sizeof line,
                "info depth %d seldepth %d multipv %d score cp %d nodes %lld time %d pv%s",
                depth,
                depth + 2,
                i + 1,
                (is (self, "hopeless") ? -950 : (int) (self->position.key % 200) - 100) - 10 * i,
                nodes_of (self, depth),
                depth * 400,
                pv);
      say (self, line);
    }
}

/* What a search says after the first words; false: it says no more. */
static void
misbehave (Double *self, const char *flag)
{
  if (is (self, "dies"))
    exit (1);
  if (is (self, "dies-once") && access (flag, F_OK) != 0)
    {
      fclose (fopen (flag, "w"));
      exit (1);
    }
  if (is (self, "floods"))
    for (;;)
      say (self, "info string all work and no play makes an engine say too much");
  if (is (self, "garbage"))
    {
      static const char noise[] = "\x00\xff\xfe\n\rbestmov\ninfo depth score pv\ninfo pv\n";

      fwrite (noise, 1, sizeof noise - 1, stdout);
      for (int i = 0; i < 1 << 20; i++)
        putchar ('x');
      say (self, "");
      say (self, "info depth 99999999999999999999 score mate -0 pv e2e4");
      say (self, "option name late type spin");
    }
  if (is (self, "lies-line"))
    say (self, "info depth 5 score cp 10 nodes 5 pv a1a8 h8h1");
}

static void
answer (Double *self, const ChessMoveList *list)
{
  char line[40] = "bestmove ";

  if (is (self, "lies"))
    strcat (line, "a1a8");
  else
    chess_uci_write (&self->position, list->moves[0], line + 9);
  say (self, line);
  if (is (self, "late"))
    self->owed++;
}

static bool
is_waiting (void)
{
  struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };

  return poll (&fd, 1, 10) > 0;
}

/* Until stop comes; the other lines that come meanwhile are read as well. */
static void
search_on (Double *self, const ChessMoveList *list)
{
  char line[4096];
  int depth = 4;

  for (;;)
    {
      if (!is_waiting ())
        {
          say_depth (self, list, depth < 200 ? depth++ : 200);
          fflush (stdout);
          continue;
        }
      if (fgets (line, sizeof line, stdin) == NULL || strncmp (line, "quit", 4) == 0)
        exit (0);
      if (strncmp (line, "isready", 7) == 0)
        say (self, "readyok");
      else if (strncmp (line, "stop", 4) == 0 && !is (self, "deaf-stop"))
        return;
      fflush (stdout);
    }
}

static void
pause_for_ever (void)
{
  fflush (stdout);
  for (;;)
    pause ();
}

/* Answers isready, and nothing else. */
static void
stall (Double *self)
{
  char line[4096];

  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    if (strncmp (line, "isready", 7) == 0)
      {
        say (self, "readyok");
        fflush (stdout);
      }
  exit (0);
}

static void
go (Double *self, const char *line, const char *flag)
{
  ChessMoveList list;

  if (is (self, "deaf-go"))
    pause_for_ever ();
  chess_position_legal_moves (&self->position, &list);
  for (int depth = 1; depth <= 3; depth++)
    say_depth (self, &list, depth);
  fflush (stdout);
  misbehave (self, flag);
  if (is (self, "endless"))
    stall (self);
  if (strstr (line, "infinite") != NULL || is (self, "deaf-stop") || is (self, "stamps"))
    search_on (self, &list);
  answer (self, &list);
}

static void
introduce (Double *self)
{
  if (is (self, "silent"))
    return;
  say (self, "id name Double 1.0 (test)");
  say (self, "id author nobody");
  say (self, "option name Hash type spin default 16 min 1 max 1024");
  say (self, "option name MultiPV type spin default 1 min 1 max 500");
  say (self, "option name UCI_Chess960 type check default false");
  say (self, "option name UCI_LimitStrength type check default false");
  say (self, "option name UCI_Elo type spin default 1350 min 1350 max 2850");
  say (self, "option name Clear Hash type button");
  say (self, "option name Style of Play type combo default Very Solid var Very Solid var Risky");
  say (self, "option name Book File type string default <empty>");
  say (self, "uciok");
}

static void
set_option (Double *self, const char *line)
{
  const char *lines = strstr (line, "name MultiPV value ");

  if (lines != NULL)
    self->multipv = atoi (lines + 19);
  if (strstr (line, "UCI_Chess960") != NULL)
    self->chess960 = strstr (line, "true") != NULL;
}

int
main (int argc, char **argv)
{
  Double self = { .way = argc > 1 ? argv[1] : "good", .end = "\n", .multipv = 1 };
  char line[65536];

  if (is (&self, "garbage"))
    self.end = "\r\n";
  if (is (&self, "dies-early"))
    return 1;
  self.position = chess_position_start ();
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\r\n")] = '\0';
      if (self.owed > 0)
        {
          say (&self, "bestmove h7h6");
          self.owed--;
        }
      if (strcmp (line, "uci") == 0)
        introduce (&self);
      else if (strcmp (line, "isready") == 0)
        say (&self, "readyok");
      else if (strncmp (line, "setoption", 9) == 0)
        set_option (&self, line);
      else if (strncmp (line, "position", 8) == 0)
        read_position (&self, line);
      else if (strncmp (line, "go", 2) == 0)
        go (&self, line, argc > 2 ? argv[2] : "");
      else if (strcmp (line, "quit") == 0)
        return 0;
      fflush (stdout);
    }
  return 0;
}
