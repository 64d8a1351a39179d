/* cl-cli-board-list.c: the boards that are plugged in, once or as they come and go
 *
 * One line a board: family, product, serial number, device, battery, and whether it can be used. A board whose family only it
 * can tell is asked; then each is connected to for some seconds, since only the board knows its number and its battery.
 * While it is recorded elsewhere it is left alone, and the line says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cl-board-asker.h"
#include "cl-board-link.h"
#include "cl-board-monitor.h"

#define CONNECT_MS 3000

typedef struct _Look Look;

typedef struct
{
  ClCli *cli;
  ClBoardMonitor *monitor;
  GPtrArray *looks; /* (element-type Look): boards that are being asked */
  GHashTable *seen; /* ClBoardPort → 0 */
} List;

struct _Look
{
  List *list;
  ClBoardPort *port;
  const ClBoardFamily *family;
  ClBoardAsker *asker;
  ClBoardLink *link;
  guint timer;
  char *name, *serial, *trouble;
  guint percent;
  gboolean charging;
};

static void
free_look (gpointer data)
{
  Look *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->asker, cl_board_asker_free);
  g_clear_pointer (&self->link, cl_board_link_free);
  g_object_unref (self->port);
  g_free (self->name);
  g_free (self->serial);
  g_free (self->trouble);
  g_free (self);
}

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : "-";
}

static void
print_json (const Look *self, const ClBoardPortInfo *info, const char *serial)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const struct
  {
    const char *name, *value;
  } fields[] = {
    { "family", self->family != NULL ? self->family->name : NULL },
    { "product", info->title },
    { "serial", serial },
    { "device", info->device },
    { "trouble", self->trouble },
  };

  g_string_append (line, "{\"key\":");
  cl_cli_append_json (line, info->key);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].value != NULL)
      {
        g_string_append_printf (line, ",\"%s\":", fields[i].name);
        cl_cli_append_json (line, fields[i].value);
      }
  if (self->percent > 0)
    g_string_append_printf (line,
                            ",\"battery\":%u,\"charging\":%s",
                            self->percent,
                            self->charging ? "true" : "false");
  printf ("%s}\n", line->str);
}

static void
print_look (const Look *self)
{
  const ClBoardPortInfo *info = cl_board_port_get_info (self->port);
  const char *serial = self->serial != NULL ? self->serial : info->serial;
  g_autofree char *battery =
    self->percent > 0 ? g_strdup_printf ("%u%%%s", self->percent, self->charging ? "+" : "") : NULL;
  g_autofree char *serial_field = cl_cli_escape_field (or_dash (serial));

  if (self->list->cli->json)
    print_json (self, info, serial);
  else
    printf ("%s\t%s\t%s\t%s\t%s\t%s\n",
            self->family != NULL ? self->family->name : "?",
            info->title,
            serial_field,
            info->device,
            or_dash (battery),
            self->trouble != NULL ? self->trouble : "ready");
  fflush (stdout);
}

/* Ends @self. */
static void
finish (Look *self, const char *trouble)
{
  if (trouble != NULL && self->trouble == NULL)
    self->trouble = g_strdup (trouble);
  print_look (self);
  g_ptr_array_remove (self->list->looks, self);
}

static gboolean
finish_cb (gpointer user_data)
{
  Look *self = user_data;

  self->timer = 0;
  finish (self, self->link != NULL && self->name == NULL ? "does not answer" : NULL);
  return G_SOURCE_REMOVE;
}

static void
finish_soon (Look *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_idle_add (finish_cb, self);
}

static void
saw_cb (const ClSight *sight, gpointer user_data)
{
  Look *self = user_data;

  switch (sight->kind)
    {
    case CL_SIGHT_READY:
    case CL_SIGHT_SETUP:
      g_free (self->name);
      self->name = g_strdup (sight->text != NULL ? sight->text : self->family->title);
      break;
    case CL_SIGHT_SERIAL:
      g_free (self->serial);
      self->serial = g_strdup (sight->text);
      break;
    case CL_SIGHT_BATTERY:
      self->percent = sight->percent;
      self->charging = sight->charging;
      break;
    case CL_SIGHT_LOST:
      g_free (self->trouble);
      self->trouble = g_strdup (sight->text);
      finish_soon (self);
      break;
    default:
      break;
    }
  if (self->serial != NULL && self->percent > 0)
    finish_soon (self);
}

static void
connect_board (Look *self, const ClBoardFamily *family)
{
  g_autoptr (GError) error = NULL;

  self->family = family;
  self->link = cl_board_link_new (family,
                                  cl_board_port_get_info (self->port)->path,
                                  NULL,
                                  saw_cb,
                                  self,
                                  &error);
  if (self->link != NULL)
    {
      self->timer = g_timeout_add (CONNECT_MS, finish_cb, self);
      return;
    }
  self->trouble = g_strdup (error->message);
  finish_soon (self);
}

