"""The parts of a SARIF 2.1.0 log that a rule can ask about; the rest is never built.

Names are those of sarif-schema-2.1.0.json.
"""

from __future__ import annotations

from msgspec import Raw, Struct, field

Whole = int | float | str | None
"""An integer, as tools write it: JSON Schema takes 3.0 for one, and some write "3"."""
Text = str | int | float | None
"""A text that some tools write as a number."""


class LogObject(Struct, rename="camel", gc=False):
    """Only what is asked for below is decoded."""


class Message(LogObject):
    """A message (§3.11), or a multiformatMessageString (§3.12), which has no id."""

    text: str | None = None
    markdown: str | None = None
    id: Text = None
    arguments: list[Text] | None = None


class Artifact(LogObject):
    """An artifactLocation (§3.4)."""

    uri: str | None = None
    uri_base_id: str | None = None
    index: Whole = None


class ArtifactEntry(LogObject):
    """An artifact of a run's list (§3.24)."""

    location: Artifact | None = None


class Region(LogObject):
    """A region (§3.30)."""

    start_line: Whole = None


class Physical(LogObject):
    """A physicalLocation (§3.29)."""

    artifact_location: Artifact | None = None
    region: Region | None = None


class Location(LogObject):
    """A location (§3.28)."""

    physical_location: Physical | None = None


class Component(LogObject):
    """A toolComponentReference (§3.54)."""

    index: Whole = None


class Reference(LogObject):
    """A reportingDescriptorReference (§3.52)."""

    id: Text = None
    index: Whole = None
    tool_component: Component | None = None


class Suppression(LogObject):
    """A suppression (§3.35)."""

    status: str | None = None
    state: str | None = None  # its name before 2.1.0 was final


class Provenance(LogObject):
    """A resultProvenance (§3.48)."""

    invocation_index: Whole = None


class Result(LogObject):
    """A result (§3.27)."""

    rule_id: Text = None
    rule_index: Whole = None
    rule: Reference | None = None
    level: str | None = None
    kind: str | None = None
    baseline_state: str | None = None
    suppressions: list[Suppression] | None = None
    locations: list[Location] | None = None
    message: Message | None = None
    provenance: Provenance | None = None
    partial_fingerprints: object = None


class Configuration(LogObject):
    """A reportingConfiguration (§3.50)."""

    level: str | None = None


class Rule(LogObject):
    """A reportingDescriptor (§3.49)."""

    id: Text = None
    default_configuration: Configuration | None = None
    properties: dict[str, object] | None = None
    message_strings: dict[str, Message] | None = None


class Override(LogObject):
    """A configurationOverride (§3.51)."""

    configuration: Configuration | None = None
    descriptor: Reference | None = None


class Notification(LogObject):
    """A notification (§3.58)."""

    level: str | None = None
    message: Message | None = None
    descriptor: Reference | None = None


class Invocation(LogObject):
    """An invocation (§3.20)."""

    execution_successful: bool | None = None
    process_start_failure_message: str | None = None
    exit_signal_name: str | None = None
    exit_code: Whole = None
    tool_execution_notifications: list[Notification] | None = None
    tool_configuration_notifications: list[Notification] | None = None
    rule_configuration_overrides: list[Override] | None = None


class Driver(LogObject):
    """A toolComponent (§3.19)."""

    name: str | None = None
    rules: list[Rule] | None = None


class Tool(LogObject):
    """A tool (§3.18)."""

    driver: Driver | None = None
    extensions: list[Driver] | None = None


class External(LogObject):
    """An externalPropertyFileReferences (§3.15): what other files hold of the run."""

    results: list[Raw] | None = None


class Run(LogObject):
    """A run (§3.14)."""

    tool: Tool = field(default_factory=Tool)
    # decoded one by one: built at once, they would take several times the size of the report
    results: list[Raw] | None = None
    invocations: list[Invocation] | None = None
    artifacts: list[ArtifactEntry] | None = None
    original_uri_base_ids: dict[str, Artifact] | None = None
    properties: dict[str, object] | None = None
    external_property_file_references: External | None = None


class Log(LogObject):
    """A sarifLog (§3.13)."""

    runs: list[Run] | None = None
    version: str | float = ""
