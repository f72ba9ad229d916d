"""Two hundred mutations of each kind of foreign file end within 5 seconds and 500 MB, in a sentence and its code."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cbnet_desktop.domain.records import Person
from tests.building import Building
from tests.cli.console import Laptop
from tests.documents import signed
from tests.documents.authority import PASSPHRASE
from tests.documents.signed import AUTHORITY
from tests.documents.signing.test_foreign_pdfs import MUTATIONS, WILD, mutations, tiny
from tests.outside.warm import Console, Ended
from tests.sheets.listing import written

SECONDS, MEMORY = 5.0, 500 * 2**20
END_TO_END = 2
TEXT = "Gentofte, Herning og Odense er i mål.\nRoskilde; Vejle og Aalborg »mangler«."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a network, the file of a trusted issuer, a passphrase, and a list in both formats."""
    folder = tmp_path_factory.mktemp("skrivebord")
    laptop = Laptop(folder / "hjemme", "Mette Holm")
    assert laptop.run("new", folder / "netværk.cbnet", "--name", "Prøve", "--from", "2014").code == 0
    (folder / "rod.pem").write_bytes(AUTHORITY.pem)
    (folder / "adgangskode").write_text(PASSPHRASE, encoding="utf-8")
    (folder / "plan.pdf").write_bytes(signed.small(0))
    building = Building.new()
    for number in range(5):
        building.add(Person, name=f"Prøve {number}", title="Rådgiver", phone="11 11 11 11", note=TEXT)
    written(building.network, Person, folder / "liste.xlsx")
    written(building.network, Person, folder / "liste.csv")
    return folder


@pytest.fixture(scope="module")
def console(desk: Path) -> Iterator[Console]:
    made = Console(desk / "hjemme")
    yield made
    made.close()


def inside(whole: bytes, count: int) -> list[bytes]:
    """A workbook with a mutation in one of its parts, packed as it should be."""
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    names = sorted(parts)
    return [_packed(parts | {names[place % len(names)]: one}) for place, one in enumerate(_each(parts, names, count))]


def _each(parts: dict[str, bytes], names: list[str], count: int) -> Iterator[bytes]:
    made = {name: iter(mutations(parts[name], count)) for name in names}
    return (next(made[names[place % len(names)]]) for place in range(count))


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return stream.getvalue()


#: Of each kind its mutations, the command that reads one, and the exit codes that it may have.
KINDS: dict[str, tuple[Callable[[Path], list[bytes]], tuple[str, ...], set[int]]] = {
    "pdf": (
        lambda _: mutations(tiny(), MUTATIONS),
        ("verify-pdf", "FIL", "--ca", "rod.pem", "--network", "netværk.cbnet"),
        # 4 where a byte that proves nothing was changed: the network knows no such paper, which is to be looked at.
        {1, 2, 4},
    ),
    "p12": (
        lambda _: mutations(AUTHORITY.p12("Mette Holm"), MUTATIONS),
        (
            "sign",
            "plan.pdf",
            "--certificate",
            "FIL",
            "--field",
            "2",
            "--passphrase-file",
            "adgangskode",
            "-o",
            "ud.pdf",
        ),
        {1, 2},
    ),
    "csv": (
        lambda desk: mutations((desk / "liste.csv").read_bytes(), MUTATIONS),
        ("import", "netværk.cbnet", "people", "FIL", "--dry-run"),
        {0, 1, 2},
    ),
    "xlsx": (
        lambda desk: [
            *mutations((desk / "liste.xlsx").read_bytes(), MUTATIONS // 2),
            *inside((desk / "liste.xlsx").read_bytes(), MUTATIONS // 2),
        ],
        ("import", "netværk.cbnet", "people", "FIL", "--dry-run"),
        {0, 1, 2},
    ),
}


def command_for(kind: str, desk: Path, file: Path) -> list[str]:
    """The command's arguments with the paths of its files."""
    known = {path.name: str(path) for path in desk.iterdir()}
    given = KINDS[kind][1]
    return [
        str(file) if word == "FIL" else str(desk / word) if word == "ud.pdf" else known.get(word, word)
        for word in given
    ]


def faults_of(ended: Ended, codes: set[int]) -> list[str]:
    """What is wrong with how a command ended."""
    found = {
        f"exit code {ended.code}": ended.code not in codes,
        f"{ended.seconds:.1f} seconds, {ended.computing:.1f} of computing": ended.computing > SECONDS,
        f"{ended.memory >> 20} MB": ended.memory > MEMORY,
        f"no sentence: {ended.err}": ended.code == 2 and (len(ended.err.splitlines()) != 1 or ended.out != ""),
        f"a traceback: {ended.err}": "Traceback" in ended.err + ended.out,
        "nothing said": not ended.out and not ended.err,
    }
    return [fault for fault, is_so in found.items() if is_so]


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_mutations_end_in_a_sentence(kind: str, desk: Path, console: Console) -> None:
    made, _, codes = KINDS[kind]
    outcomes: Counter[int] = Counter()
    faults = []
    for number, content in enumerate(made(desk)):
        file = desk / f"muteret.{kind}"
        file.write_bytes(content)
        ended = console.run(*command_for(kind, desk, file))
        outcomes[ended.code] += 1
        faults += [f"{kind} {number}: {fault}" for fault in faults_of(ended, codes)]
        (desk / "ud.pdf").unlink(missing_ok=True)
    assert faults == []
    assert outcomes.total() == MUTATIONS
    assert len(outcomes) > 1, "some were read, and some could not be"


@pytest.mark.parametrize("kind", KINDS)
def test_from_end_to_end_it_is_the_same(kind: str, desk: Path, console: Console) -> None:
    laptop = Laptop(desk / "hjemme", "Mette Holm")
    made, _, codes = KINDS[kind]
    for content in made(desk)[:END_TO_END]:
        file = desk / f"prøve.{kind}"
        file.write_bytes(content)
        arguments = command_for(kind, desk, file)
        ran, ended = laptop.run(*arguments), console.run(*arguments)
        assert ran.code in codes
        assert (ran.code, ran.out, ran.err) == (ended.code, ended.out, ended.err)


@pytest.mark.parametrize("kind", WILD)
def test_a_wild_pdf_ends_within_the_bounds(kind: str, desk: Path, console: Console) -> None:
    file = desk / "vild.pdf"
    file.write_bytes(WILD[kind]())
    ended = console.run(*command_for("pdf", desk, file))
    assert faults_of(ended, {1, 2}) == []
