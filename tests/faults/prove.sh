#!/bin/bash
# The checker of the fault suite must tell a fault from none: each kind of damage is done once.
#   prove.sh QUOIN FOLDER     FOLDER is emptied
set -u
. tests/lib.sh
work=$2
trial=$work/trial
rm -rf "$work"
python3 tests/batch/make-batch.py 3 "$work/reports-old"
python3 tests/batch/make-batch.py 3 "$work/reports" restated
"$1" batch -q "$work/reports-old" -o "$work/old" > /dev/null 2>&1
"$1" batch -q "$work/reports" -o "$work/new" > /dev/null 2>&1
first=$(cd "$work/new" && find . -name '*.pdf' | sort | head -1)

look() { python3 tests/faults/check.py "$trial" "$work/old" "$work/new" "$@"; }
# told PATTERN DAMAGE…: after the damage to a finished folder the checker says so.
told() {
    local pattern=$1 said
    shift
    rm -rf "$trial"
    cp -r "$work/new" "$trial"
    "$@" || return
    said=$(look --made) && { echo "nothing was told"; return 1; }
    echo "$said"
    grep -qE "$pattern" <<< "$said"
}
fine() {
    rm -rf "$trial"
    cp -r "$work/$1" "$trial"
    shift
    look "$@"
}
truncate_one() { truncate -s 20000 "$trial/$first"; }
empty_one() { : > "$trial/$first"; }
# The old file with the first half of the new one written over it.
mix() {
    cp "$work/old/$first" "$trial/$first"
    head -c 20000 "$work/new/$first" | dd of="$trial/$first" conv=notrunc status=none
}
# It opens, but nobody made it.
append() { printf '%%\n' >> "$trial/$first"; }

check "the old one is fine" fine old
check "the new one is fine" fine new
check "the new one is finished" fine new --made
check "told: the old one is not finished" eval '! fine old --made'
check "told: a PDF cut off" told 'half-written: .*damaged|half-written: .*(trailer|xref|EOF)' truncate_one
check "told: an empty PDF" told 'half-written' empty_one
check "told: half new, half old" told 'half-written' mix
check "told: a byte more" told 'half-written' append
check "told: a PDF gone" told 'lost: ' eval 'rm "$trial/$first"'
check "told: a PDF left old" told "differs" eval 'cp "$work/old/$first" "$trial/$first"'
check "told: a temporary file" told '\.tmp: only in' eval ': > "$trial/.quoin-0123456789abcdef.tmp"'
check "told: a journal left" told 'journal.*only in' eval ': > "$trial/.quoin/journal.jsonl"'
check "told: a line less in the manifest" told 'manifest.*differs' sed -i 1d "$trial/quoin-manifest.jsonl"
check "told: a figure in the manifest" told 'manifest.*differs' sed -i '1s/"pages":1/"pages":2/' "$trial/quoin-manifest.jsonl"
check "told: another index" told 'index.html: differs' eval 'echo >> "$trial/index.html"'
check "not told: how long it took" eval 'fine new && sed -i "s/\"ms\":[0-9]*/\"ms\":1/" "$trial/quoin-manifest.jsonl" && look --made'
rm -rf "$work"
finish
