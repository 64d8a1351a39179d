/* cl-board-asker.c: a probe on a line: opens it at the speeds that the probe wants, and closes it for the driver to come
 *
 * A packet socket keeps the borders of reports as HID does, so behind one sits a Chessnut emulator; that is known at once, but
 * told from the main loop like every other answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-asker.h"

#include <string.h>
#include <sys/stat.h>

#include "cl-board-probe.h"
#include "cl-transport.h"

struct _ClBoardAsker
{
  ClBoardProbe probe;
  ClTransport *transport; /* NULL: between two speeds, or not needed */
  const ClBoardFamily *family;
  GError *error; /* (nullable) */
  char *path, *recording;
  guint baud;
  ClBoardAskerFunc func;
  gpointer user_data;
  GSource *timer;
};

static gboolean timer_cb (gpointer user_data);

static gint64
get_now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
stop_timer (ClBoardAsker *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
wake_in (ClBoardAsker *self, gint64 delay_ms)
{
  stop_timer (self);
  self->timer = g_timeout_source_new ((guint) MAX (0, delay_ms));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* The line itself is calling: it is closed, and the answer told, from the timer. */
static void
passed_cb (const guint8 *bytes, gsize n, const GError *error, gpointer user_data)
{
  ClBoardAsker *self = user_data;

  if (self->family != NULL || self->error != NULL)
    return;
  if (bytes == NULL)
    self->error = g_error_copy (error);
  else
    self->family = cl_board_probe_receive (&self->probe, bytes, n);
  if (self->family != NULL || self->error != NULL)
    wake_in (self, 0);
}

static gboolean
begin_stage (ClBoardAsker *self, GError **error)
{
  guint8 question[8];
  gsize n;

  if (self->transport == NULL || cl_board_probe_get_baud (&self->probe) != self->baud)
    {
      g_clear_pointer (&self->transport, cl_transport_free);
      self->baud = cl_board_probe_get_baud (&self->probe);
      self->transport =
        cl_transport_open (self->path, self->baud, self->recording, passed_cb, self, error);
      if (self->transport == NULL)
        return FALSE;
    }
  n = cl_board_probe_get_question (&self->probe, question);
  if (n > 0)
    cl_transport_write (self->transport, question, n);
  wake_in (self, self->probe.until_ms - get_now_ms ());
  return TRUE;
}

static gboolean
timer_cb (gpointer user_data)
{
  ClBoardAsker *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  if (self->family == NULL && self->error == NULL)
    {
      if (!cl_board_probe_advance (&self->probe, get_now_ms ()))
        wake_in (self, self->probe.until_ms - get_now_ms ());
      else if (self->probe.stage != CL_PROBE_OVER)
        begin_stage (self, &self->error);
    }
  if (self->timer != NULL)
    return G_SOURCE_REMOVE;
  g_clear_pointer (&self->transport, cl_transport_free);
  self->func (self->family, self->error, self->user_data);
  return G_SOURCE_REMOVE;
}

ClBoardAsker *
cl_board_asker_new (const char *path,
                    const char *recording,
                    ClBoardAskerFunc func,
                    gpointer user_data,
                    GError **error)
{
  g_autoptr (ClBoardAsker) self = g_new0 (ClBoardAsker, 1);
  struct stat status;

  self->path = g_strdup (path);
  self->recording = g_strdup (recording);
  self->func = func;
  self->user_data = user_data;
  if (g_str_has_prefix (path, "hid:") || (stat (path, &status) == 0 && S_ISSOCK (status.st_mode)))
    {
      self->family = cl_board_family_find ("chessnut");
      wake_in (self, 0);
      return g_steal_pointer (&self);
    }
  cl_board_probe_init (&self->probe, get_now_ms ());
  return begin_stage (self, error) ? g_steal_pointer (&self) : NULL;
}

void
cl_board_asker_free (ClBoardAsker *self)
{
  stop_timer (self);
  g_clear_pointer (&self->transport, cl_transport_free);
  g_clear_error (&self->error);
  g_free (self->path);
  g_free (self->recording);
  g_free (self);
}
