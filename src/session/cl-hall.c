/* cl-hall.c: keeps an item a table, and lists those that are searched for in the order that was asked for
 *
 * Two halls in one: the live end, of which each table's last game is always known while somebody looks, and the moment
 * that is shown. A table keeps its item on the way, so that the widgets that show it stay where they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hall-private.h"

#include <string.h>

#include "cl-running-game.h"
#include "cl-text-fold.h"

#define REORDER_US G_USEC_PER_SEC

struct _ClHall
{
  GObject parent_instance;

  const ClTimeSource *time;
  GHashTable *live;  /* partition → ClGame: the last game of each table at the live end */
  GHashTable *items; /* partition → ClHallTable: of the moment that is shown */
  GPtrArray *listed; /* (element-type ClHallTable) */
  gint64 moment;     /* that is shown; CL_NO_TIME: now */
  char **words;      /* folded */
  ClHallSort sort;
  ClHallShow show;
  guint reorder_timer;
  gboolean resting, loaded;
};

enum
{
  SIGNAL_COUNTED,
  SIGNAL_WOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClHall,
                               cl_hall,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- The list ---------------------------------------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model)
{
  return CL_TYPE_HALL_TABLE;
}

static guint
get_n_items (GListModel *model)
{
  return CL_HALL (model)->listed->len;
}

static gpointer
get_item (GListModel *model, guint place)
{
  ClHall *self = CL_HALL (model);

  return place < self->listed->len ? g_object_ref (g_ptr_array_index (self->listed, place)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- Order ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  ClHallTable *table;
  gint64 key; /* the least is first */
} Ranked;

static gint64
find_key (ClHall *self, ClHallTable *table, gint64 now_us)
{
  gint64 moment = cl_hall_table_get_moment (table);
  gint64 least_ms;

  switch (self->sort)
    {
    case CL_HALL_SORT_TIME:
      least_ms = cl_hall_table_get_least_ms (table, moment != CL_NO_TIME ? moment : now_us);
      /* To the second, and what stands still after what runs. */
      return least_ms == CL_NO_CLOCK ? G_MAXINT64 : least_ms / 1000;
    case CL_HALL_SORT_RECENT:
      return -MAX (cl_hall_table_get_heard_at (table), -G_MAXINT64);
    case CL_HALL_SORT_WATCH:
      return (cl_hall_table_get_game (table)->status != CL_GAME_PLAYING) * 1000 -
             (gint64) cl_hall_table_get_watch (table).score;
    case CL_HALL_SORT_TABLE:
    default:
      return 0;
    }
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return cl_partition_compare (cl_hall_table_get_partition (x->table),
                               cl_hall_table_get_partition (y->table));
}

static gboolean
is_shown (ClHall *self, ClHallTable *table)
{
  ClHallState state = cl_hall_table_get_state (table);
  gboolean running = cl_hall_table_get_game (table)->status == CL_GAME_PLAYING;

  if ((self->show == CL_HALL_SHOW_RUNNING && !running) ||
      (self->show == CL_HALL_SHOW_OVER && running) ||
      (self->show == CL_HALL_SHOW_PAUSED && state != CL_HALL_PAUSED && state != CL_HALL_WAITING))
    return FALSE;
  return self->words == NULL || cl_hall_table_matches (table, self->words);
}

/* (element-type ClHallTable): what is to be listed. */
static GPtrArray *
find_order (ClHall *self)
{
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));
  GPtrArray *order = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now_us = cl_time_source_real_us (self->time);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_shown (self, value))
      {
        Ranked one = { value, find_key (self, value, now_us) };

        g_array_append_val (ranked, one);
      }
  g_array_sort (ranked, compare_ranked);
  for (guint i = 0; i < ranked->len; i++)
    g_ptr_array_add (order, g_object_ref (g_array_index (ranked, Ranked, i).table));
  return order;
}

static void
stop_reordering (ClHall *self)
{
  if (self->reorder_timer != 0)
    cl_time_source_remove_timeout (self->time, self->reorder_timer);
  self->reorder_timer = 0;
}

