/* faulty-vfs.c: wraps SQLite's own file system layer; counts what writes, fails on demand, and keeps for each file what is
 * durable (its bytes at the last sync) and what was written since
 *
 * The layer below really writes, so that SQLite reads back what it wrote, as from a page cache. Only a power cut tells the
 * difference. Shared memory passes through: it does not survive a power cut anyway.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "faulty-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define SECTOR 512

/* An operation that no sync covered yet. */
typedef struct
{
  gint64 offset;
  GBytes *bytes; /* NULL: truncate to @offset */
} Pending;

typedef struct
{
  char *path;
  GByteArray *durable;
  GArray *pending; /* (element-type Pending) */
} Disk;

typedef struct
{
  sqlite3_file base;
  Disk *disk; /* (nullable): temporary files have none */
  sqlite3_file *real;
} File;

static struct
{
  GMutex lock;
  sqlite3_vfs vfs;
  sqlite3_vfs *real;
  GHashTable *disks; /* path → Disk */
  FaultKind kind;
  guint countdown;
  FaultClass classes;
  int code;
  gboolean struck;
  guint n_syncs;
} faulty;

static void
clear_pending (gpointer data)
{
  g_clear_pointer (&((Pending *) data)->bytes, g_bytes_unref);
}

static void
free_disk (gpointer data)
{
  Disk *disk = data;

  g_free (disk->path);
  g_byte_array_unref (disk->durable);
  g_array_unref (disk->pending);
  g_free (disk);
}

/* The disk of @path, whose bytes so far count as durable. */
static Disk *
ensure_disk (const char *path)
{
  Disk *disk = g_hash_table_lookup (faulty.disks, path);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  if (disk)
    return disk;
  disk = g_new0 (Disk, 1);
  disk->path = g_strdup (path);
  disk->durable = g_byte_array_new ();
  disk->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (disk->pending, clear_pending);
  if (g_file_get_contents (path, &bytes, &length, NULL))
    g_byte_array_append (disk->durable, (const guint8 *) bytes, (guint) length);
  g_hash_table_insert (faulty.disks, disk->path, disk);
  return disk;
}

/* SQLITE_OK, or what the operation at hand fails with. */
static int
count_operation (FaultClass class)
{
  int code = SQLITE_OK;

  g_mutex_lock (&faulty.lock);
  if (!(faulty.classes & class) || faulty.kind == FAULT_FULL)
    ;
  else if (faulty.kind == FAULT_POWER && faulty.struck)
    code = faulty.code;
  else if (faulty.kind != FAULT_NONE && !faulty.struck && --faulty.countdown == 0)
    {
      faulty.struck = TRUE;
      code = faulty.code;
    }
  g_mutex_unlock (&faulty.lock);
  if (code != SQLITE_OK && class == FAULT_READS)
    code = SQLITE_IOERR_READ;
  else if (code != SQLITE_OK && class == FAULT_OPENS)
    code = SQLITE_CANTOPEN;
  return code;
}

/* Makes @length bytes of @image, with zeros where it grows. */
static void
resize (GByteArray *image, gsize length)
{
  gsize old = image->len;

  g_byte_array_set_size (image, (guint) length);
  if (length > old)
    memset (image->data + old, 0, length - old);
}

static void
apply (GByteArray *image, const Pending *pending, gboolean torn)
{
  gsize length;
  const guint8 *bytes;

  if (!pending->bytes)
    {
      resize (image, MIN ((gsize) pending->offset, image->len));
      return;
    }
  bytes = g_bytes_get_data (pending->bytes, &length);
  if (image->len < (gsize) pending->offset + length)
    resize (image, (gsize) pending->offset + length);
  for (gsize at = 0; at < length; at += SECTOR)
    if (!torn || g_test_rand_bit ())
      memcpy (image->data + pending->offset + at, bytes + at, MIN (SECTOR, length - at));
}

static void
note (Disk *disk, gint64 offset, const void *bytes, int length)
{
  Pending pending = { offset, bytes ? g_bytes_new (bytes, (gsize) length) : NULL };

  if (!disk)
    {
      clear_pending (&pending);
      return;
    }
  g_mutex_lock (&faulty.lock);
  g_array_append_val (disk->pending, pending);
  g_mutex_unlock (&faulty.lock);
}

static int
file_close (sqlite3_file *file)
{
  File *self = (File *) file;

  return self->real->pMethods->xClose (self->real);
}

static int
file_read (sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_READS);

  return code != SQLITE_OK ? code : self->real->pMethods->xRead (self->real, bytes, length, offset);
}

/* Is there no room for what lies behind the end of a file? */
static int
count_growth (File *self, sqlite3_int64 end)
{
  sqlite3_int64 size = 0;
  int code = SQLITE_OK;

  self->real->pMethods->xFileSize (self->real, &size);
  g_mutex_lock (&faulty.lock);
  if (faulty.kind == FAULT_FULL && end > size && (faulty.countdown == 0 || --faulty.countdown == 0))
    {
      faulty.struck = TRUE;
      code = faulty.code;
    }
  g_mutex_unlock (&faulty.lock);
  return code;
}

static int
file_write (sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_WRITES);

  if (code == SQLITE_OK)
    code = count_growth (self, offset + length);
  if (code != SQLITE_OK)
    return code;
  note (self->disk, offset, bytes, length);
  return self->real->pMethods->xWrite (self->real, bytes, length, offset);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_WRITES);

  if (code != SQLITE_OK)
    return code;
  note (self->disk, size, NULL, 0);
  return self->real->pMethods->xTruncate (self->real, size);
}

