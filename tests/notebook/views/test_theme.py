"""Contrast as WCAG 2.2 defines it: text 4.5 : 1, marks of charts and focus rings 3 : 1."""

from __future__ import annotations

import re

import pytest

from jupyter_metaml.notebook.views.theme import MARKS, PALETTE, STYLE, TEXTS

# Backgrounds that we do not choose: the cells of JupyterLab and VS Code, light and dark.
HOSTS = (("#ffffff", "#fafafa", "#f3f3f3"), ("#111111", "#212121", "#1e1e1e"))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_can_be_read(name: str, scheme: int):
    for back in (PALETTE["back"][scheme], *HOSTS[scheme]):
        assert contrast(PALETTE[name][scheme], back) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", MARKS)
def test_marks_can_be_told_from_what_is_behind_them(name: str, scheme: int):
    for back in (PALETTE["back"][scheme], PALETTE["track"][scheme], *HOSTS[scheme]):
        assert contrast(PALETTE[name][scheme], back) >= 3.0


def test_every_colour_has_a_plain_value_and_one_that_follows_the_theme():
    for name, (light, dark) in PALETTE.items():
        assert f"--mml-{name}:" in STYLE
        assert f"light-dark({light},{dark})" in STYLE


def test_no_colour_stands_outside_the_palette():
    rules = STYLE.partition(".mml{color-scheme")[2]

    assert "#" not in rules
    assert "rgb" not in rules


def test_every_rule_is_kept_below_our_own_element():
    rules = re.sub(r"@[^{]*\{", "", STYLE).replace("}}", "}")
    selectors = [part.partition("{")[0] for part in rules.split("}") if "{" in part]

    assert all(".mml" in one for selector in selectors for one in selector.split(","))


def test_the_sheet_is_small():
    assert len(STYLE) < 6_000
