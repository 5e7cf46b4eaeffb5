#!/bin/bash
# Time and memory: a real report from a cold start, then 100 and 1,000 pages and their ratio; then
# batch.sh: a batch of 1,000 reports; pack.sh: a pack of 250 pages.
#
#   run.sh [BUILD]
#
# Fails when a page at 1,000 pages costs more than 1.3 times what it costs at 100, or tags cost more
# than 15 % of a render; the times themselves are informative.
set -eu
build=${1:-build}
quoin=$build/quoin
work=$build/bench
mkdir -p "$work"
${CC:-cc} -O2 -D_GNU_SOURCE -std=c11 -Wall -Wextra -o "$work/measure" tests/bench/measure.c

pages_of() {
    pdfinfo "$1" | awk '/^Pages:/ { print $2 }'
}

echo "case              pages   CPU ms   wall ms   peak MiB   us/page   KiB/page"
measure() { # NAME RUNS REPORT
    local cpu wall peak pages base
    "$quoin" render -q -o "$work/$1.pdf" "$3" 2> /dev/null
    pages=$(pages_of "$work/$1.pdf")
    read -r cpu wall peak <<< "$("$work/measure" "$2" "$quoin" render -q -o "$work/$1.pdf" "$3" 2> /dev/null)"
    echo "$1 $pages $cpu $wall $peak" >> "$work/results"
    awk -v name="$1" -v pages="$pages" -v cpu="$cpu" -v wall="$wall" -v peak="$peak" 'BEGIN {
        printf "%-16s %6d %8.1f %9.1f %10.1f %9.0f %10.1f\n",
            name, pages, cpu, wall, peak / 1024, cpu * 1000 / pages, peak / pages }'
}

: > "$work/results"
for sample in samples/*q2*.xml; do
    measure "$(basename "$sample" .xml)" 20 "$sample"
done
for pages in 100 1000; do
    python3 tests/bench/make-report.py $pages > "$work/report-$pages.xml"
    measure "report-$pages" 3 "$work/report-$pages.xml"
done

# What tags cost, from inside: the same pages written with and without.
# shellcheck disable=SC2046
${CC:-cc} -O2 -D_GNU_SOURCE -std=c11 -Wall -Wextra -Isrc -o "$work/tagged" tests/bench/tagged.c \
    "$build/libquoin.a" $(pkg-config --libs libxml-2.0 harfbuzz harfbuzz-subset libpng zlib nettle) \
    -lhpdf -lhyphen -pthread
read -r with _ <<< "$("$work/measure" 80 "$work/tagged" with samples/q2-2020-21.xml)"
read -r without _ <<< "$("$work/measure" 80 "$work/tagged" without samples/q2-2020-21.xml)"
awk -v with="$with" -v without="$without" 'BEGIN {
    printf "a tagged render to an untagged skeleton: %.1f ms to %.1f ms, ratio %.2f (at most 1.15)\n",
        with, without, with / without
    exit with > 1.15 * without }'

awk '
    $1 == "report-100" { time = $3 / $2; memory = $5 / $2 }
    $1 == "report-1000" {
        slow = $3 / $2 / time
        large = $5 / $2 / memory
        printf "a page at 1,000 pages to a page at 100: time %.2f, peak memory %.2f (at most 1.30)\n",
            slow, large
        exit !(slow <= 1.3 && large <= 1.3 && $2 >= 1000)
    }' "$work/results"

echo
tests/bench/batch.sh "$build"

echo
tests/bench/pack.sh "$build"
