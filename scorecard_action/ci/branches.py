"""May the outcomes of this build be sent? An outcome carries no branch, so only some builds may."""

from __future__ import annotations

from scorecard_action.ci.detect import Context
from scorecard_action.globs.globs import Glob

_ALL = "**"
_USUAL = ("main", "master")
_WAY_OUT = 'DD_GIT_BRANCH names the branch, `branches: "**"` in the mapping sends from all'


def dry_run_reason(context: Context, branches: tuple[Glob, ...] | None) -> str | None:
    """Why the outcomes are shown and not sent, as a sentence for a person; None if they are sent.

    `branches` is that key of the mapping, None where it is not given: then the default branch
    counts where the provider names it, else main and master. `**` sends from every branch, from
    tags and from builds whose branch is not known; pull requests and merge queues never are sent.
    """
    reason = _under_review(context, branches)
    if reason or any(glob.text == _ALL for glob in branches or ()):
        return reason
    if not context.in_ci and branches is None and not context.branch:
        # A person asked for it.
        return None
    build = context.build
    # Providers give a tag's build a branch too: the tag's own name, or the one it was cut from.
    if build.tag and not context.branch_named:
        home = context.default_branch or _USUAL[0]
        return (
            f"tag '{build.tag}': the branch is not known, and an older commit would overwrite the "
            f"outcomes of {home}; {_WAY_OUT}"
        )
    if not context.branch:
        return (
            "the branch of this build is not known (a detached HEAD, or the CI does not say); "
            + _WAY_OUT
        )
    return _outside(context.branch, context.default_branch, branches)


def _under_review(context: Context, branches: tuple[Glob, ...] | None) -> str | None:
    """Why nothing is sent from a change that is not on its branch yet; None for other builds."""
    home = context.default_branch or _USUAL[0]
    number = f" {context.build.pull_request}" if context.build.pull_request else ""
    if context.merge_queue:
        change = f" (pull request{number})" if number else ""
        return (
            f"merge queue{change}: outcomes carry no branch, "
            f"so a change that is not merged yet would overwrite those of {home}"
        )
    if context.is_pull_request or (
        context.has_pull_request and not _named(context.branch or "", branches)
    ):
        return (
            f"pull request{number}: outcomes carry no branch, "
            f"so a pull request would overwrite those of {home}"
        )
    return None


def _named(branch: str, branches: tuple[Glob, ...] | None) -> bool:
    """Whether a branch is one that builds are sent from by its name, and not as any other is."""
    return branch in _USUAL or any(
        glob.text.strip("*/") and glob.matches(branch) for glob in branches or ()
    )


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
