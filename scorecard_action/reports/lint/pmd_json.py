"""PMD's JSON (`JsonRenderer`): violations by file, suppressed ones, and errors of the run.

PHPMD's differs in the spelling of some keys (`file`, `beginLine`, `errors`).
"""

from scorecard_action.reports.lint.levels import PRIORITY
from scorecard_action.reports.lint.rows import Row, Stop, rows

_ERROR = "PMD could not process {filename|fileName|=a file}: {message|=without a message}"
_FOUND = Row(
    "files[].violations[]",
    file="^filename|^file",
    line="beginline|beginLine",
    rule="rule",
    level="priority",
    message="description",
    levels=PRIORITY,
    default="",
)

FORMAT = rows(
    "pmd-json",
    "PMD JSON",
    _FOUND,
    _FOUND._replace(at="suppressedViolations[].violations[]", suppressed="="),
    tool="pmd",
    producers="PMD, PHPMD",
    told=("files[].violations[]", "pmdVersion, files[]", "package=phpmd, files[]"),
    marks=(
        Stop(_ERROR, "processingErrors[]"),
        Stop(_ERROR, "errors[]"),
        Stop(
            "PMD could not apply the rule {rule|=?}: {message|=without a message}",
            "configurationErrors[]",
        ),
    ),
    severities=" ".join(PRIORITY),
)
