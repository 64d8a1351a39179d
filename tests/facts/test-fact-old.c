/* test-fact-old.c: what older versions wrote, read as it was meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-fact.h"
#include "own-home.h"

#include <string.h>

static ClEvent
make_event (const char *type, const char *details)
{
  ClEvent event = CL_EVENT_INIT;

  event.partition = "table/1";
  event.type = type;
  event.details = details;
  event.game = event.ply = 1;
  return event;
}

/* What was recorded before illegal moves could be taken back stood on the board. */
static void
test_old_illegal_moves (void)
{
  static const struct
  {
    const char *details, *complaint;
    gint64 used_ms;
  } cases[] = {
    { NULL, NULL, CL_NO_CLOCK },
    { "{}", NULL, CL_NO_CLOCK },
    { "{ }", NULL, CL_NO_CLOCK },
    { "{\"used_ms\":1500,\"entered\":true}", NULL, 1500 },
    { " {\"later\":{\"a\":[1]}}", NULL, CL_NO_CLOCK },
    { "{\"stood\":true}", "given twice", 0 },
    { "used", "details", 0 },
    { "", "details", 0 },
    { "{", "details", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClEvent event = make_event ("IllegalMoveMade", cases[i].details);
      g_auto (ClFact) fact = { 0 };
      g_autoptr (GError) error = NULL;

      event.ply = 1;
      event.has_move = TRUE;
      event.move = (ClMove){ 12 | 36 << 6, 1 };
      event.schema = 1;
      g_test_message ("%s", cases[i].details);
      g_assert_cmpint (cl_fact_from_event (&event, &fact, &error), ==, cases[i].complaint == NULL);
      if (error != NULL)
        {
          g_assert_nonnull (strstr (error->message, cases[i].complaint));
          continue;
        }
      g_assert_true (fact.stood);
      g_assert_cmpint (fact.used_ms, ==, cases[i].used_ms);
      cl_fact_clear (&fact);
      /* Today the same text says that it did not. */
      event.schema = 2;
      g_assert_true (cl_fact_from_event (&event, &fact, NULL));
      g_assert_false (fact.stood);
    }
}

/* Endings without evidence, as all were at first. */
static void
test_old_endings (void)
{
  ClEvent event = make_event ("GameEnded", "{\"result\":\"1/2-1/2\",\"ending\":\"threefold\"}");
  g_auto (ClFact) fact = { 0 };

  g_assert_true (cl_fact_from_event (&event, &fact, NULL));
  g_assert_null (fact.plies);
  g_assert_null (fact.written);
  g_assert_null (fact.proof);
  g_assert_cmpuint (fact.quiet_plies, ==, 0);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/fact/old/illegal-moves", test_old_illegal_moves);
  g_test_add_func ("/fact/old/endings", test_old_endings);
  return g_test_run ();
}
