/* test-subscription.c: outside subscribers get each event at least once, in order, however they end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-subscription.h"
#include "own-home.h"

typedef struct
{
  char *folder;
  char *path;
  char *dir;
  ClLedger *ledger;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("subscription-XXXXXX", &error);
  self->path = g_build_filename (self->folder, "a.ledger", NULL);
  self->dir = g_build_filename (self->folder, "state", NULL);
  self->ledger = cl_ledger_open (self->path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, NULL, &error);
  g_assert_no_error (error);
}

static void
delete_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      delete_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cl_ledger_close (self->ledger);
  g_object_unref (self->ledger);
  delete_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->dir);
}

/* @n events, every third of type "Third". */
static void
append (ClLedger *ledger, const char *partition, guint64 expected, guint n)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "test", NULL);
  g_autoptr (GError) error = NULL;
  ClEvent event = CL_EVENT_INIT;

  for (guint i = 0; i < n; i++)
    {
      event.type = (expected + i + 1) % 3 == 0 ? "Third" : "Other";
      event.ply = (guint32) (expected + i + 1);
      cl_draft_add (draft, &event);
    }
  cl_ledger_append (ledger, draft, expected, NULL, &error);
  g_assert_no_error (error);
}

static ClSubscription *
open_ok (Fixture *self, const ClSubscriptionRequest *request)
{
  g_autoptr (GError) error = NULL;
  ClSubscription *subscription = cl_subscription_open (self->ledger, self->dir, request, &error);

  g_assert_no_error (error);
  g_assert_nonnull (subscription);
  return subscription;
}

static void
expect_refused (Fixture *self, const ClSubscriptionRequest *request, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_subscription_open (self->ledger, self->dir, request, &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, code);
}

static guint64
next (ClSubscription *subscription)
{
  g_autoptr (GError) error = NULL;
  const ClEvent *event = cl_subscription_next (subscription, &error);

  g_assert_no_error (error);
  return event ? event->position : 0;
}

static void
acknowledge (ClSubscription *subscription, guint64 position)
{
  g_autoptr (GError) error = NULL;

  cl_subscription_acknowledge (subscription, position, &error);
  g_assert_no_error (error);
}

static void
test_redelivered (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "mail" };
  ClSubscription *subscription;

  append (self->ledger, "table/1", 0, 10);
  subscription = open_ok (self, &request);
  for (guint64 i = 1; i <= 7; i++)
    g_assert_cmpuint (next (subscription), ==, i);
  acknowledge (subscription, 4);
  acknowledge (subscription, 2); /* again is fine */
  g_assert_cmpuint (cl_subscription_count_open (subscription), ==, 3);
  cl_subscription_close (subscription);

  subscription = open_ok (self, &request);
  for (guint64 i = 5; i <= 10; i++)
    g_assert_cmpuint (next (subscription), ==, i);
  g_assert_cmpuint (next (subscription), ==, 0);
  g_assert_false (cl_subscription_is_idle (subscription));
  acknowledge (subscription, 10);
  g_assert_true (cl_subscription_is_idle (subscription));
  append (self->ledger, "table/1", 10, 1);
  g_assert_cmpuint (next (subscription), ==, 11);
  cl_subscription_close (subscription);
}

static void
test_window (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "slow", .window = 5 };
  ClSubscription *subscription = open_ok (self, &request);

  append (self->ledger, "table/1", 0, 100);
  for (guint64 i = 1; i <= 5; i++)
    g_assert_cmpuint (next (subscription), ==, i);
  g_assert_cmpuint (next (subscription), ==, 0);
  acknowledge (subscription, 2);
  g_assert_cmpuint (next (subscription), ==, 6);
  g_assert_cmpuint (next (subscription), ==, 7);
  g_assert_cmpuint (next (subscription), ==, 0);
  cl_subscription_close (subscription);
}

