#!/bin/bash
# The index page of a batch in Chromium: see look.py. Prints SKIPPED where there is no browser, or
# no npm to fetch axe-core with. Pictures of the page are left in BUILD/index-page/pictures.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
here=tests/index
work=$BUILD/index-page
quoin=$BUILD/quoin

skip() {
    echo "SKIPPED index page: $*"
    exit 0
}

tests/need.sh chromium poppler-utils python3 || skip "Chromium cannot be installed"
# Where node is not Debian's, npm comes with it.
command -v npm > /dev/null || tests/need.sh npm || skip "npm cannot be installed"

# axe-core, of the version and with the hash that the lock file says; kept for the next time.
modules=$BUILD/index-npm
mkdir -p "$modules"
if ! cmp -s $here/package-lock.json "$modules/package-lock.json" ||
    [ ! -s "$modules/node_modules/axe-core/axe.min.js" ]; then
    cp $here/package.json $here/package-lock.json $here/.npmrc "$modules/"
    (cd "$modules" && npm ci --silent > npm.log 2>&1) || {
        rm -f "$modules/package-lock.json"
        skip "axe-core cannot be fetched: $(tail -1 "$modules/npm.log")"
    }
fi

# A first batch makes all, another large print of it; then some reports are spoilt, and their PDFs stay.
rm -rf "$work"
mkdir -p "$work/pictures"
python3 $here/reports.py "$work/reports" || exit 1
"$quoin" batch -q "$work/reports" -o "$work/out" 2> "$work/first.log" || {
    tail -5 "$work/first.log"
    exit 1
}
"$quoin" batch -q "$work/reports" -o "$work/out" --variant large-print 2> "$work/large.log" || {
    tail -5 "$work/large.log"
    exit 1
}
python3 $here/reports.py "$work/reports" --spoil || exit 1
"$quoin" batch -q "$work/reports" -o "$work/out" 2> "$work/second.log"
[ $? -eq 3 ] || {
    tail -5 "$work/second.log"
    echo "the spoilt reports were not noticed"
    exit 1
}

python3 $here/look.py "$work/out" "$modules/node_modules/axe-core/axe.min.js" "$work/pictures"
