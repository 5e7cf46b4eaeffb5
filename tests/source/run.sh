#!/bin/bash
# The report comes out of its PDF as it went in, and makes the same PDF again; what is no such PDF,
# or was made to do harm, is refused with a finding.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
root=$PWD
quoin=$PWD/$BUILD/quoin
work=$PWD/$BUILD/source
rm -rf "$work"
mkdir -p "$work"
unset SOURCE_DATE_EPOCH

# The parts that a report has, as quoin tells when asked for one that it has not.
parts_of() { # SAMPLE
    "$quoin" check --part none-such "$1" 2>&1 | sed -n 's/.*help: it has //p' | tr -d ,
}

# The variants of a layout.
variants_of() { # LAYOUT
    "$quoin" layouts | sed -n "s/^$1 .*; variants: //p"
}

# Out of the PDF and into it again, in a folder where nothing else lies.
round_trip() { # SAMPLE RENDER-OPTION…
    local sample=$1
    shift
    rm -rf "$work/again" "$work"/{first,second}.pdf
    "$quoin" render -q "$@" -o "$work/first.pdf" "$sample" || return 1
    "$quoin" source "$work/first.pdf" 2> /dev/null | cmp - "$sample" || return 1
    "$quoin" source -q --all "$work/again" "$work/first.pdf" || return 1
    cmp "$work/again/report.xml" "$sample" || return 1
    "$quoin" render -q "$@" -o "$work/second.pdf" "$work/again/report.xml" || return 1
    cmp "$work/first.pdf" "$work/second.pdf"
}

# A front sheet gives its agenda back; but what that attaches stays where it was.
agenda_comes_back() {
    "$quoin" render -q -o "$work/first.pdf" samples/agenda.xml &&
        "$quoin" source -q "$work/first.pdf" | cmp - samples/agenda.xml
}
check "agenda" agenda_comes_back

