/* cl-transport-private.h: the kinds of transport behind their one interface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-transport.h"

G_BEGIN_DECLS

typedef struct
{
  /* Both NULL-safe. @write takes all or drops the rest. */
  void (*write) (gpointer line, const guint8 *bytes, gsize n);
  void (*free) (gpointer line);
} ClLineClass;

/* What a line tells its transport. */
void cl_transport_received (ClTransport *self, const guint8 *bytes, gsize n);
void cl_transport_ended (ClTransport *self, const GError *error);

gpointer cl_fd_line_open (ClTransport *transport, const char *path, guint baud, GError **error);
gpointer cl_hid_line_open (ClTransport *transport, const char *path, GError **error);
gpointer cl_replay_line_open (ClTransport *transport, const char *path, GError **error);
guint cl_replay_line_get_differences (gpointer line);

extern const ClLineClass cl_fd_line;
extern const ClLineClass cl_hid_line;
extern const ClLineClass cl_replay_line;

G_END_DECLS
