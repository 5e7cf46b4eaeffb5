#!/bin/bash
# One PDF as other programs see it. Prints what it checks; the status is 1 when anything fails.
#   check-pdf.sh FILE.pdf…
set -u
here=$(dirname "$0")
bad=0

say() { # NAME COMMAND…: runs it, shows its output only when it fails
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then
        printf '  ok    %s\n' "$name"
    else
        printf '  FAIL  %s\n%s\n' "$name" "$(head -n 20 <<< "$out" | sed 's/^/        /')"
        bad=1
    fi
}

syntax() { qpdf --check "$1"; }

info() { # FILE PATTERN
    pdfinfo "$1" 2>&1 | grep -E "$2" > /dev/null || { pdfinfo "$1"; return 1; }
}

# Embedded, subset, with ToUnicode.
fonts() {
    pdffonts "$1" 2>&1 | tee /dev/stderr |
        awk 'NR > 2 { n++; if (!/ yes +yes +yes +[0-9]+ +[0-9]+$/) bad = 1 } END { exit bad || !n }'
}

harmless() {
    ! qpdf --json=2 "$1" |
        grep -E '"/(JS|JavaScript|Launch|AA|RichMedia|SubmitForm|ImportData|OpenAction|Movie|Sound)"'
}

# What travels inside is what the document says it is made from, and nothing else.
attached() {
    qpdf --json=2 "$1" | python3 -c '
import json, sys
objects = json.load(sys.stdin)["qpdf"][1]
value = lambda x: objects["obj:" + x]["value"] if isinstance(x, str) and x.endswith(" R") else x
catalog = value(objects["trailer"]["value"]["/Root"])
tree = value(value(catalog.get("/Names", {})).get("/EmbeddedFiles", {}))
listed = tree.get("/Names", [])[1::2]
for kid in tree.get("/Kids", []): listed += value(kid)["/Names"][1::2]
associated = value(catalog.get("/AF", []))
streams = [n for n, o in objects.items() if o.get("stream", {}).get("dict", {}).get("/Type") == "/EmbeddedFile"]
print(listed, associated, streams)
relations = [value(x)["/AFRelationship"] for x in associated]
sys.exit(listed != associated or len(streams) != len(listed)
         or relations != ["/Source"][:len(listed)] + ["/Data"] * (len(listed) - 1))'
}

# A renderer that is content writes nothing. (mupdf built without colour management says so.)
silent() {
    local said
    said=$("$@" 2>&1 > /dev/null) || { echo "$said"; return 1; }
    said=$(grep -v 'ICC support is not available' <<< "$said")
    [ -z "$said" ] || { echo "$said"; return 1; }
}

[ $# -gt 0 ] || { echo "usage: check-pdf.sh FILE.pdf…" >&2; exit 2; }
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
for file in "$@"; do
    echo "$file"
    say 'qpdf --check is content' syntax "$file"
    say 'it is tagged' info "$file" '^Tagged: +yes'
    say 'it has a title' info "$file" '^Title: +[^ ]'
    say 'it is PDF 1.7' info "$file" '^PDF version: +1\.7'
    say 'fonts are embedded and have ToUnicode' fonts "$file"
    say 'nothing runs when it is opened' harmless "$file"
    say 'only the source is attached' attached "$file"
    say 'poppler draws it in silence' silent pdftoppm -r 20 "$file" "$drawn/page"
    say 'mupdf draws it in silence' silent mutool draw -q -F png -r 20 -o /dev/null "$file"
    say 'the tag tree can be read' silent pdfinfo -struct-text "$file"
    say 'content and tags agree' python3 "$here/tags.py" "$file"
done
exit $bad
