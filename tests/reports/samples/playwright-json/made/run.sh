#!/bin/sh
# Playwright's JSON: `npm install @playwright/test` in this folder, then `sh run.sh` (no browser is
# needed: the tests use no page). Playwright's own `stats` say how many tests there are of each kind.
# a record of what was run, word splitting and all
# shellcheck disable=SC2209
set -u
mkdir -p tests more none
cat > tests/cart.spec.js <<'JS'
const { test, expect } = require('@playwright/test');
test.describe('cart', () => {
  test('adds', () => { expect(1 + 1).toBe(2); });
  test.describe('tax', () => {
    test('is right', () => { expect(1.19).toBe(1.2); });
  });
  test('is slow', async ({}, info) => { expect(info.retry).toBe(1); });
  test('is known to be wrong', () => { test.fail(); expect(1).toBe(2); });
  test('is right though it should be wrong', () => { test.fail(); expect(1).toBe(1); });
  test.skip('ships abroad', () => {});
  test('takes long', async () => { test.setTimeout(50); await new Promise(r => setTimeout(r, 500)); });
});
JS
cat > more/stock.spec.js <<'JS'
const { test, expect } = require('@playwright/test');
test('has stock', () => { expect(1).toBe(1); });
test('counts stock', () => { expect(2).toBe(2); });
JS
cat > playwright.config.js <<'JS'
module.exports = { retries: 1, workers: 1, projects: [{ name: 'wide' }, { name: 'narrow', grep: /adds|slow/ }], testDir: process.env.DIR };
JS
export FORCE_COLOR=0
DIR=tests npx playwright test --reporter=json > bad.json
DIR=more npx playwright test --reporter=json --project wide > good.json
DIR=none npx playwright test --reporter=json > nothing.json
DIR=tests npx playwright test --reporter=json --project wide --retries 0 --max-failures 1 > stopped.json
echo 'const x = ;' > more/broken.spec.js
DIR=more npx playwright test --reporter=json --project wide > not-loaded.json
