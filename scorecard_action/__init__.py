"""Turn a build's test and lint reports into Datadog Scorecards outcomes."""

__version__ = "0.1.0"
