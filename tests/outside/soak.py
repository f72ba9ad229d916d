"""Laptops that edit through the console and are killed all the time, while a real client carries their folders."""

from __future__ import annotations

import json
import subprocess
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.outside import raw
from tests.outside.clients import Client, wait_until
from tests.outside.computer import Computer, new_experience
from tests.outside.states import holding

PEOPLE = 5
#: Contact data of one of them, which is erased when all have written.
SECRET = "phone 11223344"
#: A process that says nothing for so long hangs.
HANGING_SECONDS = 60.0


@dataclass(frozen=True)
class Acknowledged:
    """An edit that the program answered for, and what it wrote."""

    edit: str
    table: str
    row: str
    text: str


@dataclass
class Writer:
    """A laptop's user: edits in one console process after another, some of which are killed."""

    computer: Computer
    people: Sequence[str]
    random: Random
    kill_share: float
    acknowledged: list[Acknowledged] = field(default_factory=list)
    kills: int = 0
    #: What the program refused, and what it said beside its answers, by how often.
    refused: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def work(self, until: float) -> None:
        while time.monotonic() < until:
            self._session(min(until, time.monotonic() + self.random.uniform(2, 7)))
            time.sleep(self.random.uniform(0, 0.6))

    def _session(self, until: float) -> None:
        process = self.computer.start("apply", self.computer.file, "-")
        dies_in = self.random.uniform(0.3, max(0.4, until - time.monotonic()))
        is_doomed = self.random.random() < self.kill_share
        fate = threading.Timer(dies_in, self._kill, (process,)) if is_doomed else None
        watch = threading.Timer(until - time.monotonic() + HANGING_SECONDS, self._hung, (process,))
        for timer in filter(None, (fate, watch)):
            timer.start()
        try:
            while time.monotonic() < until and self._edit(process):
                time.sleep(self.random.expovariate(10))
        except BrokenPipeError:
            pass
        self._end(process)
        for timer in filter(None, (fate, watch)):
            timer.cancel()

    def _edit(self, process: subprocess.Popen[bytes]) -> bool:
        """Writes one edit and reads the answer; False where the process is gone."""
        assert process.stdin
        assert process.stdout
        change = self._change(f"{self.computer.name}-{len(self.acknowledged)}-{uuid.uuid4().hex[:6]}")
        asked = time.monotonic()
        process.stdin.write(json.dumps({"changes": [change]}).encode() + b"\n")
        answer = process.stdout.readline()
        if not answer.endswith(b"\n"):
            return False
        self.slowest = max(self.slowest, time.monotonic() - asked)
        said = json.loads(answer)
        if said["ok"]:
            text = change["after"]["title"]
            self.acknowledged.append(Acknowledged(said["edit"], change["table"], change["row_id"], text))
        else:
            self.refused[f"{said['error']}: {said['message']}"[:160]] += 1
        return True

    def _change(self, text: str) -> dict[str, Any]:
        """A new row, or, in two of five cases, a cell that all laptops fight over."""
        if self.random.random() < 0.6:
            return new_experience(text)
        person = self.random.choice(self.people)
        before = {"title": raw.title_in(self.computer.home, person)}
        return {"table": "people", "row_id": person, "before": before, "after": {"title": text}}

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            process.kill()
            self.kills += 1

    def _hung(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            process.kill()
            self.said["HANGS"] += 1

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        _, errors = process.communicate()
        for line in errors.decode(errors="replace").splitlines():
            self.said[line.strip()[:200]] += 1
        if process.returncode not in (0, 1, 2, -9):
            self.said[f"EXIT {process.returncode}"] += 1


@dataclass
class Soak:
    """A client, its laptops and their writers; run() plays it, after which tests.outside.oracle judges."""

    client: Client
    seconds: float
    kill_share: float = 0.4
    seed: int = 7
    rounds: int = 0
    computers: list[Computer] = field(init=False)
    writers: list[Writer] = field(init=False, default_factory=list)
    #: Each laptop's answers to the last round of exchanges.
    last: dict[str, dict[str, Any]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        homes = self.client.base / "laptops"
        self.computers = [Computer(name, homes, self.client.folder(name)) for name in self.client.names]

    def run(self) -> None:
        """Founds a network, lets all laptops write while the client carries, then lets all come to rest."""
        self.client.start()
        people = self._found()
        self._everybody_joins()
        for number, computer in enumerate(self.computers):
            self.writers.append(Writer(computer, people, Random(self.seed + number), self.kill_share))
        self._write_while_it_syncs()
        self.rounds = self._settle()
        self._erase(people[0])

    def _erase(self, person: str) -> None:
        """Erases a person's contact data, and lets an hour pass, after which everybody cleans what others left."""
        assert holding(self.computers[-1].home, SECRET), "it came to everybody"
        self.computers[0].done("erase", person, "--reason", "Udtrådt")
        self._settle()
        for computer in self.computers:
            computer.later("61m")
        for _ in range(2):
            self._settle()

    def _found(self) -> list[str]:
        """The first laptop makes the network with the people whom all will fight over."""
        first = self.computers[0]
        first.done("new", "--name", "Kompetencenetværket", "--from", "2014")
        people = [uuid.uuid4().hex for _ in range(PEOPLE)]
        row = {"table": "people", "before": None}
        made = first.write(*({**row, "row_id": id_, "after": {"name": f"Person {id_[:4]}"}} for id_ in people))
        assert made.code == 0, made.err
        first.done("set", "people", people[0], f"phone={SECRET}")
        return people

    def _everybody_joins(self) -> None:
        wait_until(self._has_everybody_the_file, "the file on every laptop", 40)
        for computer in self.computers:
            computer.exchange()
            assert raw.replicas(computer.home), f"{computer.name} cannot open the file"
        self.client.rest()

    def _has_everybody_the_file(self) -> bool:
        self.client.rest()
        return all(computer.file.exists() for computer in self.computers)

    def _write_while_it_syncs(self) -> None:
        until, is_over = time.monotonic() + self.seconds, threading.Event()
        writing = [threading.Thread(target=writer.work, args=(until,)) for writer in self.writers]
        carrying = [threading.Thread(target=self._carry, args=(name, is_over)) for name in self.client.names]
        for thread in writing + carrying:
            thread.start()
        for thread in writing:
            thread.join()
        is_over.set()
        for thread in carrying:
            thread.join()

    def _carry(self, name: str, is_over: threading.Event) -> None:
        """Runs a laptop's client again and again, with pauses that are long now and then."""
        random = Random(f"{self.seed} {name}")
        while not is_over.is_set():
            self.client.sync(name)
            if name == self.client.names[0]:
                self.client.disturb(random)
            is_over.wait(random.uniform(2, 6) if random.random() < 0.1 else random.uniform(0.3, 1.2))

    def _settle(self) -> int:
        """Exchanges in turn until nothing moves any more, at most eight times, and how often that was."""
        rounds = 0
        while rounds < 8:
            rounds += 1
            self.client.rest()
            for computer in self.computers:
                ran = computer.do("exchange", "--json")
                self.last[computer.name] = {"code": ran.code, "err": ran.err, **(ran.json if ran.out else {})}
            moves = [answer["code"] or answer.get("pulled") or answer.get("pushed") for answer in self.last.values()]
            if not any(moves) and len({raw.edits_in(computer.home) for computer in self.computers}) == 1:
                break
        return rounds
