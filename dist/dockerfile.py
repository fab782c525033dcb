#!/usr/bin/env python3
"""Carries a Dockerfile out in a folder that holds a Debian, where no container engine is: dockerfile.py FILE CONTEXT DEBIAN

Knows the instructions that ours has, and ends at any other. Prints USER, ENTRYPOINT with CMD, and the health check, as JSON.
"""

import glob
import json
import os
import shlex
import subprocess
import sys

FILE, CONTEXT, DEBIAN = sys.argv[1:]
made = {"user": "root", "environment": {}, "volumes": []}


def carry_out(instruction, rest):
    if instruction == "FROM":
        assert rest.startswith("debian:12"), rest
    elif instruction == "ADD":
        pattern, place = rest.split()
        sources = glob.glob(os.path.join(CONTEXT, pattern))
        assert len(sources) == 1, f"ADD {pattern}: {sources}"
        subprocess.run(["tar", "-xzf", sources[0], "-C", DEBIAN + place], check=True)
    elif instruction == "RUN":
        subprocess.run(["chroot", DEBIAN, "env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "sh", "-c", rest], check=True)
    elif instruction == "USER":
        made["user"] = rest
    elif instruction == "ENV":
        made["environment"].update(each.split("=", 1) for each in shlex.split(rest))
    elif instruction == "VOLUME":
        assert os.path.isdir(DEBIAN + rest), rest
    elif instruction == "EXPOSE":
        made["port"] = int(rest)
    elif instruction == "STOPSIGNAL":
        made["stop"] = rest
    elif instruction == "HEALTHCHECK":
        made["health"] = json.loads(rest[rest.index("CMD ") + 4:])
    elif instruction in ("ENTRYPOINT", "CMD"):
        made[instruction.lower()] = json.loads(rest)
    else:
        sys.exit(f"{FILE}: {instruction} is not known here")


for line in open(FILE, encoding="utf-8").read().replace("\\\n", " ").splitlines():
    if line.strip() and not line.startswith("#"):
        carry_out(*line.strip().split(None, 1))
print(json.dumps(made))
