#!/usr/bin/env bash
# Benchmarks of forms-fn, each beside a bare hello in the same run. Prints tables in Markdown.
#   bench/forms.sh             all of them
#   bench/forms.sh lambda      the packaged function beside a bare lambda_http: size, start, memory, answers
# ROUNDS (default 20) is the number of starts of each program.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$PWD/target/bench
what=("$@")
[ "${#what[@]}" -gt 0 ] || what=(lambda)

bench_lambda() {
  local form=/en/forms/mentor-request
  cargo build --quiet --locked
  target/debug/spaces build --out target/package >/dev/null 2>&1
  forms-fn/package target/package/forms
  cargo build --quiet --locked --manifest-path bench/serverless/Cargo.toml --target-dir "$target" --profile lambda -p hello
  cargo build --quiet --locked --manifest-path bench/serverless/Cargo.toml --target-dir "$target" --release -p starts
  # Nothing listens at the table's address: the page of a form asks no store. The TLS client is made all the same.
  FORMS_DIR=$PWD/target/package/forms FORMS_TABLE=bench FORMS_KEYS=$(keys) \
    "$target/release/starts" "${ROUNDS:-20}" "$form" hello="$target/lambda/hello" forms-fn=target/lambda/forms-fn
  zipped hello "$target/lambda/hello"
  zipped forms-fn target/lambda/forms-fn
}

# A keyring such as forms-fn makes: one pepper, one key for links and one to wrap keys.
keys() {
  python3 - <<'KEYS'
import base64, json, os
key = lambda: base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
print(json.dumps({"version": 1, "pepper": key(), "link": [{"id": 1, "key": key()}], "wrap": [{"id": 1, "key": key()}]}))
KEYS
}

zipped() { # NAME PROGRAM
  python3 - "$@" <<'ZIP'
import sys, zlib
print(f"{sys.argv[1]}: {len(zlib.compress(open(sys.argv[2], 'rb').read(), 9)) / 1e6:.2f} MB zipped")
ZIP
}

for name in "${what[@]}"; do
  declare -F "bench_$name" >/dev/null || { echo "no benchmark \`$name\`" >&2; exit 2; }
  printf '\n## %s\n\n' "$name"
  "bench_$name"
done
