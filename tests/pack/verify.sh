#!/bin/bash
# The way back from a pack: every report's XML out of it, and whether its pages are still those that
# the XML renders.
#   verify.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
root=$PWD
quoin=$PWD/$BUILD/quoin
work=$PWD/$BUILD/verify-pack
rm -rf "$work"
mkdir -p "$work"
cp -r tests/pack/fixtures/*.pdf samples "$work"
logs=$root/$BUILD/test
cd "$work" || exit 1
unset SOURCE_DATE_EPOCH

# status N PATTERN COMMAND…: ends with that status and says that.
status() {
    local want=$1 pattern=$2 got=0
    shift 2
    "$@" > said 2>&1 || got=$?
    cat said
    [ "$got" -eq "$want" ] && grep -qaE -- "$pattern" said
}

# ---- packs ----
cat > samples/ours.xml << 'LAYOUT'
<layout xmlns="urn:quoin:layout:1" xml:lang="en-GB" title="Ours" based-on="opcc">
  <palette><colour name="navy" value="#12402b"/></palette>
</layout>
LAYOUT
for sample in q1-2020-21 q2-2020-21 everything bilingual; do
    "$quoin" render -q -o "$sample.pdf" "samples/$sample.xml"
done
"$quoin" render -q --layout civic --part A -o civic.pdf samples/q2-2020-21.xml
"$quoin" render -q --variant large-print -o large.pdf samples/q1-2020-21.xml
SOURCE_DATE_EPOCH=1600000000 "$quoin" render -q -o dated.pdf samples/q1-2020-21.xml
"$quoin" render -q --agenda-item 6 --first-page 7 -o native.pdf samples/q2-2020-21.xml
"$quoin" render -q --no-source -o bare.pdf samples/q2-2020-21.xml
"$quoin" attach -q libreoffice-agenda.pdf --item 7 q2-2020-21.pdf --item 8 everything.pdf \
    --item 9 latex.pdf --item 10 samples/bilingual.xml --at 2 --item 11 bare.pdf \
    --item 12 civic.pdf --item 13 large.pdf --item 14 dated.pdf --item 15 native.pdf \
    -o pack.pdf 2> /dev/null
"$quoin" pack -q samples/agenda.xml -o agenda.pdf
"$quoin" pack -q --duplex --stamps all samples/agenda.xml -o duplex.pdf
"$quoin" attach -q pack.pdf --item 2 agenda.pdf --at 1 --item 3 q1-2020-21.pdf -o nested.pdf 2> /dev/null

# ---- verify ----
# Every item of quoin's is as its source renders it, so many of them.
same() { # COUNT PACK
    "$quoin" verify "$2" > said 2>&1 || { cat said; return 1; }
    cat said
    [ "$(grep -c 'as its source renders$' said)" -eq "$1" ] && ! grep -qE 'ALTERED|cannot be told' said
}
check "many reports" same 7 pack.pdf
check "one by others, one without its source" eval '[ "$("$quoin" verify pack.pdf | grep -c "carries no report")" -eq 2 ]'
check "an agenda and its front sheet" same 4 agenda.pdf
check "on right-hand pages, all stamped" same 4 duplex.pdf
check "packs in packs" same 12 nested.pdf
for one in q2-2020-21 everything bilingual civic large dated native; do
    check "a report alone: $one" same 1 "$one.pdf"
done
check "pages are told" status 0 '^item 7, pages [0-9]+ to [0-9]+: as its source renders$' "$quoin" verify pack.pdf
check "for programs" eval '"$quoin" verify --format json pack.pdf | python3 -c "
import json, sys
items = json.load(sys.stdin)
assert [i[\"verdict\"] for i in items].count(\"same\") == 7, items
assert all(set(i) == {\"verdict\", \"item\", \"title\", \"first\", \"last\", \"differs\", \"reason\"} for i in items)"'
check "how many" status 0 '^pack.pdf: 7 of 9 items are as their sources render; 2 have no source$' "$quoin" verify pack.pdf
check "--werror: some have no source" status 1 'have no source' "$quoin" verify --werror pack.pdf
check "--werror: all are verified" status 0 'as its source renders' "$quoin" verify --werror agenda.pdf
check "the front sheet by its name" status 0 '^front sheet of item 2, pages' "$quoin" verify nested.pdf
check "quiet" eval '[ -z "$("$quoin" verify -q pack.pdf 2>&1)" ]'
check "no source" status 3 Q711 "$quoin" verify bare.pdf
check "no PDF of quoin's" status 3 Q711 "$quoin" verify latex.pdf
check "no PDF" status 3 Q710 "$quoin" verify samples/agenda.xml
check "no file" status 4 Q701 "$quoin" verify none.pdf
check "standard input" eval '"$quoin" verify - < q2-2020-21.pdf'
"$quoin" attach -q libreoffice-agenda.pdf --item 7 q1-2020-21.pdf --item 8 everything.pdf -o three.pdf 2> /dev/null
taken_out() {
    local report
    report=$(qpdf --list-attachments three.pdf | sed -n "s|^\(item-7.*\) -> .*|\1|p" | head -1)
    qpdf --remove-attachment="$report" three.pdf taken.pdf || return
    status 3 'ALTERED: its source has been taken out' "$quoin" verify taken.pdf
}
check "a source taken out" taken_out
check "what is altered is told once" eval '[ "$("$quoin" verify taken.pdf 2>&1 | grep -c "taken out")" -eq 1 ]'
check "and with -q" status 3 'Q735.*item 7.*taken out' "$quoin" verify -q taken.pdf
mkdir altered
check "whatever is altered is told" python3 "$root/tests/pack/altered.py" "$quoin" three.pdf altered 8
check "and what only screen readers see" python3 "$root/tests/pack/retagged.py" "$quoin" three.pdf altered 8 7
check "the tags of each item, in packs in packs" python3 "$root/tests/pack/retagged.py" "$quoin" nested.pdf altered
rewritten() { # COUNT PACK: as other programs write it
    local how
    for how in --object-streams=disable --object-streams=generate --linearize \
        "--qdf --object-streams=disable"; do
        # shellcheck disable=SC2086
        qpdf $how "$2" rewritten.pdf && same "$1" rewritten.pdf || return 1
    done
}
check "an agenda, written by others" rewritten 4 agenda.pdf
check "packs in packs, written by others" rewritten 12 nested.pdf
# ---- pages of no item ----
# put_in PATTERN PACK PAGES…: as qpdf puts pages together; told, and with status 3.
put_in() {
    local pattern=$1 pack=$2
    shift 2
    qpdf "$pack" --pages "$@" -- put-in.pdf &&
        status 3 "^$pattern: PUT IN BY OTHERS: (it belongs|they belong) to no item\$" "$quoin" verify put-in.pdf &&
        status 3 "Q737.*$pattern" "$quoin" verify -q put-in.pdf
}
end=$(qpdf --show-npages agenda.pdf)
three=$(qpdf --show-npages three.pdf)
check "pages in front of the front sheet" put_in 'pages 1 to 2' agenda.pdf latex.pdf 1,1 agenda.pdf
check "a page between two items" put_in 'page 9' agenda.pdf agenda.pdf 1-8 latex.pdf 1 agenda.pdf 9-z
check "pages at the end" put_in "pages $((end + 1)) to $((end + 2))" agenda.pdf agenda.pdf 1-z latex.pdf 1,1
check "a page of the pack again" put_in "page $((end + 1))" agenda.pdf agenda.pdf 1-z,5
check "a pack by others: its pages and no more" put_in "page $((three + 1))" three.pdf three.pdf 1-z latex.pdf 1
check "how many pages" status 3 '4 of 4 items are as their sources render; 2 pages of no item$' eval \
    'qpdf agenda.pdf --pages agenda.pdf latex.pdf 1,1 -- put-in.pdf && "$quoin" verify put-in.pdf'
check "for programs, too" eval '"$quoin" verify --format json put-in.pdf | python3 -c "
import json, sys
[stray] = [i for i in json.load(sys.stdin) if i[\"verdict\"] == \"stray\"]
assert stray[\"item\"] == \"\" and stray[\"last\"] == stray[\"first\"] + 1, stray"'
# A blank page is one only where quoin puts it, and with nothing but its stamp on it.
blank=$(($("$quoin" verify --format json duplex.pdf | python3 -c 'import json, sys; print(json.load(sys.stdin)[-1]["first"])') - 1))
check "a blank page elsewhere" put_in 'page 6' duplex.pdf duplex.pdf "1-5,$blank,6-z"
written_on() {
    qpdf --qdf --object-streams=disable duplex.pdf blank.qdf
    python3 - "$blank" << 'PYTHON'
import sys
data = open("blank.qdf", "rb").read()
at = data.index(b"/Type /Page\n", data.index(b"%%%% Page %d\n" % int(sys.argv[1])))
note = b"/Annots [ <</Subtype /FreeText /Rect [9 9 99 99] /Contents (No) /DA (0 g)>> ] "
open("blank.qdf", "wb").write(data[:at] + note + data[at:])
PYTHON
    fix-qdf blank.qdf > blank.pdf 2> /dev/null
    status 3 "^page $blank: PUT IN BY OTHERS" "$quoin" verify blank.pdf
}
check "a blank page written on" written_on
check "blank pages, written by others" eval 'qpdf --qdf --object-streams=disable duplex.pdf blank.pdf && same 4 blank.pdf'

check "bytes changed at random" python3 "$root/tests/pack/mutate.py" "$quoin" 60 three.pdf agenda.pdf

# ---- front sheets ----
"$quoin" attach -q agenda.pdf --item 5a latex.pdf --at 9 -o moved.pdf 2> /dev/null
"$quoin" attach -q agenda.pdf --item 4 latex.pdf -o come.pdf 2> /dev/null
"$quoin" attach -q nested.pdf --item 5 latex.pdf --at 5 -o within.pdf 2> /dev/null
front='^front sheet, pages 1 to 2: OUT OF DATE: as first made, but'
check "quoin has moved items" status 0 "$front items 6 and 6a have moved since\$" "$quoin" verify moved.pdf
check "and has put in what was to follow" status 0 "$front item 4 has been put in since\$" "$quoin" verify come.pdf
check "a warning" status 0 'warning.Q742.: 1 front sheet is out of date' "$quoin" verify moved.pdf
check "the front sheet of a pack within" status 0 '^front sheet of item 2, .* OUT OF DATE: .*items 2/5, 2/6 and 2/6a have moved' "$quoin" verify within.pdf
check "--werror: out of date" status 1 'Q742' "$quoin" verify --werror -q moved.pdf
check "by others it is altered" status 3 'Q735.*front sheet.* items 6 and 5 have been moved by another program' eval \
    'qpdf agenda.pdf --pages . 1-2,9-17,3-8,18-z -- turned.pdf && "$quoin" verify -q turned.pdf'
check "even when quoin has moved them before" status 3 'Q735.*front sheet.* item 6 has been moved by another program' eval \
    'qpdf moved.pdf --pages . 1-8,16-24,9-15,25-z -- turned.pdf && "$quoin" verify -q turned.pdf'
forged() { # the front sheet's own words, and it is out of date
    qpdf --qdf --normalize-content=n --object-streams=disable moved.pdf forged.qdf
    python3 - << 'PYTHON'
data = open("forged.qdf", "rb").read()
at = data.index(b")]TJ", data.index(b"%% Contents for page 2\n")) - 1
open("forged.qdf", "wb").write(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
PYTHON
    fix-qdf forged.qdf > forged.pdf 2> /dev/null
    status 3 '^front sheet.*ALTERED: page 2 shows other content' "$quoin" verify forged.pdf
}
check "one that is out of date and altered" forged

# ---- what quoin cannot make again ----
"$quoin" render -q --layout samples/ours.xml -o ours.pdf samples/q2-2020-21.xml
"$quoin" attach -q latex.pdf --item 7 ours.pdf --item 8 q1-2020-21.pdf -o with-ours.pdf 2> /dev/null
sed 's/#12402b/#402b12/' samples/ours.xml > samples/theirs.xml
check "a layout that is not there" status 0 'cannot be told: .*ours.xml' "$quoin" verify with-ours.pdf
check "the others are judged" status 0 '^item 8.*as its source renders$' "$quoin" verify with-ours.pdf
check "the layout given" eval '"$quoin" verify --layout samples/ours.xml with-ours.pdf | grep -c "as its source renders$" | grep -qx 2'
check "another layout given" status 0 'cannot be told: .*is not the one' "$quoin" verify --layout samples/theirs.xml with-ours.pdf
cp samples/ours.xml ours.xml
check "one that lies about is not taken" status 0 'cannot be told: .*ours.xml' "$quoin" verify with-ours.pdf
"$quoin" attach -q latex.pdf --layout samples/ours.xml --item 7 q2-2020-21.pdf -o our-stamps.pdf 2> /dev/null
check "stamps of a layout given" eval '"$quoin" verify --layout samples/ours.xml our-stamps.pdf'

older() { # what another version of quoin made, the same or otherwise
    qpdf --qdf --normalize-content=n --object-streams=disable with-ours.pdf older.qdf
    python3 - "$1" << 'PYTHON'
import re, sys
data = open("older.qdf", "rb").read()
data = re.sub(rb"/version \([^)]*\)", b"/version (0.0.9)", data)
if sys.argv[1] == "otherwise":
    for page in re.finditer(rb"%% Contents for page \d+\n.*?\nendobj", data, re.S):
        if b"/Artifact" in page.group(0) and b" rg\n" in page.group(0):
            at = data.index(b" rg\n", page.start())
            data = data[:at] + b" RG\n" + data[at + 4:]
open("older.qdf", "wb").write(data)
PYTHON
    fix-qdf older.qdf > older.pdf 2> /dev/null
    "$quoin" verify older.pdf > said 2>&1
    cat said
}
check "by another quoin, and the same" eval 'older same && grep -q "^item 8.*as its source renders$" said'
check "by another quoin, and otherwise" eval 'older otherwise && grep -q "^item 8.*cannot be told: .*made by quoin 0.0.9" said'

# ---- source ----
check "a list" status 0 '^7 +[0-9]+-[0-9]+ +[0-9]+ +0  OPCC Performance Report, Q2 2020/21$' "$quoin" source pack.pdf
check "of those within too" status 0 '^2/6 ' "$quoin" source nested.pdf
check "one item" eval '"$quoin" source -q pack.pdf --item 8 | cmp - samples/everything.xml'
check "one within" eval '"$quoin" source -q nested.pdf --item 2/6 -o o.xml && cmp o.xml samples/q2-2020-21.xml'
check "its agenda" eval '"$quoin" source -q agenda.pdf --item front | cmp - samples/agenda.xml'
all() {
    rm -rf all
    "$quoin" source -q nested.pdf --all all || return 1
    cmp all/item-7/report.xml samples/q2-2020-21.xml && cmp all/item-8/report.xml samples/everything.xml &&
        cmp all/item-8/pictures/visits.png samples/pictures/visits.png &&
        cmp all/item-2/item-front/agenda.xml samples/agenda.xml &&
        [ "$(find all -name report.xml | wc -l)" -eq 11 ]
}
check "all of them" all
again() {
    rm -rf eight
    "$quoin" source -q pack.pdf --item 8 --all eight && "$quoin" render -q -o again.pdf eight/report.xml &&
        cmp again.pdf everything.pdf
}
check "one with its pictures makes the same PDF" again
check "how to make it again" status 0 'quoin render --layout civic --part A --agenda-item 12 --first-page [0-9]+ report.xml' "$quoin" source pack.pdf --item 12 -o o.xml
"$quoin" attach -q --stamps none latex.pdf --item 7 q1-2020-21.pdf -o unstamped.pdf 2> /dev/null
check "how to make it again, unstamped" status 0 'quoin render --layout [a-z]+ report.xml$' "$quoin" source unstamped.pdf --item 7 -o o.xml
check "no such item" status 3 'Q711.*no item 70' "$quoin" source pack.pdf --item 70
check "an item by others" status 3 'Q711.*item 9.*no report' "$quoin" source pack.pdf --item 9
check "one file for many" status 3 'Q711.*names one file' "$quoin" source pack.pdf -o o.xml
check "no pack" status 3 'Q711.*no pack' "$quoin" source q2-2020-21.pdf --item 7
check "two items" status 2 'once' "$quoin" source pack.pdf --item 7 --item 8
check "an item number that is taken" status 3 'Q720.*item 7 already' "$quoin" attach pack.pdf --item 7 civic.pdf -o o.pdf
finish
