/* cl-udev-port.c: what udev tells of a device, held against the table of products
 *
 * Of a tty the USB device above it tells the ids, as properties (where udev's rules ran) or as attributes; of hidraw the HID
 * device does, in HID_ID=0003:00002D80:00008001, which a virtual device has too. All texts come from the device:
 * what goes into a key is letters and figures, what people see is valid UTF-8, both short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-udev-port.h"

#include <stdio.h>
#include <string.h>

#include "cl-board-products.h"

#define MAX_TEXT       64
#define MAX_DESCRIPTOR 4096

typedef struct
{
  guint vendor, product;
  char *serial; /* (nullable) */
  char *label;  /* (nullable): what it calls itself */
} Ids;

static void
clear_ids (Ids *ids)
{
  g_free (ids->serial);
  g_free (ids->label);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ids, clear_ids)

/* "" counts as nothing. */
static char *
dup_text (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid == NULL || g_strstrip (valid)[0] == '\0')
    return NULL;
  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_TEXT));
}

static gboolean
read_hex (const char *text, guint *value)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 16, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *value = (guint) number;
  return TRUE;
}

static const char *
get_property (GUdevDevice *device, GUdevDevice *usb, const char *property, const char *attribute)
{
  const char *value = g_udev_device_get_property (device, property);

  return value == NULL && usb != NULL ? g_udev_device_get_sysfs_attr (usb, attribute) : value;
}

static gboolean
read_tty (GUdevDevice *device, Ids *ids)
{
  g_autoptr (GUdevDevice) usb =
    g_udev_device_get_parent_with_subsystem (device, "usb", "usb_device");

  ids->serial = dup_text (get_property (device, usb, "ID_SERIAL_SHORT", "serial"));
  ids->label = dup_text (get_property (device, usb, "ID_SERIAL", "product"));
  return read_hex (get_property (device, usb, "ID_VENDOR_ID", "idVendor"), &ids->vendor) &&
         read_hex (get_property (device, usb, "ID_MODEL_ID", "idProduct"), &ids->product);
}

static gboolean
read_hid (GUdevDevice *hid, Ids *ids)
{
  const char *text = g_udev_device_get_property (hid, "HID_ID");
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ":", 4) : NULL;

  ids->serial = dup_text (g_udev_device_get_property (hid, "HID_UNIQ"));
  ids->label = dup_text (g_udev_device_get_property (hid, "HID_NAME"));
  return parts != NULL && g_strv_length (parts) == 3 && read_hex (parts[1], &ids->vendor) &&
         read_hex (parts[2], &ids->product);
}

/* A descriptor that cannot be read excludes nothing. */
static gboolean
has_page (GUdevDevice *hid, guint16 page)
{
  g_autofree char *path =
    g_build_filename (g_udev_device_get_sysfs_path (hid), "report_descriptor", NULL);
  guint8 bytes[MAX_DESCRIPTOR];
  FILE *file = page != 0 ? fopen (path, "rbe") : NULL;
  gsize n = file != NULL ? fread (bytes, 1, sizeof bytes, file) : 0;

  if (file != NULL)
    fclose (file);
  return n == 0 || cl_hid_has_usage_page (bytes, n, page);
}

static char *
make_key (const Ids *ids, GUdevDevice *device, gboolean by_socket)
{
  const char *socket = g_udev_device_get_property (device, "ID_PATH");
  GString *key = g_string_new (NULL);

  if (socket == NULL)
    socket = g_udev_device_get_name (device);
  g_string_printf (key, "%04x-%04x", ids->vendor, ids->product);
  if (ids->serial != NULL)
    g_string_append_printf (key, "-%s", ids->serial);
  if (ids->serial == NULL || by_socket)
    g_string_append_printf (key, "-%s", socket);
  for (char *c = key->str; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != '.')
      *c = '-';
  return g_string_free (key, FALSE);
}

static const ClBoardProduct *
find_product (GUdevDevice *device, gboolean is_hid, Ids *ids)
{
  g_autoptr (GUdevDevice) hid =
    is_hid ? g_udev_device_get_parent_with_subsystem (device, "hid", NULL) : NULL;
  const ClBoardProduct *product;

  if (is_hid ? hid == NULL || !read_hid (hid, ids) : !read_tty (device, ids))
    return NULL;
  product = cl_board_product_find ((guint16) ids->vendor, (guint16) ids->product, is_hid);
  return product != NULL && is_hid && !has_page (hid, product->usage_page) ? NULL : product;
}

ClBoardPort *
cl_udev_port_new (GUdevDevice *device, gboolean by_socket)
{
  gboolean is_hid = g_str_equal (g_udev_device_get_subsystem (device), "hidraw");
  const char *file = g_udev_device_get_device_file (device);
  g_auto (Ids) ids = { 0 };
  const ClBoardProduct *product;
  const ClBoardFamily *labelled;
  g_autofree char *key = NULL, *path = NULL;
  ClBoardPortInfo info;

  if (file == NULL)
    return NULL;
  product = find_product (device, is_hid, &ids);
  labelled = is_hid ? NULL : cl_board_family_from_label (ids.label);
  if (product == NULL && labelled == NULL)
    return NULL;
  key = make_key (&ids, device, by_socket);
  path = g_strconcat (is_hid ? "hid:" : "", file, NULL);
  info = (ClBoardPortInfo){ .kind = is_hid ? CL_PORT_HID : CL_PORT_SERIAL,
                            .key = key,
                            .path = path,
                            .device = file,
                            .title = product != NULL ? product->title : labelled->title,
                            .serial = ids.serial,
                            .family = labelled };
  if (labelled == NULL && product->family != NULL)
    info.family = cl_board_family_find (product->family);
  return cl_board_port_new (&info);
}
