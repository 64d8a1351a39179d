/* cl-highlight-list.c: the games most worth opening, with the words that say so
 *
 * A library may hold a million scores, of which a few dozen are listed: the first reading only counts how many games have
 * which score, the next ones keep those from the score down at which there are enough.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlight-list.h"

#include <string.h>

#include "cl-game-load.h"
#include "cl-highlight-words.h"

#define VIEW              "highlights"
#define COLLECTION_PREFIX "collection/"
#define SENTENCES         3
#define MAX_SCORE         100
#define SPARE             4 /* candidates for each that is listed, since some are skipped */

typedef struct
{
  char *key, *value;
  guint score;
} Candidate;

typedef struct
{
  ClRunner *runner;
  ClReader *reader;
  GCancellable *cancellable;
  guint64 position;
  const char *collection; /* (nullable) */
  guint limit;
  guint n_scores[MAX_SCORE + 1]; /* games by score */
  guint from, below;             /* scores of the candidates: from ≤ score < below */
  GArray *candidates;            /* (element-type Candidate) */
  GHashTable *withdrawn;         /* partitions */
  GHashTable *counts;            /* "player\nevent" → listed games */
  GPtrArray *list;               /* (element-type ClWorthOpening) */
} Listing;

void
cl_worth_opening_free (ClWorthOpening *self)
{
  cl_highlight_free (self->highlight);
  g_free (self->white);
  g_free (self->black);
  g_free (self->event);
  g_free (self->date);
  g_free (self->why);
  g_free (self);
}

static void
candidate_clear (gpointer data)
{
  Candidate *self = data;

  g_free (self->key);
  g_free (self->value);
}

static gboolean
withdrawn_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;

  if (!g_str_has_prefix (key, COLLECTION_PREFIX))
    return FALSE;
  if (g_str_equal (value, "withdrawn"))
    g_hash_table_add (self->withdrawn, g_strdup (key + strlen (COLLECTION_PREFIX)));
  return TRUE;
}

/* Is the game of @key in the collection that is asked for? Its partition is followed by the game's number alone. */
static gboolean
is_wanted (const Listing *self, const char *key)
{
  const char *rest = key + strlen (CL_HIGHLIGHT_PREFIX);
  gsize length = self->collection != NULL ? strlen (self->collection) : 0;

  return self->collection == NULL || (strncmp (rest, self->collection, length) == 0 &&
                                      rest[length] == '/' && !strchr (rest + length + 1, '/'));
}

static gboolean
count_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;
  guint score;

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX) ||
      g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (cl_highlight_parse_score (value, &score) && is_wanted (self, key))
    self->n_scores[score]++;
  return TRUE;
}

static gboolean
candidate_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;
  Candidate candidate = { NULL };

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX) ||
      g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (!cl_highlight_parse_score (value, &candidate.score) || candidate.score < self->from ||
      candidate.score >= self->below || !is_wanted (self, key))
    return TRUE;
  candidate.key = g_strdup (key);
  candidate.value = g_strdup (value);
  g_array_append_val (self->candidates, candidate);
  return TRUE;
}

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return strcmp (x->key, y->key);
}

/* FALSE if enough games of a player in that event were listed. */
static gboolean
may_list (Listing *self, const ClGame *game)
{
  const char *event = cl_game_get_tag (game, "Event");
  const char *names[] = { game->white, game->black };
  g_autofree char *white = g_strconcat (game->white, "\n", event, NULL);
  g_autofree char *black = g_strconcat (game->black, "\n", event, NULL);
  const char *keys[] = { white, black };

  for (guint i = 0; i < 2; i++)
    {
      if (!g_str_equal (names[i], "?") &&
          GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys[i])) >=
            CL_WORTH_OPENING_PER_PLAYER)
        return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys[i]));

      g_hash_table_insert (self->counts, g_strdup (keys[i]), GUINT_TO_POINTER (n + 1));
    }
  return TRUE;
}

static char *
dup_tag (const ClGame *game, const char *name)
{
  const char *value = cl_game_get_tag (game, name);

  return g_strdup (value != NULL ? value : "");
}

