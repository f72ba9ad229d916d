"""What an update may change in a file that a signature has locked: its own signature field, and proofs of validity.

Proofs are the security store and time stamps with which an archive keeps signatures verifiable (PAdES B-LT and B-LTA,
ETSI EN 319 142-1, 5.4 and 5.5). pyHanko's own policy lets any later signature rewrite the metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign import diff_analysis as diff
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from cbnet_desktop.documents.signing.quick_reader import QuickReader
from cbnet_desktop.documents.signing.usages import Usages

_ALWAYS = ("/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version")
#: When and with what a file was last saved; pyHanko and Acrobat write both with every signature.
_SAVED = {"/ModDate", "/Producer"}
_SAVED_XMP = (
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
    "{http://ns.adobe.com/xap/1.0/mm/}History",
)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_UNSAID = {f"{_RDF}about", f"{_RDF}parseType", f"{_RDF}resource", "{adobe:ns:meta/}xmptk"}


def locked() -> diff.DiffPolicy:
    """The policy for updates after a certifying signature; each file needs one of its own."""
    return _policy(frozenset(_ALWAYS), frozenset({"/Fields"}))


def first_signature() -> diff.DiffPolicy:
    """The policy for updates of a file that nobody has signed yet: the first signature says what it locks."""
    return _policy(frozenset({*_ALWAYS, "/Perms"}), frozenset({"/Fields", "/SigFlags"}))


def _policy(of_catalog: frozenset[str], of_form: frozenset[str]) -> diff.DiffPolicy:
    # pyHanko has no types here.
    catalog: Any = diff.CatalogModificationRule
    fields: Any = diff.SigFieldModificationRule
    metadata: Any = _SameMetadata
    new_field: Any = _NoEmptyField
    rules: list[Any] = [_SameInfo(), metadata(), diff.XrefStreamRule(), diff.ObjectStreamRule(), diff.DSSCompareRule()]
    maintenance = [rule.as_qualified(diff.ModificationLevel.LTA_UPDATES) for rule in rules]
    return _StepByStep(
        [catalog(of_catalog), *maintenance],
        diff.FormUpdatingRule([new_field(), fields(always_modifiable=frozenset())], ignored_acroform_keys=of_form),
    )


class _StepByStep(diff.StandardDiffPolicy):
    """Compares each revision of a file with the one before it, once for all signatures."""

    def __init__(self, rules: list[Any], form: diff.FormUpdatingRule) -> None:
        super().__init__(rules, form, ignore_orphaned_objects=False)
        self._steps: dict[int, diff.DiffResult | diff.SuspiciousModification] = {}

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> diff.DiffResult | diff.SuspiciousModification:
        """The changes of all revisions after base_revision, or the first that is not allowed."""
        if field_mdp_spec is not None or not isinstance(base_revision, int):
            return super().review_file(reader, base_revision, field_mdp_spec, doc_mdp)
        level, filled = diff.ModificationLevel.NONE, set[str]()
        for revision in range(base_revision + 1, reader.xrefs.total_revisions):
            step = self._step(reader, revision)
            if isinstance(step, diff.SuspiciousModification):
                return step
            level, filled = max(level, step.modification_level), filled | step.changed_form_fields
        return diff.DiffResult(level, filled)

    def _step(self, reader: PdfFileReader, revision: int) -> diff.DiffResult | diff.SuspiciousModification:
        if revision not in self._steps:
            before, after = (reader.get_historical_resolver(number) for number in (revision - 1, revision))
            _share_uses(reader, before)
            try:
                self._steps[revision] = self.apply(before, after, doc_mdp=MDPPerm.FILL_FORMS)
            except diff.SuspiciousModification as change:
                self._steps[revision] = change
        return self._steps[revision]


def _share_uses(reader: PdfFileReader, revision: Any) -> None:
    """Reads once what tells where objects are used, not for each revision: what is added later is no content."""
    if not isinstance(reader, QuickReader):
        return
    if reader.uses is None:
        reader.uses = Usages(revision)
    revision._indirect_object_access_cache = reader.uses


class _SameInfo(diff.DocInfoRule):
    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Any]:
        if _info(old) != _info(new):
            raise diff.SuspiciousModification("The document information was changed.")
        return super().apply(old, new)


class _SameMetadata(diff.MetadataUpdateRule):
    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Any]:
        yield from super().apply(old, new)
        if _statements(old) != _statements(new):
            raise diff.SuspiciousModification("The metadata was changed.")


class _NoEmptyField(diff.SigFieldCreationRule):
    """A new field must be signed in the update that makes it, as that of a time stamp is."""

    def apply(self, context: Any) -> Iterable[Any]:
        made = [spec.new_field for spec in context.field_specs.values() if not spec.old_field_ref]
        if any("/V" not in field for field in made if field is not None):
            raise diff.SuspiciousModification("A field was added.")
        return super().apply(context)


def _info(revision: HistoricalResolver) -> dict[str, str]:
    info = _historical(revision, revision.trailer_view, "/Info") or {}
    return {str(key): str(value) for key, value in info.items() if key not in _SAVED}


def _historical(revision: Any, holder: Any, key: str) -> Any:
    """What holder referred to at that revision, or None."""
    place = holder.get_value_as_reference(key, optional=True)
    return revision.reader.get_object(place, revision=revision.revision) if place else None


def _statements(revision: HistoricalResolver) -> list[tuple[str, str]]:
    """What the metadata says of the document, whichever way its RDF is written."""
    stream = _historical(revision, revision.root, "/Metadata")
    if stream is None:
        return []
    packet: bytes = stream.read_data(DecodePurpose.XMP_METADATA)
    if b"<!" in packet:
        raise diff.SuspiciousModification("The metadata defines entities.")
    said = _said(ElementTree.fromstring(packet), "")
    return sorted(one for one in said if not any(saved in one[0] for saved in _SAVED_XMP))


def _said(element: ElementTree.Element, path: str) -> Iterator[tuple[str, str]]:
    if element.tag not in {"{adobe:ns:meta/}xmpmeta", f"{_RDF}RDF", f"{_RDF}Description"}:
        path = f"{path}/{element.tag}"
    told = [(f"{path}/{name}", value) for name, value in element.items() if name not in _UNSAID]
    text = element.get(f"{_RDF}resource") or ("" if len(element) else element.text or "")
    for where, value in [*told, (path, text)]:
        if value.strip():
            yield where, value.strip()
    for child in element:
        yield from _said(child, path)
