/* cl-settings.c: GSettings if the schema is there, a table in memory if not: a missing file must not stop a game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-settings.h"

#define MAX_NAMES 20

struct _ClSettings
{
  GObject parent_instance;

  GSettings *stored;  /* (nullable) */
  GHashTable *memory; /* (element-type utf8 GVariant): used when there is no @stored */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClSettings, cl_settings, G_TYPE_OBJECT)

static void
emit_changed (ClSettings *self, const char *key)
{
  g_signal_emit (self, signals[CHANGED], g_quark_from_string (key), key);
}

static GVariant *
read_value (ClSettings *self, const char *key, const char *type)
{
  GVariant *value;

  if (self->stored)
    return g_settings_get_value (self->stored, key);
  value = g_hash_table_lookup (self->memory, key);
  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE (type)))
    return g_variant_ref (value);
  return NULL;
}

static void
write_value (ClSettings *self, const char *key, GVariant *value)
{
  if (self->stored)
    g_settings_set_value (self->stored, key, value);
  else
    {
      g_hash_table_insert (self->memory, g_strdup (key), g_variant_ref_sink (value));
      emit_changed (self, key);
    }
}

/* The system's folders first; then the prefix this program was installed to, which the system may not look into. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autofree char *folder = g_build_filename (PKGDATADIR, "..", "glib-2.0", "schemas", NULL);
  GSettingsSchema *schema = NULL;

  if (system)
    schema = g_settings_schema_source_lookup (system, APP_ID, TRUE);
  if (schema)
    return schema;
  own = g_settings_schema_source_new_from_directory (folder, system, TRUE, NULL);
  return own ? g_settings_schema_source_lookup (own, APP_ID, FALSE) : NULL;
}

static void
cl_settings_finalize (GObject *object)
{
  ClSettings *self = CL_SETTINGS (object);

  g_clear_object (&self->stored);
  g_hash_table_unref (self->memory);
  G_OBJECT_CLASS (cl_settings_parent_class)->finalize (object);
}

static void
cl_settings_class_init (ClSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_settings_finalize;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
}

static void
cl_settings_init (ClSettings *self)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  self->memory =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  if (schema)
    {
      self->stored = g_settings_new_full (schema, NULL, NULL);
      g_signal_connect_object (self->stored,
                               "changed",
                               G_CALLBACK (emit_changed),
                               self,
                               G_CONNECT_SWAPPED);
    }
  else
    g_info ("The settings schema %s is not installed; settings last until the app ends", APP_ID);
}

ClSettings *
cl_settings_new (void)
{
  return g_object_new (CL_TYPE_SETTINGS, NULL);
}

char *
cl_settings_dup_string (ClSettings *self, const char *key)
{
  g_autoptr (GVariant) value = read_value (self, key, "s");

  return value ? g_variant_dup_string (value, NULL) : g_strdup ("");
}

void
cl_settings_set_string (ClSettings *self, const char *key, const char *value)
{
  write_value (self, key, g_variant_new_string (value ? value : ""));
}

int
cl_settings_get_int (ClSettings *self, const char *key)
{
  g_autoptr (GVariant) value = read_value (self, key, "i");

  return value ? g_variant_get_int32 (value) : 0;
}

void
cl_settings_set_int (ClSettings *self, const char *key, int value)
{
  write_value (self, key, g_variant_new_int32 (value));
}

gboolean
cl_settings_get_boolean (ClSettings *self, const char *key)
{
  g_autoptr (GVariant) value = read_value (self, key, "b");

  return value && g_variant_get_boolean (value);
}

void
cl_settings_set_boolean (ClSettings *self, const char *key, gboolean value)
{
  write_value (self, key, g_variant_new_boolean (value));
}

GStrv
cl_settings_dup_texts (ClSettings *self, const char *key)
{
  g_autoptr (GVariant) value = read_value (self, key, "as");

  return value ? g_variant_dup_strv (value, NULL) : g_new0 (char *, 1);
}

void
cl_settings_set_texts (ClSettings *self, const char *key, const char *const *texts)
{
  write_value (self, key, g_variant_new_strv (texts, -1));
}

GStrv
cl_settings_dup_names (ClSettings *self)
{
  return cl_settings_dup_texts (self, "names");
}

void
cl_settings_remember_name (ClSettings *self, const char *name)
{
  g_auto (GStrv) before = NULL;
  g_autoptr (GStrvBuilder) after = NULL;
  g_auto (GStrv) names = NULL;
  guint kept = 1;

  if (!name || !*name)
    return;
  before = cl_settings_dup_names (self);
  after = g_strv_builder_new ();
  g_strv_builder_add (after, name);
  for (guint i = 0; before[i] && kept < MAX_NAMES; i++)
    if (strcmp (before[i], name) != 0)
      {
        g_strv_builder_add (after, before[i]);
        kept++;
      }
  names = g_strv_builder_end (after);
  write_value (self, "names", g_variant_new_strv ((const char *const *) names, -1));
}
