"""Danish spelling: which words of a text are judged, where a dictionary lies, and what hunspell says of a word.

hunspell holds the interpreter while it reads its dictionary and while it thinks of a suggestion, so that Dictionary is
made and asked in a process apart only.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path

from cbnet_desktop.system import paths

LANGUAGE = "da_DK"
#: The folder of a built program with its own dictionary.
INSIDE = "dictionary"
#: A file of this program or a network holds no word longer than this; longer ones are not judged.
LONGEST_WORD = 80
MOST_SUGGESTIONS = 5
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*[-.]?")
#: Addresses, also those without a scheme.
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:dk|com|org|net|eu|info)\b(?:/\S*)?")
#: The least beginning of a compound that stands while its end is corrected, and the least such end.
_LEAST_HEAD, _LEAST_TAIL = 6, 4


class Unusable(Exception):
    """There is a dictionary, and it cannot be read."""


def words(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text that are judged, each with its place; addresses are left out."""
    addresses = [found.span() for found in _ADDRESS.finditer(text)] if "." in text or "@" in text else ()
    for found in _WORD.finditer(text):
        at = found.start()
        if len(found[0]) <= LONGEST_WORD and not any(start <= at < end for start, end in addresses):
            yield at, found[0]


def bare(word: str) -> str:
    """The word without the full stop that may end its sentence."""
    return word.rstrip(".")


def own(texts: Iterable[str]) -> frozenset[str]:
    """The words of names, as they are compared."""
    return frozenset(bare(word).casefold() for text in texts for _, word in words(text))


def is_right(word: str, spell: Callable[[str], bool], names: Set[str]) -> bool:
    """Whether a word is spelt as the dictionary or a name has it, with its full stop or its parts by themselves."""
    word = word.replace("’", "'")
    short = bare(word)
    if len(short) < 2 or short.isupper():
        return True
    if spell(short) or spell(word) or _is_name(short, names):
        return True
    dangling = short.endswith("-")
    parts = [part for part in short.split("-") if part]
    if len(parts) == 1 and not dangling:
        stem, mark, ending = short.partition("'")
        return bool(mark) and ending in ("s", "er", "en", "ere", "ne") and (stem.isupper() or _is_name(stem, names))
    return all(_is_part(part, spell, names) for part in parts)


def _is_name(word: str, names: Set[str]) -> bool:
    low = word.casefold()
    return low in names or low.removesuffix("s").removesuffix("'") in names


def _is_part(part: str, spell: Callable[[str], bool], names: Set[str]) -> bool:
    """Whether what stands beside a hyphen is a word, a name, an abbreviation or a word with the s that joins."""
    return part.isupper() or spell(part) or _is_name(part, names) or (part.endswith("s") and spell(part[:-1]))


class Dictionary:
    """A dictionary in memory; raises ImportError where hunspell is missing, and Unusable."""

    def __init__(self, folder: Path) -> None:
        from hunspell import Hunspell, HunspellFilePathError

        try:
            self._hunspell = Hunspell(LANGUAGE, hunspell_data_dir=str(folder))
        except (HunspellFilePathError, OSError, ValueError) as error:
            raise Unusable from error
        if self._spell("zqxzqx") or not self._spell("og"):
            raise Unusable  # hunspell takes any file, and calls all words right or none

    def _spell(self, word: str) -> bool:
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeError:  # a letter that a dictionary in an old encoding does not have
            return True

    def wrong(self, asked: Iterable[str], names: Set[str]) -> frozenset[str]:
        """Those of the words that are misspelt."""
        return frozenset(word for word in asked if not is_right(word, self._spell, names))

    def suggestions(self, word: str) -> list[str]:
        """What may have been meant, the nearest first; of a long compound only its end is corrected."""
        found = self._suggested(word)
        for at in range(len(word) - _LEAST_TAIL, _LEAST_HEAD - 1, -1) if not found else ():
            head, tail = word[:at], word[at:]
            if self._spell(head) or (head[-1] in "se" and self._spell(head[:-1])):
                found = [head + end for end in self._suggested(tail)[:3] if end.islower() and self._spell(head + end)]
                if found:
                    break
        return found[:MOST_SUGGESTIONS]

    def _suggested(self, word: str) -> list[str]:
        try:
            return [one for one in self._hunspell.suggest(word) if " " not in one]
        except UnicodeError:
            return []


def wrong(asked: tuple[str, ...], names: frozenset[str], dictionary: Dictionary) -> frozenset[str]:
    """What is asked apart of the dictionary kept there."""
    return dictionary.wrong(asked, names)


def suggestions(word: str, dictionary: Dictionary) -> list[str]:
    """What is asked apart of the dictionary kept there."""
    return dictionary.suggestions(word)


def folders(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Where a Danish dictionary may lie: as told, or in a built program, the system's own folders and LibreOffice's."""
    if told := environment.get("CBNET_DICTIONARY"):
        return [Path(told)]
    found = [built / INSIDE] if (built := paths.built_in()) else []
    if platform == "win32":
        programs = [environment[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)") if environment.get(name)]
        return found + [Path(one) / "LibreOffice" / "share" / "extensions" / "dict-da" for one in programs]
    if platform == "darwin":
        offices = ("/Applications/LibreOffice.app", f"{environment.get('HOME', '')}/Applications/LibreOffice.app")
        found += [Path(one) / "Contents/Resources/extensions/dict-da" for one in offices]
        return [*found, Path(environment.get("HOME", "/")) / "Library/Spelling", Path("/Library/Spelling")]
    shared = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/usr/share/myspell"))
    return [*found, *shared, *sorted(Path("/opt").glob("libreoffice*/share/extensions/dict-da"))]


def found(among: Iterable[Path]) -> Path | None:
    """The first folder with a Danish dictionary."""
    return next((one for one in among if all((one / f"{LANGUAGE}.{end}").is_file() for end in ("aff", "dic"))), None)
