"""Which configurations may enter the base: those that the families themselves could have made."""

from __future__ import annotations

import pytest

from jupyter_metaml.knowledge.allowed_values import (
    OUT_OF_RANGE,
    UNKNOWN_FAMILY,
    UNKNOWN_PARAMETER,
    UNKNOWN_WORD,
    WRONG_TYPE,
    rules_of,
    why_not_allowed,
)
from jupyter_metaml.knowledge.campaign.candidates import candidates
from jupyter_metaml.pipelines import FAMILIES, Configuration, TableShape, registry


def shape(kind):
    return TableShape(
        kind=kind,
        n_rows=1_500,
        n_columns=12,
        n_features=16,
        n_classes={"binary": 2, "multiclass": 7, "regression": 0}[kind],
        n_numbers=9,
        n_categories=4,
        max_levels=40,
        n_texts=1,
        n_dates=0,
        missing_share=0.1,
    )


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_defaults_of_every_family_are_allowed(family):
    for kind in family.kinds:
        assert why_not_allowed(Configuration.of(family.name, **family.default(shape(kind)))) is None


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
@pytest.mark.parametrize("end", ["low", "high"])
def test_ends_of_every_space_are_allowed(family, end):
    for kind in family.kinds:
        space = family.space(shape(kind))
        choice = {"low": 0, "high": -1}[end]
        values = {
            name: getattr(found, end) if hasattr(found, end) else found.choices[choice] for name, found in space.items()
        }
        assert why_not_allowed(Configuration.of(family.name, **values)) is None


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_candidates_of_the_campaign_are_allowed(kind):
    refused = {c.id: why_not_allowed(c) for c in candidates(kind) if why_not_allowed(c) is not None}

    assert refused == {}


@pytest.mark.parametrize(
    ("family", "params", "reason"),
    [
        ("__import__('os').system('id')", {}, UNKNOWN_FAMILY),
        ("sklearn.linear_model.LogisticRegression", {}, UNKNOWN_FAMILY),
        ("", {}, UNKNOWN_FAMILY),
        ("linear", {"solver": "lbfgs"}, UNKNOWN_PARAMETER),
        ("linear", {"__class__": 1}, UNKNOWN_PARAMETER),
        ("lightgbm", {"custom_objective": "os.system"}, UNKNOWN_PARAMETER),
        ("linear", {"scaler": "__import__('os')"}, UNKNOWN_WORD),
        ("linear", {"scaler": None}, UNKNOWN_WORD),
        ("linear", {"scaler": True}, UNKNOWN_WORD),
        ("linear", {"C": "1.0"}, UNKNOWN_WORD),
        ("linear", {"C": True}, UNKNOWN_WORD),
        ("linear", {"scaler": 3}, WRONG_TYPE),
        ("lightgbm", {"num_leaves": 8.5}, WRONG_TYPE),
        ("lightgbm", {"num_leaves": -1}, OUT_OF_RANGE),
        ("lightgbm", {"num_leaves": 10**9}, OUT_OF_RANGE),
        ("lightgbm", {"colsample_bytree": 1.5}, OUT_OF_RANGE),
        ("catboost", {"depth": 60}, OUT_OF_RANGE),
        ("mlp", {"width": 10**6}, OUT_OF_RANGE),
        ("linear", {"C": 1e300}, OUT_OF_RANGE),
        ("random_forest", {"n_estimators": 10**6}, OUT_OF_RANGE),
    ],
)
def test_what_no_family_declares_is_refused(family, params, reason):
    assert why_not_allowed(Configuration.of(family, **params)) == reason


@pytest.mark.parametrize("value", [1, 1.0, 0.3, "sqrt"])
def test_parameter_may_take_numbers_and_words(value):
    assert why_not_allowed(Configuration.of("random_forest", max_features=value)) is None


def test_family_that_does_not_exist_has_no_rules():
    assert rules_of("gone") is None


def test_families_of_other_packages_have_rules(monkeypatch):
    linear = FAMILIES["linear"]
    plugin = type(linear)(
        name="plugin",
        title="Plugin",
        kinds=linear.kinds,
        suits=lambda _: None,
        space=lambda _: {},
        default=lambda _: {"depth": 3, "mode": "fast"},
        build=linear.build,
        fit=linear.fit,
    )
    monkeypatch.setattr(registry, "_plugins", lambda: {"plugin": plugin})

    assert why_not_allowed(Configuration.of("plugin", depth=4, mode="fast")) is None
    assert why_not_allowed(Configuration.of("plugin", depth=4, mode="slow")) == UNKNOWN_WORD
    rules_of.cache_clear()
