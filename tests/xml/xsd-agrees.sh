#!/bin/bash
# The schema that `quoin schema` prints and quoin's own check judge alike: every sample, layout,
# agenda and faulty report, by xmllint and by quoin. Quoin's judgement is whether it found an error of form
# (Q1xx, Q2xx); what its sense is (Q3xx and on) no schema knows.
#   xsd-agrees.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
quoin=$BUILD/quoin
work=$BUILD/xsd
mkdir -p "$work"

# Where the two differ: what src/xml/xsd.c's head names, and what quoin refuses before it parses.
differs() {
    case $(basename "$1" .xml) in
    commentary-on-nothing | language-malformed | layout-language-malformed | year-with-a-gap) return 0 ;;
    doctype-* | encoding-*) return 0 ;;
    *) return 1 ;;
    esac
}

agree() { # SCHEMA FILE
    local by_quoin=valid by_schema=valid said
    said=$("$quoin" check "$2" 2>&1)
    [[ $said =~ error\[Q[12] ]] && by_quoin=invalid
    xmllint --nonet --noout --schema "$1" "$2" 2> /dev/null || by_schema=invalid
    [ $by_quoin = $by_schema ] && return 0
    echo "quoin: $by_quoin, xmllint: $by_schema"
    echo "$said"
    xmllint --nonet --noout --schema "$1" "$2" 2>&1 | head -5
    return 1
}

"$quoin" schema report > "$work/report.xsd"
"$quoin" schema layout > "$work/layout.xsd"
"$quoin" schema agenda > "$work/agenda.xsd"
schema_of() { # FILE
    local of=report
    grep -q '<layout ' "$1" && of=layout
    grep -q '<agenda ' "$1" && of=agenda
    echo "$work/$of.xsd"
}
for file in samples/*.xml tests/findings/*.xml tests/golden/*.xml; do
    differs "$file" ||
        check "schema agrees on $(basename "$file")" agree "$(schema_of "$file")" "$file"
done
for file in layouts/*.xml; do
    check "schema takes $(basename "$file")" xmllint --nonet --noout --schema "$work/layout.xsd" "$file"
done
finish
