"""Captions and credits as they are printed."""

from __future__ import annotations

import pytest

from pagearchive.parse.credits import credit_of, is_closing_credit, names_of, split_caption

CAPTIONS = [
    ("People waited on the mole. Photograph by Tomas Lind.", "People waited on the mole.", "Tomas Lind"),
    ("The lamp room (Photo: Ana Reis)", "The lamp room", "Ana Reis"),
    ("A keeper climbs the stairs. (AP Photo/Joran Meel)", "A keeper climbs the stairs.", "AP Photo/Joran Meel"),
    ("The stairs have 112 steps. Aja Brandt/E+ via Getty Images", "The stairs have 112 steps.", "Aja Brandt/E+ via Getty Images"),
    ("Chart of the sound, 1790 — via Wikimedia Commons", "Chart of the sound, 1790", "Wikimedia Commons"),
    ("Lights at night. Image: Courtesy of Ben Orr", "Lights at night.", "Courtesy of Ben Orr"),
    ("Das Hafenamt am Kai. Foto: Lena Kurz", "Das Hafenamt am Kai.", "Lena Kurz"),
    ("Le phare de nuit. Crédit photo : Luc Martin", "Le phare de nuit.", "Luc Martin"),
    ("El faro al amanecer. Foto: Lucía Ferrer", "El faro al amanecer.", "Lucía Ferrer"),
    ("Courtesy of the Skerry Museum", None, "Courtesy of the Skerry Museum"),
    ("Joran Meel / Reuters", None, "Joran Meel / Reuters"),
    ("Photo by Ana Reis on Unsplash", None, "Ana Reis on Unsplash"),
    ("© Harbour Press", None, "© Harbour Press"),
    ("Credit: Tidal Works, Inc.", None, "Tidal Works, Inc."),
    ("The old harbour office before the fire", "The old harbour office before the fire", None),
    ("Above: Photo: A moth on a lamp, resting.", "Above: Photo: A moth on a lamp, resting.", None),
    ("hide caption The beam reaches nine miles.", "The beam reaches nine miles.", None),
    ("", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "caption", "credit"), CAPTIONS)
def test_a_caption_and_its_credit(printed: str, caption: str | None, credit: str | None) -> None:
    assert split_caption(printed) == (caption, credit)


def test_a_credit_loses_its_label() -> None:
    assert credit_of("Photo Credit: Ana Reis") == "Ana Reis"
    assert credit_of("by Ana Reis") == "Ana Reis"


def test_a_line_of_credits_at_the_end() -> None:
    line = "Photo credits: ©Ada, ©Ben, ©Cleo"
    assert is_closing_credit(line)
    assert names_of(line) == ["©Ada", "©Ben", "©Cleo"]
    assert not is_closing_credit("Photos of the tower are kept in the museum.")
