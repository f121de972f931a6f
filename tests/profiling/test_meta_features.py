from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling import META_FEATURES, profile_frame, profile_task
from jupyter_metaml.profiling.meta_features import MetaFeature, digest_of, measure_all, meta_feature
from jupyter_metaml.tasks import make_task

# What `metalearning` was measured with: 15 features that carry most of what the others do.
FIFTEEN = {
    "log_n_rows",
    "log_n_columns",
    "log_columns_per_row",
    "n_classes",
    "class_entropy",
    "smallest_class_share",
    "share_categorical",
    "share_missing",
    "mean_abs_skewness",
    "mean_kurtosis",
    "mean_abs_correlation",
    "max_abs_target_correlation",
    "mean_abs_target_correlation",
    "share_few_values",
    "log_median_distinct",
}

RNG = np.random.default_rng(0)
TABLES = {
    "ordinary": pd.DataFrame({"a": RNG.normal(size=80), "b": ["x", "y"] * 40, "y": RNG.integers(0, 2, 80)}),
    "no numbers": pd.DataFrame({"b": ["x", "y", "z", None] * 20, "y": RNG.integers(0, 2, 80)}),
    "nothing to learn from": pd.DataFrame({"b": ["x"] * 80, "c": np.nan, "y": RNG.integers(0, 2, 80)}),
    "one column": pd.DataFrame({"a": RNG.normal(size=80), "y": RNG.normal(size=80)}),
    "few rows": pd.DataFrame({"a": [1.0, 2, 3, 4, 5] * 2, "b": list("xyxyx") * 2, "y": [0, 1, 0, 1, 0] * 2}),
    "huge numbers": pd.DataFrame({"a": RNG.normal(size=80) * 1e307, "y": RNG.normal(size=80) * 1e300}),
    "infinities": pd.DataFrame({"a": [np.inf, 1.0, -np.inf, np.nan] * 20, "y": RNG.normal(size=80)}),
    "rare class": pd.DataFrame({"a": RNG.normal(size=80), "y": ["a"] * 40 + ["b"] * 35 + ["c"] * 5}),
}


@pytest.mark.parametrize("feature", META_FEATURES.values(), ids=META_FEATURES)
def test_each_has_a_source_and_is_finite_on_any_table(feature, survey_of):
    assert isinstance(feature, MetaFeature)
    assert feature.measure.__doc__
    assert len(feature.source) > 20
    for table in TABLES.values():
        with np.errstate(all="ignore"):
            value = feature.value(digest_of(survey_of(table, "y")))
        assert isinstance(value, float)
        assert math.isfinite(value)


def test_the_fifteen_are_among_them():
    assert set(META_FEATURES) >= FIFTEEN


def test_every_group_is_there():
    assert {feature.group for feature in META_FEATURES.values()} == {"simple", "statistical", "information", "landmark"}


def test_a_table_without_a_target_has_those_that_need_none():
    found = profile_frame(TABLES["ordinary"]).meta_features

    assert set(found) == {name for name, feature in META_FEATURES.items() if not feature.needs_target}


def test_the_fallback_stands_in_for_what_is_not_defined():
    feature = replace(META_FEATURES["log_n_rows"], measure=lambda digest: float("nan"), fallback=-1.0)

    assert feature.value(None) == -1.0


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="'log_n_rows' exists already"):
        meta_feature("log_n_rows", source="nowhere in particular", group="simple")(lambda digest: 0.0)


def features_of(frame, **options):
    return profile_task(make_task(frame, "y", **options)).meta_features


