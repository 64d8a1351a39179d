/* cl-library-page.c: finds one game among very many by typing a few letters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cl-collection-row.h"
#include "cl-job-row.h"
#include "cl-library-columns.h"
#include "cl-settings.h"
#include "cl-words.h"

/* In a narrower window the games take all of it, and the collections lie over them when asked for. */
#define FOLD_WIDTH 900

struct _ClLibraryPage
{
  GtkWidget parent_instance;

  AdwFlap *row;
  GtkListBox *collections_list;
  GtkWidget *collections_button;
  GtkLabel *collection_name;
  GtkWidget *unsort;
  GtkEditable *search;
  GtkLabel *count;
  GtkWidget *busy;
  GtkBox *jobs;
  GtkStack *stack;
  GtkColumnView *games;

  ClSession *session;
  ClLibrary *library; /* borrowed from the session */
  GtkWidget *restore;
  GListModel *collections; /* borrowed from the session */
  GtkMultiSelection *selection;
  ClSettings *settings;
  int width;        /* of the window, for which the columns are chosen */
  gboolean filling; /* while lists or columns are made anew, what they say means nothing */
  char *collection; /* (nullable): what is chosen at the left; "tables" or a partition */
};

enum
{
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLibraryPage, cl_library_page, GTK_TYPE_WIDGET)

/* --- Games ------------------------------------------------------------------------------------------------------- */

static const char *
choose_page (ClLibraryPage *self, guint found, gboolean searching)
{
  if (found || cl_library_is_busy (self->library))
    return "games";
  if (searching)
    return "nothing";
  if (g_strcmp0 (self->collection, CL_LIBRARY_DUPLICATES) == 0)
    return "no-duplicates";
  return g_strcmp0 (self->collection, "withdrawn") == 0 ? "none-removed" : "empty";
}

static void
show_count (ClLibraryPage *self)
{
  guint found = g_list_model_get_n_items (G_LIST_MODEL (self->library));
  guint64 total = cl_library_get_total (self->library);
  g_autofree char *found_text = cl_words_number (found);
  g_autofree char *total_text = cl_words_number (total);
  g_autofree char *text = NULL;
  gboolean searching = *gtk_editable_get_text (self->search) != '\0';

  if (searching || found != total)
    /* Translators: two numbers. */
    text = g_strdup_printf (_ ("%s of %s games"), found_text, total_text);
  else
    /* Translators: %s is a number. */
    text = g_strdup_printf (ngettext ("%s game", "%s games", (gulong) MIN (total, G_MAXLONG)),
                            total_text);
  gtk_label_set_text (self->count, text);
  gtk_widget_set_visible (self->busy, cl_library_is_busy (self->library));
  gtk_stack_set_visible_child_name (self->stack, choose_page (self, found, searching));
}

static void
library_changed_cb (GListModel *model, guint at, guint removed, guint added, ClLibraryPage *self)
{
  show_count (self);
}

static void
library_notify_cb (ClLibrary *library, GParamSpec *pspec, ClLibraryPage *self)
{
  show_count (self);
}

static void
search_changed_cb (ClLibraryPage *self, GtkSearchEntry *entry)
{
  if (self->library)
    cl_library_set_search (self->library, gtk_editable_get_text (self->search));
}

static void
show_unsort (ClLibraryPage *self, ClLibrarySort sort)
{
  gtk_widget_set_visible (self->unsort, sort != CL_LIBRARY_SORT_NONE);
}

static void
sort_changed_cb (GtkSorter *sorter, GtkSorterChange change, ClLibraryPage *self)
{
  gboolean descending;
  ClLibrarySort sort = cl_library_columns_get_sort (self->games, &descending);

  if (self->filling)
    return;
  cl_settings_set_string (self->settings, "library-sort", cl_library_columns_get_name (sort));
  cl_settings_set_boolean (self->settings, "library-descending", descending);
  if (self->library)
    cl_library_set_sort (self->library, sort, descending);
  show_unsort (self, sort);
}

/* A click on a column turns its order round, and never ends it. */
static void
unsort_clicked_cb (ClLibraryPage *self, GtkButton *button)
{
  cl_library_columns_set_sort (self->games, CL_LIBRARY_SORT_NONE, FALSE);
}

