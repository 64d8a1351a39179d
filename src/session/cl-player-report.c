/* cl-player-report.c: a player's statistics as lines, for tables, CSV and JSON alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-report.h"

#include <string.h>

#include "cl-json.h"

static void
give (const char *section,
      const char *label,
      const ClRecord *record,
      guint rating,
      ClPlayerLineFunc func,
      gpointer user_data)
{
  if (cl_record_n (record) + record->unfinished > 0)
    func (section, label, record, rating, user_data);
}

static void
give_groups (const char *section, GArray *groups, ClPlayerLineFunc func, gpointer user_data)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const ClRecordGroup *group = &g_array_index (groups, ClRecordGroup, i);

      give (section,
            group->label,
            &group->record,
            group->n_ratings > 0 ? (guint) (group->ratings / group->n_ratings) : 0,
            func,
            user_data);
    }
}

void
cl_player_stats_foreach (const ClPlayerStats *self, ClPlayerLineFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL && func != NULL);

  give ("all", "all", &self->all, 0, func, user_data);
  give ("colour", "white", &self->colors[0], 0, func, user_data);
  give ("colour", "black", &self->colors[1], 0, func, user_data);
  for (guint i = 1; i <= CL_N_PACES; i++)
    {
      ClPace pace = (ClPace) (i % CL_N_PACES); /* the unknown last */

      give ("pace", cl_pace_word (pace), &self->paces[pace], 0, func, user_data);
    }
  give ("hurried", "hurried", &self->hurried, 0, func, user_data);
  give ("conversion", "winning", &self->quality.winning, 0, func, user_data);
  give ("defence", "losing", &self->quality.losing, 0, func, user_data);
  for (guint i = 0; i < CL_N_RATING_BANDS; i++)
    {
      const char *label = cl_rating_band_label (i);

      give ("opponent-rating",
            label != NULL ? label : "unrated",
            &self->bands[i],
            0,
            func,
            user_data);
    }
  give_groups ("period", self->periods, func, user_data);
  give_groups ("opening", self->openings, func, user_data);
  if (self->versus == NULL)
    give_groups ("opponent", self->opponents, func, user_data);
}

/* --- CSV --- */

/* A text that a spreadsheet would take for a formula gets an apostrophe before it: names come from other people's files. */
void
cl_player_append_csv (GString *out, const char *text)
{
  const char *guard = strchr ("=+-@", text[0]) != NULL && text[0] != '\0' ? "'" : "";

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append_printf (out, "%s%s", guard, text);
      return;
    }
  g_string_append_printf (out, "\"%s", guard);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
csv_line (const char *section,
          const char *label,
          const ClRecord *record,
          guint rating,
          gpointer user_data)
{
  GString *out = user_data;
  guint low, high;

  cl_record_interval (record, &low, &high);
  cl_player_append_csv (out, section);
  g_string_append_c (out, ',');
  cl_player_append_csv (out, label);
  g_string_append_printf (out,
                          ",%u,%u,%u,%u,%u,",
                          cl_record_n (record),
                          record->wins,
                          record->draws,
                          record->losses,
                          record->unfinished);
  if (cl_record_n (record) > 0)
    g_string_append_printf (out, "%u,%u,%u,", cl_record_share (record), low, high);
  else
    g_string_append (out, ",,,");
  if (record->n_rated > 0)
    g_string_append_printf (out,
                            "%u,%u,%d",
                            record->n_rated,
                            (guint) (record->opponent_ratings / record->n_rated),
                            cl_record_performance (record));
  else
    g_string_append (out, "0,,");
  g_string_append (out, ",");
  if (rating > 0)
    g_string_append_printf (out, "%u", rating);
  g_string_append_c (out, '\n');
}

char *
cl_player_stats_to_csv (const ClPlayerStats *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *out =
    g_string_new ("section,label,games,wins,draws,losses,unfinished,score_permille,low_permille,"
                  "high_permille,rated_games,mean_opponent,performance,mean_rating\n");

  cl_player_stats_foreach (self, csv_line, out);
  return g_string_free (out, FALSE);
}

/* --- JSON --- */

static void
json_line (const char *section,
           const char *label,
           const ClRecord *record,
           guint rating,
           gpointer user_data)
{
  GString *out = user_data;
  guint low, high;

  cl_record_interval (record, &low, &high);
  g_string_append (out, out->str[out->len - 1] == '[' ? "{\"section\":" : ",{\"section\":");
  cl_json_append_text (out, section);
  g_string_append (out, ",\"label\":");
  cl_json_append_text (out, label);
  g_string_append_printf (out,
                          ",\"games\":%u,\"wins\":%u,\"draws\":%u,\"losses\":%u,\"unfinished\":%u",
                          cl_record_n (record),
                          record->wins,
                          record->draws,
                          record->losses,
                          record->unfinished);
  if (cl_record_n (record) > 0)
    g_string_append_printf (out,
                            ",\"score_permille\":%u,\"interval_permille\":[%u,%u]",
                            cl_record_share (record),
                            low,
                            high);
  if (record->n_rated > 0)
    g_string_append_printf (out,
                            ",\"rated_games\":%u,\"mean_opponent\":%u,\"performance\":%d",
                            record->n_rated,
                            (guint) (record->opponent_ratings / record->n_rated),
                            cl_record_performance (record));
  if (rating > 0)
    g_string_append_printf (out, ",\"mean_rating\":%u", rating);
  g_string_append_c (out, '}');
}

static void
json_quality (GString *out, const ClPlayerQuality *quality)
{
  if (quality->n_games == 0)
    return;
  g_string_append_printf (out,
                          "\"quality\":{\"games\":%u,\"moves\":%u,\"accuracy_centipercent\":%u,"
                          "\"accuracy_interval\":[%u,%u],\"acpl_tenths\":%u,\"blunders\":%u,"
                          "\"mistakes\":%u,\"inaccuracies\":%u,\"choices\":%u,\"best\":%u},",
                          quality->n_games,
                          quality->n_moves,
                          quality->accuracy,
                          quality->accuracy_low,
                          quality->accuracy_high,
                          quality->acpl_tenths,
                          quality->n_blunders,
                          quality->n_mistakes,
                          quality->n_inaccuracies,
                          quality->n_choices,
                          quality->n_best);
}

char *
cl_player_stats_to_json (const ClPlayerStats *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *out = g_string_new ("{\"player\":");

  cl_json_append_text (out, self->name);
  if (self->versus != NULL)
    {
      g_string_append (out, ",\"versus\":");
      cl_json_append_text (out, self->versus);
    }
  g_string_append_printf (out,
                          ",\"position\":%" G_GUINT64_FORMAT ",\"first_date\":",
                          self->position);
  cl_json_append_text (out, self->first_date);
  g_string_append (out, ",\"last_date\":");
  cl_json_append_text (out, self->last_date);
  g_string_append_printf (out,
                          ",\"last_rating\":%u,\"best_rating\":%u,\"timed_games\":%u,"
                          "\"timed_moves\":%u,\"used_ms\":%" G_GUINT64_FORMAT
                          ",\"hurried_moves\":%u,",
                          self->rating_last,
                          self->rating_best,
                          self->n_timed_games,
                          self->n_timed_moves,
                          self->used_ms,
                          self->n_hurried_moves);
  json_quality (out, &self->quality);
  g_string_append (out, "\"lines\":[");
  cl_player_stats_foreach (self, json_line, out);
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}
