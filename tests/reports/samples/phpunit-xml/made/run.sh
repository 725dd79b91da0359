#!/bin/sh -e
# PHPUnit 9.6 with pcov from Debian, in a folder /build/cart; the folder cov is renamed
mkdir -p src/Tax tests
cat > src/Cart.php <<'END'
<?php
namespace Acme;

class Cart
{
    public function total(array $prices): int
    {
        $sum = 0;
        foreach ($prices as $price) {
            $sum += $price;
        }
        if ($sum > 100) {
            return $sum - 10;
        }
        return $sum;
    }

    public function label(int $count): string
    {
        return $count === 1 ? 'item' : 'items';
    }
}
END
cat > src/Tax/Rate.php <<'END'
<?php
namespace Acme\Tax;

function rate(string $country): float
{
    if ($country === 'DE') {
        return 0.19;
    }
    return 0.0;
}
END
cat > tests/CartTest.php <<'END'
<?php
require_once __DIR__ . '/../src/Cart.php';
require_once __DIR__ . '/../src/Tax/Rate.php';

final class CartTest extends PHPUnit\Framework\TestCase
{
    public function testTotal(): void
    {
        $this->assertSame(3, (new Acme\Cart())->total([1, 2]));
        $this->assertSame(0.19, Acme\Tax\rate('DE'));
    }
}
END
cat > phpunit.xml <<'END'
<?xml version="1.0"?>
<phpunit><testsuites><testsuite name="cart"><directory>tests</directory></testsuite></testsuites>
<coverage><include><directory>src</directory></include></coverage></phpunit>
END
phpunit --coverage-xml cov --coverage-clover clover.xml --coverage-text
cp cov/index.xml low.xml && cp cov/Cart.php.xml .
cat > tests/MoreTest.php <<'END'
<?php
final class MoreTest extends PHPUnit\Framework\TestCase
{
    public function testMore(): void
    {
        $this->assertSame(190, (new Acme\Cart())->total([200]));
        $this->assertSame('item', (new Acme\Cart())->label(1));
        $this->assertSame(0.0, Acme\Tax\rate('FR'));
    }
}
END
phpunit --coverage-xml cov --coverage-text
cp cov/index.xml good.xml
