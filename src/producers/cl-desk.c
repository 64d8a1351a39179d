/* cl-desk.c: what a person decides about the ledger itself becomes a fact of the partition "desk/<ledger>"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-desk.h"

#include "cl-citation.h"
#include "cl-fact.h"

#define PRODUCER "desk"
/* Somebody else at this ledger may decide at the same moment; then once more behind that. */
#define MAX_TRIES 5

char *
cl_desk_partition (ClLedger *ledger)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  return g_strconcat ("desk/", cl_ledger_get_id (ledger), NULL);
}

static gboolean
try_to_record (ClLedger *ledger, ClReader *reader, ClDraft *draft, GError **error)
{
  g_autoptr (GError) local = NULL;
  ClPartitionInfo info = { 0 };

  if (!cl_reader_get_partition (reader, cl_draft_get_partition (draft), &info, &local) &&
      local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return cl_ledger_append (ledger, draft, info.head, NULL, error);
}

/* @fact is about @about, whatever replicas call that. */
static gboolean
record (ClLedger *ledger, ClFact *fact, const char *about, GError **error)
{
  g_autofree char *partition = cl_desk_partition (ledger);
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (ClCitations) citations = reader != NULL ? cl_citations_new (reader, error) : NULL;

  if (citations == NULL)
    return FALSE;
  fact->origin_partition = cl_citations_name (citations, partition, about);
  for (guint i = 1;; i++)
    {
      g_autoptr (ClDraft) draft = cl_draft_new (partition, PRODUCER, NULL);
      g_autoptr (GError) local = NULL;

      cl_fact_to_draft (fact, draft);
      if (try_to_record (ledger, reader, draft, &local))
        return TRUE;
      if (i == MAX_TRIES || !g_error_matches (local, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

gboolean
cl_desk_set_aside (ClLedger *ledger,
                   const char *consumer,
                   const char *partition,
                   guint64 offset,
                   const char *reason,
                   GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (consumer != NULL && partition != NULL && offset > 0, FALSE);

  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_EVENT_SET_ASIDE);
  fact.text = g_strdup (consumer);
  fact.cites = offset;
  fact.reason = g_strdup (reason);
  fact.occurred_at = g_get_real_time ();
  return record (ledger, &fact, partition, error);
}

gboolean
cl_desk_end_set_aside (ClLedger *ledger,
                       const char *consumer,
                       const char *partition,
                       GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (consumer != NULL && partition != NULL, FALSE);

  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_SET_ASIDE_ENDED);
  fact.text = g_strdup (consumer);
  fact.occurred_at = g_get_real_time ();
  return record (ledger, &fact, partition, error);
}

gboolean
cl_desk_answer_card (ClLedger *ledger, const ClCardAnswer *answer, GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (answer->partition != NULL && answer->offset > 0, FALSE);
  g_return_val_if_fail (answer->game > 0 && answer->ply > 0, FALSE);

  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_CARD_ANSWERED);
  fact.cites = answer->offset;
  fact.origin_game = answer->game;
  fact.origin_ply = answer->ply;
  fact.text = g_strdup (answer->right ? "right" : "wrong");
  fact.occurred_at = answer->occurred_at != 0 ? answer->occurred_at : g_get_real_time ();
  return record (ledger, &fact, answer->partition, error);
}
