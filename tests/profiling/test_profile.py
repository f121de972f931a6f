from __future__ import annotations

import pickle

import pytest

from jupyter_metaml.profiling import Treatment, TreatmentError


def test_plans_stand_in_the_order_of_the_table(profile_of, plain):
    profile = profile_of(plain)

    assert [plan.name for plan in profile.plans] == ["size", "weight", "colour"]


def test_a_column_is_found_by_its_label(profile_of, plain):
    profile = profile_of(plain.rename(columns={"size": 7}))

    assert profile.column(7).label == 7
    with pytest.raises(TreatmentError, match=r"'collour' is not .* Did you mean 'colour'"):
        profile.column("collour")


def test_chosen_treatments_make_another_profile(profile_of, plain):
    profile = profile_of(plain)

    revised = profile.with_treatments({"size": "drop"})

    assert revised.column("size").plan.treatment is Treatment.DROP
    assert profile.column("size").plan.treatment is Treatment.NUMBER
    assert revised.columns[1:] == profile.columns[1:]
    assert revised.meta_features == profile.meta_features


def test_a_profile_survives_pickling(profile_of, plain):
    profile = profile_of(plain)

    assert pickle.loads(pickle.dumps(profile)) == profile
