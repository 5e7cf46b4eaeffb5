#!/bin/sh
# Compares our line breaks and demerits with TeX's own, for COUNT random paragraphs.
#   check-tex.sh JUDGE-PROGRAM [COUNT]
# Skips, and says so, where luatex is missing (Debian: texlive-luatex, texlive-plain-generic).
set -eu
judge=$1
count=${2:-1000}
if ! command -v luatex >/dev/null 2>&1; then
    echo "check-tex: SKIPPED, there is no luatex here (apt-get install texlive-luatex)"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
"$judge" items "$count" >"$work/items"
printf '\\directlua{dofile("%s/linebreak.lua")}\\end\n' "$here" >"$work/run.tex"
if ! (cd "$work" && ITEMS="$work/items" ANSWERS="$work/answers" \
    luatex --interaction=batchmode run.tex >"$work/out" 2>&1); then
    tail -n 20 "$work/out" "$work/run.log" >&2
    exit 1
fi
"$judge" compare "$count" <"$work/answers"
