#!/bin/bash
# `quoin batch` from outside, on small batches: names, what is made again and why, what fails and
# what stays, shares, locks, signals. The heavier faults are in tests/faults.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
quoin=$PWD/$BUILD/quoin
tests=$PWD/tests
small=$PWD/tests/cli/small.xml
work=$PWD/$BUILD/batch-work
chmod -R u+w "$work" 2> /dev/null
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
logs=../test
unset SOURCE_DATE_EPOCH NO_COLOR

# ---- helpers ----

status() { # N COMMAND…
    local want=$1 got=0
    shift
    "$@" || got=$?
    [ "$got" -eq "$want" ] || { echo "status $got, not $want: $*"; return 1; }
}
says() { # PATTERN COMMAND…: on standard error
    local pattern=$1
    shift
    "$@" 2>&1 > /dev/null | tee /dev/stderr | grep -qE -- "$pattern"
}
# events N EXPECTATION… -- ARGUMENT…: the batch ends with N, and its events are as events.py is told.
events() {
    local want=$1 expected=()
    shift
    while [ "$1" != -- ]; do
        expected+=("$1")
        shift
    done
    shift
    status "$want" "$quoin" batch --format json "$@" > events.jsonl || return
    python3 "$tests/batch/events.py" "${expected[@]}" < events.jsonl
}
batch() { "$quoin" batch "$@"; }
quietly() { batch -q "$@" > /dev/null 2>&1; }
same() { python3 "$tests/batch/same.py" "$@"; }
# What a file's owner would notice: its bytes' place and times. The lock is written at every run.
snap() { find "$1" -type f ! -path '*/.quoin/*lock' -printf '%p %T@ %C@ %i %s\n' 2> /dev/null | sort; }
untouched() { # FOLDER COMMAND…
    local folder=$1 before
    shift
    before=$(snap "$folder")
    "$@" || return
    diff <(echo "$before") <(snap "$folder")
}
pdfs() { (cd "$1" && find . -name '*.pdf' -printf '%P\n' | sort); }
report() { # FILE AREA YEAR QUARTER
    mkdir -p "$(dirname "$1")"
    sed -e "s/Exampleshire/$2/; s|2020/21|$3|; s/quarter=\"2\"/quarter=\"$4\"/" \
        -e '/<paper/,/<\/paper>/d' "$small" > "$1"
}
picture() { # FILE COLOUR
    mkdir -p "$(dirname "$1")"
    echo "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\"><rect
        x=\"1\" y=\"1\" width=\"7\" height=\"7\" fill=\"$2\"/></svg>" > "$1"
}
# As somebody whom permissions bind, where we are root.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; else setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; fi
}
within() { # SECONDS COMMAND…
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.02
    done
}

# Seven files, five of them reports that are found.
make_tree() {
    report tree/north/2020-21/q1.xml "Caer Wên" 2020/21 1
    report tree/north/2020-21/q2.xml "Caer Wên" 2020/21 2
    report tree/south/q2.xml Southfold 2020/21 2
    report tree/top.xml Topham 2019/20 4
    report tree/north/.old/q1.xml Hidden 2010/11 1
    report tree/pictured/q3.xml Pictured 2020/21 3
    sed -i 's|<section title="Public|<section title="Inbox" id="inbox"><image file="pictures/a.svg" alt="A square." width="9mm"/></section>&|' tree/pictured/q3.xml
    picture tree/pictured/pictures/a.svg '#264678'
    echo '<notes>none of ours</notes>' > tree/notes.xml
}
# Two dozen more: the year of six offices.
make_many() {
    local office quarter
    for office in {A..F}; do
        for quarter in 1 2 3 4; do
            report "many/$office/q$quarter.xml" "Office $office" 2020/21 $quarter
        done
    done
}
expected="north/2020-21/opcc-caer-wen-2020-21-q1.pdf
north/2020-21/opcc-caer-wen-2020-21-q2.pdf
opcc-topham-2019-20-q4.pdf
pictured/opcc-pictured-2020-21-q3.pdf
south/opcc-southfold-2020-21-q2.pdf"
make_tree
make_many

