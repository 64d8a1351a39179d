/* cl-players-row.c: the text in which the players view keeps a game
 *
 * A game: a tab between two fields; of each side name, rating, timed moves, used ms, hurried moves, clock ms; then result
 * (as chess_result_text), pace (its number), initial ms, increment ms, ECO, date, plies, flags (of "w" withdrawn, "b" Black moved first), line. 0 and
 * what is not known are "".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-players-row.h"

#include "cl-decimal.h"
#include <string.h>

#include "chess-time-control.h"
#include "cl-event.h"

#define N_SIDE_FIELDS 6
#define N_GAME_FIELDS (2 * N_SIDE_FIELDS + 9)
#define BULLET_MS     (180 * 1000) /* for 40 moves */

const char *
cl_pace_word (ClPace pace)
{
  static const char *const words[] = { "unknown", "standard", "rapid", "blitz", "bullet" };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == CL_N_PACES);
  return words[MIN (pace, CL_N_PACES - 1)];
}

ClPace
cl_pace_of (const char *text, gint64 *initial_ms, gint64 *increment_ms)
{
  ChessTimeControl control;
  gint64 initial, increment;

  if (initial_ms != NULL)
    *initial_ms = 0;
  if (increment_ms != NULL)
    *increment_ms = 0;
  if (text == NULL || !chess_time_control_parse ((ChessText){ text, strlen (text) }, &control) ||
      control.timing == CHESS_TIMING_NONE || control.n_periods == 0)
    return CL_PACE_UNKNOWN;
  initial = chess_time_control_initial_ms (&control);
  increment = control.timing == CHESS_TIMING_FISCHER ? control.periods[0].increment_ms : 0;
  if (initial_ms != NULL)
    *initial_ms = MAX (initial, 0);
  if (increment_ms != NULL)
    *increment_ms = increment;
  switch (chess_time_control_pace (&control))
    {
    case CHESS_PACE_STANDARD:
      return CL_PACE_STANDARD;
    case CHESS_PACE_RAPID:
      return CL_PACE_RAPID;
    default:
      return initial + 40 * control.periods[0].increment_ms < BULLET_MS && control.n_periods == 1
               ? CL_PACE_BULLET
               : CL_PACE_BLITZ;
    }
}

/* --- Thinking time --- */

/* A number of the details that is not worth a whole decoding: "key":123. In a text its quotes would be escaped. */
static gboolean
find_number (const char *details, const char *key, gint64 *value)
{
  const char *found = details != NULL ? strstr (details, key) : NULL;

  if (found == NULL)
    return FALSE;
  found += strlen (key);
  while (*found == ' ' || *found == ':')
    found++;
  *value = g_ascii_strtoll (found, NULL, 10);
  return TRUE;
}

gint64
cl_players_used_ms (const ClEvent *event, gint64 *clock_ms, gint64 initial_ms, gint64 increment_ms)
{
  gint64 used = -1, before = *clock_ms;

  if (before == CL_NO_CLOCK && event->ply <= 2 && initial_ms > 0)
    before = initial_ms;
  if (!find_number (event->details, "\"used_ms\"", &used) &&
      !find_number (event->details, "\"emt_ms\"", &used) && event->clock_ms != CL_NO_CLOCK &&
      before != CL_NO_CLOCK)
    used = MAX (before + increment_ms - event->clock_ms, 0);
  if (event->clock_ms != CL_NO_CLOCK)
    *clock_ms = MAX (event->clock_ms, 0);
  return used;
}

/* --- A game --- */

static gboolean
parse_number (const char *text, guint64 max, guint64 *value)
{
  guint64 n = 0;

  /* By hand: a million rows are read to answer one question, and an allocation or a locale for each number would be most of it. */
  if (strlen (text) > 15)
    return FALSE;
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isdigit (*text))
        return FALSE;
      n = n * 10 + (guint64) (*text - '0');
    }
  *value = n;
  return n <= max;
}

static gboolean
parse_side (char **fields, ClPlayersSide *side)
{
  guint64 rating, timed, hurried, clock;

  side->name = fields[0];
  if (!parse_number (fields[1], G_MAXUINT16, &rating) ||
      !parse_number (fields[2], G_MAXUINT32, &timed) ||
      !parse_number (fields[3], G_MAXINT64, &side->used_ms) ||
      !parse_number (fields[4], G_MAXUINT32, &hurried) ||
      !parse_number (fields[5], G_MAXINT64, &clock))
    return FALSE;
  side->rating = (guint) rating;
  side->n_timed = (guint) timed;
  side->n_hurried = (guint) hurried;
  side->clock_ms = fields[5][0] != '\0' ? (gint64) clock : CL_NO_CLOCK;
  return TRUE;
}

static gboolean
split (char *text, char **fields)
{
  for (guint i = 0; i < N_GAME_FIELDS; i++)
    {
      char *tab = strchr (text, '\t');

      fields[i] = text;
      if ((tab == NULL) != (i == N_GAME_FIELDS - 1))
        return FALSE;
      if (tab != NULL)
        {
          *tab = '\0';
          text = tab + 1;
        }
    }
  return TRUE;
}

