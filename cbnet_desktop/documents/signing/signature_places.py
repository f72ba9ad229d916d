"""The fields of a PDF that are prepared for a digital signature, and a PDF opened to look for them."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cbnet_desktop.domain.records.errors import Unreadable, UserError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

T = TypeVar("T")
BROKEN = "PDF-filen kan ikke læses. Den er beskadiget eller ikke en PDF."
ENCRYPTED = "PDF-filen er beskyttet med en adgangskode. Brug filen, som CBnet skrev den."
_LIBRARIES = ("pyhanko", "pyhanko_certvalidator")
_OURS = re.compile(r"underskrift-(\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A field to sign in: its name in the file, what it is for, and whether it holds a signature."""

    name: str
    description: str
    is_signed: bool

    @property
    def number(self) -> int:
        """The number that the field is asked for by; 0 where it is none of ours."""
        found = _OURS.fullmatch(self.name)
        return int(found[1]) if found else 0

    @property
    def title(self) -> str:
        """Whom the field is for, »Mette Holm, Gentofte«; the field's own name where it does not say."""
        return self.description.removeprefix("Underskrift: ") or self.name

    def is_for(self, name: str) -> bool:
        """Whether the field is for somebody of this name: first and last name, others may stand between."""
        given, words = name.casefold().split(), set(re.findall(r"[\w-]+", self.description.casefold()))
        return bool(given) and {given[0], given[-1]} <= words


def places(pdf: bytes) -> list[Place]:
    """Every field for a signature, in the order of the file; raises Unreadable."""
    with opened(pdf) as reader:
        return fields(reader)


def fields(reader: PdfFileReader) -> list[Place]:
    """The same of a PDF that is open."""
    from pyhanko.sign.fields import enumerate_sig_fields

    return [
        Place(name, str(field.get_object().get("/TU", "")), value is not None)
        for name, value, field in enumerate_sig_fields(reader)
    ]


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfFileReader]:
    """The PDF for pyHanko; whatever goes wrong with a file that anybody may have made is Unreadable."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    for name in _LIBRARIES:  # what they log of a bad file is said in our own words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    reader = translated_errors(lambda: PdfFileReader(io.BytesIO(pdf)))
    if reader.encrypted:
        raise Unreadable(ENCRYPTED)
    try:
        yield reader
    except UserError:
        raise
    except Exception as error:
        raise Unreadable(BROKEN) from error


def translated_errors(call: Callable[[], T]) -> T:
    """What the call gives; any fault of it means that the file is damaged."""
    try:
        return call()
    except Exception as error:
        raise Unreadable(BROKEN) from error
