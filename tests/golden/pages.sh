#!/bin/bash
# The samples' pages as pictures of 50 dpi against those committed in tests/golden/pages/.
#   pages.sh [--update] [BUILD]
# --update makes the pictures anew: look at them before committing.
set -u
update=
[ "${1:-}" = --update ] && { update=yes; shift; }
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/pages
kept=tests/golden/pages
rm -rf "$work"
mkdir -p "$work" "$kept"

draw() { # SAMPLE NAME
    "$BUILD/quoin" render -q -o "$work/$2.pdf" "$1" && pdftoppm -r 50 "$work/$2.pdf" "$work/$2"
}

# Every page has its picture and every picture its page.
compare() { # NAME
    local ppm page bad=0
    for ppm in "$work/$1"-*.ppm; do
        page=$(basename "$ppm" .ppm)
        if [ -e "$kept/$page.png" ]; then
            python3 tests/golden/pixels.py compare "$kept/$page.png" "$ppm" "$work/$page-diff.png" ||
                bad=1
        else
            echo "$kept/$page.png is missing: a new page? make golden-update"
            bad=1
        fi
    done
    for page in "$kept/$1"-*.png; do
        [ -e "$work/$(basename "$page" .png).ppm" ] || { echo "$page: no such page now"; bad=1; }
    done
    return $bad
}

keep() { # NAME
    local ppm page
    rm -f "$kept/$1"-[0-9]*.png
    for ppm in "$work/$1"-*.ppm; do
        page=$(basename "$ppm" .ppm)
        python3 tests/golden/pixels.py png "$ppm" "$kept/$page.png" || return 1
    done
}

for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    check "draw $name" draw "$sample" "$name"
    if [ -n "$update" ]; then check "keep $name" keep "$name"; else check "pages of $name" compare "$name"; fi
done
# A page with one line moved by a millimetre must not pass.
can_fail() {
    local ppm
    ppm=$(ls "$work"/*.ppm | head -1)
    python3 - "$ppm" "$work/moved.ppm" << 'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
width, height = map(int, data.split(None, 4)[1:3])
head, body = data[:len(data) - 3 * width * height], data[len(data) - 3 * width * height:]
open(sys.argv[2], "wb").write(head + body[6 * width:] + b"\xFF" * (6 * width))
PYTHON
    python3 tests/golden/pixels.py png "$ppm" "$work/first.png" &&
        python3 tests/golden/pixels.py compare "$work/first.png" "$ppm" "$work/same-diff.png" &&
        ! python3 tests/golden/pixels.py compare "$work/first.png" "$work/moved.ppm" "$work/moved-diff.png"
}
check "the comparison can fail" can_fail
finish
