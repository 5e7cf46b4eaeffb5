#!/bin/bash
# Proves README.md on a bare Debian 12: makes one in a folder, clones the last commit into it, and
# runs the two commands there.
#
#   fresh-machine.sh [FOLDER]      default: a new one, removed again when all went well
#
# Needs root, debootstrap and Debian's mirror, reached as this machine's apt reaches it. Not part
# of CI: it takes some minutes and fetches a few hundred MB.
set -eu
[ "$(id -u)" -eq 0 ] || { echo "run as root" >&2; exit 1; }
command -v debootstrap > /dev/null || { echo "apt-get install debootstrap" >&2; exit 1; }
given=${1:-}
root=${given:-$(mktemp -d /tmp/quoin-fresh-XXXXXX)}
mirror=$(sed -nE 's/^URIs: *(http[^ ]*\/debian)$/\1/p' /etc/apt/sources.list.d/*.sources 2> /dev/null | head -1)

echo "== a bare Debian 12 in $root"
[ -e "$root/etc/debian_version" ] ||
    debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} > "$root.log" 2>&1 ||
    { tail "$root.log"; exit 1; }

# How to reach the mirror is this machine's affair.
cp /etc/resolv.conf /etc/hosts "$root/etc/"
for file in /etc/apt/apt.conf.d/*; do
    if grep -qiE 'Acquire' "$file" 2> /dev/null; then cp "$file" "$root/etc/apt/apt.conf.d/"; fi
done

leave() {
    umount "$root/proc" 2> /dev/null || true
    umount "$root/dev/pts" 2> /dev/null || true
    umount "$root/dev" 2> /dev/null || true
}
trap leave EXIT
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"

inside() {
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
        /bin/bash -c "$1"
}

echo "== git, and a clone"
inside 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends git > /dev/null'
rm -rf "$root/root/quoin" "$root/root/quoin.bundle"
git bundle create -q "$root/root/quoin.bundle" HEAD
inside 'cd /root && git clone -q quoin.bundle quoin && cd quoin && git log --oneline -1'

for command in "apt-get update && apt-get install -y make && make demo" "make test"; do
    echo "== $command"
    inside "cd /root/quoin && $command"
done
leave
[ -n "$given" ] || rm -rf "$root" "$root.log"
echo "== both commands succeed on a bare Debian 12"
