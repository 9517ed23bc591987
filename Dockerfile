# Two stages: what builds is not what runs.
#
# The Python the suite is run on. Nothing is compiled: every dependency comes as a wheel.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/python -m pip install --require-hashes -r requirements.txt

FROM python:${PYTHON}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/ifri \
    BIND=0.0.0.0:8000

# A number of our own choosing: nginx runs under the same one to read the private files.
RUN groupadd --gid 10001 ifri \
    && useradd --uid 10001 --gid ifri --no-create-home --shell /usr/sbin/nologin ifri \
    && install -d -o ifri -g ifri -m 0750 /var/lib/ifri /var/lib/ifri/private

COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/site
# Owned by root: the site cannot change its own code.
COPY . .
RUN python -m compileall -q ifri programs authors publications

USER 10001:10001
# A volume that is new takes its owner from here.
VOLUME /var/lib/ifri
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "deploy/probe.py", "/health/ready"]

# Reads gunicorn.conf.py. Migrations and static files are prepared by a run of their own before
# (docker-compose.yml): two web containers starting at once must not both migrate.
CMD ["python", "-m", "gunicorn"]
