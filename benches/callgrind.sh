#!/usr/bin/env bash
# Row 3 of docs/performance.md: instructions of a verification outside the compression function, ours ÷ the hand-written
# ideal's. Valgrind hides the SHA extensions, so compression itself is not counted. With --functions, where they go.
set -euo pipefail
. "$(dirname "$0")/shared/table.sh"
need valgrind 'install Debian package valgrind'

binary=$(cargo bench --bench ratios --no-run 2>&1 | sed -n 's/.*(\(target.*\))$/\1/p; s/^ *Executable.* \(target.*\)$/\1/p' | tr -d '()' | tail -n 1)
[ -x "$binary" ] || { echo 'the bench `ratios` was not built' >&2; exit 2; }

# functions SIDE SCHEME N: instructions and name of each function that does not compress
functions() {
  valgrind --tool=callgrind --callgrind-out-file="$work/out" "$binary" --repeat "$1" "$2" 256B "$3" 2>/dev/null
  callgrind_annotate --threshold=100 "$work/out" 2>/dev/null |
    awk '/^ *[0-9,]+ \(/ && !/PROGRAM TOTALS/ && !/compress/ { gsub(",", "", $1); n = $1; sub(/^[^)]*\) */, ""); print n "\t" $0 }'
}

# of SIDE SCHEME: instructions of one verification; the difference of two runs leaves out what happens once
of() {
  functions "$1" "$2" 1000 >"$work/few"
  functions "$1" "$2" 3000 >"$work/many"
  awk -F'\t' 'NR == FNR { few += $1; next } { many += $1 } END { print (many - few) / 2000 }' "$work/few" "$work/many"
}

heading
for scheme in github determined stripe standard-webhooks slack; do
  ours=$(of ours $scheme)
  if [ "${1:-}" = --functions ]; then
    sort -nr "$work/many" | awk -F'\t' '$1 >= 30000 { printf "    %8.1f %s\n", $1 / 3000, substr($2, 1, 90) }'
  fi
  ideal=$(of ideal $scheme)
  row "3 $scheme 256B: $ours ÷ $ideal instructions" "$(ratio "$ours" "$ideal")" at-most 1.15
done
