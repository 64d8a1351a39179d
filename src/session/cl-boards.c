/* cl-boards.c: the electronic boards that are plugged in, each recorded at its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-boards-private.h"

#include "cl-board-seats.h"
#include "cl-board-monitor.h"

struct _ClBoards
{
  GObject parent_instance;

  ClLedger *ledger;
  ClBoardsOptions options;
  char *traffic;
  ClBoardMonitor *monitor; /* NULL before the memory is read, and after the close */
  GHashTable *memory;      /* key → table */
  GPtrArray *boards;       /* (element-type ClConnectedBoard) */
  GPtrArray *leaving;      /* the same: their threads end, and are joined at the close */
  gboolean closed;
};

static void cl_boards_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClBoards,
                               cl_boards,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cl_boards_list_model_init))

static GType
cl_boards_get_item_type (GListModel *model)
{
  return CL_TYPE_CONNECTED_BOARD;
}

static guint
cl_boards_get_n_items (GListModel *model)
{
  return CL_BOARDS (model)->boards->len;
}

static gpointer
cl_boards_get_item (GListModel *model, guint index)
{
  ClBoards *self = CL_BOARDS (model);

  return index < self->boards->len ? g_object_ref (self->boards->pdata[index]) : NULL;
}

static void
cl_boards_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = cl_boards_get_item_type;
  interface->get_n_items = cl_boards_get_n_items;
  interface->get_item = cl_boards_get_item;
}

static ClConnectedBoard *
find_key (ClBoards *self, const char *key)
{
  for (guint i = 0; i < self->boards->len; i++)
    if (g_str_equal (cl_connected_board_get_key (self->boards->pdata[i]), key))
      return self->boards->pdata[i];
  return NULL;
}

static ClConnectedBoard *
find_table (ClBoards *self, guint table)
{
  for (guint i = 0; i < self->boards->len; i++)
    if (cl_connected_board_get_table (self->boards->pdata[i]) == table)
      return self->boards->pdata[i];
  return NULL;
}

static void
remember (ClBoards *self, const char *key, guint table)
{
  if (self->options.forgetful ||
      g_hash_table_lookup (self->memory, key) == GUINT_TO_POINTER (table))
    return;
  g_hash_table_insert (self->memory, g_strdup (key), GUINT_TO_POINTER (table));
  cl_board_seats_write (cl_ledger_get_id (self->ledger), key, table);
}

static ClTableUse
get_use (ClBoards *self, guint table)
{
  return self->options.get_use != NULL ? self->options.get_use (table, self->options.use_data)
                                       : CL_TABLE_FREE;
}

static guint
choose_table (ClBoards *self, const char *key)
{
  guint table = GPOINTER_TO_UINT (g_hash_table_lookup (self->memory, key));

  if (table != 0 && find_table (self, table) == NULL && get_use (self, table) != CL_TABLE_TAKEN)
    return table;
  table = MAX (self->options.first_table, 1);
  while (find_table (self, table) != NULL || get_use (self, table) != CL_TABLE_FREE)
    table++;
  return table;
}

static void
trouble_cb (ClBoardPort *port, GParamSpec *pspec, ClBoards *self)
{
  ClConnectedBoard *board = find_key (self, cl_board_port_get_info (port)->key);

  if (board != NULL && !self->closed)
    cl_connected_board_attach (board, self->ledger, self->traffic);
}

static void
add_board (ClBoards *self, ClBoardPort *port)
{
  const char *key = cl_board_port_get_info (port)->key;
  ClConnectedBoard *board = find_key (self, key);

  g_signal_connect_object (port, "notify::trouble", G_CALLBACK (trouble_cb), self, 0);
  if (board != NULL)
    {
      cl_connected_board_set_port (board, port);
      return;
    }
  board = cl_connected_board_new (port, choose_table (self, key));
  remember (self, key, cl_connected_board_get_table (board));
  g_ptr_array_add (self->boards, board);
  cl_connected_board_attach (board, self->ledger, self->traffic);
  g_list_model_items_changed (G_LIST_MODEL (self), self->boards->len - 1, 0, 1);
}

static gboolean
is_listed (ClBoards *self, const char *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->monitor)); i++)
    {
      g_autoptr (ClBoardPort) port = g_list_model_get_item (G_LIST_MODEL (self->monitor), i);

      if (g_str_equal (cl_board_port_get_info (port)->key, key))
        return TRUE;
    }
  return FALSE;
}

