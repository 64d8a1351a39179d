/* cl-lesson-recording.c: the lessons about what a ledger keeps: the film, facts, and ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-lesson-private.h"

/* --- The photograph and the film --- */

static gboolean
prepare_photograph (ClLedger *ledger, GError **error)
{
  return cl_lesson_start_game (ledger, "table/1", "e4 e5 Nf3 Nc6", error) &&
         cl_lesson_start_game (ledger, "table/2", "", error);
}

static gboolean
are_same_moves (const ClGame *a, const ClGame *b)
{
  for (guint ply = 1; ply <= MIN (cl_game_n_plies (a), cl_game_n_plies (b)); ply++)
    if (strcmp (cl_game_get_move (a, ply)->san, cl_game_get_move (b, ply)->san) != 0)
      return FALSE;
  return cl_game_n_plies (a) == cl_game_n_plies (b);
}

static ClLessonVerdict
check_photograph (ClLessonBench *bench, char **say, GError **error)
{
  g_autoptr (ClGame) first = cl_lesson_load (bench, "table/1", error);
  g_autoptr (ClGame) second = first != NULL ? cl_lesson_load (bench, "table/2", error) : NULL;

  if (second == NULL || (cl_ledger_get_head (bench->ledger) == bench->start))
    return CL_LESSON_OPEN;
  if (first->current.key != second->current.key)
    {
      *say = g_strdup (_ ("The pieces do not stand alike at the two tables yet."));
      return CL_LESSON_ASTRAY;
    }
  if (are_same_moves (first, second))
    {
      *say = g_strdup (
        _ ("The boards are equal, but so are the films: the moves came in the same order. Start "
           "the lesson again and play them in another order at table 2."));
      return CL_LESSON_ASTRAY;
    }
  return CL_LESSON_DONE;
}

const ClLesson cl_lesson_photograph = {
  .id = "photograph",
  .title = N_ ("The photograph and the film"),
    .minutes = 4,
    .text = N_ ("Most programs keep how things stand now: a photograph. A ledger keeps everything that happened, "
    "in order: the film. From the film one can always make the photograph of any moment. From the "
    "photograph nobody can make the film.\n\nAt table 1 Anna and Boris have played 1. e4 e5 2. Nf3 Nc6."),
      .question = N_ ("Carla and David reach the very same position at table 2, but by another order of moves. "
    "Somebody shows you only the two boards. Can you tell what was played where?"),
        .choices = {
          { N_ ("Yes: the pieces show how they got there"),
            N_ ("A knight on f3 does not say whether it came on the first move or the second. The board is a "
        "photograph: it has forgotten the order.") },
            { N_ ("No: the boards are equal, only the ledger knows"),
              N_ ("Right. Both boards are the same photograph of two different films, and only the films differ.") },
              { N_ ("No: and the ledger cannot know either"),
                  N_ ("The ledger has every move as an event of its own, with its number. It can tell exactly.") },
              },
              .right = 1,
              .task = N_ ("Go to table 2 and bring the pieces to where they stand at table 1, by the same four moves in "
    "another order. Begin with 1. Nf3."),
                .afterwards = N_ ("Look at the Ledger beside the board: table/1 and table/2 have the same moves in different cells. The "
    "two boards are equal to the last pawn. That is why the ledger keeps events and not boards."),
                  .notes = N_ ("Draw a photograph and a strip of film. Ask who can say what happened before the photograph. Bank "
    "statement and balance is the same pair. Let somebody play table 2 by calling out the moves."),
                    .n_tables = 2,
                    .prepare = prepare_photograph,
                    .check = check_photograph,
                  };

/* --- Events are facts --- */