/* Sorted as before, even by a column that has no room any more. */
static void
fill_columns (ClLibraryPage *self, int width)
{
  g_autofree char *name = cl_settings_dup_string (self->settings, "library-sort");

  self->filling = TRUE;
  cl_library_columns_fill (self->games, width);
  cl_library_columns_set_sort (self->games,
                               cl_library_columns_find (name),
                               cl_settings_get_boolean (self->settings, "library-descending"));
  self->filling = FALSE;
}

static void
restore_sort (ClLibraryPage *self)
{
  g_autofree char *name = cl_settings_dup_string (self->settings, "library-sort");

  cl_library_set_sort (self->library,
                       cl_library_columns_find (name),
                       cl_settings_get_boolean (self->settings, "library-descending"));
  show_unsort (self, cl_library_columns_find (name));
}

static void
open_item (ClLibraryPage *self, guint index)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), index);
  g_autofree char *partition = NULL;
  guint game = 0;

  if (!item)
    return;
  g_object_get (item, "partition", &partition, "game", &game, NULL);
  g_signal_emit (self,
                 signals[SIGNAL_OPENED],
                 0,
                 partition,
                 game,
                 cl_library_get_found_ply (cl_session_get_library (self->session), index));
}

static void
game_activated_cb (ClLibraryPage *self, guint index, GtkColumnView *view)
{
  open_item (self, index);
}

/* Enter in the search field opens the first game found, so that no key is lost on moving into the list. */
static void
search_activated_cb (ClLibraryPage *self, GtkSearchEntry *entry)
{
  g_autoptr (GtkBitset) selected = NULL;

  if (!self->selection)
    return;
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  open_item (self, gtk_bitset_is_empty (selected) ? 0 : gtk_bitset_get_minimum (selected));
}

static void
search_stopped_cb (ClLibraryPage *self, GtkSearchEntry *entry)
{
  gtk_editable_set_text (self->search, "");
}

static gboolean
search_key_cb (ClLibraryPage *self,
               guint key,
               guint code,
               GdkModifierType state,
               gpointer controller)
{
  if (key != GDK_KEY_Down || !self->selection)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->games));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  return GDK_EVENT_STOP;
}

/* --- Collections ------------------------------------------------------------------------------------------------- */

static void
count_all (ClLibraryPage *self)
{
  GtkListBoxRow *all = gtk_list_box_get_row_at_index (self->collections_list, 0);
  guint64 sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->collections); i++)
    {
      g_autoptr (ClCollection) collection = g_list_model_get_item (self->collections, i);

      sum += cl_collection_get_n_games (collection);
    }
  cl_collection_row_set_count (CL_COLLECTION_ROW (all), sum);
}

static void
collection_counted_cb (ClCollection *collection, GParamSpec *pspec, ClLibraryPage *self)
{
  count_all (self);
}

static void
append_collections (ClLibraryPage *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->collections); i++)
    {
      g_autoptr (ClCollection) collection = g_list_model_get_item (self->collections, i);

      g_signal_handlers_disconnect_by_func (collection, collection_counted_cb, self);
      g_signal_connect_object (collection,
                               "notify::n-games",
                               G_CALLBACK (collection_counted_cb),
                               self,
                               0);
      gtk_list_box_append (self->collections_list, cl_collection_row_new_for (collection));
    }
}

static void
select_collection (ClLibraryPage *self)
{
  GtkListBoxRow *wanted = gtk_list_box_get_row_at_index (self->collections_list, 0);
  GtkListBoxRow *row;

  for (int i = 1; (row = gtk_list_box_get_row_at_index (self->collections_list, i)); i++)
    if (g_strcmp0 (cl_collection_row_get_key (CL_COLLECTION_ROW (row)), self->collection) == 0)
      wanted = row;
  gtk_list_box_select_row (self->collections_list, wanted);
}

static void
fill_collections (ClLibraryPage *self)
{
  GtkWidget *child;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->collections_list))))
    gtk_list_box_remove (self->collections_list, child);
  gtk_list_box_append (self->collections_list, cl_collection_row_new (NULL, _ ("All games")));
  append_collections (self);
  gtk_list_box_append (self->collections_list,
                       cl_collection_row_new (CL_LIBRARY_DUPLICATES, _ ("Duplicates")));
  /* Withdrawn games are nowhere else; the row is last, as a bin is. */
  gtk_list_box_append (self->collections_list,
                       cl_collection_row_new ("withdrawn", _ ("Removed from view")));
  self->filling = FALSE;
  count_all (self);
  select_collection (self);
}

