/* cl-where.c: reads where somebody wants to go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-where.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chess-fen.h"

#define MAX_NUMBER 100000 /* of a move */

G_DEFINE_QUARK (cl - where - error - quark, cl_where_error)

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, CL_WHERE_ERROR, CL_WHERE_ERROR_TEXT, message);
  return FALSE;
}

static gboolean
read_board (const char *text, ClWhere *where, GError **error)
{
  gsize place = 0;
  ChessFenError fault = chess_fen_parse (text, -1, &where->board, &place);

  if (fault != CHESS_FEN_OK)
    {
      /* Translators: what is wrong, and at which letter of the text. */
      g_set_error (error,
                   CL_WHERE_ERROR,
                   CL_WHERE_ERROR_TEXT,
                   _ ("Not a position: %s (letter %" G_GSIZE_FORMAT ")"),
                      chess_fen_error_text (fault),
                      place + 1);
      return FALSE;
    }
  where->kind = CL_WHERE_BOARD;
  return TRUE;
}

/* Digits, in groups as people write them. */
static gboolean
read_entry (const char *text, ClWhere *where, GError **error)
{
  guint64 position = 0;
  guint n_digits = 0;

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text) && n_digits < 18)
        {
          position = 10 * position + (guint64) (*text - '0');
          n_digits++;
        }
      else if (strchr (",.' ", *text) == NULL)
        return refuse (error, _ ("After # comes the number of an entry, as in #12,345"));
    }
  if (n_digits == 0)
    return refuse (error, _ ("After # comes the number of an entry, as in #12,345"));
  where->kind = CL_WHERE_ENTRY;
  where->position = position;
  return TRUE;
}

static gboolean
read_move (const char *text, ClWhere *where, GError **error)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  if (number > MAX_NUMBER)
    return refuse (error, _ ("No game has so many moves; entries of the ledger begin with #"));
  where->side =
    g_str_has_prefix (end, "...") || g_str_has_prefix (end, "…") ? CHESS_BLACK : CHESS_WHITE;
  end += strspn (end, ".");
  if (g_str_has_prefix (end, "…"))
    end += strlen ("…");
  if (*end != '\0')
    return refuse (error, _ ("A move is written like 23 or 23..., an entry like #12,345"));
  where->kind = CL_WHERE_MOVE;
  where->number = (guint) number;
  return TRUE;
}

/* "14:05" or "14:05:30"; seconds that are not said are all of the minute. */
static gboolean
read_clock (const char *text, gint *hour, gint *minute, gint *second)
{
  guint values[3] = { 0, 0, 59 };
  gchar **parts = g_strsplit (text, ":", -1);
  guint n = g_strv_length (parts);
  gboolean ok = n == 2 || n == 3;

  for (guint i = 0; ok && i < n; i++)
    {
      guint64 value;

      ok = g_ascii_string_to_unsigned (parts[i], 10, 0, i == 0 ? 23 : 59, &value, NULL);
      values[i] = ok ? (guint) value : 0;
    }
  g_strfreev (parts);
  *hour = (gint) values[0];
  *minute = (gint) values[1];
  *second = (gint) values[2];
  return ok;
}

static gboolean
take_time (GDateTime *time, ClWhere *where)
{
  where->kind = CL_WHERE_TIME;
  where->time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + G_USEC_PER_SEC - 1;
  return TRUE;
}

static gboolean
read_time_of_day (const char *text, gint64 now_us, ClWhere *where, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) today = NULL;
  g_autoptr (GDateTime) yesterday = NULL;
  gint hour, minute, second;

  if (!read_clock (text, &hour, &minute, &second))
    return refuse (error, _ ("A time is written like 14:05 or 14:05:30"));
  today = now != NULL ? g_date_time_new_local (g_date_time_get_year (now),
                                               g_date_time_get_month (now),
                                               g_date_time_get_day_of_month (now),
                                               hour,
                                               minute,
                                               0)
                      : NULL;
  if (today == NULL)
    return refuse (error, _ ("There is no such time"));
  if (g_date_time_compare (today, now) > 0)
    {
      yesterday = g_date_time_add_days (today, -1);
      g_clear_pointer (&today, g_date_time_unref);
      today = g_steal_pointer (&yesterday);
    }
  if (today == NULL || !take_time (today, where))
    return refuse (error, _ ("There is no such time"));
  where->time_us += second * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_date (const char *text, ClWhere *where, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " T", 2);
  g_auto (GStrv) numbers = g_strsplit (parts[0], "-", -1);
  gint values[3] = { 0, 0, 0 }, hour = 23, minute = 59, second = 59;
  g_autoptr (GDateTime) time = NULL;
  gboolean ok = g_strv_length (numbers) == 3;

  for (guint i = 0; ok && i < 3; i++)
    {
      guint64 value;

      ok = g_ascii_string_to_unsigned (numbers[i], 10, 1, 9999, &value, NULL);
      values[i] = ok ? (gint) value : 0;
    }
  if (ok && parts[1] != NULL)
    ok = read_clock (g_strstrip (parts[1]), &hour, &minute, &second);
  if (!ok)
    return refuse (error, _ ("A day is written like 2026-11-25, with a time behind it or without"));
  time = g_date_time_new_local (values[0], values[1], values[2], hour, minute, second);
  if (time == NULL || !take_time (time, where))
    return refuse (error, _ ("There is no such day"));
  return TRUE;
}

gboolean
cl_where_parse (const char *text, gint64 now_us, ClWhere *where, GError **error)
{
  g_autofree char *trimmed = NULL;
  ClWhere found = { 0 };
  gboolean ok;

  g_return_val_if_fail (text != NULL && where != NULL, FALSE);

  trimmed = g_strstrip (g_strdup (text));
  if (strchr (trimmed, '/') != NULL)
    ok = read_board (trimmed, &found, error);
  else if (*trimmed == '#')
    ok = read_entry (trimmed + 1, &found, error);
  else if (!g_ascii_isdigit (*trimmed))
    ok = refuse (error, _ ("Write a move (23), an entry (#12,345), a time (14:05) or a FEN"));
  else if (strlen (trimmed) > 4 && trimmed[4] == '-')
    ok = read_date (trimmed, &found, error);
  else if (strchr (trimmed, ':') != NULL)
    ok = read_time_of_day (trimmed, now_us, &found, error);
  else
    ok = read_move (trimmed, &found, error);
  if (ok)
    *where = found;
  return ok;
}
