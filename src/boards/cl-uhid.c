/* cl-uhid.c: a HID device made through /dev/uhid
 *
 * The kernel parses what a report may be from the descriptor: all ids that Chessnut boards use are in it, each of 63 bytes behind
 * the id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-uhid.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <string.h>
#include <unistd.h>

#define NODE    "/dev/uhid"
#define VENDOR  0x2d80
#define PRODUCT 0x8003
#define NAME    "Chess Ledger emulated Chessnut Air"

static const guint8 from_board[] = { 0x01, 0x21, 0x23, 0x28, 0x2A };
static const guint8 from_host[] = { 0x0A, 0x0B, 0x21, 0x27, 0x29 };

static gboolean
write_event (int fd, const struct uhid_event *event)
{
  return write (fd, event, sizeof *event) == (gssize) sizeof *event;
}

static void
append_reports (GByteArray *descriptor, const guint8 *ids, gsize n, guint8 main_item)
{
  for (gsize i = 0; i < n; i++)
    {
      /* Report id, usage 1, 0 … 255, 8 bits, 63 of them. */
      const guint8 items[] = { 0x85, ids[i], 0x09, 0x01, 0x15, 0x00,      0x26, 0xFF,
                               0x00, 0x75,   0x08, 0x95, 0x3F, main_item, 0x02 };

      g_byte_array_append (descriptor, items, sizeof items);
    }
}

GByteArray *
cl_uhid_describe (void)
{
  static const guint8 begin[] = { 0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01 };
  static const guint8 end[] = { 0xC0 };
  GByteArray *descriptor = g_byte_array_new ();

  g_byte_array_append (descriptor, begin, sizeof begin);
  append_reports (descriptor, from_board, sizeof from_board, 0x81);
  append_reports (descriptor, from_host, sizeof from_host, 0x91);
  g_byte_array_append (descriptor, end, sizeof end);
  return descriptor;
}

static void
introduce (struct uhid_create2_req *request, const char *unique)
{
  g_autoptr (GByteArray) descriptor = cl_uhid_describe ();

  g_strlcpy ((char *) request->name, NAME, sizeof request->name);
  g_strlcpy ((char *) request->uniq, unique, sizeof request->uniq);
  request->bus = BUS_USB;
  request->vendor = VENDOR;
  request->product = PRODUCT;
  request->rd_size = (guint16) descriptor->len;
  memcpy (request->rd_data, descriptor->data, descriptor->len);
}

gboolean
cl_uhid_is_possible (void)
{
  return access (NODE, R_OK | W_OK) == 0;
}

int
cl_uhid_plug_in (const char *unique, GError **error)
{
  struct uhid_event event = { .type = UHID_CREATE2 };
  int fd = open (NODE, O_RDWR | O_NONBLOCK | O_CLOEXEC);

  introduce (&event.u.create2, unique);
  if (fd >= 0 && write_event (fd, &event))
    return fd;
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               "Could not make a HID device: %s",
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

char *
cl_uhid_find (const char *unique)
{
  g_autoptr (GDir) folder = g_dir_open ("/sys/class/hidraw", 0, NULL);
  g_autofree char *wanted = g_strdup_printf ("HID_UNIQ=%s\n", unique);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path =
        g_build_filename ("/sys/class/hidraw", name, "device", "uevent", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && strstr (text, wanted) != NULL)
        return g_strdup_printf ("hid:/dev/%s", name);
    }
  return NULL;
}

gboolean
cl_uhid_send (int fd, const guint8 *report, gsize n)
{
  struct uhid_event event = { .type = UHID_INPUT2 };

  n = MIN (n, CL_UHID_REPORT_MAX);
  event.u.input2.size = (guint16) n;
  memcpy (event.u.input2.data, report, n);
  return write_event (fd, &event);
}

/* Who asks for a report must have an answer, or waits five seconds for it. */
static void
decline (int fd, const struct uhid_event *asked)
{
  struct uhid_event answer = { 0 };

  if (asked->type == UHID_GET_REPORT)
    {
      answer.type = UHID_GET_REPORT_REPLY;
      answer.u.get_report_reply.id = asked->u.get_report.id;
      answer.u.get_report_reply.err = EIO;
    }
  else
    {
      answer.type = UHID_SET_REPORT_REPLY;
      answer.u.set_report_reply.id = asked->u.set_report.id;
      answer.u.set_report_reply.err = EIO;
    }
  write_event (fd, &answer);
}

gssize
cl_uhid_receive (int fd, guint8 report[CL_UHID_REPORT_MAX])
{
  struct uhid_event event = { 0 };
  gsize n;

  if (read (fd, &event, sizeof event) <= 0)
    return -1;
  if (event.type == UHID_GET_REPORT || event.type == UHID_SET_REPORT)
    decline (fd, &event);
  if (event.type != UHID_OUTPUT)
    return 0;
  n = MIN (event.u.output.size, CL_UHID_REPORT_MAX);
  memcpy (report, event.u.output.data, n);
  return (gssize) n;
}
