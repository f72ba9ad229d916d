"""Do the tests of the domain notice a fault? Makes small ones, one at a time, and lists those that no test sees.

python -m tests.mutation [part of a module's path …] [--tests FOLDER …]     (Linux and macOS: it forks)
A survivor asks for a test. One that changes nothing for anybody stands in survivors.md, with the reason.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import mmap
import os
import pkgutil
import random
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from cbnet_desktop import domain
from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "cbnet_desktop" / "domain"
EQUIVALENT = (Path(__file__).parent / "survivors.md").read_text(encoding="utf-8")
#: Seconds of processor time, after which a mutant that runs in circles is killed.
LIMIT = 10
#: So many tests judge a mutant at most, and so many files one that is imported anew.
MOST_TESTS, MOST_FILES = 200, 8
#: Nothing by chance: no order of sets, no examples of Hypothesis.
SETTLED = {"PYTHONHASHSEED": "0", "CI": "1"}
#: Without what only slows a test down that sees no window and writes no file.
NEEDLESS = ("xdist", "cacheprovider", "pytest-qt", "logging", "warnings", "threadexception", "unraisableexception")
QUIET = ("-s", "--assert=plain", "--tb=native", *(word for name in NEEDLESS for word in ("-p", f"no:{name}")))
#: A line that is run, or where a function begins that is called: file, "line" or "call", number.
Place = tuple[str, str, int]


class Judge:
    """A plugin of pytest: sees which test runs which line, then lets these tests judge each mutant, in a fork."""

    def __init__(self, modules: Sequence[Path], at_import: set[Place]) -> None:
        self.modules, self.at_import = modules, at_import
        self.places: set[Place] = set()
        self.runners: dict[Place, list[int]] = {}
        self.runners_before: dict[Place, list[int]] = {}
        self.sizes: list[int] = []
        self.kills: Counter[int] = Counter()
        self.killer = mmap.mmap(-1, 4)

    def pytest_collection(self) -> None:
        settings.register_profile("mutation", deadline=None, derandomize=True, max_examples=40, database=None)
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own loop."""
        self.items = session.items
        for number, item in enumerate(self.items):
            self.places = set()
            with traced(self.places):
                if not self._passes(number):
                    pytest.exit(f"{item.nodeid} fails without any mutant.", returncode=1)
            self._note(self.runners, number)
            self.sizes.append(len(self.places))
        known = gc.get_objects()
        self.functions = [one for one in known if isinstance(one, FunctionType) and is_ours(one.__code__)]
        self.caches = [one for one in known if isinstance(one, _lru_cache_wrapper)]
        gc.freeze()
        counts = [self._judge_module(path) for path in self.modules]
        say(f"in all: {told(sum(counts, Counter()))}")
        return True

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """What fixtures run is judged by other tests, if there are any."""
        if len(self.sizes) < len(self.items):
            self._note(self.runners_before, self.items.index(item))
            self.places.clear()

    def _note(self, runners: dict[Place, list[int]], number: int) -> None:
        for place in self.places:
            runners.setdefault(place, []).append(number)

    def _judge_module(self, path: Path) -> Counter[str]:
        counts: Counter[str] = Counter()
        self.kills.clear()
        for mutant in mutants(path):
            verdict = "killed" if self._is_killed(mutant) else "equivalent" if mutant.is_in(EQUIVALENT) else "survived"
            counts[verdict] += 1
            if verdict == "survived":
                say(f"{path.relative_to(ROOT)}:{mutant.line}  {mutant.name}")
        say(f"{path.relative_to(ROOT)}: {told(counts)}")
        return counts

    def _is_killed(self, mutant: Mutant) -> bool:
        if not mutant.function.line or (str(mutant.path), "call", mutant.function.line) in self.at_import:
            return in_fork(lambda: self._fails_when_imported(mutant))
        tests = self._nearest(mutant)
        if not tests or not in_fork(lambda: self._fails_when_swapped(mutant, tests)):
            return False
        self.kills[int.from_bytes(self.killer[:], "big")] += 1
        return True

    def _nearest(self, mutant: Mutant) -> list[int]:
        """Those that run the line: what killed a mutant of the module before, its namesakes, those that run least."""
        name, file = mutant.path.stem.split("_")[0], str(mutant.path)
        places = ((file, "line", mutant.line), (file, "call", mutant.function.line))
        runs = (runners.get(place) for place in places for runners in (self.runners, self.runners_before))

        def distance(number: int) -> tuple[object, ...]:
            return -self.kills[number], name not in self.items[number].nodeid, self.sizes[number], number

        return sorted(next(filter(None, runs), ()), key=distance)[:MOST_TESTS]

    def _fails_when_swapped(self, mutant: Mutant, tests: Sequence[int]) -> bool:
        codes = {(code.co_qualname, code.co_firstlineno): code for code in codes_in(mutant.code)}
        for function in self.functions:
            old = function.__code__
            if old.co_filename == str(mutant.path) and (new := codes.get((old.co_qualname, old.co_firstlineno))):
                if new.co_freevars != old.co_freevars:
                    return self._fails_when_imported(mutant)
                function.__code__ = new
        for cache in self.caches:
            cache.cache_clear()
        for number in tests:
            self.killer[:] = number.to_bytes(4, "big")
            if not self._passes(number):
                return True
        return False

    def _passes(self, number: int) -> bool:
        return not any(report.failed for report in runtestprotocol(self.items[number], log=False, nextitem=None))

    def _fails_when_imported(self, mutant: Mutant) -> bool:
        """What runs at import is imported anew, with the tests, file by file, first those that run most of it."""
        sound, file = SourceFileLoader.get_code, str(mutant.path)

        def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
            return mutant.code if loader.path == file else sound(loader, name)

        SourceFileLoader.get_code = get_code  # type: ignore[assignment]  # in a process that ends with the mutant
        for name in [name for name in sys.modules if name.startswith(("cbnet_desktop", "tests"))]:
            del sys.modules[name]
        runs = Counter(
            self.items[one].path for place, tests in self.runners.items() if place[0] == file for one in tests
        )
        files = dict.fromkeys([*(path for path, _ in runs.most_common()), *(item.path for item in self.items)])
        return any(pytest.main([str(path), "-x", *QUIET]) for path in list(files)[:MOST_FILES])


