#!/bin/bash
# A batch of 1,000 reports of ten to twelve pages.
#
#   batch.sh [BUILD [COUNT]]
#
# Prints throughput per core beside one process a report, peak memory, and what a second worker
# brings. Fails when a process's peak at COUNT reports is above 1.3 times that at a tenth of them,
# two workers give less than 1.8 times one (where the machine has two free cores), an unchanged rerun
# takes 5 % of the first run or touches a file, or a report has not ten to twelve pages.
set -eu
build=${1:-build}
count=${2:-1000}
few=$((count / 10))
quoin=$build/quoin
work=$build/bench/batch
status=0
rm -rf "$work"
mkdir -p "$work"
${CC:-cc} -O2 -D_GNU_SOURCE -std=c11 -Wall -Wextra -o "$work/peak" tests/bench/peak.c
python3 tests/batch/make-batch.py "$count" "$work/reports"
python3 tests/batch/make-batch.py "$few" "$work/few"

fail() {
    echo "  FAIL: $*"
    status=1
}
is_above() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# run NAME ARGUMENT…: a batch; sets wall, cpu (ms), own and child (KiB).
run() {
    local name=$1
    shift
    "$work/peak" "$quoin" batch -q "$@" > "$work/run-$name" 2> "$work/run-$name.log" ||
        { tail -n 5 "$work/run-$name.log"; fail "$name"; }
    # shellcheck disable=SC2034
    read -r wall cpu own _ <<< "$(tail -1 "$work/run-$name")"
}
# The largest child, as the batch itself counted, and what the reports have of pages.
of_manifest() {
    python3 -c 'import json, sys
records = [json.loads(line) for line in open(sys.argv[1])]
pages = [record["pages"] for record in records]
print(max(r["peak_kib"] for r in records), min(pages), max(pages), sum(pages), len(pages))' \
        "$1/quoin-manifest.jsonl"
}
# Cores that are idle for half a second, in tenths: 20 is two.
idle_cores() {
    local before after
    before=$(awk '/^cpu / { print $5 }' /proc/stat)
    sleep 0.5
    after=$(awk '/^cpu / { print $5 }' /proc/stat)
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%d", ticks / hz / 0.5 * 10 }'
}
snap() { find "$1" -type f ! -path '*/.quoin/*lock' -printf '%p %T@ %C@ %i\n' | sort; }

# ---- one process a report ----
one_each() {
    local n=0 report
    while read -r report; do
        "$quoin" render -q -o "$work/one.pdf" "$report" 2> /dev/null
        n=$((n + 1))
    done < <(find "$work/few" -name '*.xml' | sort)
    [ $n -eq $few ]
}
begun=$(date +%s%N)
one_each
alone=$((($(date +%s%N) - begun) / 1000000))
awk -v n="$few" -v ms="$alone" 'BEGIN {
    printf "one process a report: %d reports, %.1f s, %.1f a second on one core\n", n, ms / 1e3, n * 1e3 / ms }'

# ---- one worker and two, each after a look at what the machine has left ----
cores=$(nproc)
run few -j1 "$work/few" -o "$work/out-few"
few_own=$own
read -r few_child _ <<< "$(of_manifest "$work/out-few")"
free=$(idle_cores)
run one -j1 "$work/reports" -o "$work/out"
one=$wall one_cpu=$cpu one_own=$own
read -r child least most pages made <<< "$(of_manifest "$work/out")"
printf 'a batch, one worker: %d reports, %d pages, %.1f s, %s a second, %s ms of CPU a report\n' \
    "$made" "$pages" "$(ratio "$one" 1000)" "$(ratio $((count * 1000)) "$one")" "$(ratio "$one_cpu" "$count")"
echo "    to one process a report: $(ratio $((alone * count / few)) "$one") times as many"
[ "$made" -eq "$count" ] || fail "$made reports, not $count"
if [ "$least" -lt 10 ] || [ "$most" -gt 12 ]; then fail "reports of $least to $most pages"; fi

if [ "$cores" -ge 2 ]; then
    rm -rf "$work/out-two"
    again=$(idle_cores)
    run two -j2 "$work/reports" -o "$work/out-two"
    gain=$(ratio "$one" "$wall")
    printf 'two workers: %.1f s, %s a second, %s a second and core; %s times one\n' "$(ratio "$wall" 1000)" \
        "$(ratio $((count * 1000)) "$wall")" "$(ratio $((count * 500)) "$wall")" "$gain"
    python3 tests/batch/same.py "$work/out" "$work/out-two" || fail "two workers make something else"
    if is_above 1.8 "$gain"; then
        if [ "$free" -ge 18 ] && [ "$again" -ge 18 ]; then
            fail "two workers give less than 1.8 times one"
        else
            echo "    not judged: $free and $again tenths of a core were free, not 20"
        fi
    fi
fi

# ---- memory ----
awk -v n="$count" -v few="$few" -v fp="$few_own" -v p="$one_own" -v fc="$few_child" -v c="$child" 'BEGIN {
    printf "peak memory at %d and %d reports: parent %.1f and %.1f MiB, %.2f times; largest worker %.1f and %.1f MiB, %.2f times (at most 1.30)\n",
        few, n, fp / 1024, p / 1024, p / fp, fc / 1024, c / 1024, c / fc
    exit p > 1.3 * fp || c > 1.3 * fc }' || fail "memory grows with the number of reports"

# ---- nothing changed ----
snap "$work/out" > "$work/before"
run unchanged -j1 "$work/reports" -o "$work/out"
snap "$work/out" > "$work/after"
share=$(awk -v a="$wall" -v b="$one" 'BEGIN { printf "%.1f", a / b * 100 }')
echo "an unchanged rerun: $wall ms, $share % of the first (below 5), peak $((own / 1024)) MiB"
is_above 5 "$share" || fail "an unchanged rerun takes too long"
cmp -s "$work/before" "$work/after" || fail "an unchanged rerun touches files"
[ -s "$work/before" ] || fail "nothing was made"
rm -rf "$work/out" "$work/out-two" "$work/out-few"
exit $status
