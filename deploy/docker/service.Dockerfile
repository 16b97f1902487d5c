# syntax=docker/dockerfile:1
# One image per service: docker build -f deploy/docker/service.Dockerfile --build-arg SERVICE=invoice .
ARG PYTHON=3.11-slim-trixie
ARG UV=0.13.9

FROM ghcr.io/astral-sh/uv:${UV} AS uv

FROM python:${PYTHON} AS build
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PYTHON=/usr/local/bin/python \
    UV_PROJECT_ENVIRONMENT=/opt/recoup
WORKDIR /src
COPY . .
ARG SERVICE
# Not editable, so that the environment stands without the sources and holds this service alone.
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-editable --package "${SERVICE:?say which: --build-arg SERVICE=invoice}"

FROM python:${PYTHON}
ARG SERVICE
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="recoup/${SERVICE}" \
      org.opencontainers.image.description="Recoup: the ${SERVICE} service" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The folder is there so that a volume for files is the service's own from the start.
RUN useradd --system --uid 10001 --user-group --no-create-home recoup \
    && install --directory --owner=10001 --group=10001 /var/lib/recoup/files
COPY --from=build /opt/recoup /opt/recoup
ENV PATH=/opt/recoup/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    RECOUP_HTTP_HOST=0.0.0.0 RECOUP_HTTP_PORT=8080 RECOUP_ADMIN_PORT=9000
USER 10001:10001
EXPOSE 8080 9000
# A 503 raises, and so does nobody listening.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['RECOUP_ADMIN_PORT'] + '/readyz', timeout=3)"]
# Python itself is told to stop. What follows names the package and what it does: `invoice serve`.
ENTRYPOINT ["python", "-m"]
