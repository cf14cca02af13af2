#!/usr/bin/env bash
# How fast forms-fn answers: beside a bare server, and beside a bare disk. Then the acceptance run: 200 registrations a
# second for a minute on 50 seats.
#   SECONDS_EACH   default 5
#   RATE, MINUTE   default 200 a second for 60 seconds
#   SCRATCH        where the store lies: the disk that is measured; default a folder of its own in target/
set -euo pipefail
cd "$(dirname "$0")/.."
each=${SECONDS_EACH:-5}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --release --quiet -p forms-fn --no-default-features --features cli,sqlite
cargo build --release --quiet --manifest-path bench/http/Cargo.toml
bin=$CARGO_TARGET_DIR/release
scratch=$(mktemp -d "${SCRATCH:-$CARGO_TARGET_DIR}/forms-http.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$scratch"' EXIT

# Starts a server and waits for its address.
serve() { # COMMAND …
  local out=$scratch/address
  rm -f "$out"; mkfifo "$out"
  "$@" >"$out" 2>/dev/null & server=$!
  read -r address <"$out"
}
stop() {
  kill "$server"; wait "$server" || true; server=
}

"$bin/load" folder "$scratch/forms"
for connections in 1 16 64; do
  echo "== $connections connections"
  "$bin/load" disk "$scratch/disk" "$each"
  serve "$bin/hello"
  "$bin/load" flood "$address" hello "$connections" "$each"
  stop
  serve "$bin/forms-fn" serve --addr 127.0.0.1:0 --data "$scratch/data-$connections" --forms "$scratch/forms"
  "$bin/load" flood "$address" invalid "$connections" "$each"
  "$bin/load" flood "$address" register "$connections" "$each"
  stop
done

echo "== ${RATE:-200} registrations a second on 50 seats"
serve "$bin/forms-fn" serve --addr 127.0.0.1:0 --data "$scratch/data" --forms "$scratch/forms"
"$bin/load" arrive "$address" "${RATE:-200}" "${MINUTE:-60}"
stop
"$bin/forms-fn" verify --data "$scratch/data"
