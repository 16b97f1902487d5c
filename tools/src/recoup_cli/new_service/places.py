"""Every file that names each service, because its own format cannot ask the language who there is."""

from collections.abc import Mapping
from pathlib import Path

from recoup_cli.new_service.copy import in_documents, in_lists
from recoup_cli.new_service.names import Named

MODEL = Named("payment-plan", "/v1/plans")
BESIDE = Named("dispute", "/v1/disputes")
LISTS = (
    "libs/events/src/recoup_events/kernel/topics.py",
    "pyproject.toml",
    "docker-compose.yml",
    "deploy/passwords.sh",
    "deploy/postgres/init.sql",
    "deploy/prometheus/prometheus.yml",
    "deploy/k8s/base/kustomization.yaml",
    "deploy/k8s/overlays/local/kustomization.yaml",
    "deploy/k8s/overlays/local/postgres.yaml",
    "deploy/k8s/overlays/local/topics.yaml",
    "deploy/k8s/overlays/production/kustomization.yaml",
    "deploy/k8s/overlays/production/postgres.yaml",
    "deploy/k8s/overlays/production/ingress.yaml",
    "apps/gateway/src/gateway/routes.toml",
)
DOCUMENTS = (
    "deploy/k8s/overlays/production/databases.yaml",
    "deploy/k8s/overlays/production/kafka-logins.yaml",
    "deploy/k8s/overlays/production/scaling.yaml",
    "deploy/k8s/overlays/production/topics.yaml",
)
MANIFEST = "deploy/k8s/base/{}.yaml"


def changes(root: Path, new: Named) -> Mapping[Path, str]:
    """What each file says when it knows the new service, too."""
    lists = {root / name: (root / name).read_text() for name in LISTS}
    documents = {root / name: (root / name).read_text() for name in DOCUMENTS}
    _, manifest = (root / MANIFEST.format(MODEL.name)).read_text().split("\n", 1)
    heading = f"# The {new.name} service. All that services share stands in shared/.\n"
    return {
        **{file: in_lists(text, MODEL, BESIDE, new) for file, text in lists.items()},
        **{file: in_documents(text, MODEL, new) for file, text in documents.items()},
        root / MANIFEST.format(new.name): heading + new.instead_of(MODEL, manifest),
    }
