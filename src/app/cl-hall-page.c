/* cl-hall-page.c: shows the hall's tables as cards, as large as the window has room for
 *
 * Facts come through the hall (cl-hall.h), which reads once for all of them. What passes between facts is the running clocks:
 * one timer for all cards on the screen writes new digits, and only a card whose text differs is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hall-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cl-data-path.h"
#include "cl-hall-card.h"
#include "cl-hall.h"
#include "cl-settings.h"
#include "cl-table-tile.h"
#include "cl-watch-row.h"
#include "cl-words-hall.h"
#include "cl-words.h"

#define TICK_MS         200
#define WATCH_EACH_TICK 5 /* ticks from one look for what is worth watching to the next */
#define MAX_WATCHED     8
#define SIDE_WIDTH      1150 /* of a window that has room for it */
#define COUNT_WIDTH     760
#define GRID_PADDING    12
#define SIMULATED       12
#define SIMULATED_SPEED 8

struct _ClHallPage
{
  GtkWidget parent_instance;

  GtkWidget *box, *bar, *side, *scrolled;
  GtkEditable *search;
  GtkDropDown *show, *sort;
  GtkLabel *count;
  GtkWidget *end_simulation, *start, *nothing_to_watch;
  GtkStack *stack;
  GtkGridView *grid;
  GtkListBox *watch;

  ClSession *session;
  ClHall *hall; /* borrowed from the session */
  GtkSingleSelection *selection;
  GHashTable *tiles; /* ClTableTile → ClHallTable: what is bound; neither owned */
  ClSettings *settings;
  ClJob *simulation; /* (nullable) */
  guint timer, n_ticks, fitting;
  guint n_shown; /* for how many the columns were chosen, and in what room */
  int shown_width, shown_height;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClHallPage, cl_hall_page, GTK_TYPE_WIDGET)

/* --- Cards ------------------------------------------------------------------------------------------------------- */

static void
table_changed_cb (ClHallTable *table, ClTableTile *tile)
{
  cl_hall_card_show (tile, table);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClHallPage *self)
{
  gtk_list_item_set_child (item, cl_table_tile_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClHallPage *self)
{
  ClHallTable *table = gtk_list_item_get_item (item);
  GtkWidget *tile = gtk_list_item_get_child (item);

  g_hash_table_insert (self->tiles, tile, table);
  g_signal_connect (table, "changed", G_CALLBACK (table_changed_cb), tile);
  cl_hall_card_show (CL_TABLE_TILE (tile), table);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClHallPage *self)
{
  ClHallTable *table = gtk_list_item_get_item (item);
  GtkWidget *tile = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (table, table_changed_cb, tile);
  g_hash_table_remove (self->tiles, tile);
}

static gboolean
is_on_screen (ClHallPage *self, GtkWidget *tile)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (tile, self->scrolled, &bounds) &&
         bounds.origin.y < (float) gtk_widget_get_height (self->scrolled) &&
         bounds.origin.y + bounds.size.height > 0;
}

/* --- Worth watching ---------------------------------------------------------------------------------------------- */

static int
compare_watched (gconstpointer a, gconstpointer b)
{
  ClHallTable *x = *(ClHallTable *const *) a, *y = *(ClHallTable *const *) b;
  guint score_x = cl_hall_table_get_watch (x).score, score_y = cl_hall_table_get_watch (y).score;

  if (score_x != score_y)
    return score_x > score_y ? -1 : 1;
  return cl_partition_compare (cl_hall_table_get_partition (x), cl_hall_table_get_partition (y));
}

/* (element-type ClHallTable): games in progress with something to tell, the weightiest first. */
static GPtrArray *
list_watched (ClHallPage *self)
{
  GPtrArray *watched = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *tables = G_LIST_MODEL (self->hall);

  for (guint i = 0; i < g_list_model_get_n_items (tables); i++)
    {
      g_autoptr (ClHallTable) table = g_list_model_get_item (tables, i);

      if (cl_hall_table_get_game (table)->status == CL_GAME_PLAYING &&
          cl_hall_table_get_watch (table).score > 0)
        g_ptr_array_add (watched, g_steal_pointer (&table));
    }
  g_ptr_array_sort (watched, compare_watched);
  if (watched->len > MAX_WATCHED)
    g_ptr_array_set_size (watched, MAX_WATCHED);
  return watched;
}

