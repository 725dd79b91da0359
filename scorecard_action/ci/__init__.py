"""Which build is this, and may its outcomes be sent? Everything follows from the environment.

`detect.detect` reads the environment into a `Context`, by the table of `providers`;
`branches.dry_run_reason` decides whether the branch is one that submits; `links.links` makes
what a person can click on.
"""
