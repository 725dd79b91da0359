#!/bin/sh
# Mochawesome's JSON: `npm install mocha mochawesome` in this folder, then `sh run.sh`. Its `stats`
# say how many tests passed, failed and are pending; a hook that failed is `other`.
# a record of what was run, word splitting and all
# shellcheck disable=SC2086
set -u
mkdir -p hooks none
cat > cart.spec.js <<'JS'
const assert = require('assert');
describe('Cart', () => {
  it('total is right', () => { assert.equal(1 + 1, 2); });
  it('tax is right', () => { assert.equal(1.19, 1.2); });
  it.skip('ships abroad', () => {});
  it('is planned');
  describe('coupons', () => { it('ten percent', () => {}); });
});
JS
cat > hooks/hooks.spec.js <<'JS'
describe('Cart', () => { it('total is right', () => {}); });
describe('Hooks', () => {
  before('sets up', () => { throw new Error('no database'); });
  it('never runs', () => {});
});
JS
cat > stock.spec.js <<'JS'
describe('Stock', () => { it('counts', () => {}); it('lasts', () => {}); });
JS
echo "describe('Nothing', () => {});" > none/none.spec.js
run() { out=$1; shift; npx mocha --reporter mochawesome --reporter-options reportDir=out,reportFilename=$out,html=false,quiet=true "$@"; mv out/$out.json $out.json; }
run bad cart.spec.js
run good stock.spec.js
run hook hooks/hooks.spec.js
run nothing none/none.spec.js
