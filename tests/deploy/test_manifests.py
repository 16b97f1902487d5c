"""What is applied to a cluster is understood there, and says the same as everything else."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from recoup_events.kernel.sizes import MESSAGE_BYTES
from recoup_events.kernel.topics import OWNERS, TOPICS
from recoup_eventstore.postgres.rows import SLOTS
from recoup_service.server import DRAIN_SECONDS

ROOT = Path(__file__).parents[2]
KUBERNETES = "1.37"
SCHEMAS = ROOT.parent / "shared/data/k8s-schemas"
CUSTOM = ("cnpg.io", "strimzi.io", "keda.sh")
PACKAGES = {package.replace("_", "-"): package for package in OWNERS}
MADE_BY_OPERATORS = {
    "recoup-postgres-ca",
    "recoup-cluster-ca-cert",
    *(f"kafka-{user}" for user in (*PACKAGES, "scaler")),
}
KNOWN_TO_THE_KAFKA_SCALER = {
    "bootstrapServers",
    "consumerGroup",
    "excludePersistentLag",
    "lagThreshold",
    "offsetResetPolicy",
    "version",
}

Manifest = dict[str, Any]


def is_custom(manifest: Manifest) -> bool:
    return str(manifest["apiVersion"]).partition("/")[0].endswith(CUSTOM)


def of_kind(manifests: Sequence[Manifest], kind: str) -> Iterator[Manifest]:
    return (manifest for manifest in manifests if manifest["kind"] == kind)


def named(manifests: Sequence[Manifest], kind: str, name: str) -> Manifest:
    (found,) = (m for m in of_kind(manifests, kind) if m["metadata"]["name"] == name)
    return found


def container(manifests: Sequence[Manifest], kind: str, name: str) -> Manifest:
    found: Manifest = named(manifests, kind, name)["spec"]["template"]["spec"]["containers"][0]
    return found


def test_kubernetes_understands_its_own_kinds(
    manifests: Sequence[Manifest], tool: Callable[..., str], tmp_path: Path
) -> None:
    native = tmp_path / "native.yaml"
    native.write_text(yaml.safe_dump_all(m for m in manifests if not is_custom(m)))
    tool("kubernetes-validate", "--strict", "-k", KUBERNETES, native)


@pytest.mark.skipif(not SCHEMAS.exists(), reason="../shared/data/k8s-schemas is absent")
def test_the_operators_understand_theirs(
    manifests: Sequence[Manifest], tool: Callable[..., str]
) -> None:
    schema = f"{SCHEMAS}/{{{{.ResourceKind}}}}_{{{{.Group}}}}_{{{{.ResourceAPIVersion}}}}.json"
    custom = yaml.safe_dump_all(m for m in manifests if is_custom(m))
    tool("kubeconform", "-strict", "-schema-location", schema, stdin=custom)


def test_nothing_is_said_twice(manifests: Sequence[Manifest]) -> None:
    names = [(m["apiVersion"], m["kind"], m["metadata"]["name"]) for m in manifests]
    assert len(names) == len(set(names))


def test_the_topics_are_those_of_the_language(manifests: Sequence[Manifest], overlay: str) -> None:
    if overlay == "local":
        env = {e["name"]: e.get("value") for e in container(manifests, "Job", "topics")["env"]}
        assert env["TOPICS"].split() == list(TOPICS)
    else:
        topics = of_kind(manifests, "KafkaTopic")
        assert {topic["spec"]["topicName"] for topic in topics} == set(TOPICS)


@pytest.mark.parametrize("overlay", ["production"], indirect=True)
def test_each_service_comes_to_kafka_as_itself_and_may_do_what_is_its_own(
    manifests: Sequence[Manifest],
) -> None:
    [kafka] = of_kind(manifests, "Kafka")
    [listener] = kafka["spec"]["kafka"]["listeners"]
    assert (listener["tls"], listener["authentication"]) == (True, {"type": "scram-sha-512"})
    assert kafka["spec"]["kafka"]["authorization"] == {"type": "simple"}
    users = {user["metadata"]["name"] for user in of_kind(manifests, "KafkaUser")}
    assert users == {*PACKAGES, "scaler"}
    for name in PACKAGES:
        pod = named(manifests, "Deployment", name)["spec"]["template"]
        assert pod["metadata"]["labels"]["app.kubernetes.io/name"] == name
        [login] = (v for v in pod["spec"]["volumes"] if v["name"] == "kafka-login")
        assert login["secret"]["secretName"] == f"kafka-{name}"


@pytest.mark.parametrize("overlay", ["production"], indirect=True)
def test_the_scaler_only_looks(manifests: Sequence[Manifest]) -> None:
    grants = named(manifests, "KafkaUser", "scaler")["spec"]["authorization"]["acls"]
    assert {operation for grant in grants for operation in grant["operations"]} == {"Describe"}
    for scaler in of_kind(manifests, "ScaledObject"):
        assert scaler["spec"]["triggers"][0]["authenticationRef"] == {"name": "kafka"}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_service_serves_and_its_job_migrates(name: str, manifests: Sequence[Manifest]) -> None:
    package, role = PACKAGES[name], f"recoup_{PACKAGES[name]}"
    serving = container(manifests, "Deployment", name)
    migrating = container(manifests, "Job", f"{name}-migration")
    assert serving["args"] == [package, "serve"]
    assert migrating["args"] == [package, "migrate"]
    assert serving["image"] == migrating["image"]
    assert {
        "name": "RECOUP_DATABASE",
        "value": f"postgresql://{role}@postgres/{role}",
    } in serving["env"]
    assert migrating["env"][0] == {
        "name": "RECOUP_MIGRATE_DATABASE",
        "value": f"postgresql://{role}_owner@postgres/{role}",
    }


@pytest.mark.parametrize("name", sorted(set(PACKAGES) - {"invoice"}))
def test_the_five_differ_in_nothing_but_their_name(name: str) -> None:
    base = ROOT / "deploy/k8s/base"
    package = PACKAGES[name]
    as_invoice = (base / f"{name}.yaml").read_text().replace(package, "invoice")
    as_invoice = as_invoice.replace(name, "invoice")
    assert as_invoice.splitlines()[1:] == (base / "invoice.yaml").read_text().splitlines()[1:]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_pod_is_given_time_to_drain(name: str, manifests: Sequence[Manifest]) -> None:
    pod = named(manifests, "Deployment", name)["spec"]["template"]["spec"]
    pause = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= pause + 2 * DRAIN_SECONDS


def test_no_two_scalers_pull_at_one_deployment(manifests: Sequence[Manifest]) -> None:
    scaled = [m["spec"]["scaleTargetRef"]["name"] for m in of_kind(manifests, "ScaledObject")]
    scaled += [
        m["spec"]["scaleTargetRef"]["name"] for m in of_kind(manifests, "HorizontalPodAutoscaler")
    ]
    assert len(scaled) == len(set(scaled))
    for name in scaled:
        assert "replicas" not in named(manifests, "Deployment", name)["spec"], name


def test_no_event_is_lost_to_time_to_one_broker_or_to_its_size(
    manifests: Sequence[Manifest], overlay: str
) -> None:
    if overlay == "local":
        env = {e["name"]: e["value"] for e in container(manifests, "StatefulSet", "kafka")["env"]}
        assert env["KAFKA_LOG_RETENTION_MS"] == "-1"
        assert env["KAFKA_MESSAGE_MAX_BYTES"] == str(MESSAGE_BYTES)
    for kafka in of_kind(manifests, "Kafka"):
        assert kafka["spec"]["kafka"]["config"]["message.max.bytes"] == MESSAGE_BYTES
    for topic in of_kind(manifests, "KafkaTopic"):
        spec = topic["spec"]
        assert spec["config"] == {
            "retention.ms": -1,
            "min.insync.replicas": 2,
            "max.message.bytes": MESSAGE_BYTES,
        }
        assert spec["replicas"] == 3


def test_a_stuck_message_brings_no_more_replicas(manifests: Sequence[Manifest]) -> None:
    for scaler in of_kind(manifests, "ScaledObject"):
        kafka, cpu = scaler["spec"]["triggers"]
        assert (kafka["type"], cpu["type"]) == ("kafka", "cpu")
        assert kafka["metadata"].keys() == KNOWN_TO_THE_KAFKA_SCALER
        assert kafka["metadata"]["excludePersistentLag"] == "true"


def test_no_more_replicas_than_there_is_work_to_share(manifests: Sequence[Manifest]) -> None:
    partitions = [topic["spec"]["partitions"] for topic in of_kind(manifests, "KafkaTopic")]
    for scaler in of_kind(manifests, "ScaledObject"):
        spec = scaler["spec"]
        kafka = spec["triggers"][0]["metadata"]
        assert 2 <= spec["minReplicaCount"] <= spec["maxReplicaCount"] <= min(partitions)
        assert spec["maxReplicaCount"] <= SLOTS
        assert kafka["consumerGroup"] == spec["scaleTargetRef"]["name"]


def test_every_secret_that_is_asked_for_is_known_by_its_name(
    manifests: Sequence[Manifest], overlay: str, tmp_path: Path
) -> None:
    asked = set(secrets_in(manifests))
    assert not list(of_kind(manifests, "Secret")), "a password comes from outside"
    if overlay == "local":
        environment = {**os.environ, "RECOUP_ENV_FOLDER": str(tmp_path)}
        script = [str(ROOT / "deploy/passwords.sh"), "--secrets"]
        recorded = subprocess.run(
            script, env=environment, stdout=subprocess.PIPE, check=True
        ).stdout
        assert asked == {secret["metadata"]["name"] for secret in yaml.safe_load_all(recorded)}
    else:
        described = (ROOT / "deploy/README.md").read_text()
        databases = {f"{name}-database{kind}" for name in PACKAGES for kind in ("", "-owner")}
        ours = asked - databases - MADE_BY_OPERATORS
        assert databases <= asked
        assert all(f"`{name}`" in described for name in ours)


def secrets_in(found: Any) -> Iterator[str]:
    """Every secret that is named anywhere below."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in {"secretKeyRef", "passwordSecret", "accessKeyId", "secretAccessKey"}:
                yield value["name"]
            elif key == "secretName":
                yield value
            else:
                yield from secrets_in(value)
    elif isinstance(found, list | tuple):
        for item in found:
            yield from secrets_in(item)


def test_those_who_make_files_and_those_who_send_them_share_one_store(
    manifests: Sequence[Manifest],
) -> None:
    """A volume where everything is local, a bucket in production."""
    stores = []
    for name in ("invoice", "notification"):
        pod = named(manifests, "Deployment", name)["spec"]["template"]["spec"]
        (service,) = pod["containers"]
        own = [each for each in service["env"] if each["name"].startswith("RECOUP_FILES")]
        names = [each["configMapRef"]["name"] for each in service["envFrom"]]
        shared = [each for each in names if each.startswith("files")]
        claims = [each for each in pod["volumes"] if "persistentVolumeClaim" in each]
        assert own
        assert shared or claims
        stores.append((own, shared, claims))
    assert stores[0] == stores[1]