/* The real sync is left out: what is durable is remembered here. */
static int
file_sync (sqlite3_file *file, int flags)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_WRITES);

  if (code != SQLITE_OK || !self->disk)
    return code;
  g_mutex_lock (&faulty.lock);
  faulty.n_syncs++;
  for (guint i = 0; i < self->disk->pending->len; i++)
    apply (self->disk->durable, &g_array_index (self->disk->pending, Pending, i), FALSE);
  g_array_set_size (self->disk->pending, 0);
  g_mutex_unlock (&faulty.lock);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_READS);

  return code != SQLITE_OK ? code : self->real->pMethods->xFileSize (self->real, size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  File *self = (File *) file;

  return self->real->pMethods->xLock (self->real, level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  File *self = (File *) file;

  return self->real->pMethods->xUnlock (self->real, level);
}

static int
file_check_lock (sqlite3_file *file, int *locked)
{
  File *self = (File *) file;

  return self->real->pMethods->xCheckReservedLock (self->real, locked);
}

static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  File *self = (File *) file;

  return self->real->pMethods->xFileControl (self->real, operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  File *self = (File *) file;

  return self->real->pMethods->xSectorSize (self->real);
}

static int
file_characteristics (sqlite3_file *file)
{
  File *self = (File *) file;

  return self->real->pMethods->xDeviceCharacteristics (self->real);
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  File *self = (File *) file;
  int code = count_operation (FAULT_OPENS);

  return code != SQLITE_OK ? code
                           : self->real->pMethods->xShmMap (self->real, page, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  File *self = (File *) file;

  return self->real->pMethods->xShmLock (self->real, offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  File *self = (File *) file;

  self->real->pMethods->xShmBarrier (self->real);
}

static int
file_shm_unmap (sqlite3_file *file, int delete_it)
{
  File *self = (File *) file;

  return self->real->pMethods->xShmUnmap (self->real, delete_it);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  File *self = (File *) file;
  int code;

  self->real = (sqlite3_file *) (self + 1);
  self->base.pMethods = NULL;
  self->disk = NULL;
  code = count_operation (FAULT_OPENS);
  if (code != SQLITE_OK)
    return code;
  code = faulty.real->xOpen (faulty.real, name, self->real, flags, out_flags);
  if (code != SQLITE_OK)
    return code;
  if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)))
    {
      g_mutex_lock (&faulty.lock);
      self->disk = ensure_disk (name);
      g_mutex_unlock (&faulty.lock);
    }
  self->base.pMethods = &methods;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  int code = count_operation (FAULT_WRITES);

  if (code != SQLITE_OK)
    return code;
  g_mutex_lock (&faulty.lock);
  g_hash_table_remove (faulty.disks, name);
  g_mutex_unlock (&faulty.lock);
  return faulty.real->xDelete (faulty.real, name, sync_folder);
}

void
faulty_vfs_install (void)
{
  g_assert_null (faulty.real);
  faulty.real = sqlite3_vfs_find (NULL);
  faulty.vfs = *faulty.real;
  faulty.vfs.zName = "faulty";
  faulty.vfs.szOsFile = (int) sizeof (File) + faulty.real->szOsFile;
  faulty.vfs.xOpen = vfs_open;
  faulty.vfs.xDelete = vfs_delete;
  faulty.disks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_disk);
  g_assert_cmpint (sqlite3_vfs_register (&faulty.vfs, 1), ==, SQLITE_OK);
}

void
faulty_vfs_arm (FaultKind kind, guint countdown, int code)
{
  g_mutex_lock (&faulty.lock);
  faulty.kind = kind;
  faulty.countdown = countdown;
  faulty.classes = FAULT_WRITES;
  faulty.code = code;
  faulty.struck = FALSE;
  g_mutex_unlock (&faulty.lock);
}

void
faulty_vfs_widen (FaultClass classes)
{
  g_mutex_lock (&faulty.lock);
  faulty.classes = classes;
  g_mutex_unlock (&faulty.lock);
}

guint
faulty_vfs_get_countdown (void)
{
  guint countdown;

  g_mutex_lock (&faulty.lock);
  countdown = faulty.countdown;
  g_mutex_unlock (&faulty.lock);
  return countdown;
}

guint
faulty_vfs_get_syncs (void)
{
  guint n_syncs;

  g_mutex_lock (&faulty.lock);
  n_syncs = faulty.n_syncs;
  g_mutex_unlock (&faulty.lock);
  return n_syncs;
}

gboolean
faulty_vfs_disarm (void)
{
  gboolean struck;

  g_mutex_lock (&faulty.lock);
  struck = faulty.struck;
  faulty.kind = FAULT_NONE;
  g_mutex_unlock (&faulty.lock);
  return struck;
}

void
faulty_vfs_lose_unsynced (Luck luck)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, faulty.disks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Disk *disk = value;
      g_autofree char *shm = g_strconcat (disk->path, "-shm", NULL);

      for (guint i = 0; i < disk->pending->len && luck != LUCK_NOTHING; i++)
        if (luck == LUCK_EVERYTHING || g_test_rand_bit ())
          apply (disk->durable,
                 &g_array_index (disk->pending, Pending, i),
                 luck == LUCK_TORN && g_test_rand_bit ());
      g_assert_true (g_file_set_contents_full (disk->path,
                                               (const char *) disk->durable->data,
                                               disk->durable->len,
                                               G_FILE_SET_CONTENTS_NONE,
                                               0600,
                                               NULL));
      g_unlink (shm);
    }
  faulty_vfs_reset ();
}

void
faulty_vfs_reset (void)
{
  g_hash_table_remove_all (faulty.disks);
}
