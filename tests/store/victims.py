"""Processes to kill, to hold locks and to crowd a file: forked from one server, so that each costs milliseconds.

`python -m tests.store.victims FOLDER` serves; tests use Victims. A victim tells what it did in a file of its own, line
by line, so that what it said before it was killed is known.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import subprocess
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from pysqlite3 import dbapi2

# Loaded here once: the program loads them with its first edit, and every victim would be killed while it does.
from cbnet_desktop.domain.charter import charter  # noqa: F401 - it is loaded before the clock runs
from cbnet_desktop.domain.records import Person
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.store.exchange import compaction
from cbnet_desktop.store.format import keys  # noqa: F401 - as above

ROOT = Path(__file__).resolve().parents[2]
Say = Callable[..., None]
Saying = dict[str, Any]

#: SIGKILL, which the module signal lacks on Windows.
KILL = 9
FIELDS = ("phone", "email", "title", "note")


class Victims:
    """The server's other end."""

    def __init__(self, folder: Path) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.store.victims", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, task: str, *arguments: object, die_at: DieAt | None = None) -> Victim:
        """Forks a process that runs a task of this module; it is not waited for."""
        call = {"task": task, "arguments": [str(item) if isinstance(item, Path) else item for item in arguments]}
        answer = self._ask({"fork": {**call, "die_at": die_at and (die_at.target, die_at.when, die_at.nth)}})
        return Victim(self, answer["pid"], Path(answer["diary"]))

    def ended(self, pid: int) -> int:
        """Waits for a victim; its exit code, negative for a signal."""
        return int(self._ask({"wait": pid})["status"])

    def close(self) -> None:
        """Ends the server; every victim has been waited for by then."""
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait(10)

    def _ask(self, question: Saying) -> Saying:
        assert self._server.stdin
        assert self._server.stdout
        print(json.dumps(question), file=self._server.stdin, flush=True)
        answer: Saying = json.loads(self._server.stdout.readline())
        return answer


@dataclass(frozen=True)
class DieAt:
    """A step at which a victim kills itself: before or after the nth call of a function, as module:name."""

    target: str
    when: str
    nth: int = 1

    def arm(self) -> None:
        """Puts the trap in the function's place, in this process."""
        module, _, names = self.target.partition(":")
        *owners, name = names.split(".")
        owner: Any = importlib.import_module(module)
        for part in owners:
            owner = getattr(owner, part)
        real, calls = getattr(owner, name), itertools.count(1)

        def trapped(*arguments: Any, **named: Any) -> Any:
            is_the_one = next(calls) == self.nth
            if is_the_one and self.when == "before":
                os.kill(os.getpid(), KILL)
            result = real(*arguments, **named)
            if is_the_one:
                os.kill(os.getpid(), KILL)
            return result

        setattr(owner, name, trapped)


@dataclass(frozen=True)
class Victim:
    """A process of the server."""

    victims: Victims
    pid: int
    diary: Path

    def kill(self) -> int:
        """kill -9; the exit code."""
        os.kill(self.pid, KILL)
        return self.wait()

    def wait(self) -> int:
        """Waits for its end; the exit code."""
        return self.victims.ended(self.pid)

    def said(self) -> list[Saying]:
        """Its output until now, without a last line that the kill cut off."""
        lines = self.diary.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, word: str) -> None:
        """Waits until it has written a word."""
        for _ in range(2000):
            if any(word in saying for saying in self.said()):
                return
            time.sleep(0.005)
        raise TimeoutError(f"the victim never said {word}: {self.said()}")


def work(say: Say, path: str, home: str, user: str, seed: int) -> None:
    """Opens the file, then edits and exchanges until it is killed; writes a line for each acknowledged edit."""
    store, random = open_store(Path(path), home=Path(home), user=user), Random(seed)
    say(opened=True)
    for count in range(2000):
        edit_once(store, random, f"{user} {seed} {count}", say)
        if random.random() < 0.5:
            say(problem=store.exchange().problem)
            store.refresh()


def crowd(say: Say, path: str, home: str, user: str, edits: int) -> None:
    """Opens the file, edits and exchanges a number of times, and continues until no op waits."""
    store, random = open_store(Path(path), home=Path(home), user=user), Random(user)
    for count in range(edits):
        edit_once(store, random, f"{user} {count}", say)
        say(problem=store.exchange().problem)
        store.refresh()
    while store.waiting:
        say(problem=store.exchange().problem)
    say(done=True)
    store.close()


def edit_once(store: Store, random: Random, value: str, say: Say) -> None:
    """Adds a person, or changes a field of one who is there."""
    people = sorted(store.read().live(Person), key=lambda person: person.id)
    if len(people) < 4 or random.random() < 0.2:
        row_id, field, before = uuid.uuid4().hex, "name", None
    else:
        person = random.choice(people)
        row_id, field = person.id, random.choice(FIELDS)
        before = {field: getattr(person, field)}
    if field == "email":
        value = value.replace(" ", ".") + "@example.org"
    edit = store.apply(f"{field} rettet", [Change("people", row_id, before, {field: value})])
    say(edit=edit.id, row=row_id, field=field, value=value)


def hold(say: Say, path: str, statement: str) -> None:
    """Another program that keeps a lock: runs a statement and then does nothing until it is killed."""
    conn = dbapi2.connect(path, isolation_level=None)
    conn.execute("begin immediate" if statement.startswith("update") else "begin")
    conn.execute(statement).fetchall()
    say(holding=True)
    time.sleep(600)


def serve(folder: Path) -> None:
    """Forks and waits as asked, one JSON line each; this process opens no database itself."""
    importlib.import_module("sqlite_utils.migrations")  # or each first start would pay for it
    for number, line in enumerate(sys.stdin):
        question = json.loads(line)
        if "fork" in question:
            diary = folder / f"{number}.jsonl"
            diary.touch()
            pid = forked()
            if pid == 0:
                _live(diary, question["fork"])
            answer = {"pid": pid, "diary": str(diary)}
        else:
            _, status = os.waitpid(question["wait"], 0)
            answer = {"status": os.waitstatus_to_exitcode(status)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def forked() -> int:
    """The number of a child that goes on from here, 0 in the child; Windows has none."""
    if sys.platform == "win32":
        raise OSError("Windows has no fork")
    return os.fork()


def _live(diary: Path, call: Saying) -> None:
    handle = os.open(diary, os.O_WRONLY | os.O_APPEND)

    def say(**saying: Any) -> None:
        os.write(handle, (json.dumps(saying) + "\n").encode())

    status = 1
    try:
        # Pieces become one while the victim lives.
        compaction.AGE = 0.0
        if call["die_at"]:
            DieAt(*call["die_at"]).arm()
        globals()[call["task"]](say, *call["arguments"])
        status = 0
    except BaseException:
        say(traceback=traceback.format_exc())
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
