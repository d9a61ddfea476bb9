# Heed, with the assistant whose files lie in this folder. `docker compose up` starts it with a Redis; docs/operation.md says the rest.

FROM python:3.10-bookworm AS packages
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /heed
COPY requirements.lock ./
# TensorFlow's headers, and its symbols for debuggers, would be a tenth of the image.
RUN python -m venv /opt/heed \
    && uv pip sync --no-cache --python /opt/heed/bin/python --require-hashes requirements.lock \
    && strip --strip-unneeded /opt/heed/lib/python3.10/site-packages/tensorflow/libtensorflow_*.so.2 \
    && rm -r /opt/heed/lib/python3.10/site-packages/tensorflow/include
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY data data
COPY finetune finetune
COPY retrieval retrieval
RUN uv pip install --no-cache --python /opt/heed/bin/python --no-deps --editable .
COPY config.yml credentials.yml endpoints.yml promotion.yml ./
COPY domain domain
RUN ln -s domain domain.yml

FROM python:3.10-slim-bookworm
# Who reads the logs that are mounted: `heed import` lets their owner read them, and nobody else.
ARG UID=10001
RUN groupadd --gid ${UID} heed \
    && useradd --uid ${UID} --gid heed --home-dir /heed --no-create-home --shell /usr/sbin/nologin heed
COPY --from=packages /opt/heed /opt/heed
COPY --from=packages --chown=${UID}:${UID} /heed /heed
WORKDIR /heed
# What is to be kept: models with their index; the secret, uploads and, without REDIS_URL, the embedded Redis.
RUN install -d -o ${UID} -g ${UID} -m 700 /heed/models /heed/.heed && chown ${UID}:${UID} /heed
VOLUME ["/heed/models", "/heed/.heed"]
# All that is written lies in these two or in /tmp: the rest may be read-only.
ENV HOME=/heed/.heed RASA_CACHE_DIRECTORY=/heed/.heed/rasa-cache MPLCONFIGDIR=/tmp/matplotlib
ENV PATH=/opt/heed/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NO_COLOR=1
# A number, so that Kubernetes can tell that it isn't root.
USER ${UID}:${UID}
EXPOSE 5005
# The first start trains a model, which takes a minute or two.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/health/ready', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["heed", "run", "--host", "0.0.0.0", "--port", "5005"]
