/* cl-ledger-page.c: the ledger itself: who writes, what is kept, who reads; every event; the clocks of a moment
 *
 * Nothing is read while nobody looks: the flow rests and the timer stands while the page is not mapped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cl-consumer-row.h"
#include "cl-data-path.h"
#include "cl-event-pane.h"
#include "cl-event-table.h"
#include "cl-flow.h"
#include "cl-ledger-clocks.h"
#include "cl-producer-row.h"
#include "cl-views.h"
#include "cl-words-event.h"
#include "cl-words.h"

#define MAX_LANES   40
#define STATUS_MS   250
#define HALL_TABLES 12
#define HALL_SPEED  8
#define NARROW      1180 /* below, there is no room for the clocks */
#define VERY_NARROW 800  /* … nor for the event beside the list */

struct _ClLedgerPage
{
  GtkWidget parent_instance;

  GtkWidget *box, *heads[3];
  ClFlow *flow;
  ClEventTable *table;
  ClEventPane *pane;
  ClLedgerClocks *clocks;

  ClSession *session;
  ClLedgerFlow *motion;
  ClJob *verifying, *simulating; /* (nullable) */
  guint timer;
  gboolean travelling; /* the choice follows the cursor, not the other way */
};

enum
{
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLedgerPage, cl_ledger_page, GTK_TYPE_WIDGET)

/* --- Consumers --- */

static void
controlled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ClLedgerPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!cl_consumer_control_finish (result, &error))
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error->message);
}

static void
acted_cb (ClConsumerRow *row, int act, guint64 amount, ClLedgerPage *self)
{
  cl_consumer_control_async (cl_session_get_runner (self->session),
                             cl_consumer_row_get_name (row),
                             (ClConsumerAct) act,
                             amount,
                             controlled_cb,
                             g_object_ref (self));
}

static guint
index_of (GtkBox *box, GtkWidget *child)
{
  guint n = 0;

  for (GtkWidget *each = gtk_widget_get_first_child (GTK_WIDGET (box)); each != child; n++)
    each = gtk_widget_get_next_sibling (each);
  return n;
}

static void
pointed_cb (ClConsumerRow *row, gboolean pointed, ClLedgerPage *self)
{
  guint index = index_of (cl_flow_get_end (self->flow), GTK_WIDGET (row));

  cl_flow_set_pointed (self->flow, pointed ? index : G_MAXUINT);
}

/* Names of versions beside the one that serves are their own: "library@1". */
static char *
name_of (const ClConsumerStatus *status)
{
  return status->serves ? g_strdup (status->name)
                        : g_strdup_printf ("%s@%u", status->name, status->version);
}

static GtkWidget *
find_row (ClLedgerPage *self, const char *name)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (cl_flow_get_end (self->flow)));

  while (row != NULL && strcmp (cl_consumer_row_get_name (CL_CONSUMER_ROW (row)), name) != 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static void
drop_rows (ClLedgerPage *self, GHashTable *kept)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (cl_flow_get_end (self->flow)));

  while (row != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (row);

      if (!g_hash_table_contains (kept, row))
        gtk_box_remove (cl_flow_get_end (self->flow), row);
      row = next;
    }
}

static void
show_consumers (ClLedgerPage *self)
{
  g_autoptr (GPtrArray) list = cl_runner_list (cl_session_get_runner (self->session));
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      ClConsumerStatus *status = g_ptr_array_index (list, i);
      g_autofree char *name = name_of (status);
      GtkWidget *row = find_row (self, name);

      if (row == NULL)
        {
          row = cl_consumer_row_new (name);
          g_signal_connect_object (row, "acted", G_CALLBACK (acted_cb), self, 0);
          g_signal_connect_object (row, "pointed", G_CALLBACK (pointed_cb), self, 0);
          gtk_box_append (cl_flow_get_end (self->flow), row);
        }
      cl_consumer_row_set_status (CL_CONSUMER_ROW (row), status);
      g_hash_table_add (kept, row);
    }
  drop_rows (self, kept);
}

/* --- Lanes and producers --- */

static void
show_lanes (ClLedgerPage *self, GPtrArray *lanes)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_flow_lanes_row_free);

  for (guint i = 0; i < MIN (lanes->len, MAX_LANES); i++)
    {
      const ClFlowLane *lane = g_ptr_array_index (lanes, i);
      ClFlowLanesRow *row = cl_flow_lanes_row_new (lane->partition);

      row->n_cells = lane->n_cells;
      for (guint k = 0; k < lane->n_cells; k++)
        {
          g_autofree char *number = cl_words_number (lane->cells[k].offset);

          row->cells[k].position = lane->cells[k].position;
          g_strlcpy (row->cells[k].label, lane->cells[k].label, sizeof row->cells[k].label);
          g_strlcpy (row->cells[k].number, number, sizeof row->cells[k].number);
        }
      g_ptr_array_add (rows, row);
    }
  cl_flow_lanes_set_rows (cl_flow_get_lanes (self->flow), rows);
}

