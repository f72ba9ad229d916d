"""Annexes: bytes that are kept here, laid in the folder, fetched, healed and erased by their hash alone."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cbnet_desktop.domain.meetings import annexes
from cbnet_desktop.domain.records import Annex, Meeting
from cbnet_desktop.domain.records.changes import Change
from cbnet_desktop.domain.records.errors import Invalid, Missing
from cbnet_desktop.store import Store, open_store
from cbnet_desktop.store.annex_shelf import State
from cbnet_desktop.store.computer_list import told_erasures
from cbnet_desktop.store.format.annexes import digest, name_of
from cbnet_desktop.store.log.connection import connect
from tests.store.playing import Laptop, add_person, introduce, meet

PDF = b"%PDF-1.7\nBudget for 2015\n" + bytes(range(256)) * 400
SHA = digest(PDF)
TODAY = date(2026, 11, 22)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "Budget 2015.pdf"
    path.write_bytes(PDF)
    return path


def add(store: Store, path: Path, **values: str) -> Annex:
    """Adds a file to a new meeting."""
    meeting = Meeting.added({"held_on": "2015-03-05", "kind": "planning"})
    store.apply("Møde", [meeting])
    owner = store.read().get(Meeting, meeting.row_id)
    (change,) = annexes.added(store.read(), owner, {"title": "Budget", **store.annexes.taken_in(path), **values})
    store.apply("Bilag tilføjet", [change])
    return store.read().get(Annex, change.row_id)


def in_place(store: Store) -> Path:
    """Where the annex lies in the folder."""
    return Path(store.place.identity) / name_of(SHA)


def here(store: Store) -> Path:
    """Where it lies on the laptop."""
    return store.annexes._files.path / name_of(SHA)


def test_a_saved_copy_carries_the_files_and_shows_them_where_it_is_opened_alone(
    laptop: Laptop, pdf: Path, tmp_path: Path
) -> None:
    anna = laptop("anna")
    annex = add(anna, pdf)
    away = tmp_path / "kun kopien"
    away.mkdir()
    assert anna.save_copy(away / "kopi.cbnet") == ""
    with closing(open_store(away / "kopi.cbnet", home=tmp_path / "hjemme carl", user="carl", only_reads=True)) as seen:
        assert seen.is_copy
        row = seen.read().get(Annex, annex.id)
        assert (seen.annexes.content(row), seen.annexes.state(row)) == (PDF, State.IN_COPY)
    assert [path.name for path in away.iterdir()] == ["kopi.cbnet"]


def test_a_copy_that_is_given_up_leaves_nothing_behind(laptop: Laptop, pdf: Path, tmp_path: Path) -> None:
    anna = laptop("anna")
    add(anna, pdf)
    away = tmp_path / "kun kopien"
    away.mkdir()

    def give_up(_share: float) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        anna.save_copy(away / "kopi.cbnet", give_up)
    assert list(away.iterdir()) == []


def test_a_copy_says_which_files_it_lacks_and_holds_none_that_was_erased(
    laptop: Laptop, pdf: Path, tmp_path: Path
) -> None:
    anna = laptop("anna")
    annex = add(anna, pdf)
    here(anna).unlink()
    assert anna.save_copy(tmp_path / "uden.cbnet") == (
        "Kopien mangler 1 bilags fil, som ikke er hentet her, eller som fylder for meget: »Budget 2015.pdf«."
    )
    anna.annexes.taken_in(pdf)
    anna.erase_annex(annex.id, "Sendt ved en fejl", today=TODAY)
    assert anna.save_copy(tmp_path / "slettet.cbnet") == ""
    assert PDF[:60] not in (tmp_path / "slettet.cbnet").read_bytes()


def test_a_merged_copy_brings_the_files_that_are_lacking_and_no_forged_ones(
    laptop: Laptop, pdf: Path, tmp_path: Path
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    other = tmp_path / "Andet.pdf"
    other.write_bytes(PDF + b"andet")
    annex, forged = add(anna, pdf), add(anna, other)
    copy = tmp_path / "kopi.cbnet"
    anna.save_copy(copy)
    with closing(connect(copy)) as conn:
        conn.execute("update annex_bytes set data = zeroblob(?) where sha256 = ?", (forged.size, forged.sha256))
    bo.merge(copy)
    assert bo.annexes.content(bo.read().get(Annex, annex.id)) == PDF
    assert bo.annexes.state(bo.read().get(Annex, forged.id)) is State.MISSING


def test_large_annexes_are_exchanged_in_parts_with_the_edits_first(laptop: Laptop, tmp_path: Path) -> None:
    anna = laptop("anna")
    for number in range(4):
        path = tmp_path / f"Bilag {number}.pdf"
        path.write_bytes(PDF + bytes([number]))
        add(anna, path)
    exchanger = anna.exchanger()
    laid = []
    for _ in range(3):
        done = exchanger.exchange(most_bytes=2 * len(PDF))
        laid.append((done.waiting, done.has_more, len(list(Path(anna.place.identity).glob("*.bi1")))))
        add_person(anna)
    exchanger.close()
    assert laid == [(0, True, 2), (0, False, 4), (0, False, 4)]


def told(store: Store) -> str:
    """What an exchange tells at once, without patience."""
    store._exchanger.patience = 0.0
    store.exchange()
    done = store.exchange()
    store.refresh()
    return " ".join((*done.notices, done.problem))


def test_an_annex_is_kept_here_for_this_user_alone_laid_in_the_folder_and_fetched_by_a_colleague(
    laptop: Laptop, pdf: Path
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    assert (annex.file_name, annex.media_type, annex.size, annex.sha256) == (
        "Budget 2015.pdf",
        "application/pdf",
        len(PDF),
        SHA,
    )
    assert anna.annexes.state(annex) is State.WAITING
    assert os.name == "nt" or here(anna).stat().st_mode & 0o777 == 0o600
    meet(anna, bo)
    assert in_place(anna).read_bytes() == PDF
    for store in (anna, bo):
        row = store.read().get(Annex, annex.id)
        assert (store.annexes.content(row), store.annexes.state(row)) == (PDF, State.DELIVERED)
        assert store.log.verify(store.annexes) == []


def test_who_gets_the_row_before_the_file_is_told_so_and_gets_it_when_it_comes(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    anna.exchange()
    hidden = shutil.move(in_place(anna), pdf.with_name("on its way"))
    assert "Ikke hentet endnu: bilaget »Budget 2015.pdf«" in told(bo)
    row = bo.read().get(Annex, annex.id)
    assert bo.annexes.state(row) is State.MISSING
    with pytest.raises(Missing, match="er ikke hentet endnu"):
        bo.annexes.content(row)
    assert {one.message for one in bo.log.verify(bo.annexes)} == {
        "Bilaget »Budget 2015.pdf« er ikke hentet på denne computer.",
        "Bilaget »Budget 2015.pdf« ligger ikke i mappen.",
    }
    shutil.move(hidden, in_place(anna))
    assert told(bo) == ""
    assert bo.annexes.content(row) == PDF


@pytest.mark.parametrize("damage", [PDF[:1000], b"", PDF[:-1] + b"?", PDF + b"x"], ids=["half", "empty", "bit", "more"])
def test_a_damaged_or_half_fetched_file_is_never_taken_and_healed_by_who_has_it(
    laptop: Laptop, pdf: Path, damage: bytes
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    anna.exchange()
    in_place(anna).write_bytes(damage)
    assert "eller kun hentet halvt: bilaget »Budget 2015.pdf«" in told(bo)
    assert not here(bo).exists()
    told(anna)
    assert in_place(anna).read_bytes() == PDF
    assert told(bo) == ""
    assert bo.annexes.content(bo.read().get(Annex, annex.id)) == PDF


def test_a_file_that_somebody_deletes_is_laid_again_by_any_colleague_who_has_it(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add(anna, pdf)
    meet(anna, bo)
    in_place(anna).unlink()
    bo.exchange()
    assert in_place(anna).read_bytes() == PDF


def test_a_file_damaged_on_this_computer_is_named_never_given_and_fetched_again(laptop: Laptop, pdf: Path) -> None:
    anna = laptop("anna")
    annex = add(anna, pdf)
    anna.exchange()
    here(anna).write_bytes(PDF[:-1])
    assert ["er beskadiget på denne computer" in one.message for one in anna.log.verify(anna.annexes)] == [True]
    with pytest.raises(Missing):
        anna.annexes.content(annex)
    anna.exchange()
    assert anna.annexes.content(annex) == PDF


def test_a_foreign_file_without_a_row_is_named_and_neither_read_nor_removed(laptop: Laptop, pdf: Path) -> None:
    anna = laptop("anna")
    add(anna, pdf)
    anna.exchange()
    stranger = in_place(anna).with_name(name_of("ab" * 32))
    os.mkfifo(stranger.with_name(name_of("cd" * 32)))
    stranger.write_bytes(b"MZ")
    assert f"1 fil, som ikke hører til noget bilag og ikke åbnes: {stranger.name}" in told(anna)
    assert [one.message for one in anna.log.verify(anna.annexes)] == [
        f"{stranger.name} i mappen hører ikke til noget bilag og åbnes ikke."
    ]
    assert stranger.read_bytes() == b"MZ"
    assert sorted(path.name for path in here(anna).parent.iterdir()) == [name_of(SHA)]


def test_an_annex_that_cannot_be_laid_stops_no_edit(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    add(anna, pdf)
    in_place(anna).mkdir()
    person = add_person(anna)
    done = anna.exchange()
    assert done.waiting == 0
    assert in_place(anna).name in done.problem
    bo.exchange()
    bo.refresh()
    assert bo.read().find(type(bo.read().row("people", person)), person)
    in_place(anna).rmdir()
    assert anna.exchange().problem == ""
    assert in_place(anna).read_bytes() == PDF


def test_a_row_with_a_wrong_size_or_hash_fetches_nothing(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    anna.exchange()
    anna.apply("Forkert", [annex.edited({"size": len(PDF) - 1})])
    anna.exchange()
    assert "eller kun hentet halvt" in told(bo)
    assert not here(bo).exists()


@pytest.mark.parametrize(("name", "data"), [("Referat.pdf", b"MZ\x90\0"), ("setup.exe", PDF)])
def test_a_program_that_a_forged_row_names_is_neither_saved_nor_put_into_anything(
    store: Store, pdf: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    annex = add(store, pdf)
    sha256 = store.annexes._files.keep(data)
    store.apply("Forfalsket", [annex.edited({"file_name": name, "size": len(data), "sha256": sha256})])
    forged = store.read().get(Annex, annex.id)
    (tmp_path / "ud").mkdir()
    for giving in (lambda: store.annexes.save(forged, tmp_path / "ud"), lambda: store.annexes.contents([forged])):
        with pytest.raises(Invalid, match="er et program eller en genvej og gives ikke ud"):
            giving()
    assert list((tmp_path / "ud").iterdir()) == []


def test_an_erased_annex_goes_from_every_laptop_and_from_the_folder_and_who_brings_it_back_is_cleaned_again(
    laptop: Laptop, pdf: Path, tmp_path: Path
) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    anna.backups.make("opened", anna.clock())
    meet(anna, bo)
    introduce(anna, bo)
    anna.erase_annex(annex.id, "Delt ved en fejl", today=TODAY)
    assert not here(anna).exists()
    anna.exchange()
    assert not in_place(anna).exists()
    in_place(anna).write_bytes(PDF)
    bo.exchange()
    bo.refresh()
    pdf.unlink()
    assert not in_place(anna).exists()
    assert b"Budget for 2015" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for store in (anna, bo):
        row = store.read().get(Annex, annex.id)
        assert (row.title, store.annexes.state(row)) == ("Budget", State.ERASED)
        with pytest.raises(Missing, match="er slettet i netværket"):
            store.annexes.content(row)
        assert store.log.verify(store.annexes) == []
    pdf.write_bytes(PDF)
    with pytest.raises(Invalid, match="er slettet i netværket og kan ikke lægges ind igen"):
        bo.annexes.taken_in(pdf)


def test_erasing_a_person_erases_the_annexes_about_her(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    person = add_person(anna, phone="1")
    add(anna, pdf, person_id=person)
    meet(anna, bo)
    anna.erase(person, "Beder om sletning", today=TODAY)
    meet(anna, bo)
    assert [path.exists() for path in (here(anna), here(bo), in_place(anna))] == [False] * 3


def test_a_strangers_erasure_waits_for_somebody_who_knows_the_computer(laptop: Laptop, pdf: Path) -> None:
    anna, bo = laptop("anna"), laptop("bo")
    annex = add(anna, pdf)
    meet(anna, bo)
    bo.erase_annex(annex.id, "Ondt sindet", today=TODAY)
    meet(bo, anna)
    assert anna.annexes.content(annex) == PDF
    waiting = anna.computers.waiting_erasures()
    assert [one.needs_known for one in waiting] == [True]
    assert told_erasures(waiting) == "bo har slettet filen til bilaget »Budget«."
    meet(anna)
    assert in_place(anna).read_bytes() == PDF


def test_a_row_that_was_taken_away_gives_its_file_back_when_that_is_undone(laptop: Laptop, pdf: Path) -> None:
    anna = laptop("anna")
    annex = add(anna, pdf)
    anna.exchange()
    gone = Change("annexes", annex.id, annex.values(), None)
    anna.apply("Bilag fjernet", [gone])
    assert told(anna) == ""
    anna.apply("Fortrudt", [Change("annexes", annex.id, None, annex.values())])
    assert anna.annexes.content(annex) == PDF


def test_what_never_became_an_annex_goes_after_a_day(laptop: Laptop, pdf: Path) -> None:
    anna = laptop("anna")
    anna.annexes.taken_in(pdf)
    anna.exchange()
    assert here(anna).exists()
    os.utime(here(anna), (0, 0))
    anna.exchange()
    assert not here(anna).exists()


def test_what_is_no_annex_is_refused_in_one_sentence(store: Store, tmp_path: Path) -> None:
    large, locked, empty = (tmp_path / name for name in ("stor.pdf", "låst.pdf", "tom.pdf"))
    with large.open("wb") as file:
        file.truncate((50 << 20) + 1)
    locked.write_bytes(PDF)
    locked.chmod(0)
    empty.touch()
    os.mkfifo(tmp_path / "rør.pdf")
    for path, sentence in (
        (large, "»stor.pdf« fylder mere end 50 MB. Gør den mindre, eller del den."),
        (tmp_path, f"»{tmp_path.name}« er ikke en fil. Vælg filer, ikke mapper."),
        (tmp_path / "rør.pdf", "»rør.pdf« er ikke en fil. Vælg filer, ikke mapper."),
        (tmp_path / "væk.pdf", "»væk.pdf« findes ikke. Vælg en fil, der findes."),
        (empty, "»tom.pdf« er tom. Vælg en fil med indhold."),
        *([(locked, "»låst.pdf« kan ikke læses. Få adgang til filen, eller vælg en anden.")] if os.getuid() else []),
    ):
        with pytest.raises(Invalid) as refusal:
            store.annexes.taken_in(path)
        assert refusal.value.message == sentence
    assert not store.annexes._files.path.exists()
