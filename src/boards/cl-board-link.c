/* cl-board-link.c: one board on its line, reopened whenever it is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-link.h"

#define RETRY_MS 1000

struct _ClBoardLink
{
  ClBoardDriver *driver;
  ClTransport *transport; /* NULL while lost */
  char *path, *recording;
  guint baud;
  ClBoardLinkFunc func;
  gpointer user_data;
  gint64 begun_us;
  GSource *timer;
  gboolean close_soon; /* the driver lost the board: the line is closed when its call is over */
};

static gboolean timer_cb (gpointer user_data);

gint64
cl_board_link_get_now_ms (const ClBoardLink *self)
{
  return (g_get_monotonic_time () - self->begun_us) / 1000;
}

static void
stop_timer (ClBoardLink *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
schedule (ClBoardLink *self)
{
  gint64 now_ms = cl_board_link_get_now_ms (self);
  gint64 due_ms =
    self->transport == NULL ? now_ms + RETRY_MS : cl_board_driver_get_deadline (self->driver);

  stop_timer (self);
  if (due_ms == CL_NEVER_MS)
    return;
  self->timer = g_timeout_source_new ((guint) CLAMP (due_ms - now_ms, 0, 3600000));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
settle (ClBoardLink *self)
{
  if (self->close_soon)
    g_clear_pointer (&self->transport, cl_transport_free);
  self->close_soon = FALSE;
  schedule (self);
}

static void
passed_cb (const guint8 *bytes, gsize n, const GError *error, gpointer user_data)
{
  ClBoardLink *self = user_data;

  if (bytes != NULL)
    cl_board_driver_receive (self->driver, bytes, n, cl_board_link_get_now_ms (self));
  else
    {
      ClSight lost = { .kind = CL_SIGHT_LOST,
                       .at_ms = cl_board_link_get_now_ms (self),
                       .text = error->message };

      self->close_soon = TRUE;
      self->func (&lost, self->user_data);
    }
  /* The line itself is calling: close it from the timer. */
  if (self->close_soon)
    {
      stop_timer (self);
      self->timer = g_timeout_source_new (0);
      g_source_set_callback (self->timer, timer_cb, self, NULL);
      g_source_attach (self->timer, g_main_context_get_thread_default ());
      return;
    }
  schedule (self);
}

static gboolean
open_line (ClBoardLink *self, GError **error)
{
  self->transport =
    cl_transport_open (self->path, self->baud, self->recording, passed_cb, self, error);
  if (self->transport == NULL)
    return FALSE;
  cl_board_driver_start (self->driver, cl_board_link_get_now_ms (self));
  return TRUE;
}

static gboolean
timer_cb (gpointer user_data)
{
  ClBoardLink *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  if (self->transport == NULL)
    open_line (self, NULL);
  else if (!self->close_soon)
    cl_board_driver_advance (self->driver, cl_board_link_get_now_ms (self));
  settle (self);
  return G_SOURCE_REMOVE;
}

static void
write_cb (const guint8 *bytes, gsize n, gpointer user_data)
{
  ClBoardLink *self = user_data;

  if (self->transport != NULL)
    cl_transport_write (self->transport, bytes, n);
}

static void
saw_cb (const ClSight *sight, gpointer user_data)
{
  ClBoardLink *self = user_data;

  if (sight->kind == CL_SIGHT_LOST)
    self->close_soon = TRUE;
  self->func (sight, self->user_data);
}

static const ClBoardSink sink = { write_cb, saw_cb };

ClBoardLink *
cl_board_link_new (const ClBoardFamily *family,
                   const char *path,
                   const char *recording,
                   ClBoardLinkFunc func,
                   gpointer user_data,
                   GError **error)
{
  g_autoptr (ClBoardLink) self = g_new0 (ClBoardLink, 1);

  self->driver = cl_board_driver_new (family, &sink, self);
  self->path = g_strdup (path);
  self->recording = g_strdup (recording);
  self->baud = family->baud;
  self->func = func;
  self->user_data = user_data;
  self->begun_us = g_get_monotonic_time ();
  if (!open_line (self, error))
    return NULL;
  schedule (self);
  return g_steal_pointer (&self);
}

void
cl_board_link_free (ClBoardLink *self)
{
  stop_timer (self);
  g_clear_pointer (&self->transport, cl_transport_free);
  cl_board_driver_free (self->driver);
  g_free (self->path);
  g_free (self->recording);
  g_free (self);
}

ClBoardDriver *
cl_board_link_get_driver (ClBoardLink *self)
{
  return self->driver;
}

void
cl_board_link_set_path (ClBoardLink *self, const char *path)
{
  if (g_strcmp0 (path, self->path) == 0)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
}

void
cl_board_link_light (ClBoardLink *self, guint64 squares)
{
  cl_board_driver_light (self->driver, squares, cl_board_link_get_now_ms (self));
  schedule (self);
}
