#!/bin/bash
# The unit tests and the small report under valgrind: no error, no leak.
#   valgrind.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
watch=(nice valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect)
for binary in $(find "$BUILD/unit" -name 'test_*' -type f -perm -u+x | sort); do
    check "valgrind ${binary#"$BUILD/unit/"}" "${watch[@]}" "$binary"
done
for report in tests/cli/small.xml samples/*.xml; do
    check "valgrind render $(basename "$report")" \
        "${watch[@]}" "$BUILD/quoin" render -q -o "$BUILD/valgrind.pdf" "$report"
done
finish
