# Rows of a table: what was measured, how much, the goal, and whether it was missed. To be sourced.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
running=()
cleanup() {
  [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

need() { command -v "$1" >/dev/null || { echo "this needs \`$1\`: $2" >&2; exit 2; }; }

heading() { printf '%-58s %10s   goal\n' what measured; }

# row WHAT MEASURED at-most|at-least GOAL
row() {
  awk -v what="$1" -v measured="$2" -v side="$3" -v goal="$4" 'BEGIN {
    reached = side == "at-most" ? measured <= goal : measured >= goal
    printf "%-58s %10.3f   %s %s%s\n", what, measured, side, goal, reached ? "" : "  MISSED"
  }'
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { print (b == 0 ? 0 : a / b) }'; }

median() { sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# The program, built for release; HOOKPROOF names another one.
hookproof() {
  if [ -z "${HOOKPROOF:-}" ]; then
    cargo build --release --quiet
    HOOKPROOF=$PWD/target/release/hookproof
  fi
}

# Starts the reference receiver of the scheme `github` with the secret `speed`; sets `url`.
receiver() {
  HOOKPROOF_SPEED=speed "$HOOKPROOF" serve --scheme github --secret-env HOOKPROOF_SPEED --listen 127.0.0.1:0 \
    >"$work/receiver" 2>&1 &
  running+=($!)
  for _ in $(seq 100); do
    url=$(grep -o 'http://127[^ ]*' "$work/receiver" | head -n 1) && return
    sleep 0.05
  done
  echo "the receiver did not start: $(cat "$work/receiver")" >&2
  exit 2
}
