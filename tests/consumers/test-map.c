/* test-map.c: the ordered map keeps its order, its digest and its JSON whatever the order of writing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-view.h"
#include "own-home.h"

static gboolean
collect_key_cb (const char *key, const char *value, gpointer user_data)
{
  GString *keys = user_data;

  g_string_append_printf (keys, "%s=%s;", key, value);
  return g_str_equal (key, "stop") ? FALSE : TRUE;
}

static void
test_order (void)
{
  g_autoptr (ClMap) map = cl_map_new ();
  g_autoptr (GString) keys = g_string_new (NULL);

  cl_map_set (map, "é", "2");
  cl_map_set (map, "a/10", "x");
  cl_map_set (map, "a/9", "y");
  cl_map_set_int (map, "Z", -5);
  cl_map_set (map, "gone", "1");
  cl_map_set (map, "gone", NULL);
  cl_map_set (map, "never", NULL);
  g_assert_cmpuint (cl_map_get_size (map), ==, 4);
  g_assert_cmpstr (cl_map_get (map, "Z"), ==, "-5");
  g_assert_null (cl_map_get (map, "gone"));
  cl_map_foreach (map, NULL, collect_key_cb, keys);
  g_assert_cmpstr (keys->str, ==, "Z=-5;a/10=x;a/9=y;é=2;");
  g_string_truncate (keys, 0);
  cl_map_foreach (map, "a/2", collect_key_cb, keys);
  g_assert_cmpstr (keys->str, ==, "a/9=y;é=2;");
  cl_map_set (map, "stop", "");
  g_string_truncate (keys, 0);
  cl_map_foreach (map, "b", collect_key_cb, keys);
  g_assert_cmpstr (keys->str, ==, "stop=;");
}

static void
test_digest (void)
{
  g_autoptr (ClMap) a = cl_map_new ();
  g_autoptr (ClMap) b = cl_map_new ();
  guint8 da[32], db[32];

  cl_map_digest (a, da);
  cl_map_digest (b, db);
  g_assert_cmpmem (da, 32, db, 32);
  cl_map_set (a, "k1", "v1");
  cl_map_set (a, "k2", "v2");
  cl_map_set (b, "k2", "v2");
  cl_map_set (b, "k1", "old");
  cl_map_digest (a, da);
  cl_map_digest (b, db);
  g_assert_cmpint (memcmp (da, db, 32), !=, 0);
  cl_map_set (b, "k1", "v1");
  cl_map_digest (b, db);
  g_assert_cmpmem (da, 32, db, 32);
  /* The same bytes, cut at another place. */
  cl_map_set (a, "k1", "v");
  cl_map_set (b, "k1", NULL);
  cl_map_set (b, "k1v", "");
  cl_map_digest (a, da);
  cl_map_digest (b, db);
  g_assert_cmpint (memcmp (da, db, 32), !=, 0);
}

static void
test_json (void)
{
  static const struct
  {
    const char *value, *json;
  } cases[] = {
    { "0", "0" },
    { "-1", "-1" },
    { "-0", "\"-0\"" },
    { "-", "\"-\"" },
    { "", "\"\"" },
    { "007", "\"007\"" },
    { "1.5", "\"1.5\"" },
    { "999999999999999", "999999999999999" },
    { "1000000000000000", "\"1000000000000000\"" },
    { "1-0", "\"1-0\"" },
    { "say \"hi\"\\\n\t\x01", "\"say \\\"hi\\\"\\\\\\n\\t\\u0001\"" },
    { "Ñandú", "\"Ñandú\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClMap) map = cl_map_new ();
      g_autofree char *expected = g_strdup_printf ("{\"a\":%s,\"b\":\"\"}", cases[i].json);
      g_autofree char *json = NULL;

      cl_map_set (map, "b", "");
      cl_map_set (map, "a", cases[i].value);
      json = cl_map_to_json (map);
      g_assert_cmpstr (json, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/map/order", test_order);
  g_test_add_func ("/consumers/map/digest", test_digest);
  g_test_add_func ("/consumers/map/json", test_json);
  return g_test_run ();
}
