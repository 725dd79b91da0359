#!/bin/sh -e
# clang and llvm-cov 14 from Debian, in a folder /build/cart
cat > cart.c <<'END'
#include <stddef.h>

int total(const int *prices, size_t n) {
  int sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += prices[i];
  if (sum > 100)
    return sum - 10;
  return sum;
}

const char *label(int count) {
  return count == 1 ? "item" : "items";
}
END
cat > tax.c <<'END'
int tax(int sum, int country) {
  if (country == 1 && sum > 0)
    return sum / 5;
  return 0;
}
END
cat > main.c <<'END'
#include <stddef.h>
int total(const int *prices, size_t n);
const char *label(int count);
int tax(int sum, int country);
int main(int argc, char **argv) {
  int prices[] = {1, 200};
  if (argc > 1) {
    total(prices + 1, 1);
    label(1);
    label(2);
    return tax(0, 1) + tax(1, 2);
  }
  return total(prices, 1) + tax(1, 1) > 100;
}
END
clang -fprofile-instr-generate -fcoverage-mapping cart.c tax.c main.c -o cart
for part in first second; do
  if [ $part = second ]; then argument=x; else argument=; fi
  LLVM_PROFILE_FILE=$part.profraw ./cart $argument || true
  llvm-profdata merge -sparse $part.profraw -o $part.profdata
  llvm-cov export ./cart -instr-profile=$part.profdata cart.c tax.c > $part.json
  llvm-cov export -format=lcov ./cart -instr-profile=$part.profdata cart.c tax.c > $part.info
  llvm-cov report ./cart -instr-profile=$part.profdata cart.c tax.c
done
llvm-cov export -summary-only ./cart -instr-profile=first.profdata cart.c tax.c > summary.json
llvm-cov export ./cart -instr-profile=first.profdata -ignore-filename-regex='.*' > empty.json
cat > odd.c <<'END'
#define TWICE(x) ((x) > 0 ? (x) * 2 : 0)
#ifdef NEVER
int never(void) {
  return 1;
}
#endif

int odd(int a) {
  if (a > 5)

    return TWICE(a);
#ifdef NEVER
  a++;
  a--;
#endif
  while (a > 0) { a--; if (a == 2) { break; } }
  if (a == 7) {
    return 3;
  } else if (a == 2) {

    return 4;
  }

  return a;
}

int main(void) { return odd(4) + odd(1) == 0; }
END
clang -fprofile-instr-generate -fcoverage-mapping odd.c -o odd
LLVM_PROFILE_FILE=odd.profraw ./odd || true
llvm-profdata merge -sparse odd.profraw -o odd.profdata
llvm-cov export ./odd -instr-profile=odd.profdata > odd.json
llvm-cov export -format=lcov ./odd -instr-profile=odd.profdata > odd.info
