/* cl-ledger-summary.c: keeps counts and the most telling kind by block and lane
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-summary.h"

#include "cl-session.h"

/* Partitions beyond this share the lane of their kind, as do all lanes when a range has more than MAX_SHOWN. */
#define MAX_LANES 64
#define MAX_SHOWN 8

typedef struct
{
  guint32 block;
  guint16 count;
  guint8 kind;
} Entry;

typedef struct
{
  const char *name;                /* interned */
  const char *group;               /* static */
  GArray *runs[CL_SUMMARY_N_RUNS]; /* (element-type Entry) */
} Lane;

struct _ClLedgerSummary
{
  gatomicrefcount ref_count;
  GMutex lock;
  GPtrArray *lanes;        /* (element-type Lane) */
  GHashTable *by_name;     /* interned name → Lane */
  GPtrArray *by_partition; /* partition id → Lane (nullable) */
};

static const char *
get_group (const char *partition)
{
  static const struct
  {
    const char *prefix, *group;
  } groups[] = {
    { "table/", "tables" },   { "archive/", "archives" },       { "engine/", "engines" },
    { "sensor/", "sensors" }, { "tournament/", "tournaments" }, { "desk/", "desk" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_has_prefix (partition, groups[i].prefix))
      return groups[i].group;

  return "other";
}

/* Ends > starts > corrections > offers > checks > captures > clocks > moves. */
static guint
rank_kind (guint kind)
{
  switch (kind)
    {
    case CL_FACT_NONE:
      return 0;
    case CL_FACT_MOVE_PLAYED:
      return 1;
    case CL_FACT_CLOCK_STARTED:
    case CL_FACT_CLOCK_PAUSED:
    case CL_FACT_CLOCK_RESUMED:
    case CL_FACT_CLOCK_ADJUSTED:
      return 3;
    case CL_TIMELINE_CAPTURE:
      return 4;
    case CL_TIMELINE_CHECK:
      return 5;
    case CL_FACT_DRAW_OFFERED:
    case CL_FACT_DRAW_DECLINED:
    case CL_FACT_DRAW_CLAIMED:
      return 6;
    case CL_FACT_TAKEBACK_AGREED:
    case CL_FACT_MOVE_CORRECTED:
    case CL_FACT_POSITION_CORRECTED:
    case CL_FACT_DETAILS_CORRECTED:
    case CL_FACT_RESULT_CORRECTED:
    case CL_FACT_ILLEGAL_MOVE_MADE:
      return 7;
    case CL_FACT_GAME_STARTED:
      return 8;
    case CL_FACT_FLAG_FELL:
    case CL_FACT_GAME_ENDED:
      return 9;
    default:
      return 2;
    }
}

guint8
cl_ledger_summary_get_kind (const ClEvent *event)
{
  if (event->kind != CL_FACT_MOVE_PLAYED || !event->has_move)
    return event->kind;
  if (cl_move_get_check (event->move))
    return CL_TIMELINE_CHECK;
  if (cl_move_get_captured (event->move))
    return CL_TIMELINE_CAPTURE;

  return CL_FACT_MOVE_PLAYED;
}

static guint8
get_more_telling (guint8 a, guint8 b)
{
  return rank_kind (a) >= rank_kind (b) ? a : b;
}

static void
lane_free (Lane *self)
{
  for (guint i = 0; i < CL_SUMMARY_N_RUNS; i++)
    g_array_unref (self->runs[i]);
  g_free (self);
}

ClLedgerSummary *
cl_ledger_summary_new (void)
{
  ClLedgerSummary *self = g_new0 (ClLedgerSummary, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) lane_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_partition = g_ptr_array_new ();

  return self;
}

ClLedgerSummary *
cl_ledger_summary_ref (ClLedgerSummary *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cl_ledger_summary_unref (ClLedgerSummary *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->by_partition);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->lanes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Lane *
ensure_lane (ClLedgerSummary *self, const ClEvent *event)
{
  const char *name = self->lanes->len < MAX_LANES ? event->partition : get_group (event->partition);
  Lane *lane = g_hash_table_lookup (self->by_name, name);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      lane->name = g_intern_string (name);
      lane->group = get_group (event->partition);
      for (guint i = 0; i < CL_SUMMARY_N_RUNS; i++)
        lane->runs[i] = g_array_new (FALSE, FALSE, sizeof (Entry));
      g_ptr_array_add (self->lanes, lane);
      g_hash_table_insert (self->by_name, (gpointer) lane->name, lane);
    }

  return lane;
}

static Lane *
find_lane (ClLedgerSummary *self, const ClEvent *event)
{
  guint id = event->partition_id;

  if (id >= self->by_partition->len)
    g_ptr_array_set_size (self->by_partition, id + 1);
  if (g_ptr_array_index (self->by_partition, id) == NULL)
    self->by_partition->pdata[id] = ensure_lane (self, event);

  return g_ptr_array_index (self->by_partition, id);
}

static void
add_event (Lane *lane, ClSummaryRun run, const ClEvent *event)
{
  GArray *entries = lane->runs[run];
  guint32 block = (guint32) ((event->position - 1) / CL_SUMMARY_BLOCK);
  Entry *last = entries->len > 0 ? &g_array_index (entries, Entry, entries->len - 1) : NULL;

  if (last != NULL && last->block == block)
    {
      last->count++;
      last->kind = get_more_telling (last->kind, cl_ledger_summary_get_kind (event));
    }
  else
    {
      Entry entry = { .block = block, .count = 1, .kind = cl_ledger_summary_get_kind (event) };

      g_array_append_val (entries, entry);
    }
}

void
cl_ledger_summary_add (ClLedgerSummary *self, ClSummaryRun run, ClEvents *events)
{
  gsize length = cl_events_get_length (events);

  g_mutex_lock (&self->lock);
  for (gsize i = 0; i < length; i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      add_event (find_lane (self, event), run, event);
    }
  g_mutex_unlock (&self->lock);
}

/* --- Reading --- */

typedef struct
{
  guint64 from, to;
  guint n_buckets;
  gboolean grouped;
  GPtrArray *lanes; /* (element-type ClTimelineLane) */
} Density;

static void
timeline_lane_free (ClTimelineLane *self)
{
  g_free (self->counts);
  g_free (self->kinds);
  g_free (self);
}

static ClTimelineLane *
ensure_shown (Density *self, const char *name)
{
  ClTimelineLane *lane;

  for (guint i = 0; i < self->lanes->len; i++)
    {
      lane = g_ptr_array_index (self->lanes, i);
      if (strcmp (lane->lane, name) == 0)
        return lane;
    }

  lane = g_new0 (ClTimelineLane, 1);
  lane->lane = name;
  lane->n_buckets = self->n_buckets;
  lane->counts = g_new0 (guint32, self->n_buckets);
  lane->kinds = g_new0 (guint8, self->n_buckets);
  g_ptr_array_add (self->lanes, lane);

  return lane;
}

static guint
find_bucket (const Density *self, guint64 position)
{
  return (guint) ((position - self->from - 1) * self->n_buckets / (self->to - self->from));
}

/* The events of a block that is wider than a column are spread evenly over the columns it covers. A block that the range
 * cuts counts whole: that is less than a column of the long ranges that are read from here. */
static void
add_entry (Density *self, ClTimelineLane *lane, const Entry *entry)
{
  guint64 first = (guint64) entry->block * CL_SUMMARY_BLOCK + 1;
  guint64 last = first + CL_SUMMARY_BLOCK - 1;
  guint64 from = MAX (first, self->from + 1), to = MIN (last, self->to);
  guint bucket, last_bucket, width, count;

  if (from > to)
    return;

  count = entry->count;
  bucket = find_bucket (self, from);
  last_bucket = find_bucket (self, to);
  width = last_bucket - bucket + 1;
  for (guint i = 0; i < width; i++)
    {
      guint share = count * (i + 1) / width - count * i / width;

      if (share == 0)
        continue;
      lane->counts[bucket + i] += share;
      lane->kinds[bucket + i] = get_more_telling (lane->kinds[bucket + i], entry->kind);
    }
}

/* Index of the first entry whose block is not before @block. */
static guint
find_entry (GArray *entries, guint64 block)
{
  guint low = 0, high = entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (entries, Entry, middle).block < block)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gboolean
lane_has_any (Lane *lane, guint64 first_block, guint64 last_block)
{
  for (guint run = 0; run < CL_SUMMARY_N_RUNS; run++)
    {
      guint i = find_entry (lane->runs[run], first_block);

      if (i < lane->runs[run]->len && g_array_index (lane->runs[run], Entry, i).block <= last_block)
        return TRUE;
    }

  return FALSE;
}

static void
add_lane (Density *self, Lane *lane, guint64 first_block, guint64 last_block)
{
  ClTimelineLane *shown = ensure_shown (self, self->grouped ? lane->group : lane->name);

  for (guint run = 0; run < CL_SUMMARY_N_RUNS; run++)
    {
      GArray *entries = lane->runs[run];

      for (guint i = find_entry (entries, first_block); i < entries->len; i++)
        {
          const Entry *entry = &g_array_index (entries, Entry, i);

          if (entry->block > last_block)
            break;
          add_entry (self, shown, entry);
        }
    }
}

GPtrArray *
cl_ledger_summary_read (ClLedgerSummary *self, guint64 from, guint64 to, guint n_buckets)
{
  Density density = { .from = from, .to = to, .n_buckets = n_buckets };
  guint64 first_block = from / CL_SUMMARY_BLOCK, last_block = (to - 1) / CL_SUMMARY_BLOCK;
  guint n_lanes = 0;

  density.lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) timeline_lane_free);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lanes->len; i++)
    n_lanes += lane_has_any (g_ptr_array_index (self->lanes, i), first_block, last_block) ? 1 : 0;
  density.grouped = n_lanes > MAX_SHOWN;
  for (guint i = 0; i < self->lanes->len; i++)
    {
      Lane *lane = g_ptr_array_index (self->lanes, i);

      if (lane_has_any (lane, first_block, last_block))
        add_lane (&density, lane, first_block, last_block);
    }
  g_mutex_unlock (&self->lock);

  return density.lanes;
}

