/* cl-board-monitor.c: the boards that are plugged in, by udev and by the folder of the emulators
 *
 * udev tells of an arrival after its rules have run, permissions included; a later log-in may change those still, so ports that
 * may not be used are looked at again every two seconds as long as there are any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-monitor.h"

#include <string.h>

#include "cl-emulated-port.h"
#include "cl-udev-port.h"

#define CHECK_S 2

struct _ClBoardMonitor
{
  GObject parent_instance;

  GPtrArray *ports;  /* (element-type ClBoardPort) */
  GPtrArray *places; /* (element-type utf8): sysfs path or emulator's link, one a port */
  GUdevClient *udev;
  GFileMonitor *folder; /* (nullable) */
  GSource *check;       /* (nullable) */
};

static void cl_board_monitor_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClBoardMonitor,
                               cl_board_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      cl_board_monitor_list_model_init))

static GType
cl_board_monitor_get_item_type (GListModel *model)
{
  return CL_TYPE_BOARD_PORT;
}

static guint
cl_board_monitor_get_n_items (GListModel *model)
{
  return CL_BOARD_MONITOR (model)->ports->len;
}

static gpointer
cl_board_monitor_get_item (GListModel *model, guint index)
{
  ClBoardMonitor *self = CL_BOARD_MONITOR (model);

  return index < self->ports->len ? g_object_ref (self->ports->pdata[index]) : NULL;
}

static void
cl_board_monitor_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = cl_board_monitor_get_item_type;
  interface->get_n_items = cl_board_monitor_get_n_items;
  interface->get_item = cl_board_monitor_get_item;
}

static gboolean
check_cb (gpointer user_data)
{
  ClBoardMonitor *self = user_data;
  guint denied = 0;

  for (guint i = 0; i < self->ports->len; i++)
    {
      cl_board_port_check (self->ports->pdata[i]);
      denied += cl_board_port_get_trouble (self->ports->pdata[i]) != NULL;
    }
  if (denied > 0)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->check, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
watch_permission (ClBoardMonitor *self)
{
  if (self->check != NULL)
    return;
  self->check = g_timeout_source_new_seconds (CHECK_S);
  g_source_set_callback (self->check, check_cb, self, NULL);
  g_source_attach (self->check, g_main_context_get_thread_default ());
}

static guint
find_place (ClBoardMonitor *self, const char *place)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_str_equal (self->places->pdata[i], place))
      return i;
  return G_MAXUINT;
}

static gboolean
has_key (ClBoardMonitor *self, const char *key)
{
  for (guint i = 0; i < self->ports->len; i++)
    if (g_str_equal (cl_board_port_get_info (self->ports->pdata[i])->key, key))
      return TRUE;
  return FALSE;
}

/* @port: (transfer full). */
static void
add_port (ClBoardMonitor *self, const char *place, ClBoardPort *port)
{
  g_ptr_array_add (self->ports, port);
  g_ptr_array_add (self->places, g_strdup (place));
  if (cl_board_port_get_trouble (port) != NULL)
    watch_permission (self);
  g_list_model_items_changed (G_LIST_MODEL (self), self->ports->len - 1, 0, 1);
}

static void
remove_port (ClBoardMonitor *self, guint index)
{
  g_ptr_array_remove_index (self->places, index);
  g_ptr_array_remove_index (self->ports, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, 1, 0);
}

/* Generic chips carry the same serial number by the thousand: then the socket tells them apart. */
static void
add_device (ClBoardMonitor *self, GUdevDevice *device)
{
  const char *place = g_udev_device_get_sysfs_path (device);
  g_autoptr (ClBoardPort) port = NULL;

  if (find_place (self, place) != G_MAXUINT)
    return;
  port = cl_udev_port_new (device, FALSE);
  if (port != NULL && has_key (self, cl_board_port_get_info (port)->key))
    {
      g_object_unref (port);
      port = cl_udev_port_new (device, TRUE);
    }
  if (port != NULL && !has_key (self, cl_board_port_get_info (port)->key))
    add_port (self, place, g_steal_pointer (&port));
}

static void
uevent_cb (GUdevClient *client, const char *action, GUdevDevice *device, ClBoardMonitor *self)
{
  const char *place = g_udev_device_get_sysfs_path (device);
  guint index = find_place (self, place);

  if (g_str_equal (action, "remove"))
    {
      if (index != G_MAXUINT)
        remove_port (self, index);
    }
  else if (index != G_MAXUINT)
    cl_board_port_check (self->ports->pdata[index]);
  else
    add_device (self, device);
}

