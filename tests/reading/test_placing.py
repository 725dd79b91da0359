"""Where the paths of reports are placed, on real trees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from scorecard_action.judging.paths import Placed
from scorecard_action.reading.checkout import Checkout, find
from scorecard_action.reading.placing import Resolver, plain
from scorecard_action.reading.roots import cuts

TREE = (
    "src/cart.py",
    "src/deep/price.py",
    "lib/x.py",
    "setup.py",
    "packages/a/src/index.js",
    "packages/b/src/index.js",
    "services/cart/app/cart.py",
    "services/cart/go.mod",
    "services/cart/pkg/sum.go",
    "services/cart/main.go",
    "pay/src/main/java/com/acme/App.java",
    "pay/src/main/java/com/acme/Tax.java",
    "order/src/main/java/com/acme/App.java",
    ".tox/py/com/acme/Tax.java",
    "one/only/here/Bean.java",
)


GO = "example.com/shop/cart"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("checkout")
    for name in TREE:
        file = top / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"module {GO}\n" if name.endswith("go.mod") else "")
    return top


def place(
    root: Path,
    written: str,
    report: str = "reports/r.xml",
    *,
    packages: bool = False,
    base: str | None = None,
    others: Sequence[str] = (),
    below: str = "",
    aliases: Sequence[tuple[str, str]] = (),
    repository: str = "shop",
) -> Placed:
    top = f"{root}/{below}".rstrip("/")
    own = ((str(root), str(root)), *((theirs, f"{root}{ours}") for theirs, ours in aliases))
    checkout = Checkout(top, str(root), own, repository)
    paths = Resolver(checkout).report(
        report, packages=packages, base=base, others=lambda: (written, *others)
    )
    return paths.place(written.replace("TOP", str(root)))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        pytest.param("src/cart.py", "src/cart.py", id="as it lies"),
        pytest.param("./src/cart.py", "src/cart.py", id="dot"),
        pytest.param("lib/../src/cart.py", "src/cart.py", id="dot dot"),
        pytest.param("../src/cart.py", "src/cart.py", id="from a folder below"),
        pytest.param("src//cart.py", "src/cart.py", id="two slashes"),
        pytest.param("src\\deep\\price.py", "src/deep/price.py", id="Windows separators"),
        pytest.param(".\\src\\..\\src/cart.py", "src/cart.py", id="both separators"),
        pytest.param("TOP/src/cart.py", "src/cart.py", id="absolute in the checkout"),
        pytest.param("TOP/gone/new.py", "gone/new.py", id="in the checkout, generated"),
        pytest.param("file://TOP/src/cart.py", "src/cart.py", id="file URI"),
        pytest.param("file:TOP/src/cart.py", "src/cart.py", id="file URI without slashes"),
        pytest.param("file://localhostTOP/src/cart.py", "src/cart.py", id="file URI with a host"),
        pytest.param("/app/src/deep/price.py", "src/deep/price.py", id="a container's"),
        pytest.param("C:\\agent\\src\\cart.py", "src/cart.py", id="a Windows machine's"),
        pytest.param("\\\\server\\share\\src\\cart.py", "src/cart.py", id="a Windows share's"),
        pytest.param("/home/runner/work/shop/shop/gone.py", "gone.py", id="GitHub"),
        pytest.param("/Users/runner/work/shop/shop/src/cart.py", "src/cart.py", id="GitHub, macOS"),
        pytest.param("D:\\a\\shop\\shop\\gone.py", "gone.py", id="GitHub, Windows"),
        pytest.param("/__w/shop/shop/gone.py", "gone.py", id="GitHub, container"),
        pytest.param("/opt/actions/_work/shop/shop/gone.py", "gone.py", id="GitHub, self-hosted"),
        pytest.param("/github/workspace/gone.py", "gone.py", id="GitHub, docker action"),
        pytest.param("/home/vsts/work/1/s/gone.py", "gone.py", id="Azure"),
        pytest.param("D:\\a\\1\\s\\gone.py", "gone.py", id="Azure, Windows"),
        pytest.param("/opt/atlassian/pipelines/agent/build/gone.py", "gone.py", id="Bitbucket"),
        pytest.param("/home/circleci/project/gone.py", "gone.py", id="CircleCI"),
        pytest.param("/drone/src/gone.py", "gone.py", id="Drone"),
        pytest.param("C:\\projects\\shop\\gone.py", "gone.py", id="AppVeyor"),
        pytest.param("/builds/acme/team/shop/gone.py", "gone.py", id="GitLab, by the repository"),
        pytest.param("/builds/acme/other/src/cart.py", "src/cart.py", id="GitLab, by the file"),
        pytest.param("/builds/shop/shop/src/cart.py", "src/cart.py", id="GitLab, the group's name"),
        pytest.param("/var/jenkins_home/workspace/x@2/src/cart.py", "src/cart.py", id="Jenkins"),
        pytest.param("/home/travis/build/acme/shop/gone.py", "gone.py", id="Travis"),
        pytest.param("/Users/travis/build/acme/shop/gone.py", "gone.py", id="Travis, macOS"),
        pytest.param("C:\\__w\\shop\\shop\\gone.py", "gone.py", id="GitHub, Windows container"),
        pytest.param("/__w/1/s/gone.py", "gone.py", id="Azure, container"),
        pytest.param("C:\\agent\\_work\\2\\s\\gone.py", "gone.py", id="Azure, self-hosted"),
        pytest.param(
            "C:\\GitLab-Runner\\builds\\x7k2\\0\\acme\\shop\\gone.py",
            "gone.py",
            id="GitLab, Windows",
        ),
        pytest.param("/home/appveyor/projects/shop/gone.py", "gone.py", id="AppVeyor, Linux"),
        pytest.param("/root/project/gone.py", "gone.py", id="CircleCI, root"),
        pytest.param(
            "/var/lib/buildkite-agent/builds/agent-1/acme/shop/gone.py", "gone.py", id="Buildkite"
        ),
        pytest.param("/woodpecker/src/git.acme.io/acme/shop/gone.py", "gone.py", id="Woodpecker"),
        pytest.param("/vela/src/github.com/acme/shop/gone.py", "gone.py", id="Vela"),
        pytest.param("/sd/workspace/src/github.com/acme/shop/gone.py", "gone.py", id="Screwdriver"),
        pytest.param("/home/semaphore/shop/gone.py", "gone.py", id="Semaphore"),
        pytest.param("/tmp/build/8f3a/shop/gone.py", "gone.py", id="Concourse"),
        pytest.param("/workspace/shop/gone.py", "gone.py", id="Tekton"),
        pytest.param("/tmp/cirrus-ci-build/gone.py", "gone.py", id="Cirrus"),
        pytest.param("/opt/agent/work/3a1b/src/cart.py", "src/cart.py", id="TeamCity"),
        pytest.param("/Users/builder/clone/src/cart.py", "src/cart.py", id="Codemagic"),
    ],
)
def test_placed(tree: Path, written: str, path: str) -> None:
    placed = place(tree, written)
    assert placed.placed
    assert placed.path == path


@pytest.mark.parametrize(
    ("written", "path"),
    [
        pytest.param("src/gone.py", "src/gone.py", id="not in the checkout"),
        pytest.param("./src/gone.py", "src/gone.py", id="folded all the same"),
        pytest.param("/app/gone/price.py", "/app/gone/price.py", id="no tail is a file"),
        pytest.param("/builds/acme/other/gone.py", "/builds/acme/other/gone.py", id="GitLab"),
        pytest.param("/builds/shop/shop/gone.py", "/builds/shop/shop/gone.py", id="GitLab, twice"),
        pytest.param("/home/runner/work/a/b/gone.py", "/home/runner/work/a/b/gone.py", id="R/S"),
        pytest.param("/home/runner/work/_temp/x.py", "/home/runner/work/_temp/x.py", id="_temp"),
        pytest.param("../../../../../etc/passwd", "../../../../../etc/passwd", id="above the root"),
        pytest.param("", "", id="none"),
        pytest.param("src", "src", id="a folder"),
        pytest.param("src/ca\0rt.py", "src/ca\0rt.py", id="NUL"),
        pytest.param("src/cart.py ", "src/cart.py ", id="a blank at the end"),
        pytest.param("src%2Fcart.py", "src%2Fcart.py", id="percent where it is no URI"),
        pytest.param("a/" * 200 + "x.py", "a/" * 200 + "x.py", id="deeper than a tree is"),
        pytest.param("x" * 10_000, "x" * 10_000, id="10,000 characters"),
    ],
)
def test_left_as_written(tree: Path, written: str, path: str) -> None:
    assert place(tree, written) == Placed(path)


@pytest.mark.parametrize(
    ("report", "path"),
    [
        pytest.param("packages/a/coverage/lcov.info", "packages/a/src/index.js", id="a"),
        pytest.param("packages/b/coverage/lcov.info", "packages/b/src/index.js", id="b"),
        pytest.param("packages/b/lcov.info", "packages/b/src/index.js", id="its own folder"),
    ],
)
@pytest.mark.parametrize("written", ["src/index.js", "/app/src/index.js", "C:/app/src/index.js"])
def test_nearest_folder_of_the_report(tree: Path, report: str, written: str, path: str) -> None:
    placed = place(tree, written, report)
    assert (placed.path, placed.placed) == (path, True)
    assert placed.above == ("coverage" in report)


@pytest.mark.parametrize(
    ("base", "written", "path"),
    [
        pytest.param("..", "src/index.js", "packages/a/src/index.js", id="relative"),
        pytest.param("..", "src/gone.js", "packages/a/src/gone.js", id="relative, not there"),
        pytest.param("/", "src/gone.js", "src/gone.js", id="working directory"),
        pytest.param("/lib", "gone.js", "lib/gone.js", id="below the working directory"),
        pytest.param("..", "/app/src/index.js", "packages/a/src/index.js", id="absolute, by tail"),
        pytest.param("..", "/app/src/gone.js", "packages/a/src/gone.js", id="absolute, by prefix"),
    ],
)
def test_base(tree: Path, base: str, written: str, path: str) -> None:
    others = ["/app/index.js", "/app/src/other.js"]
    placed = place(tree, written, "packages/a/coverage/lcov.info", base=base, others=others)
    assert placed == Placed(path, placed=True, guessed=written * (written == "/app/src/gone.js"))


@pytest.mark.parametrize(
    ("others", "placed"),
    [
        pytest.param([], "setup.py", id="nothing better"),
        pytest.param(["/usr/lib/python3/os.py"], "setup.py", id="nothing better among others"),
        pytest.param(["/app/src/cart.py"], "setup.py", id="the folder that another path proves"),
        pytest.param(["/other/src/cart.py"], None, id="another folder is proved"),
    ],
)
def test_a_single_name(tree: Path, others: list[str], placed: str | None) -> None:
    """`/app/setup.py` may be any file of that name."""
    found = place(tree, "/app/setup.py", "r.xml", others=others)
    assert found == (Placed(placed, placed=True) if placed else Placed("/app/setup.py"))


@pytest.mark.parametrize(
    ("written", "report", "path"),
    [
        pytest.param(
            "com/acme/App.java",
            "pay/target/site/jacoco/jacoco.xml",
            "pay/src/main/java/com/acme/App.java",
            id="of its module",
        ),
        pytest.param(
            "com/acme/App.java",
            "order/build/reports/jacoco.xml",
            "order/src/main/java/com/acme/App.java",
            id="of another module",
        ),
        pytest.param("com/acme/App.java", "jacoco.xml", None, id="of two, from above both"),
        pytest.param("org/acme/App.java", "jacoco.xml", None, id="another package"),
        pytest.param(
            "com/acme/Tax.java",
            "jacoco.xml",
            "pay/src/main/java/com/acme/Tax.java",
            id="the one that is walked",
        ),
        pytest.param(
            "example.com/shop/cart/pkg/sum.go", "c.out", "services/cart/pkg/sum.go", id="Go"
        ),
        pytest.param(
            "example.com/shop/cart/main.go", "c.out", "services/cart/main.go", id="Go main"
        ),
        pytest.param("example.com/other/main.go", "c.out", None, id="another Go module"),
    ],
)
def test_package(tree: Path, written: str, report: str, path: str | None) -> None:
    placed = place(tree, written, report, packages=True)
    assert (placed.path, placed.placed) == (path or written, path is not None)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        pytest.param("a.py", "a.py", id="below it"),
        pytest.param("TOP/services/cart/app/cart.py", "app/cart.py", id="absolute below it"),
        pytest.param("TOP/lib/x.py", "../../lib/x.py", id="beside it"),
        pytest.param("lib/x.py", "../../lib/x.py", id="from the repository's root"),
        pytest.param("/host/shop/services/cart/new.py", "new.py", id="the host's"),
        pytest.param("/host/shop/lib/new.py", "../../lib/new.py", id="the host's, beside it"),
    ],
)
def test_in_a_working_directory_below_the_root(tree: Path, written: str, path: str) -> None:
    (tree / "services/cart/a.py").touch()
    aliases = [("/host/shop", "")]
    placed = place(tree, written, "r.xml", below="services/cart", aliases=aliases)
    assert (placed.path, placed.placed) == (path, True)


def test_a_checkout_that_is_not_there(tmp_path: Path) -> None:
    """A job that only downloaded the reports of others."""
    assert not place(tmp_path, "src/cart.py").placed
    assert not place(tmp_path, "/app/src/cart.py").placed
    assert place(tmp_path, "/home/runner/work/shop/shop/src/cart.py").path == "src/cart.py"
    assert place(tmp_path, "src/cart.py", base="/") == Placed("src/cart.py", placed=True)


def test_loops_of_links_end(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "self").symlink_to(tmp_path)
    assert not place(tmp_path, "loop/a.py").placed
    assert not place(tmp_path, "self/" * 40 + "a.py").placed
    assert not place(tmp_path, "com/a.java", packages=True).placed


def test_look_ups_are_counted(tree: Path) -> None:
    resolver = Resolver(Checkout(str(tree), str(tree)), max_look_ups=3)
    paths = resolver.report("r.xml")
    assert paths.place("src/cart.py").placed
    assert not resolver.warnings
    assert not paths.place("lib/x.py").placed
    assert "`base`" in "".join(resolver.warnings)
    assert paths.place("src/cart.py").placed


def test_the_other_paths_are_read_once_and_only_where_needed(tree: Path) -> None:
    asked: list[int] = []

    def others() -> list[str]:
        asked.append(1)
        return []

    paths = Resolver(Checkout(str(tree), str(tree))).report("r.xml", others=others)
    paths.place("src/cart.py")
    paths.place("/app/src/cart.py")
    paths.place("/app/none.py")
    assert asked == []
    paths.place("/app/setup.py")
    paths.place("/app2/setup.py")
    assert asked == [1]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        pytest.param("file:///C:/a/b.py", "C:/a/b.py", id="file URI of Windows"),
        pytest.param("FILE:///a/b.py", "/a/b.py", id="upper case"),
        pytest.param("//a//b.py", "/a/b.py", id="two slashes in front"),
        pytest.param("\\\\server\\share\\b.py", "//server/share/b.py", id="UNC"),
        pytest.param("a\\b.py", "a/b.py", id="backslash"),
        pytest.param("file:///gone%20/x.py", "/gone /x.py", id="percent"),
        pytest.param("file:///a%2520b.py", "/a%20b.py", id="percent, once only"),
        pytest.param("a%20b.py", "a%20b.py", id="percent where it is no URI"),
        pytest.param(".", "", id="the folder itself"),
    ],
)
def test_plain(written: str, path: str) -> None:
    assert plain(written) == path


def test_shapes_cost_little_on_what_no_path_looks_like() -> None:
    for path in ("/a" * 2_000, "/_work/a" * 500, "/builds" * 500, "/" + "w" * 4_000, "C:/" * 1_000):
        assert sum(1 for _ in cuts(path)) < 30


@pytest.mark.parametrize(
    ("written", "path"),
    [
        pytest.param("/Users/runner/work/o/o/main/src/cart.py", "src/cart.py", id="another leg's"),
        pytest.param("/Users/runner/work/o/o/main/gone.py", "gone.py", id="generated there"),
        pytest.param("/home/vsts/work/1/s/main/gone.py", "gone.py", id="Azure"),
        pytest.param("/Users/runner/work/o/o/tools/x.py", "../tools/x.py", id="beside it"),
    ],
)
def test_a_checkout_below_the_workspace(tmp_path: Path, written: str, path: str) -> None:
    top = tmp_path / "main"
    (top / ".git").mkdir(parents=True)
    (top / "src").mkdir()
    (top / "src/cart.py").touch()
    paths = Resolver(find(str(top), workspace=str(tmp_path), repository="o")).report("r.xml")
    assert paths.place(written) == Placed(path, placed=True)
