from __future__ import annotations

from dataclasses import replace

from jupyter_metaml.notebook.views.profile_view import (
    MAX_COLUMNS,
    columns_html,
    profile_html,
    profile_text,
    table_line,
    warnings_html,
)
from jupyter_metaml.profiling.sketches import Sketch


def test_size_and_target_are_one_line(make_profile):
    assert table_line(make_profile("y")) == "100 rows, 4 columns · target 'y': 2 classes (y: 50 %, y: 33 %)"


def test_numbers_as_target_show_their_range(make_profile):
    profile = make_profile("y")
    target = replace(profile.target, kind="regression", sketch=profile.columns[0].sketch)

    assert table_line(replace(profile, target=target)).endswith("target 'y': numbers from 0 to 3")


def test_a_sampled_table_says_so(make_profile):
    assert "50,000 rows looked at" in table_line(replace(make_profile(), sampled_rows=50_000))


def test_every_column_shows_kind_treatment_and_reason(make_profile):
    html = str(profile_html(make_profile("why not")))

    assert "<b>read as number</b>: why not" in html
    assert "<b>left out</b>: None" in html
    assert "1970-01-01 to 2033-05-18" in html
    assert "why not: 50 %, why not: 33 %, …" in html


def test_values_that_stand_in_single_rows_are_not_shown(make_profile):
    profile = make_profile("y")
    alone = Sketch(n_other=100)
    column = replace(profile.columns[-1], sketch=alone)

    assert table_line(replace(profile, target=replace(profile.target, sketch=alone))).endswith("2 classes")
    assert "no value twice" in str(columns_html(replace(profile, columns=(column,))))


def test_warnings_are_told_apart_by_a_word(make_profile):
    html = str(warnings_html(make_profile("careful").warnings))

    assert [word in html for word in ("Serious MML000", "Warning MML001", "Note MML002")] == [True] * 3
    assert warnings_html(()) is None


def test_wide_tables_are_cut_and_counted(make_profile):
    html = str(columns_html(make_profile(n_columns=1_000)))

    assert html.count("<tr") == MAX_COLUMNS + 1
    assert "and 964 more columns" in html


def test_the_text_has_twelve_lines_at_most(make_profile):
    profile = make_profile("y")
    lines = profile_text(replace(profile, warnings=profile.warnings * 10)).splitlines()

    assert len(lines) <= 12
    assert lines[0].startswith("Table: 100 rows")
    assert "Left out: None" in lines
    assert lines[-1] == "and 25 more findings"
