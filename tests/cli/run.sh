#!/bin/bash
# The program from outside: exit statuses, options, what goes where, and what is left on disk.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
root=$PWD
quoin=$PWD/$BUILD/quoin
small=$PWD/tests/cli/small.xml
work=$PWD/$BUILD/cli-work
rm -rf "$work"
mkdir -p "$work"
cp "$small" "$work/small.xml"
sed 's/<title>/<titel>/; s/<\/title>/<\/titel>/' "$small" > "$work/faulty.xml"
# A character that no face has: a warning and nothing more.
sed 's/More emails/More 🦄 emails/' "$small" > "$work/warned.xml"
python3 tests/bench/make-report.py 100 > "$work/long.xml"
cd "$work" || exit 1
logs=../test
unset SOURCE_DATE_EPOCH NO_COLOR

# status N COMMAND…: the command ends with that status.
status() {
    local want=$1 got=0
    shift
    "$@" || got=$?
    [ "$got" -eq "$want" ] || { echo "status $got, not $want: $*"; return 1; }
}

# says PATTERN COMMAND…: the pattern is in what it prints on standard error.
says() {
    local pattern=$1
    shift
    "$@" 2>&1 > /dev/null | tee /dev/stderr | grep -qE -- "$pattern"
}

# prints PATTERN COMMAND…: as above, on standard output.
prints() {
    local pattern=$1
    shift
    "$@" 2> /dev/null | tee /dev/stderr | grep -qaE -- "$pattern"
}

is_pdf() {
    [ "$(head -c 8 "$1")" = "%PDF-1.7" ] && tail -c 8 "$1" | grep -q '%%EOF'
}

# ---- usage ----
check "no arguments" status 2 "$quoin"
check "no such command" status 2 "$quoin" rendr small.xml
check "no such command: hint" says "did you mean quoin render\?" "$quoin" rendr small.xml
check "a file as command: hint" says "quoin render" "$quoin" small.xml
check "no such option" status 2 "$quoin" render --layuot opcc small.xml
check "no such option: hint" says "did you mean --layout\?" "$quoin" render --layuot opcc small.xml
check "option of another command" says "render takes no --format" "$quoin" render --format json a
check "option without its value" status 2 "$quoin" render small.xml -o
check "an option is no value" says "^quoin: --agenda-item needs a value$" "$quoin" render --agenda-item --first-page 71 small.xml -o x.pdf
check "nor is one by its letter" says "^quoin: --layout needs a value$" "$quoin" render --layout -o x.pdf small.xml
check "but with an equals sign it is" says "layout.*--mine" "$quoin" render --layout=--mine small.xml -o x.pdf
check "a value is judged before files are counted" says '^quoin: --first-page cannot be "small.xml"$' "$quoin" render --first-page small.xml -o x.pdf
check "a file that became a value" says '^quoin: render needs a file: "small.xml" is the value of --agenda-item$' "$quoin" render --agenda-item small.xml -o x.pdf
check "flag with a value" status 2 "$quoin" render --werror=yes small.xml
check "a value that is not listed" says "one of: text json" "$quoin" check --format jsn small.xml
check "no file" says "render needs a file" "$quoin" render
check "too many" status 2 "$quoin" dump small.xml small.xml
check "-o with two reports" status 2 "$quoin" render -o x.pdf small.xml small.xml
check "stdin needs -o" status 2 "$quoin" render -
check "output is the report" status 2 "$quoin" render -o small.xml small.xml
check "the report is still there" cmp small.xml "$small"
check "bad SOURCE_DATE_EPOCH" status 2 env SOURCE_DATE_EPOCH=yesterday "$quoin" check small.xml
check "bad --memory" status 2 "$quoin" check --memory 0 small.xml
check "nothing unescaped in usage" says 'x1B\[31m' "$quoin" $'\e[31mred'

