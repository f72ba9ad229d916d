"""The commands annexes, attach, save-annex and remove-annex."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest

from tests import annex_files
from tests.cli.console import Cbnet, Laptop

PDF = b"%PDF-1.7\nen plan\n"


class Desk(NamedTuple):
    """A network's file, the id of a meeting in it, and a document in a private folder."""

    file: Path
    meeting: str
    plan: Path


@pytest.fixture
def desk(cbnet: Cbnet, file: Path, tmp_path: Path) -> Desk:
    meeting = cbnet("add", file, "meetings", "held_on=2014-05-01").out.strip()
    cbnet("add", file, "agenda_items", f"meeting_id={meeting}", "position=2", "title=Budget", "closed=ja")
    plan = tmp_path / "private folder" / "Plan 2014.pdf"
    plan.parent.mkdir()
    plan.write_bytes(PDF)
    return Desk(file, meeting, plan)


def test_a_file_is_attached_listed_and_saved_again_by_a_colleague(
    cbnet: Cbnet, desk: Desk, other_laptop: Laptop, tmp_path: Path
) -> None:
    file, meeting, plan = desk
    ran = cbnet("attach", file, plan, "--meeting", meeting, "--item", "2")
    assert (ran.code, ran.err) == (0, "")
    (listed,) = cbnet("annexes", file, "--json").json
    assert listed["id"] == ran.out.strip()
    assert (listed["title"], listed["file_name"], listed["size"]) == ("Plan 2014", "Plan 2014.pdf", len(PDF))
    assert (listed["state"], listed["is_confidential"]) == ("delivered", True)
    shown = cbnet("annexes", file).out
    assert "2.1" in shown
    assert "i mappen" in shown
    assert "lukket" in shown
    saved = other_laptop.run("save-annex", file, listed["id"], "-o", tmp_path)
    assert saved.out == f"Gemt som {tmp_path / 'Plan 2014.pdf'}.\n"
    assert (tmp_path / "Plan 2014.pdf").read_bytes() == PDF


def test_the_private_path_of_a_file_stands_nowhere(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    cbnet("attach", file, plan, "--meeting", meeting)
    said = (
        cbnet("annexes", file, "--json").out + cbnet("show", file, "annexes", "--json").out + cbnet("history", file).out
    )
    assert "private folder" not in said
    ran = cbnet("add", file, "annexes", f"meeting_id={meeting}", "title=Plan", f"link={plan}")
    assert ran.code == 1
    assert ran.sentence.startswith("Linket begynder ikke med https://")


def test_saving_never_overwrites(cbnet: Cbnet, desk: Desk, tmp_path: Path) -> None:
    file, meeting, plan = desk
    annex = cbnet("attach", file, plan, "--meeting", meeting).out.strip()
    mine = tmp_path / "Plan 2014.pdf"
    mine.write_bytes(b"min egen")
    for target in (mine, tmp_path):
        ran = cbnet("save-annex", file, annex, "-o", target)
        assert (ran.code, ran.sentence) == (1, "Filen Plan 2014.pdf findes allerede. Vælg et andet navn.")
    assert mine.read_bytes() == b"min egen"
    assert not list(tmp_path.glob(".~*"))
    assert cbnet("save-annex", file, annex, "-o", tmp_path / "none" / "x.pdf").code == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("faktura.pdf.exe", b"MZ", "er et program eller en genvej"),
        ("faktura.pdf", b"MZ", "er et program eller en genvej"),
        ("budget.xlsm", b"PK\x03\x04", "har makroer"),
        ("plan.docx", b"%PDF-", "er ikke det, endelsen siger"),
        ("tom.pdf", b"", "er tom"),
    ],
)
def test_what_is_refused_writes_nothing_not_even_its_neighbours(
    cbnet: Cbnet, desk: Desk, name: str, content: bytes, sentence: str
) -> None:
    file, meeting, plan = desk
    bad = plan.with_name(name)
    bad.write_bytes(content)
    ran = cbnet("attach", file, plan, bad, "--meeting", meeting)
    assert ran.code == 1
    assert sentence in ran.sentence
    assert cbnet("annexes", file, "--json").json == []
    assert not list(file.parent.rglob("*.bi1"))


