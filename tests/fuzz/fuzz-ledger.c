/* fuzz-ledger.c: a ledger file with some bytes changed is opened, verified, read and salvaged; what is salvaged is whole
 *
 * Each five bytes of the input are a change: the place (4 bytes, modulo the length) and the byte that is added there. The whole file
 * of some 60 events is made once. Files are in memory where the system has such a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cl-reader.h"
#include "cl-rescue.h"
#include "cl-verify.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static struct
{
  char *folder;
  char *path;
  char *saved;
  char *whole;
  gsize length;
} files;

static void
append (ClLedger *ledger, const char *partition, guint64 offset, guint n)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "fuzz", NULL);

  for (guint i = 0; i < n; i++)
    {
      ClEvent event = CL_EVENT_INIT;

      event.type = i ? "MovePlayed" : "GameStarted";
      event.game = 1;
      event.ply = i;
      event.player = i % 2 ? "Ann" : "Bob";
      event.details = i % 3 ? NULL : "{\"used_ms\":17}";
      event.has_move = i > 0;
      event.move = (ClMove){ 12 | 28 << 6, 1 };
      cl_draft_add (draft, &event);
    }
  if (!cl_ledger_append (ledger, draft, offset, NULL, NULL))
    abort ();
}

static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (files.folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (files.folder, name, NULL);

      g_unlink (path);
    }
}

static void
remove_folder (void)
{
  remove_files ();
  g_rmdir (files.folder);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autofree char *template =
    g_build_filename (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir (),
                      "fuzz-ledger-XXXXXX",
                      NULL);
  ClLedger *ledger;

  files.folder = g_mkdtemp (g_strdup (template));
  if (!files.folder)
    abort ();
  atexit (remove_folder);
  files.path = g_build_filename (files.folder, "x.ledger", NULL);
  files.saved = g_build_filename (files.folder, "saved.ledger", NULL);
  ledger = cl_ledger_open (files.path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, NULL, NULL);
  if (!ledger)
    abort ();
  append (ledger, "table/1", 0, 20);
  append (ledger, "archive/a", 0, 30);
  append (ledger, "table/1", 20, 10);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  if (!g_file_get_contents (files.path, &files.whole, &files.length, NULL))
    abort ();
  return 0;
}

/* TRUE if it is in order. */
static gboolean
look_at (const char *path)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, NULL, &error);
  ClReader *reader;
  gboolean whole;

  if ((ledger == NULL) != (error != NULL))
    abort ();
  if (!ledger)
    return FALSE;
  whole = cl_ledger_verify (ledger, NULL, NULL, NULL, NULL, &error);
  if (whole != (error == NULL))
    abort ();
  reader = cl_reader_new (ledger, NULL);
  if (reader)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, 0, 0, 100, NULL);
      g_autoptr (ClEvents) game = cl_reader_read_game (reader, "table/1", 1, 0, 0, 100, NULL);
      g_autoptr (GArray) list = cl_reader_list_partitions (reader, NULL);

      if (whole && (!events || cl_events_get_length (events) > 60 || !game || !list))
        abort ();
      g_clear_pointer (&events, cl_events_unref);
      g_clear_pointer (&game, cl_events_unref);
      g_clear_pointer (&list, g_array_unref);
      cl_reader_free (reader);
    }
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return whole;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_memdup2 (files.whole, files.length);
  ClSalvage salvage = { 0 };

  for (size_t i = 0; i + 5 <= size; i += 5)
    {
      uint32_t place;

      memcpy (&place, data + i, sizeof place);
      bytes[GUINT32_FROM_LE (place) % files.length] += (char) data[i + 4];
    }
  if (!g_file_set_contents_full (files.path,
                                 bytes,
                                 (gssize) files.length,
                                 G_FILE_SET_CONTENTS_NONE,
                                 0600,
                                 NULL))
    abort ();
  look_at (files.path);
  if (cl_salvage (files.path, files.saved, NULL, NULL, NULL, &salvage, NULL) &&
      !look_at (files.saved))
    abort ();
  cl_salvage_clear (&salvage);
  remove_files ();
  return 0;
}
