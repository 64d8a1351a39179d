/* cl-consumer-status.c: how one consumer stands, as an object that a list model can hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-consumer-status.h"

G_DEFINE_FINAL_TYPE (ClConsumerStatus, cl_consumer_status, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_VERSION,
  PROP_SERVES,
  PROP_STATE,
  PROP_POSITION,
  PROP_HEAD,
  PROP_LAG,
  PROP_LAG_US,
  PROP_RATE,
  PROP_PACE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

const char *
cl_consumer_state_word (ClConsumerState state)
{
  static const char *const words[] = { "running", "paused", "rebuilding", "parked", "frozen" };

  g_return_val_if_fail (state < G_N_ELEMENTS (words), NULL);
  return words[state];
}

guint64
cl_consumer_status_get_lag (ClConsumerStatus *self)
{
  g_return_val_if_fail (CL_IS_CONSUMER_STATUS (self), 0);

  return self->head > self->position ? self->head - self->position : 0;
}

static void
cl_consumer_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClConsumerStatus *self = CL_CONSUMER_STATUS (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_VERSION:
      g_value_set_uint (value, self->version);
      break;
    case PROP_SERVES:
      g_value_set_boolean (value, self->serves);
      break;
    case PROP_STATE:
      g_value_set_static_string (value, cl_consumer_state_word (self->state));
      break;
    case PROP_POSITION:
      g_value_set_uint64 (value, self->position);
      break;
    case PROP_HEAD:
      g_value_set_uint64 (value, self->head);
      break;
    case PROP_LAG:
      g_value_set_uint64 (value, cl_consumer_status_get_lag (self));
      break;
    case PROP_LAG_US:
      g_value_set_int64 (value, self->lag_us);
      break;
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_PACE:
      g_value_set_double (value, self->pace);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_consumer_status_finalize (GObject *object)
{
  ClConsumerStatus *self = CL_CONSUMER_STATUS (object);

  g_free (self->name);
  g_free (self->error);
  g_free (self->poison_partition);
  g_free (self->poison_type);
  g_free (self->asides);
  G_OBJECT_CLASS (cl_consumer_status_parent_class)->finalize (object);
}

static void
cl_consumer_status_class_init (ClConsumerStatusClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cl_consumer_status_get_property;
  object_class->finalize = cl_consumer_status_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_VERSION] = g_param_spec_uint ("version", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SERVES] = g_param_spec_boolean ("serves", NULL, NULL, FALSE, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_POSITION] =
    g_param_spec_uint64 ("position", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_HEAD] = g_param_spec_uint64 ("head", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_LAG] = g_param_spec_uint64 ("lag", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_LAG_US] = g_param_spec_int64 ("lag-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_consumer_status_init (ClConsumerStatus *self)
{
}
