#!/usr/bin/env bash
# Runs every test project and ends with one line: "N passed, N failed, N skipped". No test run at all is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
command -v npm >/dev/null || standins/setup.sh need nodejs npm || exit 1 # the tests run OpenAI's and others' Node clients
results=TestResults
rm -rf "$results"

suites=(Service.sln)
if [ -f Packages.local.props ]; then
    for tests in standins/tests/*/*.csproj; do
        # The tests of a stand-in are for where it stands in.
        name=$(basename "$tests" .Tests.csproj)
        grep -q "<Standin$name>true<" Packages.local.props && suites+=("$tests")
    done
fi

status=0
for suite in "${suites[@]}"; do
    dotnet test "$suite" --configuration Release --logger trx --results-directory "$results" --verbosity quiet "$@" || status=1
done

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed) failed=$(count failed) total=$(count total)
[ "$total" -gt 0 ] || { echo "No test ran."; exit 1; }
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
exit $status
