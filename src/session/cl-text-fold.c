/* cl-text-fold.c: folds case and accents away, so that “kasparov” finds “Каспаров” no more but “Kašparov” does
 *
 * Compatibility decomposition, marks dropped, lower case; and the letters that Unicode does not decompose although
 * people type them as their base letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-text-fold.h"

#include <string.h>

static const char *
fold_letter (gunichar c)
{
  switch (c)
    {
    case 0x00e6: /* æ */
      return "ae";
    case 0x0153: /* œ */
      return "oe";
    case 0x00f8: /* ø */
      return "o";
    case 0x00f0: /* ð */
    case 0x0111: /* đ */
      return "d";
    case 0x00fe: /* þ */
      return "th";
    case 0x00df: /* ß */
      return "ss";
    case 0x0142: /* ł */
      return "l";
    case 0x0131: /* ı */
      return "i";
    case 0x0127: /* ħ */
      return "h";
    case 0x0167: /* ŧ */
      return "t";
    default:
      return NULL;
    }
}

gboolean
cl_text_is_ascii (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;

  return TRUE;
}

char *
cl_text_fold (const char *text, gsize length)
{
  g_autofree char *parts = NULL;
  GString *folded = NULL;

  if (!cl_text_is_ascii (text, length))
    parts = g_utf8_normalize (text, length, G_NORMALIZE_ALL);
  if (parts == NULL) /* ASCII, or no UTF-8 */
    {
      char *lower = g_strndup (text, length);

      for (char *c = lower; *c != '\0'; c++)
        *c = g_ascii_tolower (*c);
      return lower;
    }

  folded = g_string_sized_new (length);
  for (const char *p = parts; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));
      const char *letter = fold_letter (c);

      if (letter != NULL)
        g_string_append (folded, letter);
      else if (!g_unichar_ismark (c))
        g_string_append_unichar (folded, c);
    }

  return g_string_free (folded, FALSE);
}

char **
cl_text_fold_words (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *folded = cl_text_fold (text, strlen (text));
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n\v\f", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (words, parts[i]);

  return g_strv_builder_end (words);
}

int
cl_text_compare (const char *a, const char *b)
{
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (cl_text_is_ascii (a, strlen (a)) && cl_text_is_ascii (b, strlen (b)))
    return g_ascii_strcasecmp (a, b);

  folded_a = cl_text_fold (a, strlen (a));
  folded_b = cl_text_fold (b, strlen (b));

  return strcmp (folded_a, folded_b);
}

guint64
cl_text_fold_prefix (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *folded = NULL;
  guint64 prefix = 0;

  if (!cl_text_is_ascii (text, length))
    text = folded = cl_text_fold (text, length);
  for (guint i = 0; i < sizeof prefix; i++)
    {
      prefix = prefix << 8 | (guint8) g_ascii_tolower (*text);
      text += *text != '\0' ? 1 : 0;
    }

  return prefix;
}
