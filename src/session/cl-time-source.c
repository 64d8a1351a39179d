/* cl-time-source.c: the computer's clocks as the session's time source
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-time-source.h"

static gint64
get_system_real_us (gpointer data)
{
  return g_get_real_time ();
}

static gint64
get_system_monotonic_us (gpointer data)
{
  return g_get_monotonic_time ();
}

static guint
add_system_timeout (gint64 delay_us, GSourceFunc func, gpointer func_data, gpointer data)
{
  /* Rounded up: a flag must not be looked at before it can have fallen. */
  gint64 delay_ms = (MAX (delay_us, 0) + 999) / 1000;

  return g_timeout_add ((guint) MIN (delay_ms, G_MAXINT), func, func_data);
}

static void
remove_system_timeout (guint id, gpointer data)
{
  g_source_remove (id);
}

const ClTimeSource cl_time_source_system = {
  .get_real_us = get_system_real_us,
  .get_monotonic_us = get_system_monotonic_us,
  .add_timeout = add_system_timeout,
  .remove_timeout = remove_system_timeout,
};

gint64
cl_time_source_real_us (const ClTimeSource *self)
{
  return self->get_real_us (self->data);
}

gint64
cl_time_source_monotonic_us (const ClTimeSource *self)
{
  return self->get_monotonic_us (self->data);
}

guint
cl_time_source_add_timeout (const ClTimeSource *self,
                            gint64 delay_us,
                            GSourceFunc func,
                            gpointer func_data)
{
  return self->add_timeout (delay_us, func, func_data, self->data);
}

void
cl_time_source_remove_timeout (const ClTimeSource *self, guint id)
{
  self->remove_timeout (id, self->data);
}
