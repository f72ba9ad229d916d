"""What the network has of words: those that its spelling knows beside the dictionary."""

from __future__ import annotations

from cbnet_desktop.domain.records.fields import Record, flag, line


class KnownWord(Record):
    """A word that the check of spelling lets stand."""

    TABLE = "known_words"
    NOUN, PLURAL = "ord", "ord"
    ARTICLE = "et"
    TITLE = ("word",)
    UNIQUE = ("word",)

    word: str = line("Ord", required=True, synonyms=("Ordliste",))
    archived: bool = flag("Arkiveret")