# ---- help ----
check "--version" prints "^quoin [0-9]+\.[0-9]+\.[0-9]+$" "$quoin" --version
check "help" prints "quoin render REPORT.xml" "$quoin" help
check "--help" prints "quoin render REPORT.xml" "$quoin" --help
check "help of a command" prints "--layout LAYOUT" "$quoin" help render
check "--help of a command" prints "--layout LAYOUT" "$quoin" render --help
check "help of no command" status 2 "$quoin" help rendr
wide() { ! "$quoin" help "$@" | LC_ALL=C.UTF-8 awk 'length($0) > 80 { print; bad = 1 } END { exit !bad }'; }
check "help fits 80 columns" wide
for command in render check batch watch pack attach dump source verify schema layouts explain help; do
    check "help $command fits 80 columns" wide $command
    check "man page names $command" prints "quoin $command" "$quoin" help --man
done
man_is_clean() { ! "$quoin" help --man | man -l --warnings - 2>&1 > /dev/null | grep .; }
if command -v man > /dev/null; then check "man page is clean" man_is_clean; fi
check "explain" prints "^Q101: " "$quoin" explain Q101
check "explain lists" prints "^Q901  " "$quoin" explain
check "explain: no such code" status 2 "$quoin" explain Q000
check "layouts" prints "^opcc " "$quoin" layouts
check "schema" prints "urn:quoin:report:1" "$quoin" schema
check "schema of layouts" prints "urn:quoin:layout:1" "$quoin" schema layout
check "schema of nothing" status 2 "$quoin" schema nothing

# ---- render ----
default_output() { rm -f small.pdf; "$quoin" render small.xml && is_pdf small.pdf; }
check "default output" default_output
check "closing line" says "^small.pdf: [0-9]+ pages$" "$quoin" render small.xml
check "quiet" status 1 says . "$quoin" render -q small.xml
check "-o FILE" eval '"$quoin" render -o other.pdf small.xml && cmp other.pdf small.pdf'
check "-oFILE" eval '"$quoin" render -qoother2.pdf small.xml && cmp other2.pdf small.pdf'
check "--output=FILE" eval '"$quoin" render small.xml --output=other3.pdf && cmp other3.pdf small.pdf'
check "-o -" eval '"$quoin" render -o - small.xml > piped.pdf && cmp piped.pdf small.pdf'
check "stdin to stdout" eval '"$quoin" render -o - - < small.xml > piped.pdf && is_pdf piped.pdf'
check "stdin to a file" eval '"$quoin" render - -o in.pdf < small.xml && cmp in.pdf piped.pdf'
check "-- ends options" eval 'cp small.xml ./-small.xml && "$quoin" render -- -small.xml && is_pdf ./-small.pdf'
check "several reports" eval 'cp small.xml two.xml && "$quoin" render small.xml two.xml && cmp small.pdf two.pdf'
check "one of several is faulty" eval 'rm -f small.pdf two.pdf; status 3 "$quoin" render small.xml faulty.xml two.xml && is_pdf small.pdf && is_pdf two.pdf && [ ! -e faulty.pdf ]'
check "--part paper" eval '"$quoin" render -q --part paper -o paper.pdf small.xml && [ $(stat -c %s paper.pdf) -lt $(stat -c %s small.pdf) ]'
check "--part A" eval '"$quoin" render -q --part A -o a.pdf small.xml && is_pdf a.pdf'

