#!/bin/bash
# Layout as text: `quoin dump CASE.xml` against CASE.dump, for every case in tests/golden/.
#   run.sh [--update] [BUILD]
# A case's name says what it shows. It names its layout itself, by its path from the case:
#   <report … layout="small.xml">
# One that is about a variant of it says so in a comment: <!-- variant: flat -->
# And so does one that is rendered for a pack: <!-- stamp: 7 71 -->, item and first page.
set -u
update=
[ "${1:-}" = --update ] && { update=yes; shift; }
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/golden
mkdir -p "$work"

compare() { # CASE
    local name
    name=$(basename "$1" .xml)
    local -a variant stamp
    read -ra variant <<< "$(sed -n 's/^<!-- variant: \([a-z-]*\) -->$/--variant \1/p' "$1")"
    read -ra stamp <<< "$(sed -nE \
        's/^<!-- stamp: ([0-9]+) ([0-9]+) -->$/--agenda-item \1 --first-page \2/p' "$1")"
    "$BUILD/quoin" dump "${variant[@]}" "${stamp[@]}" "$1" > "$work/$name.dump" || return 1
    if [ -n "$update" ]; then
        cp "$work/$name.dump" "${1%.xml}.dump"
    else
        diff -u "${1%.xml}.dump" "$work/$name.dump"
    fi
}

for case in tests/golden/*.xml; do
    # A layout that cases use is not a case.
    grep -qE 'urn:quoin:(report|agenda):1' "$case" || continue
    check "dump $(basename "$case" .xml)" compare "$case"
done
for dump in tests/golden/*.dump; do
    [ -e "${dump%.dump}.xml" ] || check "a dump without its case: $dump" false
done
finish