/* Rows stay; only what they say changes. */
static void
show_watched (ClHallPage *self)
{
  g_autoptr (GPtrArray) watched = NULL;
  GtkListBoxRow *row;
  guint i;

  if (!self->hall || !gtk_widget_get_visible (self->side))
    return;
  watched = list_watched (self);
  for (i = 0; i < watched->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->watch, (int) i);
      if (!row)
        {
          row = GTK_LIST_BOX_ROW (cl_watch_row_new ());
          gtk_list_box_append (self->watch, GTK_WIDGET (row));
        }
      cl_watch_row_show (CL_WATCH_ROW (row), g_ptr_array_index (watched, i));
    }
  while ((row = gtk_list_box_get_row_at_index (self->watch, (int) i)))
    gtk_list_box_remove (self->watch, GTK_WIDGET (row));
  gtk_widget_set_visible (self->nothing_to_watch, watched->len == 0);
}

/* --- Time -------------------------------------------------------------------------------------------------------- */

static gboolean
ticked_cb (gpointer data)
{
  ClHallPage *self = data;
  gint64 now_us = g_get_real_time ();
  GHashTableIter iter;
  gpointer tile, table;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, &tile, &table))
    if (cl_hall_table_get_game (table)->clock.running_since != CL_NO_TIME &&
        is_on_screen (self, tile))
      cl_hall_card_show_clocks (tile, table, now_us);
  if (++self->n_ticks % WATCH_EACH_TICK == 0)
    show_watched (self);
  return G_SOURCE_CONTINUE;
}

/* Where no clock runs, nothing wakes up. */
static void
set_timer (ClHallPage *self)
{
  gboolean runs = self->hall && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                  cl_session_get_position (self->session) == 0 &&
                  cl_hall_count (self->hall, CL_HALL_PLAYING) > 0;

  if (runs && !self->timer)
    self->timer = g_timeout_add (TICK_MS, ticked_cb, self);
  else if (!runs)
    g_clear_handle_id (&self->timer, g_source_remove);
}

/* --- Columns ----------------------------------------------------------------------------------------------------- */

static void
fit_columns (ClHallPage *self)
{
  guint n = self->hall ? g_list_model_get_n_items (G_LIST_MODEL (self->hall)) : 0;
  int width = gtk_widget_get_width (self->scrolled);
  int height = gtk_widget_get_height (self->scrolled);
  guint columns;

  if (width <= 0 ||
      (n == self->n_shown && width == self->shown_width && height == self->shown_height))
    return;
  self->n_shown = n;
  self->shown_width = width;
  self->shown_height = height;
  columns = cl_hall_card_choose_columns (n, width - 2 * GRID_PADDING, height - GRID_PADDING);
  if (columns > gtk_grid_view_get_max_columns (self->grid))
    gtk_grid_view_set_max_columns (self->grid, columns);
  gtk_grid_view_set_min_columns (self->grid, columns);
  gtk_grid_view_set_max_columns (self->grid, columns);
}

static gboolean
room_changed_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClHallPage *self = CL_HALL_PAGE (widget);

  self->fitting = 0;
  fit_columns (self);
  return G_SOURCE_REMOVE;
}

/* Columns cannot change while they are laid out: the next frame begins with it. */
static void
cl_hall_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClHallPage *self = CL_HALL_PAGE (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  if (!self->fitting && (gtk_widget_get_width (self->scrolled) != self->shown_width ||
                         gtk_widget_get_height (self->scrolled) != self->shown_height))
    self->fitting = gtk_widget_add_tick_callback (widget, room_changed_cb, NULL, NULL);
}

static void
cl_hall_page_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  gtk_widget_measure (CL_HALL_PAGE (widget)->box,
                      orientation,
                      for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

/* --- What is shown ----------------------------------------------------------------------------------------------- */

static guint
count_running (ClHallPage *self)
{
  return cl_hall_count (self->hall, CL_HALL_PLAYING) + cl_hall_count (self->hall, CL_HALL_PAUSED) +
         cl_hall_count (self->hall, CL_HALL_WAITING);
}

static const char *
choose_page (ClHallPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->hall)) || !cl_hall_is_loaded (self->hall))
    return "tables";
  if (cl_hall_get_n_tables (self->hall))
    return "nothing";
  return cl_session_get_position (self->session) ? "then" : "empty";
}

static void
show_counts (ClHallPage *self)
{
  guint n = cl_hall_get_n_tables (self->hall);
  g_autofree char *text = cl_words_hall_counts (n, count_running (self));
  gboolean writes =
    !cl_session_is_read_only (self->session) && cl_session_get_position (self->session) == 0;

  gtk_label_set_text (self->count, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count), text);
  gtk_widget_set_visible (self->bar, n > 0);
  gtk_stack_set_visible_child_name (self->stack, choose_page (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "hall.pause-all",
                                 writes && cl_hall_count (self->hall, CL_HALL_PLAYING) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "hall.resume-all",
                                 writes && cl_hall_count (self->hall, CL_HALL_PAUSED) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "hall.simulate",
                                 !cl_session_is_read_only (self->session));
  set_timer (self);
}