static ClLessonVerdict
check_facts (ClLessonBench *bench, char **say, GError **error)
{
  g_autoptr (ClEvents) events = cl_lesson_read_new (bench, error);
  g_autoptr (ClGame) game = events != NULL ? cl_lesson_load (bench, "table/1", error) : NULL;

  if (game == NULL || cl_events_get_length (events) == 0)
    return CL_LESSON_OPEN;
  if (game->status == CL_GAME_ENDED && game->ending != CHESS_ENDING_RESIGNATION)
    *say = g_strdup (_ ("The game is over, but nobody resigned. Start the lesson again."));
  else if (cl_lesson_count (events, "table/1", "DrawOffered") == 0)
    *say =
      g_strdup (_ ("No draw was offered yet: the ledger has no DrawOffered after the last event."));
  else if (game->status != CL_GAME_ENDED)
    *say =
      g_strdup (_ ("The offer is a fact now. The game still goes on: somebody has to resign."));
  else
    return CL_LESSON_DONE;
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_facts = {
  .id = "facts",
  .title = N_ ("Events are facts"),
    .minutes = 3,
    .text = N_ ("An event is something that has happened, in the past tense, in words that the people at the table "
    "would use: MovePlayed, DrawOffered, GameEnded. What somebody only wants to do is an intention. The "
    "program checks it against the rules; then it becomes a fact, or nothing at all."),
      .question = N_ ("Somebody tries to move a rook through a pawn on the screen. What does the ledger get?"),
        .choices = {
          { N_ ("An event “MoveRefused”"),
            N_ ("The game knows no such fact: nothing happened at the table. A ledger full of attempts would tell "
        "how the program was used, not what was played.") },
            { N_ ("The move, marked as wrong"),
              N_ ("An intention that is refused never becomes a fact. (What an arbiter sees on a real board did "
        "happen, and has a fact of its own: IllegalMoveMade.)") },
              { N_ ("Nothing"),
                  N_ ("Right. The intention was refused before it was a fact. The number of the last event stays.") },
              },
              .right = 2,
              .task = N_ ("Try an impossible move first and watch the number of events: nothing happens. Then let the ledger "
    "say these two things about table 1: a draw was offered, and somebody resigned."),
                .afterwards = N_ ("The offer stays in the ledger although nobody took it, for it happened. Read the last events "
    "aloud: they are sentences that an arbiter would sign."),
                  .notes = N_ ("Collect bad names on the board: BoardUpdated, SaveClicked. Ask what a chess player would say "
    "instead. The point: facts are named by the trade, not by the software."),
                    .n_tables = 1,
                    .prepare = cl_lesson_prepare_one_table,
                    .check = check_facts,
                  };

/* --- In pen --- */

static gboolean
prepare_pen (ClLedger *ledger, GError **error)
{
  return cl_lesson_start_game (ledger, "table/1", "e4 e5 Nf3 Nc6 Bc4 h6", error);
}

static ClLessonVerdict
check_pen (ClLessonBench *bench, char **say, GError **error)
{
  g_autoptr (ClEvents) events = cl_lesson_read_new (bench, error);
  g_autoptr (ClGame) game = events != NULL ? cl_lesson_load (bench, "table/1", error) : NULL;
  const ClGameMove *sixth = game != NULL ? cl_game_get_move (game, 6) : NULL;

  if (game == NULL || cl_events_get_length (events) == 0)
    return CL_LESSON_OPEN;
  if (cl_lesson_count (events, "table/1", "TakebackAgreed") == 0)
    *say = g_strdup (_ ("The wrong move still stands: what you recorded came after it. A correction is an event of its own: take "
           "the move back."));
  else if (sixth == NULL)
    *say = g_strdup (_ ("The move is taken back, and the ledger has one event more. Now record what was really played: "
           "3… Bc5."));
  else if (strcmp (sixth->san, "Bc5") != 0)
    *say = g_strdup_printf (_ ("The ledger says now that Black answered %s. It should be 3… Bc5."),
                               sixth->san);
  else
    return CL_LESSON_DONE;
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_pen = {
  .id = "pen",
  .title = N_ ("Written in pen"),
    .minutes = 3,
    .text = N_ ("A ledger is only added to. Nothing in it is changed or removed, as in an accountant’s book or on a "
    "scoresheet. A mistake is corrected by a later fact that says so, and both stay readable.\n\nAt table 1 "
    "the last move was written down wrongly: it says 3… h6, but Boris played 3… Bc5."),
      .question = N_ ("The ledger has seven events. After the mistake is mended, how many will it have?"),
        .choices = {
          { N_ ("Seven: the wrong move is replaced"),
            N_ ("Replacing is what a pencil does. Then nobody could see that there was a mistake, or who changed what.") },
            { N_ ("Six, and then seven: the wrong move is erased and the right one added"),
              N_ ("Nothing can be erased: the file itself refuses it, and the seals would show it.") },
              { N_ ("Nine: one says that it is taken back, one is the right move"),
                  N_ ("Right. The two new facts stand behind the old one, and every view draws its own conclusion.") },
              },
              .right = 2,
              .task = N_ ("Mend it: take the last move back, then play 3… Bc5."),
                .afterwards = N_ ("The board shows one move, the ledger three events. Step back through the events: the mistake is still "
    "there, and the moment at which it was noticed as well. No trigger, no log table: it is simply what is stored."),
                  .notes = N_ ("Ask what an auditor would rather see: a clean page, or a struck line with initials. Mention that "
    "UPDATE and DELETE are refused by the file itself; lesson 12 shows what happens if somebody does it anyway."),
                    .n_tables = 1,
                    .prepare = prepare_pen,
                    .check = check_pen,
                  };