static void
test_filters (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "thirds",
                                          .types = "Third,Nothing, Third",
                                          .partition = "table/2" };
  const ClSubscriptionRequest again = { .name = "thirds", .types = "Nothing,Third" };
  const ClSubscriptionRequest other = { .name = "thirds", .types = "Third" };
  const ClSubscriptionRequest from = { .name = "from", .from = 15 };
  ClSubscription *subscription;

  append (self->ledger, "table/1", 0, 10);
  append (self->ledger, "table/2", 0, 10);
  append (self->ledger, "table/1", 10, 10);
  subscription = open_ok (self, &request);
  g_assert_cmpuint (next (subscription), ==, 13);
  expect_refused (self, &again, CL_SUBSCRIPTION_ERROR_BUSY);
  g_assert_true (cl_subscription_is_busy (self->ledger, self->dir, "thirds"));
  acknowledge (subscription, 13);
  cl_subscription_close (subscription);
  g_assert_false (cl_subscription_is_busy (self->ledger, self->dir, "thirds"));
  expect_refused (self, &other, CL_SUBSCRIPTION_ERROR_OTHER);
  subscription = open_ok (self, &again);
  g_assert_cmpuint (next (subscription), ==, 16);
  g_assert_cmpuint (next (subscription), ==, 19);
  g_assert_cmpuint (next (subscription), ==, 0);
  acknowledge (subscription, 19);
  cl_subscription_close (subscription);
  subscription = open_ok (self, &from);
  g_assert_cmpuint (next (subscription), ==, 15);
  cl_subscription_close (subscription);
}

/* Nothing wanted comes: what was looked at is not looked at again. */
static void
test_unwanted (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "none", .types = "Nothing" };
  ClSubscription *subscription = open_ok (self, &request);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRegistry) registry = NULL;
  g_autoptr (ClRegistryRow) row = NULL;

  append (self->ledger, "table/1", 0, 500);
  g_assert_cmpuint (next (subscription), ==, 0);
  g_assert_true (cl_subscription_is_idle (subscription));
  cl_subscription_close (subscription);
  registry = cl_registry_open (self->dir, &error);
  row = cl_registry_load (registry, "none", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (row->position, ==, 500);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const names[] = {
    "",    ".",    "..",
    "a/b", "../a", "-a",
    "ä",   "a b",  "0123456789012345678901234567890123456789012345678901234567890123456"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const ClSubscriptionRequest request = { .name = names[i] };

      expect_refused (self, &request, CL_SUBSCRIPTION_ERROR_NAME);
    }
}

static void
test_wrong_ack (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "wrong" };
  ClSubscription *subscription = open_ok (self, &request);
  g_autoptr (GError) error = NULL;

  append (self->ledger, "table/1", 0, 3);
  g_assert_cmpuint (next (subscription), ==, 1);
  g_assert_false (cl_subscription_acknowledge (subscription, 2, &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_ACK);
  cl_subscription_close (subscription);
}

static void
test_park (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "parked" };
  ClSubscription *subscription = open_ok (self, &request);
  g_autoptr (GError) error = NULL;
  const ClEvent *event;

  append (self->ledger, "table/1", 0, 5);
  g_assert_cmpuint (next (subscription), ==, 1);
  acknowledge (subscription, 1);
  event = cl_subscription_next (subscription, &error);
  g_assert_true (cl_subscription_park (subscription, event, "no paper", &error));
  g_assert_false (cl_subscription_retry (self->ledger, self->dir, "parked", &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_BUSY);
  g_clear_error (&error);
  cl_subscription_close (subscription);
  g_assert_null (cl_subscription_open (self->ledger, self->dir, &request, &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_PARKED);
  g_assert_nonnull (strstr (error->message, "event 2: no paper"));
  g_clear_error (&error);

  g_assert_true (cl_subscription_retry (self->ledger, self->dir, "parked", &error));
  subscription = open_ok (self, &request);
  event = cl_subscription_next (subscription, &error);
  g_assert_cmpuint (event->position, ==, 2);
  g_assert_true (cl_subscription_park (subscription, event, "no paper", &error));
  cl_subscription_close (subscription);

  g_assert_true (cl_subscription_skip (self->ledger, self->dir, "parked", &error));
  subscription = open_ok (self, &request);
  g_assert_cmpuint (next (subscription), ==, 3);
  cl_subscription_close (subscription);
  g_assert_false (cl_subscription_skip (self->ledger, self->dir, "parked", &error));
  g_clear_error (&error);
  g_assert_true (cl_subscription_rewind (self->ledger, self->dir, "parked", 1, &error));
  subscription = open_ok (self, &request);
  g_assert_cmpuint (next (subscription), ==, 1);
  cl_subscription_close (subscription);
  g_assert_false (cl_subscription_rewind (self->ledger, self->dir, "parked", 7, &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_HISTORY);
  g_clear_error (&error);
  g_assert_true (cl_subscription_delete (self->ledger, self->dir, "parked", &error));
  g_assert_false (cl_subscription_delete (self->ledger, self->dir, "parked", &error));
  g_assert_error (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_UNKNOWN);
}

/* An older backup of the ledger was put back: the subscriber is told instead of being led astray. */
static void
test_other_history (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "history" };
  ClSubscription *subscription = open_ok (self, &request);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRegistry) registry = NULL;
  g_autoptr (ClRegistryRow) row = NULL;

  append (self->ledger, "table/1", 0, 5);
  g_assert_cmpuint (next (subscription), ==, 1);
  acknowledge (subscription, 1);
  cl_subscription_close (subscription);
  registry = cl_registry_open (self->dir, &error);
  row = cl_registry_load (registry, "history", &error);
  row->seal[3] ^= 1;
  g_assert_true (cl_registry_save (registry, row, &error));
  expect_refused (self, &request, CL_SUBSCRIPTION_ERROR_HISTORY);
  row->position = 77;
  g_assert_true (cl_registry_save (registry, row, &error));
  expect_refused (self, &request, CL_SUBSCRIPTION_ERROR_HISTORY);
  g_assert_true (cl_subscription_rewind (self->ledger, self->dir, "history", 3, &error));
  subscription = open_ok (self, &request);
  g_assert_cmpuint (next (subscription), ==, 3);
  cl_subscription_close (subscription);
}