# ---- render: for a committee's pack ----
q2=$root/samples/q2-2020-21.xml
all=$root/samples/everything.xml
page_text() { pdftotext -f "$2" -l "$2" -layout "$1" -; }
stamped() {
    "$quoin" render -q --agenda-item 7 --first-page 71 -o stamped.pdf small.xml &&
        page_text stamped.pdf 1 | grep -q '^ *Agenda Item 7$' &&
        page_text stamped.pdf 1 | grep -q '^ *Page 71$' &&
        page_text stamped.pdf 2 | grep -q '^ *Page 72$' &&
        ! page_text stamped.pdf 2 | grep -q 'Agenda Item' &&
        page_text stamped.pdf 3 | grep -q '^ *Page 73$' &&
        page_text stamped.pdf 3 | grep -q 'Page 3 of 3$' # its foot still counts from 1
}
check "--agenda-item and --first-page" stamped
check "page labels go with the stamps" eval 'qpdf --json stamped.pdf | grep -A6 "\"pagelabels\"" | grep -q "\"/St\": 71"'
check "no stamps without" eval '"$quoin" render -q -o plain.pdf small.xml && ! page_text plain.pdf 1 | grep -qE "Agenda|Page 71"'
check "--agenda-item alone" eval '"$quoin" render -q --agenda-item 12.1 -o item.pdf small.xml && page_text item.pdf 1 | grep -q "Agenda Item 12.1$" && ! page_text item.pdf 2 | grep -qE "^ *Page [0-9]+$"'
check "--first-page alone" eval '"$quoin" render -q --first-page 5 -o first.pdf small.xml && page_text first.pdf 1 | grep -qE "^ *Page 5$" && ! page_text first.pdf 1 | grep -q Agenda'
check "an item of too many characters" status 2 "$quoin" render --agenda-item 12345678901234567 small.xml
check "an item with a blank" says "cannot have the number" "$quoin" render --agenda-item "7 a" small.xml
check "--first-page 0" status 2 "$quoin" render --first-page 0 small.xml
check "--first-page 100001" status 2 "$quoin" render --first-page 100001 small.xml
check "--first-page x" says "first-page cannot be" "$quoin" render --first-page x small.xml
check "stamps are for one report" status 2 "$quoin" render --first-page 71 small.xml two.xml
check "dump has them too" prints '"Agenda Item 7"' "$quoin" dump --agenda-item 7 small.xml
check "watch takes none" status 2 "$quoin" watch --agenda-item 7 small.xml

# ---- an agenda is no report ----
cp "$root"/samples/agenda.xml agenda.xml
echo pack > agenda.pdf
usage_says() { local got=0; "$quoin" "${@:2}" > out.txt 2>&1 || got=$?; cat out.txt; [ $got -eq 2 ] && grep -q -- "$1" out.txt; }
for command in render watch; do
    check "$command: an agenda needs -o" usage_says "this is an agenda" $command agenda.xml
    check "$command: the pack is as it was" grep -qx pack agenda.pdf
done

check "batch: an agenda is none" usage_says "quoin pack makes its pack" batch agenda.xml -o batch-of-agenda

