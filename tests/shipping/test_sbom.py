"""The bill of materials says what is in the program, from where, under which licence and with which hashes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import distributions
import make_lock
import make_sbom
import pytest

from cbnet_desktop import __version__
from cbnet_desktop.system.libraries import normal


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return make_sbom.bill()


def test_every_library_is_listed_with_version_licence_and_purl(bill: dict[str, Any]) -> None:
    listed = {part["purl"]: part for part in bill["components"]}
    for each in distributions.in_the_build():
        part = listed[f"pkg:pypi/{normal(each.name)}@{each.version}"]
        assert part["licenses"]
        assert part["version"] == each.version
    program = bill["metadata"]["component"]
    assert (program["name"], program["version"]) == ("CBnet", __version__)
    assert any(purl.startswith("pkg:generic/qt@6.") for purl in listed)


def test_a_library_of_the_locked_version_has_the_hashes_of_the_lock(bill: dict[str, Any]) -> None:
    locked = {stanza.split()[0]: stanza for stanzas in make_lock.locked().values() for stanza in stanzas}
    found = {f"{normal(part['name'])}=={part.get('version')}": part for part in bill["components"]}
    shared = found.keys() & locked.keys()
    assert shared
    for name in shared:
        if found[name]["purl"].startswith("pkg:pypi/"):
            assert found[name]["hashes"]
            assert all(f"sha256:{each['content']}" in locked[name] for each in found[name]["hashes"])


def test_what_is_compiled_into_a_library_is_listed_below_it(bill: dict[str, Any]) -> None:
    parts = {part["name"]: part.get("components", []) for part in bill["components"]}
    assert "openssl" in {part["name"] for part in parts["cryptography"]}


def test_every_reference_leads_to_one_component(bill: dict[str, Any]) -> None:
    refs = [part["bom-ref"] for part in bill["components"]] + [bill["metadata"]["component"]["bom-ref"]]
    assert len(refs) == len(set(refs))
    assert {ref for entry in bill["dependencies"] for ref in [entry["ref"], *entry["dependsOn"]]} <= set(refs)


def test_two_builds_write_the_same_bill(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    assert make_sbom.main([str(first)]) == make_sbom.main([str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8"))["specVersion"] == "1.6"
