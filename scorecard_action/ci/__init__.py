"""Which build is this, and may its outcomes be sent? The environment and the checkout say.

`detect.detect` reads the environment into a `Context`, by the table of `providers`;
`checkout.head` is the branch that git has checked out; `branches.dry_run_reason` decides whether
the build is one that submits; `links.links` makes what a person can click on.
"""
