"""The rules kube-linter would apply, asked of what is really applied."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

Manifest = dict[str, Any]

WORKLOADS = {"Deployment", "StatefulSet", "Job"}
RUN_FOR_EVER = {"Deployment", "StatefulSet"}
WRITES_ITS_OWN_CONFIGURATION = {"kafka"}
SECRETS = ("PASSWORD", "SECRET", "TOKEN", "KEY")


def workloads(manifests: Sequence[Manifest], kinds: set[str] = WORKLOADS) -> Iterator[Manifest]:
    return (manifest for manifest in manifests if manifest["kind"] in kinds)


def pods(
    manifests: Sequence[Manifest], kinds: set[str] = WORKLOADS
) -> Iterator[tuple[str, Manifest]]:
    return (
        (w["metadata"]["name"], w["spec"]["template"]["spec"]) for w in workloads(manifests, kinds)
    )


def containers(
    manifests: Sequence[Manifest], kinds: set[str] = WORKLOADS
) -> Iterator[tuple[str, Manifest]]:
    return ((name, each) for name, pod in pods(manifests, kinds) for each in pod["containers"])


def selects(selector: Manifest, labels: dict[str, str]) -> bool:
    """Whether a label selector, of either form, picks these labels."""
    wanted = selector.get("matchLabels", {})
    expressions = selector.get("matchExpressions", [])
    assert all(e["operator"] == "In" for e in expressions), "teach this test the other operators"
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        labels.get(e["key"]) in e["values"] for e in expressions
    )


def labels_of_pods(manifests: Sequence[Manifest]) -> list[dict[str, str]]:
    return [w["spec"]["template"]["metadata"]["labels"] for w in workloads(manifests)]


def test_no_pod_has_rights_it_does_not_need(manifests: Sequence[Manifest]) -> None:
    for name, pod in pods(manifests):
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] > 0, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod), name
        assert not any("hostPath" in volume for volume in pod.get("volumes", [])), name


def test_no_container_can_gain_rights(manifests: Sequence[Manifest]) -> None:
    for name, container in containers(manifests):
        security = container["securityContext"]
        assert security["allowPrivilegeEscalation"] is False, name
        assert security["capabilities"] == {"drop": ["ALL"]}, name
        assert "privileged" not in security, name


def test_no_container_can_change_what_it_runs(manifests: Sequence[Manifest]) -> None:
    writable = {
        name
        for name, c in containers(manifests)
        if not c["securityContext"].get("readOnlyRootFilesystem")
    }
    assert writable <= WRITES_ITS_OWN_CONFIGURATION


def test_every_container_says_what_it_needs_and_where_it_ends(
    manifests: Sequence[Manifest],
) -> None:
    for name, container in containers(manifests):
        for side in ("requests", "limits"):
            assert set(container["resources"][side]) == {"cpu", "memory"}, f"{name} {side}"


def test_every_image_is_pinned(manifests: Sequence[Manifest]) -> None:
    for name, container in containers(manifests):
        tag = container["image"].rpartition("/")[2].partition(":")[2]
        assert tag not in {"", "latest"}, f"{name}: say which {container['image']}"


def test_every_server_is_watched_on_a_port_it_has(manifests: Sequence[Manifest]) -> None:
    for name, container in containers(manifests, RUN_FOR_EVER):
        ports = {port["name"] for port in container["ports"]}
        for probe in ("readinessProbe", "livenessProbe"):
            way = container[probe].get("httpGet") or container[probe].get("tcpSocket")
            assert way is None or way["port"] in ports, f"{name} {probe}"


def test_no_secret_stands_in_the_open(manifests: Sequence[Manifest]) -> None:
    for name, container in containers(manifests):
        for variable in container.get("env", []):
            is_secret = any(word in variable["name"] for word in SECRETS)
            if is_secret and not variable["name"].endswith("_FILE"):
                assert "secretKeyRef" in variable.get("valueFrom", {}), f"{name} {variable['name']}"


def test_no_variable_is_set_twice(manifests: Sequence[Manifest]) -> None:
    for name, container in containers(manifests):
        variables = [variable["name"] for variable in container.get("env", [])]
        assert len(variables) == len(set(variables)), name


def test_every_volume_is_mounted_and_every_mount_has_its_volume(
    manifests: Sequence[Manifest],
) -> None:
    for workload in workloads(manifests):
        pod = workload["spec"]["template"]["spec"]
        claims = workload["spec"].get("volumeClaimTemplates", [])
        volumes = {v["name"] for v in pod.get("volumes", [])}
        volumes |= {claim["metadata"]["name"] for claim in claims}
        mounts = {m["name"] for c in pod["containers"] for m in c.get("volumeMounts", [])}
        assert volumes == mounts, workload["metadata"]["name"]


def test_every_selector_matches_its_own_pods(manifests: Sequence[Manifest]) -> None:
    for workload in workloads(manifests, RUN_FOR_EVER):
        labels = workload["spec"]["template"]["metadata"]["labels"]
        assert selects(workload["spec"]["selector"], labels), workload["metadata"]["name"]


def test_no_service_dangles(manifests: Sequence[Manifest]) -> None:
    for service in (m for m in manifests if m["kind"] == "Service"):
        selector = {"matchLabels": service["spec"]["selector"]}
        picked = [labels for labels in labels_of_pods(manifests) if selects(selector, labels)]
        assert len(picked) == 1, service["metadata"]["name"]


def test_a_budget_holds_one_service_and_no_broken_pod(manifests: Sequence[Manifest]) -> None:
    for budget in (m for m in manifests if m["kind"] == "PodDisruptionBudget"):
        spec = budget["spec"]
        picked = [p for p in labels_of_pods(manifests) if selects(spec["selector"], p)]
        assert len(picked) == 1, budget["metadata"]["name"]
        assert spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_a_job_gives_up_and_goes(manifests: Sequence[Manifest]) -> None:
    for job in workloads(manifests, {"Job"}):
        assert {"backoffLimit", "ttlSecondsAfterFinished"} <= set(job["spec"])


def test_nobody_speaks_to_anybody_unless_it_is_said(manifests: Sequence[Manifest]) -> None:
    policies = [m for m in manifests if m["kind"] == "NetworkPolicy"]
    (deny,) = (p for p in policies if p["metadata"]["name"] == "default-deny")
    assert deny["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in policies:
        for rule in policy["spec"].get("ingress", []):
            assert rule.get("from"), f"{policy['metadata']['name']} lets anybody in"
            assert rule.get("ports"), f"{policy['metadata']['name']} opens every port"


@pytest.mark.parametrize("kind", ["namespace", "labels"])
def test_everything_is_ours_by_name(kind: str, manifests: Sequence[Manifest]) -> None:
    for manifest in manifests:
        metadata = manifest["metadata"]
        if kind == "labels":
            assert metadata["labels"]["app.kubernetes.io/part-of"] == "recoup", metadata["name"]
        elif manifest["kind"] != "Namespace":
            assert metadata["namespace"] == "recoup", metadata["name"]


def test_the_namespace_takes_restricted_pods_only(manifests: Sequence[Manifest]) -> None:
    (namespace,) = (m for m in manifests if m["kind"] == "Namespace")
    labels = namespace["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
