/* cl-sounds-generate.c: computes the sounds of the board as WAV files when the program is built
 *
 * `cl-sounds-generate NAME > NAME.wav`. A knock is what a wooden piece does on a wooden board: three damped modes and a
 * click of noise; the others are damped tones. 22,050 Hz, 16 bits, one channel, little-endian as RIFF has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RATE  22050
#define LIMIT (RATE * 2)
#define PI    3.14159265358979323846

typedef struct
{
  double samples[LIMIT];
  unsigned n;
  uint32_t noise;
} Sound;

/* From -1 to 1; the same on every machine, so that a build can be repeated to the byte. */
static double
next_noise (Sound *sound)
{
  sound->noise = sound->noise * 1664525u + 1013904223u;
  return (double) (sound->noise >> 8) / (1u << 23) - 1;
}

/* @hz from @at seconds on, gone by half every @half seconds. */
static void
add_tone (Sound *sound, double at, double hz, double half, double volume)
{
  unsigned from = (unsigned) (at * RATE);

  for (unsigned i = from; i < LIMIT && i < from + (unsigned) (half * 10 * RATE); i++)
    {
      double t = (double) (i - from) / RATE;
      double attack = t < 0.002 ? t / 0.002 : 1;

      sound->samples[i] += volume * attack * exp2 (-t / half) * sin (2 * PI * hz * t);
      if (i >= sound->n)
        sound->n = i + 1;
    }
}

static void
add_knock (Sound *sound, double at, double volume)
{
  unsigned from = (unsigned) (at * RATE);

  add_tone (sound, at, 190, 0.018, 0.55 * volume);
  add_tone (sound, at, 410, 0.011, 0.35 * volume);
  add_tone (sound, at, 930, 0.006, 0.2 * volume);
  for (unsigned i = from; i < from + RATE / 50; i++)
    sound->samples[i] +=
      volume * 0.3 * exp2 (-(double) (i - from) / (0.002 * RATE)) * next_noise (sound);
}

static int
make (Sound *sound, const char *name)
{
  if (strcmp (name, "move") == 0)
    add_knock (sound, 0, 1);
  else if (strcmp (name, "capture") == 0)
    {
      add_knock (sound, 0, 0.7);
      add_knock (sound, 0.07, 1.1);
    }
  else if (strcmp (name, "check") == 0)
    {
      add_knock (sound, 0, 1);
      add_tone (sound, 0.03, 660, 0.05, 0.28);
      add_tone (sound, 0.12, 880, 0.06, 0.24);
    }
  else if (strcmp (name, "low-time") == 0)
    {
      add_tone (sound, 0, 1046.5, 0.05, 0.4);
      add_tone (sound, 0.18, 1046.5, 0.05, 0.4);
    }
  else if (strcmp (name, "end") == 0)
    {
      add_tone (sound, 0, 392, 0.13, 0.26);
      add_tone (sound, 0.1, 493.9, 0.13, 0.24);
      add_tone (sound, 0.2, 587.3, 0.16, 0.24);
    }
  else
    return 0;
  return 1;
}

static void
put (uint32_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    putchar ((int) (value >> (8 * i) & 0xff));
}

static void
write_wav (const Sound *sound)
{
  fputs ("RIFF", stdout);
  put (36 + sound->n * 2, 4);
  fputs ("WAVEfmt ", stdout);
  put (16, 4);
  put (1, 2); /* PCM */
  put (1, 2); /* channel */
  put (RATE, 4);
  put (RATE * 2, 4);
  put (2, 2);
  put (16, 2);
  fputs ("data", stdout);
  put (sound->n * 2, 4);
  for (unsigned i = 0; i < sound->n; i++)
    {
      double value = sound->samples[i] > 1 ? 1 : sound->samples[i] < -1 ? -1 : sound->samples[i];

      put ((uint32_t) (int32_t) lrint (value * 32000), 2);
    }
}

int
main (int argc, char **argv)
{
  static Sound sound; /* too large for a stack */

  sound.noise = 1;
  if (argc != 2 || !make (&sound, argv[1]))
    {
      fputs ("usage: cl-sounds-generate move|capture|check|low-time|end\n", stderr);
      return 2;
    }
  write_wav (&sound);
  return ferror (stdout) ? 1 : 0;
}
