#!/usr/bin/env bash
# Row 12 of docs/performance.md: the most resident memory of long runs, which does not grow with them.
# Numbers of cases may be given: benches/memory.sh [CASES] [DELIVERIES].
set -euo pipefail
. "$(dirname "$0")/shared/table.sh"
need python3 'it is the shim and the sender'
[ -x /usr/bin/time ] || { echo 'this needs GNU time: install Debian package time' >&2; exit 2; }
cases=${1:-1000000} deliveries=${2:-100000}
hookproof

# most FILE COMMAND…: MiB of the program itself; its output goes to FILE
most() {
  local out=$1
  shift
  /usr/bin/time -f 'resident %M' "$@" >"$out" 2>"$out.err" || { cat "$out" "$out.err" >&2; return 1; }
  awk '/^resident/ { print $2 / 1024 }' "$out.err"
}

fuzz() {
  most "$work/fuzz" "$HOOKPROOF" fuzz receiver --scheme determined --cases "$1" -- python3 examples/determined_shim.py
}
sender() {
  SENDER_N=$1 most "$work/sender" "$HOOKPROOF" test sender --scheme github --secret speed --wait 3000 --checks signature \
    -- python3 benches/many_deliveries.py
}

heading
small=$(fuzz $((cases / 10))) large=$(fuzz "$cases")
row "12 fuzz receiver, $cases cases: MiB" "$large" at-most 64
row "12 the same ÷ a tenth of the cases" "$(ratio "$large" "$small")" at-most 1.25
small=$(sender $((deliveries / 10))) large=$(sender "$deliveries")
row "12 test sender, $deliveries deliveries: MiB" "$large" at-most 64
row "12 the same ÷ a tenth of the deliveries" "$(ratio "$large" "$small")" at-most 1.25
