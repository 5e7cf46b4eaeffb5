#!/bin/bash
# The variants of the shipped layouts: each keeps its promise (variants.py), holds all of the
# report's text, and is as sound a PDF as the layout itself; and the test can fail. (What the
# reference validator says of each is conformance's.)
#   variants.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/variants
mkdir -p "$work"

try() { # SAMPLE LAYOUT
    local sample=$1 layout=$2 name variant pdf
    name=$(basename "$sample" .xml).$layout
    for variant in large-print mono flat; do
        pdf=$work/$name.$variant.pdf
        check "$name, $variant: rendered" \
            "$BUILD/quoin" render -q --layout "$layout" --variant $variant -o "$pdf" "$sample"
        check "$name, $variant: its promise" python3 tests/pdf/variants.py $variant "$pdf"
        check "$name, $variant: text" python3 tests/pdf/text-complete.py "$sample" "$pdf" $variant
    done
}

try samples/everything.xml opcc
try samples/everything.xml civic
try samples/bilingual.xml opcc-cy
for variant in large-print mono flat; do
    check "$variant: as other programs see it" \
        tests/pdf/check-pdf.sh "$work/bilingual.opcc-cy.$variant.pdf"
done

# A layout as it is keeps none of the promises.
plain=$work/plain.pdf
check "the layout as it is" "$BUILD/quoin" render -q -o "$plain" samples/everything.xml
for variant in large-print mono flat; do
    check "$variant: a broken promise is noticed" eval "! python3 tests/pdf/variants.py $variant $plain"
done
# What one variant says again is lost, or doubled, to the eyes of another.
check "a lost reference is noticed" eval \
    "! python3 tests/pdf/text-complete.py samples/everything.xml $plain flat"
check "a doubled name is noticed" eval \
    "! python3 tests/pdf/text-complete.py samples/everything.xml $work/everything.opcc.large-print.pdf"
finish
