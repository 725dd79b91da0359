"""pa11y's JSON: an array of issues, and pa11y-ci's, which has those of each page under its URL.

Where pa11y-ci could not open a page, its list holds an error instead of issues.
"""

from scorecard_action.reports.lint.rows import Row, Stop, Zero, rows

_ISSUE = Row("[]", need="code type", rule="code", level="type", message="message")

FORMAT = rows(
    "pa11y-json",
    "pa11y JSON",
    _ISSUE,
    _ISSUE._replace(at="results{}[]", need="", file="@", only="code"),
    tool="pa11y",
    producers="pa11y, pa11y-ci",
    told=("[].code, [].typeCode, [].selector", "total, passes, errors, results"),
    marks=(
        Stop(
            "pa11y did not look at {@}: {message|=without a message}", "results{}[]", when="code=|"
        ),
        Zero("pa11y-ci looked at no page", ("total",)),
    ),
    needs="results",
    severities="error warning notice",
    clean_list=True,
)
