#!/bin/bash
# All text of every sample is in its PDF; and the test can fail.
#   text.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/text
mkdir -p "$work"
complete=tests/pdf/text-complete.py

for sample in samples/*.xml tests/cli/small.xml; do
    name=$(basename "$sample" .xml)
    check "$name: rendered" "$BUILD/quoin" render -q -o "$work/$name.pdf" "$sample"
    check "$name: text" python3 $complete "$sample" "$work/$name.pdf"
done

# Against a report that says more, less, or the same in another order, it must fail.
small=tests/cli/small.xml
changed() { # SED-EXPRESSION
    sed -E "$1" $small > "$work/changed.xml"
    ! cmp -s $small "$work/changed.xml" && ! python3 $complete "$work/changed.xml" "$work/small.pdf"
}
check "a lost word is noticed" changed 's/than in/rather than in/'
check "a lost name is noticed" changed 's/Emails received/Letters received/'
check "a lost figure is noticed" changed 's/1814/1815/'
check "a stray paragraph is noticed" changed 's/<para>More.*<\/para>/<para>More<\/para>/'
finish
