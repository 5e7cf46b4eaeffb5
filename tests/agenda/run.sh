#!/bin/bash
# `quoin pack` and `quoin attach` as a person meets them: what the front sheet says is where the pack
# has it; what is wrong is told in one run; the old pack stays until the new one is whole.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
root=$PWD
quoin=$root/$BUILD/quoin
logs=$root/$BUILD/test
work=$root/$BUILD/agenda-test
rm -rf "$work"
mkdir -p "$work"
cp -r samples/agenda.xml samples/q?-2020-21.xml samples/everything.xml samples/pictures "$work"
cd "$work" || exit 1
unset SOURCE_DATE_EPOCH

status() { # WANTED COMMAND…
    local wanted=$1 got=0
    shift
    "$@" || got=$?
    [ $got -eq "$wanted" ] || { echo "status $got, not $wanted"; return 1; }
}
says() { # PATTERN COMMAND…
    local pattern=$1 said
    shift
    said=$("$@" 2>&1)
    [[ $said =~ $pattern ]] || { echo "not said: $pattern"; echo "$said"; return 1; }
}
pages_of() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
agenda() { # ITEMS: an agenda of these
    cat << XML
<agenda xmlns="urn:quoin:agenda:1" xml:lang="en-GB">
  <organisation>Exampleshire County Council</organisation>
  <committee>Panel</committee>
  <meeting date="2020-11-25T10:00"/>
  <items>$1</items>
</agenda>
XML
}

# ---- the pack ------------------------------------------------------------------------------------

