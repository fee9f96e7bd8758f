FROM scratch
ARG VERSION=1.2
ARG UNSET
COPY busybox /bin/sh
COPY busybox /bin/busybox
COPY busybox steps/1-make.sh /opt/tools/
ADD steps /opt/steps
ENV PATH=/bin:/usr/bin
ENV PLAIN=1
RUN busybox --install -s /bin
RUN mkdir -p /srv/data /etc && echo "a   b" > /srv/data/spaces; printf '%s\n' 'single # not a comment' >> /srv/data/spaces
# A comment between.
RUN set -e; \
    # and one within
    for name in one two "three four"; do \
      echo "$name $VERSION" > "/srv/data/$name"; \
    done \
    && if [ -e /srv/data/one ]; then echo 'it'"'"'s there' > /srv/data/there; fi
RUN case "$PLAIN" in 1) echo yes ;; *) echo no ;; esac > /srv/data/case | cat && cat < /srv/data/case > /srv/data/copy
RUN awk 'BEGIN { print "$1 \\ &&" }' > /srv/data/awk && \
    echo "back\\slash" '\n' `echo tick` $((1<<3)) > /srv/data/odd
RUN echo tabs	and > /srv/data/tab && echo "kept	tab" >> /srv/data/tab
ARG LATE="a value"
RUN echo "$LATE|$UNSET|$VERSION" > /srv/data/args
WORKDIR /srv
WORKDIR data/$VERSION
SHELL ["/bin/sh", "-e", "-c"]
RUN echo "by another shell" > /srv/data/shell
