#!/bin/sh
# Allure's results: `pip install pytest allure-pytest pytest-rerunfailures`, then `sh run.sh` in an
# empty folder. Each test is a file; they are renamed after their tests here.
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

def test_saves(database):
    pass

@pytest.mark.skip(reason="later")
def test_ships():
    pass

@pytest.mark.xfail
def test_known_to_be_wrong():
    assert 0

@pytest.mark.parametrize("n", [1, 2])
def test_row(n):
    assert n
PY
python -m pytest -p no:cacheprovider -q cart.py --alluredir allure-results
for file in allure-results/*-result.json; do
  cp "$file" "$(python -c 'import json, sys; d = json.load(open(sys.argv[1])); print(d["name"].strip("]").replace("[", "-"))' "$file").json"
done
for file in allure-results/*-container.json; do cp "$file" container.json; done
