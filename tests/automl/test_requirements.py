from __future__ import annotations

import pandas as pd
import pytest
from networks_of_others import networks_of_others

from jupyter_metaml.automl import fit, load_run
from jupyter_metaml.automl.requirements import what_it_needs, with_weights
from jupyter_metaml.automl.run_text import summary
from jupyter_metaml.notebook.views.report_view import report_html
from jupyter_metaml.pipelines import family

__all__ = ["networks_of_others"]


def test_public_classes_need_nothing_to_be_said():
    assert what_it_needs([]) == ""
    assert what_it_needs(["linear", "lightgbm", "gone with its package"]) == ""


def test_a_network_in_the_blend_is_said_once_with_the_way_out():
    said = what_it_needs(["linear", "prior_fitted", "prior_fitted"])

    assert said.count("Pretrained network") == 1
    assert "needs jupyter_metaml" in said
    assert "exclude 'prior_fitted'" in said


@pytest.mark.parametrize("name", ["tabicl", "tabpfn"])
def test_a_network_of_others_is_said_with_its_licence_and_the_way_out(name):
    said = what_it_needs(["linear", name, name])

    assert said.count(f"The model needs {name} and its weights") == 1
    assert f"({family(name).weights.licence})" in said
    assert f"exclude {name!r}" in said


def test_networks_of_others_are_told_from_the_rest():
    assert [found.name for found in with_weights(["linear", "prior_fitted", "tabicl", "tabicl"])] == ["tabicl"]


@pytest.mark.parametrize("name", ["tabicl", "tabpfn"])
@pytest.mark.parametrize("target", ["species", "mass"])
def test_a_search_finds_a_network_of_others_and_shows_its_licence(
    name, target, networks_of_others, quick, frame, tmp_path
):
    run = fit(frame, target=target, runs_dir=tmp_path, **{**quick, "families": (name,)})

    licence = family(name).weights.licence
    assert [row.family for row in run.report().members] == [name]
    assert licence in summary(run.report())
    assert licence in str(report_html(run.report(), headline="", names={}))
    pd.testing.assert_series_equal(load_run(run.id, runs_dir=tmp_path).predict(frame), run.predict(frame))
