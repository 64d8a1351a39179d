/* cl-subscription-row.c: subscriptions as the registry has them: who may open one, and what a person may do to it
 *
 * A subscription belongs to the process that holds flock on <name>.lock beside the registry; the lock goes with the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-subscription-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MAX_NAME 64

gboolean
cl_subscription_check_name (const char *name, GError **error)
{
  gsize length = strlen (name);

  if (length > 0 && length <= MAX_NAME && name[0] != '.' && name[0] != '-' &&
      strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == length)
    return TRUE;
  g_set_error (error,
               CL_SUBSCRIPTION_ERROR,
               CL_SUBSCRIPTION_ERROR_NAME,
               "“%s” is no name: 1 to %d letters, digits, dots, dashes and underscores are one",
               name,
               MAX_NAME);
  return FALSE;
}

int
cl_subscription_lock (const char *dir, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = g_build_filename (dir, file, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "“%s” cannot be opened: %s",
                   path,
                   g_strerror (errno));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  close (fd);
  g_set_error (error,
               CL_SUBSCRIPTION_ERROR,
               CL_SUBSCRIPTION_ERROR_BUSY,
               "Another process subscribes as “%s”",
               name);
  return -1;
}

void
cl_subscription_unlock (int lock)
{
  close (lock);
}

/* The seal at @position, which may be 0. FALSE without @error if there is no such event. */
static gboolean
read_seal (ClReader *reader, guint64 position, guint8 seal[CL_SEAL_SIZE], GError **error)
{
  g_autoptr (ClEvents) events = NULL;

  memset (seal, 0, CL_SEAL_SIZE);
  if (position == 0)
    return TRUE;
  events = cl_reader_read (reader, position - 1, position, 1, error);
  if (!events || cl_events_get_length (events) == 0)
    return FALSE;
  memcpy (seal, cl_events_get (events, 0)->seal, CL_SEAL_SIZE);
  return TRUE;
}

