"""pylint's JSON: an array of messages (`json`), or an object with `messages` (`json2`).

Specification: pylint, "Output options" (JSONReporter and JSON2Reporter). A fatal message says that
pylint could not go on with a module.
"""

from scorecard_action.reports.lint.rows import Row, Stop, Total, Zero, rows

_COUNTED = "statistics.messageTypeCount"

FORMAT = rows(
    "pylint-json",
    "pylint JSON (json and json2)",
    Row(
        "[]|messages[]",
        need="type",
        file="path",
        line="line",
        rule="message-id|messageId|symbol",
        level="type",
        message="message",
        unparsed="type=fatal",
    ),
    tool="pylint",
    producers="pylint",
    told=(
        "[].message-id, [].symbol",
        "messages[].messageId, messages[].symbol",
        f"{_COUNTED}, messages[]",
    ),
    marks=(
        Stop(
            "pylint could not go on in {path|=a module}: {message}",
            "[]|messages[]",
            when="type=fatal",
        ),
        Total("pylint", "messages of type fatal", f"{_COUNTED}.fatal", "fatal"),
        Total("pylint", "messages of type error", f"{_COUNTED}.error", "error"),
        Zero("pylint linted no module", ("statistics.modulesLinted",)),
    ),
    severities="fatal error warning refactor convention info",
    clean_list=True,
)
