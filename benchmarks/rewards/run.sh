#!/usr/bin/env bash
# Measures everything in benchmarks/results/rewards.json and draws its picture. usage: benchmarks/rewards/run.sh FOLDER_WITH_REPLAY_PAIRS_AND_VOTES
set -euo pipefail
data=$(realpath "${1:?folder with replay/, pairs/ and votes/}")
cd "$(dirname "$0")/../.."
dotnet build benchmarks/rewards --configuration Release --nologo --verbosity quiet
bench() { dotnet run --project benchmarks/rewards --configuration Release --no-build -- "$@"; }

bench replay "$data/replay/judged.jsonl.gz"
bench human-pairs "$data"
bench over-optimisation "$data/replay/judged.jsonl.gz"
bench length-shift "$data/replay/judged.jsonl.gz"
bench more "$data"
bench doubt "$data"
bench score "$data/replay/judged.jsonl.gz"
bench picture
