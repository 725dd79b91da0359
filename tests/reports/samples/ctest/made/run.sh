#!/bin/sh
# CTest's Test.xml: `sh run.sh` in an empty folder (cmake 3.25, Debian). Its own summary is printed
# into bad.txt and the like: "N tests failed out of M", with those that it calls Not Run.
# a record of what was run, word splitting and all
# shellcheck disable=SC2086
set -u
cat > run.cmake <<'CM'
CM
project() { mkdir -p $1; printf 'cmake_minimum_required(VERSION 3.10)\nproject(shop NONE)\nset(BUILDNAME linux)\nset(SITE ci)\ninclude(CTest)\n%s\n' "$2" > $1/CMakeLists.txt; }
project bad 'add_test(NAME adds COMMAND true)
add_test(NAME tax COMMAND false)
add_test(NAME slow COMMAND sleep 5)
set_tests_properties(slow PROPERTIES TIMEOUT 1)
add_test(NAME crashes COMMAND sh -c "kill -SEGV $$")
add_test(NAME skips COMMAND sh -c "exit 77")
set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME says COMMAND echo skipped)
set_tests_properties(says PROPERTIES SKIP_REGULAR_EXPRESSION skipped)
add_test(NAME off COMMAND true)
set_tests_properties(off PROPERTIES DISABLED TRUE)
add_test(NAME gone COMMAND ./not-built)
add_test(NAME ready COMMAND false)
set_tests_properties(ready PROPERTIES FIXTURES_SETUP db)
add_test(NAME stores COMMAND true)
set_tests_properties(stores PROPERTIES FIXTURES_REQUIRED db)'
project good 'add_test(NAME adds COMMAND true)
add_test(NAME stores COMMAND true)'
project nothing 'enable_testing()'
for one in bad good nothing; do
  (mkdir -p $one/build && cd $one/build && cmake .. > /dev/null && ctest -T Test > ../../$one.txt 2>&1; ctest --output-junit ../../$one.junit.xml > /dev/null 2>&1; cp Testing/2*/Test.xml ../../$one.xml)
done
