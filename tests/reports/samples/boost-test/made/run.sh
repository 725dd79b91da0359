#!/bin/sh
# Boost.Test's log in XML: `sh run.sh` in an empty folder (libboost-test-dev 1.74, Debian). What it
# prints itself, with --report_level=detailed, is kept in bad.txt and the like.
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2086
set -u
cat > cart.cpp <<'CPP'
#define BOOST_TEST_MODULE shop
#include <boost/test/included/unit_test.hpp>
#include <boost/test/data/test_case.hpp>
namespace utf = boost::unit_test;
BOOST_AUTO_TEST_SUITE(Cart)
BOOST_AUTO_TEST_CASE(adds) { BOOST_TEST(1 + 1 == 2); BOOST_TEST_MESSAGE("hello"); }
#ifdef BAD
BOOST_AUTO_TEST_CASE(tax) { BOOST_TEST(119 == 120); BOOST_TEST(1 == 2); }
BOOST_AUTO_TEST_CASE(throws) { throw std::runtime_error("no database"); }
BOOST_AUTO_TEST_CASE(requires_it) { BOOST_REQUIRE(false); }
BOOST_AUTO_TEST_CASE(warns) { BOOST_WARN(false); }
BOOST_AUTO_TEST_CASE(off, *utf::disabled()) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(known, *utf::expected_failures(1)) { BOOST_TEST(false); }
BOOST_DATA_TEST_CASE(rows, utf::data::xrange(2)) { BOOST_TEST(sample == 0); }
#endif
BOOST_AUTO_TEST_SUITE_END()
#ifdef BAD
BOOST_AUTO_TEST_SUITE(Stock, *utf::disabled())
BOOST_AUTO_TEST_CASE(counts) { BOOST_TEST(false); }
BOOST_AUTO_TEST_SUITE_END()
#endif
CPP
for one in BAD GOOD; do
  name=$(echo $one | tr A-Z a-z)
  g++ -D$one cart.cpp -o $name
  ./$name --logger=XML,all,$name.xml --report_level=detailed 2> $name.txt
  ./$name --logger=XML,,$name-default.xml --report_level=no
  ./$name --report_format=XML --report_level=detailed --report_sink=$name-report.xml --log_level=nothing
done
