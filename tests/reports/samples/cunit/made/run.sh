#!/bin/sh
# CUnit's automated run: `sh run.sh` in an empty folder (libcunit1-dev 2.1, Debian). The summary at
# the end of the file has CUnit's own counts.
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2086
set -u
cat > cart.c <<'C'
#include <CUnit/CUnit.h>
#include <CUnit/Automated.h>
static void adds(void) { CU_ASSERT_EQUAL(1 + 1, 2); }
static void tax(void) { CU_ASSERT_EQUAL(119, 120); CU_ASSERT_EQUAL(1, 2); }
static void later(void) { CU_ASSERT(0); }
static int broken(void) { return 1; }
int main(int argc, char **argv) {
  CU_initialize_registry();
#ifndef NOTHING
  CU_pSuite s = CU_add_suite("Cart", NULL, NULL);
  CU_add_test(s, "adds", adds);
#endif
#ifdef BAD
  CU_add_test(s, "tax", tax);
  CU_pTest off = CU_add_test(s, "later", later);
  CU_set_test_active(off, CU_FALSE);
  CU_pSuite t = CU_add_suite("Stock", broken, NULL);
  CU_add_test(t, "counts", adds);
#endif
  CU_set_output_filename(argv[1]);
  CU_list_tests_to_file();
  CU_automated_run_tests();
  return 0;
}
C
for one in BAD GOOD NOTHING; do
  name=$(echo $one | tr A-Z a-z)
  gcc -D$one cart.c -lcunit -o $name && ./$name $name
  mv $name-Results.xml $name.xml; mv $name-Listing.xml listing-$name.xml
done
