#!/usr/bin/env bash
# Measures everything in benchmarks/results/edit-flow.json. usage: benchmarks/edit-flow/run.sh FOLDER_WITH_EDIT_PAIRS
set -euo pipefail
data=$(realpath "${1:?folder with paradetox.jsonl.gz and imdb_counterfactual.jsonl.gz}")
cd "$(dirname "$0")/../.."
dotnet build benchmarks/edit-flow --configuration Release --nologo --verbosity quiet
dotnet build benchmarks/demo --configuration Release --nologo --verbosity quiet
bench() { dotnet run --project benchmarks/edit-flow --configuration Release --no-build -- "$@"; }

bench train-step
bench quality "$data/paradetox.jsonl.gz" --judged toxicity --output bundles/paradetox
bench aligned-answer "$data/paradetox.jsonl.gz" --bundle bundles/paradetox
bench quality "$data/imdb_counterfactual.jsonl.gz" --judged sentiment --output bundles/imdb_counterfactual
dotnet run --project benchmarks/demo --configuration Release --no-build -- --json benchmarks/results/edit-flow.json
