#!/usr/bin/env bash
# Makes the topics that are missing, and grants each service's user what is its own.
set -euo pipefail

bin=${KAFKA_BIN:-/opt/kafka/bin}
login=$(mktemp)
trap 'rm "$login"' EXIT
cat >"$login" <<END
security.protocol=SASL_SSL
ssl.truststore.type=PEM
ssl.truststore.location=${KAFKA_CA:-/etc/kafka-ca/ca.pem}
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="$KAFKA_ADMIN_PASSWORD";
END

connection=(--bootstrap-server "$KAFKA" --command-config "$login")
for topic in $TOPICS; do
  "$bin/kafka-topics.sh" "${connection[@]}" --create --if-not-exists \
    --topic "$topic" --partitions "$PARTITIONS" --replication-factor 1
done
"$(dirname "$0")/grants.sh" "${connection[@]}"
