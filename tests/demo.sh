#!/bin/bash
# Renders every sample into BUILD/demo and prints what was made. Goes on after a failure.
set -u
build=$1
mkdir -p "$build/demo"
status=0
echo
for sample in samples/*.xml; do
    name=$(basename "$sample" .xml)
    "$build/quoin" render -o "$build/demo/$name.pdf" "$sample" || status=$?
done
exit $status
