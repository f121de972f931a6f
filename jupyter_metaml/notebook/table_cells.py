"""What ``%automl_profile`` and ``%automl_suggest`` do: look names up, look at the table, show."""

from __future__ import annotations

from jupyter_metaml.automl import profile, recommend
from jupyter_metaml.notebook.arguments import FitRequest
from jupyter_metaml.notebook.asking import Asked, metric_of, weights_of
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.scope import Scope
from jupyter_metaml.notebook.views.bundles import bundle
from jupyter_metaml.notebook.views.html import element, text
from jupyter_metaml.notebook.views.markup import details, muted, page
from jupyter_metaml.notebook.views.profile_view import (
    columns_html,
    profile_html,
    profile_text,
    table_line,
    warnings_html,
)
from jupyter_metaml.notebook.views.suggestions_view import suggestions_html, suggestions_text

NOTHING_RUN = "Nothing was run. To search, use %%automl without --plan."


def run_profile(asked: Asked, area: OutputArea) -> None:
    """Show what is in a table."""
    found = profile(asked.data, **asked.about)
    head = element("h3", text(asked.table, limit=60))
    area.settle(bundle(page(head, profile_html(found)), profile_text(found)))


def run_suggest(request: FitRequest, asked: Asked, scope: Scope, area: OutputArea) -> None:
    """Show what would be tried first on a table, and why; run nothing."""
    found = profile(asked.data, **asked.about)
    suggested = recommend(
        asked.data,
        **asked.about,
        time_budget_s=request.time,
        metric=metric_of(request.metric, scope),
        sample_weight=weights_of(request, asked),
        families=request.models,
        exclude=request.exclude,
        n_jobs=request.jobs,
        meta=request.meta,
    )
    html = page(
        element("h3", text(asked.table, limit=60), " → ", text(asked.target, limit=60)),
        warnings_html(found.warnings),
        suggestions_html(suggested),
        details(f"Table: {table_line(found)}", columns_html(found)),
        muted(NOTHING_RUN),
    )
    plain = "\n".join((f"Table: {table_line(found)}", suggestions_text(suggested), NOTHING_RUN))
    area.settle(bundle(html, plain))
