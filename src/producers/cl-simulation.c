/* cl-simulation.c: all tables of a simulation, on one clock
 *
 * Whatever is due is drafted and queued at once, for all tables; then their appends are waited for together, so that a
 * hall of tables shares the flushes of the disk as real boards do. The next act of a table is timed from when this one
 * was due, not from when it was done: lateness does not add up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-simulation-private.h"

#include "cl-game-load.h"
#include "cl-reader.h"

#define STAGGER_MS 20000 /* games begin one after the other, as in a hall */
#define ROUND_MS   30000 /* without waiting, all that comes within this is one round */

typedef struct
{
  ClLedger *ledger;
  ClReader *reader;
  const ClSimulationOptions *options;
  GPtrArray *scores; /* (element-type ClGame) */
  GPtrArray *seats;  /* (element-type ClSimulationSeat) */
  guint next_table;  /* the last that was looked at */
  GMainContext *context;
  GCancellable *cancellable; /* (nullable) */
  gint64 begun_us, now_ms;   /* now: on the simulation's clock */
  guint n_pending;
  ClSimulationStatus status;
  GError *error; /* (nullable): the first */
} Simulation;

typedef struct
{
  Simulation *simulation;
  ClSimulationSeat *seat;
  ClDraft *draft;
} Append;

/* Takes the next table at which nobody plays. */
static gboolean
find_table (Simulation *self, ClSimulationSeat *seat, GError **error)
{
  for (;;)
    {
      g_autofree char *partition = g_strdup_printf ("table/%u", ++self->next_table);
      g_autoptr (ClGame) game = NULL;
      GError *local = NULL;
      ClPartitionInfo info = { 0 };

      if (!cl_reader_get_partition (self->reader, partition, &info, &local) && local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (info.last_game > 0 &&
          (game = cl_game_load (self->reader, partition, info.last_game, 0, error)) == NULL)
        return FALSE;
      if (game != NULL && game->status == CL_GAME_PLAYING)
        continue;
      g_free (seat->partition);
      seat->partition = g_steal_pointer (&partition);
      seat->head = info.head;
      seat->game_number = info.last_game;
      g_clear_pointer (&seat->game, cl_game_unref);
      return TRUE;
    }
}

static gboolean
add_seats (Simulation *self, GError **error)
{
  for (guint i = 0; i < self->options->n_tables; i++)
    {
      ClSimulationSeat *seat = g_new0 (ClSimulationSeat, 1);

      seat->rand = g_rand_new_with_seed (self->options->seed + i);
      g_ptr_array_add (self->seats, seat);
      if (!find_table (self, seat, error))
        return FALSE;
      seat->due_ms = i > 0 ? g_rand_int_range (seat->rand, 0, STAGGER_MS) : 0;
    }
  return TRUE;
}

static void
fail (Simulation *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

/* What an append has done to a seat. */
static void
count (Simulation *self, const ClSimulationSeat *seat, gboolean was_playing, guint plies_before)
{
  if (!was_playing)
    self->status.n_started++;
  else
    self->status.n_moves += cl_game_n_plies (seat->game) - plies_before;
  if (seat->game->status != CL_GAME_PLAYING)
    self->status.n_ended++;
}

static gboolean
is_playing (const ClSimulationSeat *seat)
{
  return seat->game != NULL && seat->game->status == CL_GAME_PLAYING;
}

/* Somebody else records there: the table is theirs. */
static gboolean
move_away (Simulation *self, ClSimulationSeat *seat, GError **error)
{
  self->status.n_lost++;
  return find_table (self, seat, error);
}

static void
take_appended (Append *append, const ClAppended *appended)
{
  Simulation *self = append->simulation;
  ClSimulationSeat *seat = append->seat;
  gboolean was_playing = is_playing (seat);
  guint plies = was_playing ? cl_game_n_plies (seat->game) : 0;
  GError *error = NULL;

  if (cl_simulation_seat_appended (seat, append->draft, appended, &error))
    count (self, seat, was_playing, plies);
  else
    fail (self, error);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Append *append = user_data;
  Simulation *self = append->simulation;
  ClAppended appended;
  GError *error = NULL;

  self->n_pending--;
  if (cl_ledger_append_finish (self->ledger, result, &appended, &error))
    take_appended (append, &appended);
  else if (!g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT))
    fail (self, error);
  else
    {
      g_clear_error (&error);
      if (!move_away (self, append->seat, &error))
        fail (self, error);
    }
  cl_draft_unref (append->draft);
  g_free (append);
}

static void
append (Simulation *self, ClSimulationSeat *seat, ClDraft *draft)
{
  Append *waiting = g_new (Append, 1);

  *waiting = (Append){ self, seat, draft };
  self->n_pending++;
  cl_ledger_append_async (self->ledger, draft, seat->head, NULL, appended_cb, waiting);
}

static void
wait_for_appends (Simulation *self)
{
  while (self->n_pending > 0)
    g_main_context_iteration (self->context, TRUE);
}

/* No more games than were asked for. */
static gboolean
may_act (const Simulation *self, const ClSimulationSeat *seat)
{
  return is_playing (seat) || self->options->n_games == 0 ||
         self->status.n_started < self->options->n_games;
}

static void
act (Simulation *self, ClSimulationSeat *seat)
{
  GError *error = NULL;
  ClDraft *draft;

  if (!is_playing (seat))
    seat->score = g_ptr_array_index (self->scores,
                                     g_rand_int_range (seat->rand, 0, (gint32) self->scores->len));
  draft = cl_simulation_seat_act (seat, g_get_real_time (), &error);
  if (draft != NULL)
    append (self, seat, draft);
  else
    fail (self, error);
}

/* One round: all that is due by now. A start is appended by itself, so that the number of games is kept. */
static void
act_all (Simulation *self)
{
  gint64 earliest = self->now_ms;

  for (guint i = 0; i < self->seats->len && self->error == NULL; i++)
    {
      ClSimulationSeat *seat = g_ptr_array_index (self->seats, i);
      gboolean starts = !is_playing (seat);

      if (seat->due_ms > self->now_ms || !may_act (self, seat))
        continue;
      earliest = MIN (earliest, seat->due_ms);
      act (self, seat);
      if (starts && self->options->n_games > 0)
        wait_for_appends (self);
    }
  wait_for_appends (self);
  self->status.behind_ms = self->options->speed > 0
                             ? (gint64) ((double) (self->now_ms - earliest) / self->options->speed)
                             : 0;
  if (self->options->progress != NULL)
    self->options->progress (&self->status, self->options->user_data);
}

/* G_MAXINT64: nothing more will be. */
static gint64
find_due (const Simulation *self)
{
  gint64 due = G_MAXINT64;

  for (guint i = 0; i < self->seats->len; i++)
    {
      const ClSimulationSeat *seat = g_ptr_array_index (self->seats, i);

      if (may_act (self, seat))
        due = MIN (due, seat->due_ms);
    }
  return due;
}

static gint64
read_clock_ms (const Simulation *self)
{
  return (gint64) ((double) (g_get_monotonic_time () - self->begun_us) / 1000 *
                   self->options->speed);
}

/* Until the simulation's clock shows @due_ms, or somebody cancels. */
static void
sleep_until (Simulation *self, gint64 due_ms)
{
  GPollFD fd;
  gboolean can_poll =
    self->cancellable != NULL && g_cancellable_make_pollfd (self->cancellable, &fd);

  if (self->options->speed <= 0)
    self->now_ms = due_ms + ROUND_MS;
  else
    while ((self->now_ms = read_clock_ms (self)) < due_ms &&
           !g_cancellable_is_cancelled (self->cancellable))
      {
        double wait_ms = (double) (due_ms - self->now_ms) / self->options->speed;

        g_poll (can_poll ? &fd : NULL, can_poll ? 1 : 0, (gint) CLAMP (wait_ms, 1, 1000));
      }
  if (can_poll)
    g_cancellable_release_fd (self->cancellable);
}

/* Games in progress would stand on the clocks for ever. */
static void
abandon_all (Simulation *self)
{
  for (guint i = 0; i < self->seats->len && self->error == NULL; i++)
    {
      ClSimulationSeat *seat = g_ptr_array_index (self->seats, i);
      GError *error = NULL;
      ClDraft *draft =
        is_playing (seat) ? cl_simulation_seat_abandon (seat, g_get_real_time (), &error) : NULL;

      if (draft != NULL)
        append (self, seat, draft);
      else if (error != NULL)
        fail (self, error);
    }
  wait_for_appends (self);
}

static void
run (Simulation *self)
{
  gint64 due_ms;

  self->begun_us = g_get_monotonic_time ();
  while (self->error == NULL && (due_ms = find_due (self)) != G_MAXINT64 &&
         !g_cancellable_is_cancelled (self->cancellable))
    {
      sleep_until (self, due_ms);
      if (!g_cancellable_is_cancelled (self->cancellable))
        act_all (self);
    }
  abandon_all (self);
}

gboolean
cl_simulation_run (ClLedger *ledger,
                   GPtrArray *scores,
                   const ClSimulationOptions *options,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) seats =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_simulation_seat_free);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  Simulation self = { .ledger = ledger,
                      .reader = reader,
                      .options = options,
                      .scores = scores,
                      .seats = seats,
                      .context = context,
                      .cancellable = cancellable };

  g_return_val_if_fail (scores->len > 0, FALSE);
  g_return_val_if_fail (options->n_tables > 0 && options->n_tables <= CL_SIMULATION_MAX_TABLES,
                        FALSE);

  if (reader == NULL || !add_seats (&self, error))
    return FALSE;
  g_main_context_push_thread_default (context);
  run (&self);
  g_main_context_pop_thread_default (context);
  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return self.error == NULL;
}
