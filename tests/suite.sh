#!/bin/bash
# Everything that is tested of one build: suite.sh [BUILD]. The build is up to date already.
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh

for binary in $(find "$BUILD/unit" -name 'test_*' -type f -perm -u+x | sort); do
    check "unit ${binary#"$BUILD/unit/"}" "$binary"
done
check "command line" tests/cli/run.sh "$BUILD"
check "findings" tests/findings/run.sh "$BUILD"
check "layout dumps" tests/golden/run.sh "$BUILD"
check "page images" tests/golden/pages.sh "$BUILD"
check "pdf" tests/pdf/run.sh "$BUILD"
check "pdf checks can fail" tests/pdf/prove.sh "$BUILD"
check "pdf text is complete" tests/pdf/text.sh "$BUILD"
check "library" tests/api/run.sh "$BUILD"
finish
