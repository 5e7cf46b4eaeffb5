#!/bin/bash
# Every sample's structure tree by quoin's dump, by poppler and by qpdf: three views, one tree; and
# the comparison notices a tree that differs.
#   tree.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
quoin=$BUILD/quoin
work=$BUILD/pdf/tree
rm -rf "$work"
mkdir -p "$work"

one_tree() { # NAME OPTION… SAMPLE
    local name=$work/$1
    shift
    "$quoin" render -q -o "$name.pdf" "$@" && "$quoin" dump --tags "$@" > "$name.tags" &&
        pdfinfo -struct-text "$name.pdf" > "$name.struct" &&
        python3 tests/pdf/tree.py "$name.tags" "$name.pdf" "$name.struct"
}

noticed() { # SED-COMMAND
    local good=$work/everything
    sed -E "$1" "$good.tags" > "$work/other.tags"
    cmp -s "$good.tags" "$work/other.tags" && echo "nothing to change: $1" && return 1
    ! python3 tests/pdf/tree.py "$work/other.tags" "$good.pdf" "$good.struct"
}

for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    check "$name: three views, one tree" one_tree "$name" "$sample"
done
while IFS='|' read -r what command; do
    check "noticed: $what" noticed "$command"
done << 'CASES'
another word|s/"green/"grean/
a heading of another level|s/^( *)H2$/\1H3/
a cell that is no header|s/TH scope=Row/TD/
another scope|s/scope=Row/scope=Column/
another span|s/rows=3/rows=2/
another language|s/lang="cy"/lang="ga"/
another description|s/alt="Bar/alt="Pie/
another expansion|s/ e="Freedom/ e="Liberty/
an element too many|s/^( *)THead$/&\n\1TBody/
no emphasis|s/^( *)Em$/\1Strong/
CASES
finish
