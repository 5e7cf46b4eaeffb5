#!/bin/bash
# veraPDF can say no: a good file, from which one thing is taken away at a time (break.py), must be
# refused every time, and pass when nothing is.
#   prove.sh BUILD JAR
set -u
BUILD=$1
jar=$2
here=tests/conformance
work=$BUILD/conformance/broken
rm -rf "$work"
mkdir -p "$work"
echo "one thing taken away at a time:"
"$BUILD/quoin" render -q -o "$work/good.pdf" samples/everything.xml &&
    python3 $here/break.py "$work/good.pdf" "$work" || exit 1
# Every way's file, those for one profile in one call.
{
    for profile in ua1 3a; do
        python3 $here/judge.py "$jar" $profile "$work/whole.pdf"
        python3 $here/judge.py --broken "$jar" $profile "$work/$profile"/*.pdf
    done
} | awk '/^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3; next }
         { print }
         END { print good + 0 " passed, " bad + 0 " failed"; exit bad > 0 || !good }'
