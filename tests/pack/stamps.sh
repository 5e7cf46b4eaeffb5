#!/bin/bash
# Item and page numbers on pages that are there already, beside those of reports made for a pack.
#   stamps.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
quoin=$BUILD/quoin
work=$BUILD/stamps
fixtures=tests/pack/fixtures
rm -rf "$work"
mkdir -p "$work"
unset SOURCE_DATE_EPOCH

# Three pages, so that what is attached begins with page 4.
pack=$fixtures/libreoffice.pdf
# attach OUT OPTION…: a pack with these items; what is said is kept.
attach() {
    local out=$1
    shift
    "$quoin" attach -q "$pack" "$@" -o "$work/$out.pdf" 2> "$work/$out.said"
}
said() { grep -q "$1" "$work/$2.said"; }

# ---- other people's pages: turned, cropped, of other sizes ----
there() { # FIXTURE
    local pages
    pages=$(pdfinfo "$fixtures/$1.pdf" | sed -n 's/^Pages: *//p')
    attach "$1" --item 7 "$fixtures/$1.pdf" &&
        python3 tests/pack/stamps.py "$work/$1.pdf" 4 $((3 + pages)) 7 4 &&
        qpdf --check "$work/$1.pdf" > /dev/null
}
for paper in ghostscript latex chromium groff locked streams linear; do
    check "stamps on $paper" there $paper
done
check "the pack's own pages are left alone" eval '! python3 tests/pack/stamps.py "$work/latex.pdf" 1 3 - 1'
all_pages() { attach all --stamps all --item 7 $fixtures/groff.pdf && python3 tests/pack/stamps.py "$work/all.pdf" 1 3 - 1; }
check "or stamped, if wanted" all_pages
no_stamps() { attach none --stamps none --item 7 $fixtures/groff.pdf && ! grep -q QuoinStamp <(qpdf --qdf "$work/none.pdf" -); }
check "or nothing is" no_stamps
check "what is stamped over is told" eval 'attach over --item 7 $fixtures/weasyprint.pdf && said "Q725.*page 1 has something" over'
check "what is free is not" eval '! said Q725 latex && ! said Q725 ghostscript'
welsh() { attach welsh --layout opcc-cy --item 7 $fixtures/groff.pdf && pdftotext -layout -f 4 -l 4 "$work/welsh.pdf" - | tr -s ' \n' ' ' | grep -q '^ Eitem Agenda 7 Tudalen 4 '; }
check "in the words of the layout" welsh

# ---- reports made for the pack, and stamped in it ----
report=samples/q2-2020-21.xml
"$quoin" render -q -o "$work/plain.pdf" $report
"$quoin" render -q --agenda-item 7 --first-page 4 -o "$work/native.pdf" $report
"$quoin" render -q --agenda-item 7 --first-page 71 -o "$work/other.pdf" $report
pixels() { pdftoppm -r 60 "${@:2}" "$1" | cksum; }
same_pixels() { # PACK
    [ "$(pixels "$work/$1.pdf" -f 4)" = "$(pixels "$work/native.pdf")" ]
}
check "an attached report looks as one made for it" eval 'attach plain-in --item 7 "$work/plain.pdf" && same_pixels plain-in'
check "and reads so" eval 'cmp <(pdftotext -f 4 "$work/plain-in.pdf" -) <(pdftotext "$work/native.pdf" -)'
check "one made for it is stamped once" eval 'attach native-in --item 7 "$work/native.pdf" && same_pixels native-in && ! said Q731 native-in'
check "the comparison can fail" eval '! cmp -s <(pixels "$work/plain.pdf") <(pixels "$work/native.pdf")'
check "one made for another place is told" eval 'attach other-in --item 7 "$work/other.pdf" && said "Q731.*page 71, and here it is page 4" other-in'

# ---- again ----
again() { # the second item before the first: what was stamped moves on
    attach one --item 7 "$work/plain.pdf" &&
        "$quoin" attach -q "$work/one.pdf" --item 6 $fixtures/groff.pdf --at 4 -o "$work/two.pdf" &&
        python3 tests/pack/stamps.py "$work/two.pdf" 4 5 6 4 &&
        python3 tests/pack/stamps.py "$work/two.pdf" 6 14 7 6
}
check "a pack stamped before is stamped anew" again
check "the same bytes again" eval 'attach plain-too --item 7 "$work/plain.pdf" && cmp "$work/plain-in.pdf" "$work/plain-too.pdf"'
finish
