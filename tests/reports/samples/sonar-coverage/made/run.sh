#!/bin/sh -e
# gcc 12 and gcovr 8.8; cart.c, tax.c and main.c are those of llvm-cov/made/run.sh
gcc --coverage -O0 cart.c tax.c main.c -o cart
for part in first second; do
  if [ $part = second ]; then argument=x; else argument=; fi
  find . -name '*.gcda' -delete
  ./cart $argument || true
  gcovr --root . -f cart.c -f tax.c --sonarqube $part.xml --txt-summary
done
gcovr --root . -f none.c --sonarqube empty.xml
