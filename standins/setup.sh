#!/usr/bin/env bash
# Probes the NuGet registry once for the packages that some registries lack, and prepares the stand-ins for those it lacks.
# Idempotent. Writes Packages.local.props (git-ignored); an ordinary machine whose registry carries everything needs no stand-in.
# Environment: LIBTORCH=DIR uses that libtorch instead of the system's; PFLOW_REPROBE=1 asks the registry again.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=.packages
mkdir -p "$packages"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; install it and run this again."

# carries PACKAGE STATEMENT: a package is there when it restores as the project restores it (another version is an error) and a
# program that uses it runs: a native library may restore and still not load on this system.
carries() {
    local probe; probe=$(mktemp -d)
    local version; version=$(sed -n "s/.*Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props)
    printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup><ItemGroup><PackageReference Include="%s" Version="%s" /></ItemGroup></Project>' \
        "$1" "$version" > "$probe/probe.csproj"
    printf '%s\n' "$2" > "$probe/Program.cs"
    local found=0
    { dotnet restore "$probe/probe.csproj" --verbosity quiet && dotnet run --project "$probe" --no-restore; } >"$probe/log" 2>&1 || found=1
    rm -rf "$probe"
    return $found
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
    else return 1; fi
}

# Installs what is missing of the Debian packages named, or says what to install.
need() {
    local missing=()
    for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
    [ ${#missing[@]} = 0 ] && return
    printf 'setup: installing %s\n' "${missing[*]}"
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >"$packages/apt.log" 2>&1 ||
        fail "these packages are missing and could not be installed: ${missing[*]} (log: $packages/apt.log). Install them as root: apt-get install ${missing[*]}"
}

# setup.sh need PACKAGES: only that, for whoever else needs Debian packages.
[ "${1:-}" != need ] || { shift; need "$@"; exit; }

onnxruntime() {
    local name=com.github.asus4.onnxruntime version=0.4.9
    local sha512=BkzxduSZ9IkeDP6Q8lz2TFU2ie7hSSvS7ZIfzMooExoq0CNzJnuuGaUJ7IsojBgqO4ouD1jXah8OYyJbCN29Fg==
    [ -f "$packages/onnxruntime/.$version" ] && return
    command -v npm >/dev/null || need nodejs npm
    local cache="${XDG_CACHE_HOME:-$HOME/.cache}/preferenceflow"; mkdir -p "$cache"
    local archive="$cache/$name-$version.tgz"
    if ! [ -f "$archive" ]; then
        printf 'setup: fetching ONNX Runtime (150 MB, once)\n'
        local download; download=$(mktemp -d "$cache/download.XXXX")
        (cd "$download" && npm pack --silent --ignore-scripts "$name@$version" >/dev/null) || fail "npm could not fetch $name@$version."
        mv "$download"/*.tgz "$archive" && rmdir "$download"
    fi
    [ "$(openssl dgst -sha512 -binary "$archive" | base64 -w0)" = "$sha512" ] ||
        { rm -f "$archive"; fail "$name@$version does not have the pinned hash; it was deleted. Run this again."; }
    rm -rf "$packages/onnxruntime" && mkdir -p "$packages/onnxruntime"
    tar -xzf "$archive" -C "$packages/onnxruntime" --strip-components=1 --wildcards 'package/Runtime/*.cs' 'package/Plugins/Linux/x64/*.so' 'package/LICENSE'
    touch "$packages/onnxruntime/.$version"
}

torch_shim() {
    local build="$packages/torch-shim" stamp
    if [ -z "${LIBTORCH:-}" ]; then need libtorch-dev libopenblas0-pthread cmake g++; else need cmake g++; fi
    stamp=$(cat standins/TorchSharp/native/* | sha256sum | cut -c1-16)-${LIBTORCH:-system}
    [ "$(cat "$build/.stamp" 2>/dev/null)" = "$stamp" ] && [ -f "$build/libtorch_shim.so" ] && return
    printf 'setup: compiling the libtorch shim\n'
    { cmake -S standins/TorchSharp/native -B "$build" -DCMAKE_BUILD_TYPE=Release ${LIBTORCH:+-DCMAKE_PREFIX_PATH="$LIBTORCH"} &&
        cmake --build "$build" --parallel; } >"$packages/torch-shim.log" 2>&1 || { tail -n 20 "$packages/torch-shim.log" >&2; fail "the shim did not compile (log: $packages/torch-shim.log)."; }
    printf %s "$stamp" > "$build/.stamp"
}

if ! [ -f Packages.local.props ] || [ "${PFLOW_REPROBE:-0}" = 1 ]; then
    torch=true onnx=true refit=true
    carries TorchSharp-cpu 'using TorchSharp; return torch.ones(2).sum().ToSingle() == 2 ? 0 : 1;' && torch=false
    carries Microsoft.ML.OnnxRuntime 'Microsoft.ML.OnnxRuntime.OrtEnv.Instance(); return 0;' && onnx=false
    carries Refit.HttpClientFactory 'return typeof(Refit.RestService).Name.Length > 0 ? 0 : 1;' && refit=false
    cat > Packages.local.props <<PROPS
<Project>
  <PropertyGroup>
    <StandinTorchSharp>$torch</StandinTorchSharp>
    <StandinOnnxRuntime>$onnx</StandinOnnxRuntime>
    <StandinRefit>$refit</StandinRefit>
  </PropertyGroup>
</Project>
PROPS
fi
standin() { grep -q "<Standin$1>true<" Packages.local.props; }
! standin OnnxRuntime || onnxruntime
! standin TorchSharp || torch_shim
describe() { standin "$1" && printf stand-in || printf package; }
printf 'setup: TorchSharp: %s, ONNX Runtime: %s, Refit: %s\n' "$(describe TorchSharp)" "$(describe OnnxRuntime)" "$(describe Refit)"
