"""The benchmark of recommendations on a base whose truth is known."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd
import pytest
import run_meta
from latent_base import latent_base
from meta_benchmark import blends, honesty, line_up, summary
from meta_benchmark.collection import by_collection, collections_of, with_own_families
from meta_benchmark.outcome_table import outcome_table

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.knowledge.packs import write_pack
from jupyter_metaml.metalearning import StaticPortfolio
from jupyter_metaml.metalearning.policies import ExpertOrder, RandomOrder, Recommended
from jupyter_metaml.metalearning.simulation import simulate
from jupyter_metaml.pipelines import Configuration


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return latent_base(24, 12, seed=5)


def test_line_up_has_every_baseline_and_each_name_once(base):
    names = [policy.name for policy in line_up.line_up(base)]

    assert len(set(names)) == len(names) == 14
    assert {line_up.STATIC, line_up.DEFAULT, line_up.RANDOM, line_up.EXPERT, "oracle"} <= set(names)


def test_expert_order_stands_in_configurations_of_the_base():
    near_additive = Configuration.of("lightgbm", num_leaves=6, extra_trees=True)
    known = (Configuration.of("linear"), Configuration.of("lightgbm", num_leaves=99), near_additive)

    assert line_up.expert_order(known) == (Configuration.of("linear"), near_additive)


def test_reference_is_the_library_or_else_our_default(base):
    assert line_up.reference(base) == Configuration.of("lightgbm")
    with_library = latent_base(2, 2).joined(base)
    assert line_up.reference(with_library) == Configuration.of("lightgbm")


def test_outcomes_say_whether_the_first_choice_beats_the_reference(base):
    place = base.configurations.index(Configuration.of("lightgbm"))
    order = tuple(base.configurations[column] for column in np.argsort(base.test_loss[0]))

    outcomes = simulate(base, [ExpertOrder(configurations=order)], families=(base.tasks[0].family,))
    table = outcome_table(outcomes, base, base.configurations[place])

    assert table["beats reference"].tolist() == [1.0]
    assert table["test@1"].tolist() == [0.0]


@pytest.fixture
def pieces(tmp_path, base):
    """Predictions of two configurations that err in opposite directions, and of one that knows nothing."""
    rng = np.random.default_rng(0)
    folder = tmp_path / base.tasks[0].id
    (folder / "predictions").mkdir(parents=True)
    truth = rng.integers(0, 2, 300)
    for name in ("truth", "test"):
        np.save(folder / f"{name}.npy", truth)
    push = rng.normal(size=300)
    for place, logit in enumerate((2 * truth - 1 + push, 2 * truth - 1 - push, np.zeros(300))):
        shares = np.column_stack([1 / (1 + np.exp(logit)), 1 / (1 + np.exp(-logit))])
        np.savez(folder / "predictions" / f"{base.configurations[place].id}.npz", oof=shares, test=shares)
    return tmp_path


def test_blend_of_two_that_err_differently_is_better_than_either(base, pieces):
    predictions = blends.read_predictions(pieces / base.tasks[0].id, "binary")
    one, other, nothing = base.configurations[:3]

    alone, both, all_three = (
        blends.blended_loss(predictions, tried, np.array([0.5, 0.5, 0.7])[: len(tried)])
        for tried in ([one], [one, other], [one, other, nothing])
    )

    assert both < alone
    assert all_three < alone


def test_blend_of_nothing_is_infinitely_bad(base, pieces):
    predictions = blends.read_predictions(pieces / base.tasks[0].id, "binary")

    assert blends.blended_loss(predictions, [base.configurations[0]], np.array([np.inf])) == np.inf


def test_blends_stand_beside_the_choices(base, pieces):
    outcomes = simulate(base, [ExpertOrder(configurations=base.configurations[:3])], families=(base.tasks[0].family,))

    table = outcome_table(outcomes, base, Configuration.of("lightgbm"), pieces)

    assert np.isfinite(table[["blend@1", "blend@3", "blend@12"]].to_numpy()).all()


@pytest.fixture(scope="module")
def table(base) -> pd.DataFrame:
    expert = ExpertOrder(configurations=line_up.expert_order(base.configurations))
    policies = [RandomOrder(draws=5), expert, Recommended(recommender=StaticPortfolio())]
    policies.append(ExpertOrder(configurations=base.configurations, name=line_up.DEFAULT))
    return outcome_table(simulate(base, policies), base, Configuration.of("lightgbm"))


def test_summary_names_each_bar_and_each_policy(table):
    text = summary.markdown(table, decided_on="LightGBM")

    assert text.count("promised") == 2
    assert "Pre-registered, adaptive portfolio against static portfolio" in text
    assert all(f"| {name} |" in text for name in table["policy"].unique())


def test_summary_says_what_cannot_be_told_apart(table):
    same = table[table["policy"] == line_up.STATIC].assign(policy="twin")
    worse = same.assign(**{"policy": "worse", "test@3": same["test@3"] + 1.0})

    text = summary.resolution(pd.concat([table[table["policy"] == line_up.STATIC], same, worse]))

    assert text.startswith(f"With {table['family'].nunique()} families a difference below about 0.00 is not resolved.")
    assert text.endswith("static portfolio: twin.")


def test_tables_of_a_collection_leave_together_and_get_their_families_back(base, tmp_path):
    families = [task.family for task in base.tasks]
    entries = [{"family": family, "source": [{"repo": "somebody/tables"}]} for family in families[:2]]
    (tmp_path / "tasks.json").write_text(json.dumps([*entries, {"family": families[2]}]), encoding="utf-8")

    apart = by_collection(base, collections_of(tmp_path / "tasks.json"))

    assert [task.family for task in apart.tasks[:3]] == ["somebody/tables", "somebody/tables", families[2]]
    outcomes = pd.DataFrame(
        {"task": [task.id for task in apart.tasks], "family": [task.family for task in apart.tasks]}
    )
    assert with_own_families(outcomes, base)["family"].tolist() == families


def test_what_is_claimed_comes_true_where_the_truth_is_simple(base):
    found = honesty.check_claims(base, "binary")

    assert 1.0 < found.typical_factor < 1.4
    assert found.under_high > 0.8
    assert found.inside_before > 0.7
    assert found.width_after < found.width_before


def test_script_writes_tables_and_plots(base, tmp_path, monkeypatch, capsys):
    pack, out = tmp_path / "base.zip", tmp_path / "out"
    write_pack(base.rows(range(12)), pack)
    monkeypatch.setattr(sys, "argv", ["run_meta.py", "--base", str(pack), "--out", str(out)])
    monkeypatch.setattr(line_up, "line_up", line_up_of_four)

    run_meta.main()

    assert {path.name for path in out.iterdir()} == {"outcomes.csv", "summary.md", "evaluations.png", "seconds.png"}
    assert "## Bars" in capsys.readouterr().out


def line_up_of_four(base):
    expert = ExpertOrder(configurations=base.configurations[:4])
    default = ExpertOrder(configurations=base.configurations, name=line_up.DEFAULT)
    return RandomOrder(draws=3), expert, default, Recommended(recommender=StaticPortfolio())
