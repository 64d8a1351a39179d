/* fuzz-interchange.c: any bytes as a line of an export; what is taken is printed again as the same facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cl-interchange.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
expect_same (const ClInterchangeEvent *a, const ClInterchangeEvent *b)
{
  const ClEvent *x = &a->event, *y = &b->event;

  if (x->offset != y->offset || x->schema != y->schema || x->game != y->game || x->ply != y->ply ||
      x->clock_ms != y->clock_ms || x->occurred_at != y->occurred_at ||
      x->has_move != y->has_move || memcmp (&x->move, &y->move, sizeof x->move) != 0 ||
      memcmp (x->seal, y->seal, CL_SEAL_SIZE) != 0 || strcmp (x->partition, y->partition) != 0 ||
      strcmp (x->type, y->type) != 0 || strcmp (x->producer, y->producer) != 0 ||
      g_strcmp0 (x->player, y->player) != 0)
    abort ();
}

static void
print_and_parse (const ClInterchangeEvent *parsed, ClInterchangeFormat format)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (ClInterchangeEvent) again = { 0 };

  /* Details given as a text may be none: the ledger refuses those. */
  if (parsed->event.details && parsed->event.details[0] != '{')
    return;
  cl_interchange_print (format, "00000000", &parsed->event, parsed->origin, line);
  if (strchr (line->str, '\n'))
    abort ();
  if (cl_interchange_parse (line->str, CL_INTERCHANGE_DETECT, &again, NULL))
    expect_same (parsed, &again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_auto (ClInterchangeEvent) parsed = { 0 };
  GError *error = NULL;

  if (cl_interchange_parse (line, CL_INTERCHANGE_DETECT, &parsed, &error) != (error == NULL))
    abort ();
  g_clear_error (&error);
  if (!parsed.strings)
    return 0;
  print_and_parse (&parsed, CL_INTERCHANGE_JSONL);
  print_and_parse (&parsed, CL_INTERCHANGE_CLOUDEVENTS);
  return 0;
}
