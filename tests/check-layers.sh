#!/bin/bash
# Reads the table "Doors" in src/README.md and every #include of src/, and fails on a door that is
# not in the table. With --prove: shows that it can fail, on a copy with doors that must not be.
set -u

# The doors of a layer, as written in the table's second column.
doors_of() { # README LAYER
    awk -F '|' -v layer="$2" '
        { gsub(/^ +| +$/, "", $2) }
        $2 == layer { print $3; found = 1 }
        END { exit !found }' "$1"
}

# src/quoin.c is a layer of its own; otherwise the folder is.
layer_of() { # path beneath src
    case $1 in
        */*) echo "${1%%/*}" ;;
        *) echo "$1" ;;
    esac
}

check_tree() { # SRC
    local src=$1 bad=0 count=0 file layer doors line path
    while read -r file; do
        layer=$(layer_of "${file#"$src"/}")
        doors=$(doors_of "$src/README.md" "$layer") ||
            { echo "$file: the layer \"$layer\" is not in src/README.md"; bad=1; continue; }
        while IFS=: read -r line path; do
            count=$((count + 1))
            allowed "$layer" "$path" "$doors" && continue
            echo "$file:$line: $layer may not include \"$path\" (it may: $layer$doors)"
            bad=1
        done < <(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$file" |
            sed -E 's/^([0-9]+):[^"]*"([^"]*)".*/\1:\2/')
        outside=$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*<(base|xml|report|text|image|page|typeset|compose|pdf|cli|quoin)[/.]' "$file") &&
            { echo "$file: include by \"path\": $outside"; bad=1; }
    done < <(find "$src" -name '*.[ch]' | sort)
    foreign "$src" || bad=1
    [ "$count" -gt 20 ] || { echo "only $count includes were found: is $src right?"; bad=1; }
    echo "$count includes read"
    return $bad
}

allowed() { # LAYER PATH DOORS
    local door
    case $2 in "$1"/*) return 0 ;; esac
    for door in $3; do
        case $2 in "$door" | "$door"/*) return 0 ;; esac
    done
    return 1
}

# Each foreign library's headers are seen in the folders that the table's third column names.
foreign() { # SRC
    local src=$1 bad=0 pair header name file layer libraries
    for pair in hpdf:libharu libxml/:libxml2 hyphen.h:libhyphen png:libpng zlib:zlib \
        hb-subset:hb-subset hb.h:HarfBuzz hb-ot.h:HarfBuzz sha:libmd; do
        header=${pair%%:*} name=${pair##*:}
        while IFS=: read -r file _; do
            layer=$(layer_of "${file#"$src"/}")
            libraries=$(awk -F '|' -v layer="$layer" \
                '{ gsub(/^ +| +$/, "", $2) } $2 == layer { print $4 }' "$src/README.md")
            case " $libraries " in
                *" $name "*) ;;
                *) echo "$file: $name is not a library of $layer (src/README.md)"; bad=1 ;;
            esac
        done < <(grep -rnE "^#[[:space:]]*include[[:space:]]*<$header" "$src" --include='*.[ch]')
    done
    return $bad
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
DOORS
    return $bad
}

if [ "${1:-}" = --prove ]; then prove; else check_tree "${1:-src}"; fi
