#!/bin/bash
# check-pdf.sh can fail: the sample of the unit test, with one thing wrong at a time (each the same
# number of bytes, so that the file's offsets stay right), must be refused every time.
#   prove.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/pdf/prove
mkdir -p "$work"

refused() { # FROM TO
    python3 - "$work/sample-plain.pdf" "$work/broken.pdf" "$1" "$2" << 'PYTHON'
import sys
path, broken, old, new = sys.argv[1:]
data = open(path, "rb").read()
old, new = (s.encode().decode("unicode_escape").encode("latin-1") for s in (old, new))
assert len(old) == len(new) and old in data, "nothing to break"
open(broken, "wb").write(data.replace(old, new, 1))
PYTHON
    [ $? -eq 0 ] || return 1
    python3 tests/pdf/tags.py "$work/broken.pdf" || return 0 # the quick one first
    if tests/pdf/check-pdf.sh "$work/broken.pdf"; then
        echo "not noticed: $1 -> $2"
        return 1
    fi
}

check 'the sample' env QUOIN_KEEP="$work" "$BUILD/unit/pdf/test_pdf"
check 'the sample as it is' tests/pdf/check-pdf.sh "$work/sample.pdf" "$work/sample-plain.pdf"
while IFS='|' read -r what old new; do
    check "$what" refused "$old" "$new"
done << 'CASES'
a mark with another number|/MCID 0>>BDC|/MCID 9>>BDC
drawing outside of marked content|/Artifact<<|/Artefact<<
marked content left open|EMC\n|  n\n
a page without tab order|/Tabs/S|/Tabs/R
a row that is too wide|/ColSpan 2|/ColSpan 3
a heading level left out|/S/H2/|/S/H4/
a figure without words|/Alt(|/Atl(
a header cell without scope|/Scope/Column|/Scape/Column
a link that belongs elsewhere|/StructParent 3|/StructParent 4
a link that says nothing|/Contents(|/Contants(
a destination that is not there|(title) [|(titlf) [
a header that is not there|/Headers[(e0|/Headers[(e9
a font without ToUnicode|/ToUnicode |/ToUnicoda |
another version|%PDF-1.7|%PDF-1.4
a script|/S/URI/URI(|/S/URI/JS (
CASES
finish
