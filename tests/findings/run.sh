#!/bin/bash
# What quoin says about faulty reports: tests/findings/CASE.xml against CASE.expected, which holds
# the exit status and all that is printed.
#   run.sh [--update] [BUILD]
# A case that XML itself cannot hold in a file of its own is made by tests/findings/make.py.
set -u
update=
[ "${1:-}" = --update ] && { update=yes; shift; }
BUILD=${1:-build}
export BUILD
. tests/lib.sh
work=$BUILD/findings
rm -rf "$work"
mkdir -p "$work"
quoin=$PWD/$BUILD/quoin
here=$PWD/tests/findings
work=$PWD/$work
cp -r "$here"/. "$work"
python3 "$here/make.py" "$work"

arguments_of() {
    [ -f "$1" ] || return 0 # a folder, a pipe, a device
    head -c 500 "$1" | tr -d '\0' | sed -nE 's/^.*<!-- check: (.*) -->.*$/\1/p'
}

compare() { # CASE
    local status=0 name
    name=$(basename "$1" .xml)
    # shellcheck disable=SC2046 # the arguments are words
    (cd "$work" && timeout 60 "$quoin" check $(arguments_of "$1") "$name.xml") > "$work/$name.said" 2>&1 ||
        status=$?
    echo "status $status" >> "$work/$name.said"
    if [ -n "$update" ]; then
        cp "$work/$name.said" "$here/$name.expected"
    else
        diff -u "$here/$name.expected" "$work/$name.said"
    fi
}

# A faulty report makes no file, and leaves the one that is there alone.
no_output() (
    status=0
    cd "$work" || exit 1
    echo old > old.pdf
    "$quoin" render -o new.pdf four-mistakes.xml || status=$?
    [ $status -eq 3 ] && [ ! -e new.pdf ] || exit 1
    "$quoin" render -o old.pdf four-mistakes.xml && exit 1
    [ "$(cat old.pdf)" = old ] && [ -z "$(find . -name '*.tmp*' -o -name '.*.pdf*')" ]
)
check "no output from a faulty report" no_output

for case in "$work"/*.xml; do
    check "finding $(basename "$case" .xml)" compare "$case"
done
for expected in "$here"/*.expected; do
    case=$work/$(basename "$expected" .expected).xml
    [ -e "$case" ] || [ -L "$case" ] ||
        check "an expectation without its case: $expected" false
done
finish
