#!/bin/sh
# UnitTest++'s XmlTestReporter: `sh run.sh` in an empty folder (libunittest++-dev 2.0, Debian). The
# root's attributes are its own counts.
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2046,SC2086,SC2209
set -u
cat > cart.cpp <<'CPP'
#include <UnitTest++/UnitTest++.h>
#include <UnitTest++/XmlTestReporter.h>
#include <UnitTest++/TestRunner.h>
#include <fstream>
#include <stdexcept>
#ifndef NOTHING
SUITE(Cart) {
  TEST(adds) { CHECK_EQUAL(2, 1 + 1); }
#ifdef BAD
  TEST(tax) { CHECK_EQUAL(119, 120); CHECK(false); }
  TEST(throws) { throw std::runtime_error("no database"); }
#endif
}
#endif
int main(int, char **argv) {
  std::ofstream file(argv[1]);
  UnitTest::XmlTestReporter reporter(file);
  UnitTest::TestRunner runner(reporter);
  return runner.RunTestsIf(UnitTest::Test::GetTestList(), NULL, UnitTest::True(), 0);
}
CPP
for one in BAD GOOD NOTHING; do
  name=$(echo $one | tr A-Z a-z)
  g++ -D$one cart.cpp $(pkg-config --cflags --libs UnitTest++) -o $name && ./$name $name.xml
done
