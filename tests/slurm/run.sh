#!/bin/bash
# A Slurm cluster of our own on this machine: the sample script over 200 reports in four shards, one
# of them killed in the middle and queued again; the result is that of one machine, byte for byte.
#   run.sh [BUILD]
#
# Everything is private: keys, ports, folders; only the loopback is listened on, and every daemon is
# stopped at the end, however that comes. Needs root for nothing but installing Slurm.
set -u
BUILD=$(realpath "${1:-build}")
PATH=$PATH:/usr/sbin:/sbin # where the daemons are, whoever we are
export BUILD
. tests/lib.sh
reports=200
shards=4
root=$PWD
host=$(hostname -s)
user=$(id -un)

skip() {
    echo "SKIPPED: $*"
    exit 0
}

# ---- the cluster ----

# No daemon of the packages starts by itself: the machine is not ours to change.
install_slurm() {
    local policy=/usr/sbin/policy-rc.d status=0 made=
    if [ "$(id -u)" -eq 0 ] && [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod 755 $policy
        made=$policy
    fi
    tests/need.sh slurm-wlm munge python3 > /dev/null || status=$?
    [ -z "$made" ] || rm -f "$made"
    return $status
}

free_ports() {
    python3 -c 'import socket
s = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(x.getsockname()[1] for x in s))'
}

write_config() {
    local ctld slurmd
    read -r ctld slurmd <<< "$(free_ports)"
    cat > "$SLURM_CONF" << END
ClusterName=quoin
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$ctld
SlurmdPort=$slurmd
SlurmUser=$user
SlurmdUser=$user
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=$home/munge/munge.sock,cred_expire=5
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$home/jobs.txt
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
EpilogMsgTime=0
ReturnToService=2
SlurmctldPidFile=$home/slurmctld.pid
SlurmdPidFile=$home/slurmd.pid
SlurmctldLogFile=$home/slurmctld.log
SlurmdLogFile=$home/slurmd.log
StateSaveLocation=$home/state
SlurmdSpoolDir=$home/spool
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
}

start_cluster() {
    mkdir -p "$home/munge" "$home/state" "$home/spool"
    chmod 755 "$home" "$home/munge"
    head -c 1024 /dev/urandom > "$home/munge.key"
    chmod 400 "$home/munge.key"
    munged --force --key-file="$home/munge.key" --socket="$home/munge/munge.sock" \
        --pid-file="$home/munged.pid" --log-file="$home/munged.log" --seed-file="$home/munge.seed" ||
        return
    write_config
    slurmctld -f "$SLURM_CONF" && slurmd -f "$SLURM_CONF" || return
    within 60 node_is_idle
}

node_is_idle() { sinfo -h -o %T 2> /dev/null | grep -qx idle; }

# within SECONDS COMMAND…: it comes true by then.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.05
    done
}

is_gone() { ! kill -0 "$1" 2> /dev/null; }

stop_cluster() {
    local daemon pid
    for daemon in slurmd slurmctld munged; do
        pid=$(cat "$home/$daemon.pid" 2> /dev/null) || continue
        kill "$pid" 2> /dev/null
        within 10 is_gone "$pid" || kill -KILL "$pid"
    done
}