check "the layouts keep the place free" status 0 "$quoin" check --werror "$root"/layouts/*.xml

split() { # OPTION…: into the folder split/
    rm -rf split && mkdir split && "$quoin" render -q --split -o split/q.pdf "$@"
}
names() { (cd split && echo *); }
check "--split" eval 'split "$all" && [ "$(names)" = "q-A.pdf q-B.pdf q-C.pdf q-paper.pdf" ]'
same_as_part() { local p; for p in paper A B C; do "$quoin" render -q --part $p -o one.pdf "$all" && cmp one.pdf split/q-$p.pdf || return 1; done; }
check "each as --part makes it" same_as_part
check "--split --part A" eval 'split --part A "$all" && [ "$(names)" = "q-A.pdf" ]'
check "--split: no such part" status 3 split --part Z "$all"
check "--split: nothing is left then" eval '[ "$(names)" = "*" ]'
check "--split beside the report" eval 'cp "$q2" q2.xml && "$quoin" render -q --split q2.xml && is_pdf q2-A.pdf && is_pdf q2-B.pdf && [ ! -e q2.pdf ]'
check "--split says each file" says "^split/q-A.pdf: [0-9]+ pages$" "$quoin" render --split -o split/q.pdf "$all"
run_on() {
    split --agenda-item 7 --first-page 71 "$q2" || return 1
    local pages
    pages=$(pdfinfo split/q-A.pdf | sed -n 's/^Pages: *//p')
    page_text split/q-A.pdf 1 | grep -q '^ *Agenda Item 7$' &&
        page_text split/q-B.pdf 1 | grep -q "^ *Page $((71 + pages))$" &&
        ! page_text split/q-B.pdf 1 | grep -q 'Agenda Item'
}
check "page numbers run through the files" run_on
size_below() { [ "$(stat -c %s "$1")" -lt "$2" ]; }
small_files() { split "$q2" && for f in split/*.pdf; do size_below "$f" 100000 || return 1; done; }
check "the Q2 sample's files are small" small_files
check "and the whole, stamped" eval '"$quoin" render -q --agenda-item 7 --first-page 71 -o q2s.pdf "$q2" && size_below q2s.pdf 100000'
check "--split of a faulty report" status 3 split faulty.xml
check "--split: nothing of it is written" eval '[ "$(names)" = "*" ]'
check "--split: findings are told once" eval 'split_said=$("$quoin" render --split -o split/w.pdf warned.xml 2>&1); [ "$(grep -c "Q602" <<< "$split_said")" = 1 ]'
check "--split and standard output" status 2 "$quoin" render --split -o - small.xml
check "--split and standard input" status 2 "$quoin" render --split -o x.pdf -
check "--split over the report itself" eval 'cp small.xml split/s-paper.pdf && status 2 "$quoin" render --split -o split/s.pdf split/s-paper.pdf'
one_fails() { rm -rf split && mkdir -p split/q-B.pdf && status 4 "$quoin" render --split -o split/q.pdf "$all"; }
check "--split: a file that cannot be written" one_fails

check "--variant large-print" eval '"$quoin" render -q --variant large-print -o large.pdf small.xml && is_pdf large.pdf && ! cmp -s large.pdf small.pdf'
check "no such variant" status 3 "$quoin" render --variant large-prin -o z.pdf small.xml
check "no such variant: hint" says "did you mean .large-print.\? It has: large-print mono flat" "$quoin" check --variant large-prin small.xml
check "a variant's tags" prints "1.1 Emails received" "$quoin" dump --variant large-print --what tags small.xml
check "layouts and their variants" prints "^opcc-cy .*variants: large-print mono flat$" "$quoin" layouts
check "no such part" status 3 "$quoin" render --part Z -o z.pdf small.xml
check "--layout civic" eval '"$quoin" render -q --layout civic -o civic.pdf small.xml && ! cmp -s civic.pdf small.pdf'
check "no such layout" status 3 "$quoin" render --layout opc small.xml
check "no such layout: hint" says "opcc" "$quoin" render --layout opc small.xml
check "SOURCE_DATE_EPOCH" eval 'SOURCE_DATE_EPOCH=86400 "$quoin" render -q -o epoch.pdf small.xml && ! cmp -s epoch.pdf small.pdf'
check "werror: status 1" status 1 "$quoin" render --werror warned.xml
check "werror: the PDF is made" is_pdf warned.pdf
check "warnings: status 0" status 0 "$quoin" render warned.xml
check "werror without warnings" status 0 "$quoin" render --werror small.xml

# ---- failures leave the old file and nothing else ----
faulty() {
    echo old > faulty.pdf
    ls -A > before
    status 3 "$quoin" render faulty.xml || return 1
    [ "$(cat faulty.pdf)" = old ] || { echo "faulty.pdf was touched"; return 1; }
    diff before <(ls -A)
}
check "faulty: old file stays, no litter" faulty
check "faulty: closing line" says "^faulty.xml: [0-9]+ errors?" "$quoin" render faulty.xml
check "missing file" status 4 "$quoin" render none.xml
check "a folder" status 4 "$quoin" render .
check "a device" status 4 "$quoin" check /dev/zero
fifo() { rm -f pipe; mkfifo pipe; status 4 timeout 60 "$quoin" check pipe; }
check "a pipe by name" fifo
check "output folder missing" status 4 "$quoin" render -o none/x.pdf small.xml
check "output folder is a file" status 4 "$quoin" render -o small.xml/x.pdf small.xml
check "output is a folder" eval 'mkdir -p folder && status 4 "$quoin" render -o folder small.xml'
full() { "$quoin" "$@" > /dev/full; }
check "disk full: render -o -" status 4 full render -o - small.xml
check "disk full: dump" status 4 full dump small.xml
check "disk full: schema" status 4 full schema
check "disk full: help" status 4 full help
too_large() { (
    echo old > limit.pdf
    ulimit -f 2
    status 4 "$quoin" render -o limit.pdf small.xml && [ "$(cat limit.pdf)" = old ]
); }
check "file size limit: old file stays" too_large
check "memory limit" status 5 "$quoin" render --memory 2 long.xml
check "memory limit: said" says "Q802" "$quoin" render --memory 2 long.xml
check "memory limit while typesetting" status 5 "$quoin" render --memory 8 long.xml
check "memory limit: nothing is written" test ! -e long.pdf
symlink() {
    echo precious > target
    ln -sf target link.pdf
    "$quoin" render -q -o link.pdf small.xml && [ "$(cat target)" = precious ] && is_pdf link.pdf
}
check "a symbolic link is replaced, not followed" symlink

# ---- closed descriptors ----
check "stdin closed, not needed" eval '"$quoin" render -o c0.pdf small.xml <&- && is_pdf c0.pdf'
check "stdout closed, not needed" eval '"$quoin" render -o c1.pdf small.xml >&- && is_pdf c1.pdf'
check "stderr closed" eval '"$quoin" render -o c2.pdf small.xml 2>&- && is_pdf c2.pdf'
check "all closed" eval '"$quoin" render -o c3.pdf small.xml <&- >&- 2>&- && is_pdf c3.pdf'
shut_in() { "$quoin" "$@" <&-; }
shut_out() { "$quoin" "$@" >&-; }
check "stdin closed and needed" status 4 shut_in check -
check "stdout closed and needed" status 4 shut_out render -o - small.xml
check "stdout closed: help" status 4 shut_out help

# ---- check ----
check "check: fine" status 0 "$quoin" check small.xml
check "check: closing line" says "^small.xml: no errors, no warnings$" "$quoin" check small.xml
check "check: faulty" status 3 "$quoin" check faulty.xml
check "check: position and code" says "^faulty.xml:5:4: error\[Q[0-9]{3}\]: " "$quoin" check faulty.xml
check "check: suggestion" says "help: .*<title>" "$quoin" check faulty.xml
mkdir -p far && echo '<svg xmlns="http://www.w3.org/2000/svg"><blink/></svg>' > far/p.svg
sed 's|<para>More|<image file="p.svg" alt="A picture"/>&|' small.xml > far/q.xml
check "check: a picture's own place" says "^far/p.svg:1:[0-9]+: error\[Q201\]" "$quoin" check far/q.xml
check "check: no colour off a terminal" status 1 says $'\e' "$quoin" check faulty.xml
check "check: writes nothing" eval 'rm -f small.pdf; "$quoin" check small.xml; [ ! -e small.pdf ]'
json() { "$quoin" check --format json "$@" 2> /dev/null | python3 -c '
import json, sys
found = json.load(sys.stdin)
files = {f["file"] for f in found}
assert all(set(f) >= {"file", "line", "column", "severity", "code", "message", "hint"} for f in found)
print(len(found), sorted(files))
sys.exit(len(files) != int(sys.argv[1]))' "$want"; }
want=0
check "check: json, nothing" json small.xml
want=1
check "check: json" json small.xml faulty.xml
cp faulty.xml faulty2.xml
want=2
check "check: json, several" json faulty.xml small.xml faulty2.xml
if script -qec true /dev/null > /dev/null 2>&1 < /dev/null; then # there is a terminal to be had
    tty() { script -qec "env TERM=xterm $*" /dev/null < /dev/null; }
    coloured() { tty "$@" | grep -q $'\e\[1;31m'; }
    check "colour on a terminal" coloured "$quoin" check faulty.xml
    check "NO_COLOR" status 1 coloured env NO_COLOR=1 "$quoin" check faulty.xml
fi
layouts=$(dirname "$small")/../../layouts
for layout in "$layouts"/*.xml; do
    check "check: $(basename "$layout")" says ": no errors, no warnings$" "$quoin" check "$layout"
done
sed 's/colour="navy"/colour="#dddddd"/' "$layouts/opcc.xml" > pale.xml
cp "$layouts"/opcc-logo.svg .
check "check: a pale layout" says "^pale.xml:[0-9]+:[0-9]+: warning\[Q509\]: " "$quoin" check pale.xml
check "check: a layout, werror" status 1 "$quoin" check --werror pale.xml
piped_layout() { "$quoin" check - < pale.xml; }
check "check: a layout, piped" says "^<stdin>:[0-9]+:[0-9]+: warning\[Q509\]: " piped_layout
want=1
check "check: a layout, json" json small.xml pale.xml
check "render: a layout is no report" status 3 "$quoin" render pale.xml
check "dump: a layout is no report" status 3 "$quoin" dump pale.xml
check "dump: pages" prints "Emails received" "$quoin" dump --what pages small.xml
check "dump: tags" prints "Table" "$quoin" dump --what tags small.xml
same_tags() { cmp <("$quoin" dump --tags small.xml) <("$quoin" dump --what tags small.xml); }
check "dump: --tags" same_tags

# ---- batch: what is wrong with the command, before any work begins ----
mkdir -p reports/north reports/south empty
cp small.xml reports/north/q2.xml
sed 's/Exampleshire/Elsewhere/' small.xml > reports/south/q2.xml
refused() { # PATTERN ARGUMENT…: status 2, that is said, and nothing is written
    local pattern=$1
    shift
    rm -rf out
    status 2 says_and_keeps "$pattern" "$quoin" batch "$@" && [ ! -e out ]
}
says_and_keeps() { # as says, but the status is the command's
    local pattern=$1 got=0
    shift
    "$@" > said.out 2> said || got=$?
    cat said
    [ ! -s said.out ] || { echo "on standard output: $(cat said.out)"; return 99; }
    grep -qE -- "$pattern" said || { echo "not said: $pattern"; return 99; }
    return $got
}
check "batch: no -o" refused "batch needs -o OUTDIR" reports
check "batch: no reports" refused "batch needs a report" -o out
check "batch: standard input" refused "no report from standard input" - -o out
check "batch: standard output" refused "cannot be written to standard output" reports -o -
check "batch: --merge without a folder" refused "needs the folder that the shards" --merge
check "batch: --merge with reports" refused "takes no .reports.$" --merge -o out reports
check "batch: --merge with --dry-run" refused "merge takes no --dry-run" --merge --dry-run out
check "batch: --merge with --shard" refused "merge takes no --shard" --merge --shard 0/2 out
check "batch: going on and stopping" refused "cannot both" --keep-going --fail-fast reports -o out
for shard in 4/4 4 /4 0/ 1/0 -1/4 0/4/4 a/b 0/9999999999999999999999 " 0/4" 0/4x 1/100001; do
    check "batch: --shard $shard" refused "--shard cannot be" reports -o out "--shard=$shard"
done
for jobs in 0 -1 two 1025 2.5; do
    check "batch: --jobs $jobs" refused "whole number from 1 to 1024" reports -o out "--jobs=$jobs"
done
check "batch: --timeout soon" refused "whole number of seconds" reports -o out --timeout soon
check "batch: --timeout 86401" refused "at most a day" reports -o out --timeout 86401
check "batch: --memory 0" refused "whole number of MiB" reports -o out --memory 0
check "batch: --format xml" refused "one of: text json" reports -o out --format xml
check "batch: no such option" refused "did you mean --dry-run\?" reports -o out --dryrun
check "batch: no such field" refused "did you mean \{year\}\?" reports -o out --name '{yaer}'
check "batch: a field not closed" refused "Q752" reports -o out --name '{stem'
check "batch: out of the folder" refused "within the output folder" reports -o out --name '../{stem}'
check "batch: an absolute name" refused "within the output folder" reports -o out --name '/{stem}'
check "batch: a hidden name" refused "within the output folder" reports -o out --name '.quoin/{stem}'
check "batch: one name for all" refused "all PDFs would have one name" reports -o out --name report
check "batch: no --variant" refused "no value without --variant" reports -o out --name '{stem}-{variant}'
check "batch: nothing there" refused "Q750.*there is no report here" empty -o out
cp reports/north/q2.xml reports/north/q2-again.xml
sed -i 's/More emails/Many more emails/' reports/north/q2-again.xml
check "batch: a collision" refused \
    "^reports/north/q2.xml:2:1: error\[Q751\]: .* north/opcc-exampleshire-2020-21-q2.pdf, and so would that of reports/north/q2-again.xml:2\$" \
    reports -o out
check "batch: a collision: hint" refused "help: --name '.*-\{stem\}' tells" reports -o out
check "batch: a collision in another shard" refused Q751 reports -o out --shard 0/2
check "batch: the other shard" refused Q751 reports -o out --shard 1/2
rm reports/north/q2-again.xml
check "batch: no such file" status 4 "$quoin" batch none.xml -o out
check "batch: no such file: hint" says "Q701.*cannot find this" "$quoin" batch none.xml -o out
check "batch: no such file: no folder" [ ! -e out ]

# ---- batch: the names ----
named() { # FILES… -- ARGUMENT…: those PDFs are in out, and no other
    local want=()
    while [ "$1" != -- ]; do want+=("$1"); shift; done
    shift
    rm -rf out
    status 0 "$quoin" batch -q -o out "$@" || return 1
    diff <(printf '%s\n' "${want[@]}" | sort) <(cd out && find . -name '*.pdf' | sed 's|^./||' | sort)
}
check "batch: the tree is kept" named north/opcc-exampleshire-2020-21-q2.pdf \
    south/opcc-elsewhere-2020-21-q2.pdf -- reports
check "batch: the folder named is the root" named opcc-exampleshire-2020-21-q2.pdf -- reports/north
check "batch: files have none" named opcc-exampleshire-2020-21-q2.pdf \
    opcc-elsewhere-2020-21-q2.pdf -- reports/*/q2.xml
check "batch: --name" named 2020-21/q2-exampleshire.pdf 2020-21/q2-elsewhere.pdf -- \
    --name '{year}/{stem}-{area}[-{variant}]' reports/*/q2.xml
check "batch: a file named twice" named north/q2.pdf south/q2.pdf -- \
    --name '{stem}' reports reports/north/q2.xml reports/
check "batch: as render makes it" eval '"$quoin" render -q -o one.pdf reports/north/q2.xml && cmp one.pdf out/north/q2.pdf'
check "batch: into the folder it reads" eval 'cp -r reports both && "$quoin" batch -q both -o both --name "{stem}" && is_pdf both/north/q2.pdf && status 1 says "^made" "$quoin" batch both -o both --name "{stem}"'
sed '/<area>/d' small.xml > reports/noarea.xml
nameless() { rm -rf out; status 2 "$quoin" batch reports -o out --name '{area}' && is_pdf out/north/exampleshire.pdf; }
check "batch: one without a name fails alone" nameless
check "batch: why" says "noarea.xml: it says no \{area\}" "$quoin" batch reports -o out --name '{area}'
mkdir "reports/a folder"
mv reports/noarea.xml "reports/a folder/q3.xml"
"$quoin" batch -q reports -o out > /dev/null 2>&1
check "batch: a folder with a space, again" status 1 says "^made|Q757" "$quoin" batch reports -o out
dry() { rm -rf out; status 0 "$quoin" batch --dry-run reports -o out && [ ! -e out ]; }
check "batch: --dry-run writes nothing" dry
same_shards() { # N: the shards make what one batch makes
    rm -rf out whole
    "$quoin" batch -q reports -o whole || return 1
    for ((i = 0; i < $1; i++)); do "$quoin" batch -q reports -o out --shard $i/$1 || return 1; done
    "$quoin" batch -q --merge out && diff -r --exclude=.quoin --exclude=quoin-manifest.jsonl out whole
}
for count in 1 2 4 7; do check "batch: --shard of $count" same_shards $count; done
finish
