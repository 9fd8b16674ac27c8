#!/usr/bin/env bash
# Row 13 of docs/performance.md: what the fuzz target `verify` costs an input, ÷ what a check written by hand costs, both
# less what libFuzzer itself costs. The inputs are the seeds of five schemes: executions a second of targets that run freely
# rank nothing, as each finds other inputs. Counted is the time in user mode, as each input is read from its file.
set -euo pipefail
. "$(dirname "$0")/shared/table.sh"
export RUSTC_BOOTSTRAP=1
runs=${1:-1000} rounds=5
cargo fuzz --version >/dev/null 2>&1 || { echo 'this needs cargo-fuzz: cargo install cargo-fuzz --locked' >&2; exit 2; }
host=$(rustc -vV | sed -n 's/^host: //p')

# Without a sanitizer, which would cost both sides ten times as much and so hide the difference.
cargo fuzz build --fuzz-dir benches/fuzz --target-dir target/fuzz-speed --sanitizer none -O >"$work/build" 2>&1 ||
  { cat "$work/build" >&2; exit 2; }
built=target/fuzz-speed/$host/release

# spent TARGET INPUT…: microseconds of one input
spent() {
  local target=$1 TIMEFORMAT=%U seconds
  shift
  seconds=$({ time "$built/$target" -runs="$runs" "$@" >"$work/log" 2>&1; } 2>&1) || { cat "$work/log" >&2; return 1; }
  awk -v s="$seconds" -v n=$(($# * runs)) 'BEGIN { print s * 1000000 / n }'
}

# compared WHAT GOAL INPUT…: the median of rounds
compared() {
  local what=$1 goal=$2 empty ours theirs
  shift 2
  for _ in $(seq $rounds); do
    empty=$(spent empty "$@") ours=$(spent verify "$@") theirs=$(spent by_hand "$@")
    awk -v e="$empty" -v a="$ours" -v b="$theirs" 'BEGIN { print (a - e) / (b - e) }' >>"$work/ratios"
  done
  what="13 $what, µs: ($ours - $empty) ÷ ($theirs - $empty)"
  if [ "$goal" = none ]; then
    printf '%-58s %10.3f\n' "$what" "$(median <"$work/ratios")"
  else
    row "$what" "$(median <"$work/ratios")" at-most "$goal"
  fi
  rm "$work/ratios"
}

heading
seeds=(fuzz/seeds/verify/{determined,github,slack,standard-webhooks,stripe}-*)
rejected=() accepted=()
for seed in "${seeds[@]}"; do
  case $seed in
    *-accept) accepted+=("$seed") ;;
    *-reject) rejected+=("$seed") ;;
  esac
done
# What a fuzzer makes is nearly always refused; what is accepted goes through a second verifier, which is slow.
compared 'verify, refused' 1.25 "${rejected[@]}"
compared 'verify, accepted twice' none "${accepted[@]}"