static void
show_producers (ClLedgerPage *self, GPtrArray *producers)
{
  GtkBox *box = cl_flow_get_start (self->flow);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (box));

  for (guint i = 0; i < producers->len; i++)
    {
      if (row == NULL)
        {
          row = cl_producer_row_new ();
          gtk_box_append (box, row);
        }
      cl_producer_row_set (CL_PRODUCER_ROW (row), g_ptr_array_index (producers, i));
      row = gtk_widget_get_next_sibling (row);
    }
}

static guint
find_lane (GPtrArray *lanes, const char *partition)
{
  for (guint i = 0; i < MIN (lanes->len, MAX_LANES); i++)
    if (strcmp (((ClFlowLane *) g_ptr_array_index (lanes, i))->partition, partition) == 0)
      return i;
  return G_MAXUINT;
}

static void
link_producers (ClLedgerPage *self, GPtrArray *producers, GPtrArray *lanes)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (ClFlowLink));

  for (guint i = 0; i < producers->len; i++)
    {
      const ClFlowProducer *producer = g_ptr_array_index (producers, i);

      for (guint k = 0; k < producer->lanes->len; k++)
        {
          ClFlowLink link = { i, find_lane (lanes, g_ptr_array_index (producer->lanes, k)) };

          if (link.lane != G_MAXUINT)
            g_array_append_val (links, link);
        }
    }
  cl_flow_set_writes (self->flow, (const ClFlowLink *) links->data, links->len);
}

static gboolean
reads_lane (const ClViewClass *view, const ClFlowLane *lane)
{
  for (guint i = 0; view != NULL && i < lane->types->len; i++)
    if (g_strv_contains (view->handles, g_ptr_array_index (lane->types, i)))
      return TRUE;
  return FALSE;
}

static void
link_consumers (ClLedgerPage *self, GPtrArray *lanes)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (ClFlowLink));
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (cl_flow_get_end (self->flow)));

  for (guint i = 0; row != NULL; i++, row = gtk_widget_get_next_sibling (row))
    {
      g_auto (GStrv) name = g_strsplit (cl_consumer_row_get_name (CL_CONSUMER_ROW (row)), "@", 2);
      const ClViewClass *view = cl_views_find (name[0]);

      for (guint k = 0; k < MIN (lanes->len, MAX_LANES); k++)
        if (reads_lane (view, g_ptr_array_index (lanes, k)))
          g_array_append_val (links, ((ClFlowLink){ i, k }));
    }
  cl_flow_set_reads (self->flow, (const ClFlowLink *) links->data, links->len);
}

static guint
find_producer (GPtrArray *producers, const char *name)
{
  for (guint i = 0; i < producers->len; i++)
    if (strcmp (((ClFlowProducer *) g_ptr_array_index (producers, i))->name, name) == 0)
      return i;
  return G_MAXUINT;
}

static void
send_arrivals (ClLedgerPage *self, GPtrArray *producers, GPtrArray *lanes)
{
  GArray *arrivals = cl_ledger_flow_get_arrivals (self->motion);

  for (guint i = 0; i < arrivals->len; i++)
    {
      const ClFlowArrival *arrival = &g_array_index (arrivals, ClFlowArrival, i);
      guint lane = find_lane (lanes, arrival->partition);
      guint producer = find_producer (producers, arrival->producer);

      if (lane != G_MAXUINT && producer != G_MAXUINT)
        cl_flow_send (self->flow, producer, lane);
    }
}

/* How much flows, and how much of it has no room. */
static void
show_heading (ClLedgerPage *self, guint n_lanes)
{
  double rate = cl_ledger_flow_get_rate (self->motion);
  g_autofree char *number = cl_words_number ((guint64) (rate + 0.5));
  g_autofree char *more = cl_words_number (n_lanes - MIN (n_lanes, MAX_LANES));
  g_autoptr (GString) text = g_string_new (_ ("The ledger keeps them, in order, in pen"));

  if (rate >= 0.5)
    g_string_append_printf (text, _ (" · %s a second"), number);
  if (n_lanes > MAX_LANES)
    g_string_append_printf (text, _ (" · %s more partitions"), more);
  gtk_label_set_text (GTK_LABEL (self->heads[1]), text->str);
}

static void
show_moment (ClLedgerPage *self)
{
  guint64 position = cl_session_get_position (self->session);
  guint64 shown = position > 0 ? position : cl_session_get_head (self->session);

  self->travelling = TRUE;
  cl_event_table_choose (self->table, shown);
  self->travelling = FALSE;
  cl_flow_lanes_set_chosen (cl_flow_get_lanes (self->flow), position);
  if (shown == 0)
    cl_ledger_clocks_set_moment (self->clocks, 0, NULL);
}