static gboolean
consider (Listing *self, const Candidate *candidate, GError **error)
{
  g_autoptr (ClHighlight) highlight = cl_highlight_parse (candidate->key, candidate->value);
  g_autoptr (ClGame) game = NULL;
  ClWorthOpening *item;

  if (highlight == NULL || highlight->withdrawn ||
      g_hash_table_contains (self->withdrawn, highlight->partition))
    return TRUE;
  game = cl_game_load (self->reader, highlight->partition, highlight->game, self->position, error);
  if (game == NULL)
    return FALSE;
  if (!may_list (self, game))
    return TRUE;
  item = g_new0 (ClWorthOpening, 1);
  item->white = g_strdup (game->white);
  item->black = g_strdup (game->black);
  item->event = dup_tag (game, "Event");
  item->date = dup_tag (game, "Date");
  item->result = game->result;
  item->why = cl_highlight_why (highlight, SENTENCES);
  item->highlight = g_steal_pointer (&highlight);
  g_ptr_array_add (self->list, item);
  return TRUE;
}

/* From the highest score that was not considered yet, as far down as there are enough. */
static void
choose_scores (Listing *self)
{
  guint64 n = 0, wanted = (guint64) (self->limit - self->list->len) * SPARE;

  self->below = self->from;
  while (self->from > 1 && n < wanted)
    n += self->n_scores[--self->from];
}

static gboolean
read_scores (Listing *self, ClMapFunc func, GError **error)
{
  return cl_runner_read_state (self->runner,
                               VIEW,
                               self->position,
                               CL_HIGHLIGHT_PREFIX,
                               func,
                               self,
                               NULL,
                               error) &&
         !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
fill (Listing *self, GError **error)
{
  if (!cl_runner_read_state (self->runner,
                             VIEW,
                             self->position,
                             COLLECTION_PREFIX,
                             withdrawn_cb,
                             self,
                             NULL,
                             error) ||
      !read_scores (self, count_cb, error))
    return FALSE;
  for (self->from = MAX_SCORE + 1; self->from > 1 && self->list->len < self->limit;)
    {
      choose_scores (self);
      g_array_set_size (self->candidates, 0);
      if (!read_scores (self, candidate_cb, error))
        return FALSE;
      g_array_sort (self->candidates, compare_candidates);
      for (guint i = 0; i < self->candidates->len && self->list->len < self->limit; i++)
        if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
            !consider (self, &g_array_index (self->candidates, Candidate, i), error))
          return FALSE;
    }
  return TRUE;
}

GPtrArray *
cl_highlight_list_read (ClRunner *runner,
                        const char *collection,
                        guint limit,
                        guint64 position,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (runner), NULL);
  g_return_val_if_fail (limit > 0, NULL);

  g_autoptr (ClReader) reader = cl_reader_new (cl_runner_get_ledger (runner), error);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GHashTable) withdrawn = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_worth_opening_free);
  Listing self = { .runner = runner,
                   .reader = reader,
                   .cancellable = cancellable,
                   .position = position,
                   .collection = collection,
                   .limit = limit,
                   .candidates = candidates,
                   .withdrawn = withdrawn,
                   .counts = counts,
                   .list = list };

  g_array_set_clear_func (candidates, candidate_clear);
  if (reader == NULL || !fill (&self, error))
    return NULL;
  return g_steal_pointer (&list);
}

typedef struct
{
  const char *key;
  ClHighlight *highlight;
} Finding;

static gboolean
find_cb (const char *key, const char *value, gpointer user_data)
{
  Finding *self = user_data;

  if (g_str_equal (key, self->key))
    self->highlight = cl_highlight_parse (key, value);
  return FALSE;
}

ClHighlight *
cl_highlight_read (ClRunner *runner,
                   const char *partition,
                   guint32 game,
                   guint64 position,
                   GError **error)
{
  g_autofree char *key = cl_highlight_key (partition, game);
  Finding finding = { key, NULL };

  if (!cl_runner_read_state (runner, VIEW, position, key, find_cb, &finding, NULL, error))
    return NULL;
  return finding.highlight;
}