/* The position a subscriber stands at that goes on with @from. */
static gboolean
set_position (ClReader *reader, ClRegistryRow *row, guint64 from, GError **error)
{
  GError *local = NULL;

  row->position = from > 0 ? from - 1 : 0;
  if (read_seal (reader, row->position, row->seal, &local))
    return TRUE;
  if (!local)
    g_set_error (&local,
                 CL_SUBSCRIPTION_ERROR,
                 CL_SUBSCRIPTION_ERROR_HISTORY,
                 "The ledger does not reach to event %" G_GUINT64_FORMAT " yet",
                 row->position);
  g_propagate_error (error, local);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "b,a,b" is "a,b". */
static char *
sort_types (const char *types)
{
  g_auto (GStrv) names = g_strsplit (types, ",", -1);
  guint n = g_strv_length (names);
  GString *sorted = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_strstrip (names[i]);
  qsort (names, n, sizeof *names, compare_names);
  for (guint i = 0; i < n; i++)
    if (*names[i] && (i == 0 || strcmp (names[i], names[i - 1]) != 0))
      g_string_append_printf (sorted, "%s%s", sorted->len ? "," : "", names[i]);
  return g_string_free (sorted, FALSE);
}

ClRegistryRow *
cl_subscription_new_row (ClReader *reader, const ClSubscriptionRequest *request, GError **error)
{
  g_autoptr (ClRegistryRow) row = g_new0 (ClRegistryRow, 1);

  row->name = g_strdup (request->name);
  row->types = request->types ? sort_types (request->types) : NULL;
  row->partition = g_strdup (request->partition);
  return set_position (reader, row, request->from, error) ? g_steal_pointer (&row) : NULL;
}

static gboolean
check_history (ClReader *reader, const ClRegistryRow *row, GError **error)
{
  guint8 seal[CL_SEAL_SIZE];
  GError *local = NULL;

  if (read_seal (reader, row->position, seal, &local) && memcmp (seal, row->seal, sizeof seal) == 0)
    return TRUE;
  if (!local)
    g_set_error (
      &local,
      CL_SUBSCRIPTION_ERROR,
      CL_SUBSCRIPTION_ERROR_HISTORY,
      "“%s” read another history: event %" G_GUINT64_FORMAT
      " is not what it was. Was the ledger restored? Rewind the subscription to where it shall go on",
      row->name,
      row->position);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
cl_subscription_check_row (ClReader *reader,
                           const ClRegistryRow *row,
                           const ClSubscriptionRequest *request,
                           GError **error)
{
  g_autofree char *types = request->types ? sort_types (request->types) : NULL;

  if ((types && g_strcmp0 (types, row->types) != 0) ||
      (request->partition && g_strcmp0 (request->partition, row->partition) != 0))
    {
      g_set_error (error,
                   CL_SUBSCRIPTION_ERROR,
                   CL_SUBSCRIPTION_ERROR_OTHER,
                   "“%s” was made for types %s and partition %s; delete it, or take another name",
                   row->name,
                   row->types ? row->types : "of all kinds",
                   row->partition ? row->partition : "of any name");
      return FALSE;
    }
  if (row->parked && !request->take_parked)
    {
      g_set_error (error,
                   CL_SUBSCRIPTION_ERROR,
                   CL_SUBSCRIPTION_ERROR_PARKED,
                   "“%s” stands at event %" G_GUINT64_FORMAT ": %s. Retry it, or skip it",
                   row->name,
                   row->parked,
                   row->reason ? row->reason : "");
      return FALSE;
    }
  return check_history (reader, row, error);
}

/* A subscription that no process has, while a person changes it. */
typedef struct
{
  ClRegistry *registry;
  ClRegistryRow *row;
  ClReader *reader;
  int lock;
} Visit;

static void
end_visit (Visit *self)
{
  g_clear_pointer (&self->registry, cl_registry_free);
  g_clear_pointer (&self->row, cl_registry_row_free);
  g_clear_pointer (&self->reader, cl_reader_free);
  if (self->lock >= 0)
    cl_subscription_unlock (self->lock);
}

static gboolean
begin_visit (Visit *self, ClLedger *ledger, const char *dir, const char *name, GError **error)
{
  g_autofree char *folder = dir ? g_strdup (dir) : cl_registry_default_dir (ledger);
  GError *local = NULL;

  memset (self, 0, sizeof *self);
  self->lock = -1;
  if (!cl_subscription_check_name (name, error) ||
      !(self->registry = cl_registry_open (folder, error)) ||
      !(self->reader = cl_reader_new (ledger, error)))
    return FALSE;
  self->row = cl_registry_load (self->registry, name, &local);
  if (!self->row && !local)
    g_set_error (&local,
                 CL_SUBSCRIPTION_ERROR,
                 CL_SUBSCRIPTION_ERROR_UNKNOWN,
                 "There is no subscription “%s”",
                 name);
  if (local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self->lock = cl_subscription_lock (folder, name, error);
  if (self->lock < 0)
    return FALSE;
  /* It may have gone on before we held the lock. */
  cl_registry_row_free (self->row);
  self->row = cl_registry_load (self->registry, name, error);
  return self->row != NULL;
}

static gboolean
unpark (Visit *self, GError **error)
{
  self->row->parked = 0;
  g_clear_pointer (&self->row->reason, g_free);
  return cl_registry_save (self->registry, self->row, error);
}

static gboolean
check_parked (const Visit *self, GError **error)
{
  if (self->row->parked)
    return TRUE;
  g_set_error (error,
               CL_SUBSCRIPTION_ERROR,
               CL_SUBSCRIPTION_ERROR_UNKNOWN,
               "“%s” stands at no event that failed",
               self->row->name);
  return FALSE;
}

gboolean
cl_subscription_retry (ClLedger *ledger, const char *dir, const char *name, GError **error)
{
  Visit visit;
  gboolean ok = begin_visit (&visit, ledger, dir, name, error) && check_parked (&visit, error) &&
                unpark (&visit, error);

  end_visit (&visit);
  return ok;
}

gboolean
cl_subscription_skip (ClLedger *ledger, const char *dir, const char *name, GError **error)
{
  Visit visit;
  gboolean ok = begin_visit (&visit, ledger, dir, name, error) && check_parked (&visit, error) &&
                set_position (visit.reader, visit.row, visit.row->parked + 1, error) &&
                unpark (&visit, error);

  end_visit (&visit);
  return ok;
}

gboolean
cl_subscription_rewind (ClLedger *ledger,
                        const char *dir,
                        const char *name,
                        guint64 from,
                        GError **error)
{
  Visit visit;
  gboolean ok = begin_visit (&visit, ledger, dir, name, error) &&
                set_position (visit.reader, visit.row, from, error) && unpark (&visit, error);

  end_visit (&visit);
  return ok;
}

gboolean
cl_subscription_delete (ClLedger *ledger, const char *dir, const char *name, GError **error)
{
  Visit visit;
  gboolean ok = begin_visit (&visit, ledger, dir, name, error) &&
                cl_registry_delete (visit.registry, name, error);

  end_visit (&visit);
  return ok;
}

gboolean
cl_subscription_is_busy (ClLedger *ledger, const char *dir, const char *name)
{
  g_autofree char *folder = dir ? g_strdup (dir) : cl_registry_default_dir (ledger);
  g_autoptr (GError) error = NULL;
  int lock = cl_subscription_lock (folder, name, &error);

  if (lock >= 0)
    cl_subscription_unlock (lock);
  return g_error_matches (error, CL_SUBSCRIPTION_ERROR, CL_SUBSCRIPTION_ERROR_BUSY);
}
