/* test-uhid.c: an emulated Chessnut that the kernel shows as a HID device, read by hidapi like a real one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "boards-fixture.h"
#include "cl-board-products.h"
#include "cl-chessnut-reports.h"
#include "cl-pty.h"
#include "cl-transport.h"
#include "cl-uhid.h"
#include "own-home.h"

#define PATIENCE_US (5 * G_USEC_PER_SEC)

static void
test_descriptor (void)
{
  g_autoptr (GByteArray) descriptor = cl_uhid_describe ();

  g_assert_true (cl_hid_has_usage_page (descriptor->data, descriptor->len, 0xff00));
  g_assert_false (cl_hid_has_usage_page (descriptor->data, descriptor->len, 0x0001));
}

static void
passed_cb (const guint8 *bytes, gsize n, const GError *error, gpointer user_data)
{
  ClChessnutReport report;

  g_assert_no_error (error);
  if (cl_chessnut_read (bytes, n, &report) && report.kind == CL_CHESSNUT_BOARD)
    *(ClPlacement *) user_data = report.placement;
}

static void
test_plugged_in (void)
{
  static const guint8 real_time[] = { 0x21, 0x01, 0x00 };
  ClEmulatorOptions options = { 0 };
  ClPlacement seen = cl_placement_empty (), start = cl_placement_start ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPty) pty = NULL;
  ClTransport *transport;
  gint64 begun = g_get_monotonic_time ();

  if (!cl_uhid_is_possible ())
    {
      g_test_skip ("/dev/uhid is not there, or not for this user");
      return;
    }
  pty = cl_pty_new_plugged (cl_emulator_new ("chessnut", &options), &error);
  g_assert_no_error (error);
  transport = cl_transport_open (cl_pty_get_path (pty), 0, NULL, passed_cb, &seen, &error);
  g_assert_no_error (error);
  cl_transport_write (transport, real_time, sizeof real_time);
  while (!cl_placement_equal (&seen, &start))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, begun + PATIENCE_US);
      cl_pty_pump (pty, (g_get_monotonic_time () - begun) / 1000);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
  cl_transport_free (transport);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/uhid/descriptor", test_descriptor);
  g_test_add_func ("/boards/uhid/plugged-in", test_plugged_in);
  return g_test_run ();
}
