"""Whoever is handed the program is handed the licence of everything in it."""

from __future__ import annotations

from importlib.metadata import Distribution
from pathlib import Path

import distributions
import licences
import pytest

from cbnet_desktop.system import libraries


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the build writes it."""
    made = tmp_path_factory.mktemp("licences")
    licences.write(made)
    return made


def test_every_library_in_the_build_has_its_licence_and_a_text(folder: Path) -> None:
    listed = {libraries.normal(library.name): library for library in libraries.read(folder)}
    built_of = {libraries.normal(each.name) for each in distributions.in_the_build()}
    assert {*built_of, "cbnet", "python", "qt", "openssl", "sqlite"} <= listed.keys()
    lacking = [name for name, library in listed.items() if not library.licence or not library.texts]
    assert lacking == []
    assert [name for name, library in listed.items() if sum(text.stat().st_size for text in library.texts) < 100] == []


def test_a_library_without_a_text_stops_the_build(tmp_path: Path) -> None:
    bare = tmp_path / "bare-1.0.dist-info"
    bare.mkdir()
    bare.joinpath("METADATA").write_text("Metadata-Version: 2.4\nName: bare\nVersion: 1.0\nLicense-Expression: MIT\n")
    bare.joinpath("RECORD").write_text("bare-1.0.dist-info/METADATA,,\n")
    with pytest.raises(ValueError, match=r"bare 1\.0 has no licence text"):
        licences.checked(libraries.of(Distribution.at(bare)))


def test_the_lgpl_comes_with_its_text_where_the_source_is_and_how_to_replace_the_library(folder: Path) -> None:
    listed = {library.name: library for library in libraries.read(folder)}
    for name in ("Qt", "PySide6_Essentials", "shiboken6"):
        library = listed[name]
        texts = " ".join(text.read_text(encoding="utf-8") for text in library.texts)
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts
        assert "GNU GENERAL PUBLIC LICENSE" in texts
        assert "https://download.qt.io/" in library.notice
        assert library.version in library.notice
        assert "udskiftes" in library.notice


def test_texts_in_folders_of_a_distribution_keep_their_folders(folder: Path) -> None:
    assert folder.joinpath("pypdfium2", "BUILD_LICENSES", "pdfium.txt").is_file()
    assert folder.joinpath("pikepdf", "third-party-licenses", "qpdf.txt").is_file()


def test_the_overview_names_every_library_and_the_folder_of_its_texts(folder: Path) -> None:
    overview = folder.joinpath(licences.OVERVIEW).read_text(encoding="utf-8")
    for library in libraries.read(folder):
        place = libraries.normal(library.name)
        assert f"{library.licence} (mappen {place})" in overview
        assert folder.joinpath(place).is_dir()


def test_two_builds_write_the_same_files_also_over_those_of_an_older_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CBNET_DICTIONARY")  # the dictionary that is built in is one of the libraries
    licences.write(tmp_path)
    tmp_path.joinpath("cbnet", "OLD.txt").write_text("Of a library that is gone", encoding="utf-8")
    licences.write(tmp_path)
    first, second = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (folder, tmp_path)
    )
    assert first == second


def test_every_text_beside_the_table_is_used(folder: Path) -> None:
    named = {text.name for library in libraries.read(folder) for text in library.texts}
    assert {text.name for text in licences.HERE.glob("*.txt")} <= named