static void
test_damaged_registry (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "damaged" };
  g_autofree char *path = g_build_filename (self->dir, "registry.db", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (self->dir, 0700);
  g_assert_true (
    g_file_set_contents (path, "this is no database, and long enough to be looked at", -1, &error));
  g_assert_null (cl_subscription_open (self->ledger, self->dir, &request, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
}

#define N_LIVE 3000

static gpointer
append_thread (gpointer data)
{
  for (guint i = 0; i < N_LIVE; i++)
    append (data, "table/1", i, 1);
  return NULL;
}

static gpointer
acknowledge_thread (gpointer data)
{
  ClSubscription *subscription = data;

  for (guint64 i = 1; i <= N_LIVE;)
    {
      g_autoptr (GError) error = NULL;

      if (cl_subscription_acknowledge (subscription, i, &error))
        i++;
      else
        g_thread_yield ();
    }
  return NULL;
}

/* Written, handed out and acknowledged by three threads at once: nothing is lost, doubled or out of order. */
static void
test_live (Fixture *self, gconstpointer data)
{
  const ClSubscriptionRequest request = { .name = "live", .window = 10 };
  ClSubscription *subscription = open_ok (self, &request);
  GThread *writer = g_thread_new ("writer", append_thread, self->ledger),
          *reader = g_thread_new ("reader", acknowledge_thread, subscription);
  guint64 expected = 1;

  while (expected <= N_LIVE)
    {
      g_autoptr (GError) error = NULL;
      guint64 position;

      while ((position = next (subscription)) > 0)
        g_assert_cmpuint (position, ==, expected++);
      if (expected <= N_LIVE)
        g_assert_true (cl_subscription_wait (subscription, NULL, &error));
      g_assert_no_error (error);
    }
  g_thread_join (writer);
  g_thread_join (reader);
  g_assert_true (cl_subscription_is_idle (subscription));
  cl_subscription_close (subscription);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/consumers/subscription/redelivered", test_redelivered);
  ADD ("/consumers/subscription/window", test_window);
  ADD ("/consumers/subscription/filters", test_filters);
  ADD ("/consumers/subscription/unwanted", test_unwanted);
  ADD ("/consumers/subscription/names", test_names);
  ADD ("/consumers/subscription/wrong-ack", test_wrong_ack);
  ADD ("/consumers/subscription/park", test_park);
  ADD ("/consumers/subscription/other-history", test_other_history);
  ADD ("/consumers/subscription/damaged-registry", test_damaged_registry);
  ADD ("/consumers/subscription/live", test_live);
  return g_test_run ();
}