for sample in samples/*.xml; do
    grep -q '^<agenda ' "$sample" && continue
    for layout in $("$quoin" layouts | awk '{ print $1 }'); do
        for part in $(parts_of "$sample"); do
            check "$(basename "$sample" .xml), $layout, $part" round_trip "$sample" \
                --layout "$layout" --part "$part"
        done
        for variant in $(variants_of "$layout"); do
            check "$(basename "$sample" .xml), $layout, $variant" round_trip "$sample" \
                --layout "$layout" --variant "$variant"
        done
    done
    check "$(basename "$sample" .xml), as it says itself" round_trip "$sample"
    check "$(basename "$sample" .xml), stamped" round_trip "$sample" --agenda-item 7 --first-page 71
done

# ---- what is said, and where it goes ----
cd "$work" || exit 1
logs=$root/$BUILD/test
cp "$root"/samples/everything.xml report.xml
cp -r "$root"/samples/pictures .
"$quoin" render -q -o full.pdf report.xml
SOURCE_DATE_EPOCH=1600000000 "$quoin" render -q --layout civic --part paper -o part.pdf report.xml
"$quoin" render -q --no-source -o bare.pdf report.xml

# status N PATTERN COMMAND…: ends with that status and says that.
status() {
    local want=$1 pattern=$2 got=0
    shift 2
    "$@" > said 2>&1 || got=$?
    cat said
    [ "$got" -eq "$want" ] && grep -qaE -- "$pattern" said
}
untouched() { # FILE COMMAND…
    local file=$1
    shift
    echo before > "$file"
    "$@" && [ "$(cat "$file")" = before ]
}
size_below() { [ "$(stat -c %s "$1")" -lt "$2" ]; }

"$quoin" render -q --agenda-item 7a --first-page 71 -o stamped.pdf report.xml
check "how it was stamped" status 0 'quoin render --layout opcc --agenda-item 7a --first-page 71 report.xml' \
    "$quoin" source stamped.pdf -o out.xml
check "to a file" eval '"$quoin" source -q full.pdf -o out.xml && cmp out.xml report.xml'
check "from standard input" eval '"$quoin" source -q - < full.pdf | cmp - report.xml'
check "how to make it again" status 0 'quoin render --layout opcc report.xml' "$quoin" source full.pdf -o out.xml
check "date, layout and part are told" status 0 \
    'SOURCE_DATE_EPOCH=1600000000 quoin render --layout civic --part paper report.xml' \
    "$quoin" source part.pdf -o out.xml
again() {
    (export SOURCE_DATE_EPOCH=1600000000
        "$quoin" render -q --layout civic --part paper -o again.pdf out.xml) && cmp again.pdf part.pdf
}
check "and that makes it again" again
check "pictures are told" status 0 'it uses 3 pictures: --all' "$quoin" source full.pdf -o out.xml
check "quiet" eval '[ -z "$("$quoin" source -q full.pdf -o out.xml 2>&1)" ]'
brand() {
    mkdir -p brands
    sed 's/<layout /<layout based-on="opcc" /' > brands/ours.xml << 'LAYOUT'
<layout xmlns="urn:quoin:layout:1" xml:lang="en-GB" title="Ours"/>
LAYOUT
    "$quoin" render -q --layout brands/ours.xml -o brand.pdf report.xml || return 1
    cat brands/ours.xml "$root"/layouts/opcc.xml | sha256sum | cut -d' ' -f1 > hash
    status 0 "SHA-256 is $(cat hash)" "$quoin" source brand.pdf -o out.xml &&
        grep -q -- '--layout ours.xml' said
}
check "a layout of one's own: name and hash" brand
"$quoin" render -q -o q2.pdf "$root/samples/q2-2020-21.xml"
check "a Q2 report with its source is small" size_below q2.pdf 60000
check "no source: 2a" grep -qa '<pdfaid:part>2</pdfaid:part>' bare.pdf
check "source: 3a" grep -qa '<pdfaid:part>3</pdfaid:part>' full.pdf
check "no source: nothing inside" eval '! grep -qaE "EmbeddedFile|<quoin:" bare.pdf'
check "-o and --all" status 2 'cannot both' "$quoin" source full.pdf -o a.xml --all b
check "the PDF itself" status 2 'is the PDF itself' "$quoin" source full.pdf -o full.pdf
mkdir -p taken && echo mine > taken/mine
check "a folder that is not empty" status 4 'it is not empty' "$quoin" source full.pdf --all taken
check "a folder that is a file" status 4 'Not a directory' "$quoin" source full.pdf --all report.xml
check "a folder in none" status 4 'No such file' "$quoin" source full.pdf --all none/such

# ---- other programs' hands ----
check "rewritten by qpdf" eval 'qpdf --linearize full.pdf l.pdf && "$quoin" source -q l.pdf | cmp - report.xml'
check "uncompressed by qpdf" eval 'qpdf --qdf full.pdf q.pdf; "$quoin" source -q q.pdf | cmp - report.xml'
check "pdfdetach finds it" eval 'mkdir detached; pdfdetach -saveall -o detached full.pdf && cmp detached/report.xml report.xml && cmp detached/visits.png pictures/visits.png'
check "a password" eval 'qpdf --encrypt a b 256 -- full.pdf p.pdf; status 3 "Q710.*password" "$quoin" source p.pdf'
check "no password to read" eval 'qpdf --encrypt "" b 256 -- full.pdf p.pdf; "$quoin" source -q p.pdf | cmp - report.xml'

# ---- refused ----
check "no such file" status 4 'Q701' "$quoin" source none.pdf
check "not a PDF" status 3 'Q710.*not a PDF' "$quoin" source report.xml
: > empty.pdf
check "empty" status 3 'Q710.*not a PDF' "$quoin" source empty.pdf
for part in 20 1000 30000 50000; do
    head -c $part full.pdf > cut.pdf
    check "cut off at $part" status 3 'Q710.*damaged' "$quoin" source cut.pdf
done
check "without its source" status 3 'Q711.*without its source' "$quoin" source bare.pdf
qpdf --empty --pages full.pdf 1 -- page.pdf
check "a page of it" status 3 'Q711' "$quoin" source page.pdf
check "a failure writes nothing" untouched kept.xml status 3 Q711 "$quoin" source bare.pdf -o kept.xml

# One thing changed, the length kept, in a copy without compression.
qpdf --stream-data=uncompress --object-streams=disable full.pdf open.pdf
changed() { # FROM TO
    python3 - "$1" "$2" << 'PYTHON'
import sys
data = open("open.pdf", "rb").read()
old, new = (s.encode() for s in sys.argv[1:])
assert len(old) == len(new) and old in data, "nothing to change"
open("changed.pdf", "wb").write(data.replace(old, new))
PYTHON
}
check "changed: a word of the report" eval 'changed "<report" "<Report"; status 3 Q712 "$quoin" source changed.pdf'
check "changed: its size" eval 'changed "/Size $(stat -c %s report.xml)" "/Size 99999" && status 3 Q712 "$quoin" source changed.pdf'
check "changed: its relation" eval 'changed /Source /Surcee; status 3 Q711 "$quoin" source changed.pdf'
for as in ../tures/ /etcures/ .ictures/ 'pict\res/' './../ure/'; do
    check "a picture named $as" eval 'changed "(pictures/" "($as"; status 3 "Q712.*not safe" "$quoin" source changed.pdf --all new'
    check "nothing is written" test ! -e new
done
check "its report can be had" eval '"$quoin" source -q changed.pdf | cmp - report.xml'
check "a fact that a shell would run" eval 'changed ">opcc<" ">\$(w)<"; status 0 "quoin render report.xml" "$quoin" source changed.pdf -o out.xml'

# ---- harm ----
bomb() { # a PDF whose catalog is in an object stream of 400 MB
    python3 - > bomb.pdf << 'PYTHON'
import sys, zlib
body = zlib.compress(b"2 0 <</Type/Catalog>>" + b" " * 400_000_000, 9)
out = b"%PDF-1.7\n"
at = len(out)
out += b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body)
out += body + b"\nendstream\nendobj\n"
start = len(out)
out += b"3 0 obj\n<</Type/XRef/Size 4/W[1 3 0]/Root 2 0 R/Length 16>>stream\n"
table = b"\0\0\0\0" + b"\1" + at.to_bytes(3, "big") + b"\2\0\0\1" + b"\1" + start.to_bytes(3, "big")
out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
sys.stdout.buffer.write(out)
PYTHON
    local got=0
    (ulimit -t 60; "$quoin" source --memory 128 bomb.pdf) || got=$?
    [ $got -eq 3 ] || [ $got -eq 5 ]
}
check "an object stream that swells" bomb
check "bytes changed at random, 400 times" python3 "$root"/tests/source/mutate.py "$quoin" full.pdf open.pdf
finish