static void
counted_cb (ClHall *hall, ClHallPage *self)
{
  show_counts (self);
}

static void
tables_changed_cb (GListModel *hall, guint at, guint removed, guint added, ClHallPage *self)
{
  show_counts (self);
  show_watched (self);
  fit_columns (self);
}

static void
position_changed_cb (ClSession *session, GParamSpec *pspec, ClHallPage *self)
{
  show_counts (self);
}

/* --- Finding and ordering ---------------------------------------------------------------------------------------- */

static void
search_changed_cb (ClHallPage *self, GtkSearchEntry *entry)
{
  if (self->hall)
    cl_hall_set_search (self->hall, gtk_editable_get_text (self->search));
  if (self->hall)
    show_counts (self);
}

static void
search_stopped_cb (ClHallPage *self, GtkSearchEntry *entry)
{
  gtk_editable_set_text (self->search, "");
  cl_hall_page_focus (self);
}

static void
show_changed_cb (ClHallPage *self, GParamSpec *pspec, GtkDropDown *down)
{
  if (!self->hall)
    return;
  cl_hall_set_show (self->hall, (ClHallShow) gtk_drop_down_get_selected (down));
  show_counts (self);
}

static void
sort_changed_cb (ClHallPage *self, GParamSpec *pspec, GtkDropDown *down)
{
  int sort = (int) gtk_drop_down_get_selected (down);

  cl_settings_set_int (self->settings, "hall-sort", sort);
  if (self->hall)
    cl_hall_set_sort (self->hall, (ClHallSort) sort);
}

static void
show_all_cb (ClHallPage *self, GtkButton *button)
{
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->show, CL_HALL_SHOW_ALL);
}

static void
open_table (ClHallPage *self, ClHallTable *table)
{
  g_signal_emit (self,
                 signals[SIGNAL_OPENED],
                 0,
                 cl_hall_table_get_partition (table),
                 cl_hall_table_get_game (table)->game,
                 -1);
}

static void
table_activated_cb (ClHallPage *self, guint place, GtkGridView *grid)
{
  g_autoptr (ClHallTable) table = g_list_model_get_item (G_LIST_MODEL (self->hall), place);

  if (table)
    open_table (self, table);
}

static void
watch_activated_cb (ClHallPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  open_table (self, cl_watch_row_get_table (CL_WATCH_ROW (row)));
}

/* Enter in the field opens the first table found. */
static void
search_activated_cb (ClHallPage *self, GtkSearchEntry *entry)
{
  if (self->hall)
    {
      cl_hall_set_search (self->hall, gtk_editable_get_text (self->search));
      table_activated_cb (self, 0, self->grid);
    }
}

static gboolean
search_key_cb (ClHallPage *self, guint key, guint code, GdkModifierType state, gpointer controller)
{
  if (key != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  cl_hall_page_focus (self);
  return GDK_EVENT_STOP;
}

/* --- All tables at once ------------------------------------------------------------------------------------------ */

static void
say (ClHallPage *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_SAID], 0, text);
}

static void
all_done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClHallPage) self = data;

  if (error && self->session)
    say (self, error->message);
}

/* The button that was pressed cannot be pressed again: the keys go back to the boards. */
static void
pause_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClHallPage *self = CL_HALL_PAGE (widget);
  guint n = cl_session_pause_all (self->session, TRUE, all_done_cb, g_object_ref (self));
  g_autofree char *text =
    g_strdup_printf (ngettext ("Clock paused at %u table", "Clocks paused at %u tables", n), n);

  say (self, text);
  cl_hall_page_focus (self);
}

static void
resume_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClHallPage *self = CL_HALL_PAGE (widget);
  guint n = cl_session_pause_all (self->session, FALSE, all_done_cb, g_object_ref (self));
  g_autofree char *text =
    g_strdup_printf (ngettext ("Clock goes on at %u table", "Clocks go on at %u tables", n), n);

  say (self, text);
  cl_hall_page_focus (self);
}

static void
simulation_notify_cb (ClJob *job, GParamSpec *pspec, ClHallPage *self)
{
  if (!cl_job_is_finished (job))
    return;
  if (cl_job_get_message (job))
    say (self, cl_job_get_message (job));
  gtk_widget_set_visible (self->end_simulation, FALSE);
  g_clear_object (&self->simulation);
}

static void
simulate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClHallPage *self = CL_HALL_PAGE (widget);
  g_autofree char *path = cl_data_path ("samples/famous.pgn");
  g_autoptr (GFile) scores = g_file_new_for_path (path);
  g_autoptr (ClJob) job = NULL;

  if (self->simulation)
    {
      cl_job_cancel (self->simulation);
      return;
    }
  job = cl_session_simulate (self->session, scores, SIMULATED, SIMULATED_SPEED);
  self->simulation = g_object_ref (job);
  gtk_widget_set_visible (self->end_simulation, TRUE);
  g_signal_connect_object (job, "notify::finished", G_CALLBACK (simulation_notify_cb), self, 0);
  simulation_notify_cb (job, NULL, self);
}

