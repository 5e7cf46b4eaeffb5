#!/bin/bash
# Time and memory of a pack of 250 pages with 12 items, by seven producers; beside it what a
# plain merger takes that loses tags, bookmarks, links and labels. Informative.
#   pack.sh [BUILD]
set -eu
build=${1:-build}
root=$PWD
quoin=$PWD/$build/quoin
work=$build/bench/pack
rm -rf "$work"
mkdir -p "$work"
${CC:-cc} -O2 -D_GNU_SOURCE -std=c11 -Wall -Wextra -o "$work/measure" tests/bench/measure.c
cp tests/pack/fixtures/*.pdf samples/agenda.xml "$work"
"$quoin" render -q -o "$work/q2.pdf" samples/q2-2020-21.xml
for pages in 30 60 100; do
    python3 tests/bench/make-report.py $pages > "$work/report.xml"
    "$quoin" render -q -o "$work/report-$pages.pdf" "$work/report.xml" 2> /dev/null
done
cd "$work"
files=(report-30.pdf q2.pdf libreoffice.pdf chromium.pdf report-60.pdf weasyprint.pdf groff.pdf
    report-100.pdf ghostscript.pdf libreoffice.pdf form.pdf q2.pdf)
items=()
for file in "${files[@]}"; do items+=(--item $((${#items[@]} / 3 + 1)) "$file"); done

pages_of() { pdfinfo "$1" | awk '/^Pages:/ { print $2 }'; }
elements_of() {
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/tests/pack python3 -c '
import sys, pdf, tagtree
print(len(tagtree.Tags(pdf.Pdf(sys.argv[1])).elements))' "$1"
}

echo "case              pages   CPU ms   wall ms   peak MiB   file KiB   elements"
row() { # NAME FILE COMMAND…
    local cpu wall peak
    read -r cpu wall peak <<< "$(./measure 5 "${@:3}" 2> /dev/null)"
    awk -v name="$1" -v pages="$(pages_of "$2")" -v cpu="$cpu" -v wall="$wall" -v peak="$peak" \
        -v size="$(stat -c %s "$2")" -v elements="$(elements_of "$2")" 'BEGIN {
        printf "%-16s %6d %8.1f %9.1f %10.1f %10.0f %10d\n",
            name, pages, cpu, wall, peak / 1024, size / 1024, elements }'
    cost=$cpu
    most=$peak
}
row "qpdf --pages" merged.pdf qpdf --empty --pages latex.pdf "${files[@]}" -- merged.pdf
row "quoin attach" pack.pdf "$quoin" attach -q latex.pdf "${items[@]}" -o pack.pdf
awk -v cpu="$cost" -v peak="$most" 'BEGIN {
    printf "a pack of 12 items: %.2f s of CPU (goal: under 2), %.0f MiB (goal: under 200)\n",
        cpu / 1000, peak / 1024 }'
row "quoin verify" pack.pdf "$quoin" verify -q pack.pdf
