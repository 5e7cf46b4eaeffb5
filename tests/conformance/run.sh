#!/bin/bash
# The reference validator's word on every sample in every layout, whole and in parts, in every
# variant, with its source and without: PDF/UA-1 and PDF/A-3a (PDF/A-2a without source), and on
# files with one thing taken away (prove.sh). Prints SKIPPED where there is no veraPDF.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
here=tests/conformance
work=$BUILD/conformance
quoin=$BUILD/quoin
passed=0
failed=0

jar=$($here/verapdf.sh "$BUILD") || {
    echo "SKIPPED conformance: $jar"
    exit 0
}
rm -rf "$work"
mkdir -p "$work/with-source" "$work/no-source"

# ---- the files -------------------------------------------------------------------------------

broken=0
make_pdf() { # FOLDER NAME OPTION… SAMPLE
    local pdf=$work/$1/$2.pdf
    shift 2
    # Q902: quoin itself has found the structure wanting.
    "$quoin" render -q -o "$pdf" "$@" 2> "$work/said" && ! grep -q Q902 "$work/said" && return
    echo "  FAIL  not rendered as it should be: $pdf"
    cat "$work/said"
    broken=$((broken + 1))
}

# Long enough for a contents page, which the samples are not.
python3 tests/bench/make-report.py 40 > "$work/long.xml"

layouts=$("$quoin" layouts | awk '/^[a-z]/ { print $1 }')
for sample in samples/*.xml "$work/long.xml"; do
    for layout in $layouts; do
        name=$(basename "$sample" .xml).$layout
        with=(--layout "$layout" "$sample")
        make_pdf with-source "$name" "${with[@]}"
        [ "$sample" = "$work/long.xml" ] && continue
        for part in $(python3 $here/parts.py "$sample"); do
            make_pdf with-source "$name.$part" --part "$part" "${with[@]}"
        done
        make_pdf no-source "$name.no-source" --no-source "${with[@]}"
        for variant in large-print mono flat; do
            make_pdf with-source "$name.$variant" --variant "$variant" "${with[@]}"
        done
        make_pdf with-source "$name.stamped" --agenda-item 7 --first-page 71 "${with[@]}"
    done
done

# ---- the verdicts ----------------------------------------------------------------------------

count() { # reads a part's lines, prints them, adds its last to the sums
    local line good bad last=
    while IFS= read -r line; do
        if [[ $line =~ ^[0-9]+\ passed,\ [0-9]+\ failed$ ]]; then last=$line; else echo "$line"; fi
    done
    read -r good _ bad _ <<< "${last:-0 passed, 1 failed}"
    passed=$((passed + good))
    failed=$((failed + bad))
}

judge() { # PROFILE FILE…
    [ -e "$2" ] || return 0 # there are none
    count < <(python3 $here/judge.py "$jar" "$@" 2>&1)
}

facts=$(python3 $here/judge.py --list "$jar")
wcag=$(sed -n 's/^wcag //p' <<< "$facts")
failed=$((failed + broken))
echo "veraPDF $(sed -n 's/^version //p' <<< "$facts"): PDF/UA-1 (ua1) and PDF/A-3a (3a), without source PDF/A-2a (2a)"
judge ua1 "$work"/*-source/*.pdf
judge 3a "$work"/with-source/*.pdf
judge 2a "$work"/no-source/*.pdf
if [ -n "$wcag" ]; then
    python3 -m zipfile -e "$jar" "$work/jar"
    judge "$work/jar/$wcag" "$work"/with-source/*.pdf
else
    echo "not run: WCAG 2.2 by machine (this release of veraPDF carries no such profile)"
fi
count < <($here/packs.sh "$BUILD" "$jar" 2>&1)
count < <($here/prove.sh "$BUILD" "$jar" 2>&1)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
