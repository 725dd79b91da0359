"""KubeLinter's JSON (lint.Result): reports (`null`: none), and what it looked for."""

from scorecard_action.reports.lint.rows import Row, Zero, rows

FORMAT = rows(
    "kube-linter-json",
    "KubeLinter JSON",
    Row(
        "Reports[]",
        need="Check",
        file="Object.Metadata.FilePath",
        rule="Check",
        message="Diagnostic.Message",
    ),
    tool="kube-linter",
    producers="KubeLinter",
    told=("Reports[].Check, Reports[].Diagnostic.Message", "Summary.ChecksStatus, Reports"),
    marks=(Zero("KubeLinter checked for nothing", ("Checks",)),),
)
