# One program and what it needs, each byte written once.
FROM golang AS build
WORKDIR /src
COPY . .
RUN make install DESTDIR=/out

FROM scratch
COPY rootfs/ /
COPY share/ /usr/share/lean/
COPY --from=build /out/ /
LABEL org.opencontainers.image.title=lean org.opencontainers.image.version=1.0
ENV PATH=/usr/bin
USER 65532:65532
VOLUME /data
WORKDIR /data
EXPOSE 8080/tcp
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --retries=3 CMD ["/usr/bin/lean", "ping"]
ENTRYPOINT ["/usr/bin/lean"]
CMD ["serve"]
