/* cl-line-hid.c: a HID board by hidapi: a thread reads, the main context gets the reports
 *
 * hidapi has no descriptor to watch, so one thread a board waits in it, a fifth of a second at a time. Writes go through the same
 * thread, for a HID write may wait for the device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-device-access.h"
#include "cl-transport-private.h"

#include <glib/gi18n-lib.h>

#include <hidapi/hidapi.h>

#define REPORT_MAX 64
#define WAIT_MS    50

typedef struct
{
  gatomicrefcount ref_count;
  ClTransport *transport; /* main context only; NULL once the line is freed */
  hid_device *device;
  GMainContext *context;
  GThread *thread;
  GAsyncQueue *writes; /* (element-type GBytes) */
  gint stop;           /* atomic */
} HidLine;

typedef struct
{
  HidLine *line;
  GBytes *report; /* NULL: the end */
} Delivery;

static void
unref_line (HidLine *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_main_context_unref (self->context);
  g_async_queue_unref (self->writes);
  g_free (self);
}

static void
free_delivery (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->report, g_bytes_unref);
  unref_line (delivery->line);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer data)
{
  Delivery *delivery = data;
  ClTransport *transport = delivery->line->transport;

  if (transport != NULL && delivery->report != NULL)
    {
      gsize n;
      const guint8 *bytes = g_bytes_get_data (delivery->report, &n);

      cl_transport_received (transport, bytes, n);
    }
  else if (transport != NULL)
    {
      g_autoptr (GError) error =
        g_error_new (G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The board was unplugged"));

      cl_transport_ended (transport, error);
    }
  return G_SOURCE_REMOVE;
}

static void
deliver (HidLine *self, const guint8 *bytes, gsize n)
{
  Delivery *delivery = g_new0 (Delivery, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_atomic_ref_count_inc (&self->ref_count);
  delivery->line = self;
  delivery->report = bytes != NULL ? g_bytes_new (bytes, n) : NULL;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, delivery, free_delivery);
  g_source_attach (source, self->context);
}

static gpointer
hid_thread (gpointer data)
{
  HidLine *self = data;

  while (!g_atomic_int_get (&self->stop))
    {
      guint8 report[REPORT_MAX];
      g_autoptr (GBytes) write = g_async_queue_try_pop (self->writes);
      int n;

      if (write != NULL &&
          hid_write (self->device, g_bytes_get_data (write, NULL), g_bytes_get_size (write)) < 0)
        g_debug ("The board did not take a report");
      n = hid_read_timeout (self->device, report, sizeof report, WAIT_MS);
      if (n < 0)
        {
          deliver (self, NULL, 0);
          break;
        }
      if (n > 0)
        deliver (self, report, (gsize) n);
    }
  hid_close (self->device);
  unref_line (self);
  return NULL;
}

static void
write_line (gpointer line, const guint8 *bytes, gsize n)
{
  g_async_queue_push (((HidLine *) line)->writes, g_bytes_new (bytes, n));
}

/* The thread ends by itself within its wait; nobody waits for it. */
static void
free_line (gpointer line)
{
  HidLine *self = line;

  self->transport = NULL;
  g_atomic_int_set (&self->stop, 1);
  g_thread_unref (self->thread);
  unref_line (self);
}

gpointer
cl_hid_line_open (ClTransport *transport, const char *path, GError **error)
{
  hid_device *device;
  HidLine *self;

  if (!cl_device_check_access (path, error))
    return NULL;
  device = hid_open_path (path);
  if (device == NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   /* Translators: %1$s is a device, %2$ls an error message */
                   _ ("Could not open “%1$s”: %2$ls"), path, hid_error (NULL));
      return NULL;
    }
  self = g_new0 (HidLine, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count); /* the thread's */
  self->transport = transport;
  self->device = device;
  self->context = g_main_context_ref_thread_default ();
  self->writes = g_async_queue_new_full ((GDestroyNotify) g_bytes_unref);
  self->thread = g_thread_new ("hid-board", hid_thread, self);
  return self;
}

const ClLineClass cl_hid_line = { write_line, free_line };
