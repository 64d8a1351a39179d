/* cl-emulator.c: what the emulators of all families share: hands, scanning, sending with faults, power
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-emulator-private.h"

#include <string.h>

/* Switched off: until somebody switches it on. */
#define NEVER_BY_ITSELF_MS (CL_NEVER_MS - 1)
#define MAX_QUEUED \
  4096 /* chunks; a host that does not read loses what is newest, as on a full line */

typedef struct
{
  gint64 at_ms;
  GBytes *bytes;
} Chunk;

static const ClEmulatorClass *const classes[] = {
  &cl_emulator_dgt,        &cl_emulator_chesslink, &cl_emulator_certabo,
  &cl_emulator_tabutronic, &cl_emulator_chessnut,
};

static void
free_chunk (Chunk *chunk)
{
  g_bytes_unref (chunk->bytes);
  g_free (chunk);
}

gint64
cl_emulator_draw (ClEmulator *self, gint64 min, gint64 max)
{
  return max > min ? g_rand_int_range (self->rand, (gint32) min, (gint32) max + 1) : min;
}

gboolean
cl_emulator_happens (ClEmulator *self, guint per_10000)
{
  return (guint) g_rand_int_range (self->rand, 0, 10000) < per_10000;
}

static void
plan_power (ClEmulator *self, gint64 now_ms)
{
  self->power_off_at =
    self->options.power ? now_ms + cl_emulator_draw (self, 20000, 150000) : CL_NEVER_MS;
  self->power_on_at = CL_NEVER_MS;
}

ClEmulator *
cl_emulator_new (const char *family, const ClEmulatorOptions *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i]->family, family) == 0)
      {
        ClEmulator *self = g_malloc0 (classes[i]->size);

        self->class = classes[i];
        self->options = *options;
        self->rand = g_rand_new_with_seed (options->seed);
        self->placement = cl_placement_start ();
        self->acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
        g_queue_init (&self->out);
        self->scan_at = classes[i]->streams ? 0 : CL_NEVER_MS;
        self->tick_at = classes[i]->tick != NULL ? 0 : CL_NEVER_MS;
        plan_power (self, 0);
        classes[i]->init (self);
        return self;
      }
  return NULL;
}

void
cl_emulator_free (ClEmulator *self)
{
  g_queue_clear_full (&self->out, (GDestroyNotify) free_chunk);
  g_array_unref (self->acts);
  g_rand_free (self->rand);
  g_free (self);
}

void
cl_emulator_add_acts (ClEmulator *self, GArray *acts)
{
  g_array_append_vals (self->acts, acts->data, acts->len);
}

gboolean
cl_emulator_has_acts (const ClEmulator *self)
{
  return self->next_act < self->acts->len;
}

const ClPlacement *
cl_emulator_get_placement (const ClEmulator *self)
{
  return &self->placement;
}

ClPlacement
cl_emulator_see (const ClEmulator *self)
{
  return self->options.turned ? cl_placement_turned (&self->placement) : self->placement;
}

static void
plan_scan (ClEmulator *self, gint64 now_ms)
{
  if (self->scan_at == CL_NEVER_MS)
    self->scan_at = now_ms + cl_emulator_draw (self, 0, self->class->scan_max_ms);
}

void
cl_emulator_set_placement (ClEmulator *self, const ClPlacement *placement, gint64 now_ms)
{
  self->placement = *placement;
  plan_scan (self, now_ms);
}

static gboolean
has_power (const ClEmulator *self)
{
  return self->power_on_at == CL_NEVER_MS;
}

static void
queue_chunk (ClEmulator *self, const guint8 *bytes, gsize n, gint64 at_ms)
{
  Chunk *chunk;

  if (n == 0 || g_queue_get_length (&self->out) >= MAX_QUEUED)
    return;
  chunk = g_new0 (Chunk, 1);
  self->last_out_at = MAX (self->last_out_at, at_ms);
  chunk->at_ms = self->last_out_at;
  chunk->bytes = g_bytes_new (bytes, n);
  g_queue_push_tail (&self->out, chunk);
}

/* Bytes are lost and invented, and arrive in any grouping. */
static GByteArray *
damage (ClEmulator *self, const guint8 *bytes, gsize n)
{
  GByteArray *out = g_byte_array_sized_new ((guint) n + 8);
  guint32 lost = (guint32) (G_MAXUINT32 / 1000000 * self->class->loss_ppm);

  for (gsize i = 0; i < n; i++)
    {
      guint32 fate = g_rand_int (self->rand);
      guint8 noise = (guint8) (fate | 0x80);

      if (fate < lost)
        continue;
      if (fate > G_MAXUINT32 - lost / 3)
        g_byte_array_append (out, &noise, 1);
      g_byte_array_append (out, bytes + i, 1);
    }
  return out;
}

static void
send_once (ClEmulator *self, const guint8 *bytes, gsize n, gint64 at_ms)
{
  g_autoptr (GByteArray) damaged = NULL;
  gsize from = 0;

  if (!self->options.faults || self->class->packets)
    {
      queue_chunk (self, bytes, n, at_ms);
      return;
    }
  damaged = damage (self, bytes, n);
  while (from < damaged->len)
    {
      gsize length = (gsize) cl_emulator_draw (self, 1, cl_emulator_happens (self, 5000) ? 3 : 64);

      length = MIN (length, damaged->len - from);
      queue_chunk (self, damaged->data + from, length, at_ms);
      from += length;
      at_ms += cl_emulator_draw (self, 0, 2);
    }
}

