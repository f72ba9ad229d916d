"""Manual pages of the two programs, made from what they say themselves when they are asked with --help."""

from __future__ import annotations

#: The programs, each with what it is in a line, as the pages' authors would say it.
ABOUT = {
    "cbnet": "kompetencenetværkets fil fra en terminal",
    "cbnet-desktop": "kompetencenetværkets plan, møder og andele i et vindue",
}


def page(name: str, help_text: str, version: str, day: str) -> str:
    """The page in man's own language; day is that of the build as YYYY-MM-DD."""
    other = next(program for program in ABOUT if program != name)
    return "\n".join(
        [
            f'.TH {name.upper()} 1 {day} "CBnet {version}"',
            ".SH NAVN",
            f"{name} \\- {ABOUT[name]}",
            ".SH BRUG",
            ".nf",
            *map(_verbatim, help_text.strip().splitlines()),
            ".fi",
            ".SH SE OGSÅ",
            f".BR {other} (1)",
            "",
        ]
    )


def _verbatim(line: str) -> str:
    """A line as it is: no backslash, hyphen or leading dot of it means anything to man."""
    plain = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain[:1] in {".", "'"} else plain