def is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(str(DOMAIN))


def codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_in(constant)


@contextmanager
def traced(places: set[Place]) -> Iterator[None]:
    """Takes down what of the domain is run."""

    def note(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        if not is_ours(frame.f_code):
            return None
        places.add((frame.f_code.co_filename, event, frame.f_lineno))
        return note

    sys.settrace(note)
    try:
        yield
    finally:
        sys.settrace(None)


def in_fork(is_killed: Callable[[], bool]) -> bool:
    """The answer of a child of this process, which may change and break what it likes; no answer is a yes."""
    if sys.platform == "win32":
        raise OSError("Windows has no fork")
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        code = is_killed()
    finally:
        os._exit(code)


def told(counts: Counter[str]) -> str:
    """The figures of a module; the share killed is that of the mutants that change something."""
    parts = [f"{counts[verdict]} {verdict}" for verdict in ("killed", "equivalent", "survived")]
    share = counts["killed"] / max(counts["killed"] + counts["survived"], 1)
    return f"{counts.total()} mutants, {', '.join(parts)}, {share:.1%}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("modules", nargs="*", help="parts of paths; without any, all modules")
    reader.add_argument("--tests", nargs="*", default=["tests/domain", "tests/sheets"], help="the tests that judge")
    asked = reader.parse_args()
    if any(os.environ.get(name) != value for name, value in SETTLED.items()):
        command = [sys.executable, "-m", "tests.mutation", *sys.argv[1:]]
        return subprocess.call(command, env={**os.environ, **SETTLED}, cwd=ROOT)
    os.urandom = random.Random(0).randbytes
    at_import: set[Place] = set()
    with traced(at_import):
        for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
            importlib.import_module(found.name)
    every = sorted(DOMAIN.rglob("*.py"))
    chosen = [path for path in every if not asked.modules or any(part in str(path) for part in asked.modules)]
    return pytest.main([*asked.tests, *QUIET], plugins=[Judge(chosen, at_import)])


if __name__ == "__main__":
    sys.exit(main())
