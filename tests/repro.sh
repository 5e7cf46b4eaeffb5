#!/bin/bash
# The same report gives the same bytes: from every build named, in another folder, time zone,
# language, umask and home, on another day, with other environment and address layout.
#   repro.sh BUILD…
set -u
BUILD=$1
export BUILD
. tests/lib.sh
work=$PWD/$BUILD/repro
rm -rf "$work"
mkdir -p "$work/elsewhere"
unset SOURCE_DATE_EPOCH

same() { # NAME COMMAND…: the command writes $work/again.pdf
    local name=$1
    shift
    rm -f "$work/again.pdf"
    "$@" && cmp "$work/$name.pdf" "$work/again.pdf"
}
elsewhere() { (cd "$work/elsewhere" && "$@"); }
masked() { (umask 077 && "$@"); }
from_stdin() { "$1" render -q -o - - < "$2" > "$work/again.pdf"; }

for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    path=$PWD/$sample
    quoin=$PWD/$BUILD/quoin
    again=(render -q -o "$work/again.pdf" "$path")
    check "$name: rendered" "$quoin" render -q -o "$work/$name.pdf" "$path"
    for build in "$@"; do
        check "$name: $build" same "$name" "$PWD/$build/quoin" "${again[@]}"
    done
    check "$name: another folder" same "$name" elsewhere "$quoin" "${again[@]}"
    check "$name: time zone" same "$name" env TZ=Pacific/Kiritimati "$quoin" "${again[@]}"
    check "$name: language" same "$name" env LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$quoin" "${again[@]}"
    check "$name: umask" same "$name" masked "$quoin" "${again[@]}"
    check "$name: bare environment" same "$name" env -i HOME=/nonexistent "$quoin" "${again[@]}"
    check "$name: no address randomisation" same "$name" setarch -R "$quoin" "${again[@]}"
    if command -v faketime > /dev/null; then
        check "$name: 400 days later" same "$name" faketime -f +400d "$quoin" "${again[@]}"
    fi
done

# The pages as pixels, and these as PNG.
draw() { # BUILD FOLDER
    local extra
    extra=$(grep -oE -- '-fsanitize=[a-z,]+' "$1/flags" | tr '\n' ' ')
    mkdir -p "$2/pixels" &&
        ${CC:-cc} -std=c11 -D_GNU_SOURCE $extra -Isrc -Iinclude -o "$2/pages" tests/raster/pages.c \
            "$1/libquoin.a" $(pkg-config --cflags --libs libxml-2.0 harfbuzz harfbuzz-subset libpng \
            zlib nettle) -lhpdf -lhyphen -lm &&
        "$2/pages" draw samples/everything.xml opcc 240 "$2/pixels"
}
draw_again() { # BUILD
    rm -rf "$work/again"
    draw "$1" "$work/again" && diff -r "$work/pixels" "$work/again/pixels"
}
check "pixels: drawn" draw "$BUILD" "$work"
for build in "$@"; do check "pixels: $build" draw_again "$build"; done
finish
