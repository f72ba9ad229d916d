"""The keys that stand in no menu, and how keys are called in the manual."""

from __future__ import annotations

#: The keys of the calendar under Tilbud.
CALENDAR = (
    ("Piletaster", "Fra dag til dag i kalenderen over tilbud"),
    ("Page Up, Page Down, Home", "Forrige og næste måned eller uge, i dag"),
    ("Enter, Ctrl+Enter", "Dagens tilbud et ad gangen, tilbuddet i tabellen"),
)

#: The keys of a meeting and its minutes.
MINUTES = (
    ("Ctrl+R, F11", "Skriv referat, vis det på projektor"),
    ("Ctrl+Page Down, Ctrl+Page Up", "Næste og forrige punkt i referatet"),
    ("Alt+1 – Alt+6", "En fast vending i beslutningen"),
    ("Pil ned, Enter", "Tager den vending, der foreslås, mens der skrives"),
    ("Ctrl+Shift+O, Ctrl+Shift+D", "Opfølgning fra punktet; hvem der kom, gik eller er gæst"),
    ("Ctrl+Shift+G, Ctrl+Shift+A", "Godkend punktets referat, afslut mødet"),
    ("Alt+Pil op, Alt+Pil ned", "Flyt punktet eller bilaget"),
    (
        "Mellemrum, K, G",
        "Deltagere: skift mellem indkaldt eller til stede, afbud og fraværende; i Fremmøde: kom nu, gik nu",
    ),
)

#: The keys of tables, texts and previews.
TABLES = (
    ("Enter, Tab", "Går ned og til højre; skriver det, der er tastet"),
    ("Esc", "Opgiver det skrevne på én linje; i en ny række tages rækken tilbage"),
    ("Alt+Pil ned", "Åbner listen over valg; piletasterne viser, Enter skriver"),
    ("Ctrl+C, Ctrl+V", "Kopierer celler til og fra Excel; efter Ctrl+N bliver det til nye rækker"),
    ("Ctrl+D, Del, Ctrl+Enter", "Fylder nedad, tømmer cellerne, skriver i alle valgte celler"),
    ("Skift+Mellemrum", "Vælger hele rækken"),
    ("Ctrl+S, Ctrl+Shift+S", "Gemmer papiret i en forhåndsvisning som PDF og til Word"),
    ("F3, Ctrl+G, Ctrl++, Ctrl+-", "I en forhåndsvisning: næste forekomst, en side, større og mindre"),
)
_DANISH = {"Left": "Pil venstre", "Right": "Pil højre", "Up": "Pil op", "Down": "Pil ned"}


def in_danish(key: str) -> str:
    """A key such as »Alt+Left« as the manual calls it."""
    *held, last = key.split("+")
    return "+".join([*held, _DANISH.get(last, last)]) if last else key
