/* test-ledger.c: the ledger on the screen: events, one event, consumers that pause and go on, a hall that plays by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-consumer-row.h"
#include "window-driver.h"

static void
open_ledger (Driver *self)
{
  driver_press (self, "alt+4");
  driver_wait (self, driver_sees ("Producers record facts"));
}

static gboolean
is_library_cb (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_CONSUMER_ROW (widget) &&
         g_str_equal (cl_consumer_row_get_name (CL_CONSUMER_ROW (widget)), "library");
}

/* What pauses it, or lets it go on. */
static void
click_toggle (Driver *self, GtkWidget *row)
{
  GtkWidget *toggle;

  driver_wait (self, (toggle = driver_find_type (row, GTK_TYPE_BUTTON)) != NULL);
  driver_click (self, toggle);
}

/* Moves appear as events; choosing one shows it whole and travels there. */
static void
events (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3");
  open_ledger (self);
  driver_wait (self, driver_sees ("White moved at Table 1, game 1: 2. Nf3*"));
  driver_click_text (self, NULL, "1... e5*");
  driver_wait (self, driver_sees ("Black moved at Table 1, game 1: 1… e5*"));
  driver_wait (self, cl_session_get_position (driver_get_session (self)) > 0);
  driver_press (self, "alt+1");
  driver_wait (self, driver_sees ("Everything is shown as it stood once*"));
  driver_close (self);
}

/* Typed words leave what has them. */
static void
filters (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6");
  open_ledger (self);
  driver_wait (self, driver_sees ("GameStarted"));
  driver_type (self, "nc6");
  driver_wait (self, !driver_sees ("GameStarted") && driver_sees ("2... Nc6*"));
  driver_close (self);
}

/* A paused consumer falls behind alone, and catches up. */
static void
pauses (Driver *self, gconstpointer folder)
{
  GtkWidget *row;

  driver_play (self);
  driver_type_moves (self, "e4");
  open_ledger (self);
  driver_wait (self, (row = driver_find (NULL, is_library_cb, NULL)) != NULL);
  click_toggle (self, row);
  driver_wait (self, driver_find_text (row, "v* · paused") != NULL);
  driver_press (self, "alt+1");
  driver_wait (self, driver_find_entry () != NULL);
  driver_type_moves (self, "e5 Nf3");
  open_ledger (self);
  driver_wait (self, driver_find_text (row, "lag 2*") != NULL);
  click_toggle (self, row);
  driver_wait (self, driver_find_text (row, "lag 0") != NULL);
  driver_close (self);
}

/* Nothing is wrong with what was recorded; tables play by themselves until they are told to stop. */
static void
works (Driver *self, gconstpointer folder)
{
  open_ledger (self);
  driver_click_text (self, NULL, "Simulate a hall");
  driver_wait (self, driver_sees ("Simulation") && driver_count_events (self) > 20);
  driver_click_text (self, NULL, "Stop the simulation");
  driver_wait (self, driver_sees ("The simulation ended*"));
  driver_click_text (self, NULL, "Verify seals");
  driver_wait (self, driver_sees ("All is as it was sealed: *"));
  driver_close (self);
}

int
main (int argc, char *argv[])
{
  static const DriverTest tests[] = {
    { "/app/ledger/events", events },
    { "/app/ledger/filters", filters },
    { "/app/ledger/pauses", pauses },
    { "/app/ledger/works", works },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
