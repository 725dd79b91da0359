#!/bin/sh -e
# nyc 18, c8 12 and Jest 30 from npm, in a folder /build/cart; istanbul-summary has the summaries of the same runs
cat > cart.js <<'END'
function total(prices, discount = 0) {
  let sum = discount > 0 ? -discount : 0;
  prices.forEach((price) => {
    sum += price;
  });
  if (sum > 100) {
    return sum * 0.9;
  }
  return sum;
}

function label(count) {
  return count === 1 ? 'item' : 'items';
}

module.exports = { total, label };
END
cat > tax.js <<'END'
exports.tax = (sum, country) => {
  switch (country) {
    case 'DE': return sum * 0.19;
    case 'FR': return sum * 0.2;
    default: return 0;
  }
};
END
cat > first.js <<'END'
const { total } = require('./cart');
const { tax } = require('./tax');
total([1, 2]);
tax(1, 'DE');
END
cat > second.js <<'END'
const { total, label } = require('./cart');
const { tax } = require('./tax');
total([101], 0);
label(1);
label(2);
tax(1, 'FR');
tax(1);
END
cat > cart.test.js <<'END'
const { total } = require('./cart');
const { tax } = require('./tax');
test('total', () => { expect(total([1, 2])).toBe(3); });
test('tax', () => { expect(tax(1, 'DE')).toBe(0.19); });
END
echo '{"name": "cart", "version": "1.0.0"}' > package.json
for tool in nyc c8; do
  for part in first second; do
    npx $tool --report-dir $tool-$part --include cart.js --include tax.js \
      --reporter json --reporter json-summary --reporter lcovonly --reporter text-summary node $part.js
    rm -rf .nyc_output
  done
done
npx nyc --report-dir nyc-empty --include none.js --reporter json --reporter json-summary node first.js
npx jest --coverage --coverageDirectory jest --coverageReporters json json-summary text-summary
# vitest 3, with `export` in cart.js and tax.js, and `import` in the test
for provider in v8 istanbul; do
  npx vitest run --coverage.enabled --coverage.provider=$provider --coverage.include=cart.js \
    --coverage.include=tax.js --coverage.reportsDirectory=vitest-$provider --coverage.reporter=json \
    --coverage.reporter=json-summary --coverage.reporter=lcovonly --coverage.reporter=text-summary
done
