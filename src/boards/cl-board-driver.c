/* cl-board-driver.c: what the drivers of all families share, and their list
 *
 * Writes are queued with the pause that the board needs after each (DGT's buffer holds ten bytes, Certabo loses lamps that
 * follow within 600 ms). The queue is short: if a board is slower than what is wanted of it, the oldest wish is forgotten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-driver-private.h"

#include <string.h>

#define MAX_WRITES 16

typedef struct
{
  GBytes *bytes;
  gint64 gap_ms;
} Write;

static const ClBoardClass *const classes[] = {
  &cl_driver_dgt,        &cl_driver_chesslink, &cl_driver_certabo,
  &cl_driver_tabutronic, &cl_driver_chessnut,
};

static void
free_write (Write *write)
{
  g_bytes_unref (write->bytes);
  g_free (write);
}

const ClBoardFamily *
cl_board_family_get (guint index)
{
  return index < G_N_ELEMENTS (classes) ? &classes[index]->traits : NULL;
}

const ClBoardFamily *
cl_board_family_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i]->traits.name, name) == 0)
      return &classes[i]->traits;
  return NULL;
}

ClBoardDriver *
cl_board_driver_new (const ClBoardFamily *family, const ClBoardSink *sink, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (&classes[i]->traits == family)
      {
        ClBoardDriver *self = g_malloc0 (classes[i]->size);

        self->class = classes[i];
        self->sink = sink;
        self->user_data = user_data;
        g_queue_init (&self->writes);
        self->wake_at = CL_NEVER_MS;
        return self;
      }
  g_return_val_if_reached (NULL);
}

void
cl_board_driver_free (ClBoardDriver *self)
{
  g_queue_clear_full (&self->writes, (GDestroyNotify) free_write);
  g_free (self);
}

const ClBoardFamily *
cl_board_driver_get_family (const ClBoardDriver *self)
{
  return &self->class->traits;
}

static void
flush_writes (ClBoardDriver *self, gint64 now_ms)
{
  while (!g_queue_is_empty (&self->writes) && now_ms >= self->may_write_at)
    {
      Write *write = g_queue_pop_head (&self->writes);
      gsize n;
      const guint8 *bytes = g_bytes_get_data (write->bytes, &n);

      self->may_write_at = now_ms + write->gap_ms;
      self->sink->write (bytes, n, self->user_data);
      free_write (write);
    }
}

void
cl_board_driver_send (ClBoardDriver *self,
                      const guint8 *bytes,
                      gsize n,
                      gint64 gap_ms,
                      gint64 now_ms)
{
  Write *write = g_new0 (Write, 1);

  write->bytes = g_bytes_new (bytes, n);
  write->gap_ms = gap_ms;
  if (g_queue_get_length (&self->writes) == MAX_WRITES)
    free_write (g_queue_pop_head (&self->writes));
  g_queue_push_tail (&self->writes, write);
  flush_writes (self, now_ms);
}

void
cl_board_driver_wake_at (ClBoardDriver *self, gint64 at_ms)
{
  self->wake_at = MIN (self->wake_at, at_ms);
}

void
cl_board_driver_saw (ClBoardDriver *self, const ClSight *sight)
{
  self->sink->saw (sight, self->user_data);
}

void
cl_board_driver_saw_text (ClBoardDriver *self, ClSightKind kind, const char *text, gint64 now_ms)
{
  ClSight sight = { .kind = kind, .at_ms = now_ms, .text = text };

  cl_board_driver_saw (self, &sight);
}

void
cl_board_driver_saw_scan (ClBoardDriver *self, const ClPlacement *placement, gint64 now_ms)
{
  ClSight sight = { .kind = CL_SIGHT_SCAN, .at_ms = now_ms, .placement = *placement };

  cl_board_driver_saw (self, &sight);
}

void
cl_board_driver_start (ClBoardDriver *self, gint64 now_ms)
{
  g_queue_clear_full (&self->writes, (GDestroyNotify) free_write);
  self->may_write_at = now_ms;
  self->wake_at = CL_NEVER_MS;
  self->class->start (self, now_ms);
}

void
cl_board_driver_receive (ClBoardDriver *self, const guint8 *bytes, gsize n, gint64 now_ms)
{
  self->class->receive (self, bytes, n, now_ms);
}

void
cl_board_driver_advance (ClBoardDriver *self, gint64 now_ms)
{
  flush_writes (self, now_ms);
  if (now_ms >= self->wake_at)
    {
      self->wake_at = CL_NEVER_MS;
      self->class->wake (self, now_ms);
    }
}

gint64
cl_board_driver_get_deadline (const ClBoardDriver *self)
{
  return g_queue_is_empty ((GQueue *) &self->writes) ? self->wake_at
                                                     : MIN (self->wake_at, self->may_write_at);
}

void
cl_board_driver_light (ClBoardDriver *self, guint64 squares, gint64 now_ms)
{
  if (self->class->light != NULL)
    self->class->light (self, squares, now_ms);
}

void
cl_board_driver_ask_scan (ClBoardDriver *self, gint64 now_ms)
{
  if (self->class->ask_scan != NULL)
    self->class->ask_scan (self, now_ms);
}

gboolean
cl_board_driver_teach (ClBoardDriver *self, const char *chips)
{
  return self->class->teach != NULL && self->class->teach (self, chips);
}
