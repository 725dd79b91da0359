"""The step that runs scorecard-action in a CI, to be put into its file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action import __version__
from scorecard_action.repository import around

_IMAGE: Final = f"ghcr.io/OWNER/scorecard-action:{__version__}"
_MAJOR: Final = f"v{__version__.partition('.')[0]}"


class Step(NamedTuple):
    """A CI: how people call it, the file of a repository that says it is used (or a folder that
    holds such files), and what to put where into the file. `name` is that of `Build.provider`.
    """

    name: str
    label: str
    files: tuple[str, ...]
    where: str
    form: str

    @property
    def text(self) -> str:
        """What to put into the file, for this version."""
        return self.form.replace("IMAGE", _IMAGE).replace("MAJOR", _MAJOR)


GITHUB: Final = Step(
    "github",
    "GitHub Actions",
    (".github/workflows/",),
    "after the tests, among the steps of their job",
    """\
- name: Scorecard
  if: ${{ !cancelled() }} # also when a test failed: that is what the scorecard should say
  uses: OWNER/scorecard-action@MAJOR # put the owner of your copy here
  env:
    # or one secret, DD_ACCESS_TOKEN (README: Where keys come from)
    DD_API_KEY: ${{ secrets.DD_API_KEY }}
    DD_APP_KEY: ${{ secrets.DD_APP_KEY }}
    DD_SITE: datadoghq.com
""",
)
_GITLAB: Final = Step(
    "gitlab",
    "GitLab CI",
    (".gitlab-ci.yml",),
    "as a job, with its stage in `stages` after the one of the tests",
    """\
scorecard:
  stage: scorecard
  image:
    name: IMAGE
    entrypoint: [""] # GitLab starts a shell of its own in it
  needs:
    - job: test
      artifacts: true
  when: always # also when a test failed: that is what the scorecard should say
  resource_group: scorecard # one at a time: no two pipelines write the same outcomes at once
  interruptible: false # a newer pipeline does not cancel it while it sends
  variables:
    DD_SITE: datadoghq.com
    # DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone: CI/CD variables of the project or group,
    # masked and protected: protected branches alone have them, and a dry run needs none
  script:
    - scorecard-action submit
  artifacts:
    when: always
    paths: [scorecard-undelivered.json] # what Datadog did not take, for `resend`
    expire_in: 1 month
""",
)
_JENKINS: Final = Step(
    "jenkins",
    "Jenkins",
    ("Jenkinsfile",),
    "in the pipeline, after `stages`; DD_SITE in its `environment`",
    """\
post {
    always { // also when a test failed
        withCredentials([ // or one secret, DD_ACCESS_TOKEN (README: Where keys come from)
            string(credentialsId: 'datadog-api-key', variable: 'DD_API_KEY'),
            string(credentialsId: 'datadog-app-key', variable: 'DD_APP_KEY')
        ]) {
            script {
                // inside() starts a shell of its own in the image
                docker.image('IMAGE').inside("--entrypoint=''") {
                    sh 'scorecard-action submit'
                }
            }
        }
    }
    cleanup { // after `always`, also when that failed
        archiveArtifacts allowEmptyArchive: true,
            artifacts: 'reports/**, scorecard-undelivered.json'
    }
}
""",
)
_SHELL: Final = "scorecard-action submit # also when a test failed\n"
_KEYS: Final = "with DD_API_KEY, DD_APP_KEY and DD_SITE in its environment"

STEPS: Final = (
    GITHUB,
    _GITLAB,
    _JENKINS,
    *(
        Step(name, label, files, f"after the tests, {where}, {_KEYS}", _SHELL)
        for name, label, files, where in (
            ("circleci", "CircleCI", (".circleci/",), "as a `run` with `when: always`"),
            (
                "azurepipelines",
                "Azure Pipelines",
                ("azure-pipelines.yml",),
                "as a `script` with `condition: succeededOrFailed()`",
            ),
            (
                "bitbucket",
                "Bitbucket Pipelines",
                ("bitbucket-pipelines.yml",),
                "in the `after-script` of their step",
            ),
            (
                "buildkite",
                "Buildkite",
                (".buildkite/",),
                "in their command, whatever it ends with",
            ),
            ("travisci", "Travis CI", (".travis.yml",), "in `after_script`"),
            (
                "drone",
                "Drone",
                (".drone.yml",),
                "as a step with `when: {status: [success, failure]}`",
            ),
            (
                "woodpecker",
                "Woodpecker CI",
                (".woodpecker.yml", ".woodpecker.yaml", ".woodpecker/"),
                "as a step with `when: [{status: [success, failure]}]`",
            ),
        )
    ),
)


class Found(NamedTuple):
    """The step of a CI, and why it is that one."""

    step: Step
    why: str


def steps_for(top: Path, provider: str) -> list[Found]:
    """Return the steps of the CIs that files say are used, at `top` or at the root of its checkout;
    else that of the `provider` whose build this is ("" outside of one), else GitHub's.
    """
    found: dict[str, Found] = {}
    for step in STEPS:
        for folder in _folders(top):
            for file in step.files:
                if there := _there(folder, file):
                    found.setdefault(step.name, Found(step, f"for {there}"))
    if found:
        return list(found.values())
    running = [step for step in STEPS if step.name == provider]
    if running:
        return [Found(running[0], f"this is a build of {running[0].label}")]
    return [Found(GITHUB, "nothing here says which CI is used")]


def _folders(top: Path) -> tuple[Path, ...]:
    try:
        checkout = around(top)
    except (OSError, ValueError):
        checkout = None
    return (top, checkout.root) if checkout else (top,)


def _there(top: Path, file: str) -> str:
    if not file.endswith("/"):
        return file if (top / file).is_file() else ""
    try:
        names = sorted(path.name for path in (top / file).iterdir())
    except OSError:
        return ""
    return next((file + name for name in names if name.endswith((".yml", ".yaml"))), "")
