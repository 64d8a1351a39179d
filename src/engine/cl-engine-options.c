/* cl-engine-options.c: the options of an engine: as it names them, as the user set them, as a question needs them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-private.h"

#define MAX_VALUES 256

static char *
dup_text (ChessText text)
{
  return text.length > 0 ? g_utf8_make_valid (text.text, (gssize) text.length) : g_strdup ("");
}

/* "a var b c var d": what stands between the words "var". */
static GStrv
read_values (ChessText rest)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  GString *value = NULL;
  ChessText word;
  guint n = 0;

  while (n < MAX_VALUES && cl_uci_next_word (&rest, &word))
    {
      if (cl_uci_word_is (word, "var"))
        {
          if (value != NULL && value->len > 0)
            {
              g_strv_builder_add (values, value->str);
              n++;
            }
          if (value != NULL)
            g_string_free (value, TRUE);
          value = g_string_new (NULL);
        }
      else if (value != NULL)
        {
          g_autofree char *valid = dup_text (word);

          g_string_append_printf (value, "%s%s", value->len > 0 ? " " : "", valid);
        }
    }
  if (value != NULL && value->len > 0)
    g_strv_builder_add (values, value->str);
  if (value != NULL)
    g_string_free (value, TRUE);
  return g_strv_builder_end (values);
}

ClEngineOption *
cl_engine_option_new (const ClUciLine *line)
{
  ClEngineOption *self = g_new0 (ClEngineOption, 1);

  self->name = dup_text (line->text);
  self->type = line->type;
  self->preset = cl_uci_word_is (line->preset, "<empty>") ? g_strdup ("") : dup_text (line->preset);
  self->min = line->min;
  self->max = line->max;
  self->values = read_values (line->values);
  return self;
}

void
cl_engine_option_free (ClEngineOption *self)
{
  g_free (self->name);
  g_free (self->preset);
  g_strfreev (self->values);
  g_free (self);
}

static gboolean
send_option (ClEngine *self, const char *name, const char *value)
{
  ClEngineOption *option = cl_engine_find_option (self, name);
  const char *heard;
  g_autofree char *line = NULL;

  if (option == NULL || option->type == CL_UCI_BUTTON)
    return FALSE;
  heard = g_hash_table_lookup (self->sent, option->name);
  if (heard == NULL)
    heard = option->preset;
  if (value == NULL)
    value = option->preset;
  if (g_str_equal (heard, value))
    return FALSE;
  line = g_strdup_printf ("setoption name %s value %s",
                          option->name,
                          *value != '\0' ? value : "<empty>");
  cl_engine_process_send (self->process, line);
  g_hash_table_replace (self->sent, g_strdup (option->name), g_strdup (value));
  return TRUE;
}

static gboolean
send_number (ClEngine *self, const char *name, gint64 number)
{
  ClEngineOption *option = cl_engine_find_option (self, name);
  char text[24];

  if (option == NULL)
    return FALSE;
  if (option->min < option->max)
    number = CLAMP (number, option->min, option->max);
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  return send_option (self, name, text);
}

gboolean
cl_engine_send_options (ClEngine *self, const ClEngineQuery *query)
{
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, &value))
    any |= send_option (self, name, value);
  any |= send_option (self, "Ponder", "false");
  any |= send_option (self, "UCI_ShowWDL", "true");
  if (query == NULL)
    return any;
  any |= send_number (self, "MultiPV", query->multipv);
  any |= send_option (self, "UCI_Chess960", query->chess960 ? "true" : "false");
  any |= send_option (self, "UCI_LimitStrength", query->elo > 0 ? "true" : "false");
  if (query->elo > 0)
    any |= send_number (self, "UCI_Elo", query->elo);
  return any;
}

void
cl_engine_set_option (ClEngine *self, const char *name, const char *value)
{
  g_return_if_fail (CL_IS_ENGINE (self));
  g_return_if_fail (name != NULL);

  if (strpbrk (name, "\r\n") != NULL || (value != NULL && strpbrk (value, "\r\n") != NULL))
    return;
  if (value == NULL)
    {
      ClEngineOption *option = cl_engine_find_option (self, name);

      /* The running program has to hear of it as well. */
      if (option != NULL && g_hash_table_contains (self->sent, option->name))
        g_hash_table_replace (self->wanted, g_strdup (name), g_strdup (option->preset));
      else
        g_hash_table_remove (self->wanted, name);
      return;
    }
  g_hash_table_replace (self->wanted, g_strdup (name), g_strdup (value));
}

const char *
cl_engine_get_option (ClEngine *self, const char *name)
{
  ClEngineOption *option;
  const char *value;

  g_return_val_if_fail (CL_IS_ENGINE (self), NULL);

  option = cl_engine_find_option (self, name);
  if (option == NULL)
    return NULL;
  value = g_hash_table_lookup (self->wanted, option->name);
  return value != NULL ? value : option->preset;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
cl_engine_dup_changed_options (ClEngine *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name, value;

  g_return_val_if_fail (CL_IS_ENGINE (self), NULL);

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      ClEngineOption *option = cl_engine_find_option (self, name);

      if (option != NULL && !g_str_equal (option->preset, value))
        g_ptr_array_add (texts, g_strdup_printf ("%s=%s", option->name, (char *) value));
    }
  g_ptr_array_sort (texts, compare_names);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("; ", (char **) texts->pdata);
}
