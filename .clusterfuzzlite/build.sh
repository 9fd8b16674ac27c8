#!/bin/bash -eu
# Builds every fuzz target with its seeds and the dictionary into $OUT, as ClusterFuzzLite and OSS-Fuzz call for.
cd "${SRC:?}/hookproof"
# FUZZ_OPTIONS are more of `cargo fuzz build`, such as `--no-default-features`.
# shellcheck disable=SC2086
cargo fuzz build -O --debug-assertions ${FUZZ_OPTIONS:-}
for file in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$file" .rs)
  cp "fuzz/target/x86_64-unknown-linux-gnu/release/$target" "${OUT:?}/"
  cp fuzz/hookproof.dict "$OUT/$target.dict"
  python3 - "$target" "$OUT/${target}_seed_corpus.zip" <<'PYTHON'
import pathlib, sys, zipfile

target, archive = sys.argv[1:]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as seeds:
    for kind in ("seeds", "regressions"):
        for path in sorted(pathlib.Path("fuzz", kind, target).glob("*")):
            seeds.write(path, f"{kind}-{path.name}")
PYTHON
done
