#!/usr/bin/env bash
# Row 10 of docs/performance.md: signed and judged cases a second over HTTP ÷ what `oha` and `wrk` send to the same
# receiver, all at concurrency 32, in turns. Each load generator is measured where it is installed.
set -euo pipefail
. "$(dirname "$0")/shared/table.sh"
cases=10000 rounds=5
hookproof
receiver
printf '{"event":"ping","n":1}' >"$work/body"
"$HOOKPROOF" sign --scheme github --secret speed --body "$work/body" --format http >"$work/message"
signature=$(sed -n 's/^X-Hub-Signature-256: *//p' "$work/message" | tr -d '\r')

ours() {
  local began ended
  began=$(date +%s.%N)
  HOOKPROOF_SPEED=speed "$HOOKPROOF" fuzz receiver --scheme github --secret-env HOOKPROOF_SPEED --concurrency 32 \
    --cases $cases "$url" >"$work/ours" 2>&1 || { cat "$work/ours" >&2; return 1; }
  ended=$(date +%s.%N)
  awk -v n=$cases -v a="$began" -v b="$ended" 'BEGIN { print n / (b - a) }'
}

of_oha() {
  oha --no-tui -n $cases -c 32 -m POST -D "$work/body" -T application/json -H "X-Hub-Signature-256: $signature" "$url" |
    awk '/Requests\/sec/ { print $2 }'
}

of_wrk() {
  cat >"$work/post.lua" <<LUA
wrk.method = "POST"
wrk.body = '{"event":"ping","n":1}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-Hub-Signature-256"] = "$signature"
LUA
  wrk -t 2 -c 32 -d 1s -s "$work/post.lua" "$url" | awk '/Requests\/sec/ { print $2 }'
}

heading
measured=0
for tool in oha:0.8 wrk:0.7; do
  goal=${tool#*:} tool=${tool%:*}
  command -v "$tool" >/dev/null || { echo "SKIPPED: there is no \`$tool\`" >&2; continue; }
  measured=1
  for _ in $(seq $rounds); do
    a=$(ours) b=$("of_$tool")
    ratio "$a" "$b"
  done >"$work/ratios"
  row "10 cases/s ÷ $tool (last: ${a:-} ÷ ${b:-})" "$(median <"$work/ratios")" at-least "$goal"
done
[ $measured = 1 ] || { echo 'install `oha` (cargo install oha) or `wrk` (Debian)' >&2; exit 2; }
