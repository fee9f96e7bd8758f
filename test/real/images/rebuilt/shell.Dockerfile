FROM scratch
WORKDIR /srv/app
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
HEALTHCHECK --retries=200 CMD ["/up", "a b"]
ENTRYPOINT exec app "$@"
CMD echo 'a  b'