# Each "Pages A - B" on the front sheet: item-N leads to page A, A is stamped with the item and both
# with their page, and the page behind B with another item, or it is blank, or there is none.
ranges_hold() { # PACK.pdf
    local number first last found=0 pages
    pages=$(pages_of "$1")
    while read -r number first last; do
        found=$((found + 1))
        pdfinfo -dests "$1" | grep -qE "^ *$first \[.*\"item-$number\"" || { echo "no item-$number at $first"; return 1; }
        pdftotext -f "$first" -l "$first" -layout "$1" - | grep -q "Agenda Item $number\$" || return 1
        pdftotext -f "$first" -l "$first" -layout "$1" - | grep -qE " Page $first\$" || return 1
        pdftotext -f "$last" -l "$last" -layout "$1" - | grep -qE " Page $last\$" || return 1
        [ "$last" -eq "$pages" ] ||
            ! pdftotext -f $((last + 1)) -l $((last + 1)) -layout "$1" - | grep -qE 'Page [0-9]+$' ||
            pdftotext -f $((last + 1)) -l $((last + 1)) -layout "$1" - | grep -qE 'Agenda Item|left blank$' || return 1
    done < <(pdftotext -l 3 -layout "$1" - | sed -nE \
        's/^ *([0-9]+[a-z]?) .* Pages? ([0-9]+)$/\1 \2 \2/p; s/^ *([0-9]+[a-z]?) .* Pages ([0-9]+) - ([0-9]+)$/\1 \2 \3/p')
    [ "$found" -eq "$2" ] || { echo "$found ranges, not $2"; return 1; }
}
# Its links lead there too.
links_lead() {
    qpdf --json=2 --json-key=qpdf "$1" | grep -oE '"/Dest": "u:item-[0-9a-z]+"' | sort -u | wc -l | grep -qx "$2"
}
check "a pack beside its agenda" says "agenda.pdf: 22 pages, 3 of 9 items attached$" "$quoin" pack agenda.xml
check "qpdf finds nothing" qpdf --check agenda.pdf
check "the pages are those it says" [ "$(pages_of agenda.pdf)" = 22 ]
check "page ranges hold" ranges_hold agenda.pdf 3
check "page ranges are links" links_lead agenda.pdf 3
check "tagged" says "Tagged: *yes" pdfinfo agenda.pdf
duplex() {
    "$quoin" pack -q --duplex agenda.xml -o duplex.pdf && ranges_hold duplex.pdf 3 &&
        ! pdftotext -l 2 -layout duplex.pdf - | grep -qE 'Pages [0-9]*[02468] ' &&
        pdftotext duplex.pdf - | grep -B1 -x "This page is intentionally left blank" | grep -qE 'Page [0-9]*[02468]$' &&
        "$quoin" verify -q duplex.pdf
}
check "--duplex: items begin on the right" duplex
supplement() { # goes on where another pack ended: on the front sheet, in stamps, labels and to verify
    "$quoin" pack -q --first-page 71 agenda.xml -o supplement.pdf && [ "$(pages_of supplement.pdf)" = 22 ] &&
        pdftotext -l 2 -layout supplement.pdf - | grep -qE ' Pages 73 - 78$' &&
        pdftotext -f 3 -l 3 -layout supplement.pdf - | grep -qE ' Page 73$' &&
        pdftotext -l 1 -layout supplement.pdf - | grep -qE ' Page 71$' &&
        pdfinfo -dests supplement.pdf | grep -qE '^ *3 \[.*"item-5"' &&
        qpdf --json=2 --json-key=pagelabels supplement.pdf | grep -q '"/St": 71' &&
        "$quoin" verify supplement.pdf
}
check "--first-page" supplement
stamped_once() {
    "$quoin" pack -q --first-page 71 --stamps all agenda.xml -o supplement.pdf > said 2>&1 && [ ! -s said ] &&
        [ "$(pdftotext -l 1 supplement.pdf - | grep -cx 'Page 71')" -eq 1 ] && "$quoin" verify supplement.pdf
}
check "--first-page with --stamps all" stamped_once
check "--first-page without stamps" status 2 "$quoin" pack --first-page 71 --stamps none agenda.xml -o x.pdf
dry() {
    says "dry.pdf: 22 pages, 3 of 9 items attached"$'\n'"nothing is written" "$quoin" pack --dry-run agenda.xml -o dry.pdf &&
        [ ! -e dry.pdf ]
}
check "--dry-run" dry
check "check says what it leaves" says "agenda.xml: the files that it names are not opened; quoin pack --dry-run" "$quoin" check agenda.xml
# What is exempt is in the members' pack, and not in the public's, where all pages keep their number.
exempt() {
    sed 's/<item title="Performance Report, Quarter 2/<item exempt="3" title="Performance Report, Quarter 2/' agenda.xml > exempt.xml
    says "item 6 is exempt: this pack is not for publication" "$quoin" pack exempt.xml -o members.pdf &&
        says "item 6 is exempt and left out: pages 9 to 17"$'\n'"public.pdf: 13 pages, 2 of 9" "$quoin" pack --public exempt.xml -o public.pdf &&
        ranges_hold members.pdf 3 && [ "$(pages_of public.pdf)" = 13 ] &&
        pdftotext -f 8 -l 9 public.pdf - | grep -E '^Page [0-9]+$' | tr '\n' ' ' | grep -qx 'Page 8 Page 18 ' &&
        pdftotext -l 2 -layout public.pdf - | grep -qE '^ *6a .* Pages 18 - 22$' &&
        pdftotext -l 2 -layout public.pdf - | grep -qE '^ *6 .* Exempt$' &&
        pdftotext -l 2 -layout public.pdf - | tr -s ' \n' ' ' | grep -q 'by virtue of paragraph 3 of Part 1 of Schedule 12A' &&
        ! pdfinfo -dests public.pdf | grep -q '"item-6"' && pdfdetach -list members.pdf | grep -q 'item-6-' && ! pdfdetach -list public.pdf | grep -q 'item-6-' &&
        qpdf --check public.pdf && "$quoin" verify -q members.pdf && "$quoin" verify -q public.pdf
}
check "--public leaves out what is exempt" exempt
public_duplex() {
    "$quoin" pack -q --public --duplex exempt.xml -o public2.pdf &&
        pdftotext -l 2 -layout public2.pdf - | grep -qE '^ *6a .* Pages 19 - 23$' &&
        pdftotext -f 9 -l 9 public2.pdf - | grep -qx 'Page 19' && "$quoin" verify -q public2.pdf
}
check "--public --duplex" public_duplex
public_supplement() {
    "$quoin" pack -q --public --first-page 71 exempt.xml -o public3.pdf &&
        pdftotext -l 2 -layout public3.pdf - | grep -qE '^ *6a .* Pages 88 - 92$' &&
        pdftotext -f 9 -l 9 public3.pdf - | grep -qx 'Page 88' && "$quoin" verify -q public3.pdf
}
check "--public --first-page" public_supplement
variant() {
    "$quoin" pack -q --variant large-print agenda.xml -o large.pdf && [ "$(pages_of large.pdf)" -gt 40 ] &&
        pdftotext -l 5 large.pdf - | grep -qx 'Pages 6 - 15' &&
        pdfinfo -dests large.pdf | grep -qE '^ *6 \[.*"item-5"'
}
check "--variant holds for reports too" variant
stamps() { ! pdftotext -f "$2" -l "$2" -layout stamps.pdf - | grep -qE "$3" || return "$1"; }
none() { "$quoin" pack -q --stamps none agenda.xml -o stamps.pdf && stamps 1 3 'Page 3$|Agenda Item'; }
all() { "$quoin" pack -q --stamps all agenda.xml -o stamps.pdf && ! stamps 1 2 ' Page 2$' && ! stamps 1 3 'Page 3$'; }
check "--stamps none" none
check "--stamps all" all
same_twice() {
    "$quoin" pack -q agenda.xml -o one.pdf && "$quoin" pack -q agenda.xml -o two.pdf && cmp one.pdf two.pdf
}
check "the same bytes twice" same_twice
to_stdout() { "$quoin" pack -q agenda.xml -o - > three.pdf && cmp one.pdf three.pdf; }
check "to standard output" to_stdout
from_elsewhere() { (cd / && "$quoin" pack -q "$work/agenda.xml" -o "$work/far.pdf") && [ "$(pages_of far.pdf)" = 22 ]; }
check "from another folder" from_elsewhere
with_options() {
    agenda '<item title="One" report="everything.xml" part="A" variant="large-print" layout="civic"/>
            <item title="Two" report="everything.xml" part="paper"/>' > parts.xml
    "$quoin" render -q --part A --variant large-print --layout civic everything.xml -o one-part.pdf &&
        "$quoin" render -q --part paper everything.xml -o other-part.pdf &&
        "$quoin" pack -q parts.xml &&
        [ "$(pages_of parts.pdf)" -eq $(($(pages_of one-part.pdf) + $(pages_of other-part.pdf) + 1)) ]
}
check "part, layout and variant of an item" with_options
pdf_item() {
    agenda '<item title="Plan" pdf="one-part.pdf"/><item number="9" title="Again" pdf="one-part.pdf"/>' > pdfs.xml
    "$quoin" pack -q pdfs.xml && ranges_hold pdfs.pdf 2
}
check "PDFs, one of them twice" pdf_item
check "PDFs that are not in large print" says \
    "note.*: not in the variant “large-print”: items 1, 9" "$quoin" pack --variant large-print pdfs.xml -o x.pdf
