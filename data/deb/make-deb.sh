#!/usr/bin/env bash
# Packs a finished build as a Debian package: what `meson install` puts in place, and which libraries it was linked to.
#
#   make-deb.sh BUILDDIR OUT.deb       BUILDDIR was set up with --prefix=/usr, or the files go where it says
#
# The dependencies are read from the programs, so that they cannot be forgotten: each library's package, as dpkg knows it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
build=$(realpath "$1")
out=$(realpath -m "$2")
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$source/meson.build" | head -1)
architecture=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

DESTDIR=$root meson install -C "$build" --no-rebuild --quiet --strip
mapfile -t programs < <(find "$root" -type f -name 'chess-ledger*' -perm -u+x)
[ ${#programs[@]} -gt 0 ] || {
  echo "make-deb: nothing was installed from $build" >&2
  exit 1
}

# The packages of the libraries that the programs name themselves; what those need in turn is their packages' affair. A
# library may be known to dpkg with or without /usr, and by the file that a link points to: all are asked for at once.
packages() {
  local needed paths path
  needed=$(objdump -p "${programs[@]}" | awk '$1 == "NEEDED" { print $2 }' | sort -u)
  paths=$(ldd "${programs[@]}" | awk '$3 ~ /^\// { print $1, $3 }' | sort -u | grep -wF "$needed" | cut -d' ' -f2)
  for path in $paths $(realpath $paths); do
    printf '%s\n' "$path" "${path#/usr}" "/usr$path"
  done | sort -u | xargs dpkg-query -S 2>/dev/null | sed 's/:.*//' | sort -u
}

depends() {
  local package
  for package in $(packages); do
    case $package in
      libgtk-4-1) echo 'libgtk-4-1 (>= 4.8)' ;;
      libadwaita-1-0) echo 'libadwaita-1-0 (>= 1.2)' ;;
      libglib2.0-0*) echo 'libglib2.0-0 (>= 2.74) | libglib2.0-0t64' ;;
      libsqlite3-0) echo 'libsqlite3-0 (>= 3.40)' ;;
      *t64) echo "$package | ${package%t64}" ;;
      *) echo "$package" ;;
    esac
  done
  # The pieces are SVG, the buttons have symbols of the theme, the settings need a place.
  printf '%s\n' librsvg2-common adwaita-icon-theme 'dconf-gsettings-backend | gsettings-backend'
}

doc=$root/usr/share/doc/chess-ledger
install -Dm644 "$source/data/deb/copyright" "$doc/copyright"
install -d "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: chess-ledger
Version: $version
Architecture: $architecture
Maintainer: The Chess Ledger developers <chess-ledger@localhost>
Section: games
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $(depends | sort -u | paste -sd, | sed 's/,/, /g')
Recommends: stockfish, libgtk-4-media-gstreamer
Suggests: fonts-inter
Description: play, record and replay chess
 Each move becomes a fact that is written once into an append-only ledger. The
 board, the clocks, the scoresheet and the library are views computed from it,
 and can be computed again for any moment of the past. Electronic boards record
 by themselves; PGN files come in and go out with nothing lost.
EOF
# A board that is plugged in already may be used at once, not only after the next start.
cat >"$root/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = configure ] && command -v udevadm >/dev/null 2>&1; then
  udevadm control --reload || true
  udevadm trigger --subsystem-match=tty --subsystem-match=hidraw || true
fi
EOF
chmod 755 "$root/DEBIAN/postinst"
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p "$(dirname "$out")"
dpkg-deb --root-owner-group "${DEB_COMPRESSION:--Zxz}" --build "$root" "$out" >/dev/null
echo "$out"
