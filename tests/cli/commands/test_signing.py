from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.console import COMMAND, Cbnet, Laptop
from tests.documents.authority import PASSPHRASE, Authority

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
AUTHORITY = Authority()
PDF = b"%PDF-"


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with certificates and their issuer."""
    folder = tmp_path_factory.mktemp("certifikater")
    valid = {"begins": NOW - DAY, "ends": NOW + 9 * DAY}
    (folder / "asta.p12").write_bytes(AUTHORITY.p12("Asta Eksempelsen", **valid))
    (folder / "birger.p12").write_bytes(AUTHORITY.p12("Birger Skabelonsen", **valid))
    (folder / "mallory.p12").write_bytes(AUTHORITY.p12("Mallory Falsk", **valid))
    (folder / "ditte.pfx").write_bytes(AUTHORITY.p12("Ditte Modelholm", **valid))
    (folder / "gammel.p12").write_bytes(AUTHORITY.p12("Asta Eksempelsen", begins=NOW - 9 * DAY, ends=NOW - DAY))
    (folder / "fremmed.p12").write_bytes(Authority().p12("Asta Eksempelsen", **valid))
    (folder / "rod.pem").write_bytes(AUTHORITY.pem)
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example network, its signed-off plan for 2014 and the draft for 2015."""
    folder = tmp_path_factory.mktemp("eksempel")
    laptop = Laptop(folder / "hjemme", "Mette Holm")
    file = folder / "netværk.cbnet"
    for call in (
        ("new", file, "--example"),
        ("plan", file, "--year", "2014", "-o", folder / "plan.pdf"),
        ("plan", file, "--year", "2015", "--draft", "-o", folder / "udkast.pdf"),
    ):
        assert laptop.run(*call).code == 0
    return folder


@pytest.fixture
def network(example: Path, tmp_path: Path) -> Path:
    """The example network, whose plan for 2014 is signed off."""
    return Path(shutil.copy(example / "netværk.cbnet", tmp_path))


@pytest.fixture
def plan(example: Path, tmp_path: Path) -> Path:
    """That plan's PDF."""
    return Path(shutil.copy(example / "plan.pdf", tmp_path))


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CBNET_PASSPHRASE", PASSPHRASE)


@pytest.mark.usefixtures("passphrase")
def test_two_sign_in_turn_and_the_network_knows_the_document(
    cbnet: Cbnet, network: Path, plan: Path, certificates: Path, tmp_path: Path
) -> None:
    before, target = plan.read_bytes(), tmp_path / "underskrevet.pdf"
    first = cbnet("sign", plan, "--certificate", certificates / "asta.p12", "--field", "1", "-o", target)
    assert (first.code, first.err) == (0, "")
    assert first.out == "Asta Eksempelsen har underskrevet felt 1: Asta Eksempelsen, Biblioteksenheden (KBE).\n"
    assert plan.read_bytes() == before
    second = cbnet("sign", target, "--certificate", certificates / "ditte.pfx", "--field", "2", "--json")
    assert second.json == {
        "ok": True,
        "field": "underskrift-2",
        "signer": "Ditte Modelholm",
        "issuer": "Prøveudsteder",
    }
    told = cbnet("verify-pdf", target, "--network", network, "--ca", certificates / "rod.pem")
    assert told.code == 0, told.out
    assert told.out.startswith("ja  Intet er ændret eller føjet til efter underskrifterne.\n")
    assert told.out.endswith("\nDokumentet er i orden.\n")
    assert "den version, som netværket har: Handlingsplan 2014, version 2" in told.out
    assert "Historikken indeholder den kontrolsum" in told.out
    found = cbnet("verify-pdf", target, "--network", network, "--ca", certificates / "rod.pem", "--json").json
    assert found["sound"]
    assert found["intact"]
    assert found["trusted"]
    assert [one["signer"] for one in found["signatures"]] == ["Asta Eksempelsen", "Ditte Modelholm"]
    assert found["network"]["is_contained"]
    assert found["problems"] == []


