/* cl-running-game.c: one game in progress as an item of a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-running-game.h"

#include <glib/gi18n-lib.h>

#include "cl-session-private.h"

struct _ClRunningGame
{
  GObject parent_instance;

  char *partition;
  guint32 game;
  ClGame *snapshot;
};

enum
{
  PROP_PARTITION = 1,
  PROP_GAME,
  PROP_LABEL,
  PROP_WHITE,
  PROP_BLACK,
  PROP_WHITE_TO_MOVE,
  PROP_WHITE_MS,
  PROP_BLACK_MS,
  PROP_SNAPSHOT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClRunningGame, cl_running_game, G_TYPE_OBJECT)

static gint64
get_clock_ms (ClRunningGame *self, ChessColor side)
{
  return self->snapshot->clock.has_clock ? self->snapshot->clock.remaining_ms[side] : CL_NO_CLOCK;
}

static void
cl_running_game_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClRunningGame *self = CL_RUNNING_GAME (object);

  switch (prop_id)
    {
    case PROP_PARTITION:
      g_value_set_string (value, self->partition);
      break;
    case PROP_GAME:
      g_value_set_uint (value, self->game);
      break;
    case PROP_LABEL:
      g_value_take_string (value, cl_running_game_dup_label (self));
      break;
    case PROP_WHITE:
      g_value_set_string (value, self->snapshot->white);
      break;
    case PROP_BLACK:
      g_value_set_string (value, self->snapshot->black);
      break;
    case PROP_WHITE_TO_MOVE:
      g_value_set_boolean (value, cl_game_side_to_move (self->snapshot) == CHESS_WHITE);
      break;
    case PROP_WHITE_MS:
      g_value_set_int64 (value, get_clock_ms (self, CHESS_WHITE));
      break;
    case PROP_BLACK_MS:
      g_value_set_int64 (value, get_clock_ms (self, CHESS_BLACK));
      break;
    case PROP_SNAPSHOT:
      g_value_set_pointer (value, self->snapshot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_running_game_finalize (GObject *object)
{
  ClRunningGame *self = CL_RUNNING_GAME (object);

  g_free (self->partition);
  cl_game_unref (self->snapshot);

  G_OBJECT_CLASS (cl_running_game_parent_class)->finalize (object);
}

static void
cl_running_game_class_init (ClRunningGameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_running_game_get_property;
  object_class->finalize = cl_running_game_finalize;

  properties[PROP_PARTITION] = g_param_spec_string ("partition", NULL, NULL, NULL, flags);
  properties[PROP_GAME] = g_param_spec_uint ("game", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_WHITE] = g_param_spec_string ("white", NULL, NULL, NULL, flags);
  properties[PROP_BLACK] = g_param_spec_string ("black", NULL, NULL, NULL, flags);
  properties[PROP_WHITE_TO_MOVE] = g_param_spec_boolean ("white-to-move", NULL, NULL, TRUE, flags);
  properties[PROP_WHITE_MS] =
    g_param_spec_int64 ("white-ms", NULL, NULL, G_MININT64, G_MAXINT64, G_MININT64, flags);
  properties[PROP_BLACK_MS] =
    g_param_spec_int64 ("black-ms", NULL, NULL, G_MININT64, G_MAXINT64, G_MININT64, flags);
  properties[PROP_SNAPSHOT] = g_param_spec_pointer ("snapshot", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_running_game_init (ClRunningGame *self)
{
}

ClRunningGame *
cl_running_game_new (const char *partition, guint32 game)
{
  ClRunningGame *self = g_object_new (CL_TYPE_RUNNING_GAME, NULL);

  self->partition = g_strdup (partition);
  self->game = game;
  self->snapshot = cl_game_new (partition, game);

  return self;
}

void
cl_running_game_set_snapshot (ClRunningGame *self, ClGame *snapshot)
{
  GObject *object = G_OBJECT (self);
  g_autoptr (ClGame) before = NULL;

  if (self->snapshot == snapshot)
    return;

  before = self->snapshot;
  self->snapshot = cl_game_ref (snapshot);

  g_object_freeze_notify (object);
  g_object_notify_by_pspec (object, properties[PROP_SNAPSHOT]);
  if (strcmp (before->white, snapshot->white) != 0)
    g_object_notify_by_pspec (object, properties[PROP_WHITE]);
  if (strcmp (before->black, snapshot->black) != 0)
    g_object_notify_by_pspec (object, properties[PROP_BLACK]);
  if (cl_game_side_to_move (before) != cl_game_side_to_move (snapshot))
    g_object_notify_by_pspec (object, properties[PROP_WHITE_TO_MOVE]);
  if (before->clock.remaining_ms[CHESS_WHITE] != snapshot->clock.remaining_ms[CHESS_WHITE])
    g_object_notify_by_pspec (object, properties[PROP_WHITE_MS]);
  if (before->clock.remaining_ms[CHESS_BLACK] != snapshot->clock.remaining_ms[CHESS_BLACK])
    g_object_notify_by_pspec (object, properties[PROP_BLACK_MS]);
  g_object_thaw_notify (object);
}

const char *
cl_running_game_get_partition (ClRunningGame *self)
{
  g_return_val_if_fail (CL_IS_RUNNING_GAME (self), NULL);

  return self->partition;
}

guint32
cl_running_game_get_game (ClRunningGame *self)
{
  g_return_val_if_fail (CL_IS_RUNNING_GAME (self), 0);

  return self->game;
}

const ClGame *
cl_running_game_get_snapshot (ClRunningGame *self)
{
  g_return_val_if_fail (CL_IS_RUNNING_GAME (self), NULL);

  return self->snapshot;
}

char *
cl_partition_dup_label (const char *partition)
{
  const char *name;

  g_return_val_if_fail (partition != NULL, NULL);

  name = strchr (partition, '/');
  if (name == NULL)
    return g_strdup (partition);
  if (g_str_has_prefix (partition, "table/"))
    /* Translators: %s is the number of the table, "7" */
    return g_strdup_printf (_("Table %s"), name + 1);

  return g_strdup (name + 1);
}

int
cl_partition_compare (const char *a, const char *b)
{
  const char *name_a = strchr (a, '/'), *name_b = strchr (b, '/');
  guint64 number_a = name_a != NULL ? g_ascii_strtoull (name_a + 1, NULL, 10) : 0;
  guint64 number_b = name_b != NULL ? g_ascii_strtoull (name_b + 1, NULL, 10) : 0;

  if (number_a != number_b)
    return number_a < number_b ? -1 : 1;

  return strcmp (a, b);
}

char *
cl_running_game_dup_label (ClRunningGame *self)
{
  g_return_val_if_fail (CL_IS_RUNNING_GAME (self), NULL);

  return cl_partition_dup_label (self->partition);
}
