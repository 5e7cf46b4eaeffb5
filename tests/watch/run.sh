#!/bin/bash
# `quoin watch` as an author sees it: every way in which editors save, files that are not there yet,
# folders that are replaced. What is waited for comes within DEADLINE seconds or the check fails;
# what must not happen is counted when something that must has happened after it.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
quoin=$PWD/$BUILD/quoin
small=$PWD/tests/cli/small.xml
samples=$PWD/samples
fonts=$PWD/fonts
work=$PWD/$BUILD/watch-work
DEADLINE=30
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
logs=../test
unset SOURCE_DATE_EPOCH NO_COLOR
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2> /dev/null' EXIT

# ---- helpers ------------------------------------------------------------------------------------

# A report that says so many emails, or a longer text.
report() { # EMAILS
    sed "s/>1814</>$1</" "$small"
}

# wait_for COMMAND…: until it succeeds, or DEADLINE.
wait_for() {
    local until=$((SECONDS + DEADLINE))
    until "$@" > /dev/null 2>&1; do
        if [ $SECONDS -ge $until ]; then
            echo "waited $DEADLINE s in vain for: $*"
            echo "said so far:"
            cat "$work/log"
            return 1
        fi
        sleep 0.02
    done
}

# begin FOLDER ARGUMENT…: starts it there; what it says goes to the log.
begin() {
    local folder=$1
    shift
    : > "$work/log"
    (cd "$folder" && exec env --default-signal=INT "$quoin" watch "$@") 2>> "$work/log" > "$work/out" &
    pid=$!
}

# end SIGNAL STATUS: it ends with that status, and soon; nothing that it started is left.
end() {
    local status=0 children
    children=$(pgrep -P "$pid")
    kill "-$1" "$pid"
    wait "$pid" || status=$?
    pid=
    for child in $children; do
        ! kill -0 "$child" 2> /dev/null || { echo "process $child is left"; return 1; }
    done
    [ "$status" -eq "$2" ] || { echo "status $status, not $2"; return 1; }
}

said() { grep -qE -- "$1" "$work/log"; }
times() { grep -cE -- "$1" "$work/log"; }
made() { times '[0-9:]{8} .*\.pdf: [0-9]+ pages?, ([0-9]+ warnings?, )?[0-9]+ ms$'; }
has_made() { [ "$(made)" -eq "$1" ]; }
has_made_more() { [ "$(made)" -gt "$1" ]; }

