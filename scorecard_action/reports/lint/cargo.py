"""cargo's JSON lines (`cargo clippy --message-format=json`, also check and build).

Specification: Cargo, "JSON messages", and rustc, "JSON Output". A finding repeats for each target
of a package (`--all-targets`); messages without a place and a code only count others.
"""

from scorecard_action.reports.lint.rows import End, Row, Stop, rows

FORMAT = rows(
    "cargo-jsonl",
    "cargo and Clippy JSON lines",
    Row(
        "",
        need="reason",
        file="message.spans[is_primary=true].file_name|message.spans[0].file_name",
        line="message.spans[is_primary=true].line_start|message.spans[0].line_start",
        rule="message.code.code",
        level="message.level",
        message="message.message",
        only="{reason} {message.spans[0].file_name}{message.code.code}=compiler-message .+",
        once=("file", "line", "rule", "message"),
    ),
    tool="cargo",
    producers="cargo clippy, cargo check, cargo build",
    told=(
        "reason, package_id, target.name",
        "reason=build-finished, success",
    ),
    marks=(
        Stop("cargo could not build everything", when="{reason} {success}=build-finished false"),
    ),
    end=End("reason=build-finished", "cargo did not finish: no line says build-finished"),
    severities="error warning note help",
    lines=True,
)
