#!/bin/sh
# Makes the reports beside this script with the tools themselves: make.sh python|javascript|java.
# Works in /home/dev/cart, which it makes and removes: the paths in the reports begin so. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=/home/dev/cart
[ ! -e "$top" ]
mkdir -p "$top"
trap 'rm -rf "$top"' EXIT
cd "$top"

python() {
    cat > cart.py <<'END'
"""The prices of a cart, in cents."""


def total(prices: list[int], discount: int = 0) -> int:
    """What the cart costs, less a discount in percent."""
    if not 0 <= discount <= 100:
        raise ValueError(f"no such discount: {discount}")
    return sum(prices) * (100 - discount) // 100


def cheapest(prices: list[int]) -> int:
    """The lowest price, 0 for an empty cart."""
    return min(prices, default=0)
END
    cat > test_cart.py <<'END'
import pytest

from cart import total


def test_total():
    assert total([250, 499]) == 749


def test_discount():
    assert total([1000], discount=10) == 900


def test_a_discount_is_a_percentage():
    with pytest.raises(ValueError, match="no such discount"):
        total([1000], discount=101)
END
    mkdir reports
    pytest --junitxml=reports/junit.xml \
        --cov=cart --cov-report=xml:reports/coverage.xml --cov-report=lcov:reports/coverage.lcov
    ruff check --output-format=sarif --output-file=reports/ruff.sarif
    ruff check --output-format=json --output-file=reports/ruff.json
    mypy --output=json cart.py > reports/mypy.json
    sed -i 's/ hostname="[^"]*"/ hostname="runner"/' reports/junit.xml
    keep python reports
}

javascript() {
    cat > package.json <<'END'
{
  "name": "cart",
  "private": true,
  "jest": {
    "collectCoverageFrom": ["src/**/*.js"],
    "coverageReporters": ["clover", "cobertura", "lcov", "json"],
    "reporters": ["default", ["jest-junit", {"outputDirectory": "reports"}]]
  }
}
END
    npm install --no-audit --no-fund --save-dev jest@29 jest-junit@16 eslint@9 @eslint/js@9
    mkdir src reports
    cat > src/cart.js <<'END'
"use strict";

// The prices of a cart, in cents.
function total(prices, discount = 0) {
  if (discount < 0 || discount > 100) {
    throw new RangeError(`no such discount: ${discount}`);
  }
  return Math.floor((prices.reduce((sum, price) => sum + price, 0) * (100 - discount)) / 100);
}

function cheapest(prices) {
  return prices.length ? Math.min(...prices) : 0;
}

module.exports = { cheapest, total };
END
    cat > src/cart.test.js <<'END'
"use strict";

const { total } = require("./cart");

test("adds the prices up", () => {
  expect(total([250, 499])).toBe(749);
});

test("takes a discount off", () => {
  expect(total([1000], 10)).toBe(900);
});

test("knows what a percentage is", () => {
  expect(() => total([1000], 101)).toThrow("no such discount");
});
END
    cat > eslint.config.js <<'END'
"use strict";

const js = require("@eslint/js");
const globals = { expect: "readonly", module: "writable", require: "readonly", test: "readonly" };

module.exports = [
  { ignores: ["coverage/**"] },
  js.configs.recommended,
  { languageOptions: { sourceType: "commonjs", globals } },
];
END
    npx jest --coverage
    npx eslint --format json --output-file reports/eslint.json
    rm -r coverage/lcov-report
    keep javascript reports coverage
}

java() {
    mkdir -p src/main/java/com/acme src/test/java/com/acme
    cat > src/main/java/com/acme/Cart.java <<'END'
package com.acme;

import java.util.Arrays;

/** The prices of a cart, in cents. */
public final class Cart {

    private Cart() {
    }

    /** What the cart costs, less a discount in percent. */
    public static int total(int discount, int... prices) {
        if (discount < 0 || discount > 100) {
            throw new IllegalArgumentException("no such discount: " + discount);
        }
        return Arrays.stream(prices).sum() * (100 - discount) / 100;
    }

    /** The lowest price, 0 for an empty cart. */
    public static int cheapest(int... prices) {
        return Arrays.stream(prices).min().orElse(0);
    }
}
END
    cat > src/test/java/com/acme/CartTest.java <<'END'
package com.acme;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class CartTest {

    @Test
    public void addsThePricesUp() {
        assertEquals(749, Cart.total(0, 250, 499));
    }

    @Test
    public void knowsWhatAPercentageIs() {
        assertThrows(IllegalArgumentException.class, () -> Cart.total(101, 1000));
    }
}
END
    cat > src/test/java/com/acme/DiscountTest.java <<'END'
package com.acme;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class DiscountTest {

    @Test
    public void isTakenOff() {
        assertEquals(900, Cart.total(10, 1000));
    }
}
END
    cat > pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.acme</groupId>
  <artifactId>cart</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>junit</groupId>
      <artifactId>junit</artifactId>
      <version>4.x</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
</project>
END
    agent
    mvn -B -s /etc/maven/settings-debian.xml \
        -DargLine="-javaagent:agent.jar=destfile=target/jacoco.exec,includes=com.acme.*" test
    cat > jacoco.xml <<'END'
<project xmlns:jacoco="antlib:org.jacoco.ant" default="report">
  <taskdef uri="antlib:org.jacoco.ant" resource="org/jacoco/ant/antlib.xml">
    <classpath><fileset dir="/usr/share/java" includes="org.jacoco.*.jar,asm*.jar"/></classpath>
  </taskdef>
  <target name="report">
    <mkdir dir="target/site/jacoco"/>
    <jacoco:report>
      <executiondata><file file="target/jacoco.exec"/></executiondata>
      <structure name="cart">
        <classfiles><fileset dir="target/classes"/></classfiles>
        <sourcefiles encoding="UTF-8"><fileset dir="src/main/java"/></sourcefiles>
      </structure>
      <xml destfile="target/site/jacoco/jacoco.xml"/>
      <csv destfile="target/site/jacoco/jacoco.csv"/>
    </jacoco:report>
  </target>
</project>
END
    ant -q -f jacoco.xml
    checkstyle -c /google_checks.xml -f xml -o target/checkstyle-result.xml src/main/java
    sed -i '/<properties>/,/<\/properties>/d' target/surefire-reports/TEST-*.xml
    sed -i 's/sessioninfo id="[^"]*"/sessioninfo id="runner"/' target/site/jacoco/jacoco.xml
    rm -rf target/classes target/test-classes target/maven-status target/jacoco.exec target/*/*.dump*
    rm -rf target/generated-sources target/generated-test-sources
    keep java target
}

# Debian has the agent in parts, and none of them says that it is one.
agent() {
    mkdir agent
    for part in org.jacoco.agent.rt org.jacoco.core asm asm-commons asm-tree asm-analysis; do
        (cd agent && unzip -qo "/usr/share/java/$part.jar")
    done
    rm -rf agent/META-INF agent/module-info.class
    echo 'Premain-Class: org.jacoco.agent.rt.internal.PreMain' > agent.mf
    jar cfm agent.jar agent.mf -C agent .
    rm -r agent agent.mf
}

keep() {
    tree=$here/$1
    shift
    for folder in "$@"; do
        rm -rf "${tree:?}/$folder"
        cp -r "$folder" "$tree/$folder"
    done
}

"$1"
