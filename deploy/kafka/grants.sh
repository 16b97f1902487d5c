#!/usr/bin/env bash
# Gives each service's user what is its own on Kafka: grants.sh --bootstrap-server … --command-config …
# Made by `recoup docs` from what the services subscribe to.
set -euo pipefail

grant() {
  "${KAFKA_BIN:-/opt/kafka/bin}/kafka-acls.sh" "${connection[@]}" --add --allow-principal "User:$1" "${@:2}"
}

connection=("$@")
grant invoice --operation Write --topic recoup.invoice
grant invoice --operation Read --topic recoup.dispute --topic recoup.notification --topic recoup.payment_plan --topic recoup.workflow_scheduler --group invoice
grant workflow-scheduler --operation Write --topic recoup.workflow_scheduler
grant workflow-scheduler --operation Read --topic recoup.dispute --topic recoup.invoice --topic recoup.notification --topic recoup.payment_plan --group workflow-scheduler
grant notification --operation Write --topic recoup.notification
grant notification --operation Read --topic recoup.dispute --topic recoup.invoice --topic recoup.payment_plan --topic recoup.workflow_scheduler --group notification
grant dispute --operation Write --topic recoup.dispute
grant dispute --operation Read --topic recoup.invoice --topic recoup.workflow_scheduler --group dispute
grant payment-plan --operation Write --topic recoup.payment_plan
grant payment-plan --operation Read --topic recoup.dispute --topic recoup.invoice --topic recoup.workflow_scheduler --group payment-plan
grant console --operation Write --topic recoup.console
grant console --operation Read --topic recoup.dispute --topic recoup.invoice --topic recoup.notification --topic recoup.payment_plan --topic recoup.webhook --topic recoup.workflow_scheduler --group console
grant webhook --operation Write --topic recoup.webhook
grant webhook --operation Read --topic recoup.console --topic recoup.dispute --topic recoup.invoice --topic recoup.notification --topic recoup.payment_plan --topic recoup.workflow_scheduler --group webhook
