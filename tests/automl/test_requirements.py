from __future__ import annotations

from jupyter_metaml.automl.requirements import what_it_needs


def test_public_classes_need_nothing_to_be_said():
    assert what_it_needs([]) == ""
    assert what_it_needs(["linear", "lightgbm", "gone with its package"]) == ""


def test_a_network_in_the_blend_is_said_once_with_the_way_out():
    said = what_it_needs(["linear", "prior_fitted", "prior_fitted"])

    assert said.count("Pretrained network") == 1
    assert "needs jupyter_metaml" in said
    assert "exclude 'prior_fitted'" in said
