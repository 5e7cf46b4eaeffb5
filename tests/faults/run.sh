#!/bin/bash
# The fault suite: batches and packs that are killed, starved, locked out and lied to, some five
# hundred times.
#   run.sh BUILD [GROUP…]     BUILD has QUOIN_FAULT_HOOKS; the groups are those of faults.py, and packs
#
# `make faults` builds and runs it. Needs root, or namespaces, for small disks; and strace. What
# cannot be had is said to be SKIPPED.
set -u
BUILD=${1:-build/faults}
shift
export BUILD
. tests/lib.sh
work=$PWD/$BUILD/faults-work
rm -rf "$work"
unset SOURCE_DATE_EPOCH NO_COLOR QUOIN_FAULT

for stage in "sixty 60" "dozen 12"; do
    read -r name count <<< "$stage"
    mkdir -p "$work/$name"
    python3 tests/batch/make-batch.py "$count" "$work/$name/reports-old"
    python3 tests/batch/make-batch.py "$count" "$work/$name/reports" restated
done

check "the checker can tell" tests/faults/prove.sh "$BUILD/quoin" "$work/proof"

# A quoin that writes a pack as programs do that mean no harm.
torn=$work/torn-quoin
cat > "$torn" << END
#!/bin/bash
"$PWD/$BUILD/quoin" "\${@:1:\$#-1}" "$work/torn.pdf" || exit
head -c 30000 "$work/torn.pdf" > "\${@: -1}"
sleep 0.2
cp "$work/torn.pdf" "\${@: -1}"
END
chmod +x "$torn"
torn_is_told() {
    QUOIN_MOMENTS=12 python3 tests/faults/packs.py "$torn" "$work/torn" kill |
        grep '^faults tried .*half-written [1-9]'
}
if [ $# -eq 0 ] || [[ " $* " == *" packs "* ]]; then
    check "a pack that is torn is told" torn_is_told
fi

# Their lines as they come, and the last two at the end; check() would keep them to itself.
: > "$logs/faults.log"
suite() { # PROGRAM FOLDER [GROUP…]
    local log=$logs/faults.part good bad status
    python3 "tests/faults/$1" "$BUILD/quoin" "${@:2}" | tee "$log" | grep -E '^( |QUOIN)'
    status=${PIPESTATUS[0]}
    read -r good _ bad _ <<< "$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1)"
    passed=$((passed + ${good:-0}))
    failed=$((failed + ${bad:-0}))
    if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then failed=$((failed + 1)); fi
    cat "$log" >> "$logs/faults.log"
}
batches=() packs=0
for group; do
    if [ "$group" = packs ]; then packs=1; else batches+=("$group"); fi
done
if [ $# -eq 0 ] || [ ${#batches[@]} -gt 0 ]; then suite faults.py "$work" "${batches[@]}"; fi
if [ $# -eq 0 ] || [ $packs -eq 1 ]; then suite packs.py "$work/packs"; fi

if [ "$failed" -eq 0 ]; then rm -rf "$work"; fi
grep '^faults tried' "$logs/faults.log"
finish
