"""A worker that needs no framework: it answers every root with the input x, or misbehaves where x says so.

Run as a script; the name of the backend, when there is one below, decides how it starts.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

CRASH, KILLED, HANG, RUBBISH, EARLY, SKIP, CLOSE, FORK, FEW, FLOOD, LATE_CRASH = range(13, 24)
READY = {
    "type": "ready",
    "protocol": 1,
    "version": "0.1",
    "modes": ["reverse", "forward"],
    "executions": ["eager", "batched"],
    "dtypes": ["float32", "float64"],
    "devices": ["cpu"],
    "python": "3.11",
    "platform": "test",
    "packages": {"fake": "0.1"},
}


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def start(name):
    if name == "absent":
        say({"type": "environment_error", "message": "absent is not installed here: pip install absent"})
        sys.exit()
    if name == "stillborn":
        print("cannot find libstillborn.so", file=sys.stderr)
        sys.exit(7)
    if name == "sleeper":
        time.sleep(600)
    if name == "babbler":
        print("Welcome to babbler 3!", flush=True)
        time.sleep(600)
    if name == "other-protocol":
        say(READY | {"backend": name, "protocol": 2})
    if name.startswith("/"):  # the file says how many starts are still to fail
        left = int(Path(name).read_text())
        Path(name).write_text(str(left - 1))
        if left > 0:
            sys.exit(1)
    say(READY | {"backend": name})


def misbehave(x, message, number):
    if x == CRASH:
        print(f"at 0x{os.getpid():x}: assertion failed, pid {os.getpid()}", file=sys.stderr)
        sys.exit(3)
    if x == KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if x == HANG:
        time.sleep(600)
    if x == RUBBISH:
        print("a line that a framework printed", flush=True)
    if x == EARLY:
        say({"type": "done", "id": message["id"]})
    if x == CLOSE:
        os.close(1)
        time.sleep(600)
    if x == FORK:  # a child that keeps the pipe open
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        os._exit(5)
    if x == FLOOD:
        while True:
            sys.stdout.write("x" * 1000)
    return number + 1 if x == SKIP else number


def number_in(array):
    return struct.unpack("<d" if array["dtype"] == "float64" else "<f", base64.b64decode(array["data"]))[0]


def evaluate(message):
    for number, point in enumerate(message["points"]):
        x = number_in(point["x"])
        told = misbehave(x, message, number)
        values = [{"array": point["x"], "missing": False} for _ in message["roots"]]
        if x == FEW:
            values = values[1:]
        observation = {"type": "observation", "id": message["id"], "point": told, "values": values, "seconds": 0.001}
        say(observation)
        if x == LATE_CRASH:
            sys.exit(9)
    say({"type": "done", "id": message["id"]})


def main():
    start(json.loads(sys.stdin.readline())["backend"])
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "shutdown":
            return
        if message["execution"] == "batched":  # all in one call
            for point in message["points"]:
                misbehave(number_in(point["x"]), message, 0)
        evaluate(message)


if __name__ == "__main__":
    main()
