#!/usr/bin/env bash
# Starts the broker; its first start makes the users, of whose passwords KAFKA_<USER>_PASSWORD tells.
set -euo pipefail

bin=${KAFKA_BIN:-/opt/kafka/bin}
config=$(dirname "$0")/server.properties
# In a file, because everybody may read a command line.
options=$(mktemp)
for user in admin $USERS; do
  name=${user^^}
  password=KAFKA_${name//-/_}_PASSWORD
  printf -- '--add-scram\nSCRAM-SHA-512=[name=%s,password=%s]\n' "$user" "${!password}" >>"$options"
done
"$bin/kafka-storage.sh" format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$config" "@$options"
rm "$options"
exec "$bin/kafka-server-start.sh" "$config"
