"""What a certificate is refused for, when signing and when verifying, is told as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyhanko.sign.signers import SimpleSigner

from cbnet_desktop.documents.signing import certificates, signatures, trust, verdict, verification
from cbnet_desktop.documents.signing.certificates import Certificate
from cbnet_desktop.documents.signing.state import State
from cbnet_desktop.domain.records.errors import Invalid
from tests.documents import signed
from tests.documents.authority import NOW
from tests.documents.openssl import ISSUING, LEAF, PASSPHRASE, SIGNING, Issuers
from tests.documents.signed import AUTHORITY, small, trusted

NAME = "Mette Holm"
RSA_1024 = ("RSA", "-pkeyopt", "rsa_keygen_bits:1024")
RSA_2048 = ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
P_192 = ("EC", "-pkeyopt", "ec_paramgen_curve:P-192")
Make = Callable[[Issuers], None]


@pytest.fixture(scope="module")
def issuers(tmp_path_factory: pytest.TempPathFactory) -> Issuers:
    made = Issuers(tmp_path_factory.mktemp("udstedere"))
    made.made("anden", "En anden rod", issuer="", extensions="basicConstraints=critical,CA:TRUE\n")
    return made


def signed_anyway(p12: bytes) -> bytes:
    """A small plan signed by a program that asks nothing of the certificate."""
    signer = SimpleSigner.load_pkcs12_data(p12, other_certs=(), passphrase=PASSPHRASE.encode())
    return signatures.sign(small(0), Certificate(NAME, "", signer), 2, NOW)


def problems(pdf: bytes, *trusted_issuers: bytes) -> tuple[str, ...]:
    """What verification has against the only signature of a plan."""
    (found,) = verification.verify(pdf, trust.authorities(b"".join(trusted_issuers))).signatures
    assert found.is_intact
    return found.problems


UNFIT: dict[str, tuple[Make, str]] = {
    "a weak RSA key": (
        lambda made: made.made("x", NAME, key=RSA_1024),
        "Certifikatets nøgle er for svag: RSA på 1024 bit.",
    ),
    "an RSA key that is one bit too short": (
        lambda made: made.made("x", NAME, key=("RSA", "-pkeyopt", "rsa_keygen_bits:2047")),
        "Certifikatets nøgle er for svag: RSA på 2047 bit.",
    ),
    "a demand that nobody knows": (
        lambda made: made.made("x", NAME, extensions=f"{SIGNING}1.2.3.4.5=critical,DER:05:00\n"),
        "Certifikatet eller en af dets udstedere stiller et krav, som ikke kendes her, og kan ikke godkendes.",
    ),
    "a weak curve": (
        lambda made: made.made("x", NAME, key=P_192),
        "Certifikatets nøgle er for svag: en elliptisk kurve på 192 bit.",
    ),
    "an outdated hash": (
        lambda made: made.made("x", NAME, digest="sha1"),
        "Certifikatet er udstedt med SHA-1, som ikke længere er sikker.",
    ),
    "another key usage": (
        lambda made: made.made("x", NAME, key=RSA_2048, extensions=f"{LEAF}keyUsage=critical,keyEncipherment\n"),
        "Certifikatet må ikke bruges til underskrift; det er kun udstedt til kryptering af nøgler.",
    ),
    "a web server's": (
        lambda made: made.made("x", NAME, extensions=f"{SIGNING}extendedKeyUsage=serverAuth,clientAuth\n"),
        "Certifikatet må ikke bruges til underskrift; det er kun udstedt til webservere og adgang til systemer.",
    ),
    "an issuer's": (
        lambda made: made.made("x", NAME, extensions="basicConstraints=CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n"),
        "Certifikatet må ikke bruges til underskrift; det er kun udstedt til spærrelister og udstedelse af "
        "certifikater.",
    ),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_an_unfit_certificate_is_refused_before_anything_is_certified_and_named_afterwards(
    kind: str, issuers: Issuers
) -> None:
    make, sentence = UNFIT[kind]
    make(issuers)
    p12 = issuers.p12("x")
    with pytest.raises(Invalid) as refused:
        certificates.load(p12, PASSPHRASE, NOW)
    assert refused.value.message.startswith(sentence)
    assert refused.value.field == "certificate"
    assert (certificates.KEYS in refused.value.message) is ("nøgle er for svag" in sentence), "what would be right"
    pdf = signed_anyway(p12)
    assert problems(pdf, issuers.pem("rod")) == (sentence,), "the true reason, and no other"
    assert signed.judged(pdf).state is State.BROKEN, "also where nobody is named as trusted"


@pytest.mark.parametrize(
    "key",
    [
        ("ED25519",),
        ("RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"),
        ("EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"),
        ("EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"),
    ],
)
def test_a_key_that_the_program_cannot_sign_with_is_refused_with_those_that_fit(
    key: tuple[str, ...], issuers: Issuers
) -> None:
    issuers.made("x", NAME, key=key)
    with pytest.raises(Invalid, match="Vælg et, hvis nøgle er RSA på mindst 2048 bit eller en af kurverne"):
        certificates.load(issuers.p12("x"), PASSPHRASE, NOW)


@pytest.mark.parametrize(
    "extended", ["emailProtection", "anyExtendedKeyUsage", "1.3.6.1.5.5.7.3.36", "clientAuth,emailProtection"]
)
def test_a_certificate_for_persons_or_documents_may_sign(extended: str, issuers: Issuers) -> None:
    issuers.made("x", NAME, extensions=f"{SIGNING}extendedKeyUsage={extended}\n")
    loaded = certificates.load(issuers.p12("x"), PASSPHRASE, NOW)
    signatures.require_trusted(loaded, trust.authorities(issuers.pem("rod")), NOW)
    assert problems(signatures.sign(small(0), loaded, 2, NOW), issuers.pem("rod")) == ()


@pytest.mark.parametrize("key", [RSA_2048, ("EC", "-pkeyopt", "ec_paramgen_curve:P-384")])
def test_a_strong_key_may_sign(key: tuple[str, ...], issuers: Issuers) -> None:
    issuers.made("x", NAME, key=key)
    pdf = signatures.sign(small(0), certificates.load(issuers.p12("x"), PASSPHRASE, NOW), 2, NOW)
    assert problems(pdf, issuers.pem("rod")) == ()


# Who issued it


def chained(issuers: Issuers, days: tuple[str, str] = ("20140101000000Z", "20990101000000Z")) -> bytes:
    """A certificate under an issuer under the root."""
    issuers.made("mellem", "Mellemudsteder", extensions="basicConstraints=critical,CA:TRUE\n", days=days)
    issuers.made("x", NAME, issuer="mellem")
    return issuers.p12("x", "mellem")


def test_an_issuer_between_is_followed_to_the_root(issuers: Issuers) -> None:
    assert problems(signed_anyway(chained(issuers)), issuers.pem("rod")) == ()


def test_an_issuer_between_that_had_run_out_is_told(issuers: Issuers) -> None:
    pdf = signed_anyway(chained(issuers, ("20130101000000Z", "20140101000000Z")))
    until = "01.01.2014 kl. 01.00"
    assert problems(pdf, issuers.pem("rod")) == (trust.ISSUER_EXPIRED.format(until=until),)


def test_an_issuer_that_may_not_issue_is_told(issuers: Issuers) -> None:
    issuers.made("mellem", "Mellemudsteder")
    issuers.made("x", NAME, issuer="mellem")
    pdf = signed_anyway(issuers.p12("x", "mellem"))
    assert problems(pdf, issuers.pem("rod")) == (trust.NO_ISSUER.format(issuer="Mellemudsteder"),)


def test_a_namesake_of_a_trusted_issuer_is_told(issuers: Issuers) -> None:
    issuers.made("navne", "Rod", issuer="", extensions=ISSUING)
    issuers.made("x", NAME)
    assert problems(signed_anyway(issuers.p12("x")), issuers.pem("navne")) == (trust.NAMESAKE.format(issuer="Rod"),)


@pytest.mark.parametrize(
    ("issuing", "signing", "sentence"),
    [
        (ISSUING, f"{SIGNING}1.2.3.4.5=critical,DER:05:00\n", certificates.UNKNOWN_DEMAND),
        (f"{LEAF}keyUsage=critical,digitalSignature\n", SIGNING, trust.NO_ISSUER),
        ("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n", SIGNING, trust.NO_ISSUER),
        (f"{ISSUING}nameConstraints=critical,permitted;dirName:names\n[names]\nC=SE\n", SIGNING, trust.OTHER_NAMES),
    ],
)
def test_what_the_validator_objects_to_is_told(issuing: str, signing: str, sentence: str, issuers: Issuers) -> None:
    issuers.made("mellem", "Mellemudsteder", extensions=issuing)
    issuers.made("x", NAME, issuer="mellem", extensions=signing)
    pdf = signed_anyway(issuers.p12("x", "mellem"))
    assert problems(pdf, issuers.pem("rod")) == (sentence.format(issuer="Mellemudsteder"),)


def test_an_unknown_issuer_is_told(issuers: Issuers) -> None:
    issuers.made("x", NAME)
    pdf = signed_anyway(issuers.p12("x"))
    assert problems(pdf, issuers.pem("anden")) == (trust.UNKNOWN_ISSUER.format(issuer="Rod"),)
    assert problems(pdf, issuers.pem("anden"), issuers.pem("rod")) == ()


def test_a_certificate_that_somebody_issued_himself_is_told_unless_it_is_named(issuers: Issuers) -> None:
    issuers.made("x", NAME, issuer="")
    pdf = signed_anyway(issuers.p12("x"))
    assert problems(pdf, issuers.pem("rod")) == (trust.SELF_MADE.format(subject=NAME),)
    assert problems(pdf, issuers.pem("x")) == ()


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (("20130101000000Z", "20140101000000Z"), "det udløb 01.01.2014 kl. 01.00."),
        (("20150101000000Z", "20160101000000Z"), "det gælder først fra 01.01.2015 kl. 01.00."),
    ],
)
def test_a_certificate_out_of_its_time_is_told_once(days: tuple[str, str], sentence: str, issuers: Issuers) -> None:
    issuers.made("x", NAME, days=days)
    pdf = signed_anyway(issuers.p12("x"))
    told = f"Certifikatet gjaldt ikke, da der blev underskrevet; {sentence}"
    assert problems(pdf, issuers.pem("rod")) == (told,)


def test_where_nobody_is_named_as_trusted_the_issuer_is_not_asked_for() -> None:
    found = signed.judged(small())
    assert found.verification.signatures[0].problems == ()
    assert found.verification.is_trusted is None
    assert found.state is State.LOOK
    assert [one.sentence for one in found.said() if one.state is State.LOOK] == [verdict.NOT_ASKED]
    assert found.to_json()["trusted"] is None
    assert signed.judged(small(), AUTHORITY.pem).state is State.IN_ORDER


def test_signing_is_refused_with_the_validators_own_reason(issuers: Issuers) -> None:
    loaded = certificates.load(chained(issuers, ("20130101000000Z", "20140101000000Z")), PASSPHRASE, NOW)
    with pytest.raises(Invalid, match="En udsteders certifikat gjaldt ikke"):
        signatures.require_trusted(loaded, trust.authorities(issuers.pem("rod")), NOW)
    with pytest.raises(Invalid, match="Ukendt udsteder"):
        signatures.require_trusted(loaded, trusted(), NOW)