/* Only what lies between the first and the last place that changed is told. */
static void
reorder (ClHall *self)
{
  GPtrArray *before = self->listed, *after = find_order (self);
  guint shorter = MIN (before->len, after->len);
  guint start = 0, end = 0;

  stop_reordering (self);
  while (start < shorter && before->pdata[start] == after->pdata[start])
    start++;
  while (end < shorter - start &&
         before->pdata[before->len - 1 - end] == after->pdata[after->len - 1 - end])
    end++;
  self->listed = after;
  if (before->len != after->len || start < shorter)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                start,
                                before->len - start - end,
                                after->len - start - end);
  g_ptr_array_unref (before);
}

static gboolean
reorder_cb (gpointer data)
{
  ClHall *self = data;

  self->reorder_timer = 0;
  reorder (self);
  return G_SOURCE_REMOVE;
}

static void
reorder_soon (ClHall *self)
{
  if (self->reorder_timer == 0 && !self->resting)
    self->reorder_timer = cl_time_source_add_timeout (self->time, REORDER_US, reorder_cb, self);
}

/* --- Content ----------------------------------------------------------------------------------------------------- */

/* Returns TRUE if that table was not there. */
static gboolean
set_item (ClHall *self, ClGame *game)
{
  ClHallTable *table = g_hash_table_lookup (self->items, game->partition);
  gboolean is_new = table == NULL;

  if (is_new)
    {
      table = cl_hall_table_new (game->partition);
      g_hash_table_insert (self->items, g_strdup (game->partition), table);
    }
  cl_hall_table_set (table, game, self->moment);
  return is_new;
}

static gboolean
is_later (const ClGame *a, const ClGame *b)
{
  return a->game != b->game ? a->game > b->game : a->last_offset > b->last_offset;
}

/* Of the tables, those with a game at the moment that is shown. */
static void
fill (ClHall *self, GHashTable *games)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (games, key))
      g_hash_table_iter_remove (&iter);
  g_hash_table_iter_init (&iter, games);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    set_item (self, value);
  reorder (self);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

void
cl_hall_take (ClHall *self, ClGame *game)
{
  const ClGame *known;
  gboolean is_new;

  g_return_if_fail (CL_IS_HALL (self));
  g_return_if_fail (game != NULL);

  known = g_hash_table_lookup (self->live, game->partition);
  if (known != NULL && !is_later (game, known))
    return;
  g_hash_table_insert (self->live, g_strdup (game->partition), cl_game_ref (game));
  if (self->moment != CL_NO_TIME || self->resting)
    return;
  is_new = set_item (self, game);
  if (is_new)
    reorder (self);
  else
    reorder_soon (self);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

void
cl_hall_drop (ClHall *self, const ClGame *game)
{
  const ClGame *known;

  g_return_if_fail (CL_IS_HALL (self));

  known = g_hash_table_lookup (self->live, game->partition);
  if (known == NULL || known->game != game->game)
    return;
  g_hash_table_remove (self->live, game->partition);
  if (self->moment == CL_NO_TIME)
    fill (self, self->live);
}

void
cl_hall_load (ClHall *self, GPtrArray *games)
{
  g_return_if_fail (CL_IS_HALL (self));

  self->loaded = TRUE;
  for (guint i = 0; i < games->len; i++)
    {
      ClGame *game = g_ptr_array_index (games, i);
      const ClGame *known = g_hash_table_lookup (self->live, game->partition);

      if (known == NULL || is_later (game, known))
        g_hash_table_insert (self->live, g_strdup (game->partition), cl_game_ref (game));
    }
  if (self->moment == CL_NO_TIME && !self->resting)
    fill (self, self->live);
}

void
cl_hall_travel (ClHall *self, GPtrArray *games, gint64 moment)
{
  g_autoptr (GHashTable) then = NULL;

  g_return_if_fail (CL_IS_HALL (self));

  self->moment = moment;
  if (moment == CL_NO_TIME)
    {
      fill (self, self->live);
      return;
    }
  then = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < games->len; i++)
    {
      ClGame *game = g_ptr_array_index (games, i);
      const ClGame *known = g_hash_table_lookup (then, game->partition);

      if (known == NULL || is_later (game, known))
        g_hash_table_replace (then, game->partition, game);
    }
  fill (self, then);
}

