FROM scratch
COPY busybox /bin/sh
COPY busybox /bin/busybox
ENV PATH=/bin
RUN busybox --install -s /bin
RUN <<EOF
set -e
mkdir -p /srv
	echo "a tab before" > /srv/tab
echo '$HOME' "$HOME" \
  "goes on" > /srv/home
# a comment
EOF
RUN cat <<ONE > /srv/one && cat <<'TWO' > /srv/two
one $PATH
ONE
two $PATH
TWO
RUN cat <<-EOF > /srv/dash
	tabs go
	EOF
HEALTHCHECK CMD ["true"]
CMD cat /srv/one
ENTRYPOINT cat /srv/two
