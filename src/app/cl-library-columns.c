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

#include "cl-gtk-compat.h"

typedef struct
{
  const char *title;
  const char *name; /* the property of the item */
  ClLibrarySort sort;
  int width; /* 0: takes what is left */
  gboolean number;
  int needs; /* the width of a window that has room for it */
} Column;

/* clang-format off */
static const Column columns[] = {
  { NC_ ("column", "White"),  "white",     CL_LIBRARY_SORT_WHITE,     0,   FALSE, 0 },
  { NC_ ("column", "Elo"),    "white-elo", CL_LIBRARY_SORT_WHITE_ELO, 70,  TRUE,  900 },
  { NC_ ("column", "Black"),  "black",     CL_LIBRARY_SORT_BLACK,     0,   FALSE, 0 },
  { NC_ ("column", "Elo"),    "black-elo", CL_LIBRARY_SORT_BLACK_ELO, 70,  TRUE,  900 },
  { NC_ ("column", "Result"), "result",    CL_LIBRARY_SORT_RESULT,    92,  FALSE, 0 },
  { NC_ ("column", "Event"),  "event",     CL_LIBRARY_SORT_EVENT,     0,   FALSE, 0 },
  { NC_ ("column", "Date"),   "date",      CL_LIBRARY_SORT_DATE,      104, FALSE, 0 },
  { NC_ ("column", "Moves"),  "plies",     CL_LIBRARY_SORT_PLIES,     82,  TRUE,  700 },
  { NC_ ("column", "ECO"),    "eco",       CL_LIBRARY_SORT_OPENING,   70,  FALSE, 1200 },
  { NC_ ("column", "Opening"), "opening",  CL_LIBRARY_SORT_OPENING,   0,   FALSE, 1500 },
  { NC_ ("column", "Round"),  "round",     CL_LIBRARY_SORT_ROUND,     82,  FALSE, 1200 },
};
/* clang-format on */

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
  return NULL;
}

/* A game without a result says why it has none. */
static char *
read_result (GObject *item)
{
  g_autofree char *result = NULL;
  g_autofree char *status = NULL;
  const char *words;

  g_object_get (item, "result", &result, "status", &status, NULL);
  words = describe_status (status);
  if (words)
    return g_strdup (words);
  return g_strcmp0 (result, "*") == 0 ? g_strdup ("") : g_steal_pointer (&result);
}

static char *
read_moves (GObject *item)
{
  guint plies = 0;

  g_object_get (item, "plies", &plies, NULL);
  return plies ? g_strdup_printf ("%u", (plies + 1) / 2) : g_strdup ("");
}

/* As much of PGN's date as is known: 1852.??.?? is 1852. */
static char *
read_date (GObject *item)
{
  char *date = NULL;
  char *unknown;

  g_object_get (item, "date", &date, NULL);
  unknown = date ? strstr (date, ".?") : NULL;
  if (unknown)
    *unknown = '\0';
  return date;
}

static char *
read_text (GObject *item, const Column *column)
{
  char *text = NULL;

  if (column->sort == CL_LIBRARY_SORT_RESULT)
    return read_result (item);
  if (column->sort == CL_LIBRARY_SORT_PLIES)
    return read_moves (item);
  if (column->sort == CL_LIBRARY_SORT_DATE)
    return read_date (item);
  g_object_get (item, column->name, &text, NULL);
  return text;
}

static gboolean
is_known (const char *text)
{
  return text && strspn (text, "?.-") < strlen (text) && strcmp (text, "0") != 0;
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Column *column = data;
  g_autofree char *text = read_text (gtk_list_item_get_item (item), column);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), is_known (text) ? text : "");
  if (strcmp (column->name, "eco") == 0)
    {
      g_autofree char *opening = NULL;

      g_object_get (gtk_list_item_get_item (item), "opening", &opening, NULL);
      gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), opening);
    }
}

static GtkColumnViewColumn *
create_column (const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = NULL;
  GtkColumnViewColumn *shown;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  shown = gtk_column_view_column_new (g_dpgettext2 (NULL, "column", column->title), factory);
  gtk_column_view_column_set_resizable (shown, TRUE);
  if (column->width)
    gtk_column_view_column_set_fixed_width (shown, column->width);
  else
    gtk_column_view_column_set_expand (shown, TRUE);
  sorter =
    GTK_SORTER (gtk_custom_sorter_new (answer_probe_cb, GUINT_TO_POINTER (column->sort), NULL));
  gtk_column_view_column_set_sorter (shown, sorter);
  return shown;
}

gboolean
cl_library_columns_differ (int a, int b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].needs <= a) != (columns[i].needs <= b))
      return TRUE;
  return FALSE;
}

/* A hidden column still takes its width in GTK 4.8: the others are taken out instead. */
void
cl_library_columns_fill (GtkColumnView *view, int width)
{
  GListModel *shown = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (shown))
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, 0);

      gtk_column_view_remove_column (view, column);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].needs <= width)
      {
        g_autoptr (GtkColumnViewColumn) column = create_column (&columns[i]);

        gtk_column_view_append_column (view, column);
        if (columns[i].number)
          cl_compat_end_align_title (view);
      }
}

const char *
cl_library_columns_get_name (ClLibrarySort sort)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].sort == sort)
      return columns[i].name;
  return "";
}

ClLibrarySort
cl_library_columns_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].name, name) == 0)
      return columns[i].sort;
  return CL_LIBRARY_SORT_NONE;
}

void
cl_library_columns_set_sort (GtkColumnView *view, ClLibrarySort sort, gboolean descending)
{
  GListModel *shown = gtk_column_view_get_columns (view);

  if (sort == CL_LIBRARY_SORT_NONE)
    gtk_column_view_sort_by_column (view, NULL, GTK_SORT_ASCENDING);
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
      g_autoptr (ClSortProbe) a = g_object_new (CL_TYPE_SORT_PROBE, NULL);
      g_autoptr (ClSortProbe) b = g_object_new (CL_TYPE_SORT_PROBE, NULL);

      gtk_sorter_compare (gtk_column_view_column_get_sorter (column), a, b);
      if (a->asked == sort)
        {
          gtk_column_view_sort_by_column (view,
                                          column,
                                          descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
          return;
        }
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