static void
list_devices (ClBoardMonitor *self, const char *subsystem)
{
  GList *devices = g_udev_client_query_by_subsystem (self->udev, subsystem);

  for (GList *l = devices; l != NULL; l = l->next)
    add_device (self, l->data);
  g_list_free_full (devices, g_object_unref);
}

static void
add_emulator (ClBoardMonitor *self, const char *link, const char *name)
{
  const ClBoardFamily *family = cl_emulated_port_find_family (name);
  g_autofree char *title = g_strdup_printf ("%s %s", family->title, strrchr (name, '-') + 1);
  ClBoardPortInfo info = { .kind = CL_PORT_EMULATED,
                           .key = name,
                           .path = link,
                           .device = link,
                           .title = title,
                           .family = family };

  add_port (self, link, cl_board_port_new (&info));
}

static void
list_emulators (ClBoardMonitor *self)
{
  g_auto (GStrv) names = cl_emulated_ports_list ();
  g_autofree char *folder = cl_emulated_ports_dup_folder ();

  for (guint i = self->ports->len; i-- > 0;)
    {
      const ClBoardPortInfo *info = cl_board_port_get_info (self->ports->pdata[i]);

      if (info->kind == CL_PORT_EMULATED &&
          !g_strv_contains ((const char *const *) names, info->key))
        remove_port (self, i);
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *link = g_build_filename (folder, names[i], NULL);

      if (find_place (self, link) == G_MAXUINT)
        add_emulator (self, link, names[i]);
    }
}

static void
folder_changed_cb (GFileMonitor *monitor,
                   GFile *file,
                   GFile *other,
                   GFileMonitorEvent event,
                   ClBoardMonitor *self)
{
  list_emulators (self);
}

static void
watch_emulators (ClBoardMonitor *self)
{
  g_autofree char *path = cl_emulated_ports_dup_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  g_mkdir_with_parents (path, 0700);
  self->folder = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->folder == NULL)
    return;
  g_file_monitor_set_rate_limit (self->folder, 0);
  g_signal_connect_object (self->folder, "changed", G_CALLBACK (folder_changed_cb), self, 0);
}

ClBoardMonitor *
cl_board_monitor_new (void)
{
  static const char *const subsystems[] = { "tty", "hidraw", NULL };
  ClBoardMonitor *self = g_object_new (CL_TYPE_BOARD_MONITOR, NULL);

  self->udev = g_udev_client_new (subsystems);
  g_signal_connect_object (self->udev, "uevent", G_CALLBACK (uevent_cb), self, 0);
  watch_emulators (self);
  for (guint i = 0; subsystems[i] != NULL; i++)
    list_devices (self, subsystems[i]);
  list_emulators (self);
  return self;
}

void
cl_board_monitor_rescan (ClBoardMonitor *self)
{
  g_return_if_fail (CL_IS_BOARD_MONITOR (self));

  if (self->udev == NULL)
    return;
  list_emulators (self);
  for (guint i = 0; i < self->ports->len; i++)
    cl_board_port_check (self->ports->pdata[i]);
}

void
cl_board_monitor_close (ClBoardMonitor *self)
{
  g_return_if_fail (CL_IS_BOARD_MONITOR (self));

  if (self->check != NULL)
    g_source_destroy (self->check);
  g_clear_pointer (&self->check, g_source_unref);
  if (self->folder != NULL)
    g_file_monitor_cancel (self->folder);
  g_clear_object (&self->folder);
  g_clear_object (&self->udev);
}

static void
cl_board_monitor_dispose (GObject *object)
{
  cl_board_monitor_close (CL_BOARD_MONITOR (object));
  G_OBJECT_CLASS (cl_board_monitor_parent_class)->dispose (object);
}

static void
cl_board_monitor_finalize (GObject *object)
{
  ClBoardMonitor *self = CL_BOARD_MONITOR (object);

  g_ptr_array_unref (self->ports);
  g_ptr_array_unref (self->places);
  G_OBJECT_CLASS (cl_board_monitor_parent_class)->finalize (object);
}

static void
cl_board_monitor_class_init (ClBoardMonitorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = cl_board_monitor_dispose;
  object_class->finalize = cl_board_monitor_finalize;
}

static void
cl_board_monitor_init (ClBoardMonitor *self)
{
  self->ports = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = g_ptr_array_new_with_free_func (g_free);
}