static void
collections_changed_cb (GListModel *model,
                        guint at,
                        guint removed,
                        guint added,
                        ClLibraryPage *self)
{
  fill_collections (self);
  show_count (self);
}

/* Choosing is done: what lies over the games goes away. */
static void
collection_activated_cb (ClLibraryPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  if (adw_flap_get_folded (self->row))
    adw_flap_set_reveal_flap (self->row, FALSE);
}

static void
collection_selected_cb (ClLibraryPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  const char *key;

  if (!row || !self->library || self->filling)
    return;
  key = cl_collection_row_get_key (CL_COLLECTION_ROW (row));
  gtk_label_set_text (self->collection_name, cl_collection_row_get_title (CL_COLLECTION_ROW (row)));
  if (g_strcmp0 (self->collection, key) == 0)
    return;
  g_free (self->collection);
  self->collection = g_strdup (key);
  cl_library_set_collection (self->library, self->collection);
  gtk_widget_set_visible (self->restore, g_strcmp0 (self->collection, "withdrawn") == 0);
}

static void
restored_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClLibraryPage) self = data;

  if (error && self->session)
    gtk_label_set_text (self->count, error->message);
}

static void
restore_clicked_cb (ClLibraryPage *self, GtkButton *button)
{
  g_autoptr (GListModel) items = cl_library_page_dup_selection (self);

  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ClLibraryItem) item = g_list_model_get_item (items, i);

      cl_session_withdraw_game (self->session,
                                cl_library_item_get_partition (item),
                                cl_library_item_get_game (item),
                                TRUE,
                                restored_cb,
                                g_object_ref (self));
    }
}

/* The keyboard goes to what lies on top, and back. */
static void
collections_revealed_cb (ClLibraryPage *self, GParamSpec *pspec, AdwFlap *flap)
{
  if (!adw_flap_get_folded (flap) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (adw_flap_get_reveal_flap (flap))
    gtk_widget_child_focus (GTK_WIDGET (self->collections_list), GTK_DIR_TAB_FORWARD);
  else
    cl_library_page_focus_search (self);
}

/* --- The page ---------------------------------------------------------------------------------------------------- */

static void
cl_library_page_dispose (GObject *object)
{
  ClLibraryPage *self = CL_LIBRARY_PAGE (object);

  if (self->library)
    g_signal_handlers_disconnect_by_data (self->library, self);
  if (self->collections)
    g_signal_handlers_disconnect_by_data (self->collections, self);
  self->library = NULL;
  self->collections = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->collection, g_free);
  if (self->row)
    gtk_widget_unparent (GTK_WIDGET (self->row));
  self->row = NULL;
  G_OBJECT_CLASS (cl_library_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, row);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, collections_list);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, collections_button);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, collection_name);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, unsort);
  gtk_widget_class_bind_template_callback (widget_class, unsort_clicked_cb);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, search);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, count);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, busy);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, jobs);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, games);
  gtk_widget_class_bind_template_child (widget_class, ClLibraryPage, restore);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, game_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, collection_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, collections_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, collection_selected_cb);
}

/* A library that is not on the screen costs nothing while one travels. */
static void
cl_library_page_map (GtkWidget *widget)
{
  ClLibraryPage *self = CL_LIBRARY_PAGE (widget);

  if (self->library)
    cl_library_set_resting (self->library, FALSE);
  GTK_WIDGET_CLASS (cl_library_page_parent_class)->map (widget);
}

static void
cl_library_page_unmap (GtkWidget *widget)
{
  ClLibraryPage *self = CL_LIBRARY_PAGE (widget);

  if (self->library)
    cl_library_set_resting (self->library, TRUE);
  GTK_WIDGET_CLASS (cl_library_page_parent_class)->unmap (widget);
}

