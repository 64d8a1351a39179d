/* cl-library-columns.c: shows one property of a game a column; sorting is the library's work, only asked for here
 *
 * GTK 4.8 does not tell by which column a GtkColumnView is sorted. But its sorter asks the chosen column's sorter
 * first: so every column gets a sorter that writes its name on the first of two stand-ins, and one comparison of them
 * reveals the column and the direction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-columns.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *property;
  ClLibrarySort sort;
  int width; /* 0: takes what is left */
  gboolean number;
  gboolean minor; /* left out where there is no room */
} Column;

static const Column columns[] = {
  { NC_ ("column", "White"), "white", CL_LIBRARY_SORT_WHITE, 0, FALSE, FALSE },
    { NC_ ("column", "Elo"), "white-elo", CL_LIBRARY_SORT_NONE, 68, TRUE, TRUE },
      { NC_ ("column", "Black"), "black", CL_LIBRARY_SORT_BLACK, 0, FALSE, FALSE },
        { NC_ ("column", "Elo"), "black-elo", CL_LIBRARY_SORT_NONE, 68, TRUE, TRUE },
          { NC_ ("column", "Result"), "result", CL_LIBRARY_SORT_RESULT, 84, FALSE, FALSE },
            { NC_ ("column", "Event"), "event", CL_LIBRARY_SORT_EVENT, 0, FALSE, FALSE },
              { NC_ ("column", "Date"), "date", CL_LIBRARY_SORT_DATE, 104, FALSE, FALSE },
                { NC_ ("column", "Moves"), "plies", CL_LIBRARY_SORT_PLIES, 84, TRUE, FALSE },
                  { NC_ ("column", "ECO"), "eco", CL_LIBRARY_SORT_NONE, 64, FALSE, TRUE },
                    { NC_ ("column", "Round"), "round", CL_LIBRARY_SORT_NONE, 70, FALSE, TRUE },
                      { NC_ ("column", "State"), "status", CL_LIBRARY_SORT_NONE, 112, FALSE, TRUE },
                    };

/* A stand-in for a game, on which the sorter that is asked first writes its column. */
#define CL_TYPE_SORT_PROBE (cl_sort_probe_get_type ())
G_DECLARE_FINAL_TYPE (ClSortProbe, cl_sort_probe, CL, SORT_PROBE, GObject)

struct _ClSortProbe
{
  GObject parent_instance;

  ClLibrarySort asked;
};

G_DEFINE_FINAL_TYPE (ClSortProbe, cl_sort_probe, G_TYPE_OBJECT)

static void
cl_sort_probe_class_init (ClSortProbeClass *klass)
{
}

static void
cl_sort_probe_init (ClSortProbe *self)
{
}

static int
answer_probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  if (CL_IS_SORT_PROBE ((gpointer) a))
    CL_SORT_PROBE ((gpointer) a)->asked = GPOINTER_TO_UINT (data);
  return -1;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Column *column = data;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (column->number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static const char *
describe_status (const char *status)
{
  if (g_strcmp0 (status, "playing") == 0)
    return C_ ("state of a game", "in play");
  if (g_strcmp0 (status, "unreadable") == 0)
    return C_ ("state of a game", "unreadable");
  if (g_strcmp0 (status, "withdrawn") == 0)
    return C_ ("state of a game", "removed");
  return "";
}

static char *
read_text (GObject *item, const Column *column)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (column->sort == CL_LIBRARY_SORT_PLIES)
    {
      guint plies = 0;

      g_object_get (item, column->property, &plies, NULL);
      return plies ? g_strdup_printf ("%u", (plies + 1) / 2) : g_strdup ("");
    }
  /* Numbers and texts alike: the property is asked for as text. */
  g_value_init (&value, G_TYPE_STRING);
  g_object_get_property (item, column->property, &value);
  if (strcmp (column->property, "status") == 0)
    return g_strdup (describe_status (g_value_get_string (&value)));
  return g_value_dup_string (&value);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Column *column = data;
  g_autofree char *text = read_text (gtk_list_item_get_item (item), column);
  gboolean known = text && strcmp (text, "?") != 0 && strcmp (text, "0") != 0;

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), known ? text : "");
}

static GtkColumnViewColumn *
create_column (const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *shown;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  shown = gtk_column_view_column_new (g_dpgettext2 (NULL, "column", column->title), factory);
  gtk_column_view_column_set_resizable (shown, TRUE);
  if (column->width)
    gtk_column_view_column_set_fixed_width (shown, column->width);
  else
    gtk_column_view_column_set_expand (shown, TRUE);
  if (column->sort != CL_LIBRARY_SORT_NONE)
    {
      g_autoptr (GtkSorter) sorter =
        GTK_SORTER (gtk_custom_sorter_new (answer_probe_cb, GUINT_TO_POINTER (column->sort), NULL));

      gtk_column_view_column_set_sorter (shown, sorter);
    }
  return shown;
}

/* A hidden column still takes its width in GTK 4.8: the others are taken out instead. */
void
cl_library_columns_fill (GtkColumnView *view, gboolean compact)
{
  GListModel *shown = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (shown))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, 0);

      gtk_column_view_remove_column (view, column);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!compact || !columns[i].minor)
      {
        g_autoptr (GtkColumnViewColumn) column = create_column (&columns[i]);

        gtk_column_view_append_column (view, column);
      }
}

ClLibrarySort
cl_library_columns_get_sort (GtkColumnView *view, gboolean *descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  g_autoptr (ClSortProbe) a = g_object_new (CL_TYPE_SORT_PROBE, NULL);
  g_autoptr (ClSortProbe) b = g_object_new (CL_TYPE_SORT_PROBE, NULL);

  *descending = gtk_sorter_compare (sorter, a, b) == GTK_ORDERING_LARGER;
  return a->asked;
}
