from __future__ import annotations

import pytest

from jupyter_metaml.profiling.column_names import names_a_key, names_a_time, words_of


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("customerID", ("customer", "id")),
        ("Customer Id", ("customer", "id")),
        ("HTTPServer_2", ("http", "server", "2")),
        ("", ()),
        (("a", 1), ()),
        (None, ()),
    ],
)
def test_a_label_is_taken_apart_into_words(label, words):
    assert words_of(label) == words


@pytest.mark.parametrize("label", ["id", "ID", "customer_id", "PatientID", "uuid", "Unnamed: 0", "row number", "user"])
def test_keys_have_customary_names(label):
    assert names_a_key(label)


@pytest.mark.parametrize("label", ["customer_age", "identity", "paid", "user score", "width", "solid", "", 7])
def test_names_that_only_sound_like_keys_are_none(label):
    assert not names_a_key(label)


@pytest.mark.parametrize("label", ["year", "model_year", "created at time", "t", "Date"])
def test_times_have_customary_names(label):
    assert names_a_time(label)


@pytest.mark.parametrize("label", ["yearning", "timeout", "total", "x"])
def test_names_that_only_sound_like_times_are_none(label):
    assert not names_a_time(label)


def test_a_name_of_ten_megabytes_is_read_at_its_beginning():
    assert names_a_key("id " + "x" * 10_000_000)
