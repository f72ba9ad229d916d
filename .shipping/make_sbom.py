"""Writes the bill of materials of the built program as CycloneDX 1.6, the same bytes for the same libraries.

python .shipping/make_sbom.py FILE: run it by the Python that builds. Each distribution has the hashes that the lock
accepts for it, and the parts that its own bill names.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

import distributions
import licences
import make_lock
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from cbnet_desktop import RELEASED, __version__
from cbnet_desktop.system.libraries import Library, normal

PROGRAM = f"pkg:generic/cbnet@{__version__}"


def bill() -> dict[str, Any]:
    """The whole document."""
    found = {normal(each.name): each for each in distributions.in_the_build()}
    hashes = _hashes()
    listed = [library for library in licences.everything() if library.name != "CBnet"]
    components = [_component(library, found.get(normal(library.name)), hashes) for library in listed]
    content = {
        "metadata": {
            "timestamp": f"{RELEASED}T00:00:00Z",
            "component": {
                "type": "application",
                "bom-ref": PROGRAM,
                "name": "CBnet",
                "version": __version__,
                "licenses": [{"expression": "MIT"}],
                "purl": PROGRAM,
            },
        },
        "components": components,
        "dependencies": [
            {"ref": PROGRAM, "dependsOn": [component["bom-ref"] for component in components]},
            *({"ref": _purl(name, each.version), "dependsOn": _needs(each, found)} for name, each in found.items()),
        ],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
    } | content


def _component(
    library: Library, distribution: metadata.Distribution | None, hashes: dict[str, list[str]]
) -> dict[str, Any]:
    name = normal(library.name)
    purl = f"pkg:generic/{name}" + (f"@{library.version}" if library.version else "")
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": library.name, "licenses": _licences(library)}
    made |= {"version": library.version} if library.version else {}
    if distribution:
        accepted = hashes.get(f"{name}=={library.version}", [])
        made["bom-ref"] = purl = _purl(name, library.version)
        made |= {"hashes": [{"alg": "SHA-256", "content": each} for each in accepted]} if accepted else {}
        made |= {"components": inside} if (inside := _inside(distribution)) else {}
    return made | {"purl": purl}


def _licences(library: Library) -> list[dict[str, Any]]:
    """The licence as an SPDX expression where it is one, else by the name that the distribution gives it."""
    try:
        return [{"expression": canonicalize_license_expression(library.licence)}]
    except InvalidLicenseExpression:
        return [{"license": {"name": library.licence}}]


def _inside(distribution: metadata.Distribution) -> list[dict[str, Any]]:
    """What a distribution's own bills say is compiled into it."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for file in distribution.files or []:
        if "sboms" in file.parts and file.suffix == ".json":
            for part in json.loads(Path(str(file.locate())).read_text(encoding="utf-8")).get("components", []):
                if normal(part["name"]) != normal(distribution.name):
                    kept = {key: part[key] for key in ("type", "name", "version", "purl") if key in part}
                    found[part["name"], part.get("version", "")] = kept
    return [found[key] for key in sorted(found)]


def _needs(distribution: metadata.Distribution, found: dict[str, metadata.Distribution]) -> list[str]:
    names = {normal(line) for line in distribution.requires or [] if "extra ==" not in line}
    return [_purl(name, found[name].version) for name in sorted(names & found.keys())]


def _hashes() -> dict[str, list[str]]:
    """The hashes of each locked version, as name==version."""
    return {
        stanza.split()[0]: sorted(re.findall(r"sha256:([0-9a-f]{64})", stanza))
        for stanzas in make_lock.locked().values()
        for stanza in stanzas
    }


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def main(arguments: list[str]) -> int:
    """Writes the file named; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    Path(arguments[0]).write_text(json.dumps(bill(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
