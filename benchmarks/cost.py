"""What a gradient costs: processor time of a function's value, of its gradient in one reverse pass, and of its
gradient in n forward passes, as the number n of inputs grows from 1 to 1,000,000.

Writes one file a backend, which `conformance report` draws.
"""

from __future__ import annotations

import contextlib
import json
import math
import platform
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from checkers import CHECKERS
from cost_functions import FUNCTIONS
from machine import ROOT, about, child, described, interpreter, table

from conformance.cli.options import interpreters, python_option
from conformance.report.cost_file import parse

_LIMIT = 600.0
"""Seconds after which a backend is given up."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


@click.command(help=__doc__)
@click.argument("backends", nargs=-1, type=click.Choice(list(CHECKERS)))
@python_option
@click.option("--dtype", type=click.Choice(["float32", "float64"]), default="float64", show_default=True)
@click.option(
    "--largest", type=click.IntRange(1, 1_000_000), default=1_000_000, show_default=True, help="Most inputs to try."
)
@click.option("--repeats", type=click.IntRange(3), default=15, show_default=True, help="Samples; slow calls get 3.")
@click.option(
    "--least",
    type=click.FloatRange(0, min_open=True),
    default=0.01,
    show_default=True,
    metavar="SECONDS",
    help="A sample is as many evaluations as take this long.",
)
@click.option(
    "--budget",
    type=click.FloatRange(0, min_open=True),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="The most that one gradient by forward passes may take; larger n are left out, and said to be.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "reports" / "cost",
    metavar="DIR",
    help="Where BACKEND.json goes. Default: reports/cost of this checkout.",
)
def main(
    backends: tuple[str, ...],
    pythons: tuple[str, ...],
    dtype: str,
    largest: int,
    repeats: int,
    least: float,
    budget: float,
    output: Path,
) -> None:
    given = interpreters(pythons)
    method = {"repeats": repeats, "least": least, "budget": budget}
    sizes = _sizes(largest)
    output.mkdir(parents=True, exist_ok=True)
    for name in backends or CHECKERS:
        machine = about()
        click.echo(described(machine))
        found = _measure(name, interpreter(name, given), dtype, sizes, method)
        if "absent" in found:
            click.echo(f"{name}: absent: {found['absent']}\n")
            continue
        cost = _file(name, dtype, method, machine, found)
        path = output / f"{name}.json"
        text = _text(cost)
        parse(text.encode(), path)  # what is written can be read
        path.write_text(text, encoding="utf-8")
        click.echo(f"{name} {cost['version']}, {dtype}, processor busy {cost['busy']:.0%}: {path}\n")
        click.echo(_told(cost) + "\n")


def _sizes(largest: int) -> list[int]:
    """1, 3, 10, 32, …: steps of √10."""
    sizes = (round(10 ** (k / 2)) for k in range(2 * math.ceil(math.log10(largest)) + 1))
    return [n for n in sizes if n <= largest]


def _measure(name: str, python: str, dtype: str, sizes: list[int], method: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "dtype": dtype,
        "method": method,
        "functions": {function.name: [function.message(n) for n in sizes] for function in FUNCTIONS},
    }
    command, environment, surroundings = child(python, "cost_worker.py", name)
    environment |= dict.fromkeys(_ONE_THREAD, "1")
    with contextlib.closing(surroundings):
        try:
            done = subprocess.run(
                command,
                input=json.dumps(told),
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                timeout=_LIMIT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return {"absent": str(error)}
    if done.returncode:
        raise click.ClickException(f"{name}: the worker ended with status {done.returncode}")
    return dict(json.loads(done.stdout))


def _file(
    name: str, dtype: str, method: Mapping[str, Any], machine: Mapping[str, Any], found: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "kind": "cost",
        "format": 1,
        "backend": name,
        "version": found["version"],
        "packages": found["packages"],
        "python": found["python"],
        **{key: machine[key] for key in ("date", "processor", "cores", "load", "suite")},
        "platform": f"{platform.system()} {platform.machine()}",
        "device": "cpu",
        "threads": 1,
        "busy": round(found["busy"], 3),
        "dtype": dtype,
        "execution": "eager",
        "method": {"clock": "processor", **method},
        "functions": [
            {
                "name": function.name,
                "about": function.about,
                "definitions": dict(function.definitions),
                "series": [_rounded(series) for series in found["functions"][function.name]],
            }
            for function in FUNCTIONS
        ],
    }


def _text(cost: Mapping[str, Any]) -> str:
    """JSON with a point on a line, so that what changes from one measurement to the next is seen."""
    text = json.dumps(cost, indent=1)
    return re.sub(r'\{\s+"n"[^{}]*\}', lambda point: " ".join(point[0].split()), text) + "\n"


def _rounded(series: Mapping[str, Any]) -> dict[str, Any]:
    points = [{**p, "min": float(f"{p['min']:.4g}"), "median": float(f"{p['median']:.4g}")} for p in series["points"]]
    return {**series, "points": points}


def _told(cost: Mapping[str, Any]) -> str:
    rows = [["function", "n", "measure", "min s", "/ value", "median / min"]]
    for function in cost["functions"]:
        values = {p["n"]: p["min"] for p in function["series"][0]["points"]}
        for series in function["series"]:
            for p in series["points"]:
                if series["measure"] == "value" or p["n"] in (1, 1000) or p is series["points"][-1]:
                    rows.append([function["name"], f"{p['n']:,}", series["measure"], f"{p['min']:.3g}",
                                 f"{p['min'] / values[p['n']]:.2f}", f"{p['median'] / p['min']:.2f}"])  # fmt: skip
    return table(rows)


if __name__ == "__main__":
    main()
