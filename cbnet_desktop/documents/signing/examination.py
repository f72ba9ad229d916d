"""All that the libraries have to say of a PDF, in one call that needs nothing but its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cbnet_desktop.documents.pdf.pdf_text import printed_digest
from cbnet_desktop.documents.signing import trust, verification
from cbnet_desktop.documents.signing.signature_places import opened
from cbnet_desktop.documents.signing.signing_files import judged_apart
from cbnet_desktop.documents.signing.verification import Verification
from cbnet_desktop.system.foreign import Errand

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True, slots=True)
class Examination:
    """The signatures; whether the first bytes were only signed since; the digest that is printed on it, or ""."""

    verification: Verification
    is_only_signed: bool
    digest: str


def apart(pdf: bytes, authority: bytes | None, known: int | None, errand: Errand | None = None) -> Examination:
    """What examine finds, asked for in a process that no file can make run for ever; raises Unreadable."""
    return judged_apart(partial(examine, pdf, authority, known), errand, known or 0)


def examine(pdf: bytes, authority: bytes | None, known: int | None) -> Examination:
    """Examines a PDF; raises Unreadable.

    authority is the content of a file of trusted issuers. known is how many bytes a network knows as a version of its
    own; None where no network is asked, and the printed digest is not read.
    """
    trusted = trust.authorities(authority) if authority is not None else []
    with opened(pdf) as reader:
        is_only_signed = 0 < (known or 0) < len(pdf) and _is_only_signed(reader, pdf[:known])
        verified = verification.of(reader, pdf, trusted)
    return Examination(verified, is_only_signed, "" if known is None else printed_digest(pdf))


def _is_only_signed(reader: PdfFileReader, known: bytes) -> bool:
    """Whether only signatures and proofs followed; the first signature would cover other changes before it."""
    from pyhanko.sign.diff_analysis import DiffResult

    from cbnet_desktop.documents.signing import update_policy

    with opened(known) as before:
        count = before.xrefs.total_revisions
    return isinstance(update_policy.first_signature().review_file(reader, count - 1), DiffResult)
