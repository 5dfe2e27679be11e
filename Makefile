# Every target does all it needs, set-up included, and may be run again.
.PHONY: setup build test demo bench-edit-flow bench-rewards clean

setup:
	@standins/setup.sh

build: setup
	@dotnet build Service.sln --configuration Release --nologo --verbosity quiet

test: setup
	@tests/run.sh

demo: setup
	@dotnet build benchmarks/demo --configuration Release --nologo --verbosity quiet
	@dotnet run --project benchmarks/demo --configuration Release --no-build

# Rewrites benchmarks/results/edit-flow.json; DATA is a folder with paradetox.jsonl.gz and imdb_counterfactual.jsonl.gz.
DATA ?= ../shared/data/edits
bench-edit-flow: setup
	@benchmarks/edit-flow/run.sh $(DATA)

# Rewrites benchmarks/results/rewards.json and benchmarks/rewards/rewards.svg; DATA is a folder with replay/, pairs/ and votes/.
bench-rewards: DATA = ../shared/data
bench-rewards: setup
	@benchmarks/rewards/run.sh $(DATA)

clean:
	@rm -rf TestResults Packages.local.props
	@find . -name bin -o -name obj | grep -v node_modules | xargs rm -rf
