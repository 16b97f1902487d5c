#!/usr/bin/env bash
# Writes .env: a random password for PostgreSQL's superuser, for each service's login and its database's owner, for Kafka's
# superuser, the broker's key and each service's user there, for Grafana, the keys of the hashes that name addresses and people, and
# those that seal the secrets of webhooks and the sessions of the console, and that sign the links to the portal.
# What is there already stays, for the databases know it. --secrets prints the same as Kubernetes secrets.
set -euo pipefail
cd "${RECOUP_ENV_FOLDER:-$(dirname "$0")/..}"

services=(invoice workflow-scheduler notification dispute payment-plan console webhook)

variable() {
  local name=${1//-/_}
  echo "RECOUP_${name^^}_PASSWORD"
}

written() { sed -n "s/^$1=//p" .env; }

# Nobody but the owner of the file may read it.
touch .env
chmod 600 .env

ensure() {
  [[ -n $(written "$1") ]] || echo "$1=$(od -An -vtx1 -N24 /dev/urandom | tr -d ' \n')" >> .env
}

secret() {
  cat <<END
---
apiVersion: v1
kind: Secret
metadata: {name: $1, namespace: recoup}
type: kubernetes.io/basic-auth
stringData: {username: $2, password: "$(written "$3")"}
END
}

ensure "$(variable postgres)"
ensure "$(variable grafana)"
ensure "$(variable kafka-admin)"
ensure "$(variable kafka-store)"
ensure RECOUP_ADDRESS_KEY
ensure RECOUP_CHECKPOINT_KEY
ensure RECOUP_OIDC_SUBJECT_KEY
ensure RECOUP_WEBHOOK_KEYS
ensure RECOUP_CONSOLE_KEYS
ensure RECOUP_PORTAL_KEYS
for service in "${services[@]}"; do
  ensure "$(variable "$service")"
  ensure "$(variable "$service-owner")"
  ensure "$(variable "$service-kafka")"
done

case ${1:-} in
  "")
    echo "The passwords stand in .env." >&2
    ;;
  --secrets)
    secret postgres postgres "$(variable postgres)"
    secret address-key notification RECOUP_ADDRESS_KEY
    secret checkpoint-key notification RECOUP_CHECKPOINT_KEY
    secret webhook-keys webhook RECOUP_WEBHOOK_KEYS
    secret console-keys console RECOUP_CONSOLE_KEYS
    secret portal-keys portal RECOUP_PORTAL_KEYS
    secret oidc-subject-key every-service RECOUP_OIDC_SUBJECT_KEY
    for service in "${services[@]}"; do
      role=recoup_${service//-/_}
      secret "$service-database" "$role" "$(variable "$service")"
      secret "$service-database-owner" "${role}_owner" "$(variable "$service-owner")"
    done
    ;;
  *)
    echo "usage: deploy/passwords.sh [--secrets]" >&2
    exit 2
    ;;
esac
