#!/bin/bash
# README's picture: two finished pages of the Q2 sample side by side.
#   picture.sh [BUILD]
set -eu
build=${1:-build}
work=$build/picture
mkdir -p "$work"
sample=$(ls samples/*q2*.xml | head -1)
"$build/quoin" render -q -o "$work/q2.pdf" "$sample"
rm -f "$work"/page-*.ppm
pdftoppm -r 64 "$work/q2.pdf" "$work/page"
# The first page, and the first that has a table on it in full: the third.
pages=("$work"/page-*.ppm)
python3 tests/golden/pixels.py beside "${pages[0]}" "${pages[2]}" tests/picture.png
ls -l tests/picture.png
