/* cl-event-item.c: one event in a list, perhaps not read yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-item.h"

#include <json-glib/json-glib.h>

struct _ClEventItem
{
  GObject parent_instance;

  guint64 position;
  ClEvents *events; /* NULL: not read yet */
  const ClEvent *event;
};

enum
{
  PROP_EVENT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClEventItem, cl_event_item, G_TYPE_OBJECT)

static void
cl_event_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EVENT)
    g_value_set_pointer (value, (gpointer) CL_EVENT_ITEM (object)->event);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_event_item_finalize (GObject *object)
{
  g_clear_pointer (&CL_EVENT_ITEM (object)->events, cl_events_unref);
  G_OBJECT_CLASS (cl_event_item_parent_class)->finalize (object);
}

static void
cl_event_item_class_init (ClEventItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = cl_event_item_get_property;
  object_class->finalize = cl_event_item_finalize;
  properties[PROP_EVENT] =
    g_param_spec_pointer ("event",
                          NULL,
                          NULL,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_event_item_init (ClEventItem *self)
{
}

ClEventItem *
cl_event_item_new (guint64 position)
{
  ClEventItem *self = g_object_new (CL_TYPE_EVENT_ITEM, NULL);

  self->position = position;
  return self;
}

guint64
cl_event_item_get_position (ClEventItem *self)
{
  g_return_val_if_fail (CL_IS_EVENT_ITEM (self), 0);

  return self->position;
}

const ClEvent *
cl_event_item_get_event (ClEventItem *self)
{
  g_return_val_if_fail (CL_IS_EVENT_ITEM (self), NULL);

  return self->event;
}

void
cl_event_item_set_event (ClEventItem *self, ClEvents *events, gsize index)
{
  g_return_if_fail (CL_IS_EVENT_ITEM (self));
  g_return_if_fail (index < cl_events_get_length (events));

  if (self->events != NULL)
    return;
  self->events = cl_events_ref (events);
  self->event = cl_events_get (events, index);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EVENT]);
}

static char *
spread_json (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return node != NULL ? json_to_string (node, TRUE) : g_strdup (text);
}

char *
cl_event_item_dup_text (ClEventItem *self,
                        ClInterchangeFormat format,
                        const char *ledger_id,
                        gboolean spread)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (CL_IS_EVENT_ITEM (self) && ledger_id != NULL, NULL);

  if (self->event == NULL)
    return NULL;
  cl_interchange_print (format, ledger_id, self->event, NULL, text);
  return spread ? spread_json (text->str) : g_strdup (text->str);
}
