#!/bin/bash
# Every sample's PDF as other programs see it (check-pdf.sh), its title, tags and pages.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/pdf
mkdir -p "$work"

# The title of the report is in the title that a reader's window shows.
titled() { # PDF SAMPLE
    pdfinfo "$1" | grep '^Title:' | grep -F "$(title_of "$2")" || { pdfinfo "$1"; return 1; }
}

title_of() {
    python3 - "$1" << 'PYTHON'
import sys
import xml.etree.ElementTree as tree
print(tree.parse(sys.argv[1]).getroot().findtext("{urn:quoin:report:1}title").strip())
PYTHON
}

# The tag tree is there and holds a heading, a table with header cells, and links.
structure() {
    pdfinfo -struct "$1" > "$work/structure" 2>&1
    local role bad=0
    for role in Document H1 P Table TR TH TD; do
        grep -qE "^ *$role([ :]|\$)" "$work/structure" || { echo "no $role in the tag tree"; bad=1; }
    done
    ! grep -iE 'error' "$work/structure" && return $bad
}

# Pages that are there but hold nothing are a fault of layout.
no_empty_page() {
    local pages page
    pages=$(pdfinfo "$1" | awk '/^Pages:/ { print $2 }')
    for page in $(seq "$pages"); do
        pdftotext -f "$page" -l "$page" "$1" - | grep -q '[[:alnum:]]' ||
            { echo "page $page is empty"; return 1; }
    done
}

for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    pdf=$work/$name.pdf
    check "$name: render" "$BUILD/quoin" render -q -o "$pdf" "$sample"
    check "$name: as other programs see it" tests/pdf/check-pdf.sh "$pdf"
    check "$name: title" titled "$pdf" "$sample"
    check "$name: structure" structure "$pdf"
    check "$name: no empty page" no_empty_page "$pdf"
done
finish
