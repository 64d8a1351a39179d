/* cl-fair-play-words.c: the fair-play report as text and as JSON, always with its number of positions and its cautions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-report.h"

#include "cl-fixed.h"
#include "cl-json.h"
#include "cl-record.h"

static const char *const buckets[CL_FAIR_N_BUCKETS + 1] = { "undecided",
                                                            "losing",
                                                            "winning",
                                                            "after losing" };

/* --- Text --- */

static void
append_matches (GString *out, const char *title, const ClFairMatches *matches)
{
  g_string_append_printf (out, "  %-14s", title);
  for (guint k = 0; k < 3; k++)
    {
      guint low, high;

      if (matches->n[k] == 0)
        {
          g_string_append_printf (out, "  %-24s", "–");
          continue;
        }
      cl_wilson_interval (matches->hits[k], matches->n[k], &low, &high);
      g_string_append_printf (out,
                              "  %3u %% (%u–%u), n=%-6u",
                              (matches->hits[k] * 100 + matches->n[k] / 2) / matches->n[k],
                              (low + 5) / 10,
                              (high + 5) / 10,
                              matches->n[k]);
    }
  g_string_append_c (out, '\n');
}

static void
append_thousandths (GString *out, gint32 value)
{
  g_string_append_printf (out,
                          "%s%d.%02d",
                          value < 0 ? "−" : "+",
                          ABS (value) / 1000,
                          ABS (value) % 1000 / 10);
}

static void
append_features (GString *out, const ClFairScore *score)
{
  const ClFairModel *model = cl_fair_model_get ();

  g_string_append (out, "\nWhat the score is made of (value; coefficient; adds to the score)\n");
  for (guint i = 0; i < CL_FAIR_N_FEATURES; i++)
    {
      g_string_append_printf (out, "  %-16s", cl_fair_feature_word (i));
      if (!score->features.known[i])
        {
          g_string_append (out, "not known\n");
          continue;
        }
      append_thousandths (out, score->features.values[i]);
      g_string_append_printf (out,
                              "  ×%d.%03d  ",
                              model->weight[i] / 1000,
                              model->weight[i] % 1000);
      append_thousandths (out, score->contributions[i]);
      g_string_append_c (out, '\n');
    }
}

static void
append_rating (GString *out, const ClFairRating *rating)
{
  if (rating->known)
    g_string_append_printf (
      out,
      "\n  such moves are usual at about %d (95 %%: %d to %d); from these positions alone, not a rating\n",
      rating->rating,
      rating->low,
      rating->high);
}

static void
append_evidence (GString *out, const ClFairReport *self)
{
  const ClFairModel *model = cl_fair_model_get ();

  if (self->evidence->len > 0)
    g_string_append (out, "\nPositions to look at (best moves that are rarely found)\n");
  for (guint i = 0; i < self->evidence->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->dossier->positions,
                                                       ClFairPosition,
                                                       g_array_index (self->evidence, guint, i));
      const ClFairGame *game = &g_array_index (self->dossier->games, ClFairGame, position->game);
      char uci[6];

      cl_uci_unpack (position->played, uci);
      g_string_append_printf (
        out,
        "  %s game %u, half-move %u: %s, found by %u %% of this rating in such positions",
        game->partition,
        game->number,
        position->ply,
        uci,
        model->baseline.usual[position->band][position->kind].best / 100);
      if (position->used_ds >= 0)
        g_string_append_printf (out,
                                ", in %d.%d s",
                                position->used_ds / 10,
                                position->used_ds % 10);
      g_string_append_c (out, '\n');
    }
}

static void
append_cautions (GString *out, const ClFairReport *self)
{
  const ClFairModel *model = cl_fair_model_get ();

  g_string_append_printf (
    out,
    "\nThis is evidence to look at games with, not a verdict. If 1 player in 100 had help, %u %% of those called\n"
    "unusual would be among them; if 1 in 1,000, %u %%. Preparation, forcing lines, strong errors of opponents, simple\n"
    "endgames and a rating that lags behind (juniors) make clean games look like this. A person decides, after\n"
    "hearing the player.\n",
    (cl_fair_share_right (10, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS) + 5) / 10,
    (cl_fair_share_right (1, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS) + 5) / 10);
  g_string_append_printf (out,
                          "Model version %u, band %s; made from %s.\n",
                          model->version,
                          cl_fair_band_label (self->score.band),
                          model->origin);
  if (self->engines[0] != '\0')
    g_string_append_printf (
      out,
      "Evaluations used: %s, %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
      " nodes. With another engine or number of nodes than the baseline's the comparison is loose.\n",
      self->engines,
      self->min_nodes,
      self->max_nodes);
}