static void
asked_cb (const ClBoardFamily *family, const GError *error, gpointer user_data)
{
  Look *self = user_data;

  if (family != NULL)
    connect_board (self, family);
  else
    {
      self->trouble = g_strdup (error != NULL ? error->message : "no board that is known answers");
      finish_soon (self);
    }
}

static void
look_at (List *list, ClBoardPort *port)
{
  const ClBoardPortInfo *info = cl_board_port_get_info (port);
  g_autoptr (GError) error = NULL;
  Look *self = g_new0 (Look, 1);

  self->list = list;
  self->port = g_object_ref (port);
  g_ptr_array_add (list->looks, self);
  self->trouble = g_strdup (cl_board_port_get_trouble (port));
  self->family = info->family;
  if (self->trouble != NULL)
    finish_soon (self);
  else if (info->family != NULL)
    connect_board (self, info->family);
  else
    {
      self->asker = cl_board_asker_new (info->path, NULL, asked_cb, self, &error);
      if (self->asker == NULL)
        {
          self->trouble = g_strdup (error->message);
          finish_soon (self);
        }
    }
}

static void
permission_cb (ClBoardPort *port, GParamSpec *pspec, List *list)
{
  look_at (list, port);
}

static void
report_gone (List *list)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, list->seen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const ClBoardPortInfo *info = cl_board_port_get_info (key);
      gboolean there = FALSE;

      for (guint i = 0; !there && i < g_list_model_get_n_items (G_LIST_MODEL (list->monitor)); i++)
        {
          g_autoptr (ClBoardPort) port = g_list_model_get_item (G_LIST_MODEL (list->monitor), i);

          there = port == key;
        }
      if (there)
        continue;
      if (list->cli->json)
        printf ("{\"key\":\"%s\",\"gone\":true}\n", info->key);
      else
        printf ("-\t%s\t-\t%s\t-\tgone\n", info->title, info->device);
      fflush (stdout);
      g_hash_table_iter_remove (&iter);
    }
}

static void
changed_cb (GListModel *model, guint index, guint removed, guint added, List *list)
{
  if (removed > 0)
    report_gone (list);
  for (guint i = index; i < index + added; i++)
    {
      ClBoardPort *port = g_list_model_get_item (model, i);

      g_hash_table_add (list->seen, port);
      g_signal_connect (port, "notify::trouble", G_CALLBACK (permission_cb), list);
      look_at (list, port);
    }
}

static void
forget_port (gpointer data)
{
  g_signal_handlers_disconnect_matched (data, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, permission_cb, NULL);
  g_object_unref (data);
}

static void
wake_cb (GCancellable *cancellable, gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

static ClCliStatus
list_boards (ClCli *cli, gboolean watch)
{
  g_autoptr (ClBoardMonitor) monitor = cl_board_monitor_new ();
  List list = { .cli = cli, .monitor = monitor };
  gulong id = g_cancellable_connect (cli->cancellable, G_CALLBACK (wake_cb), NULL, NULL);

  list.looks = g_ptr_array_new_with_free_func (free_look);
  list.seen = g_hash_table_new_full (NULL, NULL, forget_port, NULL);
  g_signal_connect (monitor, "items-changed", G_CALLBACK (changed_cb), &list);
  changed_cb (G_LIST_MODEL (monitor),
              0,
              0,
              g_list_model_get_n_items (G_LIST_MODEL (monitor)),
              &list);
  if (list.looks->len == 0 && !watch)
    g_printerr ("No board is plugged in, and no emulator runs\n");
  while ((watch || list.looks->len > 0) && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_disconnect (cli->cancellable, id);
  g_signal_handlers_disconnect_by_func (monitor, changed_cb, &list);
  g_ptr_array_unref (list.looks);
  g_hash_table_unref (list.seen);
  cl_board_monitor_close (monitor);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_boards (ClCli *cli, char **args)
{
  gboolean watch = FALSE;
  const GOptionEntry entries[] = {
    { "watch",
      0,
      0,
      G_OPTION_ARG_NONE,
      &watch,
      "Go on, and tell which come and go, until Ctrl+C",
      NULL },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &cl_cli_boards, entries, args))
    return CL_CLI_MISUSED;
  return list_boards (cli, watch);
}

const ClCliCommand cl_cli_boards = {
  "boards",
  "[--watch]",
  "List the electronic boards that are plugged in",
  "Family, product, serial number, device, battery (+: charging) and state, separated by tabs. Boards behind a common serial "
  "chip are asked what they are, which takes up to four seconds; emulators that run are listed too.",
  run_boards,
};
