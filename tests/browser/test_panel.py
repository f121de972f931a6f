"""The panel in a browser: what is seen, heard, and reached by keys, with a stub in place of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import scenes as told
from hostile_texts import HOSTILE

from jupyter_metaml.notebook.panel.found import MAX_LEADERS
from jupyter_metaml.notebook.views.visible_text import MAX_LENGTH
from jupyter_metaml.notebook.views.wording import NONE

SCENES = (
    "checking",
    "profiling",
    "preparing",
    "started",
    "searching",
    "errors",
    "crowded",
    "stopping",
    "finishing",
    "done",
    "stopped",
    "failed",
)
# What moves no cursor in a page, and what is cut before it travels, is tried where texts are made.
TEXTS = [pytest.param(text, id=name) for name, text in HOSTILE.items() if text.isprintable() and len(text) < MAX_LENGTH]
# Every attribute that the panel may set; `style` holds widths and shares only.
ATTRIBUTES = {
    "aria-disabled",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-valuemax",
    "aria-valuemin",
    "aria-valuenow",
    "aria-valuetext",
    "class",
    "cx",
    "cy",
    "d",
    "height",
    "hidden",
    "open",
    "r",
    "role",
    "scope",
    "style",
    "tabindex",
    "text-anchor",
    "type",
    "viewBox",
    "width",
    "x",
    "y",
}


@pytest.fixture(scope="module")
def scenes() -> dict[str, Any]:
    """Return a moment of every state."""
    return told.scenes()


def test_every_state_has_a_scene(scenes):
    assert tuple(scenes) == SCENES


@pytest.mark.parametrize(
    ("name", "theme"),
    [*((name, theme) for name in SCENES for theme in ("light", "dark")), ("searching", "lab-dark")],
)
def test_every_state_can_be_seen_and_heard_by_everybody(show, scenes, keep_picture, name, theme):
    shown = show(scenes[name], theme)

    assert shown.violations() == []
    assert shown.complaints == []
    assert shown.requests == []
    keep_picture(shown.page.locator("body"), f"{name}-{theme}")


@pytest.mark.parametrize("name", ["searching", "crowded"])
def test_what_can_be_folded_out_is_clean_too(show, scenes, keep_picture, name):
    shown = show(scenes[name])
    shown.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    shown.page.get_by_role("button", name="Show ").click()

    assert shown.violations() == []
    keep_picture(shown.page.locator("body"), f"{name}-unfolded")


def test_a_search_shows_what_was_found(show, scenes):
    shown = show(scenes["searching"])
    text = shown.root.inner_text()

    assert "34 s of 1 min, 26 s left" in text
    assert "8 trials done · 1 stopped early · 2 failed" in text
    assert "best single model 0.8356 ± 0.0092 over folds" in text
    assert shown.page.get_by_role("progressbar").get_attribute("aria-valuenow") in {"56", "57"}
    assert shown.page.locator(".mml-workers li").count() == 2
    assert shown.page.locator("svg[role=img] title").text_content() == "best ROC AUC so far"


def test_columns_of_which_nothing_is_known_are_left_out(show, scenes):
    suggestions = scenes["searching"]["suggestions"]
    unknown = [{**row, "expected": None, "takes": None} for row in suggestions["rows"]]
    shown = show({**scenes["searching"], "suggestions": {**suggestions, "rows": unknown}})
    heads = shown.page.locator("table", has_text="Tried first").locator("thead th:visible")
    assert heads.all_inner_texts() == ["#", "Model", "Result", "Why"]

    shown.set(suggestions=suggestions)

    assert heads.all_inner_texts() == ["#", "Model", "Expected", "Takes", "Result", "Why"]


def test_a_failed_candidate_can_be_opened_and_says_why(show, scenes):
    shown = show(scenes["searching"])
    shown.page.get_by_text("2 trials without a result").click()
    shown.page.get_by_text("timed out").click()

    assert shown.page.get_by_text("The fit of fold 2 was still running after 6.0 s").is_visible()
    assert shown.page.get_by_text("gamma = 0.031").is_visible()


def test_what_is_open_stays_with_its_candidate(show, scenes):
    results = scenes["searching"]["results"]
    shown = show(scenes["searching"])
    shown.page.get_by_text("2 trials without a result").click()
    shown.page.get_by_text("timed out").click()

    newer = {"number": 40, "title": "Trial 40", "reason": "no luck", "settings": ""}
    shown.set(results={**results, "failures": [newer, *results["failures"]]})

    assert shown.page.locator("details.mml-failure").count() == 3
    assert shown.page.locator("details.mml-failure[open] summary").inner_text().startswith("Trial 6 ")


def test_the_leaderboard_shows_five_and_more_on_request(show, scenes):
    shown = show(scenes["crowded"])
    rows = shown.page.locator("table", has_text="Best single models").locator("tbody tr")
    assert rows.count() == 5

    shown.page.get_by_role("button", name="Show 10 more").click()

    assert rows.count() == MAX_LEADERS
    assert shown.page.get_by_role("button", name="Show fewer").get_attribute("aria-expanded") == "true"
    assert "and 874 more models" in shown.root.inner_text()


def test_places_that_wait_for_a_result_are_there_already(show, scenes):
    leaders = scenes["searching"]["results"]["leaders"][:2]
    shown = show({**scenes["searching"], "results": {**scenes["searching"]["results"], "leaders": leaders}})
    rows = shown.page.locator("table", has_text="Best single models").locator("tbody tr")

    assert [text.split()[1] for text in rows.all_inner_texts()] == ["CatBoost", "LightGBM", NONE, NONE, NONE]
    assert shown.violations() == []


def test_scores_and_their_spread_are_drawn_in_full_where_there_is_little_room(show, scenes):
    results = scenes["searching"]["results"]
    leaders = [{**entry, "model": "Extremely random trees (features 1, split size 4)"} for entry in results["leaders"]]
    shown = show({**scenes["searching"], "results": {**results, "leaders": leaders}})
    inside = """() => [...document.querySelectorAll(".mml-range svg")].map((svg) => {
      const [frame, dot] = [svg, svg.querySelector("circle")].map((node) => node.getBoundingClientRect());
      return frame.width > 60 && dot.width > 0 && dot.left >= frame.left && dot.right <= frame.right;
    })"""

    assert shown.page.evaluate(inside) == [True] * 5


def test_a_reference_that_is_far_away_is_named_clear_of_the_curve(show, scenes):
    results = scenes["searching"]["results"]
    late = [[9.0, 0.9951], [30.0, 0.9966]]
    references = [{"kind": "baseline", "value": 0.5, "label": "baseline 0.5000"}]
    shown = show({**scenes["searching"], "results": {**results, "curve": {"points": late, "references": references}}})
    curve = shown.page.locator("path.mml-curve").bounding_box()
    name = shown.page.get_by_text("baseline 0.5000, below").bounding_box()

    assert name["y"] > curve["y"] + curve["height"]


# ---- keys


def tab_to(shown: Any, name: str) -> None:
    """Press Tab until something with this text has the focus."""
    for _ in range(20):
        shown.page.keyboard.press("Tab")
        if name in shown.page.evaluate("document.activeElement.textContent"):
            return
    pytest.fail(f"{name} cannot be reached by Tab")


def test_everything_is_reached_by_keys_in_order_and_the_focus_is_seen(show, scenes):
    shown = show(scenes["searching"])
    reached, outlines = [], []
    for _ in range(5):
        shown.page.keyboard.press("Tab")
        reached.append(shown.page.evaluate("document.activeElement.textContent"))
        outlines.append(shown.page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))

    assert reached[:4] == ["Stop after this trial", "Stop", "Show 3 more", "2 trials without a result"]
    assert reached[4].startswith("Table: ")
    assert set(outlines) == {"solid"}


def test_the_focus_and_what_is_open_outlive_updates(show, scenes):
    shown = show(scenes["searching"])
    tab_to(shown, "2 trials without a result")
    shown.page.keyboard.press("Enter")
    before = shown.page.evaluate("document.activeElement")
    assert before is not None

    shown.set(**scenes["crowded"])

    assert shown.page.evaluate("document.activeElement.textContent") == "111 trials without a result"
    assert shown.page.locator("details[open]").count() == 1


def test_keys_stay_in_the_panel_and_escape_gives_them_back(show, scenes):
    shown = show(scenes["searching"])
    shown.page.evaluate(
        "window.leaked = []; document.addEventListener('keydown', (event) => window.leaked.push(event.key))"
    )
    tab_to(shown, "Stop")
    shown.page.evaluate("window.leaked = []")
    shown.page.keyboard.press("d")
    shown.page.keyboard.press("Escape")
    shown.page.keyboard.press("i")

    assert shown.page.evaluate("window.leaked") == ["Escape", "i"]
    assert shown.page.evaluate("document.activeElement === document.body")


# ---- buttons


def press_stop(shown: Any, name: str = "Stop") -> None:
    shown.page.get_by_role("button", name=name, exact=True).focus()
    shown.page.keyboard.press("Enter")


@pytest.mark.parametrize(("name", "command"), [("Stop", "stop"), ("Stop after this trial", "stop_after_trial")])
def test_a_button_sends_one_command_and_keeps_the_focus(show, scenes, name, command):
    shown = show(scenes["searching"])
    press_stop(shown, name)
    shown.page.keyboard.press("Enter")

    assert shown.sent == [{"command": "shown"}, {"command": command}]
    assert shown.page.evaluate("document.activeElement.textContent") == name
    assert shown.page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"


def test_after_stopping_after_this_trial_one_can_still_stop_at_once(show, scenes):
    shown = show(scenes["stopping"])
    press_stop(shown, "Stop after this trial")
    press_stop(shown)

    assert shown.sent == [{"command": "shown"}, {"command": "stop"}]


def with_clock(shown: Any, seconds: float) -> None:
    shown.page.clock.run_for(int(1000 * seconds))


def deaf(traits: dict[str, Any], *, mode: str = "foreground", hears: bool = False) -> dict[str, Any]:
    """Return traits of a panel whose kernel may not hear."""
    return {**traits, "question": {**traits["question"], "mode": mode, "hears": hears}}


@pytest.mark.parametrize(("mode", "advice"), [("foreground", "Interrupt it"), ("background", "as soon as it is free")])
def test_a_button_that_is_not_heard_says_how_to_stop(show, scenes, keep_picture, mode, advice):
    shown = show(deaf(scenes["searching"], mode=mode), has_clock=True)
    press_stop(shown)
    alert = shown.page.get_by_role("alert")
    assert alert.count() == 0

    with_clock(shown, 2.1)

    assert advice in alert.inner_text()
    assert shown.violations() == []
    keep_picture(shown.page.locator("body"), f"unheard-{mode}")
    shown.set(progress=scenes["stopping"]["progress"])
    assert alert.count() == 0


def test_where_an_extension_interrupts_the_kernel_nothing_else_is_asked(show, scenes):
    shown = show(deaf(scenes["searching"]), has_clock=True)
    shown.page.evaluate(
        "window.asked = []; document.addEventListener('jupyter-metaml:stop', (event) => {"
        " window.asked.push(event.detail); event.preventDefault(); })"
    )
    press_stop(shown)
    with_clock(shown, 5)

    assert shown.page.evaluate("window.asked") == [{"mode": "foreground"}]
    assert shown.sent == [{"command": "shown"}]
    assert shown.page.get_by_role("alert").count() == 0


@pytest.mark.parametrize("mode", ["foreground", "background"])
def test_a_kernel_that_hears_is_never_interrupted_at_once(show, scenes, mode):
    shown = show(deaf(scenes["searching"], mode=mode, hears=mode == "foreground"))
    shown.page.evaluate("document.addEventListener('jupyter-metaml:stop', () => { window.asked = true; })")
    press_stop(shown)

    assert shown.page.evaluate("window.asked") is None
    assert shown.sent[-1] == {"command": "stop"}


def test_silence_of_the_kernel_is_told_until_there_is_news(show, scenes, keep_picture):
    shown = show(scenes["searching"], has_clock=True)
    with_clock(shown, 9)
    alert = shown.page.get_by_role("alert")
    assert alert.count() == 0

    with_clock(shown, 3)

    assert "%automl_show" in alert.inner_text()
    assert shown.violations() == []
    keep_picture(shown.page.locator("body"), "detached")
    shown.set(progress={**scenes["searching"]["progress"], "elapsed": 34.2})
    assert alert.count() == 0


def test_a_search_that_has_ended_may_be_silent(show, scenes):
    shown = show(scenes["done"], has_clock=True)
    with_clock(shown, 300)

    assert shown.page.get_by_role("alert").count() == 0


# ---- what a screen reader is told


def test_progress_is_announced_rarely(show, scenes):
    shown = show(scenes["searching"], has_clock=True)
    shown.page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(document.querySelector('[role=status]').textContent))"
        ".observe(document.querySelector('[role=status]'), { childList: true })"
    )
    progress, results = scenes["searching"]["progress"], scenes["searching"]["results"]
    for place in range(100):
        moment = {**progress, "share": 0.5 + place / 250, "elapsed": 30 + place / 4}
        shown.set(progress=moment, results={**results, "best": f"0.85{place:02}"})
        with_clock(shown, 0.25)

    said = shown.page.evaluate("said")
    assert 3 <= len(said) <= 5
    assert any(text.startswith("75 % of the time is used") for text in said)
    assert any(text.startswith("best ROC AUC so far · 0.85") for text in said)


def test_a_new_state_is_announced_at_once(show, scenes):
    shown = show(scenes["searching"])
    shown.set(**scenes["stopping"])

    assert shown.page.get_by_role("status").text_content() == "Finishing the running trials"


# ---- what is not to be trusted


def planted(value: Any, texts: Iterator[str]) -> Any:
    """Put a hostile text in place of every text of a state."""
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, dict):
        return {key: planted(part, texts) for key, part in value.items()}
    return [planted(part, texts) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("hostile", TEXTS)
def test_hostile_texts_are_texts(show, scenes, hostile):
    """Fault rows F1 and F2."""
    shown = show(scenes["searching"])
    tags = shown.page.evaluate("[...document.querySelectorAll('.mml-panel *')].map((node) => node.tagName)")
    phase = scenes["searching"]["progress"]["phase"]

    changed = planted(scenes["searching"], iter(lambda: hostile, None))
    changed["progress"]["phase"] = phase
    shown.set(**changed)

    after = shown.page.evaluate("[...document.querySelectorAll('.mml-panel *')].map((node) => node.tagName)")
    # Findings with an unknown severity count as warnings and are shown outside the fold; nothing else differs.
    assert set(after) == set(tags)
    assert shown.root.text_content().count(hostile) > 50
    assert names_of_attributes(shown) <= ATTRIBUTES
    assert shown.complaints == []
    assert shown.requests == []


def names_of_attributes(shown: Any) -> set[str]:
    script = "[...document.querySelectorAll('.mml-panel *')].flatMap((node) => node.getAttributeNames())"
    return set(shown.page.evaluate(script))


@pytest.mark.parametrize("hostile", TEXTS)
def test_no_attribute_holds_what_was_sent(show, scenes, hostile):
    """Fault row F2; only the words of the progress bar are an attribute, which is no address and no name."""
    changed = planted(scenes["searching"], iter(lambda: hostile, None))
    shown = show(changed)
    script = """(text) => [...document.querySelectorAll('.mml-panel *')].flatMap((node) =>
      [...node.attributes].filter((entry) => entry.value.includes(text)).map((entry) => entry.name))"""

    assert set(shown.page.evaluate(script, hostile)) <= {"aria-valuetext"}


@pytest.mark.parametrize("junk", [None, 7, "text", [], [1, None], {"a": {}}, [[]], True])
def test_forged_states_do_no_harm(show, scenes, junk):
    """Fault row F4."""
    shown = show(scenes["searching"])
    for name, part in scenes["searching"].items():
        shown.set(**{name: junk})
        shown.set(**{name: dict.fromkeys(part, junk)})
        shown.set(**{name: {key: [junk, {"value": junk, "points": junk}] for key in part}})

    shown.set(**scenes["crowded"])

    assert shown.complaints == []
    assert "53 s of 1 min" in shown.root.inner_text()


# ---- the page around it


@pytest.mark.parametrize("width", [320, 480, 700, 900])
def test_the_panel_fits_into_any_width(show, scenes, keep_picture, width):
    shown = show(scenes["searching"], width=width)

    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.violations() == []
    keep_picture(shown.page.locator("body"), f"width-{width}")


def test_nothing_moves_for_those_who_asked_for_that(show, scenes):
    shown = show(scenes["preparing"], reduced_motion="reduce")

    assert shown.page.evaluate("getComputedStyle(document.querySelector('.mml-bar')).animationName") == "none"


def test_a_closed_panel_leaves_nothing_behind(show, scenes):
    shown = show(scenes["searching"])
    assert shown.page.evaluate("model.count()") == 5

    shown.page.evaluate("close_panel()")

    assert shown.page.evaluate("model.count()") == 0


def test_a_row_stands_still_while_others_come(show, scenes):
    """What one reads must not jump: the suggestions stay where they are when the first results come in."""
    shown = show(scenes["started"])
    suggestions = shown.page.get_by_text("Tried first, and why")
    before = suggestions.bounding_box()["y"]

    shown.set(**scenes["searching"])

    assert abs(suggestions.bounding_box()["y"] - before) <= 24
