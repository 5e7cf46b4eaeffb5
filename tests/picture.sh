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
# The cover, and the first page of the first section.
pages=("$work"/page-*.ppm)
python3 tests/golden/pixels.py beside "${pages[0]}" "${pages[1]}" tests/picture.png
ls -l tests/picture.png
