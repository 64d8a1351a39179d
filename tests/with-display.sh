#!/bin/bash
# with-display.sh COMMAND …: runs it on an X display and a session bus of its own
#
# The server itself chooses a free number (xvfb-run -a looks first and takes then: two that start at once collide).
# SCREEN is its size, 1400x900x24 unless set.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
folder=$(mktemp -d)
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1400x900x24}" -nolisten tcp 3>"$folder/number" 2>"$folder/log" &
server=$!
finish() {
  kill "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  rm -rf "$folder"
}
trap finish EXIT
if ! read -r -t 30 number <"$folder/number" || [ -z "$number" ]; then
  cat "$folder/log" >&2
  echo "with-display.sh: the X server did not start" >&2
  exit 1
fi
export DISPLAY=":$number"
unset WAYLAND_DISPLAY XAUTHORITY
dbus-run-session -- "$@"