/* --- The page ---------------------------------------------------------------------------------------------------- */

static void
cl_hall_page_map (GtkWidget *widget)
{
  ClHallPage *self = CL_HALL_PAGE (widget);

  GTK_WIDGET_CLASS (cl_hall_page_parent_class)->map (widget);
  if (!self->hall)
    return;
  cl_hall_set_resting (self->hall, FALSE);
  show_counts (self);
  show_watched (self);
}

/* A hall that nobody looks at costs nothing. */
static void
cl_hall_page_unmap (GtkWidget *widget)
{
  ClHallPage *self = CL_HALL_PAGE (widget);

  if (self->hall)
    cl_hall_set_resting (self->hall, TRUE);
  g_clear_handle_id (&self->timer, g_source_remove);
  GTK_WIDGET_CLASS (cl_hall_page_parent_class)->unmap (widget);
}

static void
cl_hall_page_dispose (GObject *object)
{
  ClHallPage *self = CL_HALL_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->grid)
    gtk_grid_view_set_model (self->grid, NULL);
  if (self->hall)
    g_signal_handlers_disconnect_by_data (self->hall, self);
  self->hall = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->simulation);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->tiles, g_hash_table_unref);
  self->grid = NULL;
  G_OBJECT_CLASS (cl_hall_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-hall-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, box);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, side);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, search);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, show);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, sort);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, count);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, end_simulation);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, start);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, nothing_to_watch);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, grid);
  gtk_widget_class_bind_template_child (widget_class, ClHallPage, watch);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, watch_activated_cb);
}

static void
cl_hall_page_class_init (ClHallPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_hall_page_dispose;
  widget_class->map = cl_hall_page_map;
  widget_class->unmap = cl_hall_page_unmap;
  widget_class->measure = cl_hall_page_measure;
  widget_class->size_allocate = cl_hall_page_size_allocate;
  signals[SIGNAL_OPENED] = g_signal_new ("opened",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         3,
                                         G_TYPE_STRING,
                                         G_TYPE_UINT,
                                         G_TYPE_INT);
  signals[SIGNAL_SAID] = g_signal_new ("said",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "hall.pause-all", NULL, pause_all_cb);
  gtk_widget_class_install_action (widget_class, "hall.resume-all", NULL, resume_all_cb);
  gtk_widget_class_install_action (widget_class, "hall.simulate", NULL, simulate_cb);
  gtk_widget_class_set_css_name (widget_class, "hallpage");
}

static void
cl_hall_page_init (ClHallPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->tiles = g_hash_table_new (NULL, NULL);
  self->settings = cl_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_grid_view_set_factory (self->grid, factory);
  g_object_unref (factory);
  gtk_drop_down_set_selected (self->sort,
                              (guint) CLAMP (cl_settings_get_int (self->settings, "hall-sort"),
                                             0,
                                             CL_HALL_SORT_WATCH));
}

void
cl_hall_page_set_session (ClHallPage *self, ClSession *session)
{
  g_return_if_fail (CL_IS_HALL_PAGE (self));
  g_return_if_fail (!self->session);

  self->session = g_object_ref (session);
  self->hall = cl_session_get_hall (session);
  cl_hall_set_sort (self->hall, (ClHallSort) gtk_drop_down_get_selected (self->sort));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->hall)));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->hall, "counted", G_CALLBACK (counted_cb), self, 0);
  g_signal_connect_object (self->hall, "items-changed", G_CALLBACK (tables_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::position", G_CALLBACK (position_changed_cb), self, 0);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_hall_set_resting (self->hall, FALSE);
  show_counts (self);
}

void
cl_hall_page_focus (ClHallPage *self)
{
  g_return_if_fail (CL_IS_HALL_PAGE (self));

  if (!self->hall || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0)
    gtk_widget_grab_focus (self->start);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->grid), GTK_DIR_TAB_FORWARD);
}

void
cl_hall_page_set_width (ClHallPage *self, int width)
{
  g_return_if_fail (CL_IS_HALL_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->count), width >= COUNT_WIDTH);
  if (gtk_widget_get_visible (self->side) == (width >= SIDE_WIDTH))
    return;
  gtk_widget_set_visible (self->side, width >= SIDE_WIDTH);
  show_watched (self);
}

GtkEditable *
cl_hall_page_get_search (ClHallPage *self)
{
  g_return_val_if_fail (CL_IS_HALL_PAGE (self), NULL);
  return self->search;
}
