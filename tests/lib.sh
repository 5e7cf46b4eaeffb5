# Sourced by the test scripts: runs checks, shows one line each, counts them.
#
#   check NAME COMMAND…   runs the command; its output is shown only when it fails
#   finish                prints "N passed, N failed"; the status is 1 when any failed
#
# A command that counts its own cases (cmocka's "[  PASSED  ] 7 test(s).", or "7 passed, 0 failed"
# as a line of its own) adds them; any other counts as one.
# Whatever the machine's language: a dot in a pattern is a character, of which some have three bytes.
export LC_ALL=C.UTF-8
passed=0
failed=0
failures=()
logs=${BUILD:-build}/test
mkdir -p "$logs"

# The cases that a log counts: all of cmocka's, and those of the last line of our own.
count_cases() { # LOG cmocka-word own-word
    {
        sed -nE "s/^\[  $2  \] ([0-9]+) test\(s\).*/\1/p" "$1"
        sed -nE "/^[0-9]+ passed, [0-9]+ failed\$/s/^.*\b([0-9]+) $3\b.*/\1/p" "$1" | tail -1
    } | awk '{ n += $1 } END { print n + 0 }'
}

check() {
    local name=$1 log status=0 good bad start=$SECONDS
    shift
    log=$logs/${name//[^A-Za-z0-9._-]/_}.log
    "$@" > "$log" 2>&1 || status=$?
    good=$(count_cases "$log" PASSED passed)
    bad=$(count_cases "$log" FAILED failed)
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$status" -eq 0 ] && [ "$good" -eq 0 ]; then good=1; fi
    if [ "$status" -eq 0 ] && [ "$bad" -ne 0 ]; then status=1; fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$status" -eq 0 ]; then
        printf '  ok    %-34s %4d  %3ds\n' "$name" "$good" $((SECONDS - start))
        return
    fi
    printf '  FAIL  %-34s %4d failed, status %d\n' "$name" "$bad" "$status"
    # Not the cases within it that went well.
    grep -avE '^ +ok  |\[ RUN|\[ +OK' "$log" | tail -n 40 | sed 's/^/        /'
    failures+=("$name: $log")
}

finish() {
    local f
    for f in "${failures[@]}"; do echo "failed: $f"; done
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
