#!/bin/sh
# Runs the tests and ends with one line, "N passed, N failed".
#   unit      what needs no Docker
#   sanitize  the nginx module under AddressSanitizer, UndefinedBehaviorSanitizer and valgrind; needs Docker
#   all       style, import directions, unit tests; then sets Docker up, builds the images, tests in a real lab; sanitize
set -u
cd "$(dirname "$0")/.." || exit 3

passed=0
failed=0
scratch=$(mktemp -d)
counts=$scratch/counts
color=
[ -t 1 ] || color=--no-color
trap 'rm -rf "$scratch"' EXIT

# A step that everything after it needs. Going well it is no test; going wrong it is a failed one.
need() {
  printf '\n== %s\n' "$*"
  "$@" </dev/null && return
  printf '== failed: %s\n' "$*"
  failed=$((failed + 1))
  return 1
}

check() {
  need "$@" && passed=$((passed + 1))
}

# mocha_on FLAGS... -- FOLDER...: one mocha run over the compiled tests of the folders that there are.
mocha_on() {
  flags=
  while [ "$1" != -- ]; do
    flags="$flags $1"
    shift
  done
  shift
  for folder in "$@"; do
    shift
    [ -z "$(find "dist/test/$folder" -name '*.test.js' -print 2>/dev/null)" ] || set -- "$@" "dist/test/$folder/**/*.test.js"
  done
  [ $# -gt 0 ] || return 0
  printf '\n== tests: %s\n' "$*"
  : >"$counts"
  # shellcheck disable=SC2086 # the flags are words of this file
  LAB_TEST_COUNTS=$counts node_modules/.bin/mocha --enable-source-maps --forbid-only \
    --reporter test/reporter.cjs $color $flags "$@" </dev/null
  status=$?
  # Without counts mocha itself broke down: a test file that cannot be loaded is a failed test.
  read -r good bad <"$counts" || { good=0 bad=1; }
  [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  passed=$((passed + good))
  failed=$((failed + bad))
}

prepare() { LAB_PREPARE_ONLY=1 ./lab; }
setup() { ./lab setup --yes; }
build() { ./lab build; }
lint() { node_modules/.bin/biome check .; }
imports() { npm run --silent check:imports; }

unit_tests() { mocha_on -- unit contract; }
in_containers() { mocha_on --timeout=600000 --exit "$@"; }
lab_tests() { in_containers -- php lab; }

# Not those again that have nothing to do with the build.
sanitized_tests() {
  export LAB_MODULE_BUILD=sanitized
  in_containers --ignore=dist/test/module/builds.test.js --ignore=dist/test/module/memcache-client.test.js -- module
  unset LAB_MODULE_BUILD
}

# The nginx module has containers of its own, and its tests wait for most of their time: they run beside those in labs.
# What they say comes when both are done.
module_and_lab_tests() {
  (
    counts=$scratch/module.counts
    passed=0
    failed=0
    in_containers -- module
    sanitized_tests
    echo "$passed $failed" >"$scratch/module.sum"
  ) >"$scratch/module.log" 2>&1 &
  beside=$!
  # In the background they would not hear of Ctrl-C.
  trap 'trap - TERM; kill 0' INT TERM
  lab_tests
  wait "$beside"
  trap - INT TERM
  cat "$scratch/module.log"
  read -r good bad <"$scratch/module.sum" || { good=0 bad=1; }
  passed=$((passed + good))
  failed=$((failed + bad))
}

case ${1:-all} in
  unit)
    need prepare && unit_tests
    ;;
  sanitize)
    need prepare && need setup && sanitized_tests
    ;;
  all)
    if need prepare; then
      check lint
      check imports
      unit_tests
      if need setup && need build; then
        module_and_lab_tests
      fi
    fi
    ;;
  *)
    echo "test/run.sh: $1: choose unit, sanitize or all" >&2
    exit 64
    ;;
esac

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