# It waits, with no worker: what it has published it has told as well.
idle() { ! pgrep -P "$pid" && [ "$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat")" = S ]; }

# becomes PDF XML [OPTION…]: the PDF is, or soon will be, what the report makes, and that is told.
becomes() {
    local pdf=$1 xml=$2
    shift 2
    "$quoin" render -q "$@" -o "$work/expected.pdf" "$xml" &&
        wait_for cmp -s "$pdf" "$work/expected.pdf" && wait_for idle
}

# after COMMAND…: it leads to the PDF that q2.xml makes, and to nothing being said of it as faulty.
after() {
    local errors
    errors=$(times 'error\[')
    "$@" || return 1
    becomes q2.pdf q2.xml || return 1
    [ "$(times 'error\[')" -eq "$errors" ] || { echo "errors are told of what was only being saved"; cat log; return 1; }
}

# ---- saving -------------------------------------------------------------------------------------

first() {
    report 1 > q2.xml
    begin . q2.xml
    wait_for said '^watching q2\.xml; q2\.pdf is made at every save \(Ctrl\+C ends\)$' &&
        wait_for has_made 1 && becomes q2.pdf q2.xml
}
by_rename() { report 2 > new.tmp && mv new.tmp q2.xml; }
# vim with a backup: the old file moves aside, a new one is made in its place.
by_backup() { mv q2.xml q2.xml~ && report 3 > q2.xml && rm q2.xml~; }
# The file is emptied and closed, and filled a while later.
by_truncation() { : > q2.xml && sleep 0.2 && report 4 > q2.xml; }
by_pieces() {
    python3 - "$small" << 'END'
import sys, time
text = open(sys.argv[1]).read().replace(">1814<", ">5<")
with open("q2.xml", "w") as f:
    for i in range(0, len(text), 400):
        f.write(text[i:i + 400])
        f.flush()
        time.sleep(0.02)
END
}
by_appending() { echo '<!-- one more line -->' >> q2.xml; }
by_deletion() { rm q2.xml && sleep 0.2 && report 6 > q2.xml; }
by_link() { mkdir -p far && report 7 > far/q2.xml && ln -s far/q2.xml l.tmp && mv l.tmp q2.xml; }
# No event tells of this one.
kept_open() {
    report 80 > next.txt
    python3 -c '
import time
f = open("q2.xml", "r+")
f.write(open("next.txt").read())
f.truncate()
f.flush()
time.sleep(30)' &
    holder=$!
    wait_for cmp q2.xml next.txt
}
behind_link() { report 8 > far/new.tmp && mv far/new.tmp far/q2.xml; }

check "first render" first
check "saved by rename" after by_rename
check "saved by rename, with a backup" after by_backup
check "saved by truncating, then writing" after by_truncation
check "saved piece by piece" after by_pieces
check "saved by appending" after by_appending
check "deleted and written anew" after by_deletion
check "saved and kept open" after kept_open
kill $holder
check "replaced by a link" after by_link
check "saved behind the link" after behind_link
mv far/q2.xml far/new.tmp && mv far/new.tmp q2.xml

twice() {
    local before
    becomes q2.pdf q2.xml || return 1
    before=$(made)
    report 9 > q2.xml
    report 10 > q2.xml
    becomes q2.pdf q2.xml || return 1
    [ $(($(made) - before)) -le 2 ]
}
check "two rapid saves: the last wins" twice

# Nothing of this renders; the save after it does, once.
nothing() {
    local before
    before=$(made)
    echo hello > notes.txt
    mkdir -p other && cp q2.xml other/q2.xml
    touch q2.xml
    cp q2.xml same.tmp && mv same.tmp q2.xml
    sleep 0.4
    report 11 > q2.xml
    becomes q2.pdf q2.xml && wait_for has_made_more "$before" &&
        [ "$(made)" -eq $((before + 1)) ]
}
check "other files, same contents: nothing" nothing

# As git does it when it changes branches: many files, each removed and made anew.
storm() {
    for i in $(seq 300); do echo "$i" > "file-$i"; done
    rm -f file-* q2.xml
    report 12 > q2.xml
    for i in $(seq 300); do echo "$i" > "file-$i"; done
}
check "a storm of files" after storm

# ---- faults -------------------------------------------------------------------------------------

fault() {
    cp q2.pdf old.pdf
    sed 's/title>/titel>/g' "$small" > q2.xml
    wait_for said '^[0-9:]{8} q2\.xml: [0-9]+ errors?; q2\.pdf stays as it was$' &&
        said '^q2\.xml:5:4: error\[Q[0-9]{3}\]: ' && cmp q2.pdf old.pdf
}
mend() { report 13 > q2.xml; }
check "an error: the old PDF stays" fault
check "mended" after mend

unwell() { printf '<report><tit' > q2.xml && wait_for said '^q2\.xml:1:.* error\[Q101\]'; }
check "not well-formed" unwell
empty() { : > q2.xml && wait_for said 'error\[Q102\]'; }
check "empty for good: told" empty

gone() {
    rm q2.xml
    wait_for said '^[0-9:]{8} q2\.xml is gone; waiting for it to come back$' && sleep 0.3 &&
        [ "$(times 'is gone')" -eq 1 ] && cmp q2.pdf "$work/expected.pdf"
}
check "gone: told once" gone
back() { report 14 > q2.xml; }
check "back again" after back

# ---- other files ----------------------------------------------------------------------------------

with_picture() { # EMAILS
    report "$1" | sed 's|<para>More|<image file="img/p.svg" alt="Quarters"/>&|'
}
missing_picture() {
    with_picture 20 > q2.xml
    wait_for said 'error\[Q510\]'
}
bring_folder() { mkdir img && cp "$samples/pictures/quarters.svg" img/p.svg; }
change_picture() { sed 's/<svg /<svg id="new" /' "$samples/pictures/divider.svg" > img/p.tmp && mv img/p.tmp img/p.svg; }
picture_after() {
    local before
    before=$(made)
    "$@" && wait_for has_made_more "$before" && becomes q2.pdf q2.xml
}
check "a picture that is not there" missing_picture
check "it comes, with its folder" picture_after bring_folder
check "a picture changes" picture_after change_picture
unused() {
    local before
    back && becomes q2.pdf q2.xml || return 1
    before=$(made)
    echo '<svg/>' > img/p.svg
    sleep 0.3
    report 21 > q2.xml
    becomes q2.pdf q2.xml && [ "$(made)" -eq $((before + 1)) ]
}
check "a picture no longer used" unused

brand() { # COLOUR
    mkdir -p brands
    cat > brands/ours.xml << END
<layout xmlns="urn:quoin:layout:1" xml:lang="en-GB" title="Ours" based-on="opcc">
  <palette><colour name="navy" value="$1"/></palette>
</layout>
END
}
own_layout() { report 22 | sed 's/quarter="2"/& layout="brands\/ours.xml"/' > q2.xml && sleep 0.3 && brand "#12402b"; }
change_layout() { brand "#402b12"; }
# Till now quoin's own; a file of that name beside the layout takes its place.
own_font() {
    sed -i 's|</layout>|<faces><family name="sans" regular="LiberationSans-Regular.ttf"/></faces>&|' \
        brands/ours.xml
    becomes q2.pdf q2.xml || return 1
    sleep 0.2
    cp "$fonts/LiberationSans-Bold.ttf" brands/LiberationSans-Regular.ttf
}
check "a layout that is not there, and comes" picture_after own_layout
check "a layout changes" picture_after change_layout
check "a font comes" picture_after own_font
check "SIGTERM" end TERM 143

# ---- folders --------------------------------------------------------------------------------------

folder_with() { rm -rf "$1" && mkdir "$1" && report "$2" > "$1/q2.xml"; }
within() { (cd place && becomes q2.pdf q2.xml); }
moved() { mv place place.old && folder_with place.new "$1" && mv place.new place; }
removed() { rm -rf place && sleep 0.2 && folder_with place "$1"; }
from_outside() {
    folder_with place 30
    begin . place/q2.xml
    wait_for has_made 1
}
from_inside() {
    folder_with place 40
    begin place q2.xml
    wait_for has_made 1
}
check "in a folder" from_outside
check "the folder is moved and replaced" eval 'moved 31 && within'
check "the folder is removed and made again" eval 'removed 32 && within'
check "saved there" eval 'report 33 > place/q2.xml && within'
check "SIGINT" end INT 130
rm -rf place.old
check "from within the folder" from_inside
check "that folder is moved and replaced" eval 'moved 41 && within'
rm -rf place.old
check "that folder is removed and made again" eval 'removed 42 && within'
check "and a save there" eval 'report 43 > place/q2.xml && within'
check "SIGTERM again" end TERM 143

# ---- options --------------------------------------------------------------------------------------

quiet() {
    sed 's/title>/titel>/g' "$small" > q3.xml
    begin . -q -o other.pdf --variant mono q3.xml
    wait_for said 'error\[' || return 1
    report 50 > q3.xml
    becomes other.pdf q3.xml --variant mono || return 1
    end TERM 143 || return 1
    ! grep -E 'watching|pages|stays' log
}
check "quiet; -o; --variant" quiet

# Long enough to be under way when the second save comes.
python3 "$OLDPWD/tests/bench/make-report.py" 300 > long.xml
during() {
    begin . long.xml
    wait_for pgrep -P "$pid" || return 1
    report 60 > l.tmp && mv l.tmp long.xml
    becomes long.pdf long.xml && [ "$(made)" -le 2 ]
}
check "a save during a render" during
stopped() {
    python3 "$OLDPWD/tests/bench/make-report.py" 301 > l.tmp && mv l.tmp long.xml
    wait_for pgrep -P "$pid" && end TERM 143
}
check "SIGTERM during a render" stopped

slow() {
    begin . --timeout 1 long.xml
    python3 "$OLDPWD/tests/bench/make-report.py" 2000 > l.tmp && mv l.tmp long.xml
    wait_for said 'error\[Q755\]' && kill -0 "$pid" && end HUP 129
}
check "too slow: told, and it goes on" slow

status() { # N ARGUMENT…
    local want=$1 got=0
    shift
    timeout 60 "$quoin" watch "$@" 2> log || got=$?
    [ "$got" -eq "$want" ] || { echo "status $got, not $want"; return 1; }
}
check "no such report" eval 'status 4 none.xml && said "error\[Q701\]"'
check "a folder" status 4 .
check "standard input" status 2 -
check "standard output" status 2 -o - q2.xml
check "output is the report" status 2 -o q2.xml q2.xml
check "nothing on standard output" test ! -s out
check "no litter" eval '! ls -A . place | grep -F .quoin-'
finish