static gboolean
has_many_partitions (GPtrArray *batches)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint b = 0; b < batches->len; b++)
    for (gsize i = 0; i < cl_events_get_length (g_ptr_array_index (batches, b)); i++)
      {
        g_hash_table_add (seen,
                          GUINT_TO_POINTER (
                            cl_events_get (g_ptr_array_index (batches, b), i)->partition_id));
        if (g_hash_table_size (seen) > MAX_SHOWN)
          return TRUE;
      }

  return FALSE;
}

GPtrArray *
cl_ledger_summary_count (GPtrArray *batches, guint64 from, guint64 to, guint n_buckets)
{
  Density density = { .from = from, .to = to, .n_buckets = n_buckets };

  density.lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) timeline_lane_free);
  density.grouped = has_many_partitions (batches);
  for (guint b = 0; b < batches->len; b++)
    for (gsize i = 0; i < cl_events_get_length (g_ptr_array_index (batches, b)); i++)
      {
        const ClEvent *event = cl_events_get (g_ptr_array_index (batches, b), i);
        const char *group = get_group (event->partition);
        ClTimelineLane *lane =
          ensure_shown (&density, density.grouped ? group : g_intern_string (event->partition));
        guint bucket = find_bucket (&density, event->position);

        lane->counts[bucket]++;
        lane->kinds[bucket] =
          get_more_telling (lane->kinds[bucket], cl_ledger_summary_get_kind (event));
      }

  return density.lanes;
}
