# The image mysql made from another one that keeps the conventions of the official image `mysql`:
# lab build --mysql-image IMAGE
ARG MYSQL_IMAGE
FROM ${MYSQL_IMAGE}

USER root
RUN for tool in docker-entrypoint.sh mysqld mysql setsid; do \
        command -v "$tool" > /dev/null || { echo "this image has no $tool" >&2; exit 1; }; \
    done \
    && if ! command -v setpriv && ! command -v gosu; then \
        echo 'this image has neither setpriv nor gosu' >&2; exit 1; \
    fi \
    && id mysql \
    && mkdir -p /usr/local/share/lab \
    && mysqld --version | sed 's/^.* Ver /mysql /' > /usr/local/share/lab/versions

COPY --chmod=755 foreign-entrypoint foreign-start lab-store /usr/local/bin/
COPY --chmod=755 foreign-initialised /docker-entrypoint-initdb.d/zz-lab-initialised.sh
COPY --from=common --chmod=755 supervise /usr/local/bin/supervise

EXPOSE 3306
ENTRYPOINT ["foreign-entrypoint"]
CMD []
