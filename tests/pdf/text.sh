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

# What one layout shows in columns another says beneath the value: nothing is lost in either.
every=samples/everything.xml
check "everything, in civic: rendered" \
    "$BUILD/quoin" render -q --layout civic -o "$work/civic.pdf" $every
check "everything, in civic: text" python3 $complete $every "$work/civic.pdf"

# Against a report that says more, less, or the same in another order, it must fail.
small=tests/cli/small.xml
changed() { # SED-EXPRESSION
    sed -E "$1" $small > "$work/changed.xml"
    ! cmp -s $small "$work/changed.xml" && ! python3 $complete "$work/changed.xml" "$work/small.pdf"
}
check "a lost word is noticed" changed 's/than in/rather than in/'
check "a lost name is noticed" changed 's/Emails received/Letters received/'
check "a lost figure is noticed" changed 's/1814/1815/'
check "a lost previous figure is noticed" changed 's/1515/1516/'
check "a lost target is noticed" changed 's|</value>|&<target>9</target>|'
check "a lost figure of last year is noticed" changed 's|</previous>|&<last-year>7</last-year>|'
check "a lost state is noticed" changed 's/<previous>/<previous state="provisional">/'
check "a lost reason is noticed" \
    changed 's|</previous>|&<last-year state="withheld">under review</last-year>|'
check "a stray paragraph is noticed" changed 's/<para>More.*<\/para>/<para>More<\/para>/'
finish