rm -f x.pdf
nothing_attached() {
    agenda '<item title="Apologies"/>' > alone.xml
    says "alone.pdf: 1 page, 0 of 1 item attached$" "$quoin" pack alone.xml && qpdf --check alone.pdf
}
check "an agenda that attaches nothing" nothing_attached
many() { # so many items that the front sheet grows by its numbers
    agenda "$(for i in $(seq 1 120); do echo "<item title='Paper $i' pdf='other-part.pdf'/>"; done)" > many.xml
    "$quoin" pack -q many.xml && pdftotext -layout many.pdf - | grep -qE "^ *120 .* Pages? [0-9]+" &&
        [ "$(pages_of many.pdf)" -eq "$(pdfinfo -dests many.pdf | sed -nE 's/^ *([0-9]+) \[.*"item-120"/\1/p' |
            awk -v n="$(pages_of other-part.pdf)" '{ print $1 + n - 1 }')" ]
}
check "120 items" many

# ---- what is wrong -------------------------------------------------------------------------------

echo "not a PDF" > text.pdf
head -c 3000 one-part.pdf > cut.pdf
sed 's/<value[^>]*>/&x/' q2-2020-21.xml > faulty.xml
cp everything.xml plain.xml
agenda '<item title="A" report="faulty.xml"/><item title="B" pdf="text.pdf"/><item title="C" pdf="cut.pdf"/>
        <item title="D" report="agenda.xml"/><item title="E" report="plain.xml" part="Z"/>' > bad.xml
