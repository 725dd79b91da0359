#!/bin/sh
# CppUnit's XmlOutputter: `sh run.sh` in an empty folder (libcppunit-dev 1.15, Debian). `Statistics`
# are CppUnit's own counts.
set -u
cat > cart.cpp <<'CPP'
#include <cppunit/extensions/HelperMacros.h>
#include <cppunit/extensions/TestFactoryRegistry.h>
#include <cppunit/ui/text/TestRunner.h>
#include <cppunit/XmlOutputter.h>
#include <fstream>
#include <stdexcept>
class Cart : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Cart);
  CPPUNIT_TEST(adds);
#ifdef BAD
  CPPUNIT_TEST(tax);
  CPPUNIT_TEST(throws);
#endif
  CPPUNIT_TEST_SUITE_END();
public:
  void adds() { CPPUNIT_ASSERT_EQUAL(2, 1 + 1); }
  void tax() { CPPUNIT_ASSERT_EQUAL(119, 120); }
  void throws() { throw std::runtime_error("no database"); }
};
#ifndef NOTHING
CPPUNIT_TEST_SUITE_REGISTRATION(Cart);
#endif
int main(int, char **argv) {
  CppUnit::TextUi::TestRunner runner;
  runner.addTest(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
  std::ofstream file(argv[1]);
  runner.setOutputter(new CppUnit::XmlOutputter(&runner.result(), file));
  return !runner.run("", false);
}
CPP
g++ -DBAD cart.cpp -lcppunit -o bad && ./bad bad.xml
g++ cart.cpp -lcppunit -o good && ./good good.xml
g++ -DNOTHING cart.cpp -lcppunit -o nothing && ./nothing nothing.xml
