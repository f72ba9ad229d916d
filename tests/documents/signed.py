"""A plan that three people signed in turn, made once for all tests of signatures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from cbnet_desktop.documents.papers import plan
from cbnet_desktop.documents.signing import certificates, examination, signatures, trust, verdict
from cbnet_desktop.documents.signing.certificates import Certificate
from cbnet_desktop.documents.signing.provenance import Holding
from cbnet_desktop.documents.signing.verdict import Verdict
from tests.documents import samples
from tests.documents.authority import NOW, PASSPHRASE, Authority

AUTHORITY = Authority()
#: Field and signatory, in the order in which they sign; the plan's own members.
SIGNATORIES = ((2, "Mette Holm"), (1, "Hanne Vang"), (4, "Åse Østergård"))


@cache
def certificate(name: str) -> Certificate:
    """The certificate of a signatory; the first one's key is RSA, the others' elliptic."""
    content = AUTHORITY.p12(name, is_rsa=name == SIGNATORIES[0][1])
    return certificates.load(content, PASSPHRASE, NOW)


@cache
def trusted() -> list[Any]:
    """The root certificate, as verification takes it."""
    return trust.authorities(AUTHORITY.pem)


@cache
def unsigned() -> bytes:
    """The signed-off plan as stored in the network."""
    return plan.render(samples.ordinary())


@cache
def signed_by(count: int) -> bytes:
    """The plan with this number of signatures."""
    if count == 0:
        return unsigned()
    number, name = SIGNATORIES[count - 1]
    return signatures.sign(signed_by(count - 1), certificate(name), number, NOW)


@cache
def small(count: int = 1) -> bytes:
    """A nearly empty plan with this number of signatures, quick to verify many times."""
    if count == 0:
        content = replace(samples.nearly_empty(), sign_off=samples.ordinary().sign_off, members=samples.members())
        return plan.render(content)
    number, name = SIGNATORIES[count - 1]
    return signatures.sign(small(count - 1), certificate(name), number, NOW)


def judged(pdf: bytes, authority: bytes | None = None, holding: Holding | None = None) -> Verdict:
    """The verdict, reached in this process: the tests ask for hundreds."""
    return verdict.judge(pdf, authority, holding, examination.examine)
