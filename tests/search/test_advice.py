"""What is tried first: knowledge where there is enough of it, the fixed order elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jupyter_metaml.evaluation.effort import Effort, plan_effort
from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
from jupyter_metaml.metalearning import Recommendation
from jupyter_metaml.pipelines import Configuration, shape_of
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import SearchSettings, advice, memory, proposals
from jupyter_metaml.search.advice import Advice, advise, in_full
from jupyter_metaml.search.opening import Opening
from jupyter_metaml.search.proposals import Proposer
from jupyter_metaml.search.start import FIRST_FAMILY, recommended_start, usable_families
from jupyter_metaml.tasks import Fold

CONFIGURATIONS = (
    Configuration.of("linear"),
    Configuration.of("linear", C=0.1),
    Configuration.of("lightgbm"),
    Configuration.of("lightgbm", num_leaves=6),
    Configuration.of("extra_trees"),
    Configuration.of("nearest_neighbours"),
    Configuration.of("nearest_neighbours", n_neighbors=7),
    Configuration.of("mlp"),
)
# The same everywhere: nearest neighbours win.
LOSSES = (0.5, 0.48, 0.45, 0.44, 0.46, 0.2, 0.1, 0.4)


def base(n_tasks: int, *, n_svm: int = 0) -> KnowledgeBase:
    rng = np.random.default_rng(0)
    seen = []
    for number in range(n_tasks):
        task = TaskRecord(
            id=f"t{number}",
            family=f"f{number}",
            origin="real",
            kind="binary",
            metric="roc_auc",
            n_rows=100,
            n_columns=3,
            n_classes=2,
            meta_features={"log_n_rows": 3.0 + rng.normal()},
        )
        trials = [
            TrialRecord(
                configuration=configuration,
                status="done",
                score=1 - loss,
                loss=loss + 0.01 * rng.random(),
                fit_s=0.1 + place / 10,
            )
            for place, (configuration, loss) in enumerate(zip(CONFIGURATIONS, LOSSES, strict=True))
        ]
        if number < n_svm:
            svm = Configuration.of("svm")
            trials.append(TrialRecord(configuration=svm, status="done", score=0.1, loss=0.9, fit_s=0.1))
        seen.append((task, trials))
    return KnowledgeBase.of(seen)


@pytest.fixture
def ask(binary_task, monkeypatch: pytest.MonkeyPatch):
    profile = profile_task(binary_task)
    shape = shape_of(binary_task, profile)

    planned = plan_effort(shape, binary_task.splits, time_budget_s=30, n_jobs=1)

    def asked(known: KnowledgeBase, effort: Effort = planned, **settings) -> Advice:
        monkeypatch.setattr(advice, "knowledge_for", lambda _: known)
        chosen = SearchSettings(time_budget_s=30, **settings)
        return advise(binary_task, profile, shape, effort, chosen)

    asked.shape = shape
    asked.effort = planned
    return asked


def test_without_knowledge_the_fixed_order_stands(ask):
    fixed = recommended_start(ask.shape, ask.effort, SearchSettings())

    assert ask(KnowledgeBase.empty()).first == fixed
    assert ask(base(advice.FEWEST_TASKS - 1)).first == fixed


def test_people_see_all_values_of_what_is_asked_for(ask):
    given = ask(base(30))
    shown = in_full(given.first, ask.shape, ask.effort)

    assert [item.title for item in shown] == [item.title for item in given.first]
    assert shown[0].configuration.family == given.first[0].configuration.family
    assert all(len(item.configuration.params) > 0 for item in shown)


def test_a_table_unlike_all_others_gets_the_fixed_order(ask, monkeypatch):
    monkeypatch.setattr(advice.default_recommender().__class__, "is_outside", lambda *_: True)

    assert ask(base(30)).first == recommended_start(ask.shape, ask.effort, SearchSettings())


def test_recommendations_are_ranked_and_have_reasons(ask):
    first = ask(base(30)).first

    assert [item.rank for item in first] == list(range(1, len(first) + 1))
    assert all(item.why for item in first)


def test_a_linear_model_and_trees_run_first_and_then_what_was_learned(ask):
    first = [item.configuration for item in ask(base(30)).first]

    assert first[:2] == [Configuration.of("linear"), Configuration.of("lightgbm")]
    assert CONFIGURATIONS[6] in first[2:4]


def test_the_network_follows_a_learned_choice_with_the_seconds_that_follow_from_the_size(ask):
    item = ask(base(30)).first[advice.OPENING]

    assert item.configuration == Configuration.of("prior_fitted")
    assert item.expected_s == ask.effort.known_s(item.configuration, ask.shape) > 0.0


def test_a_family_without_knowledge_may_close_the_opening(ask):
    families = ("linear", "extra_trees", "svm", "nearest_neighbours")
    fixed = recommended_start(ask.shape, ask.effort, SearchSettings(families=families))
    assert fixed[advice.OPENING - 1].configuration == Configuration.of("svm")

    first = ask(base(30), families=families).first

    assert first[advice.OPENING - 1].configuration == Configuration.of("svm")


def test_few_rounds_begin_as_the_fixed_order_does(ask):
    few = replace(ask.effort, n_trees=advice.FEWEST_ROUNDS - 1.0)
    learned, fixed = ask(base(30)).first, ask(KnowledgeBase.empty(), few).first

    first = ask(base(30), few).first

    hedges = [item.configuration for item in fixed[: 1 + advice.N_HEDGES]]
    others = [item.configuration for item in learned if item.configuration not in hedges]
    assert [item.configuration for item in first] == [*hedges, *others]
    assert [item.rank for item in first] == list(range(1, len(first) + 1))
    assert [item.configuration for item in learned[:3]] != hedges
    assert hedges[0].family == FIRST_FAMILY


def test_seconds_are_those_of_the_folds_of_this_search(ask, binary_task):
    rows = np.arange(binary_task.n_rows)
    item = Recommendation(rank=1, configuration=CONFIGURATIONS[0], title="", why="", expected_s=0.5)
    once = replace(item, configuration=CONFIGURATIONS[5])
    boosted = replace(item, configuration=CONFIGURATIONS[2])
    effort = replace(ask.effort, boosted_s=0.75)

    def seconds(given: Recommendation, n_folds: int) -> float | None:
        folds = tuple(
            Fold(train=rows[rows % n_folds != place], test=rows[rows % n_folds == place]) for place in range(n_folds)
        )
        splits = replace(binary_task.splits, folds=folds)
        return advice._as_planned(given, replace(binary_task, splits=splits), ask.shape, effort).expected_s

    assert seconds(item, 5) == 1.0
    assert seconds(item, 2) == 0.5
    assert seconds(once, 5) == 0.5
    assert seconds(boosted, 5) == 0.75
    assert seconds(boosted, 2) == 0.5
    assert seconds(replace(item, expected_s=None), 5) is None


def test_families_without_knowledge_are_not_forgotten(ask):
    first = ask(base(30)).first

    assert {"svm", "random_forest"} <= {item.configuration.family for item in first}


def test_families_without_knowledge_keep_their_places_in_the_fixed_order(ask):
    fixed = recommended_start(ask.shape, ask.effort, SearchSettings())
    place = next(index for index, item in enumerate(fixed) if item.configuration.family == "svm")
    given, asked = ask(base(30)), []
    for number in range(place + 1):
        asked.append(given.next(dict.fromkeys(asked, 1.0 + number), asked))

    assert place >= advice.OPENING
    assert given.first[place].configuration == asked[place] == Configuration.of("svm")


def test_the_sampler_takes_over_earlier_where_a_model_without_knowledge_is_best(ask):
    given = ask(base(30))
    known, unknown = given.first[0].configuration, Configuration.of("svm")
    asked = [item.configuration for item in given.first[: len(given.cold_start)]]
    assert unknown in given.fixed
    assert len(given.first) > len(asked)

    assert given.next({unknown: 0.2, known: 0.1}, asked) is not None
    assert given.next({unknown: 0.1, known: 0.2}, asked) is None
    assert given.next({unknown: 0.1, known: 0.2}, asked[:-1]) is not None


def test_families_that_few_tables_know_keep_their_places_too(ask):
    svm = Configuration.of("svm")
    fixed = [item.configuration for item in recommended_start(ask.shape, ask.effort, SearchSettings())]

    few, many = ask(base(30, n_svm=advice.FEWEST_TASKS - 1)), ask(base(30, n_svm=advice.FEWEST_TASKS))

    assert [item.configuration for item in few.first].index(svm) == fixed.index(svm)
    assert [item.configuration for item in few.first].count(svm) == 1
    assert few.fixed & many.fixed == many.fixed == few.fixed - {svm}


def test_families_that_are_not_wanted_are_left_out(ask):
    first = ask(base(30), exclude=("nearest_neighbours",)).first

    assert "nearest_neighbours" not in {item.configuration.family for item in first}


def test_every_recommendation_is_asked_for_once(ask):
    given, asked = ask(base(30)), []
    while (following := given.next({}, asked)) is not None:
        asked.append(following)

    assert sorted(asked, key=repr) == sorted((item.configuration for item in given.first), key=repr)


def test_after_the_opening_losses_change_the_order(ask):
    given = ask(base(30))
    opening = [item.configuration for item in given.first[:3]]

    assert given.next({}, opening) is not None
    assert given.next(dict.fromkeys(opening, np.inf), opening) not in opening


def test_losses_elsewhere_become_losses_here(ask):
    given = ask(base(30))
    # Here everything costs twice as much and one more.
    seen = {each: 1 + 2 * loss for each, loss in zip(CONFIGURATIONS[:6], LOSSES[:6], strict=True)}

    believed = given.believed_losses(seen)

    assert set(believed) == set(CONFIGURATIONS[6:])
    assert believed[CONFIGURATIONS[6]] < 1.5 < believed[CONFIGURATIONS[7]]


def test_nothing_is_believed_of_few_or_contrary_losses(ask):
    given = ask(base(30))
    contrary = {each: -loss for each, loss in zip(CONFIGURATIONS[:6], LOSSES[:6], strict=True)}

    assert given.believed_losses({CONFIGURATIONS[0]: 0.5}) == {}
    assert given.believed_losses(contrary) == {}
    assert Advice(first=given.first).believed_losses(contrary) == {}


def test_the_sequence_with_knowledge_does_not_depend_on_the_clock(ask, make_trial):
    def play(hidden: int) -> list[Configuration]:
        settings = SearchSettings()
        usable = usable_families(ask.shape, settings)
        opening = Opening(lambda: ask(base(30)))
        proposer = Proposer(opening, usable, ask.shape, ask.effort, random_state=0, lag=4)
        sequence, trials = [], {}
        for _ in range(18):
            sequence.append(proposer.propose(trials))
            trials = {
                item.number: make_trial(
                    item.number, [[0.5, 0.5]], loss=1 / item.number, configuration=item.configuration
                )
                for item in sequence[: len(sequence) - hidden]
            }
        return [proposal.configuration for proposal in sequence]

    assert play(hidden=0) == play(hidden=3)


def test_a_resumed_sequence_goes_on_although_knowledge_has_grown(ask, make_trial, monkeypatch):
    settings = SearchSettings()

    def proposer(known: KnowledgeBase, resumed=None) -> Proposer:
        usable = usable_families(ask.shape, settings)
        opening = Opening(lambda: ask(known))
        return Proposer(opening, usable, ask.shape, ask.effort, random_state=0, lag=2, n_repeats=2, resumed=resumed)

    def play(sequence: Proposer, n: int):
        proposed, trials = [], {}
        for number in range(1, n + 1):
            proposed.append(sequence.propose(trials))
            found = {"configuration": proposed[-1].configuration, "origin": proposed[-1].origin}
            trials[number] = make_trial(number, [[0.5, 0.5]], loss=1 / number, **found)
        return proposed, trials

    n_recommended = len(ask(base(30)).first)
    monkeypatch.setattr(proposals, "candidate_cap", lambda _: 14 - n_recommended)
    first = proposer(base(30))
    proposed, trials = play(first, 20)
    earlier = {number: trial for number, trial in trials.items() if number <= 18 and number != 7}
    others = proposer(base(40).columns([7, 6, 5, 4, 3, 2, 1]), earlier)
    same = proposer(base(30), earlier)

    again, _ = play(others, 18)
    assert {item.origin for item in proposed} == {"recommended", "searched", "repeated"}
    assert [(item.configuration, item.origin, item.repeats, item.repeat) for item in again if item.number != 7] == [
        (item.configuration, item.origin, item.repeats, item.repeat) for item in proposed[:18] if item.number != 7
    ]
    assert again[6].configuration not in {trial.configuration for trial in earlier.values()}
    assert [item.configuration for item in play(same, 20)[0]] == [item.configuration for item in proposed]
    assert same.asked == first.asked


def test_where_nothing_known_is_allowed_the_fixed_order_stands(ask):
    given = ask(base(30), families=("svm", "random_forest"))

    assert given.n_known_tasks == 0
    assert {item.configuration.family for item in given.first} == {"svm", "random_forest"}


def test_knowledge_by_setting(monkeypatch: pytest.MonkeyPatch):
    shipped, mine = base(3), base(2)
    monkeypatch.setattr(memory, "shipped_base", lambda: shipped)
    monkeypatch.setattr(memory, "own_past", lambda: mine)

    assert memory.knowledge_for(SearchSettings(meta="off")).n_tasks == 0
    assert memory.knowledge_for(SearchSettings(meta="shipped")) is shipped
    assert memory.knowledge_for(SearchSettings(meta="mine")) is mine
    assert memory.knowledge_for(SearchSettings(meta="all")).n_tasks == 3


def given(*families: str, seconds: tuple[float, ...] = (0.1, 0.1, 0.1)) -> tuple[Recommendation, ...]:
    return tuple(
        Recommendation(rank=rank, configuration=Configuration.of(name), title="", why="", expected_s=expected_s)
        for rank, (name, expected_s) in enumerate(zip(families, seconds, strict=False), start=1)
    )


def test_heads_come_with_what_is_known_of_them(ask):
    linear, trees, network = ask(base(30)).first[:2] + ask(KnowledgeBase.empty()).first[2:3]

    assert [item.configuration for item in (linear, trees)] == [CONFIGURATIONS[0], CONFIGURATIONS[2]]
    assert linear.expected_score > 0.0
    assert trees.expected_s > linear.expected_s > 0.0
    assert network.expected_score is None


def test_another_model_of_the_first_heads_kind_comes_behind_the_opening():
    linear, trees = given("linear"), given("lightgbm")
    another = replace(linear[0], configuration=Configuration.of("linear", alpha=0.01))
    learned = (another, *given("svm", "mlp", "catboost"))

    assert advice._headed(linear, learned) == [linear[0], learned[1], learned[2], another, learned[3]]
    assert advice._headed(trees, learned) == [trees[0], *learned]


def test_what_comes_behind_the_heads_is_good_where_they_are_not(ask, monkeypatch):
    update, told = advice.AdaptivePortfolio.update, []

    def noted(recommender, query, seen, n, **options):
        told.append(dict(seen))
        return update(recommender, query, seen, n, **options)

    monkeypatch.setattr(advice.AdaptivePortfolio, "update", noted)

    ask(base(30))

    heads = [Configuration.of("linear"), Configuration.of("lightgbm")]
    assert told == [dict.fromkeys(heads, np.inf)]


def test_without_heads_a_first_choice_as_quick_as_the_others_stays_first():
    learned = given("svm", "lightgbm", "linear", seconds=(0.044, 0.038, 0.05))
    slow = given("svm", "lightgbm", "linear", seconds=(1.0, 0.038, 0.05))

    assert advice._soonest_first(learned) == list(learned)
    assert advice._soonest_first(slow) == [slow[1], slow[0], slow[2]]
