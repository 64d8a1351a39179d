/* cl-sensor-log.c: what a board saw, as facts of its own partition
 *
 * A scan of the whole board is recorded when it tells something new; so the facts of a board that sends only scans are as few
 * as those of one that sends squares. Of the clock only start, stop and lever are recorded: the rest is arithmetic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include <string.h>

static void
free_fact (gpointer fact)
{
  cl_fact_clear (fact);
  g_free (fact);
}

void
cl_sensor_log_init (ClSensorLog *self, ClLedger *ledger, const char *family, const char *path)
{
  *self =
    (ClSensorLog){ .ledger = g_object_ref (ledger), .family = family, .path = g_strdup (path) };
  self->waiting = g_ptr_array_new_with_free_func (free_fact);
}

void
cl_sensor_log_clear (ClSensorLog *self)
{
  g_clear_object (&self->ledger);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_error (&self->error);
}

/* Letters, figures and a few signs: what a name may hold everywhere. */
static char *
make_name (const ClSensorLog *self, const char *serial)
{
  g_autofree char *base = serial != NULL ? g_strdup (serial) : g_path_get_basename (self->path);

  for (char *c = base; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != '.')
      *c = '-';
  return g_strdup_printf ("sensor/%s-%s", self->family, base);
}

gboolean
cl_sensor_log_name (ClSensorLog *self, const char *serial, GError **error)
{
  g_autofree char *name = make_name (self, serial);
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, error);
  GError *local = NULL;
  ClPartitionInfo info;

  if (reader == NULL)
    return FALSE;
  if (cl_reader_get_partition (reader, name, &info, &local))
    self->head = info.head;
  else if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self->partition = g_steal_pointer (&name);
  cl_sensor_log_flush (self);
  return TRUE;
}

static ClFact *
add (ClSensorLog *self, ClFactType type, const ClSight *sight)
{
  ClFact *fact = g_new0 (ClFact, 1);

  cl_fact_init (fact, type);
  fact->occurred_at = cl_board_now (self->now_us);
  fact->at_ms = sight->at_ms;
  g_ptr_array_add (self->waiting, fact);
  return fact;
}

static void
see_square (ClSensorLog *self, const ClSight *sight)
{
  ClFact *fact;

  if (self->has_scan && self->last.squares[sight->square] == sight->piece)
    return;
  self->last.squares[sight->square] = sight->piece;
  fact = add (self, CL_FACT_SQUARE_CHANGED, sight);
  fact->square =
    g_strdup_printf ("%c%c", 'a' + chess_file (sight->square), '1' + chess_rank (sight->square));
  fact->piece = g_strdup_printf ("%c", cl_piece_letter (sight->piece));
}

static void
see_scan (ClSensorLog *self, const ClSight *sight)
{
  char text[CL_PLACEMENT_SIZE];

  if (self->has_scan && cl_placement_equal (&self->last, &sight->placement))
    return;
  self->has_scan = TRUE;
  self->last = sight->placement;
  cl_placement_write (&sight->placement, text);
  add (self, CL_FACT_BOARD_SCANNED, sight)->text = g_strdup (text);
}

static void
see_clock (ClSensorLog *self, const ClSight *sight)
{
  gboolean lever = sight->kind == CL_SIGHT_LEVER;
  ClFact *fact;

  if (!lever && self->has_clock && self->was_running == sight->running)
    return;
  self->has_clock = TRUE;
  self->was_running = sight->running;
  fact = add (self, lever ? CL_FACT_CLOCK_LEVER_CHANGED : CL_FACT_BOARD_CLOCK_READ, sight);
  fact->lever = g_strdup (sight->lever_right ? "right" : "left");
  fact->white_ms = sight->left_ms;
  fact->black_ms = sight->right_ms;
  fact->is_running = sight->running;
}

void
cl_sensor_log_see (ClSensorLog *self, const ClSight *sight)
{
  switch (sight->kind)
    {
    case CL_SIGHT_SQUARE:
      see_square (self, sight);
      break;
    case CL_SIGHT_SCAN:
      see_scan (self, sight);
      break;
    case CL_SIGHT_CLOCK:
    case CL_SIGHT_LEVER:
      see_clock (self, sight);
      break;
    case CL_SIGHT_LOST:
      /* On return the board and its clock are recorded anew, changed or not. */
      self->has_scan = self->has_clock = FALSE;
      break;
    default:
      break;
    }
}

static gboolean
read_square (const ClFact *fact, ClSight *sight)
{
  const char *at = fact->square;

  if (at == NULL || strlen (at) != 2 || at[0] < 'a' || at[0] > 'h' || at[1] < '1' || at[1] > '8' ||
      fact->piece == NULL || strlen (fact->piece) != 1)
    return FALSE;
  sight->kind = CL_SIGHT_SQUARE;
  sight->square = chess_square (at[0] - 'a', at[1] - '1');
  return cl_piece_from_letter (fact->piece[0], &sight->piece);
}

gboolean
cl_sensor_log_read (const ClFact *fact, ClSight *sight)
{
  *sight = (ClSight){ .kind = CL_SIGHT_CLOCK };
  switch (fact->type)
    {
    case CL_FACT_SQUARE_CHANGED:
      return read_square (fact, sight);
    case CL_FACT_BOARD_SCANNED:
      sight->kind = CL_SIGHT_SCAN;
      return fact->text != NULL && cl_placement_parse (fact->text, &sight->placement);
    case CL_FACT_CLOCK_LEVER_CHANGED:
      sight->kind = CL_SIGHT_LEVER;
      break;
    case CL_FACT_BOARD_CLOCK_READ:
      break;
    default:
      return FALSE;
    }
  sight->lever_right = g_strcmp0 (fact->lever, "right") == 0;
  sight->running = fact->is_running;
  sight->left_ms = fact->white_ms;
  sight->right_ms = fact->black_ms;
  return TRUE;
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSensorLog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_pending--;
  if (!cl_ledger_append_finish (CL_LEDGER (source), result, NULL, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);
}

void
cl_sensor_log_flush (ClSensorLog *self)
{
  g_autoptr (ClDraft) draft = NULL;

  if (self->partition == NULL || self->waiting->len == 0 || self->error != NULL)
    return;
  draft = cl_draft_new (self->partition, CL_BOARD_PRODUCER_NAME, NULL);
  for (guint i = 0; i < self->waiting->len; i++)
    cl_fact_to_draft (self->waiting->pdata[i], draft);
  self->n_pending++;
  cl_ledger_append_async (self->ledger, draft, self->head, NULL, appended_cb, self);
  self->head += self->waiting->len;
  g_ptr_array_set_size (self->waiting, 0);
}
