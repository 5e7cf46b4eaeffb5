#!/bin/bash
# The habits that a machine can hold us to: functions of 60 lines at most, names of files, stems
# that are unique over src/, and a top level that is what README.md says.
set -u
status=0

wrong() {
    echo "$*"
    status=1
}

# As clang-format lays it out, a function's body is a line "{" to a line "}".
long_functions() {
    awk '
        FNR == 1 { inside = 0 }
        /^{$/ { inside = 1; from = FNR; name = previous }
        /^}$/ && inside {
            if (FNR - from - 1 > 60) printf "%s:%d: %d lines: %s\n", FILENAME, from, FNR - from - 1, name
            inside = 0
            count++
        }
        /[^[:space:]]/ { previous = $0 }
        END { print count > "/dev/stderr" }' "$@"
}

files=$(find src include tests -name '*.[ch]' | sort)
long=$(long_functions $files 2> /dev/null)
[ -z "$long" ] || wrong "longer than 60 lines:
$long"
functions=$(long_functions $files 2>&1 > /dev/null)
[ "$functions" -gt 100 ] || wrong "only $functions functions were found"

for file in $(find src include -name '*.[ch]'); do
    [[ $(basename "$file") =~ ^[a-z][a-z0-9_]*\.[ch]$ ]] || wrong "$file: not a plain name"
done
for file in $(find tests/unit -name '*.c'); do
    [[ $(basename "$file") =~ ^test_[a-z0-9_]+\.c$ ]] || wrong "$file: not test_STEM.c"
done
repeated=$(find src -name '*.c' -exec basename {} .c \; | sort | uniq -d)
[ -z "$repeated" ] || wrong "stems used twice in src/: $repeated"

expected=".ci .clang-format .clang-tidy .editorconfig .gitignore LICENSE Makefile README.md fonts \
include layouts samples src tests"
# What is committed, where that can be told: a stray picture is nobody's harm.
top_level() {
    git ls-files 2> /dev/null | sed 's|/.*||' | sort -u | grep . || ls -A
}
for entry in $(top_level); do
    case " $expected .git build " in
        *" $entry "*) ;;
        *) wrong "the top level has a stranger: $entry" ;;
    esac
done
for entry in $expected; do [ -e "$entry" ] || wrong "the top level lacks $entry"; done

# Every folder has its door.
for folder in src/*/; do
    grep -q "^| $(basename "$folder") |" src/README.md || wrong "src/README.md: no door for $folder"
done

for file in $(find src -mindepth 2 -name '*.c'); do
    stem=$(basename "$file" .c)
    grep -qE "^\| ([a-z0-9_]+, )*$stem(, [a-z0-9_]+)* \|" src/README.md ||
        wrong "src/README.md does not name $file"
done

echo "$functions functions read"
exit $status