@pytest.mark.usefixtures("passphrase")
@pytest.mark.parametrize(
    ("certificate", "alone", "with_network", "words"),
    [
        ("birger.p12", "to_be_looked_at", 0, "ja  Feltet er til Asta Eksempelsen, Biblioteksenheden (KBE), men"),
        ("mallory.p12", "to_be_looked_at", 1, "Mallory Falsk sad hverken på pladsen"),
    ],
)
def test_whoever_signs_a_field_is_held_against_who_sits_or_stands_in(
    *,
    cbnet: Cbnet,
    network: Path,
    plan: Path,
    certificates: Path,
    certificate: str,
    alone: str,
    with_network: int,
    words: str,
) -> None:
    signing = ("sign", plan, "--certificate", certificates / certificate, "--field", "1", "--for-another")
    assert cbnet(*signing).code == 0
    trusted = ("--ca", certificates / "rod.pem")
    told = cbnet("verify-pdf", plan, *trusted, "--json")
    assert (told.code, told.json["state"], told.json["sound"]) == (4, alone, False)
    told = cbnet("verify-pdf", plan, *trusted, "--network", network)
    assert told.code == with_network
    assert words in told.out


@pytest.mark.usefixtures("passphrase")
def test_without_named_issuers_nobody_says_no_to_a_perfect_plan(
    cbnet: Cbnet, network: Path, plan: Path, certificates: Path
) -> None:
    assert cbnet("sign", plan, "--certificate", certificates / "asta.p12", "--field", "1").code == 0
    told = cbnet("verify-pdf", plan, "--network", network)
    assert told.code == 4
    assert not [line for line in told.out.splitlines() if line.startswith("nej")]
    assert "obs Ingen udstedere er angivet som betroede." in told.out
    assert told.out.endswith("Dokumentet skal ses efter: noget kan ikke afgøres her.\n")


def test_a_version_that_a_later_one_replaced_is_told(cbnet: Cbnet, network: Path, tmp_path: Path) -> None:
    first = tmp_path / "version-1.pdf"
    assert cbnet("plan", network, "--year", "2014", "--version", "1", "-o", first).code == 0
    told = cbnet("verify-pdf", first, "--network", network)
    assert told.code == 4
    assert "obs Versionen gælder ikke længere: den er afløst af Handlingsplan 2014, version 2, godkendt" in told.out


def test_a_version_straight_from_the_network_is_known(cbnet: Cbnet, network: Path, plan: Path) -> None:
    told = cbnet("verify-pdf", plan, "--network", network)
    assert told.code == 0
    assert "Dokumentet er nøjagtig den version, som netværket har: Handlingsplan 2014, version 2" in told.out


def test_a_draft_and_a_document_without_network_prove_nothing(
    cbnet: Cbnet, network: Path, plan: Path, example: Path
) -> None:
    assert cbnet("verify-pdf", plan).code == 1
    told = cbnet("verify-pdf", example / "udkast.pdf", "--network", network)
    assert told.code == 1
    assert "Dokumentet er ikke nogen af de godkendte versioner, som netværket har." in told.out


def test_a_changed_version_is_not_the_networks(cbnet: Cbnet, network: Path, plan: Path) -> None:
    plan.write_bytes(plan.read_bytes() + b"\n")
    told = cbnet("verify-pdf", plan, "--network", network)
    assert told.code == 1
    assert "Der er føjet noget til den version, som netværket har." in told.out


def test_a_plan_of_another_network_is_not_in_this_history(cbnet: Cbnet, file: Path, plan: Path) -> None:
    told = cbnet("verify-pdf", plan, "--network", file)
    assert told.code == 1
    assert "Historikken indeholder ikke den kontrolsum, som dokumentet har på forsiden." in told.out


