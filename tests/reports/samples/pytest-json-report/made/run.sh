#!/bin/sh
# pytest-json-report: `pip install pytest pytest-json-report`, then `sh run.sh` in an empty folder.
# `summary` has pytest's own counts.
# a record of what was run, word splitting and all
# shellcheck disable=SC2086
set -u
cat > cart.py <<'PY'
import pytest

@pytest.fixture
def database():
    raise RuntimeError("no database")

class TestCart:
    def test_adds(self):
        assert 1 + 1 == 2

    def test_tax(self):
        assert 1.19 == 1.2

@pytest.mark.parametrize("n", [1, 2])
def test_row(n):
    assert n == 1

def test_saves(database):
    pass

@pytest.mark.skip(reason="later")
def test_ships():
    pass

@pytest.mark.xfail
def test_known_to_be_wrong():
    assert 0

@pytest.mark.xfail
def test_right_after_all():
    assert 1

@pytest.mark.xfail(strict=True)
def test_right_and_must_not_be():
    assert 1
PY
cat > stock.py <<'PY'
def test_counts():
    assert True
PY
echo 'import nothing_of_this_name' > broken.py
cat > stops.py <<'PY'
import pytest

def test_counts():
    assert True

def test_stops():
    pytest.exit("enough")
PY
run() { out=$1; shift; python -m pytest -p no:cacheprovider -q --json-report --json-report-indent=1 --json-report-omit log streams --json-report-file=$out.json "$@"; }
run bad cart.py
run good stock.py
run not-collected broken.py stock.py
run summary-only stock.py cart.py --json-report-summary
run nothing stock.py -k nothing
run stopped stops.py
# with pytest-rerunfailures, which gives a test that passed in the end the outcome `rerun`
cat > flaky.py <<'PY'
n = 0

def test_a():
    global n
    n += 1
    assert n > 1

def test_b():
    assert 0
PY
run rerun flaky.py --reruns 1
