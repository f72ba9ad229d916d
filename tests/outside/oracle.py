"""What a soak must leave: reckoned from acknowledgements and raw lines, not by the program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.outside import raw
from tests.outside.clients import Client
from tests.outside.computer import Computer
from tests.outside.soak import SECRET, Acknowledged, Soak
from tests.outside.states import holding

NAMES = ("Anna", "Bo", "Dea")


@dataclass(frozen=True)
class Report:
    """The figures of a soak, and every fault in a sentence."""

    client: str
    laptops: int
    acknowledged: int
    kills: int
    lost: dict[str, int]
    conflicts: int
    rounds: int
    slowest: float
    folder: str
    said: dict[str, int]
    faults: tuple[str, ...]


def played(client: type[Client], base: Path, seconds: float, seed: int = 7) -> Report:
    """Plays a soak and judges it; whatever happens, what it started is ended."""
    soak = Soak(client(base, NAMES[: client.LAPTOPS]), seconds, seed=seed)
    try:
        soak.run()
        return judged(soak)
    finally:
        soak.client.stop()


def judged(soak: Soak) -> Report:
    """The report of a soak that was played, whose client still runs."""
    acknowledged = [answer for writer in soak.writers for answer in writer.acknowledged]
    edits = {computer.name: raw.edits_in(computer.home) for computer in soak.computers}
    lost = {name: sum(answer.edit not in held for answer in acknowledged) for name, held in edits.items()}
    faults = [f"{name} lacks {count} acknowledged edits" for name, count in lost.items() if count]
    if len(set(edits.values())) > 1:
        faults.append(f"the laptops hold different edits: { {name: len(held) for name, held in edits.items()} }")
    clashes = 0
    for computer in soak.computers:
        faults += _at_rest(computer, soak.last[computer.name])
        faults += _not_shown(computer, acknowledged)
        ops = raw.ops_in(computer.folder)
        clashes = max(clashes, len(raw.several_heads(ops, "people", "title")))
        faults += _conflicts_differ(computer, ops)
        faults += _lines_differ(computer, edits[computer.name])
        faults += _verify_differs(computer)
        faults += _not_erased(computer) + _copies(computer)
    said = sum((writer.said + writer.refused for writer in soak.writers), Counter[str]()) + soak.client.said
    faults += [f"the console: {line}" for line in said if line.startswith(("HANGS", "EXIT")) or "Traceback" in line]
    return Report(
        client=type(soak.client).__name__,
        laptops=len(soak.computers),
        acknowledged=len(acknowledged),
        kills=sum(writer.kills for writer in soak.writers),
        lost=lost,
        conflicts=clashes,
        rounds=soak.rounds,
        slowest=round(max(writer.slowest for writer in soak.writers), 2),
        folder=contents(soak.computers[0].folder),
        said=dict(said.most_common(8)),
        faults=tuple(faults),
    )


def contents(folder: Path) -> str:
    """What lies in a shared folder, counted."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    pieces = sum(path.suffix == ".cb1" for path in files)
    whole = sum(path.suffix == ".cbnet" for path in files)
    size = sum(path.stat().st_size for path in files) / 1e6
    return f"{pieces} pieces, {whole} whole files, {len(files) - pieces - whole} others, {size:.1f} MB"


def _at_rest(computer: Computer, answer: dict[str, Any]) -> list[str]:
    if answer["code"] == 0 and answer["waiting"] == 0:
        return []
    return [f"{computer.name}'s exchange does not come to rest: {answer}"]


def _not_shown(computer: Computer, acknowledged: list[Acknowledged]) -> list[str]:
    shown = computer.do("show", "experiences", "--json")
    if shown.code:
        return [f"{computer.name} shows nothing: {shown.err}"]
    titles = {row["id"]: row["title"] for row in shown.json}
    wrong = [made for made in acknowledged if made.table == "experiences" and titles.get(made.row) != made.text]
    return [f"{computer.name} does not show {len(wrong)} new rows"] if wrong else []


def _conflicts_differ(computer: Computer, ops: list[raw.Op]) -> list[str]:
    expected = raw.several_heads(ops, "people", "title")
    told = computer.do("conflicts", "--json")
    if told.code not in (0, 1) or not told.out.startswith("["):
        return [f"{computer.name} lists no conflicts: {told.out}{told.err}"]
    listed = {
        clash["row_id"]: {version["value"] for version in clash["versions"]}
        for clash in told.json
        if (clash["table"], clash["field"]) == ("people", "title")
    }
    return [] if listed == expected else [f"{computer.name} lists conflicts {listed}, the lines have {expected}"]


def _lines_differ(computer: Computer, edits: frozenset[str]) -> list[str]:
    """What is said to lie in the folder lies there as whole lines, to be read with gzip alone."""
    missing = edits - raw.lines_in(computer.folder).keys()
    return [f"{len(missing)} edits of {computer.name} lie in no piece of its folder"] if missing else []


def _not_erased(computer: Computer) -> list[str]:
    """A client's own history, such as git's, is out of the program's reach."""
    kept = [*holding(computer.home, SECRET), *holding(computer.folder, SECRET)]
    return [f"{computer.name} keeps what was erased in {name}" for name in kept if not name.startswith(".git")]


def _copies(computer: Computer) -> list[str]:
    """The file has one writer, so that no client ever finds two that differ."""
    beside = [path.name for path in computer.folder.iterdir() if path.suffix == ".cbnet" and path != computer.file]
    return [f"{computer.name}'s client made copies: {beside}"] if beside else []


def _verify_differs(computer: Computer) -> list[str]:
    ran = computer.do("verify")
    return [] if ran.code == 0 else [f"{computer.name}'s verify ends with {ran.code}: {(ran.out + ran.err)[:300]}"]
