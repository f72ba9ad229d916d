"""The annexes of an open network: adding a file, reading one, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cbnet_desktop.domain.meetings import annex_files
from cbnet_desktop.domain.records import Annex
from cbnet_desktop.domain.records.annexes import MAX_BYTES
from cbnet_desktop.domain.records.changes import Value
from cbnet_desktop.domain.records.errors import Invalid, Missing, UserError
from cbnet_desktop.domain.records.fields import quoted
from cbnet_desktop.domain.words import danish
from cbnet_desktop.store.exchange.annexes import MOST
from cbnet_desktop.store.files import whole_files
from cbnet_desktop.store.files.annex_files import AnnexFiles
from cbnet_desktop.store.format.annexes import SHA256, digest, name_of, sha256_in
from cbnet_desktop.store.log import annexes
from cbnet_desktop.store.log.annexes import Named
from cbnet_desktop.store.log.connection import Connection
from cbnet_desktop.store.places.place import Place
from cbnet_desktop.system import foreign, held

if TYPE_CHECKING:
    from cbnet_desktop.store.files.verify import Difference

#: Looks into the bytes of a file of this name; says why it is not opened, and raises Invalid for what is no annex.
Judge = Callable[[str, bytes], str]
_MEGABYTES = MAX_BYTES >> 20
#: Of the annexes in one document: so large that it can still be signed and judged.
MOST_TOGETHER, MOST_BYTES_TOGETHER = 200, 45 << 20
#: The most bytes of annexes in a copy of the network, so that SQLite and mail programs can still have it.
MOST_IN_COPY = 2 << 30
#: The most files that a sentence names.
_NAMED = 3
_NETWORK = ".cbnet"


class State(StrEnum):
    """What is known of an annex's file: delivered, in the copy, only here, not here (yet), erased, or there is none."""

    DELIVERED = "delivered"
    IN_COPY = "in_copy"
    WAITING = "waiting"
    MISSING = "missing"
    ERASED = "erased"
    LINK = "link"


