# Every way in which bytes die, an instruction each.
FROM scratch
ADD rootfs.tar /
COPY rootfs /

# overwritten: other content, and a symlink, in the place of a file
RUN sed -i s/debug/release/ /app/config.json && ln -sf server /app/start

# metadata: the same bytes once more, for the sake of a mode and an owner
RUN chmod +x /app/server && chown 1000:1000 /app/icons/a.svg

# rewritten: the same bytes once more, for nothing
RUN touch /app/data/table.csv

# moved: the same bytes once more, at another path
RUN mv /app/notes.txt /usr/share/notes.txt

# deleted: by a whiteout, by an opaque folder, by a file in the place of a folder
RUN rm -rf /tmp/build
RUN rm -rf /var/cache/app && mkdir /var/cache/app && touch /var/cache/app/empty
RUN rm -rf /opt/tool && cp /bin/busybox /opt/tool

# deleted: content with three names dies with the last of them; what keeps one name stays alive
RUN make-data /srv/data && ln /srv/data /srv/data.1 && ln /srv/data /srv/data.2 && \
    make-data /srv/kept && ln /srv/kept /srv/kept.1
RUN rm /srv/data /srv/data.1 /srv/data.2 /srv/kept

# repeated: the same path twice in one layer's archive, as `tar --append` leaves it (docker refuses to load that)
ADD appended.tar /app

CMD ["/app/server"]