@pytest.mark.usefixtures("passphrase")
@pytest.mark.parametrize(
    ("certificate", "number", "words", "code"),
    [
        ("gammel.p12", "1", "Certifikatet udløb", 1),
        ("rod.pem", "1", "ender på .p12 eller .pfx", 2),
        ("væk.p12", "1", "findes ikke", 2),
        ("asta.p12", "99", "Dokumentet har intet felt 99.", 1),
        ("asta.p12", "0", "ikke et helt tal", 2),
    ],
)
def test_what_cannot_be_signed_is_refused_and_nothing_is_written(
    *,
    cbnet: Cbnet,
    plan: Path,
    certificates: Path,
    tmp_path: Path,
    certificate: str,
    number: str,
    words: str,
    code: int,
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    ran = cbnet("sign", plan, "--certificate", certificates / certificate, "--field", number, "-o", tmp_path / "ny.pdf")
    assert ran.code == code
    assert words in ran.sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.usefixtures("passphrase")
def test_a_foreign_certificate_is_refused_and_nothing_is_written(cbnet: Cbnet, plan: Path, certificates: Path) -> None:
    before, trusted = plan.read_bytes(), ("--ca", certificates / "rod.pem")
    ran = cbnet("sign", plan, "--certificate", certificates / "fremmed.p12", "--field", "1", *trusted)
    assert ran.code == 1
    assert "Ukendt udsteder: certifikatet er udstedt af en anden, der også kalder sig Prøveudsteder." in ran.sentence
    ran = cbnet("sign", plan, "--certificate", certificates / "asta.p12", "--field", "2", *trusted)
    assert ran.code == 1
    assert "Feltet er til Ditte Modelholm, Gentofte, men certifikatet er udstedt til Asta Eksempelsen." in ran.sentence
    assert plan.read_bytes() == before
    asked = ("sign", plan, "--certificate", certificates / "asta.p12", "--field", "2", "--for-another", *trusted)
    assert cbnet(*asked).code == 0


@pytest.mark.usefixtures("passphrase")
def test_a_target_that_cannot_be_written_is_refused(
    cbnet: Cbnet, plan: Path, network: Path, certificates: Path, tmp_path: Path
) -> None:
    held = network.read_bytes()
    for target, words in (
        (network, "er ikke en PDF"),
        (tmp_path, "er en mappe"),
        (tmp_path / "x/y.pdf", "findes ikke"),
    ):
        ran = cbnet("sign", plan, "--certificate", certificates / "asta.p12", "--field", "1", "-o", target)
        assert ran.code == 1
        assert words in ran.sentence
    assert network.read_bytes() == held


def test_the_passphrase_comes_from_a_file_or_is_asked_for(
    laptop: Laptop, plan: Path, certificates: Path, tmp_path: Path
) -> None:
    call = ("sign", plan, "--certificate", certificates / "asta.p12", "--field", "1", "-o", tmp_path / "ny.pdf")
    unasked = laptop.run(*call)
    assert unasked.code == 1
    assert unasked.sentence == "Adgangskoden mangler. Angiv den i CBNET_PASSPHRASE eller med --passphrase-file."
    wrong = laptop.run(*call, CBNET_PASSPHRASE="forkert")
    assert wrong.sentence == "Adgangskoden passer ikke til certifikatet. Prøv igen."
    secret = tmp_path / "kode.txt"
    secret.write_text(f"{PASSPHRASE}\r\nmere\n", encoding="utf-8-sig")  # as PowerShell 5.1 writes UTF-8
    signed = laptop.run(*call, "--passphrase-file", secret)
    assert (signed.code, signed.err) == (0, "")
    assert (tmp_path / "ny.pdf").read_bytes().startswith(PDF)


@pytest.mark.usefixtures("passphrase")
def test_a_signed_document_can_go_to_the_standard_output(laptop: Laptop, plan: Path, certificates: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "sign", plan, "--certificate", certificates / "asta.p12", "--field", "1", "-o", "-"],
        capture_output=True,
        check=True,
        env=laptop.environment(CBNET_PASSPHRASE=PASSPHRASE),
        timeout=60,
    )
    assert done.stdout.startswith(plan.read_bytes())
    assert b"/ByteRange" in done.stdout


def test_what_cannot_be_checked_is_refused(cbnet: Cbnet, network: Path, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "brev.pdf").write_bytes(b"hej")
    (tmp_path / "rod.pem").write_bytes(b"hej")
    for arguments, words in (
        ((tmp_path / "brev.pdf",), "PDF-filen kan ikke læses"),
        ((network,), "ender på .pdf"),
        ((plan, "--ca", tmp_path / "rod.pem"), "Filen med udstedere kan ikke læses"),
        ((plan, "--network", tmp_path / "væk.cbnet"), "findes ikke"),
    ):
        ran = cbnet("verify-pdf", *arguments)
        assert ran.code == 2
        assert words in ran.sentence
