/* cl-board-port.c: one place where a board is, or may be, connected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-port.h"

#include "cl-device-access.h"

struct _ClBoardPort
{
  GObject parent_instance;

  ClBoardPortInfo info; /* its texts are own */
  char *trouble;
};

enum
{
  PROP_TROUBLE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClBoardPort, cl_board_port, G_TYPE_OBJECT)

static void
cl_board_port_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClBoardPort *self = CL_BOARD_PORT (object);

  if (id == PROP_TROUBLE)
    g_value_set_string (value, self->trouble);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_board_port_finalize (GObject *object)
{
  ClBoardPort *self = CL_BOARD_PORT (object);

  g_free ((char *) self->info.key);
  g_free ((char *) self->info.path);
  g_free ((char *) self->info.device);
  g_free ((char *) self->info.title);
  g_free ((char *) self->info.serial);
  g_free (self->trouble);
  G_OBJECT_CLASS (cl_board_port_parent_class)->finalize (object);
}

static void
cl_board_port_class_init (ClBoardPortClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = cl_board_port_get_property;
  object_class->finalize = cl_board_port_finalize;
  properties[PROP_TROUBLE] =
    g_param_spec_string ("trouble",
                         NULL,
                         NULL,
                         NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_board_port_init (ClBoardPort *self)
{
}

ClBoardPort *
cl_board_port_new (const ClBoardPortInfo *info)
{
  ClBoardPort *self = g_object_new (CL_TYPE_BOARD_PORT, NULL);

  self->info = *info;
  self->info.key = g_strdup (info->key);
  self->info.path = g_strdup (info->path);
  self->info.device = g_strdup (info->device);
  self->info.title = g_strdup (info->title);
  self->info.serial = g_strdup (info->serial);
  cl_board_port_check (self);
  return self;
}

const ClBoardPortInfo *
cl_board_port_get_info (ClBoardPort *self)
{
  g_return_val_if_fail (CL_IS_BOARD_PORT (self), NULL);

  return &self->info;
}

const char *
cl_board_port_get_trouble (ClBoardPort *self)
{
  g_return_val_if_fail (CL_IS_BOARD_PORT (self), NULL);

  return self->trouble;
}

void
cl_board_port_check (ClBoardPort *self)
{
  g_autoptr (GError) error = NULL;
  const char *trouble;

  g_return_if_fail (CL_IS_BOARD_PORT (self));

  trouble = cl_device_check_access (self->info.device, &error) ? NULL : error->message;
  if (g_strcmp0 (trouble, self->trouble) == 0)
    return;
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}
