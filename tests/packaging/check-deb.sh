#!/usr/bin/env bash
# check-deb.sh: the Debian package has everything in it, and its programs run from where it is unpacked
#
#   check-deb.sh BUILDDIR PREFIX
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
for program in dpkg-deb objdump meson; do
  command -v "$program" >/dev/null || { echo "skipped: no $program"; exit 77; }
done
build=$1 prefix=$2
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

DEB_COMPRESSION=-Znone "$source/data/deb/make-deb.sh" "$build" "$work/chess-ledger.deb" >/dev/null
dpkg-deb -x "$work/chess-ledger.deb" "$work/root"
id=io.github.chessledger.ChessLedger
for file in bin/chess-ledger bin/chess-ledger-cli share/applications/$id.desktop share/metainfo/$id.metainfo.xml \
  share/glib-2.0/schemas/$id.gschema.xml share/icons/hicolor/scalable/apps/$id.svg \
  share/icons/hicolor/symbolic/apps/$id-symbolic.svg share/man/man1/chess-ledger.1 share/man/man1/chess-ledger-cli.1 \
  share/chess-ledger/samples/famous.pgn lib/udev/rules.d/70-chess-ledger-boards.rules; do
  found=$(find "$work/root$prefix/$(dirname "$file")" -name "$(basename "$file")*" | wc -l)
  [ "$found" -ge 1 ] || { echo "missing: $file"; exit 1; }
done
depends=$(dpkg-deb -f "$work/chess-ledger.deb" Depends)
for package in libgtk-4-1 libadwaita-1-0 libsqlite3-0 libjson-glib-1.0-0 libhidapi librsvg2-common libc6; do
  [[ $depends == *$package* ]] || { echo "not among the dependencies: $package ($depends)"; exit 1; }
done
cli=$work/root$prefix/bin/chess-ledger-cli
printf '[Event "T"]\n\n1. e4 e5 *\n' | "$cli" --ledger "$work/t.ledger" import - >/dev/null 2>&1
"$cli" --ledger "$work/t.ledger" verify >/dev/null
"$work/root$prefix/bin/chess-ledger" --version
