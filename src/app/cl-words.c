/* cl-words.c: the one place that words what is on the screen, so that the same thing is always said the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

char *
cl_words_move (const ClGame *game, guint ply)
{
  const ClGameMove *move = ply ? cl_game_get_move (game, ply) : NULL;
  ChessColor color;
  guint number;

  if (!move)
    return g_strdup (C_ ("before the first move", "Start"));
  number = cl_game_ply_number (game, ply, &color);
  return g_strdup_printf (color == CHESS_WHITE ? "%u. %s" : "%u… %s", number, move->san);
}

static char *
format_time (gint64 time_us, const char *today_format, const char *other_format)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) now = NULL;
  gboolean today;

  if (time_us == CL_NO_TIME)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  local = utc ? g_date_time_to_local (utc) : NULL;
  if (!local)
    return g_strdup ("");
  now = g_date_time_new_now_local ();
  today = g_date_time_get_year (local) == g_date_time_get_year (now) &&
          g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now);
  return g_date_time_format (local, today ? today_format : other_format);
}

char *
cl_words_time (gint64 time_us)
{
  /* Translators: time of day, and day with time, as g_date_time_format () takes them. */
  return format_time (time_us, _ ("%H:%M"), _ ("%-d %b %Y, %H:%M"));
}

char *
cl_words_time_exact (gint64 time_us)
{
  /* Translators: time of day with seconds, and day with time, as g_date_time_format () takes them. */
  return format_time (time_us, _ ("%H:%M:%S"), _ ("%-d %b %Y, %H:%M:%S"));
}

char *
cl_words_played (const ClGame *game, guint ply)
{
  const ClGameMove *move = ply ? cl_game_get_move (game, ply) : NULL;

  /* Translators: when a move was played: time of day, and day with time, as g_date_time_format () takes them. A time of
   * day alone would read like the time on a clock. */
  if (move)
    return format_time (move->occurred_at, _ ("played at %H:%M"), _ ("played %-d %b %Y, %H:%M"));
  /* Translators: when a game began: time of day, and day with time, as g_date_time_format () takes them. */
  return format_time (game->started_at, _ ("begun at %H:%M"), _ ("begun %-d %b %Y, %H:%M"));
}

char *
cl_words_caption (const ClGame *game, guint ply)
{
  g_autofree char *move = cl_words_move (game, ply);
  g_autofree char *time = cl_words_played (game, ply);
  gboolean last = ply == cl_game_n_plies (game);
  g_autofree char *ending = last ? cl_words_result (game) : cl_words_ending (game);
  GString *text = g_string_new (move);

  if (*time)
    g_string_append_printf (text, " · %s", time);
  if (*ending)
    g_string_append_printf (text, " · %s", ending);
  return g_string_free (text, FALSE);
}

