/* test-hands-script.c: hands do what lines of text say, and nothing when a line makes no sense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "boards-fixture.h"
#include "cl-hands-script.h"
#include "own-home.h"

#define START "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR"

/* Does @lines, separated by ";", and waits until they are done. NULL, or the first error. */
static char *
tell (ClEmulator *emulator, ClHandsScript *script, const char *lines, gint64 *now_ms)
{
  g_auto (GStrv) words = g_strsplit (lines, ";", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!cl_hands_script_do (script, words[i], *now_ms, &error))
        return g_strdup (error->message);
    }
  while (cl_emulator_has_acts (emulator))
    cl_emulator_advance (emulator, *now_ms += 10);
  return NULL;
}

static void
test_lines (void)
{
  static const struct
  {
    const char *lines, *placement;
  } cases[] = {
    { "e4", "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR" },
    { "e4;e5;Nf3;back", "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR" },
    { "e4;back;d4", "rnbqkbnr/pppppppp/8/8/3P4/8/PPP1PPPP/RNBQKBNR" },
    { "lift e2;put e4 P;e5", "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR" },
    { "e4;a6;slide f1 e2 d3 c4;a5", "rnbqkbnr/1ppppppp/8/p7/2B1P3/8/PPPP1PPP/RNBQK1NR" },
    { "# nothing;;  wait 500 ;press", START },
    { "e4;e5;kings 1-0", "rnbq1bnr/pppp1ppp/8/3kp3/4K3/8/PPPP1PPP/RNBQ1BNR" },
    { "e4;start", START },
    { "set 8/8/8/8/8/8/8/K6k", "8/8/8/8/8/8/8/K6k" },
    { "off;e4;on", "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR" },
    { "g4;g5;h4;gxh4;Nf3;h3;Rg1;h2;a3;h1=Q", "rnbqkbnr/pppppp1p/8/8/6P1/P4N2/1PPPPP2/RNBQKBRq" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClEmulatorOptions options = { 0 };
      g_autoptr (ClEmulator) emulator = cl_emulator_new ("dgt", &options);
      g_autoptr (ClHandsScript) script = cl_hands_script_new (emulator, FALSE);
      char text[CL_PLACEMENT_SIZE];
      gint64 now_ms = 0;

      g_assert_null (tell (emulator, script, cases[i].lines, &now_ms));
      cl_placement_write (cl_emulator_get_placement (emulator), text);
      g_test_message ("%s", cases[i].lines);
      g_assert_cmpstr (text, ==, cases[i].placement);
    }
}

static void
test_nonsense (void)
{
  static const char *const lines[] = {
    "e5",          "back",     "lift",           "lift e9",
    "put e4",      "put e4 o", "put e4 PP",      "slide e2",
    "slide e4 e5", "slide",    "slide e2 e3 x",  "kings",
    "kings 2-0",   "set x",    "wait",           "wait -1",
    "wait 9e9",    "jump",     "e4 and then e5", "Ke2",
  };
  ClEmulatorOptions options = { 0 };
  g_autoptr (ClEmulator) emulator = cl_emulator_new ("dgt", &options);
  g_autoptr (ClHandsScript) script = cl_hands_script_new (emulator, FALSE);
  char text[CL_PLACEMENT_SIZE];
  gint64 now_ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *error = tell (emulator, script, lines[i], &now_ms);

      g_test_message ("%s: %s", lines[i], error != NULL ? error : "done");
      g_assert_nonnull (error);
      g_assert_false (cl_emulator_has_acts (emulator));
    }
  cl_placement_write (cl_emulator_get_placement (emulator), text);
  g_assert_cmpstr (text, ==, START);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/hands-script/lines", test_lines);
  g_test_add_func ("/boards/hands-script/nonsense", test_nonsense);
  return g_test_run ();
}
