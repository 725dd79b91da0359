#!/bin/sh -e
# coverage 7 and coveralls 4 from PyPI, in a git repository; what names its author was changed
cat > cart.py <<'END'
def total(prices):
    result = 0
    for price in prices:
        result += price
    if result > 100:
        return result - 10
    return result


def label(count):
    return "item" if count == 1 else "items"
END
echo 'import cart; cart.total([1, 2])' > first.py
echo 'import cart; cart.total([200]); cart.label(1); cart.label(2)' > second.py
for part in first second; do
  coverage run --branch --include cart.py $part.py
  coverage report
  COVERALLS_REPO_TOKEN=s3cr3t-token coveralls --output=$part.json
done