static void
lose_boards (ClBoards *self)
{
  for (guint i = self->boards->len; i-- > 0;)
    {
      ClConnectedBoard *board = self->boards->pdata[i];

      if (is_listed (self, cl_connected_board_get_key (board)))
        continue;
      cl_connected_board_set_port (board, NULL);
      if (cl_connected_board_get_state (board)->is_playing)
        continue;
      cl_connected_board_quit (board);
      g_ptr_array_add (self->leaving, g_object_ref (board));
      g_ptr_array_remove_index (self->boards, i);
      g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
    }
}

static void
ports_changed_cb (GListModel *monitor, guint index, guint removed, guint added, ClBoards *self)
{
  if (removed > 0)
    lose_boards (self);
  for (guint i = index; i < index + added; i++)
    {
      g_autoptr (ClBoardPort) port = g_list_model_get_item (monitor, i);

      add_board (self, port);
    }
}

static void
memory_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ClBoards) self = user_data;
  GHashTable *memory = cl_board_seats_read_finish (result);

  if (self->closed || self->options.forgetful)
    g_hash_table_unref (memory);
  else
    {
      g_hash_table_unref (self->memory);
      self->memory = memory;
    }
  if (self->closed)
    return;
  self->monitor = cl_board_monitor_new ();
  g_signal_connect_object (self->monitor, "items-changed", G_CALLBACK (ports_changed_cb), self, 0);
  ports_changed_cb (G_LIST_MODEL (self->monitor),
                    0,
                    0,
                    g_list_model_get_n_items (G_LIST_MODEL (self->monitor)),
                    self);
}

static void
cl_boards_finalize (GObject *object)
{
  ClBoards *self = CL_BOARDS (object);

  if (!self->closed)
    g_critical ("The boards must be closed before their last reference goes");
  g_object_unref (self->ledger);
  g_hash_table_unref (self->memory);
  g_ptr_array_unref (self->boards);
  g_ptr_array_unref (self->leaving);
  g_free (self->traffic);
  G_OBJECT_CLASS (cl_boards_parent_class)->finalize (object);
}

static void
cl_boards_class_init (ClBoardsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_boards_finalize;
}

static void
cl_boards_init (ClBoards *self)
{
  self->boards = g_ptr_array_new_with_free_func (g_object_unref);
  self->leaving = g_ptr_array_new_with_free_func (g_object_unref);
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ClBoards *
cl_boards_new (ClLedger *ledger, const ClBoardsOptions *options)
{
  ClBoards *self = g_object_new (CL_TYPE_BOARDS, NULL);

  self->ledger = g_object_ref (ledger);
  self->options = *options;
  self->traffic = g_strdup (options->traffic);
  cl_board_seats_read_async (cl_ledger_get_id (ledger), memory_read_cb, g_object_ref (self));
  return self;
}

void
cl_boards_close (ClBoards *self)
{
  g_return_if_fail (CL_IS_BOARDS (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  if (self->monitor != NULL)
    cl_board_monitor_close (self->monitor);
  g_clear_object (&self->monitor);
  /* All end at once, then each is waited for. */
  for (guint i = 0; i < self->boards->len; i++)
    cl_connected_board_quit (self->boards->pdata[i]);
  for (guint i = 0; i < self->boards->len; i++)
    cl_connected_board_stop (self->boards->pdata[i]);
  for (guint i = 0; i < self->leaving->len; i++)
    cl_connected_board_stop (self->leaving->pdata[i]);
}

ClConnectedBoard *
cl_boards_find_at (ClBoards *self, const char *partition)
{
  g_return_val_if_fail (CL_IS_BOARDS (self), NULL);
  g_return_val_if_fail (partition != NULL, NULL);

  for (guint i = 0; i < self->boards->len; i++)
    {
      g_autofree char *own =
        g_strdup_printf ("table/%u", cl_connected_board_get_table (self->boards->pdata[i]));

      if (g_str_equal (own, partition))
        return self->boards->pdata[i];
    }
  return NULL;
}

void
cl_boards_move (ClBoards *self, ClConnectedBoard *board, guint table)
{
  ClConnectedBoard *other;
  guint before;

  g_return_if_fail (CL_IS_BOARDS (self));
  g_return_if_fail (CL_IS_CONNECTED_BOARD (board));
  g_return_if_fail (table > 0);

  before = cl_connected_board_get_table (board);
  other = find_table (self, table);
  if (self->closed || other == board)
    return;
  if (other != NULL)
    {
      cl_connected_board_move (other, before);
      remember (self, cl_connected_board_get_key (other), before);
    }
  cl_connected_board_move (board, table);
  remember (self, cl_connected_board_get_key (board), table);
}
