#!/bin/bash
# The whole suite: `make test` runs it. Builds what it tests, in BUILD (default: build),
# build/asan and build/clang.
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
jobs=-j$(nproc)

# A part of the suite that prints its own lines; its last line counts its cases.
part() { # TITLE COMMAND…
    local log=$logs/part.log last
    echo "$1"
    shift
    "$@" 2>&1 | tee "$log" | grep -vE '^[0-9]+ passed, [0-9]+ failed$'
    local status=${PIPESTATUS[0]}
    last=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1)
    read -r good _ bad _ <<< "${last:-0 passed, 1 failed}"
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then failed=$((failed + 1)); fi
    while read -r line; do failures+=("$line"); done < <(sed -n 's/^failed: //p' "$log")
}

echo "sources"
check "layers" tests/check-layers.sh
check "layer check can fail" tests/check-layers.sh --prove
check "style" tests/check-style.sh
check "PDF/UA, condition by condition" python3 tests/conformance/check-ua1.py

echo "builds"
check "build (${CC:-cc})" make -s "$jobs" BUILD="$BUILD" all unit-bin
check "build with sanitizers" make -s "$jobs" BUILD=build/asan \
    CFLAGS="-O1 -g -fno-omit-frame-pointer" \
    EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all" all unit-bin
check "build with clang" make -s "$jobs" BUILD=build/clang CC=clang all
check "exported symbols" tests/check-exports.sh "$BUILD"

# The two suites side by side; the second's lines are shown when the first has ended.
sanitized=$logs/sanitized.log
tests/suite.sh build/asan code > "$sanitized" 2>&1 &
part "tests" tests/suite.sh "$BUILD"
wait $!
replay() { cat "$sanitized"; }
part "tests, with AddressSanitizer and UndefinedBehaviorSanitizer" replay

echo "reproducible"
check "same bytes everywhere" tests/repro.sh "$BUILD" build/clang build/asan
finish
