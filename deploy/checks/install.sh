#!/usr/bin/env bash
# Installs what checks the deployment files and API descriptions and cannot come from PyPI; does nothing where all is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The tests look here after PATH. Newer releases of kustomize need a newer Go than most have.
bin=$PWD/.recoup/checks/bin
kubeconform=github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
actionlint=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
kustomize=sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
stripe_mock=github.com/stripe/stripe-mock@v0.203.0
# All in one go: npm removes what it is not told of.
node=(@asyncapi/parser@3.6.3 @stoplight/spectral-cli@6.16.3 @redocly/cli@2.77.0)

has() { command -v "$1" >/dev/null || [[ -x $bin/$1 ]]; }

go_tool() {
  has "$1" && return
  if ! command -v go >/dev/null; then
    echo "$1 is missing, and so is Go to build it with: see https://go.dev/doc/install" >&2
    exit 1
  fi
  echo "installing $1"
  GOBIN=$bin go install "$2"
}

go_tool kubeconform "$kubeconform"
go_tool actionlint "$actionlint"
go_tool kustomize "$kustomize"
go_tool stripe-mock "$stripe_mock"

# The description that stripe-mock answers by: the test makes it stricter.
if [[ ! -f .recoup/checks/stripe.json ]]; then
  source=$(go mod download -json "$stripe_mock" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  install -m 644 "$source/embedded/openapi/spec3.json" .recoup/checks/stripe.json
fi

missing=false
for package in "${node[@]}"; do
  [[ -d .recoup/checks/node_modules/${package%@*} ]] || missing=true
done
if $missing; then
  if ! command -v npm >/dev/null; then
    echo "what reads API descriptions is missing, and so is npm to install it with: see https://nodejs.org" >&2
    exit 1
  fi
  echo "installing ${node[*]}"
  npm install --prefix .recoup/checks --no-save --no-audit --no-fund --loglevel=error "${node[@]}"
fi

# What looks at the console's pages. The browser itself, and no recommended desktop around it.
if ! has chromium && ! has google-chrome; then
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
    echo "chromium is missing: on Debian or Ubuntu: apt install chromium" >&2
    exit 1
  fi
  echo "installing chromium"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
fi

if ! has promtool; then
  if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
    echo "promtool is missing: it comes with Prometheus, on Debian or Ubuntu: apt install prometheus" >&2
    exit 1
  fi
  echo "installing promtool"
  # Only the program is wanted: the package would start a server as well.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  apt-get update -qq
  (cd "$work" && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb .)
  mkdir -p "$bin"
  install "$work/usr/bin/promtool" "$bin/promtool"
fi
