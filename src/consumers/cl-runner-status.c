/* cl-runner-status.c: how the consumers stand: of those that run here, and of those that a cache file tells of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>

/* A rate that was counted longer ago says nothing any more. */
#define RATE_AGE_US (2 * G_TIME_SPAN_SECOND)

void
cl_poison_clear (ClPoison *self)
{
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->type, g_free);
  self->position = self->offset = 0;
}

void
cl_poison_set (ClPoison *self, const ClEvent *event)
{
  cl_poison_clear (self);
  self->position = event->position;
  self->offset = event->offset;
  self->partition = g_strdup (event->partition);
  self->type = g_strdup (event->type);
}

static ClConsumerStatus *
describe_row (const char *name, guint version, const ClCacheRow *row, guint64 head)
{
  ClConsumerStatus *status = g_object_new (CL_TYPE_CONSUMER_STATUS, NULL);

  status->name = g_strdup (name);
  status->version = version;
  status->serves = row->serves;
  status->state = row->state;
  status->position = row->position;
  status->head = MAX (head, row->position);
  status->pace = row->pace;
  status->error = g_strdup (row->error);
  status->asides = g_strdup (row->asides);
  return status;
}

ClConsumerStatus *
cl_runner_describe (ClRunner *self, const ClConsumer *consumer)
{
  ClConsumerStatus *status = describe_row (consumer->view->name,
                                           consumer->view->version,
                                           &consumer->row,
                                           cl_ledger_get_head (self->ledger));
  gint64 waited = g_get_real_time () - consumer->behind_since;

  if (consumer->rebuild)
    {
      status->state = CL_CONSUMER_REBUILDING;
      status->position = 0;
    }
  if (status->position < status->head && consumer->behind_since != 0)
    status->lag_us = MAX (waited, 0);
  if (g_get_monotonic_time () - consumer->window_start < RATE_AGE_US)
    status->rate = consumer->rate;
  status->poison_position = consumer->poison.position;
  status->poison_offset = consumer->poison.offset;
  status->poison_partition = g_strdup (consumer->poison.partition);
  status->poison_type = g_strdup (consumer->poison.type);
  return status;
}

GPtrArray *
cl_runner_list (ClRunner *self)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);

  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->consumers->len; i++)
    if (!((const ClConsumer *) self->consumers->pdata[i])->gone)
      g_ptr_array_add (list, cl_runner_describe (self, self->consumers->pdata[i]));
  g_mutex_unlock (&self->lock);
  return list;
}

ClConsumerStatus *
cl_runner_get_status (ClRunner *self, const char *name)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  ClConsumer *consumer = cl_runner_find (self, name, NULL);
  ClConsumerStatus *status = NULL;

  g_mutex_lock (&self->lock);
  if (consumer != NULL)
    status = cl_runner_describe (self, consumer);
  g_mutex_unlock (&self->lock);
  return status;
}

/* Of the event behind @status. */
static gboolean
tell_lag (ClReader *reader, ClConsumerStatus *status, GError **error)
{
  g_autoptr (ClEvents) events = cl_reader_read (reader, status->position, 0, 1, error);
  const ClEvent *event;

  if (events == NULL)
    return FALSE;
  if (cl_events_get_length (events) == 0)
    return TRUE;
  event = cl_events_get (events, 0);
  status->lag_us = MAX (g_get_real_time () - event->recorded_at, 0);
  if (status->state == CL_CONSUMER_PARKED)
    {
      status->poison_position = event->position;
      status->poison_offset = event->offset;
      status->poison_partition = g_strdup (event->partition);
      status->poison_type = g_strdup (event->type);
    }
  return TRUE;
}

static gboolean
has_status (GPtrArray *list, const char *name, guint version)
{
  for (guint i = 0; i < list->len; i++)
    {
      const ClConsumerStatus *status = list->pdata[i];

      if (status->version == version && strcmp (status->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_class (const ClViewClass *const *views, const char *name, guint version)
{
  for (guint i = 0; views[i] != NULL; i++)
    if (views[i]->version == version && strcmp (views[i]->name, name) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
cl_runner_list_stored (ClLedger *ledger,
                       const char *cache_dir,
                       const ClViewClass *const *views,
                       GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (cache_dir != NULL && views != NULL, NULL);

  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GArray) rows = NULL;
  guint64 head = cl_ledger_get_head (ledger);

  if (reader == NULL)
    return NULL;
  rows = cl_cache_read_rows (cache_dir, cl_ledger_get_id (ledger));
  for (guint i = 0; i < rows->len; i++)
    {
      const ClStoredRow *stored = &g_array_index (rows, ClStoredRow, i);
      ClConsumerStatus *status = describe_row (stored->name, stored->version, &stored->row, head);

      if (!has_class (views, stored->name, stored->version))
        status->state = CL_CONSUMER_FROZEN;
      g_ptr_array_add (list, status);
    }
  for (guint i = 0; views[i] != NULL; i++)
    if (!has_status (list, views[i]->name, views[i]->version))
      {
        const ClCacheRow none = { .state = CL_CONSUMER_RUNNING };

        g_ptr_array_add (list, describe_row (views[i]->name, views[i]->version, &none, head));
      }
  for (guint i = 0; i < list->len; i++)
    if (!tell_lag (reader, list->pdata[i], error))
      return NULL;
  return g_steal_pointer (&list);
}
