from __future__ import annotations

import numpy as np
import pytest

PATIENTS = np.arange(200) // 5


@pytest.mark.parametrize("values", [PATIENTS, [f"P{i}" for i in PATIENTS]], ids=["numbers", "strings"])
def test_speaks_louder_when_rows_of_a_key_agree(warning_of, plain, values):
    alike = plain.assign(patient_id=values, y=np.where(PATIENTS % 2 == 0, "yes", "no"))

    loud = warning_of("MML023", alike)
    soft = warning_of("MML023", plain.assign(patient_id=values))

    assert (loud.severity, loud.columns) == ("warning", ("patient_id",))
    assert "groups='patient_id'" in loud.advice
    assert "5 rows each" in loud.message
    assert loud.evidence["agreement"] > 0.9
    assert soft.severity == "note"


def test_few_keys_count_only_when_their_rows_agree(warning_of, plain):
    person = np.arange(200) // 20

    assert warning_of("MML023", plain.assign(person=person, y=np.where(person % 2, "yes", "no")))
    assert warning_of("MML023", plain.assign(person=person)) is None


def test_silent_on_categories_that_are_no_keys(warning_of, plain):
    assert warning_of("MML023", plain.assign(town=PATIENTS, customer_age=PATIENTS)) is None


def test_silent_on_keys_that_do_not_repeat(warning_of, plain):
    assert warning_of("MML023", plain.assign(patient_id=np.arange(200))) is None


def test_silent_when_groups_were_given(warning_of, plain):
    frame = plain.assign(patient_id=PATIENTS, user_id=PATIENTS)

    assert warning_of("MML023", frame, groups="patient_id") is None
