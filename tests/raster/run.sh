#!/bin/bash
# Pages as pixels: thumbnails by quoin.h, and every page of the samples against poppler's picture
# of the same page in the PDF.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/raster-test
rm -rf "$work"
mkdir -p "$work"

# The flags that the build itself was made with decide whether sanitizers are linked too.
extra=$(grep -oE -- '-fsanitize=[a-z,]+' "$BUILD/flags" | tr '\n' ' ')

# A4 is 296.999 pixels high at this width: both programs' pixels lie alike.
width=210

# Mean differences of samples (0 to 255), times 1000: as they are, and with their neighbours no
# more than two pixels away. Poppler draws thin rules a whole pixel wide and quantises edges to 17
# levels; the samples' pages are at 1300 to 7300 and 500 to 2900. A page beside another one is
# beyond 20000.
most=9500
most_smooth=3700

compile() { # NAME
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -pthread $extra -Isrc -Iinclude \
        -o "$work/$1" "tests/raster/$1.c" "$BUILD/libquoin.a" \
        $(pkg-config --cflags --libs libxml-2.0 harfbuzz harfbuzz-subset libpng zlib nettle) -lhpdf -lhyphen -lm
}

layout_of() { # REPORT
    grep -oE 'layout="[^"]*"' "$1" | head -1 | cut -d'"' -f2
}

draw() { # SAMPLE NAME
    mkdir -p "$work/$2"
    "$work/thumbnail" "$1" "$work/$2.pdf" &&
        pdftoppm -scale-to-x $width -scale-to-y -1 "$work/$2.pdf" "$work/$2/poppler" &&
        "$work/pages" draw "$1" "$(layout_of "$1")" $width "$work/$2"
}

# Prints both differences; fails when one is too large.
is_alike() { # A B
    local plain smooth
    read -r plain smooth < <("$work/pages" compare "$1" "$2")
    echo "$1: ${plain:=none} ${smooth:=none}"
    [ "$plain" -le $most ] && [ "$smooth" -le $most_smooth ]
}

compare() { # NAME
    local ppm page bad=0 count=0
    for ppm in "$work/$1"/poppler-*.ppm; do
        [ -e "$ppm" ] || return 1
        page=${ppm##*-}
        is_alike "$work/$1/$((10#${page%.ppm})).ppm" "$ppm" || bad=1
        count=$((count + 1))
    done
    [ "$count" -eq "$(ls "$work/$1"/[0-9]*.ppm | wc -l)" ] && [ $bad -eq 0 ]
}

# Another page, and the same one moved by three pixels, must not pass.
can_fail() {
    local one=$work/q2-2020-21/2.ppm
    { head -c 15 "$one"; tail -c +$((16 + 9 * width)) "$one"; head -c $((9 * width)) /dev/zero; } > "$work/moved.ppm"
    is_alike "$one" "$one" && ! is_alike "$one" "$work/q2-2020-21/3.ppm" &&
        ! is_alike "$one" "$work/moved.ppm"
}

# The header says: a palette; what reads PNGs without us agrees about the pixels.
is_read_by_others() {
    [ "$(head -c 26 "$work/thumbnail.png" | tail -c 1 | od -An -tu1 | tr -d ' ')" = 3 ] &&
        "$work/thumbnail" samples/q2-2020-21.xml "$work/page.pdf" &&
        python3 tests/raster/png.py "$work/thumbnail.png" "$work/thumbnail.ppm" &&
        pdftoppm -singlefile -scale-to-x 240 -scale-to-y -1 "$work/page.pdf" "$work/page" &&
        is_alike "$work/thumbnail.ppm" "$work/page.ppm"
}

sed 's/<title>/<titel>/; s/<\/title>/<\/titel>/' tests/cli/small.xml > "$work/faulty.xml"
check "raster: pages compiles" compile pages
check "raster: thumbnail compiles" compile thumbnail
check "raster: thumbnails by quoin.h" "$work/thumbnail" samples/q2-2020-21.xml "$work/faulty.xml" \
    layouts/opcc.xml "$work/thumbnail.png"
check "raster: others read the PNG" is_read_by_others
for sample in samples/*.xml; do
    [ "$sample" = samples/agenda.xml ] && continue # pages.c composes reports
    name=$(basename "$sample" .xml)
    check "raster: draw $name" draw "$sample" "$name"
    check "raster: $name as poppler has it" compare "$name"
done
check "raster: the comparison can fail" can_fail
finish
