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
check "only quoin's" whole ours q2.pdf 2:q2-civic.pdf 3:everything.pdf
check "a pack into a pack" whole nested libreoffice-agenda.pdf 3:replaced.pdf=3 7:thrice.pdf
for own in broken locked streams linear weasyprint groff form layers attachment; do
    check "others behind $own" whole "behind-$own" "$own.pdf" 1:small.pdf 2:chromium.pdf 3:form.pdf \
        4:layers.pdf@1 5:attachment.pdf
done
finish
