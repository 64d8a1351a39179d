/* test-hotplug.c: boards that are plugged in and out, by the words of udev (umockdev), and emulators that come and go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <umockdev.h>
#include <unistd.h>

#include "cl-board-monitor.h"
#include "cl-emulated-port.h"
#include "own-home.h"

#define NOBODY 65534

typedef struct
{
  UMockdevTestbed *testbed;
  ClBoardMonitor *monitor;
  guint added, removed;
} Fixture;

static void
changed_cb (GListModel *model, guint index, guint removed, guint added, Fixture *fixture)
{
  fixture->added += added;
  fixture->removed += removed;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->testbed = umockdev_testbed_new ();
}

static void
watch (Fixture *fixture)
{
  fixture->monitor = cl_board_monitor_new ();
  g_signal_connect (fixture->monitor, "items-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->monitor);
  g_object_unref (fixture->testbed);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->monitor));
}

static const ClBoardPortInfo *
get_info (Fixture *fixture, guint index)
{
  g_autoptr (ClBoardPort) port = g_list_model_get_item (G_LIST_MODEL (fixture->monitor), index);

  return cl_board_port_get_info (port);
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_error ("Nothing was heard in time");
  return G_SOURCE_REMOVE;
}

static void
wait_for_count (Fixture *fixture, guint n)
{
  guint timer = g_timeout_add_seconds (10, timeout_cb, NULL);

  while (count (fixture) != n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

/* A serial chip on USB with its tty; returns the path of the tty in /sys. */
static char *
plug_tty (Fixture *fixture,
          guint number,
          const char *vendor,
          const char *product,
          const char *serial)
{
  g_autofree char *usb_name = g_strdup_printf ("usb%u", number);
  g_autofree char *name = g_strdup_printf ("ttyUSB%u", number);
  g_autofree char *node = g_strdup_printf ("/dev/ttyUSB%u", number);
  g_autofree char *socket = g_strdup_printf ("pci-0000:00:14.0-usb-0:%u:1.0", number);
  g_autofree char *root = umockdev_testbed_get_root_dir (fixture->testbed);
  g_autofree char *file = g_strconcat (root, node, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *usb = umockdev_testbed_add_device (fixture->testbed,
                                                      "usb",
                                                      usb_name,
                                                      NULL,
                                                      "idVendor",
                                                      vendor,
                                                      "idProduct",
                                                      product,
                                                      "serial",
                                                      serial,
                                                      NULL,
                                                      "DEVTYPE",
                                                      "usb_device",
                                                      NULL);

  g_mkdir_with_parents (folder, 0755);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  return umockdev_testbed_add_device (fixture->testbed,
                                      "tty",
                                      name,
                                      usb,
                                      NULL,
                                      "DEVNAME",
                                      node,
                                      "ID_PATH",
                                      socket,
                                      NULL);
}

static void
unplug (Fixture *fixture, const char *path)
{
  umockdev_testbed_uevent (fixture->testbed, path, "remove");
  umockdev_testbed_remove_device (fixture->testbed, path);
}

static void
test_serial (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = plug_tty (fixture, 0, "045b", "8111", "00123");
  g_autofree char *second = NULL, *third = NULL, *key = NULL;

  watch (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (get_info (fixture, 0)->kind, ==, CL_PORT_SERIAL);
  g_assert_cmpstr (get_info (fixture, 0)->path, ==, "/dev/ttyUSB0");
  g_assert_cmpstr (get_info (fixture, 0)->title, ==, "DGT Smart Board");
  g_assert_cmpstr (get_info (fixture, 0)->serial, ==, "00123");
  g_assert_null (get_info (fixture, 0)->family);
  key = g_strdup (get_info (fixture, 0)->key);

  /* What is no board's chip is left alone; two chips with one serial number are two boards. */
  g_free (plug_tty (fixture, 1, "2341", "0043", "1"));
  second = plug_tty (fixture, 2, "10c4", "ea60", "0001");
  third = plug_tty (fixture, 3, "10c4", "ea60", "0001");
  wait_for_count (fixture, 3);
  g_assert_cmpstr (get_info (fixture, 1)->key, ==, "10c4-ea60-0001");
  g_assert_cmpstr (get_info (fixture, 2)->key, ==, "10c4-ea60-0001-pci-0000-00-14.0-usb-0-3-1.0");

  /* Back in another socket, under another number, it is the same board. */
  unplug (fixture, first);
  wait_for_count (fixture, 2);
  g_free (g_steal_pointer (&first));
  first = plug_tty (fixture, 7, "045b", "8111", "00123");
  wait_for_count (fixture, 3);
  g_assert_cmpstr (get_info (fixture, 2)->key, ==, key);
  g_assert_cmpstr (get_info (fixture, 2)->path, ==, "/dev/ttyUSB7");

  /* Told twice, there once. */
  umockdev_testbed_uevent (fixture->testbed, first, "add");
  umockdev_testbed_uevent (fixture->testbed, first, "change");
  unplug (fixture, second);
  wait_for_count (fixture, 2);
  g_assert_cmpuint (fixture->added, ==, 3);
  g_assert_cmpuint (fixture->removed, ==, 2);
}

static char *
plug_hid (Fixture *fixture, guint number, const char *hid_id, const char *descriptor, gsize n)
{
  g_autofree char *hid_name = g_strdup_printf ("0003:2D80:8003.%04u", number);
  g_autofree char *name = g_strdup_printf ("hidraw%u", number);
  g_autofree char *node = g_strdup_printf ("/dev/hidraw%u", number);
  g_autofree char *hid = umockdev_testbed_add_device (fixture->testbed,
                                                      "hid",
                                                      hid_name,
                                                      NULL,
                                                      NULL,
                                                      "HID_ID",
                                                      hid_id,
                                                      "HID_NAME",
                                                      "Chessnut Air",
                                                      NULL);

  umockdev_testbed_set_attribute_binary (fixture->testbed,
                                         hid,
                                         "report_descriptor",
                                         (guint8 *) descriptor,
                                         (gint) n);
  return umockdev_testbed_add_device (fixture->testbed,
                                      "hidraw",
                                      name,
                                      hid,
                                      NULL,
                                      "DEVNAME",
                                      node,
                                      NULL);
}

static void
test_hid (Fixture *fixture, gconstpointer data)
{
  static const char board[] = "\x06\x00\xff\x09\x01\xa1\x01\xc0";
  static const char keyboard[] = "\x05\x01\x09\x06\xa1\x01\xc0";
  g_autofree char *path = NULL;

  watch (fixture);
  g_free (plug_hid (fixture, 0, "0003:00002D80:00003013", board, 8)); /* a tablet */
  g_free (plug_hid (fixture, 1, "0003:00002D80:00008003", keyboard, 7));
  g_free (plug_hid (fixture, 2, "nonsense", board, 8));
  path = plug_hid (fixture, 3, "0003:00002D80:00008003", board, 8);
  wait_for_count (fixture, 1);
  g_assert_cmpint (get_info (fixture, 0)->kind, ==, CL_PORT_HID);
  g_assert_cmpstr (get_info (fixture, 0)->path, ==, "hid:/dev/hidraw3");
  g_assert_cmpstr (get_info (fixture, 0)->device, ==, "/dev/hidraw3");
  g_assert_cmpstr (get_info (fixture, 0)->family->name, ==, "chessnut");
  unplug (fixture, path);
  wait_for_count (fixture, 0);
}

/* root may all: there the question is asked as nobody. */
static void
become (uid_t user)
{
  if (geteuid () == 0)
    g_assert_cmpint (setresuid (user, (uid_t) -1, (uid_t) -1), ==, 0);
}

static void
trouble_cb (ClBoardPort *port, GParamSpec *pspec, guint *notified)
{
  (*notified)++;
}

static void
test_permission (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = umockdev_testbed_get_root_dir (fixture->testbed);
  g_autofree char *dev = g_build_filename (root, "dev", NULL);
  g_autofree char *node = g_build_filename (dev, "ttyUSB0", NULL);
  g_autofree char *path = plug_tty (fixture, 0, "0403", "6001", "A600");
  g_autoptr (ClBoardPort) port = NULL;
  guint notified = 0, timer;

  g_chmod (root, 0755);
  g_chmod (dev, 0755);
  g_chmod (node, 0600 & ~(geteuid () == 0 ? 0u : 0600u));
  become (NOBODY);
  watch (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  port = g_list_model_get_item (G_LIST_MODEL (fixture->monitor), 0);
  g_signal_connect (port, "notify::trouble", G_CALLBACK (trouble_cb), &notified);
  g_test_message ("%s", cl_board_port_get_trouble (port));
  g_assert_nonnull (strstr (cl_board_port_get_trouble (port), "/dev/ttyUSB0"));
  g_assert_nonnull (strstr (cl_board_port_get_trouble (port), "70-chess-ledger-boards.rules"));

  /* The rules are installed, or the user logged in: it is noticed, without replugging. */
  g_chmod (node, 0666);
  timer = g_timeout_add_seconds (10, timeout_cb, NULL);
  while (cl_board_port_get_trouble (port) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_assert_cmpuint (notified, ==, 1);
  become (geteuid ());
}

static void
test_emulators (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEmulatedPort) first = cl_emulated_port_new ("dgt", &error), second = NULL;

  cl_emulated_port_publish (first, "/dev/null", &error);
  g_assert_no_error (error);
  watch (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (get_info (fixture, 0)->kind, ==, CL_PORT_EMULATED);
  g_assert_cmpstr (get_info (fixture, 0)->key, ==, "dgt-1");
  g_assert_cmpstr (get_info (fixture, 0)->title, ==, "DGT 1");

  second = cl_emulated_port_new ("chessnut", &error);
  cl_emulated_port_publish (second, "/dev/null", &error);
  g_assert_no_error (error);
  wait_for_count (fixture, 2);
  g_assert_cmpstr (get_info (fixture, 1)->family->name, ==, "chessnut");
  g_clear_pointer (&first, cl_emulated_port_free);
  wait_for_count (fixture, 1);
  g_assert_cmpstr (get_info (fixture, 0)->key, ==, "chessnut-1");
  g_clear_pointer (&second, cl_emulated_port_free);
  wait_for_count (fixture, 0);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/boards/hotplug/serial", Fixture, NULL, set_up, test_serial, tear_down);
  g_test_add ("/boards/hotplug/hid", Fixture, NULL, set_up, test_hid, tear_down);
  g_test_add ("/boards/hotplug/permission", Fixture, NULL, set_up, test_permission, tear_down);
  g_test_add ("/boards/hotplug/emulators", Fixture, NULL, set_up, test_emulators, tear_down);
  return g_test_run ();
}