ClPlayersGame *
cl_players_game_parse (const char *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  g_autoptr (ClPlayersGame) self = g_new0 (ClPlayersGame, 1);
  char *fields[N_GAME_FIELDS], **rest = fields + 2 * N_SIDE_FIELDS;
  guint64 pace, initial, increment, plies;

  self->storage = g_strdup (value);
  if (!split (self->storage, fields) || !parse_side (fields, &self->sides[0]) ||
      !parse_side (fields + N_SIDE_FIELDS, &self->sides[1]) ||
      !chess_result_parse ((ChessText){ rest[0], strlen (rest[0]) }, &self->result) ||
      !parse_number (rest[1], CL_N_PACES - 1, &pace) ||
      !parse_number (rest[2], G_MAXINT64, &initial) ||
      !parse_number (rest[3], G_MAXINT64, &increment) ||
      !parse_number (rest[6], G_MAXUINT32, &plies))
    return NULL;
  self->pace = (ClPace) pace;
  self->initial_ms = (gint64) initial;
  self->increment_ms = (gint64) increment;
  self->eco = rest[4];
  self->date = rest[5];
  self->plies = (guint) plies;
  self->withdrawn = strchr (rest[7], 'w') != NULL;
  self->black_first = strchr (rest[7], 'b') != NULL;
  self->line = rest[8];
  return g_steal_pointer (&self);
}

void
cl_players_game_free (ClPlayersGame *self)
{
  g_free (self->storage);
  g_free (self);
}

static void
append_text (GString *line, const char *text)
{
  gsize start = line->len;

  g_string_append (line, text != NULL ? text : "");
  g_strdelimit (line->str + start, "\t\n\r", ' ');
  g_string_append_c (line, '\t');
}

static void
append_number (GString *line, guint64 number)
{
  if (number > 0)
    cl_decimal_append (line, (gint64) MIN (number, G_MAXINT64));
  g_string_append_c (line, '\t');
}

char *
cl_players_game_format (const ClPlayersGame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *line = g_string_sized_new (128);

  for (guint i = 0; i < 2; i++)
    {
      const ClPlayersSide *side = &self->sides[i];

      append_text (line, side->name);
      append_number (line, side->rating);
      append_number (line, side->n_timed);
      append_number (line, side->used_ms);
      append_number (line, side->n_hurried);
      if (side->clock_ms != CL_NO_CLOCK)
        g_string_append_printf (line, "%" G_GINT64_FORMAT, MAX (side->clock_ms, 0));
      g_string_append_c (line, '\t');
    }
  append_text (line, chess_result_text (self->result));
  append_number (line, self->pace);
  append_number (line, (guint64) self->initial_ms);
  append_number (line, (guint64) self->increment_ms);
  append_text (line, self->eco);
  append_text (line, self->date);
  append_number (line, self->plies);
  g_string_append (line, self->withdrawn ? "w" : "");
  g_string_append (line, self->black_first ? "b\t" : "\t");
  g_string_append (line, self->line != NULL ? self->line : "");
  return g_string_free (line, FALSE);
}

gboolean
cl_players_game_glance (const char *value, char *buffer, gsize size, ClPlayersGlance *out)
{
  g_return_val_if_fail (value != NULL && buffer != NULL && out != NULL, FALSE);

  gsize length = strlen (value) + 1;
  char *fields[N_GAME_FIELDS], **rest = fields + 2 * N_SIDE_FIELDS;

  if (length > size)
    return FALSE;
  memcpy (buffer, value, length);
  if (!split (buffer, fields) || strchr (rest[7], 'w') != NULL ||
      !chess_result_parse ((ChessText){ rest[0], strlen (rest[0]) }, &out->result))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      guint64 rating;

      if (!parse_number (fields[i * N_SIDE_FIELDS + 1], G_MAXUINT16, &rating))
        return FALSE;
      out->names[i] = fields[i * N_SIDE_FIELDS];
      out->ratings[i] = (guint) rating;
    }
  return TRUE;
}

/* --- Names and keys --- */

char *
cl_players_clean_name (const char *name)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = name != NULL ? name : ""; *p != '\0'; p++)
    {
      gboolean blank = *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r';

      if (blank || (clean->len > 0 && clean->str[clean->len - 1] == ','))
        {
          if (clean->len > 0 && clean->str[clean->len - 1] != ' ')
            g_string_append_c (clean, ' ');
        }
      if (*p == ',' && clean->len > 0 && clean->str[clean->len - 1] == ' ')
        g_string_truncate (clean, clean->len - 1);
      if (!blank)
        g_string_append_c (clean, *p);
    }
  while (clean->len > 0 && clean->str[clean->len - 1] == ' ')
    g_string_truncate (clean, clean->len - 1);
  if (strcmp (clean->str, "?") == 0 || strcmp (clean->str, "-") == 0 ||
      g_ascii_strcasecmp (clean->str, "NN") == 0 || g_ascii_strcasecmp (clean->str, "N. N.") == 0)
    g_string_truncate (clean, 0);
  return g_string_free (clean, FALSE);
}

char *
cl_players_player_key (const char *name, const char *partition, guint32 game)
{
  g_return_val_if_fail (name != NULL && partition != NULL, NULL);

  return g_strdup_printf (CL_PLAYERS_PLAYER_PREFIX "%s\t%s/%08u", name, partition, game);
}

gboolean
cl_players_split_key (const char *key,
                      const char **name,
                      gsize *name_length,
                      const char **partition,
                      gsize *partition_length,
                      guint32 *game)
{
  g_return_val_if_fail (key != NULL, FALSE);

  const char *tab = strchr (key, '\t'), *slash = strrchr (key, '/');
  guint64 number;

  if (!g_str_has_prefix (key, CL_PLAYERS_PLAYER_PREFIX) || tab == NULL || slash < tab ||
      slash[1] == '\0' || !parse_number (slash + 1, G_MAXUINT32, &number))
    return FALSE;
  *name = key + strlen (CL_PLAYERS_PLAYER_PREFIX);
  *name_length = (gsize) (tab - *name);
  *partition = tab + 1;
  *partition_length = (gsize) (slash - *partition);
  *game = (guint32) number;
  return TRUE;
}