static void
arrived_cb (ClLedgerFlow *motion, ClLedgerPage *self)
{
  GPtrArray *lanes = cl_ledger_flow_get_lanes (motion);
  GPtrArray *producers = cl_ledger_flow_get_producers (motion);

  show_lanes (self, lanes);
  show_producers (self, producers);
  link_producers (self, producers, lanes);
  link_consumers (self, lanes);
  send_arrivals (self, producers, lanes);
  show_heading (self, lanes->len);
  cl_ledger_clocks_set_lanes (self->clocks, lanes);
  if (cl_session_get_position (self->session) == 0)
    show_moment (self); /* whoever looks at what happens now sees the newest event */
}

/* --- The moment that is shown --- */

static void
item_read_cb (ClEventItem *item, GParamSpec *pspec, ClLedgerPage *self)
{
  cl_ledger_clocks_set_moment (self->clocks,
                               cl_event_item_get_position (item),
                               cl_event_item_get_event (item));
}

static void
chosen_cb (ClEventTable *table, ClEventItem *item, ClLedgerPage *self)
{
  guint64 position = cl_event_item_get_position (item);

  cl_event_pane_set_item (self->pane, item);
  cl_ledger_clocks_set_moment (self->clocks, position, cl_event_item_get_event (item));
  if (cl_event_item_get_event (item) == NULL)
    g_signal_connect_object (item, "notify::event", G_CALLBACK (item_read_cb), self, 0);
  if (!self->travelling)
    cl_session_set_position (self->session, position);
}

static void
travel_cb (GtkWidget *part, guint64 position, ClLedgerPage *self)
{
  cl_session_set_position (self->session, position);
}

static void
position_changed_cb (ClSession *session, GParamSpec *pspec, ClLedgerPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_moment (self);
}

/* --- Work on the whole ledger --- */

static void
show_work (ClLedgerPage *self, ClJob *job)
{
  if (!cl_job_is_finished (job))
    cl_ledger_clocks_set_work (self->clocks, cl_job_get_title (job), cl_job_get_fraction (job));
  else
    cl_ledger_clocks_set_work (self->clocks, cl_job_get_message (job), 2);
}

static void
verifying_cb (ClJob *job, GParamSpec *pspec, ClLedgerPage *self)
{
  show_work (self, job);
  if (cl_job_is_finished (job))
    g_clear_object (&self->verifying);
}

static void
verify_cb (ClLedgerClocks *clocks, ClLedgerPage *self)
{
  if (self->verifying != NULL)
    return;
  self->verifying = cl_session_verify (self->session);
  g_signal_connect_object (self->verifying, "notify", G_CALLBACK (verifying_cb), self, 0);
  show_work (self, self->verifying);
}

static void
simulating_cb (ClJob *job, GParamSpec *pspec, ClLedgerPage *self)
{
  if (!cl_job_is_finished (job))
    return;
  cl_ledger_clocks_set_work (self->clocks, cl_job_get_message (job), 2);
  cl_ledger_clocks_set_simulating (self->clocks, FALSE);
  g_clear_object (&self->simulating);
}

static void
simulate_cb (ClLedgerClocks *clocks, ClLedgerPage *self)
{
  g_autofree char *path = cl_data_path ("samples/famous.pgn");
  g_autoptr (GFile) scores = g_file_new_for_path (path);

  if (self->simulating != NULL)
    {
      cl_job_cancel (self->simulating);
      return;
    }
  self->simulating = cl_session_simulate (self->session, scores, HALL_TABLES, HALL_SPEED);
  g_signal_connect_object (self->simulating,
                           "notify::finished",
                           G_CALLBACK (simulating_cb),
                           self,
                           0);
  cl_ledger_clocks_set_simulating (self->clocks, TRUE);
  if (cl_job_is_finished (self->simulating))
    simulating_cb (self->simulating, NULL, self);
}

/* --- Session --- */

static gboolean
status_cb (gpointer data)
{
  ClLedgerPage *self = data;

  show_consumers (self);
  link_consumers (self, cl_ledger_flow_get_lanes (self->motion));
  show_heading (self, cl_ledger_flow_get_lanes (self->motion)->len);
  return G_SOURCE_CONTINUE;
}

/* When somebody looks for the first time: who never does pays nothing for it. */
static gboolean
follow_ledger (ClLedgerPage *self)
{
  if (self->motion != NULL)
    return TRUE;
  self->motion = cl_session_get_flow (self->session);
  if (self->motion == NULL)
    return FALSE;
  g_signal_connect_object (self->motion, "arrived", G_CALLBACK (arrived_cb), self, 0);
  cl_event_table_set_log (self->table, cl_session_get_event_log (self->session));
  return TRUE;
}

