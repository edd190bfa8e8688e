from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from conformance.run.errors import UnavailableError
from conformance.run.observation import Loss
from conformance.run.protocol import encode_array
from conformance.run.slot import Job, Settings
from conformance.run.supervisor import Supervisor
from conformance.run.surroundings import Surroundings
from tests.run import fake_worker as fake


class FakeSurroundings(Surroundings):
    @property
    def command(self):
        return [sys.executable, fake.__file__]


def settings(name="steady", timeout=30.0, start_timeout=30.0):
    return Settings(name, timeout=timeout, start_timeout=start_timeout, surroundings=FakeSurroundings())


def job(*numbers, sides=1, together=False):
    message = {
        "graph": {"nodes": [], "inputs": {}},
        "roots": list(range(sides)),
        "dtype": "float64",
        "mode": "reverse",
        "execution": "batched" if together else "eager",
    }
    return Job(message, [{"x": encode_array(np.array(float(n)))} for n in numbers], sides, together)


def told(outcomes):
    return [o.verdict if isinstance(o, Loss) else float(o.values[0].array) for o in outcomes]


def evaluated(*jobs, workers=1, **options):
    with Supervisor(settings(**options), workers) as supervisor:
        supervisor.start()
        return [told(outcomes) for outcomes in supervisor.evaluate(jobs)]


def children():
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True)
    return {int(pid) for pid in found.stdout.split() if Path(f"/proc/{pid}").exists()}


@pytest.fixture(autouse=True)
def no_process_is_left():
    before = children()
    yield
    assert children() <= before


def test_ready_says_what_the_backend_has():
    with Supervisor(settings()) as supervisor:
        ready = supervisor.start()
    assert ready.backend == "steady"
    assert ready.modes == ("reverse", "forward")
    assert ready.about == {"version": "0.1", "python": "3.11", "platform": "test", "packages": {"fake": "0.1"}}


def test_outcomes_in_order():
    assert evaluated(job(1, 2), job(3), job(4, 5, 6)) == [[1, 2], [3], [4, 5, 6]]
    assert evaluated() == []


@pytest.mark.parametrize("workers", [2, 3])
def test_several_workers_keep_the_order(workers):
    assert evaluated(*(job(n, n + 1000) for n in range(100, 140)), workers=workers) == [
        [n, n + 1000] for n in range(100, 140)
    ]


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        (fake.CRASH, "crash"),
        (fake.KILLED, "crash"),
        (fake.FORK, "crash"),
        (fake.CLOSE, "crash"),
        (fake.RUBBISH, "error"),
        (fake.EARLY, "error"),
        (fake.SKIP, "error"),
        (fake.FEW, "error"),
        (fake.FLOOD, "error"),
    ],
)
def test_a_lost_worker_costs_one_check(what, verdict):
    assert evaluated(job(1, what, 2), job(3)) == [[1, verdict, 2], [3]]


def test_a_hanging_worker_costs_one_check():
    started = time.monotonic()
    assert evaluated(job(1, fake.HANG, 2), job(3), timeout=1.0) == [[1, "timeout", 2], [3]]
    assert time.monotonic() - started < 10


def test_every_point_is_tried_however_often_the_worker_dies():
    assert evaluated(job(fake.CRASH, fake.KILLED, 1, fake.CRASH), job(2)) == [["crash", "crash", 1, "crash"], [2]]


def test_points_in_one_call_are_lost_together():
    assert evaluated(job(1, fake.CRASH, 2, together=True), job(3)) == [["crash"] * 3, [3]]


def test_dying_after_the_last_answer_costs_nothing():
    assert evaluated(job(1, fake.LATE_CRASH), job(2)) == [[1, fake.LATE_CRASH], [2]]


def test_losses_are_explained_without_what_differs_from_run_to_run():
    with Supervisor(settings(timeout=1.0)) as supervisor:
        supervisor.start()
        (outcomes,) = supervisor.evaluate([job(fake.CRASH, fake.KILLED, fake.HANG, fake.RUBBISH, fake.SKIP, fake.FEW)])
    assert [o.message for o in outcomes] == [
        "the worker exited with status 3: at #: assertion failed, pid #",
        "the worker was killed by SIGKILL",
        "no answer within 1 s",
        "the worker wrote 'a line that a framework printed', which is not the protocol: "
        "not a line of JSON: Expecting value: line 1 column 1 (char 0)",
        "the worker answered point 1 where point 0 was due",
        "the worker sent 0 values where 1 were asked",
    ]


def test_several_workers_that_misbehave():
    numbers = [1, fake.CRASH, 2, fake.RUBBISH, 3, fake.KILLED, 4, fake.FORK, 5]
    expected = [[1], ["crash"], [2], ["error"], [3], ["crash"], [4], ["crash"], [5]]
    assert evaluated(*map(job, numbers), workers=2) == expected


def test_a_message_larger_than_a_pipe_does_not_block():
    many = [float(n) for n in range(100, 5000)]
    assert evaluated(job(*many)) == [many]
    assert evaluated(job(fake.HANG, *many), timeout=1.0) == [["timeout", *many]]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent", "absent is not installed here: pip install absent"),
        (
            "stillborn",
            "stillborn does not start here: the worker exited with status 7 (3 times in a row); it said:\n"
            "cannot find libstillborn.so",
        ),
        ("sleeper", "sleeper does not start here: the worker was not ready within 1 s"),
        ("babbler", "babbler does not start here: the worker wrote 'Welcome to babbler 3!', which is not the protocol"),
        (
            "other-protocol",
            "other-protocol does not start here: the worker speaks protocol 2, this is 1: "
            "install the same version of the suite in both environments",
        ),
    ],
)
def test_backends_that_do_not_start(name, message):
    with Supervisor(settings(name, start_timeout=1.0)) as supervisor, pytest.raises(UnavailableError) as error:
        supervisor.start()
    assert str(error.value).startswith(message)


def test_a_start_that_fails_twice_is_tried_again(tmp_path):
    count = tmp_path / "count"
    count.write_text("2")
    with Supervisor(settings(str(count))) as supervisor:
        assert supervisor.start()
        assert [told(o) for o in supervisor.evaluate([job(1)])] == [[1]]


def test_a_worker_that_does_not_come_back_is_an_environment_error(tmp_path):
    count = tmp_path / "count"
    count.write_text("0")
    with Supervisor(settings(str(count))) as supervisor:
        supervisor.start()
        outcomes = supervisor.evaluate([job(1), job(fake.CRASH, 2)])
        assert told(next(outcomes)) == [1]
        count.write_text("100")
        with pytest.raises(UnavailableError, match="does not start here"):
            next(outcomes)


def test_no_such_interpreter():
    settings = Settings("numpy", surroundings=Surroundings("/no/such/python"))
    message = "numpy: /no/such/python does not start: No such file or directory"
    with Supervisor(settings) as supervisor, pytest.raises(UnavailableError, match=message):
        supervisor.start()


def test_leaving_by_an_exception_kills_at_once():
    with pytest.raises(KeyboardInterrupt), Supervisor(settings()) as supervisor:  # noqa: PT012
        supervisor.start()
        for _ in supervisor.evaluate([job(1), job(fake.HANG)]):
            started = time.monotonic()
            raise KeyboardInterrupt
    assert time.monotonic() - started < 5


def test_the_worker_is_at_its_next_job_while_the_last_one_is_judged():
    with Supervisor(settings()) as supervisor:
        supervisor.start()
        taken = []

        def jobs():
            for n in range(3):
                taken.append(n)
                yield job(n)

        outcomes = supervisor.evaluate(jobs())
        next(outcomes)
        assert taken == [0, 1]
