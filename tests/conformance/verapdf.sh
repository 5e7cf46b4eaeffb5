#!/bin/bash
# Fetches the veraPDF that pom.xml pins, through Maven, into BUILD/verapdf and prints the jar's
# path. Where that cannot be, says why on standard output, and the status is 1.
#   verapdf.sh [BUILD]
# Once it is there, or in Maven's own cache, no network is needed.
set -u
BUILD=${1:-build}
pom=tests/conformance/pom.xml
jar=$BUILD/verapdf/greenfield-apps.jar

command -v java > /dev/null || { echo "there is no Java (Debian: default-jdk-headless)"; exit 1; }
if [ ! -s "$jar" ] || [ "$pom" -nt "$jar" ]; then
    command -v mvn > /dev/null || { echo "there is no Maven (Debian: maven)"; exit 1; }
    mkdir -p "$BUILD/verapdf"
    rm -f "$jar"
    fetch() { # OPTION…
        timeout 600 mvn -B -q "$@" -f "$pom" dependency:copy \
            -DoutputDirectory="$PWD/$BUILD/verapdf" > "$BUILD/verapdf/maven.log" 2>&1
    }
    fetch -o || fetch
    [ -s "$jar" ] || { echo "Maven cannot fetch veraPDF; see $BUILD/verapdf/maven.log"; exit 1; }
    touch "$jar"
fi
echo "$jar"
