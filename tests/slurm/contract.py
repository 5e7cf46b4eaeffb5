#!/usr/bin/env python3
"""Do the samples for Slurm and for Kubernetes ask quoin for the same, share by share?

    contract.py

Runs the batch script as Slurm would and builds the pod's command as a kubelet would, both with a
program in quoin's place that only prints its arguments; and looks at what in the manifests must
agree with itself. Prints "N passed, N failed".
"""
import os
import re
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "..", "samples")
SHARDS = 16
MEMORY_MIB = 1024  # what a report may take (BATCH_MEMORY_MIB)

results = []


def check(name, is_good):
    results.append(bool(is_good))
    print(f"  {'ok   ' if is_good else 'FAIL '} {name}")


def load(name):
    with open(os.path.join(SAMPLES, "kubernetes", name), encoding="utf-8") as file:
        return yaml.safe_load(file)


def stub(folder):
    path = os.path.join(folder, "quoin")
    with open(path, "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    os.chmod(path, 0o755)


def run(command, folder, **variables):
    environment = {"PATH": f"{folder}:/usr/bin:/bin", **variables}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout.decode().split("\n")[:-1]


def by_slurm(folder, index, count=SHARDS, *options, **more):
    script = os.path.join(SAMPLES, "slurm", "quoin.sbatch")
    return run(["bash", script, "/data/reports", "/data/out", *options], folder,
               SLURM_ARRAY_TASK_ID=str(index), SLURM_ARRAY_TASK_COUNT=str(count),
               SLURM_CPUS_PER_TASK="1", **more)


def expand(word, variables):
    """As a kubelet does: $(NAME), left as it is where there is no such variable."""
    return re.sub(r"\$\(([A-Z_]+)\)", lambda m: variables.get(m[1], m[0]), word)


def by_kubernetes(folder, container, index):
    variables = {e["name"]: e["value"] for e in container.get("env", [])}
    variables["JOB_COMPLETION_INDEX"] = str(index)
    words = container["command"] + container.get("args", [])
    return run([expand(word, variables) for word in words], folder)


def mib(text):
    return int(re.fullmatch(r"(\d+)Mi", text)[1])


def check_pods(name, job):
    pod = job["spec"]["template"]["spec"]
    container = pod["containers"][0]
    volumes = {v["name"] for v in pod["volumes"]}
    check(f"{name}: a Job", (job["apiVersion"], job["kind"]) == ("batch/v1", "Job"))
    check(f"{name}: one container, never restarted in its pod",
          len(pod["containers"]) == 1 and pod["restartPolicy"] == "Never")
    check(f"{name}: what it mounts is there",
          {m["name"] for m in container["volumeMounts"]} == volumes)
    check(f"{name}: memory for a report and the parent",
          mib(container["resources"]["limits"]["memory"]) >= MEMORY_MIB + 256)
    return container


def check_job(folder):
    job = load("quoin-job.yaml")
    spec = job["spec"]
    container = check_pods("job", job)
    shards = {e["name"]: e["value"] for e in container["env"]}["QUOIN_SHARDS"]
    check("job: indexed", spec["completionMode"] == "Indexed")
    check("job: as many shares as pods", str(spec["completions"]) == shards == str(SHARDS))
    check("job: not more at once than there are", 0 < spec["parallelism"] <= spec["completions"])
    check("job: tries again by index", spec["backoffLimitPerIndex"] > 0 and "backoffLimit" not in spec)
    spared = [v for rule in spec["podFailurePolicy"]["rules"] if rule["action"] == "FailIndex"
              for v in rule["onExitCodes"]["values"]]
    check("job: a full disk and kills are tried again", spared and not {0, 4, 137, 143} & set(spared))
    for index in range(SHARDS):
        status, words = by_slurm(folder, index)
        check(f"share {index}: the same command", status == 0 and f"{index}/{SHARDS}" in words
              and (status, words) == by_kubernetes(folder, container, index))


def check_merge(folder):
    container = check_pods("merge", load("quoin-merge.yaml"))
    with open(os.path.join(SAMPLES, "slurm", "README.md"), encoding="utf-8") as file:
        wrapped = re.search(r"--wrap '([^']*)'", file.read())[1]
    status, words = run(["sh", "-c", wrapped.replace(" out", " /data/out")], folder)
    check("merge: the same command",
          status == 0 and (status, words) == by_kubernetes(folder, container, 0))


def check_script(folder):
    _, words = by_slurm(folder, 3, 4, "--layout", "civic")
    check("script: options go through", words[-2:] == ["--layout", "civic"])
    check("script: a task alone is no share of one", by_slurm(folder, 3, 1)[0] == 2)
    status, words = by_slurm(folder, 3, 1, QUOIN_SHARDS="4")
    check("script: unless told of how many", status == 0 and "3/4" in words)


def main():
    with tempfile.TemporaryDirectory() as folder:
        stub(folder)
        check_job(folder)
        check_merge(folder)
        check_script(folder)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)


main()