def test_counts_are_right():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "a": np.where(np.arange(100) < 20, np.nan, rng.normal(size=100)),
            "b": ["x", "y"] * 50,
            "day": pd.date_range("2020-01-01", periods=100)[rng.permutation(100)],
            "same": 1,
            "y": ["p"] * 60 + ["q"] * 25 + ["r"] * 15,
        }
    )

    found = features_of(frame)

    assert found["log_n_rows"] == pytest.approx(math.log(100))
    assert found["log_n_columns"] == pytest.approx(math.log(4))
    assert found["log_columns_per_row"] == pytest.approx(math.log(0.04))
    assert (found["n_classes"], found["smallest_class_share"], found["largest_class_share"]) == (3, 0.15, 0.6)
    assert (found["share_categorical"], found["share_dates"], found["share_dropped"]) == (0.25, 0.25, 0.25)
    assert (found["share_missing"], found["share_columns_with_missing"]) == (0.05, 0.25)
    assert found["share_few_values"] == 0.5
    assert found["class_entropy"] == pytest.approx(-sum(p * math.log(p) for p in (0.6, 0.25, 0.15)))


def test_shapes_and_correlations_are_right():
    rng = np.random.default_rng(0)
    a = rng.normal(size=400)
    frame = pd.DataFrame({"a": a, "b": -a + 1e-9 * rng.normal(size=400), "y": a + rng.normal(size=400)})

    found = features_of(frame)

    expected = abs(np.corrcoef(frame["a"], frame["y"])[0, 1])
    assert found["mean_abs_correlation"] == pytest.approx(1.0)
    assert found["first_component_share"] == pytest.approx(1.0)
    assert found["max_abs_target_correlation"] == pytest.approx(expected)
    assert found["mean_abs_target_correlation"] == pytest.approx(expected)
    assert found["mean_kurtosis"] == pytest.approx(0.0, abs=0.6)


def test_for_two_classes_the_correlation_ratio_is_the_correlation():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 300)
    frame = pd.DataFrame({"a": y + rng.normal(size=300), "y": y})

    assert features_of(frame)["max_abs_target_correlation"] == pytest.approx(abs(np.corrcoef(frame["a"], y)[0, 1]))


def test_information_is_what_a_column_tells_of_the_target():
    rng = np.random.default_rng(0)
    y = rng.choice(["p", "q"], 600)
    frame = pd.DataFrame({"tells": np.char.add(y, rng.choice(["1", "2"], 600)), "noise": rng.normal(size=600), "y": y})

    found = features_of(frame)

    assert found["max_mutual_information"] == pytest.approx(math.log(2), abs=0.02)
    assert found["mean_mutual_information"] == pytest.approx(math.log(2) / 2, abs=0.03)


@pytest.mark.parametrize("kind", ["classification", "regression"])
def test_landmarks_score_well_where_there_is_something_to_learn(kind):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 300))
    y = (a > 0).astype(int) if kind == "classification" else a
    told = features_of(pd.DataFrame({"a": a + 0.05 * b, "b": b, "y": y}), kind=kind)
    noise = features_of(pd.DataFrame({"a": rng.normal(size=300), "b": b, "y": y}), kind=kind)
    names = [name for name, feature in META_FEATURES.items() if feature.group == "landmark"]
    if kind == "regression":
        names.remove("landmark_naive_bayes")

    assert len(names) >= 3
    assert all(told[name] > noise[name] + 0.2 for name in names)
    assert all(told[name] > 0.6 for name in names)


def test_columns_that_give_the_target_away_do_not_count():
    frame = TABLES["ordinary"].assign(copy=TABLES["ordinary"]["y"] * 2.0)

    found = features_of(frame)

    assert found["max_abs_target_correlation"] < 0.5
    assert found["landmark_linear"] < 0.9


def test_landmarks_see_few_rows_and_columns(survey_of):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(900, 120))).assign(b="x", y=rng.integers(0, 2, 900))

    digest = digest_of(survey_of(frame, "y"))

    assert digest.small_task.matrix.shape == (500, 50)


def test_measuring_without_landmarks_leaves_only_them_out(survey_of):
    digest = digest_of(survey_of(TABLES["ordinary"], "y"))

    assert set(META_FEATURES) - set(measure_all(digest, landmarks=False)) == {
        name for name, feature in META_FEATURES.items() if feature.group == "landmark"
    }