# ---- what is made ----
check "a tree of reports" events 0 made=5 unchanged=0 failed=0 left=0 -- tree -o out
check "names, and the tree kept" diff <(echo "$expected") <(pdfs out)
as_rendered() {
    local path name n=0
    while IFS=$'\t' read -r path name; do
        "$quoin" render -q -o alone.pdf "tree/$path" && cmp alone.pdf "out/$name" || return
        n=$((n + 1))
    done < <(python3 -c 'import json, sys
for line in open("out/quoin-manifest.jsonl"):
    record = json.loads(line); print(record["input"], record["output"], sep="\t")')
    [ $n -eq 5 ]
}
check "the same bytes as quoin render" as_rendered
index_leads() {
    local n=0
    while read -r name; do
        [ -f "out/$name" ] || { echo "$name is not there"; return 1; }
        n=$((n + 1))
    done < <(grep -o 'href="[^"#]*\.pdf"' out/index.html | sed 's/href="//; s/"$//' | sort -u)
    [ $n -eq 5 ]
}
check "the index leads to all of them" index_leads
check "an unchanged rerun" events 0 made=0 unchanged=5 -- tree -o out
check "touches no file" untouched out batch -q tree -o out
check "and with -q says nothing" eval '[ -z "$(batch -q tree -o out 2>&1)" ]'
check "from elsewhere neither" eval 'mkdir -p away && cd away && untouched ../out batch -q ../tree -o ../out; r=$?; cd ..; [ $r -eq 0 ]'
forced() {
    cp -r out before && events 0 made=5 unchanged=0 -- --force tree -o out && same before out &&
        [ "$(stat -c '%i %Y' out/*.pdf out/*/*.pdf)" = "$places" ]
}
places=$(stat -c '%i %Y' out/*.pdf out/*/*.pdf)
check "--force makes all; what comes out the same is not touched" forced
check "one core or two" eval 'quietly -j1 tree -o one && quietly -j2 tree -o two && same one two'
check "a file by name" eval 'quietly tree/south/q2.xml -o byname && [ "$(pdfs byname)" = opcc-southfold-2020-21-q2.pdf ]'
check "a pattern" eval "quietly --name '{year}/{stem}[-{variant}]' --variant mono tree/south -o pattern && [ \"\$(pdfs pattern)\" = 2020-21/q2-mono.pdf ]"
check "a pattern that ends in .pdf" eval "quietly --name '{stem}.PDF' tree/south -o patternpdf && [ \"\$(pdfs patternpdf)\" = q2.pdf ]"
check "an office with a space in OUTDIR" eval 'quietly tree/south -o "out put" && [ -f "out put/opcc-southfold-2020-21-q2.pdf" ]'

# ---- why ----
top=opcc-topham-2019-20-q4.pdf
q1=north/2020-21/opcc-caer-wen-2020-21-q1.pdf
q2=north/2020-21/opcc-caer-wen-2020-21-q2.pdf
q3=pictured/opcc-pictured-2020-21-q3.pdf
south=south/opcc-southfold-2020-21-q2.pdf
check "--dry-run: not made yet" events 0 would-make=5 "$top:it has not been made yet" -- --dry-run tree -o nowhere
check "--dry-run: the list on standard output" eval '[ "$(batch --dry-run tree -o nowhere 2> /dev/null | grep -c "^would make ")" -eq 5 ] && ! says "^would make" batch --dry-run tree -o nowhere'
check "and makes not even the folder" test ! -e nowhere
check "--dry-run: nothing changed" events 0 would-make=0 unchanged=5 -- --dry-run tree -o out
check "--dry-run: --force" events 0 would-make=5 "$top:--force asks for it" -- --dry-run --force tree -o out
check "--dry-run: other options" events 0 would-make=5 "$top:--layout civic is asked for" -- --dry-run --layout civic tree -o out
cp "$tests/../layouts/civic.xml" ours.xml
layout_changed() {
    quietly --layout ours.xml tree/south -o byours && echo >> ours.xml &&
        events 0 would-make=1 "opcc-southfold-2020-21-q2.pdf:the layout changed: ours.xml" -- --dry-run --layout ours.xml tree/south -o byours
}
check "--dry-run: the layout's own file" layout_changed
no_record() {
    cp -r out recordless && rm recordless/quoin-manifest.jsonl &&
        events 0 would-make=5 "$top:nothing is known of the PDF there" -- --dry-run tree -o recordless
}
check "--dry-run: the manifest is gone" no_record
sed -i 's/More emails/Many more emails/' tree/top.xml
picture tree/pictured/pictures/a.svg '#b5651d'
rm "out/$south"
printf x >> "out/$q2"
changed=("$top:the report changed" "$q3:a file it uses changed: pictures/a.svg"
    "$south:its PDF or thumbnail is gone" "$q2:its PDF is not as it was made")
check "--dry-run: what changed, in each of four" events 0 would-make=4 unchanged=1 "${changed[@]}" -- --dry-run tree -o out
check "and touches nothing" untouched out batch -q --dry-run tree -o out
only_four() {
    local before
    before=$(stat -c '%Y %i' "out/$q1")
    events 0 made=4 unchanged=1 -- tree -o out && [ "$before" = "$(stat -c '%Y %i' "out/$q1")" ] &&
        quietly tree -o clean && same out clean
}
check "these four are made again" only_four
check "a date alone is no change" eval 'touch -d 2001-01-01 tree/top.xml && untouched out batch -q tree -o out'
another_program() {
    sed -i '/topham/s/"program":"..../"program":"0000/' out/quoin-manifest.jsonl
    events 0 would-make=1 "$top:quoin, its fonts or its layouts changed" -- --dry-run tree -o out
}
check "--dry-run: another quoin" another_program

# ---- the manifest ----
check "manifest edited: made again" eval 'events 0 made=1 unchanged=4 -- tree -o out && same out clean'
no_manifest() { rm out/quoin-manifest.jsonl && events 0 made=5 -- tree -o out && same out clean; }
check "manifest deleted: all made again" no_manifest
check "all but the PDFs deleted" eval 'rm -r out/.quoin out/quoin-manifest.jsonl out/index.html && events 0 made=5 -- tree -o out && same out clean'
torn_manifest() {
    printf 'XXXX' | dd of=out/quoin-manifest.jsonl conv=notrunc status=none
    says Q757 batch --dry-run tree -o out && events 0 made=1 unchanged=4 -- tree -o out && same out clean
}
check "manifest damaged: told, made again" torn_manifest
hostile_manifest() {
    sed -i 's|"output":"opcc-topham|"output":"../../opcc-topham|' out/quoin-manifest.jsonl
    events 0 made=1 unchanged=4 -- tree -o out && same out clean && [ ! -e ../opcc-topham-2019-20-q4.pdf ]
}
check "manifest hostile: nothing outside" hostile_manifest

# ---- failures ----
report bad/a.xml Ashgarth 2020/21 1
report bad/b.xml Birkholm 2020/21 1
report bad/c.xml Calderby 2020/21 1
check "good reports" events 0 made=3 -- bad -o badout
kept=$(sha256sum < badout/opcc-birkholm-2020-21-q1.pdf)
sed -i 's/emails" name/emials" name/' bad/b.xml
sed -i 's/More emails/Yet more emails/' bad/[ac].xml
check "one fails: status 3, the others made" events 3 made=2 failed=1 status=3 -- bad -o badout
check "its old PDF stays" eval '[ "$kept" = "$(sha256sum < badout/opcc-birkholm-2020-21-q1.pdf)" ]'
check "what is wrong is told" says 'b\.xml:[0-9]+:[0-9]+: .*Q[0-9]{3}' batch bad -o badout
check "and would be tried again" events 0 would-make=1 "opcc-birkholm-2020-21-q1.pdf:the last try failed" -- --dry-run bad -o badout
repaired() {
    sed -i 's/emials/emails/' bad/b.xml
    events 0 unchanged=2 made=1 -- bad -o badout && quietly bad -o badclean && same badout badclean
}
check "repaired" repaired
strays() {
    quietly bad -o stray && status 0 says '^1 PDF there is of no report of this run: opcc-birkholm-2020-21-q1.pdf$' \
        batch bad/a.xml bad/c.xml -o stray && ! says 'of no report' batch bad -o stray &&
        batch --format json bad/a.xml -o stray | grep -q '"strays":2'
}
check "PDFs of no report of this run are named" strays
strays_listed() { # the first few; all where a list is asked for
    rm -rf stray && quietly tree -o stray && says 'of no report of this run: .*, …$' batch tree/south -o stray &&
        says 'With --dry-run all of them are named' batch tree/south -o stray || return
    pdfs stray | grep -v '^opcc-southfold' > of-no-report.txt
    events 0 stray=5 strays=5 -- tree/south -o stray || return
    diff of-no-report.txt <(sed -n 's/^{"event":"stray","output":"\(.*\)"}$/\1/p' events.jsonl | sort) &&
        diff of-no-report.txt <(batch --dry-run tree/south -o stray 2>&1 | sed -n 's/^  \(.*pdf\)$/\1/p' | sort)
}
check "all of them in events and by --dry-run" strays_listed
# ---- PDFs of reports that are gone ----
mkdir -p gone && cp -r tree/north tree/south tree/top.xml gone
check "reports that will go" events 0 made=4 -- gone -o pruned
cp -r pruned all
mv gone/south gone/north/2020-21/q1.xml .
prune_names_first() {
    events 0 unchanged=2 strays=2 removed=0 -- --prune gone -o pruned && [ "$(pdfs pruned | wc -l)" -eq 4 ]
}
check "--prune: what is gone is told first, and stays" prune_names_first
prune_dry() {
    untouched pruned events 0 would-remove=2 strays=0 -- --dry-run --prune gone -o pruned &&
        [ "$(batch --dry-run --prune gone -o pruned 2> /dev/null | grep -c '^would remove ')" -eq 2 ]
}
check "--dry-run --prune says what would go" prune_dry
check "without --prune it stays" events 0 unchanged=2 strays=2 removed=0 -- gone -o pruned
prune_in_part() { # what is not looked at is not gone
    status 2 batch --prune gone/top.xml -o pruned && status 2 batch --prune --shard 0/2 gone -o pruned &&
        status 2 batch --prune --merge pruned || return
    report part/q4.xml Topham 2019/20 4
    rm -rf parts && cp -r all parts && quietly part/q4.xml -o parts && events 0 strays=3 removed=0 -- --prune part -o parts &&
        [ "$(pdfs parts | wc -l)" -eq 4 ]
}
check "--prune: a part of the reports removes nothing" prune_in_part
prune_all_seen() { # COMMAND: with it nothing is removed, and Q760 tells
    rm -rf stopped && cp -r pruned stopped && status "$1" says Q760 batch --prune "${@:2}" gone -o stopped &&
        diff <(pdfs pruned) <(pdfs stopped)
}
sed -i 's/<title>/<titel>/' gone/north/2020-21/q2.xml
check "--prune: not unless all reports were tried" prune_all_seen 0 --fail-fast -j1
check "--prune: a report that fails is not gone" events 3 failed=1 unchanged=1 removed=2 -- --prune gone -o pruned
check "its PDF and the other are there" diff <(printf '%s\n' "$q2" "$top") <(pdfs pruned)
check "empty folders went too" test ! -e pruned/south
sed -i 's/<titel>/<title>/' gone/north/2020-21/q2.xml
prune_as_new() { quietly gone -o pruned && quietly gone -o anew && same pruned anew; }
check "as if they had never been" prune_as_new
prune_nameless() { # one too damaged to be named may be that of any PDF it had
    cp -r all damaged && printf '<report' > gone/top.xml
    events 3 strays=2 removed=0 failed=1 -- --prune gone -o damaged || return
    events 3 strays=0 removed=2 failed=1 -- --prune gone -o damaged && [ -f "damaged/$top" ]
}
check "--prune: a report without a head is not gone" prune_nameless
cp tree/top.xml gone
prune_other() { # what is not as it was made, or not of the manifest, or a link
    rm -rf others && cp -r all others && mv q1.xml gone/north/2020-21 && quietly gone -o others || return
    echo mine > others/mine.pdf && printf x >> "others/$south" && mkdir -p others/south/notes
    batch --prune gone -o others 2>&1 | grep "^kept .*$south: it stays, since it is not as it was made" || return
    rm "others/$south" && ln -s ../mine.pdf "others/$south"
    events 0 kept=1 removed=0 -- --prune gone -o others && [ -L "others/$south" ] && [ "$(cat others/mine.pdf)" = mine ] || return
    rm "others/$south" && cp "all/$south" "others/$south"
    events 0 kept=0 removed=1 -- --prune gone -o others && [ ! -e "others/$south" ] && [ -d others/south/notes ]
}
check "--prune: only what the batch itself made" prune_other
prune_gone_already() { # and the index knows no more of it
    rm -rf others && cp -r all others && quietly gone -o others && rm "others/$south" && rmdir others/south || return
    events 0 removed=0 strays=0 -- --prune gone -o others && ! grep -q southfold others/quoin-manifest.jsonl others/index.html
}
check "--prune: what is gone already is forgotten" prune_gone_already
prune_renamed() { # other names are other PDFs
    events 0 made=3 strays=3 removed=0 -- --name '{stem}-{year}' gone -o others && events 0 removed=3 -- --prune --name '{stem}-{year}' gone -o others
}
check "--prune: a PDF of an older name" prune_renamed
prune_back() { # told, and then the report came back
    rm -rf others && cp -r all others && quietly gone -o others && cp -r south gone || return
    events 0 unchanged=4 strays=0 removed=0 -- --prune gone -o others && rm -r gone/south && events 0 strays=1 removed=0 -- --prune gone -o others
}
check "--prune: a report that came back" prune_back
shut_prune() {
    local place got=0
    place=$(mktemp -d)
    rm -rf others && cp -r all others && quietly gone -o others && cp -r "$quoin" gone others "$place" && mkdir "$place/gone/shut" &&
        chmod -R a+rwX "$place" && chmod 0 "$place/gone/shut"
    (cd "$place" && unprivileged ./quoin batch --prune gone -o others) > shut.log 2>&1
    cat shut.log
    grep -q Q760 shut.log && [ -f "$place/others/$south" ] || got=1
    chmod -R u+rwx "$place"
    rm -rf "$place"
    return $got
}
check "--prune: not with a folder that cannot be read" shut_prune

sed -i 's/<title>/<titel>/' bad/a.xml
check "--fail-fast begins no more" events 3 made=0 failed=1 left=2 -- --fail-fast -j1 bad -o fast
# As make without -k: two are begun at once; the one that is in order is finished and published.
check "--fail-fast finishes what is begun" events 3 made=1 failed=1 left=1 -- --fail-fast -j2 bad -o fast
check "its PDF is there" test -f fast/opcc-birkholm-2020-21-q1.pdf
check "what is left is made later" events 3 made=1 unchanged=1 failed=1 left=0 -- bad -o fast
rm bad/a.xml
printf '<report' > bad/d.xml
check "a report without a head fails alone" events 3 made=2 failed=1 -- bad -o headless
rm bad/d.xml
sed -i 's/More emails/More 🦄 emails/; s/Yet more/Yet 🦄 more/' bad/c.xml
check "warnings: status 0" events 0 made=2 status=0 -- bad -o warned
check "--werror: status 1, the PDF is made" events 1 made=2 status=1 -- --werror bad -o werror
check "the same PDFs" diff <(cd warned && sha256sum ./*.pdf) <(cd werror && sha256sum ./*.pdf)
# Unchanged is not without warnings.
check "--werror: status 1 unchanged too" events 1 made=0 unchanged=2 warned=1 status=1 -- --werror bad -o werror
warnings_told() { # made, unchanged, and with --werror which they are
    local summary='^2 reports: 2 unchanged, 1 with warnings' list='^  opcc-calderby-2020-21-q1.pdf: 1 warning$'
    says '^2 reports: 2 made, 1 with warnings' batch --force bad -o werror && says "$summary" batch bad -o werror &&
        ! says "$list" batch bad -o werror && says "$summary" batch --werror bad -o werror &&
        says "$list" batch --werror bad -o werror
}
check "warnings are told of unchanged reports too" warnings_told
# A name from a hostile machine: nothing of it reaches the terminal as it is.
plain_output() {
    mkdir -p hostile && report hostile/$'q\e[31m\n2.xml' Hostile 2020/21 2
    sed -i 's/<title>/<titel>/' hostile/*
    batch hostile -o hostileout > hostile.log 2>&1
    batch --format json hostile -o hostileout > hostile.json
    grep -q 'titel' hostile.log && ! grep -q $'\e' hostile.log hostile.json
}
check "names are escaped where printed" plain_output

# The page and the manifest go to whoever asks: they say nothing of the machine's own folders.
no_paths() {
    report pathless/north/q1.xml Pathless 2020/21 1
    sed -i 's|<section title="Public|<section title="Inbox" id="inbox"><image file="none.svg" alt="A square." width="9mm"/></section>&|' pathless/north/q1.xml
    status 3 quietly "$PWD/pathless" -o absolute && status 3 quietly pathless -o relative || return
    grep -q 'none.svg' absolute/index.html && cmp absolute/index.html relative/index.html || return
    ! grep "$PWD" absolute/index.html absolute/quoin-manifest.jsonl &&
        grep -q '"file":"north/q1.xml"' absolute/quoin-manifest.jsonl
}
check "no folder of the machine in page and manifest" no_paths

# Large print beside the rest: of names of its own, told of by nobody, and one report on the page.
editions() {
    report both/a.xml Both 2020/21 1
    report both/b.xml Both 2020/21 2
    events 0 made=2 strays=0 -- both -o bothout && cp bothout/opcc-both-2020-21-q1.pdf kept.pdf &&
        events 0 made=2 strays=0 -- --variant large-print both -o bothout &&
        events 0 unchanged=2 strays=0 -- --prune both -o bothout &&
        events 0 unchanged=2 strays=0 -- --variant large-print --prune both -o bothout || return
    cmp kept.pdf bothout/opcc-both-2020-21-q1.pdf && [ "$(pdfs bothout | wc -l)" -eq 4 ] &&
        [ -f bothout/opcc-both-2020-21-q2-large-print.pdf ] || return
    grep -q '<dt>reports</dt><dd>2</dd>' bothout/index.html &&
        grep -q '<dt>PDFs</dt><dd>4</dd>' bothout/index.html || return
    rm both/b.xml
    events 0 unchanged=1 strays=2 -- both -o bothout
}
check "large print beside the rest" editions

# Links: a report is made where it lies, not where the alphabet meets it first; folders are told.
links() {
    report linked_tree/B/q1.xml Linked 2020/21 1
    report elsewhere/q2.xml Elsewhere 2020/21 2
    quietly linked_tree -o linksout && mkdir linked_tree/A && ln -s ../B/q1.xml linked_tree/A/latest.xml &&
        ln -s ../elsewhere linked_tree/current && ln -s ../../elsewhere/q2.xml linked_tree/B/q2.xml &&
        events 0 made=1 unchanged=1 strays=0 -- linked_tree -o linksout &&
        [ "$(pdfs linksout | tr '\n' ' ')" = "B/opcc-elsewhere-2020-21-q2.pdf B/opcc-linked-2020-21-q1.pdf " ] &&
        says '^linked_tree/A/latest.xml is a link to linked_tree/B/q1.xml: passed over$' batch linked_tree -o linksout &&
        says '^1 linked folder was not entered: linked_tree/current$' batch linked_tree -o linksout &&
        grep -q '"links":2,' events.jsonl
}
check "links to reports and to folders" links
only_links() { mkdir only && ln -s ../tree only/current && says 'name only/current itself' batch only -o nothing; }
check "a folder of links alone: what to do" only_links

# ---- usage ----
check "no OUTDIR" status 2 batch tree
check "nothing named" status 2 batch -o nothing
mkdir -p empty
check "no report: status 2, Q750" eval 'status 2 batch empty -o nothing && says Q750 batch empty -o nothing'
check "no such folder: status 4" status 4 batch absent -o nothing
once() { # STATUS PATTERN ARGUMENT…: told once, before any work
    status "$1" batch tree "${@:3}" -o nothing 2> once.log || return
    [ "$(grep -c error once.log)" -eq 1 ] && grep -q "$2" once.log
}
echo '<layout xmlns="urn:quoin:layout:1" title="Ours"><nonsense/></layout>' > wrong.xml
check "no such layout file: told once" once 4 'Q701.*absent.xml' --layout absent.xml
check "no such layout: told once" once 3 Q501 --layout absent
check "a layout with errors: told once" once 3 wrong.xml:1: --layout wrong.xml
check "no such variant: told once" once 3 Q514 --layout civic --variant absent
check "no such part: told once" eval 'status 2 batch tree --part appendix -o nothing && says "part cannot be .appendix" batch tree --part appendix -o nothing'
check "no layout has the variant: told once" once 3 'Q514.*large-prin' --variant large-prin
own_variant() { # a report's own layout may have one that no other has
    report own/a.xml Own 2020/21 1
    sed -i 's|<report |<report layout="own.xml" |' own/a.xml
    echo '<layout xmlns="urn:quoin:layout:1" title="Ours" based-on="opcc"><variant name="braille"/></layout>' > own/own.xml
    events 0 made=1 -- --variant braille own -o ownout
}
check "a variant of a report's own layout" own_variant
check "nothing was written" test ! -e nothing
large_report() {
    report large/a.xml Large 2020/21 1
    python3 -c 'import sys
text = open("large/a.xml").read()
open("large/a.xml", "w").write(text.replace("<section ", "<section title=\"More\"><para>" + "Words. " * 300000 + "</para></section><section ", 1))'
    status 5 quietly --memory 8 large -o little && says 'Q(802|756)' batch --memory 8 large -o little &&
        says 'allow more than 8 MiB with --memory' batch --memory 8 large -o little
}
check "too little memory: what to do" large_report

# ---- names that must not be ----
report twice/a.xml Twice 2020/21 1
report twice/b.xml Twice 2020/21 1
report twice/c.xml Other 2020/21 1
check "two reports, one name: status 2" status 2 batch twice -o twiceout
check "told by Q751, with both" eval 'says Q751 batch twice -o twiceout && says "a\.xml" batch twice -o twiceout && says "b\.xml" batch twice -o twiceout'
check "as events: the finding, and the end" eval 'events 2 findings=1 status=2 -- twice -o twiceout && grep -q "^{\"event\":\"findings\".*Q751.*b\.xml" events.jsonl'
check "as events: no such folder" eval 'events 4 findings=1 status=4 -- absent -o twiceout && grep -q Q701 events.jsonl'
check "as events: a merge of nothing" events 4 findings=1 status=4 -- --merge absent
collision_in_shards() { for i in 0 1 2 3 4 5 6; do status 2 quietly --shard $i/7 twice -o twiceout || return; done; }
check "whatever the shard" collision_in_shards
check "across folders named" status 2 batch tree/south tree/south/q2.xml tree/north/2020-21 twice/a.xml twice/b.xml -o twiceout
for pattern in '../{stem}' '/tmp/{stem}' '{stem}/../../x' '.{stem}' '-{stem}' '{nonsense}' '{stem' 'a//{stem}' ''; do
    check "pattern refused: $pattern" status 2 batch --name "$pattern" tree -o twiceout
done
check "nothing was written for any" test ! -e twiceout
linked() {
    mkdir -p linked target && ln -sfn ../target linked/south
    status 4 quietly tree/south tree/south -o linked || status 4 quietly tree -o linked || return
    [ -z "$(ls -A target)" ]
}
check "a link in OUTDIR leads nowhere" linked
own_link() {
    echo precious > precious.txt
    mkdir -p links && ln -s ../precious.txt links/opcc-southfold-2020-21-q2.pdf
    quietly tree/south -o links && [ "$(cat precious.txt)" = precious ] && [ ! -L links/opcc-southfold-2020-21-q2.pdf ]
}
check "a link in a PDF's place is replaced" own_link
check "OUTDIR is a file" status 4 batch tree -o precious.txt
check "OUTDIR's own folder is not there" status 4 batch tree -o no/such/folder
read_only() {
    local place before
    place=$(mktemp -d)
    cp -r "$quoin" tree out "$place" && chmod -R a+rX "$place" && chmod a-w "$place" "$place/out"
    before=$(snap "$place")
    # What an old quoin left must be remade, so that writing is needed.
    (cd "$place" && status 4 unprivileged ./quoin batch --force tree -o out) > read-only.log 2>&1
    local got=$?
    cat read-only.log
    diff <(echo "$before") <(snap "$place") && grep -q Q702 read-only.log && ! grep -q '^made' read-only.log || got=1
    # An auditor may still ask what is to be made.
    (cd "$place" && unprivileged ./quoin batch --dry-run --force tree -o out) > auditor.log 2>&1 || got=1
    cat auditor.log
    diff <(echo "$before") <(snap "$place") && [ "$(grep -c '^would make ' auditor.log)" -eq 5 ] || got=1
    chmod u+w "$place" "$place/out"
    rm -rf "$place"
    return $got
}
check "a read-only folder: told before any work; a dry run may look" read_only
full_disk() { # as a quota has it: no file may be larger
    (ulimit -f 1; exec "$quoin" batch -j1 many -o full) 2>&1 | cat > full.log
    tail -n 8 full.log
    grep -q '^stopped: 3 PDFs one after the other could not be written: cannot write full/' full.log &&
        [ ! -e full/index.html ] && ! grep index.html full.log && quietly tree/south -o full &&
        says 'full/index.html$' batch tree/south -o full || return
    rm -rf full
    (ulimit -f 1; exec "$quoin" batch --format json -j1 many -o full 2> /dev/null) | cat > events.jsonl
    grep '"event":"failed".*"errors":1,.*Q702.*cannot write full/' events.jsonl && tail -n1 events.jsonl | grep '"end".*"status":4'
}
check "a full disk: what stopped it, and no page that is not there" full_disk
shut_folder() {
    local place got=0
    place=$(mktemp -d)
    cp -r "$quoin" tree "$place" && mkdir "$place/tree/lost+found" && chmod -R a+rX "$place" &&
        chmod 0 "$place/tree/lost+found" && chmod a+rwx "$place"
    (cd "$place" && status 4 unprivileged ./quoin batch tree -o out &&
        status 4 unprivileged ./quoin batch tree/lost+found -o none && [ ! -e none ]) > shut.log 2>&1 || got=1
    cat shut.log
    diff <(echo "$expected") <(pdfs "$place/out") && grep -q 'lost+found.*Q701' shut.log || got=1
    sed -n '/^failed:$/,$p' shut.log | grep -q '^  tree/lost+found/: cannot look into this folder: ' || got=1
    (cd "$place" && unprivileged ./quoin batch --format json tree -o out 2> /dev/null) | python3 "$tests/batch/events.py" findings=1 failed=0 status=4 || got=1
    chmod -R u+rwx "$place"
    rm -rf "$place"
    return $got
}
check "a folder within that cannot be read costs only itself" shut_folder

# ---- shares ----
shares() { # N: the same set of bytes as one run, each report once
    local n=$1 total=0
    rm -rf shares
    for i in $(seq 0 $((n - 1))); do
        status 0 batch --format json --shard "$i/$n" many -o shares > share.jsonl || return
        python3 "$tests/batch/events.py" failed=0 unchanged=0 left=0 < share.jsonl || return
        total=$((total + $(grep -c '"event":"made"' share.jsonl)))
    done
    [ $total -eq 24 ] || { echo "$total made, not 24"; return 1; }
    status 0 quietly --merge shares && same whole shares && untouched shares quietly --merge shares
}
check "one run over all" events 0 made=24 -- many -o whole
for n in 1 2 4 7; do check "$n shares make the same" shares $n; done
check "after a merge nothing is left to do" eval 'events 0 unchanged=24 -- many -o shares && same whole shares'
side_by_side() {
    rm -rf shares
    quietly --shard 0/2 -j1 many -o shares & local first=$!
    quietly --shard 1/2 -j1 many -o shares & local second=$!
    wait $first && wait $second && quietly --merge shares && same whole shares
}
check "two shares side by side" side_by_side
unmerged() {
    rm -rf shares
    quietly --shard 1/3 many -o shares && events 0 "unchanged=$(pdfs shares | wc -l)" failed=0 -- many -o shares && same whole shares
}
check "a share lost is made by the next batch" unmerged
stable() {
    local before
    before=$(quietly --shard 0/3 many -o shares0; pdfs shares0)
    report many/added/q9.xml Added 2023/24 3
    quietly --shard 0/3 many -o shares0
    diff <(echo "$before") <(pdfs shares0 | grep -v '^added/')
    local got=$?
    rm -r many/added
    return $got
}
check "a report added moves no other" stable
for shard in 3/3 -1/3 1 a/b 1/0 0/99999999999; do check "no such share: $shard" status 2 batch --shard "$shard" many -o nothing; done
merge_of_nothing() {
    mkdir -p unmade
    status 4 batch --merge unmade && says 'Q701.*nothing of a batch' batch --merge absent &&
        [ -z "$(ls -A unmade)" ] && [ ! -e absent ]
}
check "--merge of nothing: status 4, nothing made" merge_of_nothing
merge_of_some() {
    rm -rf shares
    quietly --shard 0/3 many -o shares && says 'Q759.*: 1/3, 2/3$' batch --merge shares || return
    quietly --shard 2/3 many -o shares && says 'Q759.*: 1/3$' batch --merge shares || return
    quietly --shard 1/3 many -o shares && ! says Q759 batch --merge shares && same whole shares
}
# After a merge that had all, a share may be made again and merged alone; but where reports changed
# that fall to others too, these are told of.
merge_of_one_again() {
    quietly --force --shard 2/3 many -o shares && ! says Q759 batch --merge shares && same whole shares || return
    sed -i 's/More emails/Far more emails/' many/*/q3.xml
    quietly --shard 2/3 many -o shares && says 'Q759.*: 0/3, 1/3$' batch --merge shares || return
    batch --format json --merge shares 2> /dev/null > events.jsonl
    grep -q '"missing":[1-9]' events.jsonl && tail -n1 events.jsonl | grep -q '"event":"end".*"status":0' || return
    quietly many -o changed && for i in 0 1; do quietly --shard $i/3 many -o shares || return; done
    ! says Q759 batch --merge shares && same changed shares || return
    sed -i 's/Far more emails/More emails/' many/*/q3.xml
    quietly --shard 0/3 many -o shares && quietly many -o shares && ! says Q759 batch --merge shares && same whole shares
}
merge_after_a_kill() { # what its journal tells is made
    rm -rf shares
    quietly --shard 0/2 many -o shares && quietly --shard 1/2 many -o shares && mv shares/.quoin/manifest-1-of-2.jsonl shares/.quoin/journal-1-of-2.jsonl &&
        ! says Q759 batch --merge shares && same whole shares
}
merge_by_another_program() {
    rm -rf shares
    for i in 0 1; do quietly --shard $i/2 many -o shares || return; done
    sed -i 's/"program":"..../"program":"0000/' shares/.quoin/manifest-1-of-2.jsonl
    says 'Q759.*: 1/2$' batch --merge shares
}
check "--merge names the shards that are missing" merge_of_some
check "--merge again, of one shard that ran again" merge_of_one_again
check "--merge knows what a killed shard has made" merge_after_a_kill
check "--merge names a shard that another quoin ran" merge_by_another_program
merge_of_failed() {
    report fails/a.xml Fails 2020/21 1
    sed -i 's/<title>/<titel>/' fails/a.xml
    status 3 quietly --shard 0/1 fails -o failed
    for i in 0 1; do quietly --shard $i/2 fails -o failed; done
    status 3 quietly --merge failed && says '^  a.xml: ' batch --merge failed
}
check "--merge: status and failures as of one batch" merge_of_failed

# ---- two at once, and signals ----
journal_has() { [ "$(cat "$1"/.quoin/journal*.jsonl 2> /dev/null | wc -l)" -ge "$2" ]; }
is_over() { [[ "$(ps -o state= -p "$1")" != [RSDT]* ]]; }
is_stopped() { [[ "$(ps -o state= -p "$1")" == T* ]]; }
# hold FOLDER LINES OPTION…: a batch of many/ into the folder, stopped in its middle; its process is
# $pid. On a busy machine it may have come to its end before it is stopped: then it begins anew.
hold() {
    local folder=$1 lines=$2 try
    shift 2
    for try in {1..50}; do
        rm -rf "$folder"
        (trap - INT TERM; exec "$quoin" batch -q -j1 "$@" many -o "$folder") > hold.log 2>&1 &
        pid=$!
        within 60 eval 'journal_has "$folder" "$lines" || is_over $pid'
        kill -STOP $pid 2> /dev/null && within 60 is_stopped $pid && journal_has "$folder" "$lines" && return
        kill -KILL $pid 2> /dev/null
        wait $pid
        echo "try $try was too late"
    done
    return 1
}
# busy COMMAND…: while a batch works on locked/, the command comes out well.
busy() {
    local got pid
    hold locked 1 "${busy[@]}" || return
    "$@"
    got=$?
    kill -CONT $pid
    kill -TERM $pid
    wait $pid
    return $got
}
busy=()
check "locked: status 4, Q753" busy eval 'status 4 batch tree -o locked && says "Q753.*process [0-9]+" batch tree -o locked'
check "locked: a share is refused" busy status 4 batch --shard 0/2 tree -o locked
check "locked: a dry run is not" busy status 0 batch --dry-run tree -o locked
busy=(--shard 0/2)
check "a share at work: a batch is refused" busy eval 'status 4 batch tree -o locked && says Q753 batch tree -o locked'
check "a share at work: so is the same share" busy status 4 batch --shard 0/2 tree -o locked
check "a share at work: and a merge" busy status 4 batch --merge locked
check "a share at work: another share is not" busy status 0 batch -q --shard 1/2 tree -o locked
interrupted() { # SIGNAL STATUS
    local pid got=0 done
    hold stopped 3 || return
    kill -"$1" $pid
    kill -CONT $pid
    wait $pid || got=$?
    done=$(pdfs stopped | wc -l)
    [ $got -eq "$2" ] && [ "$done" -ge 3 ] && [ "$done" -lt 24 ] || { echo "status $got, $done PDFs"; return 1; }
    [ -z "$(find stopped -name '*.tmp')" ] || return
    [ "$(wc -l < stopped/quoin-manifest.jsonl)" -eq "$done" ] || { echo "the manifest lacks some"; return 1; }
    events 0 "unchanged=$done" failed=0 left=0 -- many -o stopped && same whole stopped
}
check "SIGTERM: status 143, then goes on" interrupted TERM 143
finish