static void
cl_library_page_class_init (ClLibraryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_library_page_dispose;
  widget_class->map = cl_library_page_map;
  widget_class->unmap = cl_library_page_unmap;
  signals[SIGNAL_OPENED] = g_signal_new ("opened",
                                         CL_TYPE_LIBRARY_PAGE,
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
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-library-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "librarypage");
}

static void
cl_library_page_init (ClLibraryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = cl_settings_new ();
  self->width = G_MAXINT;
  fill_columns (self, self->width);
  g_signal_connect_object (gtk_column_view_get_sorter (self->games),
                           "changed",
                           G_CALLBACK (sort_changed_cb),
                           self,
                           0);
}

void
cl_library_page_set_session (ClLibraryPage *self, ClSession *session)
{
  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));
  g_return_if_fail (!self->session);
  if (!g_set_object (&self->session, session))
    return;
  self->library = cl_session_get_library (session);
  self->collections = cl_session_get_collections (session);
  restore_sort (self);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->library)));
  gtk_column_view_set_model (self->games, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->library,
                           "items-changed",
                           G_CALLBACK (library_changed_cb),
                           self,
                           0);
  g_signal_connect_object (self->library, "notify::busy", G_CALLBACK (library_notify_cb), self, 0);
  g_signal_connect_object (self->library, "notify::total", G_CALLBACK (library_notify_cb), self, 0);
  cl_library_set_resting (self->library, !gtk_widget_get_mapped (GTK_WIDGET (self)));
  g_signal_connect_object (self->collections,
                           "items-changed",
                           G_CALLBACK (collections_changed_cb),
                           self,
                           0);
  fill_collections (self);
  show_count (self);
}

static void
job_done_cb (ClJobRow *row, ClLibraryPage *self)
{
  gtk_box_remove (self->jobs, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->jobs),
                          gtk_widget_get_first_child (GTK_WIDGET (self->jobs)) != NULL);
}

void
cl_library_page_add_job (ClLibraryPage *self, ClJob *job, GFile *source)
{
  GtkWidget *row;

  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));
  row = cl_job_row_new (self->session, job, source);
  g_signal_connect_object (row, "done", G_CALLBACK (job_done_cb), self, 0);
  gtk_box_append (self->jobs, row);
  gtk_widget_set_visible (GTK_WIDGET (self->jobs), TRUE);
}

void
cl_library_page_focus_search (ClLibraryPage *self)
{
  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
cl_library_page_set_width (ClLibraryPage *self, int width)
{
  gboolean fold = width < FOLD_WIDTH;

  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));
  if (cl_library_columns_differ (width, self->width))
    fill_columns (self, width);
  self->width = width;
  if (fold == (adw_flap_get_fold_policy (self->row) == ADW_FLAP_FOLD_POLICY_ALWAYS))
    return;
  adw_flap_set_fold_policy (self->row,
                            fold ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (self->row, !fold);
  gtk_widget_set_visible (self->collections_button, fold);
}

void
cl_library_page_toggle_collections (ClLibraryPage *self)
{
  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));
  adw_flap_set_reveal_flap (self->row, !adw_flap_get_reveal_flap (self->row));
}

void
cl_library_page_search_everywhere (ClLibraryPage *self, const char *text)
{
  g_return_if_fail (CL_IS_LIBRARY_PAGE (self));

  gtk_list_box_select_row (self->collections_list,
                           gtk_list_box_get_row_at_index (self->collections_list, 0));
  gtk_editable_set_text (self->search, text);
}

GtkEditable *
cl_library_page_get_search (ClLibraryPage *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY_PAGE (self), NULL);
  return self->search;
}

GListModel *
cl_library_page_dup_selection (ClLibraryPage *self)
{
  g_autoptr (GtkBitset) selected = NULL;
  GListStore *items;
  GtkBitsetIter iter;
  guint index;

  g_return_val_if_fail (CL_IS_LIBRARY_PAGE (self), NULL);
  if (!self->selection)
    return NULL;
  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (!gtk_bitset_iter_init_first (&iter, selected, &index))
    return NULL;
  items = g_list_store_new (CL_TYPE_LIBRARY_ITEM);
  do
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), index);

      if (item)
        g_list_store_append (items, item);
    }
  while (gtk_bitset_iter_next (&iter, &index));
  return G_LIST_MODEL (items);
}
