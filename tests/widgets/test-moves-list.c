/* test-moves-list.c: the lines always show the entries, and an appended move costs one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-move-cell.h"
#include "cl-move-item.h"
#include "cl-moves-list.h"
#include "widget-test.h"

static GListModel *
get_items (GtkWidget *list)
{
  GtkWidget *view = widget_test_find (list, GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
}

static ClMoveEntry
make_entry (guint ply)
{
  static const char *const sans[] = { "e4", "Nf6", "Qxd4+", "O-O-O" };

  return (ClMoveEntry){
    .ply = ply,
    .number = (ply + 1) / 2,
    .white = ply % 2 == 1,
    .san = sans[ply % 4],
    .clock_ms = 100000 + ply,
  };
}

static GArray *
make_entries (guint n)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (ClMoveEntry));

  for (guint ply = 1; ply <= n; ply++)
    {
      ClMoveEntry entry = make_entry (ply);

      g_array_append_val (entries, entry);
    }

  return entries;
}

static void
set_entries (GtkWidget *list, GArray *entries, guint n)
{
  cl_moves_list_set_entries (CL_MOVES_LIST (list), &g_array_index (entries, ClMoveEntry, 0), n);
}

static void
append_text (GString *text, const ClMoveEntry *entry)
{
  if (entry != NULL)
    g_string_append_printf (text, " %u:%s", entry->ply, entry->san);
  else
    g_string_append (text, " -");
}

static char *
dup_text (GtkWidget *list)
{
  GListModel *items = get_items (list);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ClMoveItem) item = g_list_model_get_item (items, i);

      if (item->remark != NULL)
        g_string_append_printf (text, "(%s)", item->remark);
      else
        {
          g_string_append_printf (text, "%u.", item->number);
          append_text (text, item->moves[0]);
          append_text (text, item->moves[1]);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
test_lines (void)
{
  const ClMoveEntry entries[] = {
    { .ply = 1, .number = 1, .white = TRUE, .san = "e4", .clock_ms = G_MININT64 },
    { .clock_ms = G_MININT64, .comment = "13:41", .san = "1… d5", .mark = "taken back" },
    { .ply = 2, .number = 1, .san = "e5", .clock_ms = 5 },
    { .ply = 3, .number = 2, .white = TRUE, .san = "Nf3", .nags = "!", .comment = "Well." },
    { .ply = 5, .number = 3, .san = "Nc6" },
  };
  GtkWidget *list = g_object_ref_sink (cl_moves_list_new ());
  g_autofree char *text = NULL;

  cl_moves_list_set_entries (CL_MOVES_LIST (list), entries, G_N_ELEMENTS (entries));
  text = dup_text (list);
  g_assert_cmpstr (text, ==, "1. 1:e4 2:e5\n(13:41 1… d5 taken back)\n2. 3:Nf3 -\n3. - 5:Nc6\n");
  g_assert_finalize_object (list);
}

typedef struct
{
  guint calls;
  guint removed;
  guint added;
} Changes;

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, Changes *changes)
{
  changes->calls++;
  changes->removed += removed;
  changes->added += added;
}

static void
test_append_cost (void)
{
  g_autoptr (GArray) entries = make_entries (1000);
  GtkWidget *list = cl_moves_list_new ();
  GtkWidget *window = widget_test_show (list, 500, 400);
  Changes changes = { 0 };

  set_entries (list, entries, 900);
  g_signal_connect (get_items (list), "items-changed", G_CALLBACK (changed_cb), &changes);
  for (guint n = 901; n <= 1000; n++)
    {
      set_entries (list, entries, n);
      set_entries (list, entries, n); /* nothing new costs nothing */
    }
  /* A half of White's that becomes a whole line keeps its row. */
  g_assert_cmpuint (changes.calls, ==, 50);
  g_assert_cmpuint (changes.added, ==, 50);
  g_assert_cmpuint (changes.removed, ==, 0);
  g_signal_handlers_disconnect_by_data (get_items (list), &changes);
  widget_test_close (window, list);
}

/* Whatever entries follow whatever others, the lines are those of a new list. */
static void
test_any_change (void)
{
  GtkWidget *list = g_object_ref_sink (cl_moves_list_new ());
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (ClMoveEntry));

  for (guint round = 0; round < 400; round++)
    {
      guint keep = (guint) g_test_rand_int_range (0, (int) entries->len + 1);
      guint more = (guint) g_test_rand_int_range (0, 5);
      GtkWidget *fresh = g_object_ref_sink (cl_moves_list_new ());
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;

      if (g_test_rand_int_range (0, 4) != 0)
        keep = entries->len;
      g_array_set_size (entries, keep);
      for (guint i = 0; i < more; i++)
        {
          ClMoveEntry entry = make_entry (entries->len + (guint) g_test_rand_int_range (1, 3));

          if (g_test_rand_int_range (0, 3) == 0)
            entry = (ClMoveEntry){ .comment = g_test_rand_bit () ? "a" : "b" };
          g_array_append_val (entries, entry);
        }
      set_entries (list, entries, entries->len);
      set_entries (fresh, entries, entries->len);
      text = dup_text (list);
      expected = dup_text (fresh);
      g_assert_cmpstr (text, ==, expected);
      g_assert_finalize_object (fresh);
    }
  g_assert_finalize_object (list);
}

static void
activated_cb (ClMovesList *list, guint ply, gpointer data)
{
  *(guint *) data = ply;
  cl_moves_list_set_current (list, ply, TRUE);
}

