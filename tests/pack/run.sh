#!/bin/bash
# Packs of quoin's own PDFs and of other people's (fixtures/): nothing is lost, everything in its place.
#   run.sh [BUILD]
#
# A case is written as check.py takes it, NUMBER:FILE with @N (to begin at page N) or =N (in place
# of page N); from the same words the command line is made.
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
root=$PWD
quoin=$PWD/$BUILD/quoin
work=$PWD/$BUILD/pack
rm -rf "$work"
mkdir -p "$work"
cp -r tests/pack/fixtures/*.pdf samples tests/cli/small.xml "$work"
logs=$root/$BUILD/test
cd "$work" || exit 1
unset SOURCE_DATE_EPOCH

# ---- packs ------------------------------------------------------------------------------------

# attach OUT [OPTION…] PACK ITEM…
attach() {
    local out=$1 item where options=() arguments=()
    shift
    while [[ $1 == --* ]]; do
        options+=("$1")
        [ "$1" = --stamps ] && { options+=("$2"); shift; }
        shift
    done
    arguments=("$1")
    shift
    for item; do
        where=${item#*:}
        arguments+=(--item "${item%%:*}" "${where%%[@=]*}")
        case $item in
            *@*) arguments+=(--at "${item##*@}") ;;
            *=*) arguments+=(--replace "${item##*=}") ;;
        esac
    done
    "$quoin" attach -q "${options[@]}" "${arguments[@]}" -o "$out"
}

# whole NAME …: as attach, and then it is looked at.
whole() { # NAME [OPTION…] PACK ITEM…
    local name=$1 before=()
    shift
    attach "$name.pdf" "$@" || return
    while [[ $1 == --* ]]; do
        before+=("$1")
        [ "$1" = --stamps ] && { before+=("$2"); shift; }
        shift
    done
    python3 "$root/tests/pack/check.py" "${before[@]}" "$1" "$name.pdf" "${@:2}"
}

"$quoin" render -q -o q2.pdf samples/q2-2020-21.xml
"$quoin" render -q -o q2-civic.pdf --layout civic samples/q2-2020-21.xml
"$quoin" render -q -o everything.pdf samples/everything.xml
"$quoin" render -q -o small.pdf small.xml
everyone="4:libreoffice.pdf 5:chromium.pdf 6:weasyprint.pdf 7:groff.pdf 8:ghostscript.pdf 9:form.pdf
    10:layers.pdf 11:attachment.pdf 12:broken.pdf 13:locked.pdf 14:streams.pdf 15:linear.pdf"

check "all producers behind a pack" whole all latex.pdf 3:q2.pdf $everyone
check "all producers before and within a pack" whole within libreoffice-agenda.pdf 3:q2-civic.pdf@3 \
    ${everyone//.pdf/.pdf@1}
check "in place of sheets" whole replaced libreoffice-agenda.pdf 3:q2.pdf=3 4:libreoffice.pdf=4
check "in place of sheets, untagged" whole untagged latex.pdf 3:groff.pdf=4 4:weasyprint.pdf=5
check "in place of a page that begins anew" whole anew latex.pdf 1:small.pdf=3 2:groff.pdf=1
check "at, instead and at the end at once" whole places libreoffice-agenda.pdf \
    1:chromium.pdf 2:small.pdf@2 3:everything.pdf=3 5:ghostscript.pdf@6 6:libreoffice.pdf@2
check "on right-hand pages, all stamped" whole duplex --duplex --stamps all latex.pdf \
    3:small.pdf@2 4:libreoffice.pdf=4 5:ghostscript.pdf 6:groff.pdf 7:layers.pdf 8:chromium.pdf
check "without stamps" whole plain --stamps none ghostscript.pdf 1:small.pdf 2:locked.pdf
check "the same PDF several times" whole thrice chromium.pdf 1:chromium.pdf 2:form.pdf 3:form.pdf \
    4:layers.pdf 5:layers.pdf 6:attachment.pdf 7:attachment.pdf 8:small.pdf 9:small.pdf 10:groff.pdf \
    11:groff.pdf 1.2-b:latex.pdf
check "only quoin's" whole ours q2-civic.pdf 3:everything.pdf
check "a pack into a pack" whole nested libreoffice-agenda.pdf 3:replaced.pdf=3 7:thrice.pdf
for own in broken locked streams linear weasyprint groff form layers attachment; do
    check "others behind $own" whole "behind-$own" "$own.pdf" 1:small.pdf 2:chromium.pdf 3:form.pdf \
        4:layers.pdf@1 5:attachment.pdf
done
check "the checker can tell" eval 'attach proof.pdf latex.pdf 3:small.pdf 4:libreoffice.pdf 5:form.pdf \
    6:layers.pdf && mkdir -p proof && python3 "$root/tests/pack/prove.py" proof latex.pdf proof.pdf \
    3:small.pdf 4:libreoffice.pdf 5:form.pdf 6:layers.pdf'

# ---- what is said -----------------------------------------------------------------------------

# told STATUS PATTERN COMMAND…: ends so, and says so.
told() {
    local want=$1 pattern=$2 got=0
    shift 2
    "$@" > said 2>&1 || got=$?
    cat said
    [ "$got" -eq "$want" ] || { echo "status $got, not $want"; return 1; }
    grep -qaE -- "$pattern" said || { echo "nothing like: $pattern"; return 1; }
}
not_told() { # PATTERN COMMAND…
    local pattern=$1
    shift
    "$@" > said 2>&1 || return
    ! grep -aE -- "$pattern" said
}
# refused STATUS PATTERN PACK ITEM…: also no file is made, an old one stays, nothing is left lying.
refused() {
    local want=$1 pattern=$2
    shift 2
    rm -rf refused
    mkdir refused
    told "$want" "$pattern" attach refused/new.pdf "$@" || return
    [ -z "$(ls -A refused)" ] || { echo "left: $(ls -A refused)"; return 1; }
    echo old > refused/old.pdf
    told "$want" "$pattern" attach refused/old.pdf "$@" || return
    [ "$(ls -A refused)" = old.pdf ] && [ "$(cat refused/old.pdf)" = old ]
}

check "the same bytes twice" eval 'attach again.pdf latex.pdf 3:q2.pdf $everyone && cmp all.pdf again.pdf'
check "the same bytes elsewhere" eval 'mkdir -p else && cp latex.pdf q2.pdf libreoffice.pdf else &&
    attach here.pdf latex.pdf 3:q2.pdf 4:libreoffice.pdf && (cd else && TZ=Asia/Tokyo LC_ALL=C umask 077 &&
    attach there.pdf latex.pdf 3:q2.pdf 4:libreoffice.pdf) && cmp here.pdf else/there.pdf'

claims_ua() { [ "$(pdfinfo -meta "$1" | grep -c pdfuaid:part)" -gt 0 ]; }
check "PDF/UA is kept when all claim it" eval 'attach ua.pdf q2.pdf 2:libreoffice-plain.pdf 3:small.pdf &&
    claims_ua ua.pdf'
check "nothing is said then of PDF/UA" not_told 'PDF/UA' attach ua.pdf q2.pdf 2:libreoffice-plain.pdf
check "PDF/UA is dropped, and why" eval 'told 0 "q2.pdf: warning\[Q724\]: 1 of 3 .*PDF/UA.*: item 3$" \
    attach no-ua.pdf q2.pdf 2:small.pdf 3:groff.pdf && ! claims_ua no-ua.pdf'
check "only who does not claim it is named" not_told 'Q724.*(item 2|as it was)' \
    attach no-ua.pdf q2.pdf 2:small.pdf 3:groff.pdf
once() { # PATTERN TIMES COMMAND…
    local pattern=$1 times=$2
    shift 2
    "$@" > said 2>&1
    cat said
    [ "$(grep -cE -- "$pattern" said)" -eq "$times" ]
}
check "all of them in one finding" once Q724 1 attach no-ua.pdf q2.pdf 2:latex.pdf 3:groff.pdf 4:weasyprint.pdf
check "a PDF put in twice is told of once" once 'Q725' 1 attach out.pdf q2.pdf 2:weasyprint.pdf 3:weasyprint.pdf
check "and what is to be done" once 'help: look whether both can be read' 1 attach out.pdf q2.pdf 2:weasyprint.pdf
check "a mended PDF is told of" told 0 'broken.pdf: warning\[Q726\]' attach out.pdf q2.pdf 2:broken.pdf
check "restrictions are told of" told 0 'locked.pdf: note\[Q727\]' attach out.pdf q2.pdf 2:locked.pdf
check "something in the band is told of" told 0 'weasyprint.pdf: warning\[Q725\]: page 1 ' \
    attach out.pdf q2.pdf 2:weasyprint.pdf
check "an empty band is not" not_told Q725 attach out.pdf q2.pdf 2:small.pdf 3:libreoffice.pdf \
    4:groff.pdf
check "no stamps, no band" not_told Q725 attach out.pdf --stamps none q2.pdf 2:weasyprint.pdf
check "titles" eval '"$quoin" attach -q latex.pdf --item 7 small.pdf --title "One & <two>" --item 8 \
    form.pdf -o titles.pdf && python3 "$root/tests/pack/check.py" --title "7=One & <two>" \
    latex.pdf titles.pdf 7:small.pdf 8:form.pdf'
check "a report's XML as an item" eval '"$quoin" attach -q latex.pdf --item 7 small.xml -o xml.pdf &&
    python3 "$root/tests/pack/check.py" latex.pdf xml.pdf 7:small.pdf'
check "into the pack itself" eval 'cp latex.pdf self.pdf && attach self.pdf self.pdf 7:small.pdf &&
    python3 "$root/tests/pack/check.py" latex.pdf self.pdf 7:small.pdf'

# ---- bad input ---------------------------------------------------------------------------------

echo 'not a PDF' > words.pdf
: > empty.pdf
head -c 20000 q2.pdf > cut.pdf
check "refused: an item that is no PDF" refused 3 'words.pdf: error\[Q710\]' latex.pdf 7:words.pdf
check "refused: an empty item" refused 3 'empty.pdf: error\[Q710\]' latex.pdf 7:empty.pdf
check "refused: a truncated item" refused 3 'truncated.pdf: error\[Q710\]' latex.pdf 7:truncated.pdf
check "refused: a truncated pack" refused 3 'truncated.pdf: error\[Q710\]' truncated.pdf 7:small.pdf
check "refused: a truncated report" refused 3 'cut.pdf: error\[Q710\]' latex.pdf 7:cut.pdf
check "refused: a password is needed" refused 3 'password.pdf: error\[Q710\].*password' \
    latex.pdf 7:password.pdf
check "refused: the pack needs a password" refused 3 'password.pdf: error\[Q710\]' \
    password.pdf 7:small.pdf
check "refused: every bad one is told" refused 3 'words.pdf: error' latex.pdf 7:truncated.pdf 8:words.pdf
check "refused: an item number twice" refused 3 'error\[Q720\].*two items 7' \
    latex.pdf 7:small.pdf 7:groff.pdf
check "refused: what is no number" refused 3 'error\[Q720\]' latex.pdf '7/8:small.pdf'
check "refused: a page that is not there" refused 2 'error\[Q721\].*no sheet 9' latex.pdf 7:small.pdf=9
check "refused: beyond the end" refused 2 'error\[Q721\]' latex.pdf 7:small.pdf@9
check "just behind the end" whole behind latex.pdf 7:small.pdf@8
check "refused: two in place of one" refused 2 'error\[Q722\]' latex.pdf 7:small.pdf=4 8:groff.pdf=4
check "refused: sheet 0" refused 2 '--at cannot be "0"' latex.pdf 7:small.pdf@0
check "refused: a file that is not there" refused 4 'missing.pdf: error\[Q701\]' latex.pdf 7:missing.pdf
check "refused: a folder" refused 4 'error\[Q701\]' latex.pdf 7:samples
check "refused: the output is an item" eval 'cp small.pdf item.pdf &&
    told 2 item.pdf attach item.pdf latex.pdf 7:item.pdf && cmp item.pdf small.pdf'
check "refused: no such folder" told 4 'Q702' attach none/out.pdf latex.pdf 7:small.pdf
early() { # before anything is read: the output alone is told of
    told 4 Q702 "$quoin" "$@" -o none/out.pdf && ! grep -q Q701 said && [ ! -e none ]
}
check "refused: no such folder, before the work" early attach nothing.pdf --item 7 nothing.xml
check "refused: no such folder for a new pack" early pack nothing.xml
check "refused: a folder as output" told 4 'Q702' attach samples latex.pdf 7:small.pdf
# ---- into a pack of quoin's: what is disturbed is told, and done ----------------------------------

"$quoin" pack -q samples/agenda.xml -o agenda.pdf
check "an item on another's page is told" told 0 'Q733.*sheet 5, a page of item 5' \
    attach disturbed.pdf agenda.pdf 9:small.pdf=5
check "an item within another is told" told 0 'Q733.*between the pages of item 5' \
    attach disturbed.pdf agenda.pdf 9:small.pdf@6
check "an item that the agenda does not have is told" told 0 'Q733.*the agenda has no item 9: it has 1 to 8$' \
    attach disturbed.pdf agenda.pdf 9:small.pdf
check "several of them in one finding" told 0 'Q733.*the agenda has no items 9, 10: it has 1 to 8$' \
    attach disturbed.pdf agenda.pdf 9:small.pdf 10:small.pdf
check "the front sheet is right then" eval '! grep -q "front sheet" said'
check "an item without pages there is told" told 0 'Q733.*front sheet stays as it was: item 4 has no pages there$' \
    attach disturbed.pdf agenda.pdf 4:small.pdf
check "and called as the agenda calls it" eval 'qpdf --json=2 --json-key=outlines disturbed.pdf |
    grep -q "\"title\": \"Item 4: Minutes of the meeting held on 24 August 2020\""'
check "what moves is told" told 0 'Q733.*: item 4 has no pages there, item 5 moves from pages 3 - 8 to pages 6 - 11, item 6 ' \
    attach disturbed.pdf agenda.pdf 4:small.pdf@3
check "in one finding" eval '[ "$(grep -c Q733 said)" -eq 1 ]'
check "between two items is no intrusion" eval '! attach disturbed.pdf agenda.pdf 9:small.pdf@9 2>&1 |
    grep -q "between the pages"'

check "usage: no -o" told 2 '-o' "$quoin" attach latex.pdf --item 7 small.pdf
check "usage: no item" told 2 'item' "$quoin" attach latex.pdf -o out.pdf
check "usage: more items than files" told 2 'item' "$quoin" attach latex.pdf --item 7 -o out.pdf
check "usage: two places" told 2 'two places' "$quoin" attach latex.pdf --item 7 small.pdf --at 1 \
    --replace 2 -o out.pdf

# ---- the way back: verify.sh says more ----------------------------------------------------------

for name in all within replaced duplex plain ours nested; do
    check "verify: $name" told 0 'as its source renders' "$quoin" verify "$name.pdf"
done
finish
