"""The text of a file whose code page nobody names: UTF-8 or UTF-16 by its bytes, else the likeliest of the old ones."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from cbnet_desktop.domain.records.errors import Unreadable

#: What other people's programs write æ, ø and å in, the likeliest first, and what to say of it.
_CODE_PAGES = {
    "cp1252": "",
    "cp850": "Filen er læst som MS-DOS-tekst. Se efter, om æ, ø og å står rigtigt.",
    "mac_roman": "Filen er læst som gammel Macintosh-tekst. Se efter, om æ, ø og å står rigtigt.",
}
_UNREAD = "Nogle tegn i filen kan ikke læses og står som �. Gem arket som .xlsx eller som CSV med UTF-8."
_TWICE = "Filens æ, ø og å var gemt forkert og er rettet. Se efter, om de står rigtigt."
_MARKS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16"}
_MARKS |= {codecs.BOM_UTF16_BE: "utf-16"}
#: UTF-8 that was read as Windows' letters and saved as UTF-8 once more.
_SAVED_TWICE = re.compile("Ã[¦¸¥†˜…©¼¶¤]")
_WIDE_SAMPLE = 2_000
_DANISH, _OTHERS = "æøåÆØÅ", "éèêëáàâäíìîïóòôöúùûüýñçßÉÈÄÖÜ"
_BESIDE_ASCII = re.compile(r"(?s)(?=(.?)([^\x00-\x7f])(.?))")
_LETTERS = re.compile(r"[^\W\d_]")
#: Signs that people use, and what stands beside them: a letter before, a letter after, or no letter on either side.
_AFTER_A_LETTER, _BEFORE_A_LETTER, _ALONE = "”’…»", "“„«", "–—€£§°½·\xa0"
_MOST_JUDGED = 2_000


def text_of(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and Danish notes where its letters were guessed; raises Unreadable for binary content."""
    wide = _wide_code(content)
    try:
        if wide or b"\0" not in content:
            return _once(content.decode(wide or "utf-8-sig"))
    except UnicodeDecodeError:
        if not wide:
            return _guessed(content)
    raise Unreadable(f"{name} er ikke et regneark. Vælg en .xlsx- eller .csv-fil.")


def _wide_code(content: bytes) -> str:
    """UTF-32 or UTF-16 by its mark, or by the zeros in every other byte where there is none; else empty."""
    for mark, code in _MARKS.items():
        if content.startswith(mark):
            return code
    first, second = content[:_WIDE_SAMPLE:2], content[1:_WIDE_SAMPLE:2]
    if 2 * second.count(0) > len(second) and 0 not in first:
        return "utf-16-le"
    return "utf-16-be" if 2 * first.count(0) > len(first) and 0 not in second else ""


def _once(text: str) -> tuple[str, tuple[str, ...]]:
    """The text, brought back where it was saved as UTF-8 twice over."""
    if _SAVED_TWICE.search(text):
        with suppress(UnicodeError):
            return _as_windows(text).decode(), (_TWICE,)
    return text, ()


def _as_windows(text: str) -> bytes:
    """The bytes that Windows shows as this text; five of them have no letter of their own there."""
    return b"".join(letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "cp1252") for letter in text)


def _guessed(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in the code page that makes most sense of it."""
    texts = {page: content.decode(page, errors="replace") for page in _CODE_PAGES}
    page = max(texts, key=lambda page: _sense(texts[page]))
    notes = (_CODE_PAGES[page], _UNREAD if "\ufffd" in texts[page] else "")
    return texts[page], tuple(note for note in notes if note)


def _sense(text: str) -> int:
    """How much its letters beyond ASCII look like what a Dane writes."""
    found = _BESIDE_ASCII.findall(text)[:_MOST_JUDGED]
    return sum(_likely(before, letter, after) for before, letter, after in found)


def _likely(before: str, letter: str, after: str) -> int:
    is_after, is_before = bool(_LETTERS.match(before)), bool(_LETTERS.match(after))
    if letter in _DANISH + _OTHERS:
        is_odd = letter.isupper() and ((is_after and before.islower()) or (is_before and is_after and after.islower()))
        is_alone = not (is_after or is_before)
        return -2 if is_odd else 2 * (letter in _DANISH) or (-1 if is_alone else 1)
    if letter in _AFTER_A_LETTER:
        return 2 if is_after else 0
    if letter in _BEFORE_A_LETTER:
        return 2 if is_before else 0
    if letter in _ALONE:
        return -1 if is_after and is_before else 1
    return -2 if is_after or is_before else -1
