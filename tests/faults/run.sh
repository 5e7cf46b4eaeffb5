#!/bin/bash
# The fault suite: a batch that is killed, starved, locked out and lied to, some two hundred times.
#   run.sh BUILD [GROUP…]     BUILD has QUOIN_FAULT_HOOKS; the groups are those of faults.py
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
proven=$passed unproven=$failed

# Its lines as they come, and the last two at the end; check() would keep them to itself.
python3 tests/faults/faults.py "$BUILD/quoin" "$work" "$@" | tee "$logs/faults.log" | grep -E '^( |QUOIN)'
status=${PIPESTATUS[0]}
read -r passed _ failed _ <<< "$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$logs/faults.log" | tail -1)"
passed=$((${passed:-0} + proven))
failed=$((${failed:-0} + unproven))
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi

if [ "$failed" -eq 0 ]; then rm -rf "$work"; fi
grep '^faults tried' "$logs/faults.log"
finish