in_one_run() {
    local said code
    echo old > bad.pdf
    said=$("$quoin" pack bad.xml 2>&1)
    [ $? -eq 3 ] && [ "$(cat bad.pdf)" = old ] || { echo "$said"; return 1; }
    for code in Q301 Q710 Q739 Q304 faulty.xml text.pdf cut.pdf agenda.xml plain.xml; do
        [[ $said == *$code* ]] || { echo "not said: $code"; echo "$said"; return 1; }
    done
    [ -z "$(find . -name '.quoin-*')" ]
}
check "everything wrong in one run" in_one_run
check "and so does --dry-run" says "Q301.*Q710|Q710.*Q301" "$quoin" pack --dry-run bad.xml -o x.pdf
check "with its status" status 3 "$quoin" pack --dry-run bad.xml -o x.pdf
# What an item asks for is told where it does.
asked_there() {
    local said code
    agenda '<item title="A" report="everything.xml" variant="large"/>
<item title="B" report="everything.xml" layout="opc"/>
<item title="C" report="everything.xml" part="Z"/>' > asked.xml
    said=$("$quoin" pack asked.xml 2>&1)
    for code in "5:11: error\[Q514" "6:2: error\[Q501" "7:2: error\[Q304"; do
        [[ $said =~ asked.xml:$code ]] || { echo "not said: $code"; echo "$said"; return 1; }
    done
}
check "an item's attributes are told with its line" asked_there
check "an agenda with errors" status 3 "$quoin" pack "$root/tests/findings/agenda-numbers-twice.xml" -o x.pdf
check "no output then" [ ! -e x.pdf ]
check "a report is no agenda" status 3 "$quoin" pack q2-2020-21.xml -o x.pdf
pdf_as_report() {
    "$quoin" render -q q2-2020-21.xml -o kind.pdf
    agenda '<item title="Plan" report="kind.pdf"/>' > kinds.xml
    status 3 "$quoin" pack kinds.xml -o x.pdf && says 'write pdf="kind.pdf"' "$quoin" pack kinds.xml -o x.pdf
}
check "a PDF is no report" pdf_as_report
check "a PDF is no agenda" status 3 "$quoin" pack kind.pdf -o x.pdf
check "a PDF is no agenda: hint" says "quoin attach puts" "$quoin" pack kind.pdf -o x.pdf
check "a report is no pack" status 3 "$quoin" attach q2-2020-21.xml --item 7 q2-2020-21.xml -o x.pdf
check "a report is no pack: hint" says "the file without an --item is the pack" \
    "$quoin" attach q2-2020-21.xml --item 7 q2-2020-21.xml -o x.pdf
check "a report is no agenda: hint" says "quoin attach" "$quoin" pack q2-2020-21.xml -o x.pdf
check "the agenda as output" status 2 "$quoin" pack agenda.xml -o agenda.xml
check "an item as output" status 2 "$quoin" pack pdfs.xml -o one-part.pdf
check "no folder" status 4 "$quoin" pack -q agenda.xml -o nowhere/x.pdf
check "a full disk" status 4 "$quoin" pack -q agenda.xml -o /dev/full
check "no such agenda" status 4 "$quoin" pack -q nothing.xml -o x.pdf
check "standard input needs a name" status 2 "$quoin" pack -
# Where it ends depends on the machine: in the fonts (6), or behind them (5).
little_memory() { "$quoin" pack -q --memory 1 agenda.xml -o x.pdf; [ $? -ge 5 ]; }
check "little memory" little_memory
check "--stamps of another kind" status 2 "$quoin" pack --stamps some agenda.xml
check "and no output of any of them" [ ! -e x.pdf ]

