#!/bin/sh
# Qt Test's XML: `sh run.sh` in an empty folder (qtbase5-dev 5.15, Debian). Qt's own totals of the
# same run, as its text has them, are kept in bad.txt and the like.
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2086
set -u
cat > tst_cart.cpp <<'CPP'
#include <QtTest>
class Cart : public QObject {
  Q_OBJECT
private slots:
#ifdef BROKEN
  void initTestCase() { QVERIFY2(false, "no database"); }
#endif
  void adds() { QCOMPARE(1 + 1, 2); }
#ifdef BAD
  void tax() { QCOMPARE(119, 120); }
  void rows_data() { QTest::addColumn<int>("n"); QTest::newRow("one") << 1; QTest::newRow("two") << 2; }
  void rows() { QFETCH(int, n); QCOMPARE(n, 1); }
  void ships() { QSKIP("later"); }
  void known() { QEXPECT_FAIL("", "known", Continue); QCOMPARE(1, 2); }
  void right() { QEXPECT_FAIL("", "known", Continue); QCOMPARE(1, 1); }
#endif
#ifdef CRASH
  void crashes() { qFatal("out of stock"); }
#endif
};
QTEST_APPLESS_MAIN(Cart)
#include "tst_cart.moc"
CPP
flags=$(pkg-config --cflags --libs Qt5Test Qt5Core)
for one in BAD GOOD CRASH BROKEN; do
  name=$(echo $one | tr A-Z a-z)
  moc -D$one tst_cart.cpp -o tst_cart.moc
  g++ -D$one -fPIC tst_cart.cpp -I. -o $name $flags
  ./$name -o $name.xml,xml -o $name.txt,txt
done