static void
test_keys (void)
{
  static const struct
  {
    guint keyval;
    guint ply;
  } cases[] = {
    { GDK_KEY_Right, 1 }, { GDK_KEY_Right, 2 }, { GDK_KEY_Down, 4 }, { GDK_KEY_Up, 2 },
    { GDK_KEY_Left, 1 },  { GDK_KEY_End, 9 },   { GDK_KEY_Down, 9 }, { GDK_KEY_Up, 7 },
    { GDK_KEY_Home, 0 },  { GDK_KEY_Left, 0 },
  };
  g_autoptr (GArray) entries = make_entries (9);
  GtkWidget *list = cl_moves_list_new ();
  GtkWidget *window = widget_test_show (list, 500, 400);
  guint ply = 0;

  set_entries (list, entries, 9);
  g_signal_connect (list, "ply-activated", G_CALLBACK (activated_cb), &ply);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (widget_test_press_key (list, cases[i].keyval));
      g_assert_cmpuint (ply, ==, cases[i].ply);
      g_assert_cmpuint (cl_moves_list_get_current (CL_MOVES_LIST (list)), ==, cases[i].ply);
    }
  widget_test_close (window, list);
}

static GtkWidget *
find_cell (GtkWidget *widget, guint ply)
{
  if (CL_IS_MOVE_CELL (widget) && cl_move_cell_get_ply (CL_MOVE_CELL (widget)) == ply)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, ply);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
in_sight (GtkWidget *list, guint ply)
{
  GtkWidget *cell = find_cell (list, ply);
  GtkWidget *scroller = widget_test_find (list, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (cell == NULL || !gtk_widget_get_mapped (cell) ||
      !gtk_widget_compute_bounds (cell, scroller, &bounds))
    return FALSE;

  return bounds.origin.y >= -1 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller) + 1;
}

static void
test_current (void)
{
  g_autoptr (GArray) entries = make_entries (400);
  GtkWidget *list = cl_moves_list_new ();
  GtkWidget *window;
  GtkAdjustment *adjustment;
  double value;
  guint ply = 0;

  g_array_index (entries, ClMoveEntry, 198).mark = "inferred";
  g_array_index (entries, ClMoveEntry, 198).mark_note = "nobody saw it";
  set_entries (list, entries, 400);
  cl_moves_list_set_current (CL_MOVES_LIST (list), 200, TRUE);
  window = widget_test_show (list, 500, 400);
  g_signal_connect (list, "ply-activated", G_CALLBACK (activated_cb), &ply);
  widget_test_wait (in_sight (list, 200));
  g_assert_true (gtk_widget_has_css_class (find_cell (list, 200), "current"));
  g_assert_false (gtk_widget_has_css_class (find_cell (list, 199), "later"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_cell (list, 200)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "100… e4, 0:01:40");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_cell (list, 199)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "100. O-O-O, inferred, nobody saw it, 0:01:40");

  /* A step to a line in sight scrolls nothing. */
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (widget_test_find (list, GTK_TYPE_SCROLLED_WINDOW)));
  value = gtk_adjustment_get_value (adjustment);
  cl_moves_list_set_current (CL_MOVES_LIST (list), 196, TRUE);
  gtk_test_widget_wait_for_draw (list);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), value, 0.5);
  g_assert_true (gtk_widget_has_css_class (find_cell (list, 199), "later"));

  cl_moves_list_set_current (CL_MOVES_LIST (list), 400, FALSE);
  widget_test_wait (in_sight (list, 400));
  cl_moves_list_set_current (CL_MOVES_LIST (list), 0, FALSE);
  widget_test_wait (in_sight (list, 1));

  g_signal_emit_by_name (find_cell (list, 3), "clicked");
  g_assert_cmpuint (ply, ==, 3);
  widget_test_close (window, list);
}

/* A running game: each new move is in sight at once, also where its line makes the list longer. */
static void
test_follows (void)
{
  g_autoptr (GArray) entries = make_entries (120);
  GtkWidget *list = cl_moves_list_new ();
  GtkWidget *window = widget_test_show (list, 500, 300);

  for (guint n = 1; n <= 120; n++)
    {
      set_entries (list, entries, n);
      cl_moves_list_set_current (CL_MOVES_LIST (list), n, FALSE);
      if (n % 3 == 0)
        gtk_test_widget_wait_for_draw (list);
    }
  widget_test_wait (in_sight (list, 120));
  widget_test_close (window, list);
}

static void
test_placeholder (void)
{
  g_autoptr (GArray) entries = make_entries (1);
  GtkWidget *list = cl_moves_list_new ();
  GtkWidget *window = widget_test_show (list, 500, 400);
  GtkWidget *scroller = widget_test_find (list, GTK_TYPE_SCROLLED_WINDOW);

  cl_moves_list_set_placeholder (CL_MOVES_LIST (list), "No moves yet");
  g_assert_false (gtk_widget_get_visible (scroller));
  set_entries (list, entries, 1);
  g_assert_true (gtk_widget_get_visible (scroller));
  cl_moves_list_set_entries (CL_MOVES_LIST (list), NULL, 0);
  g_assert_false (gtk_widget_get_visible (scroller));
  widget_test_close (window, list);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/moves-list/lines", test_lines);
  g_test_add_func ("/widgets/moves-list/append-cost", test_append_cost);
  g_test_add_func ("/widgets/moves-list/any-change", test_any_change);
  g_test_add_func ("/widgets/moves-list/keys", test_keys);
  g_test_add_func ("/widgets/moves-list/current", test_current);
  g_test_add_func ("/widgets/moves-list/follows", test_follows);
  g_test_add_func ("/widgets/moves-list/placeholder", test_placeholder);

  return g_test_run ();
}
