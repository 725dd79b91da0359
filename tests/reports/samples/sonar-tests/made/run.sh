#!/bin/sh
# Sonar's generic test execution: `npm install jest jest-sonar` in this folder, then `sh run.sh`.
# Jest's own counts are printed into bad.txt and the like.
# a record of what was run, word splitting and all
# shellcheck disable=SC2086
set -u
cat > cart.test.js <<'JS'
describe('cart', () => {
  test('adds', () => { expect(1 + 1).toBe(2); });
  test('tax', () => { expect(1.19).toBe(1.2); });
  test.skip('ships', () => {});
  test.todo('is planned');
});
JS
echo "test('counts', () => {});" > stock.test.js
run() { out=$1; shift; npx jest --rootDir . --reporters=default --reporters=jest-sonar "$@" > $out.txt 2>&1; mv coverage/sonar-report.xml $out.xml; }
run bad
run good --testPathPatterns stock
