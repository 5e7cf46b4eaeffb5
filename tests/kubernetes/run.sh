#!/bin/bash
# The samples for Kubernetes against its own schemas, of the oldest version that README.md names and
# of the newest that the validator carries: every field is one that there is, of the right type, in
# its place. Prints SKIPPED where the validator cannot be fetched. It needs no cluster.
#   run.sh [BUILD]
set -u
BUILD=${1:-build}
export BUILD
. tests/lib.sh
samples=samples/kubernetes
oldest=1.29
wanted=kubernetes-validate==1.37.0 # it carries the schemas, so that nothing else is fetched
venv=$BUILD/kubernetes-venv

skip() {
    echo "SKIPPED kubernetes: $*"
    exit 0
}

tests/need.sh python3 python3-venv || skip "python3-venv cannot be installed"
if [ "$(cat "$venv/fetched" 2> /dev/null)" != "$wanted" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv" || skip "python3 makes no environment here"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$wanted" > "$venv/pip.log" 2>&1 ||
        skip "the validator cannot be fetched: $(tail -1 "$venv/pip.log")"
    echo "$wanted" > "$venv/fetched"
fi

valid() { "$venv/bin/kubernetes-validate" --strict "$@"; }
# refused PATTERN SED-EXPRESSION: with that done to the Job the validator says so.
refused() {
    local bad=$BUILD/kubernetes-bad.yaml said
    sed "$2" $samples/quoin-job.yaml > "$bad"
    ! cmp -s "$bad" $samples/quoin-job.yaml || { echo "nothing was changed"; return 1; }
    said=$(valid "$bad" 2>&1) && { echo "it was taken"; return 1; }
    echo "$said"
    grep -q "$1" <<< "$said"
}

for file in $samples/*.yaml; do
    check "$(basename "$file")" valid "$file"
    check "$(basename "$file"), version $oldest" valid -k $oldest "$file"
done
check "README.md names that version" grep -qF "Kubernetes $oldest" $samples/README.md
check "a field misspelt is told" refused "completionmode" 's/completionMode/completionmode/'
check "a number in quotes is told" refused "parallelism" 's/parallelism: 4/parallelism: "4"/'
check "a field out of place is told" refused "backoffLimitPerIndex" \
    's/^      restartPolicy: Never/&\n      backoffLimitPerIndex: 3/'
finish
