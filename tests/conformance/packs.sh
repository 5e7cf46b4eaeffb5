#!/bin/bash
# veraPDF's word on packs: made only of parts that conform, they do and say so; with one that makes
# no claim they make none.
#   packs.sh BUILD JAR
set -u
BUILD=$1
jar=$2
here=tests/conformance
work=$BUILD/conformance/packs
quoin=$PWD/$BUILD/quoin
rm -rf "$work"
mkdir -p "$work/ua" "$work/archive"
fixtures=$PWD/tests/pack/fixtures
good=0
bad=0
tell() { # STATUS WORDS
    if [ "$1" -eq 0 ]; then
        good=$((good + 1))
        echo "  ok    $2"
    else
        bad=$((bad + 1))
        echo "  FAIL  $2"
    fi
}
claims() { pdfinfo -meta "$1" | grep -q "$2:part"; }

for sample in q1-2020-21 q2-2020-21 everything bilingual; do
    "$quoin" render -q -o "$work/$sample.pdf" "samples/$sample.xml"
done
"$quoin" render -q --layout civic -o "$work/civic.pdf" samples/q2-2020-21.xml
"$quoin" render -q --variant large-print -o "$work/large.pdf" samples/q1-2020-21.xml
"$quoin" render -q --no-source -o "$work/bare.pdf" samples/q1-2020-21.xml
cp "$fixtures"/*.pdf "$work"

made() { # OUT OPTION…
    (cd "$work" && "$quoin" attach -q -o "$@" 2> said) || tell 1 "not made: $1"
}
# Every part is PDF/A-3a as well.
made archive/ours.pdf q2-2020-21.pdf --item 2 civic.pdf --item 3 everything.pdf --item 4 bilingual.pdf
made archive/stamped.pdf --duplex --stamps all civic.pdf --item 2 q2-2020-21.pdf --at 2 --item 3 large.pdf \
    --replace 1 --item 4 everything.pdf --at 5
made archive/nested.pdf q1-2020-21.pdf --item 2 archive/ours.pdf --at 2 --item 3 archive/stamped.pdf
made archive/again.pdf archive/ours.pdf --item 9 q2-2020-21.pdf --at 1
"$quoin" pack -q -o "$work/archive/agenda.pdf" samples/agenda.xml
"$quoin" pack -q --duplex --stamps all -o "$work/archive/agenda-duplex.pdf" samples/agenda.xml
# Every part is PDF/UA.
made ua/office.pdf libreoffice-plain.pdf --item 2 q2-2020-21.pdf --item 3 everything.pdf --at 2
made ua/mixed.pdf q2-2020-21.pdf --item 2 libreoffice-plain.pdf --item 3 bare.pdf --item 4 libreoffice-plain.pdf
made ua/office-duplex.pdf --duplex --stamps all libreoffice-plain.pdf --item 2 libreoffice-plain.pdf --at 1 \
    --item 3 bilingual.pdf --replace 2
# Not every part is.
made none.pdf q2-2020-21.pdf --item 2 chromium.pdf --item 3 everything.pdf
made pack-none.pdf groff.pdf --item 2 q2-2020-21.pdf

for pdf in "$work"/{archive,ua}/*.pdf; do
    claims "$pdf" pdfuaid
    tell $? "PDF/UA claimed: $(basename "$pdf" .pdf)"
done
for pdf in "$work"/archive/*.pdf; do
    claims "$pdf" pdfaid
    tell $? "PDF/A claimed: $(basename "$pdf" .pdf)"
done
for pdf in "$work"/*none.pdf "$work"/ua/*.pdf; do
    ! claims "$pdf" pdfaid
    tell $? "PDF/A not claimed: $(basename "$pdf" .pdf)"
done
for pdf in "$work"/*none.pdf; do
    ! claims "$pdf" pdfuaid
    tell $? "PDF/UA not claimed: $(basename "$pdf" .pdf)"
done
{
    python3 $here/judge.py "$jar" ua1 "$work"/{archive,ua}/*.pdf
    python3 $here/judge.py "$jar" 3a "$work"/archive/*.pdf
    echo "$good passed, $bad failed"
} | awk '/^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3; next }
         { print }
         END { print good + 0 " passed, " bad + 0 " failed"; exit bad > 0 || !good }'