char *
cl_fair_report_to_text (const ClFairReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const ClFairScore *score = &self->score;
  GString *out = g_string_new (NULL);

  g_string_append_printf (
    out,
    "%s: %s\n  %u qualifying positions in %u games (%u of %u own moves evaluated; at least %u positions are needed)\n",
    self->name,
    cl_fair_strength_word (score->strength),
    score->n_positions,
    self->dossier->games->len,
    self->n_evaluated,
    self->n_own,
    CL_FAIR_MIN_POSITIONS);
  if (self->n_playing + self->n_left_out > 0)
    g_string_append_printf (
      out,
      "  not counted: %u games in progress, %u with corrected or illegal moves\n",
      self->n_playing,
      self->n_left_out);
  if (score->n_positions == 0)
    g_string_append (out,
                     "  Nothing is evaluated with several lines yet: analyse the games first.\n");
  else
    {
      g_string_append (out, "  score ");
      append_thousandths (out, score->score);
      g_string_append (out, " (95 %: ");
      append_thousandths (out, score->low);
      g_string_append (out, " to ");
      append_thousandths (out, score->high);
      g_string_append (out, "), ");
      append_thousandths (out, score->beyond);
      g_string_append (
        out,
        " standard deviations from clean dossiers of the band\n  signals that speak:");
      for (guint i = 0; i < CL_FAIR_N_FAMILIES; i++)
        if (score->family_speaks[i])
          g_string_append_printf (out, " %s", cl_fair_family_word (i));
      append_rating (out, &self->rating);
      g_string_append_printf (
        out,
        "\n\nAmong the engine's best one, two, three, forced moves and book excluded (95 %%)\n  %-14s  %-24s  %-24s  %s\n",
        "",
        "T1",
        "T2",
        "T3");
      for (guint i = 0; i <= CL_FAIR_N_BUCKETS; i++)
        append_matches (out, buckets[i], &self->matches[i]);
      append_matches (out, "unclear", &self->unclear[CL_FAIR_UNDECIDED]);
      append_features (out, score);
      append_evidence (out, self);
    }
  append_cautions (out, self);
  return g_string_free (out, FALSE);
}

/* --- JSON --- */

static void
json_matches (GString *out, const char *name, const ClFairMatches *matches)
{
  g_string_append_printf (out,
                          "\"%s\":{\"n\":[%u,%u,%u],\"hits\":[%u,%u,%u]}",
                          name,
                          matches->n[0],
                          matches->n[1],
                          matches->n[2],
                          matches->hits[0],
                          matches->hits[1],
                          matches->hits[2]);
}

static void
json_features (GString *out, const ClFairScore *score)
{
  const ClFairModel *model = cl_fair_model_get ();

  g_string_append (out, ",\"features\":[");
  for (guint i = 0; i < CL_FAIR_N_FEATURES; i++)
    {
      g_string_append_printf (out,
                              "%s{\"feature\":\"%s\",\"family\":\"%s\",\"weight_milli\":%d",
                              i > 0 ? "," : "",
                              cl_fair_feature_word (i),
                              cl_fair_family_word (cl_fair_family_of (i)),
                              model->weight[i]);
      if (score->features.known[i])
        g_string_append_printf (out,
                                ",\"value_milli\":%d,\"adds_milli\":%d",
                                score->features.values[i],
                                score->contributions[i]);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
json_evidence (GString *out, const ClFairReport *self)
{
  g_string_append (out, ",\"evidence\":[");
  for (guint i = 0; i < self->evidence->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->dossier->positions,
                                                       ClFairPosition,
                                                       g_array_index (self->evidence, guint, i));
      const ClFairGame *game = &g_array_index (self->dossier->games, ClFairGame, position->game);
      char uci[6];

      cl_uci_unpack (position->played, uci);
      g_string_append (out, i > 0 ? ",{\"partition\":" : "{\"partition\":");
      cl_json_append_text (out, game->partition);
      g_string_append_printf (out,
                              ",\"game\":%u,\"ply\":%u,\"offset\":%" G_GUINT64_FORMAT
                              ",\"move\":\"%s\",\"usual_per_10000\":%u}",
                              game->number,
                              position->ply,
                              position->offset,
                              uci,
                              cl_fair_model_get ()
                                ->baseline.usual[position->band][position->kind]
                                .best);
    }
  g_string_append_c (out, ']');
}

char *
cl_fair_report_to_json (const ClFairReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const ClFairScore *score = &self->score;
  const ClFairModel *model = cl_fair_model_get ();
  GString *out = g_string_new ("{\"player\":");

  cl_json_append_text (out, self->name);
  g_string_append_printf (
    out,
    ",\"position\":%" G_GUINT64_FORMAT
    ",\"strength\":\"%s\",\"verdict\":null,\"qualifying_positions\":%u,\"games\":%u,"
    "\"book_positions\":%u,\"own_moves\":%u,\"evaluated_moves\":%u,\"in_progress\":%u,\"left_out\":%u,"
    "\"score_milli\":%d,\"interval_milli\":[%d,%d],\"beyond_milli\":%d,",
    self->position,
    cl_fair_strength_word (score->strength),
    score->n_positions,
    self->dossier->games->len,
    self->n_book,
    self->n_own,
    self->n_evaluated,
    self->n_playing,
    self->n_left_out,
    score->score,
    score->low,
    score->high,
    score->beyond);
  g_string_append_printf (out,
                          "\"model\":{\"version\":%u,\"bias_milli\":%d,\"band\":\"%s\",\"origin\":",
                          model->version,
                          model->bias,
                          cl_fair_band_label (score->band));
  cl_json_append_text (out, model->origin);
  g_string_append_printf (
    out,
    "},\"right_permille\":{\"helped_1_in_100\":%u,\"helped_1_in_1000\":%u},\"engines\":",
    cl_fair_share_right (10, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS),
    cl_fair_share_right (1, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS));
  cl_json_append_text (out, self->engines);
  g_string_append_printf (out,
                          ",\"nodes\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "],\"matches\":{",
                          self->min_nodes,
                          self->max_nodes);
  for (guint i = 0; i <= CL_FAIR_N_BUCKETS; i++)
    {
      json_matches (out, buckets[i], &self->matches[i]);
      g_string_append_c (out, ',');
    }
  json_matches (out, "unclear", &self->unclear[CL_FAIR_UNDECIDED]);
  g_string_append_c (out, '}');
  if (self->rating.known)
    g_string_append_printf (out,
                            ",\"intrinsic_rating\":{\"rating\":%d,\"interval\":[%d,%d]}",
                            self->rating.rating,
                            self->rating.low,
                            self->rating.high);
  json_features (out, score);
  json_evidence (out, self);
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}
