"""Finds the signature fields of a PDF, and opens PDFs for pyHanko."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cbnet_desktop.domain.records.errors import Unreadable, UserError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

BROKEN = "PDF-filen kan ikke læses. Den er beskadiget eller ikke en PDF."
ENCRYPTED = "PDF-filen er beskyttet med en adgangskode. Brug filen, som CBnet skrev den."
_LIBRARIES = ("pyhanko", "pyhanko_certvalidator")
_OURS = re.compile(r"underskrift-(\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A signature field: its name in the file, its description, and whether it is signed."""

    name: str
    description: str
    is_signed: bool

    @property
    def number(self) -> int:
        """The field's number; 0 for a field that this program did not make."""
        found = _OURS.fullmatch(self.name)
        return int(found[1]) if found else 0

    @property
    def title(self) -> str:
        """Whom the field is for, for example »Mette Holm, Gentofte«; without a description the field's name."""
        return self.description.removeprefix("Underskrift: ") or self.name

    def is_for(self, name: str) -> bool:
        """Whether the field is for a person of this name, going by first and last name."""
        return is_named(name, self.title.rpartition(", ")[0] or self.title)


def is_named(name: str, person: str) -> bool:
    """Whether a name is a person's: first and last name are among the person's, in whatever case."""
    names, words = name.casefold().split(), re.findall(r"[\w-]+", person.casefold())
    return len(names) >= min(2, len(words)) > 0 and {names[0], names[-1]} <= set(words)


def places(pdf: bytes) -> list[Place]:
    """All signature fields, in the order of the file; raises Unreadable."""
    with opened(pdf) as reader:
        return fields(reader)


def fields(reader: PdfFileReader) -> list[Place]:
    """All signature fields of an open PDF."""
    from pyhanko.sign.fields import enumerate_sig_fields

    return [
        Place(str(name), str(field.get_object().get("/TU", "")), value is not None)
        for name, value, field in enumerate_sig_fields(reader)
    ]


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfFileReader]:
    """Opens an untrusted PDF with pyHanko; any error of the file becomes Unreadable."""
    for name in _LIBRARIES:  # a bad file is reported in a sentence of our own
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield _reader(pdf)
    except (UserError, ImportError):
        raise
    except Exception as error:
        raise Unreadable(BROKEN) from error


def _reader(pdf: bytes) -> PdfFileReader:
    from cbnet_desktop.documents.signing.quick_reader import QuickReader

    reader = QuickReader(pdf)
    if reader.encrypted:
        raise Unreadable(ENCRYPTED)
    return reader