class AnnexShelf:
    """The files of a network's annexes, on this computer and in the place."""

    def __init__(self, conn: Connection, replica: Path, place: Place) -> None:
        self._conn = conn
        self._place = place
        self._files = AnnexFiles(replica)

    def taken_in(self, path: Path, judge: Judge | None = None) -> dict[str, Value]:
        """Keeps a copy of a file here, and returns the fields of the annex that names it; the next exchange lays it.

        judge looks into it before. Raises Invalid for what is no annex, Full and ReadOnly.
        """
        return self.kept(path.name, read(path), judge)

    def kept(self, called: str, data: bytes, judge: Judge | None = None) -> dict[str, Value]:
        """The same for bytes; those that the program itself made need no judge."""
        if judge:
            judge(called, data)
        name, media_type = annex_files.taken_in(called, data[: annex_files.BEGINNING])
        if digest(data) in annexes.erased(self._conn):
            raise Invalid(f"{quoted(name)} er slettet i netværket og kan ikke lægges ind igen.")
        if len(annexes.wanted(self._conn)) >= MOST:
            raise Invalid(f"Netværket har allerede {MOST} bilag. Slet nogle, før du lægger flere ind.")
        sha256 = self._files.keep(data)
        return {"file_name": name, "media_type": media_type, "size": len(data), "sha256": sha256}

    def let_go(self, hashes: Iterable[str]) -> None:
        """Removes bytes that were to become annexes and did not, since it was refused or cancelled."""
        for sha256 in set(hashes) - annexes.ever_named(self._conn):
            with suppress(UserError):  # what cannot be removed now goes with the sweep
                self._files.drop(sha256)

    def content(self, annex: Annex) -> bytes:
        """The bytes of an annex's file; raises Missing, and Invalid for a program, which only a forged row can name."""
        shown = quoted(annex_files.safe_name(annex.file_name) if annex.sha256 else annex.title)
        if not annex.sha256:
            raise Missing(f"Bilaget {shown} har ingen fil.", table=Annex.TABLE, row_id=annex.id)
        if annex.sha256 in annexes.erased(self._conn):
            instead = " Vælg en anden skabelon til Word, eller fjern skabelonen." if annex.template_of_id else ""
            raise Missing(f"Filen {shown} er slettet i netværket.{instead}", table=Annex.TABLE, row_id=annex.id)
        data = self._files.content(annex.sha256) if SHA256.fullmatch(annex.sha256) else None
        if data is None:
            self._fetch_anew(annex.sha256)
            raise Missing(
                f"Filen {shown} er ikke hentet endnu. Den kommer, når mappen er synkroniseret, eller når den, der lagde"
                " den ind, åbner CBnet.",
                table=Annex.TABLE,
                row_id=annex.id,
            )
        if annex_files.is_program(annex.file_name, data[: annex_files.BEGINNING]):
            raise Invalid(f"{shown} er et program eller en genvej og gives ikke ud. Fjern bilaget.")
        return data

    def contents(self, wanted: Sequence[Annex]) -> dict[str, bytes]:
        """The bytes of several annexes by hash, without those that were erased; raises Missing and Invalid."""
        gone, held = annexes.erased(self._conn), self._files.held()
        named = {annex.sha256: annex for annex in wanted if annex.sha256 not in gone}
        if missing := [quoted(annex_files.safe_name(row.file_name)) for key, row in named.items() if key not in held]:
            raise Missing(
                f"Ikke hentet endnu: {_listed(missing)}. Prøv igen, når mappen er "
                "synkroniseret, eller når den, der lagde bilagene ind, har åbnet CBnet."
            )
        found: dict[str, bytes] = {}
        for sha256, annex in named.items():
            found[sha256] = self.content(annex)
            if len(found) > MOST_TOGETHER or sum(map(len, found.values())) > MOST_BYTES_TOGETHER:
                raise Invalid(
                    f"Bilagene er for mange eller for store til ét dokument: højst {MOST_TOGETHER} filer og "
                    f"{MOST_BYTES_TOGETHER >> 20} MB i alt. Gør de største mindre, eller fjern nogle."
                )
        return found

    def save(self, annex: Annex, target: Path) -> Path:
        """Writes an annex to a new file, in a folder under its own name; raises Missing, Invalid, Full or ReadOnly."""
        data = self.content(annex)
        path = target / annex_files.safe_name(annex.file_name) if target.is_dir() else target
        whole_files.write_bytes_new(path, data)
        return path

    def put_into(self, copy: Connection, report: Callable[[float], None]) -> list[str]:
        """Adds the files that are here to a copy of the network; returns what those are called that it lacks.

        report is called with the share that is done.
        """
        wanted = annexes.wanted(self._conn)
        lacking, size, whole = [], 0, sum(annex.size for annex in wanted)
        for annex in wanted:
            report(size / whole)
            size += annex.size
            data = self._files.content(annex.sha256) if size <= MOST_IN_COPY else None
            if data is None:
                lacking.append(annex.told)
            else:
                copy.execute("insert into annex_bytes (sha256, data) values (?, ?)", (annex.sha256, data))
        return lacking

    def state(self, annex: Annex) -> State:
        """What is known of an annex's file, without reading it."""
        if not annex.sha256:
            return State.LINK
        if annex.sha256 in annexes.erased(self._conn):
            return State.ERASED
        if annex.sha256 not in self._files.held():
            return State.MISSING
        if not self._place.identity:
            return State.IN_COPY
        query = "select 1 from annex_file where place = ? and name = ?"
        row = self._conn.execute(query, (self._place.identity, name_of(annex.sha256))).fetchone()
        return State.DELIVERED if row else State.WAITING

    def carry_out_erasures(self) -> None:
        """Removes erased files here; what cannot be removed now is tried and told at each exchange."""
        with suppress(UserError):
            for sha256 in annexes.erased(self._conn) & self._files.held():
                self._files.drop(sha256)

    def verify(self) -> list[Difference]:
        """All that is missing, damaged or nobody's, here and in the place; every byte is read."""
        if not self._place.identity:
            return []
        try:
            names = set(self._place.look())
        except UserError as refusal:
            return [_difference(refusal.message)]
        rows = annexes.wanted(self._conn)
        found = [one for annex in rows for one in self._differences(annex, is_there=annex.name in names)]
        erased = {name_of(sha256) for sha256 in annexes.erased(self._conn)}
        kept = {name_of(sha256) for sha256 in annexes.ever_named(self._conn)} - erased  # so that removal can be undone
        for name in sorted(names - kept):
            if name in erased:
                found.append(_difference(f"{name} i mappen er et bilag, der er slettet."))
            elif sha256_in(name):
                found.append(_difference(f"{name} i mappen hører ikke til noget bilag og åbnes ikke."))
        return found

    def _fetch_anew(self, sha256: str) -> None:
        """Lets go of a damaged file, so that the next exchange fetches it."""
        with suppress(UserError):
            self._files.drop(sha256)

    def _differences(self, annex: Named, *, is_there: bool) -> Iterator[Difference]:
        if annex.sha256 not in self._files.held():
            yield _difference(f"Bilaget {annex.told} er ikke hentet på denne computer.")
        elif self._files.content(annex.sha256) is None:
            self._fetch_anew(annex.sha256)
            yield _difference(f"Bilaget {annex.told} er beskadiget på denne computer. Det hentes ved næste udveksling.")
        if not is_there:
            yield _difference(f"Bilaget {annex.told} ligger ikke i mappen.")
        elif digest(self._place.get(annex.name) or b"") != annex.sha256:
            yield _difference(f"Bilaget {annex.told} er beskadiget i mappen eller kun hentet halvt.")


def told_lacking(names: Sequence[str]) -> str:
    """A sentence on the annexes that a copy lacks; empty for none."""
    if not names:
        return ""
    count = danish.counted(len(names), "bilags fil", "bilags filer")
    return f"Kopien mangler {count}, som ikke er hentet her, eller som fylder for meget: {_listed(names)}."


def _listed(names: Sequence[str]) -> str:
    rest = [f"{len(names) - _NAMED} til"] if len(names) > _NAMED else []
    return danish.joined([*names[:_NAMED], *rest])


def _difference(message: str) -> Difference:
    from cbnet_desktop.store.files.verify import Difference

    return Difference("annex", message, Annex.TABLE)


def read(path: Path) -> bytes:
    """The bytes of a file that is to be an annex; raises Invalid."""
    name = quoted(annex_files.safe_name(path.name))
    if path.suffix.lower() == _NETWORK:  # reading and closing it outside SQLite would drop its locks
        raise Invalid(f"{name} er et netværk og kan ikke være bilag. Vælg et dokument eller et billede.")
    try:
        data = foreign.content(path, MAX_BYTES)
    except foreign.Missing:
        raise Invalid(f"{name} findes ikke. Vælg en fil, der findes.") from None
    except foreign.NoFile:
        raise Invalid(f"{name} er ikke en fil. Vælg filer, ikke mapper.") from None
    except foreign.TooLarge:
        raise Invalid(f"{name} fylder mere end {_MEGABYTES} MB. Gør den mindre, eller del den.") from None
    except foreign.OpenElsewhere:
        raise Invalid(held.SENTENCE.format(name)) from None
    except foreign.Unread:
        raise Invalid(f"{name} kan ikke læses. Få adgang til filen, eller vælg en anden.") from None
    if not data:
        raise Invalid(f"{name} er tom. Vælg en fil med indhold.")
    return data