def test_a_folder_and_what_is_not_there_are_refused(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    for path, sentence in ((plan.parent, "er ikke en fil"), (plan.with_name("væk.pdf"), "findes ikke")):
        ran = cbnet("attach", file, path, "--meeting", meeting)
        assert ran.code == 1
        assert sentence in ran.sentence


def test_second_endings_are_taken_out_of_the_name_and_one_that_is_turned_around_is_refused(
    cbnet: Cbnet, desk: Desk
) -> None:
    file, meeting, plan = desk
    odd = plan.rename(plan.with_name("Referat\x07.docx.pdf"))
    cbnet("attach", file, odd, "--meeting", meeting)
    turned = odd.rename(odd.with_name("Ref\u202eerat.pdf"))
    assert "har skjulte tegn i navnet" in cbnet("attach", file, turned, "--meeting", meeting).sentence
    assert [row["file_name"] for row in cbnet("annexes", file, "--json").json] == ["Referat.pdf"]


def test_many_old_papers_are_attached_at_once_with_their_date_and_found_by_search(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    other = plan.with_name("Referat af mødet i Vejle.pdf")
    other.write_bytes(b"%PDF-1.4\nandet")
    ran = cbnet("attach", file, plan, other, "--meeting", meeting, "--date", "24.12.2009")
    assert ran.code == 0, ran.err
    listed = cbnet("annexes", file, "--json").json
    assert [(row["position"], row["dated_on"]) for row in listed] == [(1, "2009-12-24"), (2, "2009-12-24")]
    assert "Referat af mødet i Vejle" in cbnet("search", file, "Vejle").out
    assert cbnet("search", file, "24.12.2009").out.count("Plan 2014") == 1


def test_a_removed_annex_is_gone_from_the_list_and_its_file_stays(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    annex = cbnet("attach", file, plan, "--meeting", meeting).out.strip()
    assert cbnet("remove-annex", file, annex).code == 0
    assert cbnet("annexes", file).out == "Ingen bilag.\n"
    assert len(list(file.parent.rglob("*.bi1"))) == 1
    assert cbnet("verify", file).code == 0


def test_an_erased_file_is_gone_and_does_not_come_again(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    annex = cbnet("attach", file, plan, "--meeting", meeting).out.strip()
    assert cbnet("remove-annex", file, annex, "--erase").code == 2
    ran = cbnet("remove-annex", file, annex, "--erase", "--reason", "Delt ved en fejl")
    assert ran.out.startswith("Filen til »Plan 2014« er slettet.")
    assert not list(file.parent.rglob("*.bi1"))
    assert "slettet" in cbnet("annexes", file).out
    assert "er slettet i netværket" in cbnet("save-annex", file, annex, "-o", plan.parent).sentence
    assert "kan ikke lægges ind igen" in cbnet("attach", file, plan, "--meeting", meeting).sentence
    assert cbnet("verify", file).code == 0


def test_verify_names_what_is_damaged_and_what_is_nobodys(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    cbnet("attach", file, plan, "--meeting", meeting)
    (laid,) = file.parent.rglob("*.bi1")
    laid.write_bytes(b"?")
    laid.with_name("ab" * 32 + ".bi1").write_bytes(b"?")
    ran = cbnet("verify", file)
    assert ran.code == 1
    assert "Bilaget »Plan 2014.pdf« er beskadiget i mappen eller kun hentet halvt." in ran.out
    assert "hører ikke til noget bilag" in ran.out


def test_an_annex_is_of_one_meeting_or_one_plan(cbnet: Cbnet, desk: Desk) -> None:
    file, meeting, plan = desk
    assert cbnet("attach", file, plan).code == 2
    assert cbnet("attach", file, plan, "--meeting", meeting, "--plan", "2014").code == 2
    assert "har intet punkt »9«" in cbnet("attach", file, plan, "--meeting", meeting, "--item", "9").sentence
    assert "ingen handlingsplan for 2031" in cbnet("attach", file, plan, "--plan", "2031").sentence


def test_the_material_of_a_meeting_holds_its_annexes_and_is_not_written_while_one_is_missing(
    cbnet: Cbnet, desk: Desk, laptop: Laptop, tmp_path: Path
) -> None:
    file, meeting, plan = desk
    cbnet("attach", file, plan, "--meeting", meeting)
    target = tmp_path / "materiale.pdf"
    ran = cbnet("meeting-material", file, "--meeting", meeting, "-o", target)
    assert (ran.code, "Sæt mødeleder eller referent" in ran.sentence) == (0, True)
    assert attached(target)["Bilag Plan 2014.pdf"] == PDF
    cbnet("attach", file, plan, "--meeting", meeting, "--item", "2", "--title", "Hemmelig")
    public = tmp_path / "offentlig.pdf"
    assert cbnet("meeting-material", file, "--public", "--meeting", meeting, "-o", public).code == 0
    assert set(attached(public)) == {"indhold.json", "Bilag Plan 2014.pdf"}
    assert b"Hemmelig" not in attached(public)["indhold.json"]
    for held in (*laptop.home.rglob("*.bi1"), *file.parent.rglob("*.bi1")):
        held.unlink()
    refused = cbnet("meeting-material", file, "--meeting", meeting, "-o", tmp_path / "ny.pdf")
    assert refused.sentence.startswith("Ikke hentet endnu: »Plan 2014.pdf«. Prøv igen, når mappen er synkroniseret")
    assert not (tmp_path / "ny.pdf").exists()


def attached(path: Path) -> dict[str, bytes]:
    """The files in a PDF."""
    with pikepdf.open(path) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def test_old_papers_are_attached_to_the_meeting_of_the_day_in_their_names(
    cbnet: Cbnet, file: Path, tmp_path: Path
) -> None:
    names = ("2009-11-23 referat.pdf", "2009-11-23 dagsorden.pdf", "Handlingsplan 2010.pdf")
    for name in names:
        (tmp_path / name).write_bytes(PDF)
    ran = cbnet("attach-old", file, *(tmp_path / name for name in names))
    assert (ran.code, len(ran.out.splitlines())) == (0, 3)
    (meeting,) = cbnet("show", file, "meetings", "--json").json
    assert (meeting["held_on"], meeting["state"]) == ("2009-11-23", "held")
    assert {row["title"] for row in cbnet("annexes", file, "--json").json} == {"Referat", "Dagsorden", names[2][:-4]}
    (tmp_path / "referat.pdf").write_bytes(PDF)
    refused = cbnet("attach-old", file, tmp_path / "referat.pdf")
    assert (refused.code, refused.sentence) == (1, "Skriv mødets dato for »referat«.")


def test_neither_attach_nor_attach_old_takes_in_what_may_do_harm(cbnet: Cbnet, desk: Desk, tmp_path: Path) -> None:
    file, meeting, plan = desk
    macros = tmp_path / "2009-11-23 brev.docx"
    macros.write_bytes(annex_files.docx({"word/vbaProject.bin": annex_files.OLE}))
    for asked in (("attach", file, plan, macros, "--meeting", meeting), ("attach-old", file, macros)):
        refused = cbnet(*asked)
        assert (refused.code, "har makroer" in refused.sentence) == (1, True)
    assert cbnet("annexes", file, "--json").json == []
