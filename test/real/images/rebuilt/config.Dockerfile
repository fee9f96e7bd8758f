FROM scratch
ARG VERSION=1.2
WORKDIR /srv
ENV PATH=/bin:/usr/bin
ENV PLAIN=1 QUOTED="two  words" SINGLE='single "inside"' DOLLAR="\$HOME stays" BACK="a\\b" EMPTY= EQUALS="a=b=c"
ENV HASH="# no comment" TICK="`date`" UNICODE=設定 LATER="$PLAIN and $VERSION" ENDS="in a backslash\\"
ENV OLD the old form = with a sign
ENV JOINED="one \
two" APOSTROPHE="it's"
LABEL org.example.title="spaces, \"quotes\" and 'others'" org.example.empty=""
LABEL org.example.url=https://example.org/?a=b&c=d org.example.dollar='$5'
EXPOSE 80 443/tcp 9000-9002/udp
VOLUME ["/volume/one", "/volume/two"]
SHELL ["/bin/sh", "-e", "-c"]
USER 1000:1000
STOPSIGNAL SIGQUIT
ONBUILD RUN echo later && echo "more  of it"
ONBUILD COPY --chown=1:1 . /src
ONBUILD ENV A="b c"
HEALTHCHECK --interval=1m30s --timeout=500ms --start-period=5s --retries=2 CMD wget -q "localhost:80" || exit 1
ENTRYPOINT ["/bin/sh", "-c", "exec \"$0\" \"$@\""]
CMD ["echo", "<hi> & \"bye\"", "it's", "a\\b", "c	d"]