# Also after ^C, and whatever fails on the way.
clean_up() {
    scancel --quiet --user="$user" 2> /dev/null
    stop_cluster
    if [ "$failed" -gt 0 ]; then
        cp "$home"/*.log "$home/jobs.txt" "$logs" 2> /dev/null
    fi
    rm -rf "$home"
}

# ---- what is done with it ----

# The lines of the README's first block: what people copy is what is tried.
readme_lines() {
    awk '/^```sh$/ { inside = 1; next } /^```$/ { exit } inside' \
        "$root/samples/slurm/README.md"
}

submit() {
    sbatch() { command sbatch --parsable "$@" | tee -a jobs; }
    eval "$(readme_lines)"
    [ "$(wc -l < jobs)" -eq 2 ]
}

job_field() { # JOB FIELD
    scontrol show job "$1" 2> /dev/null | tr ' ' '\n' | sed -n "s/^$2=//p" | head -1
}
is_state() { [ "$(job_field "$1" JobState)" = "$2" ]; }
has_ended() { [[ "$(job_field "$1" JobState)" =~ ^(COMPLETED|FAILED|CANCELLED|TIMEOUT)$ ]]; }

# The journal of the first shard tells how far that is.
shard_is_busy() {
    [ "$(cat out/.quoin/journal-0-of-$shards.jsonl 2> /dev/null | wc -l)" -ge 8 ] && task_pid > /dev/null
}
# The process of quoin itself: the oldest of the task's.
task_pid() {
    scontrol listpids "$(job_field "${job}_0" JobId)" 2> /dev/null | awk '$1 ~ /^[0-9]+$/ { print $1 }' | while read -r pid; do
        tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -q "quoin batch .*--shard 0/$shards " &&
            echo "$pid"
    done | sort -n | head -1 | grep .
}

kill_one() {
    local pid
    within 60 shard_is_busy || { echo "shard 0 is not at work"; return 1; }
    pid=$(task_pid) && kill -KILL "$pid" && echo "killed process $pid of task ${job}_0"
}
requeue() {
    within 60 has_ended "${job}_0" && is_state "${job}_0" FAILED && scontrol requeue "${job}_0"
}
all_done() {
    within 600 has_ended "$merge" && is_state "$merge" COMPLETED || return
    for i in $(seq 0 $((shards - 1))); do
        is_state "${job}_$i" COMPLETED || { echo "task $i: $(job_field "${job}_$i" JobState)"; return 1; }
    done
}
was_restarted() { [ "$(job_field "${job}_0" Restarts)" = 1 ]; }
# The second try found what the first had done.
went_on() { grep -E '^[0-9]+ reports of shard 0/4: [1-9][0-9]* made, [1-9][0-9]* unchanged' quoin-"${job}"_0.log; }
# Both ports are listened on, on the loopback and nowhere else (state 0A in /proc/net/tcp).
is_private() {
    local port places
    for port in $(sed -nE 's/^Slurm(ctld|d)Port=//p' "$SLURM_CONF"); do
        places=$(cat /proc/net/tcp /proc/net/tcp6 2> /dev/null |
            awk -v port="$(printf ':%04X' "$port")" '$4 == "0A" && $2 ~ port "$" { print $2 }')
        echo "port $port: $places"
        [ -n "$places" ] || return
        ! grep -vE '^(0100007F|0{24}01000000|0{16}FFFF00000100007F):' <<< "$places" || return
    done
}
same() { python3 "$root/tests/batch/same.py" "$@"; }
has_pdfs() { [ "$(find "$1" -name '*.pdf' | wc -l)" -eq "$2" ]; }
no_process_left() {
    local daemon pid
    for daemon in slurmd slurmctld munged; do
        pid=$(cat "$home/$daemon.pid.kept")
        is_gone "$pid" || { echo "$daemon is still there"; return 1; }
    done
}

is_loopback() { getent ahostsv4 "$host" | grep -q '^127\.'; }

# slurmd listens on the address of the machine's name. Where that is not the loopback we go on with
# an /etc/hosts of our own, which nobody else sees: as root, or as the root of our own namespace.
with_own_hosts() {
    local hosts namespace
    hosts=$(mktemp)
    echo "127.0.0.1 localhost $host" > "$hosts"
    chmod 644 "$hosts"
    for namespace in "unshare --mount" "unshare --map-root-user --mount"; do
        # shellcheck disable=SC2086
        $namespace mount --bind "$hosts" /etc/hosts 2> /dev/null || continue
        QUOIN_HOSTS=$hosts exec $namespace bash -c \
            'mount --bind "$QUOIN_HOSTS" /etc/hosts; rm -f "$QUOIN_HOSTS"; exec "$0" "$@"' "$0" "$BUILD"
    done
    rm -f "$hosts"
}

install_slurm || skip "Slurm cannot be installed here"
if ! is_loopback && [ -z "${QUOIN_HOSTS:-}" ]; then with_own_hosts; fi
is_loopback || skip "the name $host does not lead to the loopback: /etc/hosts lacks it"

# A short name: the path of a socket has at most 107 bytes.
home=$(mktemp -d /tmp/quoin-slurm.XXXXXX)
export SLURM_CONF=$home/slurm.conf
trap clean_up EXIT
trap 'exit 130' INT TERM
start_cluster > "$logs/slurm-start.log" 2>&1 || {
    tail -n 20 "$logs/slurm-start.log" "$home"/*.log
    skip "the cluster does not start here"
}
for daemon in slurmd slurmctld munged; do cp "$home/$daemon.pid" "$home/$daemon.pid.kept"; done

work=$BUILD/slurm-work
rm -rf "$work"
mkdir -p "$work"
cp samples/slurm/quoin.sbatch "$work"
python3 tests/batch/make-batch.py $reports "$work/reports"
cd "$work" || exit 1
PATH=$BUILD:$PATH

check "only the loopback is listened on" is_private
check "submitted as the README says" submit
{ read -r job && read -r merge; } < jobs
check "a task is killed in the middle" kill_one
check "and queued again" requeue
check "every task and the merge complete" all_done
check "the task had a second start" was_restarted
check "and went on where it was" went_on
check "all PDFs are there" has_pdfs out $reports
check "one machine" quoin batch -q reports -o single
check "the same, byte for byte" same out single
rerun() { quoin batch reports -o out 2>&1 | tee /dev/stderr | grep -q "$reports unchanged"; }
check "nothing is left to do" rerun
cd "$root" || exit 1
stop_cluster
check "no daemon is left" no_process_left
finish
