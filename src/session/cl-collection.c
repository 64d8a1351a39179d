/* cl-collection.c: the games of one import, or those played here, as an item of a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-private.h"

struct _ClCollection
{
  GObject parent_instance;

  char *partition;
  char *title;
  guint64 n_games;
  gboolean complete;
};

enum
{
  PROP_PARTITION = 1,
  PROP_TITLE,
  PROP_N_GAMES,
  PROP_COMPLETE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClCollection, cl_collection, G_TYPE_OBJECT)

static void
cl_collection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClCollection *self = CL_COLLECTION (object);

  switch (prop_id)
    {
    case PROP_PARTITION:
      g_value_set_string (value, self->partition);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_N_GAMES:
      g_value_set_uint64 (value, self->n_games);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_collection_finalize (GObject *object)
{
  ClCollection *self = CL_COLLECTION (object);

  g_free (self->partition);
  g_free (self->title);

  G_OBJECT_CLASS (cl_collection_parent_class)->finalize (object);
}

static void
cl_collection_class_init (ClCollectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_collection_get_property;
  object_class->finalize = cl_collection_finalize;

  properties[PROP_PARTITION] = g_param_spec_string ("partition", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_N_GAMES] = g_param_spec_uint64 ("n-games", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_collection_init (ClCollection *self)
{
  self->complete = TRUE;
}

ClCollection *
cl_collection_new (const char *partition, const char *title)
{
  ClCollection *self = g_object_new (CL_TYPE_COLLECTION, NULL);

  self->partition = g_strdup (partition);
  self->title = g_strdup (title);

  return self;
}

void
cl_collection_set_state (ClCollection *self, guint64 n_games, gboolean complete)
{
  if (self->n_games != n_games)
    {
      self->n_games = n_games;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_GAMES]);
    }
  if (self->complete != complete)
    {
      self->complete = complete;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
    }
}

const char *
cl_collection_get_partition (ClCollection *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION (self), NULL);

  return self->partition;
}

const char *
cl_collection_get_title (ClCollection *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION (self), NULL);

  return self->title;
}

guint64
cl_collection_get_n_games (ClCollection *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION (self), 0);

  return self->n_games;
}

gboolean
cl_collection_get_complete (ClCollection *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION (self), FALSE);

  return self->complete;
}