# ---- attach --------------------------------------------------------------------------------------

"$quoin" render -q q2-2020-21.xml -o q2.pdf
attached() { # PAGES ITEMS ARGUMENT…
    local pages=$1 items=$2
    shift 2
    says "(^|"$'\n'")new.pdf: $pages pages, $items items?\$" "$quoin" attach "$@" -o new.pdf &&
        [ "$(pages_of new.pdf)" -eq "$pages" ] && qpdf --check new.pdf
}
q2=$(pages_of q2.pdf)
check "one at the end" attached $((22 + q2)) 1 agenda.pdf --item 9 q2.pdf
check "two, one of them a report" attached $((22 + 2 * q2)) 2 agenda.pdf --item 9 q2.pdf --item 10 q2-2020-21.xml
check "the options may stand anywhere" attached $((22 + q2)) 1 --stamps all agenda.pdf --item=9 --title Late q2.pdf
the_pack_anywhere() { # item and pack may not be told apart by their order, but by what stands before them
    "$quoin" attach -q agenda.pdf --item 9 q2.pdf -o first.pdf &&
        "$quoin" attach -q --item 9 q2.pdf agenda.pdf -o last.pdf && cmp first.pdf last.pdf &&
        "$quoin" attach -q --item 9 q2.pdf --at 3 agenda.pdf --item 10 --title Plan one-part.pdf -o between.pdf &&
        "$quoin" attach -q agenda.pdf --item 9 q2.pdf --at 3 --item 10 one-part.pdf --title Plan -o first.pdf &&
        cmp first.pdf between.pdf
}
check "the pack may stand anywhere" the_pack_anywhere
at_page() {
    attached $((22 + q2)) 1 agenda.pdf --item 9 q2.pdf --at 3 &&
        pdftotext -f 3 -l 3 new.pdf - | grep -qx "Agenda Item 9"
}
check "--at" at_page
replaced() {
    attached $((21 + q2)) 1 agenda.pdf --item 9 q2.pdf --replace 3 &&
        pdftotext -f 3 -l 3 new.pdf - | grep -qx "Agenda Item 9"
}
check "--replace" replaced
titled() {
    attached $((22 + q2)) 1 agenda.pdf --item 9 --title "A late paper" q2.pdf &&
        qpdf --json=2 --json-key=outlines new.pdf | grep -q '"title": "Item 9: A late paper"'
}
check "--title" titled
onto_itself() {
    cp agenda.pdf self.pdf
    "$quoin" attach -q self.pdf --item 9 q2.pdf -o self.pdf && [ "$(pages_of self.pdf)" -eq $((22 + q2)) ]
}
check "-o names the pack itself" onto_itself
try="$quoin attach"
check "no --item" says "no --item says what" $try agenda.pdf q2.pdf -o x.pdf
check "no file for an --item" says "no file behind --item 7" $try agenda.pdf --item 7 -o x.pdf
check "nor for the first of two" says "no file behind --item 7" $try agenda.pdf --item 7 --item 8 q2.pdf -o x.pdf
check "two packs" says "neither agenda.pdf nor q2.pdf stands behind an --item" $try agenda.pdf q2.pdf --item 7 q2.pdf -o x.pdf
check "two packs, in another order" says "neither agenda.pdf nor q2.pdf stands" $try agenda.pdf --item 7 q2.pdf q2.pdf -o x.pdf
check "no pack" says "every file stands behind an --item" $try --item 7 agenda.pdf --item 8 q2.pdf -o x.pdf
check "an option for a number" says "^quoin: --item needs a value" $try agenda.pdf --item --at 3 q2.pdf -o x.pdf
check "no -o" says "-o must say" $try agenda.pdf --item 7 q2.pdf
check "--at before any --item" says "before any --item" $try agenda.pdf --at 3 --item 7 q2.pdf -o x.pdf
check "two places for one" says "two places" $try agenda.pdf --item 7 q2.pdf --at 3 --replace 4 -o x.pdf
"$quoin" render -q --agenda-item 7 --first-page 71 q2-2020-21.xml -o r71.pdf
check "sheets, not page numbers" says "no sheet 73 for item 8.*Page 73 is sheet 3" $try r71.pdf --item 8 one-part.pdf --at 73 -o x.pdf
check "no number of a page either" says "no sheet 99.*it has 1 to 9" $try r71.pdf --item 8 one-part.pdf --at 99 -o x.pdf
check "the option that was meant" says "counted from 1 at the front: --replace 71" $try r71.pdf --item 8 one-part.pdf --replace 3-4 -o x.pdf
stamped() { # a report made for a place stands at another
    "$quoin" attach -q agenda.pdf --item 3 r71.pdf -o stamped.pdf > said 2>&1
    cat said
    [ "$(grep -c Q731 said)" -eq 1 ] && grep -q 'item 7, page 71, and here it is item 3, page 23' said
}
check "stamps of its own are told of once" stamped
itself() { # a report that is the pack is the item that it is stamped as
    "$quoin" attach -q r71.pdf --item 8 one-part.pdf -o itself.pdf && says '^item 7, pages 1 to 9: as' "$quoin" verify itself.pdf &&
        says $'(^|\n)7 +1-9 ' "$quoin" source itself.pdf && "$quoin" source -q itself.pdf --item 7 | cmp - q2-2020-21.xml
}
check "a report as the pack" itself
check "and its number is taken" says "Q720.*item 7 already" $try r71.pdf --item 7 one-part.pdf -o x.pdf
check "--layout of attach is for stamps" says "for stamps alone: reports have their own" sh -c "$quoin help attach | tr -s ' \n' ' '"
own_layout() {
    "$quoin" attach -q one-part.pdf --item 3 q2-2020-21.xml --layout civic -o a.pdf &&
        "$quoin" attach -q one-part.pdf --item 3 q2.pdf --layout civic -o b.pdf &&
        cmp <(pdftotext a.pdf -) <(pdftotext b.pdf -) && "$quoin" verify a.pdf
}
check "a report keeps its own" own_layout
commented() { # a reviewer's note, and a reply to it
    printf '%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n
3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R 4 0 R]>>\nendobj
4 0 obj\n<</Type/Annot/Subtype/Text/Contents(not yet)/Rect[9 9 30 30]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\n' > note.pdf
    says 'note.pdf: note\[Q734\]: page 1 carries 2 comments' "$quoin" attach agenda.pdf --item 3 note.pdf -o new.pdf
}
check "comments that go with it" commented
check "no page at all" says "--at cannot be" $try agenda.pdf --item 7 q2.pdf --at 0 -o x.pdf
check "usage is status 2" status 2 $try agenda.pdf q2.pdf -o x.pdf
check "an item as output" status 2 $try agenda.pdf --item 7 q2.pdf -o q2.pdf
check "a page that is not there" status 2 $try -q agenda.pdf --item 7 q2.pdf --at 99 -o x.pdf
check "an item twice" status 3 $try -q agenda.pdf --item 7 q2.pdf --item 7 q2.pdf -o x.pdf
check "an agenda as item" status 3 $try -q agenda.pdf --item 7 agenda.xml -o x.pdf
check "not a PDF" status 3 $try -q text.pdf --item 7 q2.pdf -o x.pdf
check "all of them told" says "text.pdf.*cut.pdf" $try agenda.pdf --item 7 text.pdf --item 8 cut.pdf -o x.pdf
check "no such file" status 4 $try -q agenda.pdf --item 7 nothing.pdf -o x.pdf
check "a full disk" status 4 $try -q agenda.pdf --item 7 q2.pdf -o /dev/full
check "nothing is written" [ ! -e x.pdf ]
check "no temporary file is left" [ -z "$(find . -name '.quoin-*')" ]
finish
