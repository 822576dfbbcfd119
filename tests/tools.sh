#!/bin/sh
# Installs the tools that the conformance tests run, in pinned versions, into the ignored folder .tools/.
# Runs again and again without doing anything twice. Needs python3 and, for promptfoo and Vitest, node and npm.
#
#   tests/tools.sh        pytest with pydantic and jsonschema, ruff and mypy, the statistics packages, promptfoo
#   tests/tools.sh --all  also DeepEval, Inspect AI, Vitest and MLflow
set -eu

# For the suites pytest and jsonschema: "name==version" each.
PYTEST="pytest==9.2.0 pydantic==2.14.3 jsonschema==4.26.0"
PROMPTFOO=0.121.20
# The statistics packages that gemba's figures are held against: "name==version" each.
MEASURES="scipy==1.17.1 statsmodels==0.15.0 scikit-learn==1.9.1 krippendorff==0.9.0"
# What generated code has to please: "name==version" each; pytest, since mypy reads its types.
LINT="ruff==0.17.6 mypy==2.4.1 pytest==9.2.0"
# Only with --all: packages of Python, "name==version" each, and Vitest.
EVALS="pytest==9.2.0 deepeval==4.3.1 inspect-ai==0.3.285"
VITEST=3.2.4
MLFLOW="pytest==9.2.0 mlflow==3.17.2"

all=no
[ "${1-}" = --all ] && all=yes

cd "$(dirname "$0")/.."
mkdir -p .tools
cd .tools

if [ "$(cat venv.ready 2>/dev/null || true)" = "$PYTEST" ]; then
    echo "tools: pytest, pydantic and jsonschema are there"
elif command -v python3 >/dev/null; then
    echo "tools: installing $PYTEST"
    rm -f venv.ready
    python3 -m venv --clear venv
    # shellcheck disable=SC2086
    venv/bin/python -m pip install --quiet --disable-pip-version-check $PYTEST
    echo "$PYTEST" >venv.ready
    echo "tools: installed $PYTEST"
else
    echo "tools: no python3, so pytest is left out and its tests are skipped"
fi

# Makes an environment of Python with packages. Without one the tests that need it are skipped, which is said.
environment() { # FOLDER WHAT WITHOUT PACKAGES [OPTION OF PIP...]
    folder=$1 what=$2 without=$3 packages=$4
    shift 4
    if [ "$(cat "$folder.ready" 2>/dev/null || true)" = "$packages" ]; then
        echo "tools: $what are there"
    elif command -v python3 >/dev/null; then
        echo "tools: installing $packages"
        rm -f "$folder.ready"
        python3 -m venv --clear "$folder"
        # shellcheck disable=SC2086
        if "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@" $packages; then
            echo "$packages" >"$folder.ready"
            echo "tools: installed $what"
        else
            rm -rf "$folder"
            echo "tools: $what could not be installed, so $without"
        fi
    else
        echo "tools: no python3, so $without"
    fi
}

environment lint "ruff and mypy" "generated Python is not held against them" "$LINT"
# None is built here: that takes a compiler of Fortran.
environment measures "the statistics packages (about 460 MB)" "gemba's figures are not held against them" "$MEASURES" \
    --only-binary :all:

version_of() {
    node -p "require('$PWD/node_modules/$1/package.json').version" 2>/dev/null || true
}

if [ -e promptfoo.ready ] && [ "$(version_of promptfoo)" = "$PROMPTFOO" ]; then
    echo "tools: promptfoo $PROMPTFOO is there"
elif command -v npm >/dev/null; then
    echo "tools: installing promptfoo $PROMPTFOO (about a minute, 270 MB)"
    rm -f promptfoo.ready
    [ -e package.json ] || echo '{ "private": true }' >package.json
    lean="--omit=optional --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error"
    # shellcheck disable=SC2086
    npm install $lean "promptfoo@$PROMPTFOO"
    # Of the optional packages it needs one: the native part of its database, named after the platform.
    native=$(node -p "
        const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
        const tail = { linux: musl ? '-musl' : '-gnu', darwin: '', win32: '-msvc' }[process.platform];
        '@libsql/' + process.platform + '-' + process.arch + tail")
    # shellcheck disable=SC2086
    npm install $lean "$native@$(version_of libsql)"
    touch promptfoo.ready
    echo "tools: installed promptfoo $PROMPTFOO"
else
    echo "tools: no npm, so promptfoo is left out and its tests are skipped"
fi

[ "$all" = yes ] || exit 0

environment evals "DeepEval and Inspect AI" "their tests are skipped" "$EVALS"
environment mlflow "MLflow (about 870 MB)" "its tests are skipped" "$MLFLOW"

if [ "$(cat vitest.ready 2>/dev/null || true)" = "$VITEST" ]; then
    echo "tools: Vitest $VITEST is there"
elif command -v npm >/dev/null; then
    echo "tools: installing Vitest $VITEST"
    rm -f vitest.ready
    mkdir -p vitest
    # Its own folder, and with the optional packages: they hold the native parts of its bundler.
    [ -e vitest/package.json ] || echo '{ "private": true }' >vitest/package.json
    if (cd vitest && npm install --ignore-scripts --no-audit --no-fund --loglevel=error "vitest@$VITEST"); then
        echo "$VITEST" >vitest.ready
        echo "tools: installed Vitest $VITEST"
    else
        rm -rf vitest
        echo "tools: Vitest could not be installed, so its tests are skipped"
    fi
else
    echo "tools: no npm, so Vitest is left out and its tests are skipped"
fi
