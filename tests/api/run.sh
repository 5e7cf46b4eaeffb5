#!/bin/bash
# The library as a stranger uses it: only quoin.h, against libquoin.so; then from several threads.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/api
mkdir -p "$work"
small=tests/cli/small.xml

# The flags that the build itself was made with decide whether sanitizers are linked too.
extra=$(grep -oE -- '-fsanitize=[a-z,]+' "$BUILD/flags" | tr '\n' ' ')

compile() { # NAME
    ${CC:-cc} -std=c11 -O1 -g -Wall -Wextra -Werror -pthread $extra -Iinclude -o "$work/$1" \
        "tests/api/$1.c" -L"$BUILD" -lquoin -Wl,-rpath,"$PWD/$BUILD"
}

example() {
    rm -f "$work/small.pdf"
    "$work/example" $small "$work/small.pdf" || return 1
    "$BUILD/quoin" render -q -o "$work/program.pdf" $small || return 1
    cmp "$work/small.pdf" "$work/program.pdf"
}

# A report with faults: findings, its status, no file.
faulty() {
    sed 's/<title>/<titel>/; s/<\/title>/<\/titel>/' $small > "$work/faulty.xml"
    rm -f "$work/faulty.pdf"
    "$work/example" "$work/faulty.xml" "$work/faulty.pdf" > "$work/faulty.txt"
    [ $? -eq 3 ] && grep -q 'Q2' "$work/faulty.txt" && [ ! -e "$work/faulty.pdf" ]
}

# The same under ThreadSanitizer, built of the library's sources once more.
race() {
    make -s -j"$(nproc)" BUILD=build/tsan CFLAGS="-O1 -g" EXTRA=-fsanitize=thread lib || return 1
    ${CC:-cc} -std=c11 -O1 -g -pthread -fsanitize=thread -Iinclude -o "$work/race" \
        tests/api/threads.c build/tsan/libquoin.a \
        $(pkg-config --libs libxml-2.0 harfbuzz harfbuzz-subset libpng zlib nettle) \
        -lhpdf -lhyphen -lm || return 1
    TSAN_OPTIONS="halt_on_error=1" "$work/race" $small
}

check "library: example compiles" compile example
check "library: example's bytes are the program's" example
check "library: findings and no file" faulty
check "library: layouts compile" compile layout
check "library: layouts are checked, not rendered" "$work/layout" layouts/opcc.xml $small
check "library: threads compile" compile threads
check "library: threads over one kit" "$work/threads" $small samples/*.xml
if [ -z "$extra" ]; then check "library: threads, ThreadSanitizer" race; fi
finish
