from __future__ import annotations

from dataclasses import replace

from jupyter_metaml.automl.report import make_report, versions


def test_question_is_told_as_it_was_understood(classes_run):
    question = classes_run.report().question

    assert (question.kind, question.target, question.metric) == ("multiclass", "species", "log_loss")
    assert question.classes == ("adelie", "chinstrap", "gentoo")
    assert (question.n_rows, question.n_columns, question.n_classes) == (60, 4, 3)
    assert not question.greater_is_better


def test_members_are_the_trials_of_the_blend(classes_run):
    (member,) = classes_run.report().members

    assert (member.trial, member.family, member.weight) == (1, "linear", 1.0)
    assert dict(member.params)


def test_progress_is_the_best_score_so_far(numbers_run):
    progress = numbers_run.report().progress

    assert [trial for trial, _ in progress] == [0, 1]
    assert progress[1][1] <= progress[0][1]  # RMSE falls


def test_progress_counts_trials_where_numbers_have_gaps(numbers_run):
    finding = numbers_run._found("history")
    history = finding.result.history
    gaps = (*history.trials, *(replace(history.trials[1], number=number) for number in (4, 9)))
    result = replace(finding.result, history=replace(history, trials=gaps))

    report = make_report(result, finding.task, finding.profile)

    assert [place for place, _ in report.progress] == [0, 1, 2, 3]
    assert report.progress[-1][0] == sum(report.trials_by_status.values())


def test_ending_settings_and_versions_are_told(classes_run):
    report = classes_run.report()

    assert (report.state, report.stop_reason) == ("done", "trials")
    assert report.trials_by_status == {"done": 1}
    assert report.settings["random_state"] == 0
    assert report.versions == versions()
    assert {"python", "scikit-learn", "pandas"} <= set(versions())
