#!/usr/bin/env bash
# Every test, once: the release build with all warnings as errors, then the sanitizer build of all that is not
# GTK with five seconds a fuzzer. Prints one closing line, "N passed, N failed".
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PATH:/usr/games"
unset DISPLAY WAYLAND_DISPLAY

release=_build-test
sanitized=_build-asan

configure() { # folder, options …
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || { rm -rf "$folder"; meson setup "$folder" "$@"; }
}

suite() { # folder, meson test options …: builds and tests; a failed build counts as one failure
  local folder=$1
  shift
  ninja -C "$folder" || return 1
  meson test -C "$folder" --print-errorlogs "$@" || true
}

broken=0
configure $release -Dbuildtype=debugoptimized -Dwarning_level=3 -Dwerror=true &&
  suite $release || broken=$((broken + 1))
CC=clang configure $sanitized -Dapp=false -Dfuzz=true -Dwarning_level=3 -Db_sanitize=address,undefined \
  -Db_lundef=false -Doptimization=1 &&
  suite $sanitized || broken=$((broken + 1))

# The figures of both runs, from Meson's own log: one JSON object a test.
python3 - "$broken" $release $sanitized <<'PYTHON'
import json, os, sys

passed = skipped = 0
failed = int(sys.argv[1])
for folder in sys.argv[2:]:
    log = os.path.join(folder, "meson-logs", "testlog.json")
    if not os.path.exists(log):
        continue
    for line in open(log, encoding="utf-8"):
        result = json.loads(line)["result"]
        if result in ("OK", "EXPECTEDFAIL"):
            passed += 1
        elif result == "SKIP":
            skipped += 1
        else:
            failed += 1
            print("failed:", folder, json.loads(line)["name"])
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(1 if failed or not passed else 0)
PYTHON
