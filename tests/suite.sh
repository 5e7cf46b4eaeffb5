#!/bin/bash
# Everything that is tested of one build, which is up to date already:
#   suite.sh [BUILD [code]]
# "code" leaves out what looks at the PDFs only: repro.sh shows that their bytes are the same.
set -u
BUILD=${1:-build}
only=${2:-}
export BUILD
. tests/lib.sh

for binary in $(find "$BUILD/unit" -name 'test_*' -type f -perm -u+x | sort); do
    check "unit ${binary#"$BUILD/unit/"}" timeout 600 "$binary"
done
check "command line" tests/cli/run.sh "$BUILD"
check "findings" tests/findings/run.sh "$BUILD"
check "batch" tests/batch/run.sh "$BUILD"
check "cluster samples agree" /usr/bin/python3 tests/slurm/contract.py
check "source" tests/source/run.sh "$BUILD"
check "packs: the way back" tests/pack/verify.sh "$BUILD"
check "watch" tests/watch/run.sh "$BUILD"
check "agendas" tests/agenda/run.sh "$BUILD"
check "layout dumps" tests/golden/run.sh "$BUILD"
check "library" tests/api/run.sh "$BUILD"
[ "$only" = code ] && { finish; exit; }
check "packs" tests/pack/run.sh "$BUILD"
check "packs: hostile PDFs" python3 tests/pack/hostile.py "$BUILD/quoin" "$BUILD/hostile"
check "packs: little memory" python3 tests/pack/starve.py "$BUILD/quoin" "$BUILD/starved"
check "pages as pixels" tests/raster/run.sh "$BUILD"
check "page images" tests/golden/pages.sh "$BUILD"
check "pdf" tests/pdf/run.sh "$BUILD"
check "pdf checks can fail" tests/pdf/prove.sh "$BUILD"
check "pdf structure: one tree" tests/pdf/tree.sh "$BUILD"
check "pdf text is complete" tests/pdf/text.sh "$BUILD"
check "variants" tests/pdf/variants.sh "$BUILD"
check "stamps" tests/pack/stamps.sh "$BUILD"
check "schema agrees" tests/xml/xsd-agrees.sh "$BUILD"
finish