static void
set_looking (ClLedgerPage *self, gboolean looking)
{
  if (self->session == NULL || (looking ? !follow_ledger (self) : self->motion == NULL))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  cl_ledger_flow_set_resting (self->motion, !looking);
  if (!looking)
    return;
  self->timer = g_timeout_add (STATUS_MS, status_cb, self);
  show_consumers (self);
  show_moment (self);
}

void
cl_ledger_page_set_session (ClLedgerPage *self, ClSession *session)
{
  g_return_if_fail (CL_IS_LEDGER_PAGE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::position", G_CALLBACK (position_changed_cb), self, 0);
  cl_event_pane_set_ledger (self->pane, cl_ledger_get_id (cl_session_get_ledger (session)));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    set_looking (self, TRUE);
}

void
cl_ledger_page_set_width (ClLedgerPage *self, int width)
{
  g_return_if_fail (CL_IS_LEDGER_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->clocks), width >= NARROW);
  gtk_widget_set_visible (GTK_WIDGET (self->pane), width >= VERY_NARROW);
  cl_event_table_set_narrow (self->table, width < VERY_NARROW);
}

void
cl_ledger_page_focus (ClLedgerPage *self)
{
  g_return_if_fail (CL_IS_LEDGER_PAGE (self));

  cl_event_table_focus_filter (self->table);
}

/* --- GObject --- */

static void
cl_ledger_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cl_ledger_page_parent_class)->map (widget);
  set_looking (CL_LEDGER_PAGE (widget), TRUE);
}

static void
cl_ledger_page_unmap (GtkWidget *widget)
{
  set_looking (CL_LEDGER_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (cl_ledger_page_parent_class)->unmap (widget);
}

static void
cl_ledger_page_dispose (GObject *object)
{
  ClLedgerPage *self = CL_LEDGER_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->verifying);
  g_clear_object (&self->simulating);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cl_ledger_page_parent_class)->dispose (object);
}

static void
cl_ledger_page_class_init (ClLedgerPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_ledger_page_dispose;
  widget_class->map = cl_ledger_page_map;
  widget_class->unmap = cl_ledger_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ledgerpage");
  signals[SIGNAL_REFUSED] = g_signal_new ("refused",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
}

static GtkWidget *
make_heads (ClLedgerPage *self)
{
  static const char *const texts[] = { N_ ("Producers record facts"),
                                           N_ ("The ledger keeps them, in order, in pen"),
                                               N_ ("Consumers read at their own pace") };
  GtkWidget *row = gtk_center_box_new ();

  gtk_widget_add_css_class (row, "cl-flow-heads");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      self->heads[i] = gtk_label_new (_ (texts[i]));
      gtk_label_set_ellipsize (GTK_LABEL (self->heads[i]), PANGO_ELLIPSIZE_END);
    }
  gtk_center_box_set_start_widget (GTK_CENTER_BOX (row), self->heads[0]);
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (row), self->heads[1]);
  gtk_center_box_set_end_widget (GTK_CENTER_BOX (row), self->heads[2]);
  return row;
}

static GtkWidget *
make_flow (ClLedgerPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->flow = CL_FLOW (cl_flow_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->flow), "cl-flow");
  g_signal_connect_object (cl_flow_get_lanes (self->flow),
                           "chosen",
                           G_CALLBACK (travel_cb),
                           self,
                           0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->flow));
  return scrolled;
}

static GtkWidget *
make_cards (ClLedgerPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->table = CL_EVENT_TABLE (cl_event_table_new ());
  self->pane = CL_EVENT_PANE (cl_event_pane_new ());
  self->clocks = CL_LEDGER_CLOCKS (cl_ledger_clocks_new ());
  gtk_widget_add_css_class (row, "cl-ledger-cards");
  gtk_widget_set_hexpand (GTK_WIDGET (self->table), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->pane), 320, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->clocks), 300, -1);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->table));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->pane));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->clocks));
  g_signal_connect_object (self->table, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (self->pane, "travel", G_CALLBACK (travel_cb), self, 0);
  g_signal_connect_object (self->clocks, "verify", G_CALLBACK (verify_cb), self, 0);
  g_signal_connect_object (self->clocks, "simulate", G_CALLBACK (simulate_cb), self, 0);
  return row;
}

static void
cl_ledger_page_init (ClLedgerPage *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), make_heads (self));
  gtk_paned_set_start_child (GTK_PANED (paned), make_flow (self));
  gtk_paned_set_end_child (GTK_PANED (paned), make_cards (self));
  gtk_paned_set_position (GTK_PANED (paned), 330);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_widget_set_vexpand (paned, TRUE);
  gtk_box_append (GTK_BOX (self->box), paned);
}
