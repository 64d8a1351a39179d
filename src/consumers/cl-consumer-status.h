/* cl-consumer-status.h: how one consumer stands at one moment: immutable, for lists, tables and command lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  CL_CONSUMER_RUNNING,
  CL_CONSUMER_PAUSED,
  CL_CONSUMER_REBUILDING,
  CL_CONSUMER_PARKED, /* at an event that it cannot apply, or since its cache failed */
  CL_CONSUMER_FROZEN, /* an earlier version: what it had folded can be read, and nothing folds it on */
} ClConsumerState;

/* A stable word for programs: "running", "paused" … */
const char *cl_consumer_state_word (ClConsumerState state);

#define CL_TYPE_CONSUMER_STATUS (cl_consumer_status_get_type ())
G_DECLARE_FINAL_TYPE (ClConsumerStatus, cl_consumer_status, CL, CONSUMER_STATUS, GObject)

/**
 * ClConsumerStatus:
 * @serves: of several versions, this is the one that is shown under its name
 * @position: the last position whose effect is committed
 * @lag_us: for how long the first event that it has not seen has been in the ledger; 0 if it has seen all
 * @rate: events a second that it lately took
 * @pace: events a second that it may take at most; 0: no limit
 * @error: (nullable): why it is parked
 * @poison_position: the event that parked it, 0 if none is to blame; with its partition, offset and type
 * @asides: (nullable): what it leaves out since a person set it aside: "OFFSET PARTITION\n" for each partition, from
 *   that offset on
 *
 * Never changes after it was made, so it may be read from any thread. A GObject only so that lists can hold it; its
 * fields are properties too ("name", "version", "serves", "state" as word, "position", "head", "lag", "lag-us", "rate",
 * "pace", "error").
 */
struct _ClConsumerStatus
{
  GObject parent_instance;

  char *name;
  guint version;
  gboolean serves;
  ClConsumerState state;
  guint64 position;
  guint64 head;
  gint64 lag_us;
  double rate;
  double pace;
  char *error;
  guint64 poison_position;
  guint64 poison_offset;
  char *poison_partition;
  char *poison_type;
  char *asides;
};

/* In events. */
guint64 cl_consumer_status_get_lag (ClConsumerStatus *self);

G_END_DECLS
