#!/bin/sh
# TeamCity's service messages: `sh run.sh` in an empty folder, with PHPUnit 9.6 (Debian's phpunit) and
# `pip install pytest teamcity-messages`. What PHPUnit and pytest count is in bad.txt and pytest.txt.
set -u
cat > CartTest.php <<'PHP'
<?php
use PHPUnit\Framework\TestCase;
final class CartTest extends TestCase {
    public function testAdds(): void { $this->assertSame(2, 1 + 1); }
    public function testTax(): void { $this->assertSame("a|b ['c']", 'x'); }
    public function testThrows(): void { throw new RuntimeException('no database'); }
    public function testShips(): void { $this->markTestSkipped('later'); }
    public function testPlanned(): void { $this->markTestIncomplete('planned'); }
    public function testRisky(): void {}
    /** @dataProvider rows */
    public function testRow(int $n): void { $this->assertSame(1, $n); }
    public function rows(): array { return ['one' => [1], 'two' => [2]]; }
}
PHP
cat > StockTest.php <<'PHP'
<?php
final class StockTest extends PHPUnit\Framework\TestCase {
    public function testCounts(): void { $this->assertTrue(true); }
    public function testDies(): void { if (getenv('DIE')) { exit(1); } $this->assertTrue(true); }
}
PHP
phpunit --no-configuration --log-teamcity bad.log CartTest.php > bad.txt
phpunit --no-configuration --teamcity StockTest.php > good.log
DIE=1 phpunit --no-configuration --log-teamcity died.log StockTest.php > died.txt
cat > cart.py <<'PY'
import pytest

def test_adds():
    assert 1 + 1 == 2

def test_tax():
    assert 1.19 == 1.2

@pytest.mark.skip(reason="later")
def test_ships():
    pass
PY
python -m pytest -p no:cacheprovider -q --teamcity cart.py > pytest.log