void
cl_emulator_send (ClEmulator *self, const guint8 *bytes, gsize n, gint64 delay_ms)
{
  gint64 at_ms = self->now_ms + delay_ms;

  if (!has_power (self))
    return;
  if (self->options.faults && cl_emulator_happens (self, 30))
    at_ms += cl_emulator_draw (self, 200, 800);
  send_once (self, bytes, n, at_ms);
  if (self->options.faults && cl_emulator_happens (self, 50))
    send_once (self, bytes, n, at_ms);
}

void
cl_emulator_receive (ClEmulator *self, const guint8 *bytes, gsize n, gint64 now_ms)
{
  self->now_ms = now_ms;
  if (!has_power (self))
    return;
  if (self->class->receive_packet != NULL)
    self->class->receive_packet (self, bytes, n, now_ms);
  for (gsize i = 0; self->class->receive != NULL && i < n; i++)
    if (!self->options.faults || !cl_emulator_happens (self, 10))
      self->class->receive (self, bytes[i], now_ms);
}

static gboolean
is_switched_off (const ClEmulator *self)
{
  return self->power_on_at == NEVER_BY_ITSELF_MS;
}

static void
go_dark (ClEmulator *self, gint64 until_ms)
{
  self->power_on_at = until_ms;
  self->power_off_at = CL_NEVER_MS;
  g_queue_clear_full (&self->out, (GDestroyNotify) free_chunk);
}

static void
shine_again (ClEmulator *self, gint64 now_ms)
{
  plan_power (self, now_ms);
  if (self->class->power_on != NULL)
    self->class->power_on (self, now_ms);
  plan_scan (self, now_ms);
}

/* The move in hand is finished; before the next they see that it is dark, and go on some seconds after it shines again. */
static gint64
get_act_time (const ClEmulator *self)
{
  const ClHandAct *next;
  gint64 at_ms;

  if (self->next_act >= self->acts->len)
    return CL_NEVER_MS;
  next = &g_array_index (self->acts, ClHandAct, self->next_act);
  at_ms = next->at_ms + self->acts_late_ms;
  return next->begins ? MAX (at_ms, self->dark_until_ms) : at_ms;
}

static void
act (ClEmulator *self, gint64 now_ms)
{
  const ClHandAct *next = &g_array_index (self->acts, ClHandAct, self->next_act++);

  self->acts_late_ms = MAX (self->acts_late_ms, now_ms - next->at_ms);
  switch (next->kind)
    {
    case CL_HAND_LIFT:
      self->placement.squares[next->square] = CHESS_NO_PIECE;
      break;
    case CL_HAND_PUT:
      self->placement.squares[next->square] = next->piece;
      break;
    case CL_HAND_PRESS:
      if (self->class->press != NULL)
        self->class->press (self, next->color, now_ms);
      return;
    case CL_HAND_SWITCH_OFF:
      go_dark (self, NEVER_BY_ITSELF_MS);
      return;
    case CL_HAND_SWITCH_ON:
      if (is_switched_off (self))
        shine_again (self, now_ms);
      return;
    }
  plan_scan (self, now_ms);
}

static void
switch_power (ClEmulator *self, gint64 now_ms)
{
  if (has_power (self))
    {
      go_dark (self, now_ms + cl_emulator_draw (self, 2500, 9000));
      self->dark_until_ms = self->power_on_at + 12000;
      return;
    }
  shine_again (self, now_ms);
}

/* Does what is due first; FALSE if nothing is due by @now_ms. */
static gboolean
do_next (ClEmulator *self, gint64 now_ms)
{
  gint64 act_at = get_act_time (self), switch_at = MIN (self->power_off_at, self->power_on_at);
  gint64 first = MIN (MIN (act_at, switch_at), MIN (self->scan_at, self->tick_at));

  if (first > now_ms)
    return FALSE;
  self->now_ms = MAX (self->now_ms, first);
  if (first == switch_at)
    switch_power (self, first);
  else if (first == act_at)
    act (self, first);
  else if (first == self->tick_at)
    self->tick_at = self->class->tick (self, first);
  else
    {
      self->scan_at =
        self->class->streams
          ? first + cl_emulator_draw (self, self->class->scan_min_ms, self->class->scan_max_ms)
          : CL_NEVER_MS;
      if (has_power (self))
        self->class->scan (self, first);
    }
  return TRUE;
}

void
cl_emulator_advance (ClEmulator *self, gint64 now_ms)
{
  while (do_next (self, now_ms))
    ;
  self->now_ms = MAX (self->now_ms, now_ms);
}

gint64
cl_emulator_get_deadline (const ClEmulator *self)
{
  const Chunk *chunk = g_queue_peek_head ((GQueue *) &self->out);
  gint64 first = MIN (get_act_time (self), MIN (self->power_off_at, self->power_on_at));

  first = MIN (first, MIN (self->scan_at, self->tick_at));
  return chunk != NULL ? MIN (first, chunk->at_ms) : first;
}

gsize
cl_emulator_take (ClEmulator *self, guint8 *bytes, gsize max, gint64 now_ms)
{
  Chunk *chunk = g_queue_peek_head (&self->out);
  gsize n;
  const guint8 *data;

  if (chunk == NULL || chunk->at_ms > now_ms)
    return 0;
  data = g_bytes_get_data (chunk->bytes, &n);
  if (n > max)
    {
      GBytes *rest = g_bytes_new_from_bytes (chunk->bytes, max, n - max);

      memcpy (bytes, data, max);
      g_bytes_unref (chunk->bytes);
      chunk->bytes = rest;
      return max;
    }
  memcpy (bytes, data, n);
  free_chunk (g_queue_pop_head (&self->out));
  return n;
}

guint64
cl_emulator_get_lamps (const ClEmulator *self)
{
  return self->lamps;
}

guint
cl_emulator_get_dangers (const ClEmulator *self)
{
  return self->dangers;
}
