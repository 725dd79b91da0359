#!/bin/sh
# gtester's XML: `sh run.sh` in an empty folder (libglib2.0-dev-bin 2.74, Debian).
# a record of what was run, word splitting and all
# shellcheck disable=SC2018,SC2019,SC2046,SC2086
set -u
cat > cart.c <<'C'
#include <glib.h>
static void adds(void) { g_assert_cmpint(1 + 1, ==, 2); }
static void tax(void) { g_assert_cmpint(119, ==, 120); }
static void ships(void) { g_test_skip("later"); }
int main(int argc, char **argv) {
#ifdef EARLY
  g_error("no database");
#endif
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cart/adds", adds);
#ifdef BAD
  g_test_add_func("/cart/ships", ships);
  g_test_add_func("/cart/tax", tax);
  g_test_add_func("/stock/counts", adds);
#endif
  return g_test_run();
}
C
for one in BAD GOOD EARLY; do
  name=$(echo $one | tr A-Z a-z)
  gcc -D$one cart.c $(pkg-config --cflags --libs glib-2.0) -o $name && gtester -k -o $name.xml ./$name
done
