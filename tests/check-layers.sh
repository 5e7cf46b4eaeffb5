#!/bin/bash
# Reads the table "Doors" in src/README.md and every #include of src/, and fails on a door that is
# not in the table. With --prove: shows that it can fail, on a copy with doors that must not be.
set -u

# Every include of src/ as FILE:LINE:#include …, after the rows of the table, through one program.
check_tree() { # SRC
    {
        sed -n '/^## Doors/,/^## Files/p' "$1/README.md" | grep '^|'
        grep -rnE '^[[:space:]]*#[[:space:]]*include' "$1" --include='*.[ch]' | sort
    } | awk -v src="$1/" '
        # | layer | what it may include | its foreign libraries |
        /^\|/ {
            split($0, column, "|")
            for (i in column) gsub(/^ +| +$/, "", column[i])
            doors[column[2]] = " " column[3] " "
            libraries[column[2]] = " " column[4] " "
            next
        }
        function wrong(what) { print where ": " what; bad = 1 }
        # Is it the layer itself, a door, or in the folder that a door names?
        function is_allowed(layer, path,    list, n, i) {
            n = split(layer " " doors[layer], list, " ")
            for (i = 1; i <= n; i++)
                if (path == list[i] || index(path, list[i] "/") == 1) return 1
            return 0
        }
        function library_of(path) {
            if (path ~ /^hpdf/) return "libharu"
            if (path ~ /^libxml\//) return "libxml2"
            if (path ~ /^hyphen\.h/) return "libhyphen"
            if (path ~ /^png/) return "libpng"
            if (path ~ /^zlib/) return "zlib"
            if (path ~ /^hb-subset/) return "hb-subset"
            if (path ~ /^hb/) return "HarfBuzz"
            if (path ~ /^nettle\//) return "nettle"
            if (path ~ /^jansson\.h/) return "jansson"
            if (path ~ /^qpdf\//) return "libqpdf"
            return ""
        }
        {
            match($0, /:[0-9]+:/)
            where = substr($0, 1, RSTART + RLENGTH - 2)
            layer = substr($0, length(src) + 1)
            sub(/[\/:].*/, "", layer)
            count++
            if (!(layer in doors)) { wrong("the layer \"" layer "\" is not in src/README.md"); next }
            if (match($0, /"[^"]+"/)) {
                path = substr($0, RSTART + 1, RLENGTH - 2)
                if (!is_allowed(layer, path))
                    wrong(layer " may not include \"" path "\"; it may:" doors[layer])
            } else if (match($0, /<[^>]+>/)) {
                path = substr($0, RSTART + 1, RLENGTH - 2)
                room = path
                sub(/\/.*/, "", room)
                library = library_of(path)
                if (room in doors || path == "quoin.h")
                    wrong("our own headers are included by \"path\"")
                if (library != "" && !index(libraries[layer], " " library " "))
                    wrong(library " is not a library of " layer)
            }
        }
        END {
            if (count < 100) { print "only " count " includes were found"; bad = 1 }
            print count " includes read"
            exit bad
        }'
}

# Each of these doors is shut; the check must name the file of every one of them.
prove() {
    local bad=0 file line
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    cp -r src "$copy/src"
    while read -r file line; do
        echo "#include $line" >> "$copy/src/$file"
        if ! check_tree "$copy/src" > "$copy/log" && grep -q "src/$file:" "$copy/log"; then
            echo "noticed: #include $line in $file"
        else
            echo "not noticed: #include $line in $file"
            bad=1
        fi
        cp "src/$file" "$copy/src/$file"
    done << 'DOORS'
base/str.c "xml/xml.h"
page/page.h "typeset/box.h"
typeset/box.h "report/report.h"
cli/main.c "report/report.h"
cli/main.c <libxml/parser.h>
base/len.c <base/str.h>
base/str.h <quoin.h>
report/report.h <hpdf.h>
base/digest.h <zlib.h>
pdf/pdf_meta.c <nettle/sha2.h>
cli/cmd_source.c <qpdf/qpdf-c.h>
pack/source.c "pdf/pdf.h"
DOORS
    return $bad
}

if [ "${1:-}" = --prove ]; then prove; else check_tree "${1:-src}"; fi
