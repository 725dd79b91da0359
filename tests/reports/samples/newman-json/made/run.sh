#!/bin/sh
# Newman's JSON: `npm install newman` in this folder, then `sh run.sh`. Requests go to a server on
# the loopback; nobody listens on port 9. Newman's own count of what failed is `run.failures`.
# a record of what was run, word splitting and all
# shellcheck disable=SC2086
set -u
node -e 'require("http").createServer((q, s) => s.end("{}")).listen(18765, "127.0.0.1")' & server=$!
sleep 1
item() { printf '{"name":"%s","request":{"method":"GET","url":"%s"},"event":[{"listen":"%s","script":{"exec":["%s"]}}]}' "$1" "$2" "$3" "$4"; }
up=http://127.0.0.1:18765/cart
passes="pm.test('is there', () => pm.response.to.have.status(200)); pm.test('is JSON', () => pm.response.json());"
fails="pm.test('is gone', () => pm.response.to.have.status(404)); pm.test.skip('is paid', () => {});"
wrap() { printf '{"info":{"name":"%s","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[%s]}' "$1" "$2" > c.json; }
run() { npx newman run c.json --reporters json --reporter-json-export "$1.json" $2; }
wrap Good "$(item 'get cart' $up test "$passes")"; run good ""
wrap Bad "{\"name\":\"orders\",\"item\":[$(item 'get cart' $up test "$passes"),$(item 'get order' $up test "$fails")]}"; run bad ""
wrap Dead "$(item 'get cart' $up test "$passes"),$(item 'get stock' http://127.0.0.1:9/stock test "$passes"),$(item 'get tax' $up test 'nothing.is.here;')"; run dead ""
wrap Bail "$(item 'get order' $up test "$fails"),$(item 'get cart' $up test "$passes")"; run bail --bail
wrap Nothing ""; run nothing ""
kill $server