char *
cl_words_clock (gint64 ms)
{
  gint64 seconds;

  if (ms == CL_NO_CLOCK)
    return g_strdup ("–");
  ms = MAX (ms, 0);
  if (ms < 10000)
    return g_strdup_printf ("0:00:0%d.%d", (int) (ms / 1000), (int) (ms % 1000 / 100));
  seconds = ms / 1000;
  return g_strdup_printf ("%d:%02d:%02d",
                          (int) (seconds / 3600),
                          (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

char *
cl_words_duration (gint64 ms)
{
  gint64 seconds = MAX (ms, 0) / 1000;

  if (seconds < 60)
    /* Translators: a number of seconds. */
    return g_strdup_printf (_ ("%d s"), (int) seconds);
  if (seconds < 3600)
    /* Translators: minutes and seconds. */
    return g_strdup_printf (_ ("%d min %d s"), (int) (seconds / 60), (int) (seconds % 60));
  /* Translators: hours and minutes. */
  return g_strdup_printf (_ ("%d h %d min"), (int) (seconds / 3600), (int) (seconds / 60 % 60));
}

char *
cl_words_number (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  /* Grouped here and not by printf's ' flag, which groups nothing in the C locale. */
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        /* Translators: what stands between groups of three digits. */
        g_string_append (text, C_ ("digit group separator", ","));
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

const char *
cl_words_ending_name (ChessEnding ending)
{
  switch (ending)
    {
    case CHESS_ENDING_CHECKMATE:
      return C_ ("end of a game", "checkmate");
    case CHESS_ENDING_STALEMATE:
      return C_ ("end of a game", "stalemate");
    case CHESS_ENDING_DEAD_POSITION:
      return C_ ("end of a game", "dead position");
    case CHESS_ENDING_FIVEFOLD:
      return C_ ("end of a game", "fivefold repetition");
    case CHESS_ENDING_75_MOVES:
      return C_ ("end of a game", "75 moves without capture or pawn move");
    case CHESS_ENDING_THREEFOLD:
      return C_ ("end of a game", "threefold repetition");
    case CHESS_ENDING_50_MOVES:
      return C_ ("end of a game", "50 moves without capture or pawn move");
    case CHESS_ENDING_AGREEMENT:
      return C_ ("end of a game", "agreement");
    case CHESS_ENDING_RESIGNATION:
      return C_ ("end of a game", "resignation");
    case CHESS_ENDING_TIME:
      return C_ ("end of a game", "time forfeit");
    case CHESS_ENDING_TIME_NO_MATE:
      return C_ ("end of a game", "time against a side that cannot mate");
    case CHESS_ENDING_ILLEGAL_MOVES:
      return C_ ("end of a game", "illegal moves");
    case CHESS_ENDING_ADJUDICATION:
      return C_ ("end of a game", "adjudication");
    case CHESS_ENDING_ABANDONED:
      return C_ ("end of a game", "abandonment");
    case CHESS_ENDING_NONE:
    case CHESS_ENDING_UNKNOWN:
    default:
      return NULL;
    }
}

static const char *
result_sentence (ChessResult result, gboolean with_reason)
{
  switch (result)
    {
    case CHESS_RESULT_WHITE:
      /* Translators: %s is how, such as “resignation”. */
      return with_reason ? _ ("White won by %s") : _ ("White won");
    case CHESS_RESULT_BLACK:
      /* Translators: %s is how, such as “resignation”. */
      return with_reason ? _ ("Black won by %s") : _ ("Black won");
    case CHESS_RESULT_DRAW:
      /* Translators: %s is how, such as “agreement”. */
      return with_reason ? _ ("Drawn by %s") : _ ("Drawn");
    case CHESS_RESULT_NONE:
    default:
      return with_reason ? _ ("Ended without a result by %s") : _ ("Ended without a result");
    }
}

/* What was recorded; else what the board says: a file seldom tells why a game ended, a mate does. */
static const char *
find_reason (const ClGame *game)
{
  const char *reason = cl_words_ending_name (game->ending);

  if (!reason && game->ending_text && *game->ending_text)
    reason = game->ending_text;
  if (!reason && game->outcome.result == game->result)
    reason = cl_words_ending_name (game->outcome.automatic);
  return reason;
}

char *
cl_words_result (const ClGame *game)
{
  const char *reason = find_reason (game);

  if (game->status != CL_GAME_ENDED || (!reason && game->result == CHESS_RESULT_NONE))
    return g_strdup ("");
  return reason ? g_strdup_printf (result_sentence (game->result, TRUE), reason)
                : g_strdup (result_sentence (game->result, FALSE));
}

const char *
cl_words_score (ChessResult result)
{
  switch (result)
    {
    case CHESS_RESULT_WHITE:
      return "1–0";
    case CHESS_RESULT_BLACK:
      return "0–1";
    case CHESS_RESULT_DRAW:
      return "½–½";
    case CHESS_RESULT_NONE:
    default:
      return "*";
    }
}

/* "1996" of "1996.??.??", "February 1996", "10 February 1996"; NULL where even the year is unknown. */
static char *
format_date_tag (const char *date)
{
  guint year = 0;
  guint month = 0;
  guint day = 0;
  int n = date ? sscanf (date, "%4u.%2u.%2u", &year, &month, &day) : 0;
  g_autoptr (GDateTime) time = NULL;

  if (n < 1 || !year)
    return NULL;
  time = g_date_time_new_utc ((int) year,
                              n < 2 || !month ? 1 : (int) month,
                              n < 3 || !day ? 1 : (int) day,
                              0,
                              0,
                              0);
  if (!time || n < 2 || !month)
    return g_strdup_printf ("%u", year);
  /* Translators: month and year, and a whole date, as g_date_time_format () takes them. */
  return g_date_time_format (time, n < 3 || !day ? _ ("%B %Y") : _ ("%-d %B %Y"));
}

char *
cl_words_occasion (const ClGame *game)
{
  guint plies = cl_game_n_plies (game);
  guint n_moves = plies ? cl_game_ply_number (game, plies, NULL) : 0;
  const char *event = cl_game_get_tag (game, "Event");
  g_autofree char *date = format_date_tag (cl_game_get_tag (game, "Date"));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u move", "%u moves", n_moves), n_moves);
  if (event && *event && strcmp (event, "?") != 0)
    g_string_append_printf (text, " · %s", event);
  if (date)
    g_string_append_printf (text, " · %s", date);
  return g_string_free (text, FALSE);
}

char *
cl_words_ending (const ClGame *game)
{
  g_autofree char *sentence = cl_words_result (game);
  guint plies = cl_game_n_plies (game);

  if (!*sentence || !plies)
    return g_steal_pointer (&sentence);
  /* Translators: %s is the result, such as “White won by resignation”, %u the number of the last move. */
  return g_strdup_printf (_ ("%s, move %u"), sentence, cl_game_ply_number (game, plies, NULL));
}

char *
cl_words_name (const ClGame *game, ChessColor side)
{
  const char *name = side == CHESS_WHITE ? game->white : game->black;

  if (name && *name && strcmp (name, "?") != 0)
    return g_strdup (name);
  return g_strdup (side == CHESS_WHITE ? C_ ("side", "White") : C_ ("side", "Black"));
}

char *
cl_words_surname (const ClGame *game, ChessColor side)
{
  char *name = cl_words_name (game, side);
  char *comma = strchr (name, ',');

  if (comma)
    *comma = '\0';
  return name;
}

char *
cl_words_players (const ClGame *game)
{
  g_autofree char *white = cl_words_surname (game, CHESS_WHITE);
  g_autofree char *black = cl_words_surname (game, CHESS_BLACK);

  return g_strdup_printf ("%s – %s", white, black);
}

char *
cl_words_place (const char *partition)
{
  const char *slash = partition ? strchr (partition, '/') : NULL;
  char *name;
  char *end;

  if (!slash)
    return g_strdup (partition ? partition : "");
  if (g_str_has_prefix (partition, "table/"))
    /* Translators: %s is the number of a table in the playing hall. */
    return g_strdup_printf (_ ("Table %s"), slash + 1);
  name = g_strdup (slash + 1);
  end = strrchr (name, '~');
  if (end)
    *end = '\0';
  if (g_str_has_suffix (name, ".pgn"))
    name[strlen (name) - 4] = '\0';
  return g_strdelimit (name, "_", ' ');
}

char *
cl_words_title (const ClGame *game)
{
  g_autofree char *place = cl_words_place (game->partition);
  g_autofree char *players = NULL;

  /* Where one is before it began, nobody has sat down yet. */
  if (game->status == CL_GAME_EMPTY)
    return g_steal_pointer (&place);
  players = cl_words_players (game);
  return g_strdup_printf ("%s · %s", place, players);
}

/* Players count as the scoresheet numbers: a move of White and one of Black are one move, and one that is only half
 * played counts already. The start of a game that stands at move 30 is 30 moves behind, not 60. */
static guint
count_moves (guint plies)
{
  return plies / 2 + plies % 2;
}

char *
cl_words_behind (guint plies)
{
  guint n = count_moves (plies);

  return g_strdup_printf (ngettext ("%u move behind", "%u moves behind", n), n);
}

char *
cl_words_moves_on (guint plies)
{
  guint n = count_moves (plies);

  /* Translators: the game is so many moves further on than what is shown. */
  return g_strdup_printf (ngettext ("%u move on", "%u moves on", n), n);
}
