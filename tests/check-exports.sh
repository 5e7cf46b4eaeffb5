#!/bin/bash
# libquoin.so exports quoin_* and nothing else; and all that quoin.h declares.
set -eu
build=${1:-build}
exported=$(nm -D --defined-only "$build/libquoin.so" | awk '{ print $3 }' | sort)
declared=$(grep -oE '\bquoin_[a-z_]+\(' include/quoin.h | tr -d '(' | sort -u)
declared=$(for name in $declared; do
    # Only functions that the header declares for export; its examples use the same ones.
    if grep -qE "^QUOIN_API.*[ *]$name\(" include/quoin.h; then echo "$name"; fi
done)
status=0
for name in $exported; do
    case $name in
        quoin_*) ;;
        *) echo "exported, but not named quoin_*: $name"; status=1 ;;
    esac
done
diff <(echo "$exported") <(echo "$declared") ||
    { echo "left: exported by libquoin.so; right: declared in quoin.h"; status=1; }
echo "$(wc -w <<< "$exported") symbols"
exit $status
