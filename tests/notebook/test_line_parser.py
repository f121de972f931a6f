from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.arguments import FitRequest, RunsRequest
from jupyter_metaml.notebook.line_parser import parse_line, split_words, unquote
from jupyter_metaml.notebook.options import options_of
from jupyter_metaml.notebook.scope import Scope

NAMES = {"usd": "dollar", "n": 3, "flag": True, "items": [1]}


def parsed(line: str, request: type = FitRequest) -> dict[str, object]:
    return parse_line(line, options_of(request), Scope.of(NAMES, None)).values


def test_the_form_that_people_copy_is_understood():
    assert parsed("df --target y --time 30 --into model --run run") == {
        "data": "df",
        "target": "y",
        "time": 30.0,
        "into": "model",
        "run": "run",
    }


def test_short_options_and_equal_signs_are_understood():
    assert parsed("-t=y -b 2m --data=df") == {"target": "y", "time": 120.0, "data": "df"}


@pytest.mark.parametrize(
    "name",
    [
        "net price",
        "a=b",
        "# of rooms",
        "größe",
        "🦊 fox",
        "it's",
        'say "hi"',
        "back\\slash",
        "--odd",
        "$total",
        "{x",
        "a,b",
    ],
)
def test_names_of_all_sorts_go_into_quotes(name: str):
    quote = "'" if '"' in name else '"'

    assert parsed(f"df --target {quote}{name}{quote}") == {"data": "df", "target": name}


def test_braces_and_dollars_are_text():
    typed = "price_{__import__('os')} $total `x` !ls {missing} {items} {flag}"

    assert parsed(f'df --target "{typed}"')["target"] == typed


def test_names_of_texts_and_numbers_in_braces_are_looked_up():
    assert parsed("df --target price_{usd} --seed {n}") == {"data": "df", "target": "price_dollar", "seed": 3}


def test_lists_take_commas_repeats_and_quotes():
    assert parsed("df --ignore a, b,'c,d' --ignore e")["ignore"] == ("a", "b", "c,d", "e")


def test_a_name_with_a_sign_can_be_treated():
    assert parsed("df --treat 'x=y'=drop,z=text")["treat"] == {"x=y": "drop", "z": "text"}


def test_switches_take_no_value():
    assert parsed("df --plan --no-suggest") == {
        "data": "df",
        "plan": True,
        "suggest": False,
    }
    with pytest.raises(UsageError, match="--quiet takes no value"):
        parsed("df --quiet=1")


def test_underscores_are_as_good_as_hyphens():
    assert parsed("df --no_suggest") == {"data": "df", "suggest": False}


def test_unknown_option_proposes_the_nearest():
    with pytest.raises(UsageError, match=r"no option '--tme'. Did you mean '--time'\?"):
        parsed("df --tme 60")


def test_an_option_given_twice_is_refused():
    with pytest.raises(UsageError, match="--target is given twice"):
        parsed("df --target a --target b")


@pytest.mark.parametrize("line", ["df --target", "df --target --time 3", "df --target=", "df -t"])
def test_a_missing_value_is_named(line: str):
    with pytest.raises(UsageError, match="needs a value"):
        parsed(line)


def test_unquoted_blanks_are_explained():
    with pytest.raises(UsageError, match=r"'minutes' is one word too many. .* quotes"):
        parsed("df --time 10 minutes")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("df --ignore a b --target y", "Several values of --ignore are separated by commas"),
        ("df y", "name it: --target y"),
        ("df --target has churned? --time 3", r'quotes: --target "\.\.\. churned\?"'),
        ("df \N{EM DASH}target y", "two hyphens: --target"),
        ("df \N{EN DASH}plan", "two hyphens: --plan"),
    ],
)
def test_a_word_too_many_is_told_what_it_may_have_been(line: str, hint: str):
    with pytest.raises(UsageError, match=hint):
        parsed(line)


def test_comments_are_explained():
    with pytest.raises(UsageError, match="Comments go into the body"):
        parsed("df --target y # note")


@pytest.mark.parametrize("line", ["df --target 'net", 'df --target "net', "df --target it's"])
def test_open_quotes_are_explained(line: str):
    with pytest.raises(UsageError, match="quote is not closed"):
        parsed(line)


def test_impossible_values_name_the_option():
    with pytest.raises(UsageError, match="--seed '-1' has to be a whole number from 0"):
        parsed("df --seed -1")


@pytest.mark.parametrize("line", ["--help", "df --target y -h"])
def test_help_beats_everything_else(line: str):
    assert parse_line(line, options_of(FitRequest), Scope.of({}, None)).wants_help


def test_a_magic_without_a_positional_takes_no_word():
    with pytest.raises(UsageError, match="'df' is one word too many"):
        parsed("df", RunsRequest)


def test_quotes_inside_words_come_off():
    assert unquote("a'b c'\"d'e\"") == "ab cd'e"


def test_a_megabyte_is_split_in_no_time():
    words = split_words("df --ignore " + ",".join(f"column{number}" for number in range(100_000)))

    assert len(words) == 3
