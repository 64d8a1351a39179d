/* fuzz-event.c: any bytes as the text and numbers of an event; what is taken must keep the ledger's promises
 *
 * First byte: what the rest is. 0: details; 1: san, uci and captured, separated by line feeds; else: the two numbers of a move.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cl-event-private.h"
#include "cl-ledger.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
try_draft (const char *details)
{
  ClDraft *draft = cl_draft_new ("table/1", "fuzz", NULL);
  ClEvent event = CL_EVENT_INIT;
  GError *error = NULL;

  event.type = "NoteAdded";
  event.player = details;
  event.details = details;
  cl_draft_add (draft, &event);
  if (cl_draft_check (draft, &error) != (error == NULL))
    abort ();
  g_clear_error (&error);
  cl_draft_unref (draft);
}

/* Number and text are two spellings of one move. */
static void
try_move (ClMove move)
{
  char san[12], uci[6];
  ClMove again;

  cl_move_san (move, san);
  cl_move_uci (move, uci);
  if (cl_move_from_text (san, uci, cl_move_captured (move), &again) != cl_move_is_valid (move))
    abort ();
  if (cl_move_is_valid (move) && (again.move != move.move || again.marks != move.marks))
    abort ();
}

static void
try_text (char *text)
{
  char *uci = strchr (text, '\n'), *captured = uci ? strchr (uci + 1, '\n') : NULL;
  ClMove move;

  if (!captured)
    return;
  *uci++ = *captured++ = '\0';
  if (!cl_move_from_text (text, uci, captured, &move))
    return;
  if (!cl_move_is_valid (move))
    abort ();
  try_move (move);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  if (data[0] == 0)
    try_draft (text);
  else if (data[0] == 1)
    try_text (text);
  else if (size >= 5)
    try_move ((ClMove){ (guint16) (data[1] | data[2] << 8), (guint16) (data[3] | data[4] << 8) });
  return 0;
}
