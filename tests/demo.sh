#!/bin/bash
# Renders every sample into BUILD/demo, of an agenda its whole pack, and prints what was made. Goes on after a failure.
set -u
build=$1
mkdir -p "$build/demo"
status=0
echo
for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    how=render
    grep -q '^<agenda ' "$sample" && how=pack
    "$build/quoin" $how -o "$build/demo/$name.pdf" "$sample" || status=$?
done
exit $status
