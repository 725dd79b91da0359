// WebdriverIO's JSON: `npm install @wdio/json-reporter` in this folder, then `node run.mjs`. The
// reporter is told of a run as a worker tells it; no browser is driven. `state` has its own counts.
import fs from 'node:fs';
import JsonReporter from '@wdio/json-reporter';

function run(name, tell) {
  const out = fs.createWriteStream(`${name}.json`);
  const reporter = new JsonReporter({ outputDir: '.', stdout: false, writeStream: out });
  const runner = { cid: '0-0', capabilities: { browserName: 'chrome' }, config: { framework: 'mocha', mochaOpts: { ui: 'bdd' }, hostname: 'localhost' }, specs: ['file:///builds/shop/cart.e2e.js'], sessionId: 's' };
  reporter.emit('runner:start', runner);
  const suite = { uid: 'suite1', title: 'Cart', fullTitle: 'Cart', type: 'suite', file: '/builds/shop/cart.e2e.js' };
  reporter.emit('suite:start', suite);
  const test = (title, how, error) => {
    const one = { uid: title, title, fullTitle: `Cart ${title}`, parent: 'Cart', type: 'test', error, errors: error && [error] };
    reporter.emit('test:start', one);
    if (how !== 'pending') reporter.emit(`test:${how}`, one); else reporter.emit('test:pending', one);
    reporter.emit('test:end', one);
  };
  const hook = (title, error) => {
    const one = { uid: title, title, parent: 'Cart', type: 'hook', error, errors: error && [error], state: error ? 'failed' : undefined };
    reporter.emit('hook:start', one);
    reporter.emit('hook:end', one);
  };
  tell(test, hook);
  reporter.emit('suite:end', suite);
  reporter.emit('runner:end', { ...runner, failures: 0, retries: 0 });
}
const error = { message: 'no database', stack: 'Error: no database', type: 'Error' };
run('bad', (test, hook) => { hook('"before each" hook'); test('adds', 'pass'); test('tax', 'fail', error); test('ships', 'pending'); });
run('good', (test) => { test('adds', 'pass'); });
run('hook', (test, hook) => { hook('"before all" hook for Cart', error); });
run('nothing', () => {});