void
cl_hall_set_remarks (ClHall *self, GPtrArray *remarks)
{
  gboolean changed = FALSE;

  g_return_if_fail (CL_IS_HALL (self));

  for (guint i = 0; i < remarks->len; i++)
    {
      const ClHallRemark *remark = g_ptr_array_index (remarks, i);
      ClHallTable *table = g_hash_table_lookup (self->items, remark->partition);

      if (table != NULL && cl_hall_table_get_game (table)->game == remark->game)
        changed |= cl_hall_table_set_highlight (table, remark->score, remark->remark);
    }
  if (changed && self->sort == CL_HALL_SORT_WATCH)
    reorder_soon (self);
}

void
cl_hall_remark_free (ClHallRemark *self)
{
  g_free (self->partition);
  g_free (self->remark);
  g_free (self);
}

/* --- The object -------------------------------------------------------------------------------------------------- */

static void
cl_hall_dispose (GObject *object)
{
  stop_reordering (CL_HALL (object));

  G_OBJECT_CLASS (cl_hall_parent_class)->dispose (object);
}

static void
cl_hall_finalize (GObject *object)
{
  ClHall *self = CL_HALL (object);

  g_hash_table_unref (self->live);
  g_hash_table_unref (self->items);
  g_ptr_array_unref (self->listed);
  g_strfreev (self->words);

  G_OBJECT_CLASS (cl_hall_parent_class)->finalize (object);
}

static guint
add_signal (GObjectClass *object_class, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (object_class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
cl_hall_class_init (ClHallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_hall_dispose;
  object_class->finalize = cl_hall_finalize;
  signals[SIGNAL_COUNTED] = add_signal (object_class, "counted");
  signals[SIGNAL_WOKEN] = add_signal (object_class, "woken");
}

static void
cl_hall_init (ClHall *self)
{
  self->live =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cl_game_unref);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->listed = g_ptr_array_new_with_free_func (g_object_unref);
  self->moment = CL_NO_TIME;
  self->resting = TRUE;
}

ClHall *
cl_hall_new (const ClTimeSource *time)
{
  ClHall *self = g_object_new (CL_TYPE_HALL, NULL);

  self->time = time;
  return self;
}

void
cl_hall_set_resting (ClHall *self, gboolean resting)
{
  g_return_if_fail (CL_IS_HALL (self));

  if (self->resting == resting)
    return;
  self->resting = resting;
  if (resting)
    {
      stop_reordering (self);
      return;
    }
  if (self->moment == CL_NO_TIME)
    fill (self, self->live);
  g_signal_emit (self, signals[SIGNAL_WOKEN], 0);
}

gboolean
cl_hall_get_resting (ClHall *self)
{
  g_return_val_if_fail (CL_IS_HALL (self), TRUE);
  return self->resting;
}

void
cl_hall_set_search (ClHall *self, const char *text)
{
  g_return_if_fail (CL_IS_HALL (self));

  g_clear_pointer (&self->words, g_strfreev);
  if (text != NULL && *text != '\0')
    self->words = cl_text_fold_words (text);
  reorder (self);
}

void
cl_hall_set_sort (ClHall *self, ClHallSort sort)
{
  g_return_if_fail (CL_IS_HALL (self));

  self->sort = sort;
  reorder (self);
}

void
cl_hall_set_show (ClHall *self, ClHallShow show)
{
  g_return_if_fail (CL_IS_HALL (self));

  self->show = show;
  reorder (self);
}

guint
cl_hall_get_n_tables (ClHall *self)
{
  g_return_val_if_fail (CL_IS_HALL (self), 0);
  return g_hash_table_size (self->items);
}

guint
cl_hall_count (ClHall *self, ClHallState state)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_return_val_if_fail (CL_IS_HALL (self), 0);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += cl_hall_table_get_state (value) == state;
  return n;
}

gboolean
cl_hall_is_loaded (ClHall *self)
{
  g_return_val_if_fail (CL_IS_HALL (self), FALSE);
  return self->loaded;
}
