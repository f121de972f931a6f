from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.reasons import Grounds, reasons, seconds_text, title_of, titles_of
from jupyter_metaml.pipelines import Configuration


@pytest.fixture
def evidence(make_base):
    return evidence_for(make_base([[0.1, 0.2, 0.3]] * 6 + [[0.3, 0.2, 0.1]] * 4), "binary")


def told(evidence, order, *, near=(), **changes):
    weights = evidence.weights.copy()
    weights[list(near)] *= 10
    grounds = {
        "evidence": evidence,
        "weights": weights,
        "seconds": np.array([0.02, 0.34, 25.0]),
        "remarks": {},
        "is_outside": False,
        **changes,
    }
    return reasons(Grounds(**grounds), order)


def test_similar_tables_are_counted(evidence):
    found = told(evidence, [2], near=[5, 6, 7, 8, 9])

    assert found == ("close to the best on 4 of the 5 most similar tables seen; about 25 s",)


def test_best_over_all_tables_is_said(evidence):
    assert told(evidence, [0])[0].startswith("best single configuration over 10 tables; cheap: less than 0.1 s")


def test_later_ones_are_judged_by_what_they_add(evidence):
    assert told(evidence, [0, 2])[1].startswith("better than the ones chosen before it on 40% of 10 tables")
    assert told(evidence, [0, 1])[1].startswith("in the better half of all configurations on ")


def test_remark_comes_first_and_strangeness_last(evidence):
    found = told(evidence, [1], remarks={1: "asked for"}, is_outside=True)[0]

    assert found.startswith("asked for; ")
    assert found.endswith("no similar table was seen, so the order is that of all tables")


def test_unknown_seconds_are_not_told(evidence):
    assert "about" not in told(evidence, [0], seconds=np.full(3, np.nan))[0]


@pytest.mark.parametrize(("seconds", "text"), [(0.01, "less than 0.1 s"), (0.44, "about 0.4 s"), (12.3, "about 12 s")])
def test_seconds_are_written_as_people_say_them(seconds, text):
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(
    ("configuration", "title"),
    [
        (Configuration.of("lightgbm"), "LightGBM"),
        (Configuration.of("lightgbm", num_leaves=6, extra_trees=True), "LightGBM (6 leaves, extra trees)"),
        (Configuration.of("linear", C=0.12345, b=False, z=1), "Linear model (C 0.123, no b)"),
        (Configuration.of("of_a_plugin", kernel="rbf"), "of_a_plugin (kernel rbf)"),
    ],
)
def test_title_names_family_and_most_telling_values(configuration, title):
    assert title_of(configuration) == title


def test_titles_of_one_list_tell_its_configurations_apart():
    shared = {"num_leaves": 16, "extra_trees": True}
    configurations = [
        Configuration.of("lightgbm"),
        Configuration.of("lightgbm", **shared, learning_rate=0.05, cross=False),
        Configuration.of("lightgbm", **shared, learning_rate=0.05, cross=True),
    ]

    assert titles_of(configurations) == (
        "LightGBM",
        "LightGBM (16 leaves, extra trees, no crossed columns)",
        "LightGBM (16 leaves, extra trees, crossed columns)",
    )


def test_only_tables_on_which_it_was_tried_are_counted(make_base):
    loss = np.array([[0.1, 0.2, 0.3]] * 10 + [[0.1, 0.2, np.nan]] * 10)
    loss[:4, 2] = 0.05

    known = evidence_for(make_base(loss), "binary")

    assert told(known, [0, 2])[1].startswith("better than the ones chosen before it on 40% of 10 tables")
    # nothing was chosen before it
    assert told(known, [2])[0].startswith("in the better half of all configurations on 40% of 10 tables")
