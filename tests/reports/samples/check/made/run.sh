#!/bin/sh
# Check's XML: `sh run.sh` in an empty folder (check 0.15, Debian). What Check prints itself is kept
# in bad.txt and the like: "Checks: N, Failures: N, Errors: N".
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2086
set -u
cat > cart.c <<'C'
#include <check.h>
#include <stdlib.h>
#include <signal.h>
START_TEST(adds) { ck_assert_int_eq(1 + 1, 2); } END_TEST
START_TEST(tax) { ck_assert_int_eq(119, 120); } END_TEST
START_TEST(crashes) { raise(SIGSEGV); } END_TEST
START_TEST(rows) { ck_assert_int_lt(_i, 2); } END_TEST
int main(void) {
  Suite *s = suite_create("Cart"); TCase *c = tcase_create("core");
#ifndef NOTHING
  tcase_add_test(c, adds);
#endif
#ifdef BAD
  tcase_add_test(c, tax); tcase_add_test(c, crashes); tcase_add_loop_test(c, rows, 0, 3);
#endif
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  return srunner_ntests_failed(r) != 0;
}
C
libs="-lcheck -lsubunit -lm -lrt -lpthread"
for one in BAD GOOD NOTHING; do
  name=$(echo $one | tr A-Z a-z)
  gcc -D$one cart.c $libs -o $name && CK_XML_LOG_FILE_NAME=$name.xml ./$name > $name.txt
done
