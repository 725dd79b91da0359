"""May the outcomes of this build be sent? An outcome carries no branch, so only some builds may."""

from __future__ import annotations

from scorecard_action.ci.detect import Context
from scorecard_action.globs.globs import Glob

_ALL = "**"
_USUAL = ("main", "master")


def dry_run_reason(context: Context, branches: tuple[Glob, ...] | None) -> str | None:
    """Why the outcomes are shown and not sent, as a sentence for a person; None if they are sent.

    `branches` is that key of the mapping, None where it is not given: then the default branch
    counts where the provider names it, else main and master. Outside CI a person asked, so it is
    sent; pull requests never are.
    """
    build = context.build
    home = context.default_branch or _USUAL[0]
    if context.is_pull_request:
        number = f" {build.pull_request}" if build.pull_request else ""
        return (
            f"pull request{number}: outcomes carry no branch, "
            f"so a pull request would overwrite those of {home}"
        )
    if not context.in_ci or (branches and any(glob.text == _ALL for glob in branches)):
        return None
    # Providers give a tag's build a branch too: the tag's own name, or the one it was cut from.
    if build.tag and not context.branch_named:
        return (
            f"tag '{build.tag}': the branch is not known, and an older commit would overwrite the "
            f"outcomes of {home}; DD_GIT_BRANCH names the branch"
        )
    if not build.branch:
        return (
            "the branch of this build is not known (a detached HEAD, or the CI does not say); "
            "DD_GIT_BRANCH names it"
        )
    return _outside(build.branch, context.default_branch, branches)


def _outside(branch: str, default: str | None, branches: tuple[Glob, ...] | None) -> str | None:
    if branches is not None:
        if any(glob.matches(branch) for glob in branches):
            return None
        listed = ", ".join(glob.text for glob in branches) or "none"
        return f"branch '{branch}' is not among branches: {listed}"
    if branch in ((default,) if default else _USUAL):
        return None
    instead = f"not the default branch '{default}'" if default else "neither main nor master"
    return f"branch '{branch}' is {instead}; 'branches' in the mapping names others"
